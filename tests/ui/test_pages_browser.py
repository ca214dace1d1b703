"""The pages beside the chat, and the ways between them and the chat, in a real browser."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.ui.fakes import FakeAssistant
from tests.ui.test_chat_browser import ask, browser, page, pytestmark
from ui import labels

__all__ = ["browser", "page", "pytestmark"]

TAGS = ["RGAAv4", "wcag2a", "wcag2aa", "wcag21aa", "best-practice"]
CITED = "documents/view?id=2020/rapport.pdf&version=3&start=10&end=60&q=les"
PAGES = ("documents", CITED, "aide", "accessibilite", "documents/view?id=nothing")


@pytest.fixture
def plain(browser: Browser, address: str) -> Iterator[Page]:
    """A browser that runs no script of the page, from narrow to wide."""
    context = browser.new_context(locale="en-US", java_script_enabled=False)
    shown = context.new_page()
    shown.set_default_timeout(15_000)
    yield shown
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_every_page_reflows(page: Page, address: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    options = {"runOnly": {"type": "tag", "values": TAGS}}
    found = []
    for path in PAGES:
        page.set_viewport_size({"width": 1280, "height": 800})
        with page.expect_response("**"):
            page.goto(f"{address}/{path}")
        for closed in page.locator("details:not([open]) > summary").all()[:3]:
            closed.click()
        violations = Axe().run(page, options=options).response["violations"]
        found += [(path, each["id"], each["nodes"][0]["html"]) for each in violations]
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") == 320
    expected = [(PAGES[-1], "404")]
    assert [each for each in found if each[0] not in dict(expected)] == []
