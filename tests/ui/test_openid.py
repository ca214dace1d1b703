"""Signing in with an OpenID Connect provider, over real connections."""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc.jwk import RSAKey

from ingest.settings import load_settings
from tests.ui.conftest import running
from tests.ui.fakes import FakeAssistant
from tests.ui.provider import CLIENT, SECRET, Provider
from ui.accounts import Accounts
from ui.openid import OpenId
from ui.server import create_app
from ui.service import read_service

PATH = "/retro"


@pytest.fixture
def provider() -> Iterator[Provider]:
    provider = Provider()
    with running(provider.app) as provider.issuer:
        yield provider


class Reader:
    """A browser of a chat that uses a provider."""

    def __init__(self, home: str) -> None:
        self.home = home
        self.client = httpx.Client(timeout=60)

    def get(self, path: str) -> httpx.Response:
        return self.client.get(f"{self.home}{path}", headers={"Accept": "text/html"})

    def sign_in(self, to: str = "/aide") -> httpx.Response:
        """As the browser goes, from address to address."""
        link = f"{self.home}/connexion/openid?to={to}"
        return self.client.get(link, follow_redirects=True, headers={"Accept": "text/html"})


@pytest.fixture
def reader(provider: Provider, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Reader]:
    changed: dict[str, Any] = getattr(request, "param", {})
    settings = load_settings(
        data=tmp_path,
        **{"oidc_issuer": provider.issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
        | changed,
    )
    app = create_app(FakeAssistant(), service=read_service(settings, "0.0.0.0", PATH))
    with running(app) as address:
        yield Reader(f"{address}{PATH}")


def test_whoever_the_provider_knows_comes_in_where_they_were_going(
    reader: Reader, provider: Provider
) -> None:
    assert "connexion/openid?to=/aide" in reader.get("/aide").text
    came = reader.sign_in()
    assert (came.status_code, str(came.url)) == (200, f"{reader.home}/aide")
    asked = provider.asked["authorize"]
    assert asked["redirect_uri"] == f"{reader.home}/connexion/openid/retour"
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["state"]) > 20
    assert len(asked["nonce"]) > 10
    assert "code_verifier" in provider.asked["token"]
    assert "retro-signing-in" not in reader.client.cookies


def test_signing_out_ends_the_session_at_the_provider_too(
    reader: Reader, provider: Provider
) -> None:
    reader.sign_in()
    left = reader.client.post(f"{reader.home}/deconnexion")
    assert reader.get("/aide").status_code == 401
    found = re.search(r'<meta http-equiv="refresh" content="0; url=([^"]+)">', left.text)
    assert found
    address = html.unescape(found[1])
    assert address.startswith(f"{provider.issuer}/logout?")
    sent = {key: value[0] for key, value in parse_qs(urlsplit(address).query).items()}
    assert sent["id_token_hint"].count(".") == 2
    assert sent["post_logout_redirect_uri"] == f"{reader.home}/"


@pytest.mark.parametrize(
    "claims",
    [{"nonce": "other"}, {"nonce": None}, {"aud": "other"}, {"iss": "https://evil.test"},
     {"exp": 1}, {"iat": 4_000_000_000}],
    ids=str,
)  # fmt: skip
def test_a_token_that_does_not_hold_is_refused(
    reader: Reader, provider: Provider, claims: dict[str, Any]
) -> None:
    provider.claims = claims
    refused(reader)


def test_a_signature_of_another_key_is_refused(reader: Reader, provider: Provider) -> None:
    provider.key = RSAKey.generate_key(2048, {"kid": "1"})
    refused(reader)


def test_a_token_without_signature_is_refused(reader: Reader, provider: Provider) -> None:
    provider.algorithms = ["RS256", "none"]
    provider.header = {"alg": "none"}
    refused(reader)


def test_a_key_that_was_changed_is_fetched_anew(reader: Reader, provider: Provider) -> None:
    reader.sign_in()
    provider.published = provider.key = RSAKey.generate_key(2048, {"kid": "2"})
    provider.header = {"kid": "2"}
    reader.client.cookies.clear()
    assert reader.sign_in().status_code == 200


@pytest.mark.parametrize(
    "query", ["", "?code=x", "?code=x&state=y", "?error=access_denied&state=y"]
)
def test_who_did_not_set_out_does_not_come_back(reader: Reader, query: str) -> None:
    came = reader.get(f"/connexion/openid/retour{query}")
    assert came.status_code == 401
    assert "n’a pas abouti" in came.text
    assert reader.get("/aide").status_code == 401


