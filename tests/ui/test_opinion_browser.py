"""Giving an opinion in a real browser: told first, by keyboard alone, whatever the disk does."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.ui.conftest import serving
from tests.ui.fakes import FakeAssistant
from tests.ui.test_chat_browser import ask, browser, pytestmark  # noqa: F401
from tests.ui.test_work_browser import OPTIONS, page  # noqa: F401
from ui import labels
from ui.feedback import Feedback

JOINED = "[name=opinion-reason]"


@pytest.fixture(scope="module")
def feedback(tmp_path_factory: pytest.TempPathFactory) -> Feedback:
    return Feedback(tmp_path_factory.mktemp("opinions"), 30)


@pytest.fixture(scope="module")
def address(feedback: Feedback) -> Iterator[str]:
    with serving(FakeAssistant(), feedback=feedback) as address:
        yield address


@pytest.fixture
def opinions(feedback: Feedback) -> Feedback:
    feedback.purge(everything=True)
    return feedback


def test_an_opinion_is_kept_once_it_was_told_what_is_kept(page: Page, opinions: Feedback) -> None:  # noqa: F811
    ask(page, "Petites Villes")
    page.locator("#down-1").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#opinion h2")).to_be_focused()
    expect(page.locator("#opinion-kept")).to_contain_text("gardés 30 jours")
    assert opinions.list() == []
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_label(labels.REASONS["down"]["wrong"])).to_be_checked()
    expect(page.locator(JOINED)).to_have_count(5)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label(labels.REASONS["down"]["wrong"])).not_to_be_checked()
    expect(page.get_by_label(labels.REASONS["down"]["beside"])).to_be_checked()
    expect(page.locator(JOINED)).to_have_count(5)
    page.keyboard.press("Tab")
    page.keyboard.type("C’est <b>faux</b>.")
    page.keyboard.press("Tab")
    expect(page.locator("#opinion-send")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".acts .given")).to_be_visible()
    expect(page.locator("#opinion-told")).to_contain_text("Merci")
    expect(page.locator("#opinion")).to_be_hidden()
    expect(page.locator("#question textarea")).to_be_focused()
    expect(page.locator("#down-1")).to_have_count(0)
    (kept,) = opinions.list()
    assert (kept.verdict, kept.reason) == ("down", "beside")
    assert (kept.comment, kept.question) == ("C’est <b>faux</b>.", "Petites Villes")
    assert len(kept.receipt["citations"]) == 2
    ask(page, "octobre")
    expect(page.locator(".reply")).to_have_count(2)
    expect(page.locator("#up-2")).to_be_visible()


def test_an_opinion_can_be_left(page: Page, opinions: Feedback) -> None:  # noqa: F811
    ask(page, "Et en 2021 ?")
    page.locator("#up-1").click()
    expect(page.get_by_label(labels.REASONS["up_refused"]["absent"])).to_be_visible()
    expect(page.locator("#opinion h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#opinion")).to_be_hidden()
    expect(page.locator("#question textarea")).to_be_focused()
    page.locator("#down-1").click()
    expect(page.get_by_label(labels.REASONS["down_refused"]["missing"])).to_be_visible()
    page.get_by_role("button", name=labels.RESTART).click()
    expect(page.locator("#opinion")).to_be_hidden()
    assert opinions.list() == []


def test_an_answer_that_is_gone_is_not_judged(page: Page, opinions: Feedback) -> None:  # noqa: F811
    ask(page, "Petites Villes")
    page.locator("#up-1").click()
    expect(page.locator("#opinion h2")).to_be_visible()
    page.locator("#edit-1").click()
    expect(page.locator("#question textarea")).to_have_value("Petites Villes")
    page.locator("#question textarea").fill("octobre")
    page.keyboard.press("Enter")
    expect(page.locator(".said")).to_have_text(["octobre"])
    page.locator("#opinion-send").click()
    expect(page.locator("#opinion-told")).to_have_text(labels.OPINION_STALE)
    assert opinions.list() == []


def test_where_nothing_can_be_kept_the_chat_goes_on(
    page: Page,  # noqa: F811
    opinions: Feedback,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(opinions, "_path", tmp_path / "file" / "feedback.sqlite3")
    ask(page, "Petites Villes")
    page.locator("#up-1").click()
    page.locator("#opinion-send").click()
    expect(page.locator("#opinion-told")).to_have_text(labels.OPINION_NOT_KEPT)
    assert str(tmp_path) in caplog.text
    expect(page.locator("#opinion")).to_be_visible()
    ask(page, "octobre")
    expect(page.locator(".reply")).to_have_count(2)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_form(page: Page, opinions: Feedback, scheme: str) -> None:  # noqa: F811
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": 320, "height": 640})
    page.reload()
    ask(page, "Petites Villes")
    page.locator("#down-1").click()
    expect(page.locator("#opinion h2")).to_be_focused()
    found = Axe().run(page, options=OPTIONS).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    page.locator("#opinion-send").scroll_into_view_if_needed()
    expect(page.locator("#opinion-send")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
