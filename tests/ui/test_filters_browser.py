"""Filters in a real browser: native lists, by keyboard alone, at 320 pixels."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from assistant.schema import EVERYTHING, Scope
from tests.ui.conftest import serving
from tests.ui.fakes import FakeAssistant
from tests.ui.test_chat_browser import ask, browser, pytestmark  # noqa: F401
from tests.ui.test_work_browser import OPTIONS, page  # noqa: F401
from ui import labels


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[FakeAssistant, str]]:
    assistant = FakeAssistant()
    with serving(assistant) as address:
        yield assistant, address


@pytest.fixture
def address(served: tuple[FakeAssistant, str]) -> str:
    return served[1]


@pytest.fixture
def assistant(served: tuple[FakeAssistant, str]) -> FakeAssistant:
    served[0].scopes.clear()
    return served[0]


def test_a_filter_is_set_said_and_lifted_by_keyboard(page: Page, assistant: FakeAssistant) -> None:  # noqa: F811
    page.locator("#filters summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label(labels.FILTER_LABELS["year"])).to_be_focused()
    page.keyboard.type("2020")
    expect(page.locator("#filtered")).to_contain_text("Filtre : 2020.")
    expect(page.get_by_label(labels.FILTER_LABELS["year"])).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("octobre")
    expect(page.locator("#filtered")).to_contain_text("2020 · octobre.")
    ask(page, "Petites Villes")
    assert assistant.scopes == [Scope((2020,), (10,))]
    page.get_by_role("button", name=labels.FILTER_OFF).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#filtered p")).to_have_count(0)
    expect(page.locator("#question textarea")).to_be_focused()
    expect(page.get_by_label(labels.FILTER_LABELS["month"])).to_have_value("0")
    ask(page, "octobre")
    assert assistant.scopes[-1] == EVERYTHING


def test_a_hostile_title_is_a_choice_like_another(page: Page, assistant: FakeAssistant) -> None:  # noqa: F811
    page.locator("#filters summary").click()
    title = assistant.hostile.title
    page.locator("#filter-document").select_option(index=3)
    expect(page.locator("#filtered")).to_contain_text(title[:20])
    ask(page, "Petites Villes")
    assert assistant.scopes == [Scope(documents=(assistant.hostile.id,))]


def test_a_forged_filter_changes_nothing(page: Page, assistant: FakeAssistant) -> None:  # noqa: F811
    page.locator("#filters summary").click()
    page.locator("#filter-month option").last.evaluate("node => { node.value = '99' }")
    with page.expect_response("**/gradio_api/**"):
        page.locator("#filter-month").select_option("99")
    ask(page, "Petites Villes")
    assert assistant.scopes == [EVERYTHING]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_filters_fit_320_pixels(page: Page, scheme: str) -> None:  # noqa: F811
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": 320, "height": 640})
    page.reload()
    page.locator("#filters summary").click()
    page.locator("#filter-year").select_option("2020")
    expect(page.locator("#filtered")).to_contain_text("2020")
    found = Axe().run(page, options=OPTIONS).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    boxes = page.locator("#filters select").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().right)"
    )
    assert max(boxes) <= 320
