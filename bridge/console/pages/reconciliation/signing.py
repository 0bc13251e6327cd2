"""The state of a period on the page Reconciliation, and what readers do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import Response

from bridge.console.forms import Form, Sent
from bridge.console.saying import Said
from bridge.console.security.proving import proves
from bridge.console.visits import Visit, needs
from bridge.flow.explaining.figures import naming, signed
from bridge.flow.reconciling.figures import COVERED, Situation, situations, stated
from bridge.flow.reconciling.signing import Seen, Signing
from bridge.ledger.person import same_person
from bridge.model.ids import Digest
from bridge.people.roles import Permission
from bridge.reconcile.classes import BY_CODE
from bridge.reconcile.signatures import Figure, Moved, PeriodState

PATH = "/reconciliation"
router = APIRouter(prefix=f"{PATH}/periods/{{period}}")
Preparing = Annotated[Visit, needs(Permission.TRIAGE)]
Agreeing = Annotated[Visit, proves(Permission.SIGN)]
#: What the fields of comments are called, before the code of the class.
_COMMENT = "comment:"
_CHIPS: Mapping[PeriodState, str] = {
    PeriodState.OPEN: "",
    PeriodState.PREPARED: "waiting",
    PeriodState.SIGNED: "ok",
    PeriodState.LOCKED: "locked",
    PeriodState.SUSPENDED: "open",
}
_SIGNED = frozenset({PeriodState.SIGNED, PeriodState.LOCKED})
_LASTS = frozenset({PeriodState.OPEN, PeriodState.LOCKED})


@dataclass(frozen=True, slots=True)
class ToExplain:
    """A class that needs a comment, with its amounts and what was said of it before."""

    code: str
    name: str
    figures: tuple[Figure, ...]
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """How a period stands, and what the reader may do about it."""

    held: Situation
    chip: str
    to_explain: tuple[ToExplain, ...]
    may_prepare: bool
    may_sign: bool
    may_reopen: bool
    is_own: bool  #: whether the reader prepared it, so that another person is to sign
    statements: Mapping[str, int]  #: the numbers of those that state it, by measure

    def stated(self, one: Figure) -> str:
        """Return what explains a figure of the last statement."""
        return naming.Variance(
            statement=str(self.statements[one.measure]),
            currency=one.amount.currency,
            periods=naming.span(self.held.standing.period),
            code=one.code,
        ).ref

    def prepared(self, one: Moved) -> str:
        """Return what explains a figure that was prepared, beside what it has become."""
        figure = Figure(measure=one.measure, code=one.code, amount=one.old)
        return signed.ref(self.held.standing.period, figure)


def card(visit: Visit, period: str) -> Card | None:
    """Return the state of a period; None where plan and revenue are not both stated for it."""
    with visit.console.store.reading() as view:
        found = stated(view)
        held = situations(view, found).get(period)
    if held is None:
        return None
    reader, prepared = visit.reader, held.standing.prepared
    is_own = prepared is not None and same_person(prepared.by, reader.name)
    return Card(
        held=held,
        chip=_CHIPS[held.state],
        to_explain=_to_explain(visit, held),
        may_prepare=reader.may(Permission.TRIAGE) and held.state not in _SIGNED,
        may_sign=reader.may(Permission.SIGN) and held.state is PeriodState.PREPARED and not is_own,
        may_reopen=reader.may(Permission.SIGN) and held.state not in _LASTS,
        is_own=is_own,
        statements={
            measure.value: number
            for measure, number in zip(COVERED, found.numbers, strict=True)
            if number is not None
        },
    )


def _to_explain(visit: Visit, held: Situation) -> tuple[ToExplain, ...]:
    return tuple(
        ToExplain(
            code,
            BY_CODE[code].name,
            tuple(one for one in held.figures if one.code == code),
            held.standing.comments.get(code, ""),
        )
        for code in held.to_explain(visit.console.settings.reconcile.thresholds)
    )


@router.post("/prepare")
def prepare(visit: Preparing, period: str, sent: Form) -> Response:
    """Say that the figures of a period were looked at, with comments on classes."""
    comments = {
        name.removeprefix(_COMMENT): text
        for name, text in sent.plain.items()
        if name.startswith(_COMMENT) and text.strip()
    }
    thresholds = visit.console.settings.reconcile.thresholds
    _signing(visit).prepare(_seen(period, sent), comments, sent["reason"], thresholds)
    return _back(visit, period, "is prepared; another person signs it")


@router.post("/sign")
def sign(visit: Agreeing, period: str, sent: Form) -> Response:
    """Agree to what another person has prepared."""
    _signing(visit).sign(_seen(period, sent), sent["reason"])
    return _back(visit, period, "is signed")


@router.post("/reopen")
def reopen(visit: Agreeing, period: str, sent: Form) -> Response:
    """Take back what was prepared and signed."""
    _signing(visit).reopen(_seen(period, sent), sent["reason"])
    return _back(visit, period, "is open again")


def _signing(visit: Visit) -> Signing:
    return Signing(visit.console.store, visit.reader.name)


def _seen(period: str, sent: Sent) -> Seen:
    return Seen(period, Digest(sent["seen"]))


def _back(visit: Visit, period: str, says: str) -> Response:
    return visit.goes_to(f"{PATH}?{urlencode({'period': period})}", Said(f"{period} {says}."))
