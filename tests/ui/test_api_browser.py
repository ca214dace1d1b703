"""The API's page in a real browser, and a question of the chat among those that are counted."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from ui import labels

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = "--headless --no-sandbox --disable-gpu --disable-background-networking"
TAGS = ["RGAAv4", "wcag2a", "wcag2aa", "wcag21aa", "best-practice"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing: apt-get install chromium"
    ),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """Fails on any page error or outside request."""
    page = browser.new_page()
    page.set_default_timeout(15_000)
    wrong: list[str] = []
    own = (address, "data:", "blob:")
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith(own) else wrong.append(r.url))
    page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    yield page
    page.close()
    assert wrong == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible(page: Page, address: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{address}/api/docs")
    expect(page.get_by_role("heading", level=1)).to_have_text(labels.API_TITLE)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    assert found.violations_count == 0, found.generate_report()


def test_the_page_fits_320_pixels_and_its_keyboard_way_is_short(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{address}/api/docs")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name=labels.SKIP_TO_CONTENT)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.get_by_role("link", name="AnswerJson").first.click()
    expect(page.locator("#AnswerJson")).to_be_in_viewport()


def test_a_question_of_the_chat_is_counted(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#question textarea").fill("Petites Villes")
    page.keyboard.press("Enter")
    expect(page.locator(".reply.answered")).to_have_count(1)
    measures = httpx.get(f"{address}/metrics").text
    line = 'retro_questions_total{mode="extractive",route="chat",status="answered"} 1.0'
    assert line in measures.splitlines()
