"""Reasons why a deal is not representable, as values that a person can act on."""

from dataclasses import dataclass

from bridge.model.money import Money

#: What is found in NetSuite long after a deal is ordered, and what only NetSuite clears.
PLAN_DIFFERS = "PLAN_DIFFERS"


@dataclass(frozen=True, slots=True)
class Flag:
    """
    One reason why a deal cannot be translated.

    `code` is stable (ITEM_UNMAPPED), `says` is one sentence with figures and the next act,
    `evidence` names records and fields ("OrderItem 802... ShipMode = Sea"), `amount` is what of
    the deal it concerns, signed as in the deal. `nearest` says with live figures what change of
    the deal would make it representable in this respect.
    """

    code: str
    says: str
    evidence: tuple[str, ...]
    amount: Money
    nearest: str | None = None  #: None where no change of the deal alone would do
