"""The chat in English, whatever the language of the browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.ui.fakes import FakeAssistant
from tests.ui.test_chat_browser import CHROMIUM, FLAGS, pytestmark
from ui.labels import english, french

__all__ = ["pytestmark"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=15_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture(params=["de-DE", "en-US", "fr-FR"])
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The chat in English; fails on any page error or outside request."""
    context = browser.new_context(locale=request.param, color_scheme="light")
    context.set_default_timeout(15_000)
    wrong: list[str] = []
    own = (address, "data:", "blob:")
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    context.on("request", lambda r: None if r.url.startswith(own) else wrong.append(r.url))
    context.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    page = context.new_page()
    page.goto(f"{address}/en/")
    expect(page.locator("#years a.ask").first).to_be_visible()
    yield page
    context.close()
    assert wrong == []


def ask(page: Page, question: str) -> None:
    replies = page.locator(".reply")
    count = replies.count()
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")
    expect(replies).to_have_count(count + 1)
    expect(page.locator(".reply.working")).to_have_count(0)
    expect(page.get_by_role("button", name=english.SEND)).to_be_visible()


def test_an_english_example_is_answered_in_english(page: Page) -> None:
    assert page.evaluate("[document.documentElement.lang, navigator.language]") == ["en", "en"]
    expect(page).to_have_title(english.TITLE)
    expect(page.get_by_role("heading", name=english.WELCOME)).to_be_visible()
    expect(page.locator("#question textarea")).to_have_attribute("placeholder", english.PLACEHOLDER)
    page.get_by_role("button", name="What happened in October 2020?").click()
    expect(page.locator(".reply.answered .sources summary")).to_have_text("Sources (6)")
    expect(page.locator("#status")).to_have_text(english.SPOKEN["done"])
    expect(page.get_by_role("log")).to_have_attribute("aria-label", english.CONVERSATION)
    expect(page.locator(".reply .searched")).to_contain_text("Period requested: October 2020")
    assert page.evaluate("document.documentElement.lang") == "en"


def test_a_quotation_is_told_as_french(page: Page, assistant: FakeAssistant) -> None:
    ask(page, "When was Petites Villes de demain launched?")
    quote = assistant._demain("").citations[0].quote
    told = page.locator(".reply .text[lang=en] span[lang=fr]").first
    assert told.evaluate("node => node.textContent") == quote
    expect(page.locator(".said")).to_have_attribute("lang", "en")
    source = page.locator(".reply blockquote").first
    expect(source).to_have_attribute("lang", "fr")
    assert source.evaluate("node => node.textContent") == quote
    page.locator(".text a.cite").first.click()
    expect(page.locator("#panel h2")).to_have_text(f"{english.PASSAGE} [1]")
    expect(page.locator("#panel .extract")).to_have_attribute("lang", "fr")


def test_nothing_of_gradio_is_in_another_language(page: Page) -> None:
    """What it writes by itself: buttons, names, hints."""
    ask(page, "Petites Villes")
    said = page.evaluate(
        "[...document.querySelectorAll('button, [aria-label], [title], [placeholder]')].map("
        "n => [n.innerText, n.ariaLabel, n.title, n.placeholder].join(' '))"
    )
    for word in ("Effacer", "Löschen", "Envoyer", "Senden", "Kopieren", "Copier", "Zurück"):
        assert not any(word in one for one in said), said


def test_a_month_is_asked_about_in_english(page: Page) -> None:
    page.locator("#years a.ask", has_text="Oct.").click()
    expect(page.locator(".said")).to_have_text("What happened in October 2020?")


def test_errors_are_told_in_english(page: Page) -> None:
    ask(page, "panne")
    expect(page.locator(".reply.error")).to_contain_text(english.ERROR)
    expect(page.locator(".reply.error")).to_contain_text("tell the person who runs")


def test_an_answer_is_exported_in_english(page: Page) -> None:
    ask(page, "Petites Villes")
    page.locator(".acts .exports summary").click()
    with page.expect_download() as coming:
        page.locator("#md-1").click()
    saved = Path(coming.value.path()).read_text(encoding="utf-8")
    assert saved.startswith("# Retrospectives – Answer of ")
    assert coming.value.suggested_filename.startswith("answer-")


def test_the_language_is_chosen_by_the_keyboard_and_stays(page: Page, address: str) -> None:
    switch = page.locator("#pages").get_by_role("link", name=english.OTHER_LANGUAGE)
    expect(switch).to_have_attribute("lang", "fr")
    switch.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/")
    expect(page.get_by_role("heading", name=french.WELCOME)).to_be_visible()
    assert page.evaluate("[document.documentElement.lang, navigator.language]") == ["fr", "fr"]
    page.locator("#pages").get_by_role("link", name=french.OTHER_LANGUAGE).click()
    page.wait_for_url(f"{address}/en/")
    with page.context.expect_page() as opened:
        page.locator("#pages").get_by_role("link", name=english.HELP).click()
    beside = opened.value
    expect(beside.get_by_role("heading", level=1)).to_have_text("Help")
    beside.get_by_role("link", name=english.DOCUMENTS, exact=True).first.click()
    expect(beside.get_by_role("link", name=english.CHAT)).to_be_visible()
    assert beside.url == f"{address}/en/documents"
    beside.get_by_role("link", name=english.OTHER_LANGUAGE).click()
    beside.wait_for_url(f"{address}/documents")
    assert page.context.cookies() == []


def test_a_conversation_is_not_lost_to_the_other_language(page: Page, address: str) -> None:
    ask(page, "Petites Villes")
    switch = page.locator("#pages").get_by_role("link", name=english.OTHER_LANGUAGE)
    expect(switch).to_have_attribute("title", f"{english.OTHER_LANGUAGE} ({english.NEW_TAB})")
    with page.context.expect_page() as opened:
        switch.click()
    assert opened.value.url == f"{address}/"
    expect(page.locator(".reply.answered")).to_be_visible()
