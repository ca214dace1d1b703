"""Signing in by a password, by a proxy's header, by a token; sessions; wrong passwords."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from ingest.errors import ServerError, SettingsError
from ingest.settings import load_settings
from tests.ui.fakes import FakeAssistant
from ui.accounts import Accounts
from ui.server import create_app
from ui.service import read_service
from ui.sessions import Sessions
from ui.signing_in import COOKIE, NAME_TRIES

PASSWORD = "une longue phrase de passe"
ACCEPT = {"Accept": "text/html"}
Served = Callable[..., TestClient]


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    accounts = Accounts(tmp_path)
    accounts.add("camille", PASSWORD)
    accounts.add("openwebui")
    return accounts


@pytest.fixture
def served(assistant: FakeAssistant, accounts: Accounts, tmp_path: Path) -> Served:
    """A browser of the chat, with these settings; `peer` is where it seems to be."""

    def client(root: str = "", peer: str = "192.0.2.1", **settings: Any) -> TestClient:
        read = load_settings(data=tmp_path, **settings)
        app = create_app(assistant, service=read_service(read, "0.0.0.0", root))
        return TestClient(app, client=(peer, 1), follow_redirects=False)

    return client


def sign_in(client: TestClient, password: str = PASSWORD, **fields: str) -> Response:
    sent = {"name": "camille", "password": password, "to": "/", **fields}
    return client.post("connexion", data=sent)


def test_a_password_opens_a_session_and_signing_out_ends_it(served: Served) -> None:
    client = served()
    answer = sign_in(client, name=" CAMILLE ", to="/documents?x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/documents?x=1")
    assert client.get("/documents").status_code == 200
    token = client.cookies[COOKIE]
    left = client.post("/deconnexion")
    assert left.status_code == 200
    assert "Déconnexion faite" in left.text
    assert client.get("/documents").status_code == 401
    assert client.get("/documents", headers={"Cookie": f"{COOKIE}={token}"}).status_code == 401


def test_one_signs_in_and_out_in_the_language_of_the_page(served: Served) -> None:
    client = served(root="https://testserver/retro")
    page = client.get("/en/documents", headers=ACCEPT).text
    assert 'action="/retro/en/connexion"' in page
    assert 'value="/en/documents"' in page
    assert 'href="/retro/en/../documents"' in page
    fault = client.post("/en/connexion", data={"name": "camille", "password": "x", "to": "/en/"})
    assert (fault.status_code, 'lang="en"' in fault.text) == (401, True)
    sent = {"name": "camille", "password": PASSWORD, "to": "/en/documents"}
    answer = client.post("/en/connexion", data=sent)
    assert answer.headers["location"] == "/retro/en/documents"
    assert "path=/retro/;" in answer.headers["set-cookie"].lower()
    left = client.post("/en/deconnexion")
    assert 'lang="en"' in left.text
    assert 'href="/retro/en/"' in left.text


def test_the_cookie_is_for_the_server_alone(served: Served) -> None:
    flags = sign_in(served()).headers["set-cookie"].lower()
    assert {"httponly", "samesite=lax", "path=/"} <= set(re.split("; ?", flags))
    assert "secure" not in flags
    flags = sign_in(served(root="https://testserver/retro")).headers["set-cookie"].lower()
    assert {"httponly", "samesite=lax", "path=/retro/", "secure"} <= set(re.split("; ?", flags))


def test_each_session_has_a_token_of_its_own(served: Served) -> None:
    client = served()
    sign_in(client)
    first = client.cookies[COOKIE]
    sign_in(client)
    second = client.cookies[COOKIE]
    assert first != second
    client.cookies.clear()
    for token, status in ((first, 401), (second, 200)):
        sent = {"Cookie": f"{COOKIE}={token}"}
        assert client.get("/aide", headers=sent).status_code == status


@pytest.mark.parametrize(
    "to",
    ["https://evil.test/", "//evil.test", "/\\evil.test", "\\\\evil.test", "/\t/evil.test",
     "javascript:x", "", "/\r\nSet-Cookie: a=b"],
)  # fmt: skip
def test_nobody_is_sent_elsewhere(served: Served, to: str) -> None:
    for root, home in (("", "/"), ("/retro", "/retro/")):
        answer = sign_in(served(root=root), to=to)
        assert answer.status_code == 303
        assert answer.headers["location"] == home


def test_a_wrong_password_tells_nothing(served: Served) -> None:
    client = served()
    wrong, unknown = sign_in(client, "faux"), sign_in(client, name="personne")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text == unknown.text.replace('personne"', 'camille"')
    assert "n’est pas le bon" in wrong.text
    assert 'role="alert"' in wrong.text
    assert COOKIE not in client.cookies


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine, no try is given back meanwhile."""
    monkeypatch.setattr("ui.signing_in.NAME_SECONDS", 1e6)
    monkeypatch.setattr("ui.signing_in.ADDRESS_SECONDS", 1e6)


