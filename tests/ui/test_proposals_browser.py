"""Questions proposed after an answer, in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.ui.fakes import HOSTILE, FakeAssistant
from tests.ui.test_chat_browser import ask, browser, pytestmark  # noqa: F401
from tests.ui.test_filters_browser import address, assistant, served  # noqa: F401
from tests.ui.test_work_browser import OPTIONS, page  # noqa: F401
from ui import labels


def test_a_proposed_question_is_asked_by_keyboard(page: Page, assistant: FakeAssistant) -> None:  # noqa: F811
    ask(page, "Petites Villes")
    expect(page.locator("#proposals .label")).to_have_text(labels.GO_ON)
    page.locator("#n-2").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".said")).to_have_count(2)
    expect(page.locator(".said").last).to_have_text("Et en 2021, une question de plus ?")
    expect(page.locator("#question textarea")).to_be_focused()
    expect(page.locator("#proposals .label")).to_have_text(labels.GO_ON_NOT_FOUND)
    page.get_by_role("button", name=labels.RESTART).click()
    expect(page.locator("#proposals .next")).to_have_count(0)


def test_a_proposed_question_is_inert_text_and_a_forged_one_nothing(
    page: Page,  # noqa: F811
    assistant: FakeAssistant,  # noqa: F811
) -> None:
    ask(page, "le piège")
    expect(page.locator("#n-1")).to_contain_text(HOSTILE[:30])
    page.locator("#n-1").evaluate("node => { node.id = 'n-7' }")
    with page.expect_response("**/gradio_api/**"):
        page.locator("#n-7").click()
    ask(page, "Petites Villes")
    expect(page.locator(".reply")).to_have_count(2)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_proposals_fit_320_pixels(page: Page, scheme: str) -> None:  # noqa: F811
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": 320, "height": 640})
    page.reload()
    ask(page, "Et en 2021 ?")
    expect(page.locator("#n-2")).to_be_in_viewport(ratio=1)
    found = Axe().run(page, options=OPTIONS).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
