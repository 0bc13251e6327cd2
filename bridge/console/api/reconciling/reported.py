"""Recurring revenue in one currency, as a statement of run rates keeps it."""

from typing import Self

from bridge.adapters.store.reconciling.statements import KeptStatement
from bridge.console.api.forms import Form, MoneyForm
from bridge.flow.explaining.figures.reported import refs
from bridge.flow.reconciling.rolls.reporting import ToldSum


class ReportedForm(Form):
    """What recurs in all currencies, or in one: at which rate, and whether it lacks one."""

    title: str
    amount: MoneyForm
    own: MoneyForm | None  #: what was converted; None where nothing was
    says: str
    is_missing: bool  #: in no total, for want of a rate; the amount is in its own currency
    ref: str  #: what explains the amount
    own_ref: str | None

    @classmethod
    def of(cls, kept: KeptStatement, one: ToldSum) -> Self:
        """Return a sum of a statement."""
        ref, own_ref = refs(kept, one)
        return cls(
            title=one.title,
            amount=MoneyForm.of(one.amount),
            own=MoneyForm.of(one.own) if one.own is not None else None,
            says=one.says,
            is_missing=one.is_missing,
            ref=ref,
            own_ref=own_ref if one.own is not None else None,
        )
