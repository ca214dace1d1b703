"""After a conversation nothing of it is in the browser, in a file or in a log: the real command,
with a real browser that keeps a profile on disk."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from ingest.settings import Settings
from tests.ui.test_chat_browser import ask, pytestmark  # noqa: F401
from ui import labels
from ui.accounts import FILE, Accounts

ROOT = Path(__file__).parents[2]
WORDS = ("Zyxomatique", "Kwijebus", "Vroumtagne")
"""Of the questions, and of no document."""
QUOTED = "lancent Petites Villes de demain"
NAME, PASSWORD = "camille", "une longue phrase de passe"
KEPT_BY_THE_PAGE = """async () => JSON.stringify([
    {...localStorage}, {...sessionStorage}, document.cookie, await indexedDB.databases(),
    await caches.keys(), (await navigator.serviceWorker.getRegistrations()).length,
    location.href, document.title, history.state, window.name,
])"""


class Served(NamedTuple):
    address: str
    temporary: Path
    home: Path
    data: Path
    log: Path


@pytest.fixture
def served(real_data: Path, real_settings: Settings, tmp_path: Path) -> Iterator[Served]:
    """`retro chat` as a service runs it, with folders of its own for all that it might write."""
    data, log = tmp_path / "data", tmp_path / "log"
    data.mkdir()
    (data / "index").symlink_to(real_data / "index")
    Accounts(data).add(NAME, PASSWORD)
    folders = {name: tmp_path / name for name in ("temporary", "home")}
    for folder in folders.values():
        folder.mkdir()
    environment = {
        **os.environ,
        "TMPDIR": str(folders["temporary"]),
        "HOME": str(folders["home"]),
        "RETRO_DATA": str(data),
        "RETRO_CACHE": str(real_settings.cache),
        "RETRO_CORPUS": str(real_settings.corpus),
        "RETRO_LOG": "json",
        "PYTHONPATH": str(ROOT),
    }
    # Any free port would do; the command wants one by number.
    port = 20_000 + os.getpid() % 20_000
    command = [sys.executable, "-c", "from ui.cli import main; main()", "chat", "--port", str(port)]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=folders["home"], env=environment, stdout=subprocess.PIPE, stderr=out
        )
        assert process.stdout
        ready = process.stdout.readline().decode()
        found = re.search(r"http://\S+", ready)
        assert found, log.read_text()
        yield Served(found[0], *folders.values(), data, log)
        process.terminate()
        process.wait(60)


def test_nothing_of_a_conversation_is_left(served: Served, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu"],
            downloads_path=tmp_path / "downloads",
        )
        page = context.new_page()
        page.set_default_timeout(60_000)
        talk(page, served.address)
        kept = page.evaluate(KEPT_BY_THE_PAGE)
        assert [word for word in (*WORDS, QUOTED) if word in kept] == []
        cookies = {each["name"]: each["value"] for each in context.cookies()}
        assert set(cookies) == {"retro-session"}
        programs(served)
        page.get_by_role("button", name=labels.SIGN_OUT).click()
        expect(page.get_by_role("heading", name=labels.SIGNED_OUT)).to_be_visible()
        assert context.cookies() == []
        storage(context)
        context.close()
    log = served.log.read_text(encoding="utf-8")
    assert '"status": "answered"' in log
    assert cookies["retro-session"] not in log
    assert PASSWORD not in log
    found = [
        (path, word)
        for folder in (profile, served.temporary, served.home, served.data, served.log.parent)
        for path in files(folder)
        for word in (*WORDS, PASSWORD)
        if holds(path, word)
    ]
    assert [(p, w) for p, w in found if tmp_path / "downloads" not in p.parents] == []
    assert [path for path in files(served.temporary) if holds(path, QUOTED)] == []
    assert QUOTED not in log
    assert {path.name for path in served.data.iterdir()} == {"index", FILE, "users.lock"}


def talk(page: Page, address: str) -> None:
    """Sign in, ask, open a source, export, change a question, stop, fail."""
    page.goto(address)
    page.get_by_label(labels.USER_NAME).fill(NAME)
    page.get_by_label(labels.PASSWORD).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#question textarea")).to_be_visible(timeout=60_000)
    expect.set_options(timeout=60_000)
    reply = ask(page, "Quand a été lancé le programme Petites Villes de demain ?")
    expect(reply).to_contain_text(QUOTED)
    reply.locator("a.cite").first.click()
    expect(page.locator("#passage mark").first).to_be_visible()
    for name in (labels.MARKDOWN, labels.WORD):
        page.locator("#conversation details.exports summary").last.click()
        with page.expect_download():
            page.locator("#conversation").get_by_role("button", name=name).last.click()
    ask(page, f"Quand a été lancé {WORDS[0]} ?")
    ask(page, f"{WORDS[1]} ?")
    page.get_by_role("button", name=labels.EDIT).last.click()
    expect(page.locator("#question textarea")).to_have_value(f"{WORDS[1]} ?")
    page.locator("#question textarea").fill(f"Que s’est-il passé en mai 2020, {WORDS[1]} ?")
    page.keyboard.press("Enter")
    expect(page.locator("#conversation .user").last).to_contain_text("en mai 2020")
    expect(page.locator(".reply.working")).to_have_count(0)


def programs(served: Served) -> None:
    """The same by the APIs."""
    Accounts(served.data).add("programme")
    headers = {"Authorization": f"Bearer {Accounts(served.data).new_token('programme')}"}
    question = f"Quand a été lancé Petites Villes de demain, {WORDS[2]} ?"
    asked = httpx.post(
        f"{served.address}/api/ask", json={"question": question}, headers=headers, timeout=120
    )
    assert asked.status_code == 200
    httpx.post(
        f"{served.address}/api/ask", json={"question": f"{WORDS[2]}" * 9999}, headers=headers
    )
    httpx.get(f"{served.address}/documents/view?q={WORDS[2]}", headers=headers)
    metrics = httpx.get(f"{served.address}/metrics", headers=headers).text
    assert [word for word in WORDS if word in metrics] == []


def storage(context: BrowserContext) -> None:
    kept = str(context.storage_state(indexed_db=True))
    assert [word for word in (*WORDS, QUOTED) if word in kept] == []


def files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def holds(path: Path, word: str) -> bool:
    content = path.read_bytes()
    return any(word.encode(form) in content for form in ("utf-8", "utf-16-le"))
