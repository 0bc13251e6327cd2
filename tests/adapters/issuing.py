"""An identity provider on loopback that signs in whomever a test names, and lies on request."""

import base64
import hashlib
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

from tests.flow.people.peopling import Watch

CLIENT, SECRET = "bridge", "a secret of the client"
ANA_THERE = {"sub": "248289761001", "name": "Ana Example", "groups": ["finance", "lunch"]}


def _plain(part: Mapping[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


@dataclass(slots=True)
class Issuer:
    """What the provider knows, what it is to lie about, and what it was asked."""

    url: str
    watch: Watch
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "1"}))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)  #: what each was asked with
    numbers: Iterator[int] = field(default_factory=count)
    claims: dict[str, Any] = field(default_factory=dict)  #: over those of an honest token
    described: dict[str, Any] = field(default_factory=dict)  #: over an honest description
    signs: str = "ES256"  #: by which algorithm
    asked: list[str] = field(default_factory=list)  #: paths

    def signed_in(self, address: str, **claims: Any) -> str:
        """Sign somebody in whose browser was led here; return where it is led back to."""
        parts = urlsplit(address)
        asked = dict(parse_qsl(parts.query))
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{self.url}/authorize"
        assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT)
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        self.claims = {**ANA_THERE, **claims}
        code = f"code-{next(self.numbers)}"
        self.codes[code] = asked
        back = {"state": asked["state"], "code": code, "iss": self.url}
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    def answer(self, path: str, form: Mapping[str, str], authorization: str) -> Any:
        """Return what stands under a path; None for a refusal."""
        self.asked.append(path)
        match path:
            case "/.well-known/openid-configuration":
                return self._description()
            case "/keys":
                shared = {"kty": "oct", "k": _plain({"any": "body knows it"}), "kid": "2"}
                return {"keys": [shared, self.key.as_dict(private=False)]}
            case "/token":
                return self._token(form, authorization)
            case _:
                return None

    def _description(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            **self.described,
        }

    def _token(self, form: Mapping[str, str], authorization: str) -> Any:
        asked = self.codes.pop(form.get("code", ""), None)
        known = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if asked is None or authorization != f"Basic {known}":
            return None
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        is_same = form["redirect_uri"] == asked["redirect_uri"]
        if challenge != asked["code_challenge"] or not is_same:
            return None
        now = int(self.watch().timestamp())
        honest = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300}
        told = {**honest, "nonce": asked["nonce"], **self.claims}
        left_out = {name: one for name, one in told.items() if one is not None}
        return {"access_token": "at", "token_type": "Bearer", "id_token": self._signed(left_out)}

    def _signed(self, claims: dict[str, Any]) -> str:
        match self.signs:
            case "none":
                return f"{_plain({'alg': 'none'})}.{_plain(claims)}."
            case "HS256":
                shared = OctKey.import_key(SECRET)
                return jwt.encode({"alg": "HS256", "kid": "2"}, claims, shared)
            case "another key":
                strange = ECKey.generate_key("P-256", {"kid": "1"})
                return jwt.encode({"alg": "ES256", "kid": "1"}, claims, strange)
            case _:
                return jwt.encode({"alg": self.signs, "kid": "1"}, claims, self.key)


@contextmanager
def an_issuer(watch: Watch) -> Iterator[Issuer]:
    """Let a provider listen on a free port."""
    held: list[Issuer] = []

    class Answering(BaseHTTPRequestHandler):
        """Answers one request."""

        def do_GET(self) -> None:
            self._say(held[0].answer(urlsplit(self.path).path, {}, ""))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            form = {name: values[-1] for name, values in parse_qs(body).items()}
            self._say(held[0].answer(self.path, form, self.headers.get("authorization", "")))

        def _say(self, told: Any) -> None:
            body = json.dumps(told if told is not None else {"error": "invalid_grant"}).encode()
            self.send_response(200 if told is not None else 400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        held.append(Issuer(f"http://127.0.0.1:{server.server_port}", watch))
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield held[0]
        finally:
            server.shutdown()
            thread.join()
