"""
Words of a deal that change after NetSuite has its order: told to the same order; no amount moves.

The order that was sent stays as it is in the books. What only describes it goes into a document of
its own: an order change without lines. A merge that was made stays as it is, too: its request names
the first open period, and what it moves from there on, and so reads otherwise each month.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import count
from typing import Any

from bridge.ledger.judgement import Judgement, Past, PastDocument, Prepared, Translated
from bridge.mappers.write import bodies
from bridge.mappers.write.sales_order import DIGEST_FIELD
from bridge.model.document import Document, Kind, State, external_id
from bridge.model.ids import ExternalId

#: Fields of an order's header that change no amount, day, customer or posting of it.
DESCRIPTIVE = ("memo", "otherRefNum")
#: What tells one merge of a deal from another.
_MERGING = ("sources", "mergeResidualRevenueAmounts")
#: Changes of words are numbered behind the number of their order, far from changes of lines.
_BEHIND = 1000


def described(past: Past, judged: Judgement) -> Judgement:
    """
    Return a judgement in which orders keep the body that NetSuite has, and their words change.

    Only where nothing else of the body differs. A merge keeps its body if it is of the same
    records and of the same kind; all other documents stay as they are asked for.
    """
    if not isinstance(judged, Translated):
        return judged
    documents = tuple(each for one in judged.documents for each in _described(past, one))
    return replace(judged, documents=documents)


def _described(past: Past, asked: Prepared) -> Iterator[Prepared]:
    held = _settled(past, asked.document.external_id)
    if held is not None and _is_merged(held, asked):
        yield replace(asked, body=held.body, digest=held.digest)
        return
    if held is None or asked.document.kind is not Kind.SALES_ORDER:
        yield asked
        return
    told = tuple(_told(past, asked.document))
    before, after = _content(held.body), _content(asked.body)
    if before is None or after is None or _economic(before) != _economic(after):
        yield asked
    else:
        yield replace(asked, body=held.body, digest=held.digest)
        before = _overlaid(before, told)
        words = {name: after.get(name) for name in DESCRIPTIVE}
        changed = {name: word for name, word in words.items() if word != before.get(name)}
        if changed:
            document = _change(asked.document, 1 + len(told), changed)
            body, digest = bodies.sealed(document)
            yield Prepared(document=document, body=body, digest=digest)
    for number, one in enumerate(told, start=1):
        document = _change(asked.document, number, {})
        yield Prepared(document=document, body=one.body, digest=one.digest)


def _is_merged(held: PastDocument, asked: Prepared) -> bool:
    """Say whether the merge that is asked for was made, on whatever day."""
    if asked.document.kind is not Kind.MERGE_REQUEST:
        return False
    made, again = _content(held.body) or {}, _content(asked.body) or {}
    return all(made[name] == again[name] for name in _MERGING)


def _told(past: Past, order: Document) -> Iterator[PastDocument]:
    """Yield the changes of words of an order that NetSuite acknowledged, in their order."""
    for number in count(1):
        one = _settled(past, _name(order, number))
        if one is None:
            return
        yield one


def _settled(past: Past, name: ExternalId) -> PastDocument | None:
    found = (one for one in past.documents if one.external_id == name)
    return next((one for one in found if one.state is State.ACKNOWLEDGED), None)


def _overlaid(content: dict[str, Any], told: tuple[PastDocument, ...]) -> dict[str, Any]:
    for one in told:
        later = _content(one.body) or {}
        content = {**content, **{name: later[name] for name in DESCRIPTIVE if name in later}}
    return content


def _content(body: bytes) -> dict[str, Any] | None:
    """Return a body that is an object; None for any other, of which no words are known."""
    if not body.startswith(b"{"):
        return None
    found: dict[str, Any] = json.loads(body, parse_float=Decimal)
    return found


def _economic(content: dict[str, Any]) -> dict[str, Any]:
    apart = (*DESCRIPTIVE, DIGEST_FIELD)
    return {name: value for name, value in content.items() if name not in apart}


def _change(order: Document, number: int, words: dict[str, Any]) -> Document:
    return Document(
        kind=Kind.ORDER_CHANGE,
        external_id=_name(order, number),
        deal=order.deal,
        contract=order.contract,
        currency=order.currency,
        dated=order.dated,
        lines=(),
        fields=words,
        target=order.external_id,
    )


def _name(order: Document, number: int) -> ExternalId:
    own = int(order.external_id.rpartition("-")[2])
    return external_id(order.deal, Kind.ORDER_CHANGE, own * _BEHIND + number)
