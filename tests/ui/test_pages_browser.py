"""The pages beside the chat, and the ways between them and the chat, in a real browser."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.ui.fakes import FakeAssistant
from tests.ui.test_chat_browser import CHROMIUM, FLAGS, ask, pytestmark
from ui import labels

__all__ = ["pytestmark"]

TAGS = ["RGAAv4", "wcag2a", "wcag2aa", "wcag21aa", "best-practice"]
CITED = "documents/view?id=2020/rapport.pdf&version=3&start=10&end=60&q=les"
HOSTILE = "documents/view?id=2020/<b>piège</b>.txt&q=titre"
PAGES = ("documents", CITED, HOSTILE, "aide", "accessibilite")
OCTOBER = "Que s’est-il passé en octobre 2020\u202f?"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """Fails on any page error or outside request, in any of its tabs."""
    context = browser.new_context(locale="en-US", color_scheme="light")
    context.set_default_timeout(15_000)
    wrong: list[str] = []
    own = (address, "data:", "blob:")
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    context.on("request", lambda r: None if r.url.startswith(own) else wrong.append(r.url))
    context.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    yield context
    context.close()
    assert wrong == []


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    """The chat, its timeline shown."""
    page = context.new_page()
    page.goto(address)
    expect(page.locator("#years a.ask").first).to_be_visible(timeout=15_000)
    return page


@pytest.fixture
def plain(browser: Browser, address: str) -> Iterator[Page]:
    """The documents in a browser that runs no script."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(f"{address}/documents")
    yield page
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_every_page_reflows(
    context: BrowserContext, address: str, scheme: str
) -> None:
    page = context.new_page()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    options = {"runOnly": {"type": "tag", "values": TAGS}}
    found = []
    for path in PAGES:
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(f"{address}/{path}")
        for month in page.locator("details > summary").all()[:3]:
            month.click()
        violations = Axe().run(page, options=options).response["violations"]
        found += [(path, each["id"], each["nodes"][0]["html"]) for each in violations]
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        assert page.evaluate("window.PWNED") is None
    assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_follow_the_scheme_of_the_browser(
    context: BrowserContext, address: str, scheme: str
) -> None:
    page = context.new_page()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{address}/aide")
    colour = page.locator("body").evaluate("node => getComputedStyle(node).backgroundColor")
    assert colour == {"light": "rgb(245, 246, 248)", "dark": "rgb(15, 19, 23)"}[scheme]


def test_a_month_unfolds_by_the_keyboard_without_a_script(plain: Page) -> None:
    october = plain.locator(".months > li").nth(9)
    expect(october.get_by_text("1er octobre 2020", exact=True)).to_be_hidden()
    october.locator("summary").focus()
    plain.keyboard.press("Enter")
    expect(october.get_by_text("1er octobre 2020", exact=True)).to_be_visible()
    expect(plain.locator(".months > li").nth(3)).to_contain_text(labels.NO_ENTRY)


def test_a_document_is_searched_without_a_script(plain: Page) -> None:
    plain.get_by_role("link", name="Rapport d’activité 2020").click()
    plain.get_by_label(labels.SEARCH_IN).fill("LES")
    plain.keyboard.press("Enter")
    expect(plain.get_by_role("status")).to_have_text("3 occurrences de «\u00a0LES\u00a0»")
    assert plain.url.endswith("#hit-1")
    plain.get_by_role("link", name=labels.NEXT_HIT).first.click()
    expect(plain.locator("mark:target")).to_have_attribute("id", "hit-2")


def test_the_days_of_a_month_print(plain: Page) -> None:
    plain.emulate_media(media="print")
    expect(plain.get_by_text("1er octobre 2020", exact=True)).to_be_visible()
    expect(plain.locator(".bar").first).to_be_visible()


def test_a_month_of_the_chat_is_asked_about_by_the_keyboard(page: Page) -> None:
    page.locator("#years a.ask", has_text="oct.").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".said")).to_have_text(OCTOBER)
    expect(page.locator(".reply.answered li").first).to_contain_text("Barentin")
    expect(page.locator("#question textarea")).to_be_focused()


def test_a_day_of_the_documents_page_is_asked_about_at_once(
    context: BrowserContext, address: str
) -> None:
    page = context.new_page()
    page.goto(f"{address}/documents")
    october = page.locator(".months > li").nth(9)
    october.locator("summary").click()
    october.locator(".days a", has_text=labels.ASK).first.click()
    expect(page.locator(".said")).to_have_text("Que s’est-il passé le 1er octobre 2020\u202f?")
    expect(page.locator(".reply.answered")).to_have_count(1)
    assert page.url == f"{address}/"


def test_a_link_asks_about_a_period_and_nothing_else(
    page: Page, context: BrowserContext, address: str, assistant: FakeAssistant
) -> None:
    for forged in ("q-2020-99-01-2020-99-02", "q-<img src=x>", "Petites"):
        visit = context.new_page()
        visit.goto(f"{address}/#{forged}")
        expect(visit.locator("#years a.ask").first).to_be_visible()
    ask(page, "Petites Villes")
    assert len(assistant.histories) == 1


def test_a_cited_passage_is_read_in_the_whole_document(
    page: Page, context: BrowserContext, assistant: FakeAssistant
) -> None:
    ask(page, "Petites Villes").locator(".text a.cite").first.click()
    expect(page.locator("#panel h2")).to_be_focused()
    with context.expect_page() as opened:
        page.get_by_role("link", name=labels.READ).click()
    whole = opened.value
    expect(whole.locator("mark.cited")).to_be_in_viewport()
    marked = whole.locator("mark.cited").evaluate("node => node.textContent")
    assert marked == assistant._demain("").citations[0].quote
    expect(page.locator(".reply.answered")).to_be_visible()


def test_the_chat_leads_to_each_page_in_another_tab(page: Page, context: BrowserContext) -> None:
    for name in labels.PAGE_NAMES.values():
        with context.expect_page() as opened:
            page.locator("#pages").get_by_role("link", name=name).click()
        expect(opened.value.get_by_role("heading", level=1)).to_have_text(name.split("\u00a0")[0])
        assert opened.value.evaluate("window.opener") is None
