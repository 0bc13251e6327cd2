"""Whatever is typed into a form of a page, it is refused or kept as text, and never a defect."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from bridge.adapters.store.database import Store
from bridge.console.app import create_app
from bridge.console.parts import Console
from bridge.console.security.sizes import BODY_MAX_BYTES
from tests.console.api.asking import Program, problem
from tests.console.building import Browser
from tests.flow.people.peopling import CHEAP

MARKUP = '<script>alert("x")</script>'
#: What breaks queries, templates, spreadsheets, terminals, headers, numbers, paths and limits.
TYPED = (
    MARKUP,
    "\x00",
    "' OR 1=1 --",
    "{{ 7 * 7 }}{% raise %}",
    "=HYPERLINK(1)",
    "\u202eevil\u2066",
    "x\r\nSet-Cookie: stolen=1",
    "9" * 5_000,
    "-1",
    "1e309",
    "../../../etc/passwd",
    "\N{PARTY POPPER}" * 5_000,
    "\u00b2",
)
#: Every field of every form.
FIELDS = (
    *("act", "add", "all", "amount", "cell", "cell:item", "code", "count", "currency", "days"),
    *("density", "email", "file", "gap", "id", "label", "name", "negatives", "netsuite_id", "new"),
    *("next", "number", "of", "old", "origin", "password", "proof", "query", "reason", "record"),
    *("remove", "revision", "role", "scopes", "seen", "single_keys", "text", "theme", "time_zone"),
    *("to", "until", "why"),
)
#: Forms that take these fields and no others.
STRICT = ("reason", "revision", "file", "text", "origin", "id", "cell", "proof")
NOTHING = APIRouter()


def posts(app: FastAPI | APIRouter) -> Iterator[str]:
    """Yield the address of every form."""
    for route in app.routes:
        if isinstance(route, APIRoute):
            if "POST" in (route.methods or ()):
                yield route.path
        else:
            yield from posts(getattr(route, "original_router", NOTHING))


@pytest.fixture(scope="module")
def visitor(console: Console) -> Browser:
    return Browser(create_app(replace(console, passwords=CHEAP)))


def _address(path: str) -> str:
    named = path.replace("{number}", "1").replace("{act}", "comment")
    return named.replace("{", "").replace("}", "")


@pytest.mark.parametrize(
    "shift",
    [0, *(pytest.param(one, marks=pytest.mark.on_demand) for one in range(1, len(TYPED)))],
)
def test_what_is_typed_into_any_form_is_refused_or_kept_as_text(
    visitor: Browser, store: Store, shift: int
) -> None:
    addresses = sorted(map(_address, posts(visitor.app)))
    assert len(addresses) >= 30
    for place, path in enumerate(addresses):
        fields = STRICT if path.startswith("/rules/") else FIELDS
        typed = dict(zip(fields, islice(cycle(TYPED), place + shift, None), strict=False))
        answer = visitor.post(path, data=typed)
        told = (path, answer.status_code, answer.text[:3000])
        # There is no NetSuite here: who asks it is told so, which is no fault of what was typed.
        assert answer.status_code < 500 or answer.status_code == 503, told
        assert MARKUP not in answer.text, told
        assert "Traceback" not in answer.text, told
        assert "stolen" not in answer.headers.get("set-cookie", ""), told
    assert store.verify() == ()


@pytest.mark.parametrize("text", TYPED)
def test_a_comment_is_kept_once_and_shown_as_it_was_typed_or_refused(
    visitor: Browser, store: Store, text: str
) -> None:
    with store.reading() as view:
        before = view.ledger.head().seq
    answer = visitor.post("/exceptions/1/comment", data={"text": text})
    with store.reading() as view:
        kept = view.ledger.head().seq - before
    assert (answer.status_code, kept) in {(303, 1), (422, 0)}
    assert MARKUP not in visitor.get("/exceptions/1").text


@pytest.mark.parametrize("path", ["/settings/tokens", "/exceptions/1/comment", "/rules/copies"])
def test_a_file_in_a_form_and_a_form_without_end_are_refused(visitor: Browser, path: str) -> None:
    file = {"label": ("a.bin", b"\x00" * 100_000)}
    assert visitor.post(path, files=file).status_code in {400, 422}
    endless = visitor.post(path, data={"label": "x" * BODY_MAX_BYTES})
    assert endless.status_code == 413
    parts = visitor.post(path, data={f"f{one}": "" for one in range(3_000)})
    assert parts.status_code in {400, 422}


@pytest.mark.parametrize("kind", ["typed", "parts"])
def test_a_field_may_fill_a_whole_body_and_one_byte_more_names_it_with_the_limit(
    visitor: Browser, kind: str
) -> None:
    head, tail = b"text=", b"&seen=0"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if kind == "parts":
        form = b'--edge\r\nContent-Disposition: form-data; name="%s"\r\n\r\n'
        head, tail = form % b"text", b"\r\n" + form % b"seen" + b"0\r\n--edge--\r\n"
        headers = {"Content-Type": "multipart/form-data; boundary=edge"}
    for bytes_over in (0, 1):
        filled = head.ljust(4_000_000 - len(tail) + bytes_over, b"x") + tail
        answer = visitor.post("/exceptions/1/comment", content=filled, headers=headers)
        read = (413, "at most 4,000,000 bytes are read; the field &#34;text&#34; takes most of")
        kept = (422, "and at most 4,000 are kept")  # it was read whole, and is a long comment
        status, says = read if bytes_over else kept
        assert answer.status_code == status
        assert says in answer.text.replace("At most", "at most")


def test_a_body_without_end_is_a_problem_of_the_api(visitor: Browser) -> None:
    program = Program(visitor)
    for path in ("/check", "/rules/check", "/exceptions/1/comment"):
        refused = program.post(path, {"text": "x" * BODY_MAX_BYTES}, idempotency_key="k")
        assert problem(refused) == (413, "http-413")