def test_a_code_serves_only_the_browser_that_set_out(reader: Reader) -> None:
    """An answer of the provider that somebody else began, as in login CSRF."""
    left = reader.client.get(f"{reader.home}/connexion/openid")
    back = httpx.get(left.headers["location"]).headers["location"]
    assert httpx.get(back).status_code == 401
    assert reader.client.get(back).status_code == 303
    assert reader.client.get(back).status_code == 401


def test_nobody_is_sent_elsewhere(reader: Reader) -> None:
    assert str(reader.sign_in("https://evil.test/").url) == f"{reader.home}/"


@pytest.mark.parametrize("reader", [{"oidc_issuer": "http://127.0.0.1:1"}], indirect=True)
def test_a_provider_that_is_away_is_told(reader: Reader) -> None:
    came = reader.sign_in()
    assert came.status_code == 503
    assert "ne répond pas" in came.text


@pytest.mark.parametrize("reader", [{"oidc_issuer": "http://127.0.0.1:1"}], indirect=True)
def test_who_was_going_to_an_english_page_is_told_in_english(reader: Reader) -> None:
    came = reader.sign_in("/en/documents")
    assert "is not responding" in came.text
    assert f'href="{PATH}/en/../connexion"' in came.text
    assert "openid?to=/en/" in came.text


@pytest.mark.parametrize(
    ("claim", "claims", "name"),
    [
        ("preferred_username", {"preferred_username": "agence.gouv.fr"}, ""),
        ("preferred_username", {"preferred_username": "a@agence.gouv.fr"}, "a@agence.gouv.fr"),
        ("email", {"email": "a@agence.gouv.fr", "email_verified": "false"}, ""),
        ("email", {"email": "a@agence.gouv.fr", "email_verified": "true"}, "a@agence.gouv.fr"),
        ("email", {"email": "a@agence.gouv.fr"}, "a@agence.gouv.fr"),
    ],
)
def test_only_a_verified_address_of_the_domain_is_let_in(
    claim: str, claims: dict[str, Any], name: str
) -> None:
    settings = load_settings(
        oidc_client_id="x", oidc_issuer="http://x", oidc_claim=claim,
        oidc_allowed="@agence.gouv.fr",
    )  # fmt: skip
    assert OpenId(settings).person(claims) == name


ALLOWED = {"oidc_allowed": "@agence.gouv.fr, sam@ailleurs.fr"}


@pytest.mark.parametrize("reader", [ALLOWED], indirect=True)
@pytest.mark.parametrize(
    ("person", "status"),
    [
        ({"email": "Camille@Agence.gouv.fr"}, 200),
        ({"email": "sam@ailleurs.fr"}, 200),
        ({"email": "autre@ailleurs.fr"}, 403),
        ({"email": "x@evil.agence.gouv.fr"}, 403),
        ({"email": "@agence.gouv.fr@evil.test"}, 403),
        ({"email": "camille@agence.gouv.fr", "email_verified": False}, 403),
        ({"email": ""}, 403),
        ({}, 403),
    ],
)
def test_only_those_allowed_come_in(
    reader: Reader, provider: Provider, person: dict[str, Any], status: int
) -> None:
    provider.person = {"sub": "42", **person}
    came = reader.sign_in()
    assert came.status_code == status
    assert reader.get("/aide").status_code == (200 if status == 200 else 401)
    if status == 403:
        assert "n’a pas accès" in came.text


@pytest.mark.parametrize("reader", [ALLOWED], indirect=True)
def test_what_the_token_does_not_say_is_asked(reader: Reader, provider: Provider) -> None:
    provider.hidden = {"email"}
    assert reader.sign_in().status_code == 200
    provider.claims = {"sub": "43"}
    reader.client.cookies.clear()
    assert reader.sign_in().status_code == 403


def test_a_program_has_its_token_all_the_same(reader: Reader, tmp_path: Path) -> None:
    Accounts(tmp_path).add("openwebui")
    token = Accounts(tmp_path).new_token("openwebui")
    models = httpx.get(f"{reader.home}/v1/models", headers={"Authorization": f"Bearer {token}"})
    assert models.status_code == 200


def refused(reader: Reader) -> None:
    came = reader.sign_in()
    assert came.status_code == 401
    assert "n’a pas abouti" in came.text
    assert reader.get("/aide").status_code == 401
