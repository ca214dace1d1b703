"""The chat behind a reverse proxy, under a path, in a real Chromium."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.ui.conftest import running, serving
from tests.ui.fakes import FakeAssistant
from tests.ui.proxy import reverse_proxy
from tests.ui.test_chat_browser import pytestmark  # noqa: F401
from ui.front import Place
from ui.service import Service


@pytest.fixture(params=[True, False], ids=["strips", "whole"])
def public(request: pytest.FixtureRequest, assistant: FakeAssistant) -> Iterator[str]:
    """Where the chat stands behind a proxy that leaves the prefix out, or not."""
    service = Service(Place(path="/outils/retro"), proxies=["127.0.0.1"])
    with (
        serving(assistant, service) as behind,
        running(reverse_proxy(behind, "/outils/retro", strips=request.param)) as front,
    ):
        yield f"{front}/outils/retro"


@pytest.fixture
def blank(browser: Browser, public: str) -> Iterator[Page]:
    """Fails on a request outside the path, on one that is not answered, on an error of the page."""
    context = browser.new_context(locale="en-US", accept_downloads=True)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("response", lambda r: r.status < 400 or wrong.append(f"{r.status} {r.url}"))
    page.on("console", lambda m: m.type != "error" or wrong.append(f"{m.text} {m.location}"))
    page.on(
        "request",
        lambda r: f"{r.url}/".startswith((f"{public}/", "blob:", "data:")) or wrong.append(r.url),
    )
    yield page
    context.close()
    assert wrong == []


@pytest.fixture
def page(blank: Page, public: str) -> Page:
    blank.goto(f"{public}/")
    return blank


def test_everything_works_under_the_path(page: Page, public: str) -> None:
    page.locator("#question textarea").fill("Quand Petites Villes de demain ?")
    page.get_by_role("button", name="Envoyer").click()
    cite = page.locator("a.cite").first
    cite.click()
    expect(page.locator("#passage mark").first).to_contain_text("Petites Villes")
    assert re.match(
        rf"{public}/documents/view", page.locator("#passage a").first.evaluate("a => a.href")
    )
    page.locator("details.exports summary").first.click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Markdown").first.click()
    assert "Petites Villes" in Path(download.value.path()).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ["documents", "aide", "accessibilite", "api/docs"])
def test_the_pages_link_within_the_path(blank: Page, public: str, path: str) -> None:
    blank.goto(f"{public}/{path}")
    links = blank.eval_on_selector_all("a[href], link[href]", "all => all.map(one => one.href)")
    assert [one for one in links if not one.startswith(public)] == []
    blank.goto(f"{public}/documents")
    blank.locator("main a[href*='documents/view']").first.click()
    expect(blank.locator("main h1")).to_be_visible()


def test_the_apis_say_where_they_stand(blank: Page, public: str) -> None:
    described = blank.request.get(f"{public}/api/openapi.json").json()
    assert described["servers"] == [{"url": public}]
    blank.goto(f"{public}/api/docs")
    expect(blank.locator("pre").first).to_contain_text(f"{public}/api/ask")


def test_the_path_without_its_slash_leads_there(blank: Page, public: str) -> None:
    blank.goto(public)
    assert blank.url == f"{public}/"
