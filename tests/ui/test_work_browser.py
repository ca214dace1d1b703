"""Working with an answer in a real browser: copy, export, print, retry, edit, tables."""

import csv
import io
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from docx import Document
from playwright.sync_api import Browser, Page, expect

from tests.ui.comparing import YEARS, ComparingAssistant
from tests.ui.conftest import serving
from tests.ui.test_chat_browser import ask, browser, pytestmark  # noqa: F401
from ui import labels


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ComparingAssistant, str]]:
    """One chat for all of these tests, which leave no file behind on the server."""
    assistant, folder = ComparingAssistant(), tmp_path_factory.mktemp("gradio")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADIO_TEMP_DIR", str(folder))
        patch.setattr(tempfile, "tempdir", str(folder))
        with serving(assistant) as address:
            yield assistant, address
    assert [path for path in folder.rglob("*") if path.is_file()] == []


@pytest.fixture
def address(served: tuple[ComparingAssistant, str]) -> str:
    return served[1]


@pytest.fixture
def assistant(served: tuple[ComparingAssistant, str]) -> ComparingAssistant:
    served[0].histories.clear()
    return served[0]


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:  # noqa: F811
    """The chat, free to use the clipboard; fails on any page error or outside request."""
    context = browser.new_context(
        locale="en-US", permissions=["clipboard-read", "clipboard-write"], accept_downloads=True
    )
    context.set_default_timeout(15_000)
    wrong: list[str] = []
    own = (address, "data:", "blob:")
    context.on("request", lambda r: None if r.url.startswith(own) else wrong.append(r.url))
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    context.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    page = context.new_page()
    page.goto(address)
    expect(page.locator("#question textarea")).to_be_visible()
    yield page
    context.close()
    assert wrong == []


def save(page: Page, button: str, folder: Path) -> Path:
    """What a button of a menu gives, opened from the keyboard."""
    menu = page.locator(f"details:has(#{button})")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    page.locator(f"#{button}").focus()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    expect(menu.locator("summary")).to_be_focused()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


# A promise is true to `wait_for_function` before it is kept.
RECEIPT = """async () => {
  let text = "";
  for (let tries = 0; tries < 300 && !text.startsWith("{"); tries++) {
    await new Promise((done) => setTimeout(done, 50));
    text = await navigator.clipboard.readText();
  }
  return text;
}"""


def clipboard(page: Page) -> str:
    told = page.get_by_role("status").locator(".copy.done .told")
    expect(told).to_have_text(labels.COPIED)
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_the_proof_is_under_the_answer(page: Page) -> None:
    ask(page, "Petites Villes")
    expect(page.locator(".proof.verified")).to_have_text(
        "Citations vérifiées · index v3-0a0b0c0d du 4 janvier 2021"
    )


def test_an_answer_and_its_receipt_are_copied(page: Page, assistant: ComparingAssistant) -> None:
    quotes = [citation.quote for citation in assistant._demain("").citations]
    ask(page, "Petites Villes")
    page.locator("#copy-1").dblclick()
    text = clipboard(page)
    assert text.startswith("# Rétrospectives – Réponse du ")
    assert all(f"> {quote}\n" in text for quote in quotes)
    page.locator(".acts summary").click()
    page.locator("#proof-1").click()
    found = json.loads(page.evaluate(RECEIPT))
    assert [citation["quote"] for citation in found["citations"]] == quotes
    assert found["documents"][0]["sha256"] == assistant.real.sha256


def test_files_are_saved_and_read(
    page: Page, assistant: ComparingAssistant, tmp_path: Path
) -> None:
    quotes = [citation.quote for citation in assistant._demain("").citations]
    ask(page, "Petites Villes")
    ask(page, "une évolution")
    document = Document(str(save(page, "docx-1", tmp_path)))
    quoted = [p.text for p in document.paragraphs if p.style and p.style.name == "Quote"]
    assert quoted == quotes
    assert json.loads(save(page, "receipt-2", tmp_path).read_text())["rows"][0]["year"] == 2019
    table = save(page, "csv-2", tmp_path).read_text(encoding="utf-8-sig")
    years = [row[0] for row in csv.reader(io.StringIO(table), delimiter=";")]
    assert years == ["Année", "2019", "2020", "2021", "2022"]
    whole = save(page, "md-0", tmp_path)
    assert whole.name.startswith("conversation-")
    assert {"## Petites Villes", "## une évolution"} <= set(whole.read_text().split("\n"))
    expect(page.locator("#delivery .told")).to_have_text(labels.downloading(whole.name))
    expect(page.locator(".reply")).to_have_count(2)


def test_the_page_to_print_opens_beside(page: Page) -> None:
    ask(page, "une évolution")
    page.locator("#whole summary").click()
    with page.expect_popup() as popup:
        page.locator("#print-0").click()
    printed = popup.value
    expect(printed.locator("h1")).to_contain_text("Réponse du")
    quotes = printed.locator("blockquote").evaluate_all("all => all.map(one => one.textContent)")
    assert quotes == YEARS.text.split("\n")
    printed.emulate_media(media="print")
    expect(printed.locator(".screen")).to_be_hidden()
    expect(printed.locator("script, link, img")).to_have_count(0)
    found = Axe().run(printed, options=OPTIONS).response["violations"]
    assert [each["id"] for each in found] == []


