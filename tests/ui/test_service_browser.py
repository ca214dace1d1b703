"""In service, as its users see it in a real Chromium: signing in and out, limits, the queue."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi import APIRouter, FastAPI
from playwright.sync_api import Browser, Page, Route, expect

from ingest.settings import load_settings
from tests.ui.conftest import serving
from tests.ui.fakes import FakeAssistant
from tests.ui.test_chat_browser import ask, pytestmark  # noqa: F401
from ui import labels, presence, quota
from ui.accounts import Accounts
from ui.desk import AT_ONCE
from ui.server import _Chat, _forget, _mount
from ui.service import Service, read_service

NAME, PASSWORD = "camille.martin@agence.gouv.fr", "une longue phrase de passe"
TAGS = ["RGAAv4", "wcag2a", "wcag2aa", "wcag21aa"]


@contextmanager
def opened(browser: Browser, address: str, **options: str) -> Iterator[Page]:
    """A page that fails on an error of its own or a request elsewhere."""
    context = browser.new_context(locale="en-US", **options)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(30_000)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "request", lambda r: r.url.startswith((address, "data:", "blob:")) or wrong.append(r.url)
    )
    page.on(
        "console",
        lambda m: m.type != "error" or "status of 4" in m.text or wrong.append(m.text),
    )
    page.goto(address)
    yield page
    context.close()
    assert wrong == []


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    accounts = Accounts(tmp_path)
    accounts.add(NAME, PASSWORD)
    return accounts


@pytest.fixture
def closed(assistant: FakeAssistant, accounts: Accounts, tmp_path: Path) -> Iterator[str]:
    """The chat, with sign-in."""
    service = read_service(load_settings(data=tmp_path), "0.0.0.0")
    with serving(assistant, service) as address:
        yield address


def sign_in(page: Page, password: str = PASSWORD) -> None:
    page.get_by_label(labels.USER_NAME).fill(NAME)
    page.get_by_label(labels.PASSWORD).fill(password)
    page.keyboard.press("Enter")


def violations(page: Page) -> list[tuple[str, str]]:
    options = {"runOnly": {"type": "tag", "values": TAGS}}
    found = Axe().run(page, options=options).response["violations"]
    return [(each["id"], each["nodes"][0]["html"]) for each in found]


def test_one_signs_in_where_one_was_going_and_out_again(browser: Browser, closed: str) -> None:
    with opened(browser, f"{closed}/") as page:
        expect(page).to_have_title(re.compile(labels.SIGN_IN))
        expect(page.get_by_label(labels.USER_NAME)).to_be_focused()
        page.goto(f"{closed}/documents")
        sign_in(page, "faux")
        expect(page.get_by_role("alert")).to_have_text(labels.WRONG_PASSWORD)
        expect(page.get_by_label(labels.USER_NAME)).to_have_value(NAME)
        expect(page.get_by_label(labels.PASSWORD)).to_be_focused()
        sign_in(page)
        expect(page).to_have_url(f"{closed}/documents")
        page.goto(f"{closed}/")
        expect(page.locator("#signed strong")).to_have_text(NAME)
        ask(page, "Quand Petites Villes de demain ?")
        page.get_by_role("button", name=labels.SIGN_OUT).click()
        expect(page.get_by_role("heading", name=labels.SIGNED_OUT)).to_be_visible()
        page.go_back()
        expect(page.get_by_role("button", name=labels.SIGN_IN)).to_be_visible()


def test_a_session_that_ends_gives_way_to_the_sign_in_page(
    browser: Browser,
    closed: str,
    accounts: Accounts,
) -> None:
    with opened(browser, f"{closed}/") as page:
        sign_in(page)
        ask(page, "Quand Petites Villes de demain ?")
        accounts.set_password(NAME, f"{PASSWORD} neuve")
        page.locator("#question textarea").fill("Et au Sénat ?")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_have_text(labels.SESSION_OVER)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, closed: str, scheme: str) -> None:
    with opened(browser, f"{closed}/", color_scheme=scheme) as page:
        found = violations(page)
        sign_in(page, "faux")
        expect(page.get_by_role("alert")).to_be_visible()
        found += violations(page)
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        sign_in(page)
        expect(page.locator("#signed strong")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        out = page.get_by_role("button", name=labels.SIGN_OUT)
        box = out.bounding_box()
        assert box
        assert box["x"] + box["width"] <= 320
        found += violations(page)
        out.click()
        expect(page.get_by_role("heading", name=labels.SIGNED_OUT)).to_be_visible()
        found += violations(page)
        assert found == []


def test_whoever_waits_sees_the_place(browser: Browser, assistant: FakeAssistant) -> None:
    with serving(assistant) as address, opened(browser, f"{address}/") as page:
        asking = [
            threading.Thread(
                target=lambda: httpx.post(
                    f"{address}/api/ask", json={"question": "une lente"}, timeout=60
                )
            )
            for _ in range(AT_ONCE + 1)
        ]
        for thread in asking:
            thread.start()
        while len(assistant.histories) < AT_ONCE:
            asking[0].join(0.05)
        page.locator("#question textarea").fill("Quand Petites Villes de demain ?")
        page.keyboard.press("Enter")
        expect(page.locator(".reply.working")).to_contain_text("2 questions avant la vôtre")
        assert violations(page) == []
        assistant.gate.set()
        expect(page.locator(".reply .short")).to_have_text("1er octobre 2020")
        for thread in asking:
            thread.join(60)


def test_who_waits_may_stop(browser: Browser, assistant: FakeAssistant) -> None:
    with serving(assistant) as address, opened(browser, f"{address}/") as page:
        others = [
            threading.Thread(
                target=lambda: httpx.post(
                    f"{address}/api/ask", json={"question": "une lente"}, timeout=60
                )
            )
            for _ in range(AT_ONCE)
        ]
        for thread in others:
            thread.start()
        while len(assistant.histories) < AT_ONCE:
            others[0].join(0.05)
        page.locator("#question textarea").fill("Quand Petites Villes de demain ?")
        page.keyboard.press("Enter")
        expect(page.locator(".reply.working")).to_contain_text("1 question avant la vôtre")
        page.get_by_role("button", name=labels.STOP).click()
        expect(page.locator(".reply.stopped")).to_be_visible()
        assistant.gate.set()
        for thread in others:
            thread.join(60)
        ask(page, "Quand Petites Villes de demain ?")
        assert len(assistant.histories) == AT_ONCE + 1


def test_too_many_questions_are_told_in_plain_words(
    browser: Browser, assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quota, "MINUTE", 600.0)  # on a slow machine a minute may pass
    with serving(assistant, Service(per_minute=1)) as address, opened(browser, address) as page:
        ask(page, "Quand Petites Villes de demain ?")
        reply = ask(page, "Et au Sénat ?")
        expect(reply).to_contain_text("la limite de 1 question par minute. Réessayez dans")
        assert len(assistant.histories) == 1
        refused = httpx.post(f"{address}/api/ask", json={"question": "Quand ?"})
        assert refused.status_code == 429
        assert 0 < int(refused.headers["retry-after"]) <= 600
        assert "par minute" in refused.json()["error"]
        openai = {"model": "retro", "messages": [{"role": "user", "content": "Quand ?"}]}
        refused = httpx.post(f"{address}/v1/chat/completions", json=openai)
        assert refused.status_code == 429
        assert "par minute" in refused.json()["error"]["message"]


def test_an_answer_that_takes_too_long_keeps_what_it_has(
    browser: Browser,
    assistant: FakeAssistant,
) -> None:
    with serving(assistant, Service(answer_seconds=5)) as address, opened(browser, address) as page:
        reply = ask(page, "une lente")
        expect(reply).to_contain_text("n’était pas prête au bout de 5 secondes")
        expect(reply).to_contain_text("Jacqueline Gourault")
        slow = httpx.post(f"{address}/api/ask", json={"question": "une lente"}, timeout=60)
        assert slow.status_code == 503
        assert "au bout de 5 secondes" in slow.json()["error"]


def test_nothing_is_left_of_a_closed_page_in_memory(
    browser: Browser,
    assistant: FakeAssistant,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    forgotten = threading.Event()
    left: list[object] = []

    def noted(chat: _Chat, visit: str) -> None:
        holder = chat.page.state_holder
        before = visit in holder.session_data
        _forget(chat, visit)
        if chat.language == "fr":
            left.extend((before, visit in holder.session_data))
            forgotten.set()

    monkeypatch.setattr("ui.server._forget", noted)
    monkeypatch.setattr(presence, "GRACE_SECONDS", 0.1)
    with serving(assistant) as address:
        with opened(browser, address) as page:
            ask(page, "Quand Petites Villes de demain ?")
            page.wait_for_timeout(500)
            assert left == []
        assert forgotten.wait(60)
    assert left == [True, False]


def test_a_page_says_again_that_it_is_there_after_the_network_failed(
    browser: Browser, assistant: FakeAssistant
) -> None:
    asked: list[str] = []

    def fail_once(route: Route) -> None:
        asked.append(route.request.url)
        route.abort() if len(asked) == 1 else route.continue_()

    with serving(assistant) as address, browser.new_context() as context:
        context.route("**/heartbeat/*", fail_once)
        page = context.new_page()
        page.goto(address)
        for _ in range(300):
            if len(asked) > 1:
                break
            page.wait_for_timeout(100)
        assert len(asked) == 2


def test_a_conversation_that_the_server_lost_is_told(
    browser: Browser, assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    chats: list[_Chat] = []

    def noted(app: FastAPI, chat: _Chat, beside: APIRouter) -> None:
        chats.append(chat)
        _mount(app, chat, beside)

    monkeypatch.setattr("ui.server._mount", noted)
    with serving(assistant) as address, opened(browser, address) as page:
        ask(page, "Quand Petites Villes de demain ?")
        for chat in chats:
            chat.page.state_holder.session_data.clear()
        page.locator("#copy-1").click()
        expect(page.locator("#delivery")).to_contain_text("n’est plus gardée")
