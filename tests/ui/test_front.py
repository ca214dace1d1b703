"""What is believed of what stands in front, and what is not."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route

from ingest.errors import SettingsError
from ui.front import Front, Place, read_place, read_proxies

CLAIMS = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "public.test",
    "X-Gradio-Server": "http://evil.test",
    "X-Remote-User": "camille",
}


def seen(place: Place, path: str, *, trusted: bool, headers: dict[str, str] = CLAIMS) -> Any:
    """What the application behind is told of a request."""

    def tell(request: Request) -> JSONResponse:
        return JSONResponse(
            {
                "client": request.client.host if request.client else "",
                "url": str(request.url),
                "base": str(request.base_url),
                "user": request.headers.get("x-remote-user"),
                "gradio": request.headers.get("x-gradio-server"),
                "host": request.headers.getlist("host"),
                "forwarded": request.headers.get("x-forwarded-host"),
            }
        )

    app = Starlette(routes=[Route("/own", tell), Mount("/", Starlette(routes=[Route("/x", tell)]))])
    front = Front(app, place, ["10.0.0.0/8"], "X-Remote-User")
    client = TestClient(front, client=("10.1.2.3" if trusted else "192.0.2.1", 1))
    return client.get(path, headers=headers).json()


def test_a_named_proxy_is_believed() -> None:
    told = seen(Place(), "/x", trusted=True)
    assert told["client"] == "203.0.113.9"
    assert told["url"] == "https://public.test/x"
    assert told["user"] == "camille"
    assert told["host"] == ["public.test"]
    assert told["forwarded"] is None


def test_nobody_else_is() -> None:
    told = seen(Place(), "/x", trusted=False)
    assert told["client"] == "192.0.2.1"
    assert told["url"] == "http://testserver/x"
    assert told["user"] is told["gradio"] is told["forwarded"] is None


def test_who_a_proxy_passes_on_cannot_name_an_address_before_it() -> None:
    chain = {"X-Forwarded-For": "127.0.0.1, 203.0.113.9, 10.9.9.9"}
    assert seen(Place(), "/x", trusted=True, headers=chain)["client"] == "203.0.113.9"


@pytest.mark.parametrize("path", ["/x", "/retro/x", "/own", "/retro/own"])
@pytest.mark.parametrize("trusted", [True, False])
def test_the_path_is_public_however_it_was_passed_on(path: str, trusted: bool) -> None:
    told = seen(Place(path="/retro"), path, trusted=trusted)
    origin = "https://public.test" if trusted else "http://testserver"
    assert told["base"] == f"{origin}/retro/"
    assert told["url"] == f"{origin}/retro/{path.rpartition('/')[2]}"


def test_a_known_origin_needs_no_proxys_word() -> None:
    told = seen(Place("https://known.test:8443", "/retro"), "/x", trusted=False)
    assert told["url"] == "https://known.test:8443/retro/x"
    assert seen(Place("https://known.test"), "/x", trusted=True, headers=CLAIMS | {
        "X-Forwarded-Proto": "http"})["url"] == "https://known.test/x"  # fmt: skip


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("", Place()),
        ("/", Place()),
        ("/retro", Place("", "/retro")),
        ("/a/b/", Place("", "/a/b")),
        ("https://h.test", Place("https://h.test", "")),
        ("https://h.test:8/a/", Place("https://h.test:8", "/a")),
    ],
)
def test_a_place_is_read(said: str, place: Place) -> None:
    assert read_place(said) == place


@pytest.mark.parametrize(
    "said",
    "retro //h.test ftp://h/ https:// /a?b /a#b /a/../b https://u:p@h/ /a//b".split(),
)
def test_what_is_no_place_is_told(said: str) -> None:
    with pytest.raises(SettingsError, match="--root-path"):
        read_place(said)


def test_proxies_are_addresses() -> None:
    assert read_proxies(" 127.0.0.1, 10.0.0.0/8 ,,::1") == ["127.0.0.1", "10.0.0.0/8", "::1"]
    for wrong in ("*", "proxy.test", "10.0.0.1/8", "127.0.0.1 ::1"):
        with pytest.raises(SettingsError, match="RETRO_PROXIES"):
            read_proxies(wrong)
