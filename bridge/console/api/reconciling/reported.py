"""Recurring revenue in one currency, as a statement of run rates keeps it."""

from typing import Self

from bridge.console.api.forms import Form, MoneyForm
from bridge.flow.reconciling.rolls.reporting import ToldSum


class ReportedForm(Form):
    """What recurs in all currencies, or in one: at which rate, and whether it lacks one."""

    title: str
    amount: MoneyForm
    says: str
    is_missing: bool  #: in no total, for want of a rate; the amount is in its own currency

    @classmethod
    def of(cls, one: ToldSum) -> Self:
        """Return a sum."""
        amount = MoneyForm.of(one.amount)
        return cls(title=one.title, amount=amount, says=one.says, is_missing=one.is_missing)