def test_starting_over_takes_the_waiting_file_away(page: Page, address: str) -> None:
    ask(page, "Petites Villes")
    page.route("**/export/*", lambda route: route.abort("aborted"))
    page.locator("#copy-1").click()
    expect(page.locator("#delivery .copy.failed .fault")).to_have_text(labels.NOT_COPIED)
    link = page.locator("#delivery a").get_attribute("href")
    page.get_by_role("button", name=labels.RESTART).click()
    expect(page.locator("#welcome")).to_be_visible()
    expect(page.locator("#delivery .delivery")).to_have_count(0)
    assert page.request.get(f"{address}/{link}").status == 404


def test_the_last_question_is_asked_again(page: Page, assistant: ComparingAssistant) -> None:
    assistant.gate.set()
    ask(page, "Petites Villes")
    ask(page, "une question lente")
    page.locator("#question textarea").fill("un brouillon")
    expect(page.locator("#retry-1")).to_have_count(0)
    assistant.gate.clear()
    page.locator("#retry-2").click()
    expect(page.locator(".reply.working")).to_be_visible()
    expect(page.locator("#question textarea")).to_be_focused()
    assistant.gate.set()
    expect(page.locator("#retry-2")).to_be_visible()
    expect(page.locator(".reply")).to_have_count(2)
    expect(page.locator("#question textarea")).to_have_value("un brouillon")
    asked = [[turn.question for turn in history] for history in assistant.histories]
    assert asked == [[], ["Petites Villes"], ["Petites Villes"]]


def test_a_question_is_changed_and_what_followed_goes(
    page: Page, assistant: ComparingAssistant
) -> None:
    for question in ("Petites Villes", "Et en 2021 ?", "octobre"):
        ask(page, question)
    page.locator("#edit-2").click()
    box = page.locator("#question textarea")
    expect(box).to_have_value("Et en 2021 ?")
    expect(box).to_be_focused()
    expect(page.locator("#editing")).to_contain_text(labels.EDITING)
    box.fill("Et en 2021, vraiment ?")
    page.keyboard.press("Enter")
    expect(page.locator(".said")).to_have_text(["Petites Villes", "Et en 2021, vraiment ?"])
    expect(page.locator("#editing button")).to_have_count(0)
    ask(page, "octobre")
    expect(page.locator(".reply")).to_have_count(3)
    assert [turn.question for turn in assistant.histories[-1]] == [
        "Petites Villes", "Et en 2021, vraiment ?"
    ]  # fmt: skip


def test_a_change_can_be_left(page: Page) -> None:
    ask(page, "Petites Villes")
    page.locator("#edit-1").click()
    expect(page.locator("#question textarea")).to_have_value("Petites Villes")
    page.get_by_role("button", name=labels.KEEP).click()
    expect(page.locator("#editing button")).to_have_count(0)
    expect(page.locator("#question textarea")).to_have_value("")
    ask(page, "Et en 2021 ?")
    expect(page.locator(".reply")).to_have_count(2)


def test_a_forged_button_does_nothing(page: Page) -> None:
    ask(page, "Petites Villes")
    ask(page, "Et en 2021 ?")
    for forged in ("md-9", "edit-0", "retry-1", "constructor-1"):
        page.locator(".acts button").first.evaluate("(node, id) => { node.id = id }", forged)
        with page.expect_response("**/gradio_api/**"):
            page.locator(f"#{forged}").click()
    page.locator("#copy-2").click()
    assert "## Et en 2021" in clipboard(page)
    expect(page.locator(".reply")).to_have_count(2)
    expect(page.locator("#editing button")).to_have_count(0)


OPTIONS = {"runOnly": {"type": "tag", "values": ["RGAAv4", "wcag2a", "wcag2aa", "wcag21aa"]}}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_tables_menus_and_messages(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.reload()
    for question in ("une évolution", "une différence", "une erreur"):
        ask(page, question)
    page.locator("#copy-1").click()
    expect(page.locator("#delivery .copy.done")).to_be_visible()
    page.locator("#edit-1").click()
    expect(page.locator("#editing button")).to_be_visible()
    for summary in page.locator("details.exports summary").all():
        summary.click()
    found = Axe().run(page, options=OPTIONS).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []


def test_tables_and_buttons_fit_320_pixels(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    for question in ("une évolution", "une différence"):
        ask(page, question)
    page.locator("#edit-2").click()
    page.locator("#whole summary").click()
    expect(page.locator("#print-0")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    boxes = page.locator("#conversation :is(table, button.act)").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).filter(b => b.width).map(b => b.right)"
    )
    assert max(boxes) <= 320
