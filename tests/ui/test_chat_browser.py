"""The chat in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.ui.fakes import HOSTILE, FakeAssistant
from ui import labels

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing: apt-get install chromium"
    ),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=15_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The chat in an English browser; fails on any page error or outside request."""
    context = browser.new_context(locale="en-US", color_scheme="light")
    page = context.new_page()
    page.set_default_timeout(15_000)
    wrong: list[str] = []
    own = (address, "data:", "blob:")
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith(own) else wrong.append(r.url))
    page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    page.goto(address)
    expect(page.locator("#question textarea")).to_be_visible()
    yield page
    context.close()
    assert wrong == []


def ask(page: Page, question: str) -> Locator:
    """Ask by the keyboard; the reply, once it is whole."""
    replies = page.locator(".reply")
    count = replies.count()
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")
    expect(replies).to_have_count(count + 1)
    expect(page.locator(".reply.working")).to_have_count(0)
    expect(page.get_by_role("button", name=labels.SEND)).to_be_visible()
    return replies.last


def test_an_example_is_answered_and_the_focus_is_in_the_question(page: Page) -> None:
    page.locator(".example").first.click()
    expect(page.locator(".reply .short")).to_have_text("1er octobre 2020")
    expect(page.locator("#welcome")).to_have_count(0)
    expect(page.locator("#question textarea")).to_be_focused()
    expect(page.locator("#status")).to_have_text(labels.SPOKEN["done"])


def test_what_is_indexed_unfolds_and_is_of_the_moment(page: Page, assistant: FakeAssistant) -> None:
    card = page.locator("#coverage")
    expect(card.locator("summary")).to_have_text("Rétrospective 2020 de l’ANCT (2020)")
    card.locator("summary").click()
    expect(card).to_contain_text("rien de daté en avril")
    expect(card).to_contain_text("Aucun document : 2019")
    assistant.summary = "Bilan 2021 (2021)"
    page.reload()
    expect(card.locator("summary")).to_have_text("Bilan 2021 (2021)")
    assert page.evaluate("window.PWNED") is None


def test_a_citation_opens_its_exact_passage_and_escape_comes_back(
    page: Page, assistant: FakeAssistant
) -> None:
    quotes = [citation.quote for citation in assistant._demain("").citations]
    links = ask(page, "Petites Villes").locator(".text a.cite")
    for number, quote in enumerate(quotes):
        links.nth(number).focus()
        page.keyboard.press("Enter")
        expect(page.locator("#panel h2")).to_be_focused()
        assert page.locator("#panel mark").evaluate("node => node.textContent") == quote
        page.keyboard.press("Escape")
        expect(page.locator("#panel")).to_have_count(0)
        expect(links.nth(number)).to_be_focused()


def test_the_close_button_gives_the_focus_back(page: Page) -> None:
    link = ask(page, "Et en 2021 ?").get_by_text(labels.OPEN).first
    link.click()
    expect(page.locator("#panel mark")).to_be_visible()
    page.get_by_role("button", name=labels.CLOSE).click()
    expect(page.locator("#panel")).to_have_count(0)
    expect(link).to_be_focused()


def test_hostile_text_of_document_and_user_stays_text(page: Page, assistant: FakeAssistant) -> None:
    reply = ask(page, f"le piège {HOSTILE}")
    said = page.locator(".said").evaluate("node => node.textContent")
    assert said == f"le piège {HOSTILE}"
    quote = reply.locator("blockquote").evaluate("node => node.textContent")
    assert quote == f"le piège : {HOSTILE}"
    reply.locator("a.cite").first.click()
    expect(page.locator("#panel h2")).to_be_focused()
    marked = page.locator("#panel mark").evaluate("node => node.textContent")
    assert marked == f"le piège : {HOSTILE}"
    shown = page.locator("#desk")
    for tag in ("img", "script", "svg.mermaid", "code", "table", "pre", "a[href^=http]"):
        expect(shown.locator(tag)).to_have_count(0)
    assert page.evaluate("window.PWNED") is None


def test_errors_are_messages_without_detail(page: Page) -> None:
    expect(ask(page, "une erreur")).to_contain_text("retro index")
    broken = ask(page, "une panne")
    expect(broken).to_contain_text("retro doctor")
    expect(broken).not_to_contain_text("secret detail")
    expect(ask(page, "Petites Villes")).to_contain_text("Barentin")


def test_follow_ups_carry_the_history(page: Page, assistant: FakeAssistant) -> None:
    ask(page, "Petites Villes")
    ask(page, "Et en 2021 ?")
    assert [len(history) for history in assistant.histories] == [0, 1]
    assert assistant.histories[1][0].question == "Petites Villes"