@pytest.mark.usefixtures("slowly")
def test_wrong_passwords_slow_down_a_name_from_anywhere(served: Served, accounts: Accounts) -> None:
    client = served(proxies="192.0.2.1")
    accounts.add("dominique", PASSWORD)

    def tried(number: int, password: str = "faux", name: str = "camille") -> Response:
        sent = {"name": name, "password": password, "to": "/documents"}
        headers = {"X-Forwarded-For": f"203.0.113.{number}"}
        return client.post("/connexion", data=sent, headers=headers)

    assert [tried(number).status_code for number in range(NAME_TRIES)] == [401] * NAME_TRIES
    slowed = tried(99, PASSWORD)
    assert slowed.status_code == 429
    assert int(slowed.headers["retry-after"]) > 1
    assert "Trop d’essais" in slowed.text
    assert 'value="/documents"' in slowed.text
    assert tried(99, PASSWORD, "dominique").status_code == 303


@pytest.mark.usefixtures("slowly")
def test_wrong_passwords_slow_down_an_address_for_any_name(served: Served) -> None:
    client = served()
    tried = [sign_in(client, "faux", name=f"nom{number}").status_code for number in range(25)]
    assert tried == [401] * 20 + [429] * 5
    assert sign_in(client).status_code == 429


def test_a_right_password_makes_up_for_wrong_ones(served: Served) -> None:
    client = served()
    for _ in range(6):
        for _ in range(NAME_TRIES - 1):
            assert sign_in(client, "faux").status_code == 401
        assert sign_in(client).status_code == 303


def test_a_form_that_is_too_large_is_not_read(served: Served) -> None:
    client = served()
    assert sign_in(client, "x" * 20_000).status_code == 413
    unsaid = client.post("/connexion", content=iter([b"name=camille"]))
    assert unsaid.status_code == 413
    assert client.post("/connexion", content=b"\xff&&&=;").status_code == 401


def test_another_site_cannot_sign_in_or_out(served: Served) -> None:
    client = served()
    sign_in(client)
    other = {"Origin": "https://evil.test"}
    assert client.post("/deconnexion", headers=other).status_code == 403
    assert client.post("/connexion", headers=other).status_code == 403
    assert client.get("/aide").status_code == 200


def test_a_session_ends_with_its_account_and_with_its_password(
    served: Served, accounts: Accounts
) -> None:
    client = served()
    sign_in(client)
    accounts.set_password("camille", f"{PASSWORD} neuve")
    assert client.get("/aide").status_code == 401
    sign_in(client, f"{PASSWORD} neuve")
    assert client.get("/aide").status_code == 200
    accounts.remove("camille")
    assert client.get("/aide").status_code == 401


