"""A small OpenID Connect provider, which can be told to lie."""

import base64
import hashlib
import json
import secrets
import time
from typing import Any
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "retro", "un secret"


class Provider:
    """Signs in whoever `person` describes, without asking. `claims` replace those of the identity
    token, `key` signs it; `asked` is what it was last asked at each of its addresses."""

    def __init__(self) -> None:
        self.issuer = ""
        self.person: dict[str, Any] = {"sub": "42", "email": "camille@agence.gouv.fr"}
        self.claims: dict[str, Any] = {}
        self.hidden: set[str] = set()
        self.header: dict[str, Any] = {}
        self.published = RSAKey.generate_key(2048, {"kid": "1"})
        self.key = self.published
        self.algorithms = ["RS256"]
        self.asked: dict[str, dict[str, str]] = {}
        self._codes: dict[str, dict[str, str]] = {}
        self.app = Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._describe),
                Route("/authorize", self._authorize),
                Route("/token", self._token, methods=["POST"]),
                Route("/userinfo", self._userinfo),
                Route("/keys", self._keys),
                Route("/logout", self._logout),
            ]
        )

    def _describe(self, request: Request) -> Response:
        places = ("authorize", "token", "userinfo", "keys", "logout")
        at = {place: f"{self.issuer}/{place}" for place in places}
        return JSONResponse(
            {
                "issuer": self.issuer,
                "authorization_endpoint": at["authorize"],
                "token_endpoint": at["token"],
                "userinfo_endpoint": at["userinfo"],
                "jwks_uri": at["keys"],
                "end_session_endpoint": at["logout"],
                "id_token_signing_alg_values_supported": self.algorithms,
            }
        )

    def _authorize(self, request: Request) -> Response:
        asked = self.asked["authorize"] = dict(request.query_params)
        code = secrets.token_hex(8)
        self._codes[code] = asked
        back = urlencode({"code": code, "state": asked["state"]})
        return RedirectResponse(f"{asked['redirect_uri']}?{back}")

    async def _token(self, request: Request) -> Response:
        form = {key: str(value) for key, value in (await request.form()).items()}
        self.asked["token"] = form
        begun = self._codes.pop(form.get("code", ""), None)
        proof = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).rstrip(b"=").decode()
        basic = base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '+')}".encode()).decode()
        plain = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        known = request.headers.get("authorization") in (f"Basic {basic}", f"Basic {plain}")
        if not known or begun is None or begun["code_challenge"] != challenge:
            return JSONResponse({"error": "invalid_grant"}, 400)
        token = {"access_token": "a", "token_type": "Bearer", "expires_in": 300}
        return JSONResponse({**token, "id_token": self._id_token(begun)})

    def _id_token(self, begun: dict[str, str]) -> str:
        now = int(time.time())
        told = {key: value for key, value in self.person.items() if key not in self.hidden}
        claims = {
            "iss": self.issuer, "aud": CLIENT, "exp": now + 60, "iat": now,
            "nonce": begun["nonce"], **told, **self.claims,
        }  # fmt: skip
        header = {"alg": "RS256", "kid": "1", **self.header}
        if header["alg"] == "none":
            return _unsigned(header, claims)
        return jwt.encode(header, claims, self.key)

    def _userinfo(self, request: Request) -> Response:
        return JSONResponse(self.person)

    def _keys(self, request: Request) -> Response:
        return JSONResponse({"keys": [self.published.as_dict(private=False)]})

    def _logout(self, request: Request) -> Response:
        self.asked["logout"] = dict(request.query_params)
        return RedirectResponse(self.asked["logout"]["post_logout_redirect_uri"])


def _unsigned(header: dict[str, Any], claims: dict[str, Any]) -> str:
    parts = [
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=")
        for part in (header, claims)
    ]
    return b".".join([*parts, b""]).decode()