def test_an_answer_streams_and_can_be_stopped(page: Page, assistant: FakeAssistant) -> None:
    page.locator("#question textarea").fill("une question lente")
    page.keyboard.press("Enter")
    expect(page.locator(".reply.working")).to_contain_text("Barentin")
    expect(page.locator("#status")).to_have_text(labels.SPOKEN["working"])
    page.get_by_role("button", name=labels.STOP).click()
    expect(page.locator(".reply.stopped")).to_contain_text(labels.STOPPED)
    second = ask(page, "Et en 2021 ?")
    assistant.gate.set()
    second.get_by_text(labels.OPEN).first.click()
    expect(page.locator("#panel mark")).to_be_visible()
    expect(page.locator(".reply.stopped")).to_have_count(1)


def test_a_second_question_waits_for_the_first(page: Page, assistant: FakeAssistant) -> None:
    page.locator("#question textarea").fill("une question lente")
    page.keyboard.press("Enter")
    expect(page.locator(".reply.working")).to_contain_text("Barentin")
    page.locator("#question textarea").fill("Et en 2021 ?")
    with page.expect_response("**/queue/join*"):
        page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=labels.STOP)).to_be_visible()
    assistant.gate.set()
    expect(page.locator(".reply.answered .short")).to_be_visible()
    expect(page.locator("#question textarea")).to_have_value("Et en 2021 ?")
    assert len(assistant.histories) == 1


def test_a_blank_question_changes_nothing(page: Page, assistant: FakeAssistant) -> None:
    ask(page, "Petites Villes")
    blank = " " * 7
    page.locator("#question textarea").fill(blank)
    with page.expect_response(lambda read: blank in (read.request.post_data or "")) as read:
        page.keyboard.press("Enter")
    read.value.finished()
    ask(page, "Et en 2021 ?")
    assert len(assistant.histories[-1]) == 1


def test_starting_over_forgets(page: Page, assistant: FakeAssistant) -> None:
    ask(page, "Petites Villes")
    page.get_by_role("button", name=labels.RESTART).click()
    expect(page.locator("#welcome")).to_be_visible()
    ask(page, "Petites Villes")
    assert assistant.histories[1] == []


def test_starting_over_ends_the_answer_that_is_written(
    page: Page, assistant: FakeAssistant
) -> None:
    page.locator("#question textarea").fill("une question lente")
    page.keyboard.press("Enter")
    expect(page.locator(".reply.working")).to_contain_text("Barentin")
    page.get_by_role("button", name=labels.RESTART).click()
    expect(page.locator("#welcome")).to_be_visible()
    expect(page.locator(".reply")).to_have_count(0)
    assistant.gate.set()
    ask(page, "Petites Villes")
    expect(page.locator(".reply")).to_have_count(1)
    assert assistant.histories[1] == []


def test_a_forged_reference_opens_nothing(page: Page) -> None:
    ask(page, "Petites Villes")
    page.evaluate("document.querySelector('a.cite').setAttribute('href', '#s-1-9')")
    page.locator("a.cite").first.click()
    page.locator("a.cite").last.click()
    expect(page.locator("#panel h2")).to_have_text(f"{labels.PASSAGE} [2]")


def test_the_page_is_french_in_any_browser_and_keeps_nothing(page: Page) -> None:
    ask(page, "Petites Villes")
    assert page.evaluate("document.documentElement.lang") == "fr"
    expect(page.get_by_role("log")).to_have_attribute("aria-label", labels.CONVERSATION)
    kept = "JSON.stringify([localStorage, sessionStorage]) + document.cookie"
    assert "Petites" not in page.evaluate(kept)
    assert page.evaluate("indexedDB.databases().then(all => all.length)") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.reload()
    tags = ["RGAAv4", "wcag2a", "wcag2aa", "wcag21aa"]
    expect(page.locator(".example").first).to_be_visible()
    options = {"runOnly": {"type": "tag", "values": tags}}
    empty = Axe().run(page, options=options).response["violations"]
    ask(page, "Petites Villes").locator("a.cite").first.click()
    expect(page.locator("#panel h2")).to_be_focused()
    ask(page, "Et en 2021 ?")
    ask(page, "une erreur")
    whole = Axe().run(page, options=options).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in [*empty, *whole]] == []


def test_the_page_reflows_at_320_pixels(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    ask(page, "le piège").locator("a.cite").first.click()
    expect(page.locator("#panel h2")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