def test_a_session_ends_with_time_and_says_so(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr("ui.service.Sessions", partial(Sessions, clock=lambda: now[0]))
    client = served(idle_minutes=10, session_hours=1)
    sign_in(client)
    for _ in range(6):
        now[0] += 599
        assert client.get("/aide").status_code == 200
    now[0] += 599
    over = client.get("/aide", headers=ACCEPT)
    assert over.status_code == 401
    assert "session est terminée" in over.text


def test_a_token_opens_the_apis_to_a_program(
    served: Served, accounts: Accounts, assistant: FakeAssistant
) -> None:
    client = served()
    token = {"Authorization": f"Bearer {accounts.new_token('openwebui')}"}
    asked = client.post("/api/ask", json={"question": "Quand ?"}, headers=token)
    assert asked.json()["status"] == "answered"
    assert client.get("/v1/models", headers=token).json()["data"][0]["id"] == "retro"
    assert "retro_questions" in client.get("/metrics", headers=token).text
    accounts.remove("openwebui")
    assert client.get("/v1/models", headers=token).status_code == 401


def test_a_wrong_token_is_not_made_up_for_by_a_session(served: Served) -> None:
    client = served()
    sign_in(client)
    assert client.get("/aide", headers={"Authorization": "Bearer x"}).status_code == 401


@pytest.mark.parametrize(
    ("value", "status"),
    [("camille.martin@agence.fr", 200), ("Élise Ménard", 200), ("", 401), (" ", 401),
     ("a\tb", 401), ("x" * 201, 401)],
)  # fmt: skip
def test_a_proxy_names_who_is_signed_in(served: Served, value: str, status: int) -> None:
    client = served(peer="10.0.0.1", user_header="X-Remote-User", proxies="10.0.0.1")
    sent = {"X-Remote-User": value.encode()}
    assert client.get("/aide", headers=sent).status_code == status  # type: ignore[arg-type]


def test_a_header_that_stands_twice_names_nobody(served: Served) -> None:
    client = served(peer="10.0.0.1", user_header="X-Remote-User", proxies="10.0.0.1")
    twice = [("X-Remote-User", "camille"), ("x-remote-user", "dominique")]
    assert client.get("/aide", headers=twice).status_code == 401


def test_only_a_named_proxy_names_anyone(served: Served) -> None:
    client = served(peer="10.0.0.2", user_header="X-Remote-User", proxies="10.0.0.1")
    assert client.get("/aide", headers={"X-Remote-User": "camille"}).status_code == 401


def test_others_do_not_come_in_without(tmp_path: Path) -> None:
    empty = load_settings(data=tmp_path / "empty")
    for host, root in (
        ("0.0.0.0", ""),
        ("::", ""),
        ("192.0.2.1", ""),
        ("127.0.0.1", "https://a.fr"),
        ("127.0.0.1", "/retro"),
    ):
        with pytest.raises(ServerError, match="retro users add"):
            read_service(empty, host, root)
    behind = load_settings(data=tmp_path / "empty", proxies="127.0.0.1")
    with pytest.raises(ServerError, match="retro users add"):
        read_service(behind, "127.0.0.1")
    here = "http://localhost:1/retro"
    for settings, host, root in (
        (empty, "127.0.0.1", ""), (empty, "::1", here), (behind, "localhost", here),
    ):  # fmt: skip
        assert read_service(settings, host, root).sign_in is None


def test_this_machine_may_be_asked_by_its_ipv6_address(
    assistant: FakeAssistant, tmp_path: Path
) -> None:
    app = create_app(assistant, service=read_service(load_settings(data=tmp_path), "::1"))
    assert TestClient(app, base_url="http://[::1]:7860").get("/aide").status_code == 200


def test_settings_that_would_open_are_refused(tmp_path: Path) -> None:
    header = load_settings(data=tmp_path, user_header="X-Remote-User")
    with pytest.raises(SettingsError, match="RETRO_PROXIES"):
        read_service(header, "127.0.0.1")
    issuer = load_settings(data=tmp_path, oidc_issuer="https://provider.test")
    with pytest.raises(SettingsError, match="RETRO_OIDC_CLIENT_ID"):
        read_service(issuer, "127.0.0.1")


def test_without_sign_in_only_this_machines_names_are_answered(
    assistant: FakeAssistant, tmp_path: Path
) -> None:
    service = read_service(load_settings(data=tmp_path), "127.0.0.1", "https://localhost/retro")
    assert set(service.hosts) == {"127.0.0.1", "localhost", "::1", "[::1]"}


def test_a_page_says_that_there_is_no_password_yet(
    assistant: FakeAssistant, tmp_path: Path
) -> None:
    Accounts(tmp_path / "new").add("openwebui")
    service = read_service(load_settings(data=tmp_path / "new"), "0.0.0.0")
    page = TestClient(create_app(assistant, service=service)).get("/", headers=ACCEPT)
    assert "retro users add" in page.text
    assert 'type="password"' not in page.text


def test_who_is_signed_in_needs_no_page_to_sign_in(served: Served) -> None:
    client = served()
    sign_in(client)
    answer = client.get("/en/connexion")
    assert (answer.status_code, answer.headers["location"]) == (303, "/en/")


def test_a_form_of_many_fields_is_only_wrong(served: Served) -> None:
    sent = "&".join(f"f{number}=1" for number in range(50))
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert served().post("/connexion", content=sent, headers=headers).status_code == 401
