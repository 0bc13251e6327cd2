"""Several calls in one: results of earlier ones can be used in later ones."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, unquote, urlsplit

from multidict import CIMultiDict

from bridge.sandbox.journal import Effect
from bridge.sandbox.salesforce.errors import ApiError, bad
from bridge.sandbox.salesforce.rest.call import Answer, Call, World, truth

SUBREQUESTS_MAX = 25
FAILED_FROM = 400

Dispatch = Callable[[World, Call], Answer]
Response = Mapping[str, object]

_NOT_INSIDE = (("composite",), ("composite", "batch"), ("composite", "graph"))

# In an address the sign and the braces may be escaped.
_IN_ADDRESS = re.compile(
    r"(?:@|%40)(?:\{|%7B)([\w.\[\]]+|(?:\w|\.|%5B|%5D)+)(?:\}|%7D)", re.IGNORECASE
)
_REFERENCE = re.compile(r"@\{(\w+)((?:\.\w+|\[\d+\])*)\}")
_HALTED = ApiError(
    400,
    "PROCESSING_HALTED",
    "The transaction was rolled back since another operation in the same transaction failed.",
)


def run(world: World, call: Call, dispatch: Dispatch) -> Answer:
    """Run the subrequests in order; with `allOrNone` one failure undoes all."""
    given = call.fields()
    subrequests = given.get("compositeRequest")
    if not isinstance(subrequests, list) or not 0 < len(subrequests) <= SUBREQUESTS_MAX:
        message = f"compositeRequest must be a list of 1 to {SUBREQUESTS_MAX} requests"
        raise bad("INVALID_INPUT", message)
    together = truth(given.get("allOrNone"))
    return Answer(
        200, {"compositeResponse": Chain(world, call, dispatch).run(subrequests, together=together)}
    )


@dataclass(frozen=True, slots=True)
class Chain:
    """Runs subrequests one after the other."""

    world: World
    call: Call
    dispatch: Dispatch

    def run(self, subrequests: Sequence[object], *, together: bool) -> list[Response]:
        """Return a response for each; `together`: one failure undoes all."""
        before = self.world.store.savepoint()
        effects: list[Effect] = []
        noted = replace(self.call, note=effects.append)
        bodies: dict[str, object] = {}
        responses = [self._one(noted, each, bodies) for each in subrequests]
        if together and any(failed(response) for response in responses):
            self.world.store.restore(before)
            responses = [each if failed(each) else {**each, **_undone()} for each in responses]
            effects.clear()
        for effect in effects:
            self.call.note(effect)
        return responses

    def _one(self, call: Call, subrequest: object, bodies: dict[str, object]) -> Response:
        match subrequest:
            case {"method": str(method), "url": str(url), "referenceId": str(reference), **rest}:
                body = rest.get("body")
            case _:
                raise bad("INVALID_INPUT", "a subrequest needs method, url and referenceId")
        try:
            given = rest.get("httpHeaders")
            call = replace(call, headers=CIMultiDict(_texts(given)))
            inner = nested(call, method, _address(url, bodies), _filled(body, bodies))
            answer = self.dispatch(self.world, inner)
        except ApiError as error:
            answer = Answer(error.status, error.body())
        bodies[reference] = answer.body
        return {
            "body": answer.body,
            "httpHeaders": dict(answer.headers),
            "httpStatusCode": answer.status,
            "referenceId": reference,
        }


def failed(response: Response) -> bool:
    """Tell whether a subrequest was turned down."""
    status = response["httpStatusCode"]
    return isinstance(status, int) and status >= FAILED_FROM


def _undone() -> Mapping[str, object]:
    return {"body": _HALTED.body(), "httpHeaders": {}, "httpStatusCode": _HALTED.status}


def nested(call: Call, method: str, url: str, body: object) -> Call:
    """Return the call that a subrequest stands for; raises ApiError."""
    parts = urlsplit(url)
    segments = tuple(unquote(part) for part in parts.path.split("/") if part)
    if segments[:2] != ("services", "data") or segments[3:] in _NOT_INSIDE:
        raise bad("INVALID_INPUT", f"cannot be called here: {parts.path[:80]}")
    return replace(
        call,
        method=method.upper(),
        path=segments[3:],
        base="/" + "/".join(segments[:3]),
        query=dict(parse_qsl(parts.query)),
        body=body,
    )


def _texts(given: object) -> Mapping[str, str]:
    """Return the headers of a subrequest; what is no text is no header."""
    named = given.items() if isinstance(given, dict) else ()
    return {str(name): value for name, value in named if isinstance(value, str)}


def _filled(value: object, bodies: Mapping[str, object]) -> object:
    """Put results of earlier subrequests in the place of `@{reference.field}`."""
    match value:
        case dict():
            return {name: _filled(item, bodies) for name, item in value.items()}
        case list():
            return [_filled(item, bodies) for item in value]
        case str():
            return _REFERENCE.sub(lambda match: _looked_up(match, bodies), value)
    return value


def _address(url: str, bodies: Mapping[str, object]) -> str:
    """Put results of earlier subrequests into an address, whose references may be escaped."""
    plain = _IN_ADDRESS.sub(lambda match: unquote(match[0]), url)
    return _REFERENCE.sub(lambda match: _looked_up(match, bodies), plain)


def _looked_up(match: re.Match[str], bodies: Mapping[str, object]) -> str:
    found: object = bodies.get(match[1])
    for step in re.findall(r"\w+", match[2]):
        if isinstance(found, dict):
            found = found.get(step)
        elif isinstance(found, list) and step.isdigit() and int(step) < len(found):
            found = found[int(step)]
        else:
            found = None
    if found is None or isinstance(found, dict | list):
        raise bad("PROCESSING_HALTED", f"Invalid reference specified: {match[0]}")
    return str(found)
