"""What bonus credits are worth: a part of the price of the grant they came with, or nothing."""

from collections.abc import Iterable, Mapping

from bridge.model.credits.events import Conflict, Grant, GrantId
from bridge.model.credits.terms import BonusPrice
from bridge.model.credits.units import weight
from bridge.model.money import Money, total


def prices(
    grants: Iterable[Grant], price: BonusPrice
) -> tuple[Mapping[GrantId, Money], tuple[Conflict, ...]]:
    """
    Return each grant's part of the price, and why a bonus cannot have one.

    Where bonus credits are spread, what was paid for a grant is shared by units among it and the
    bonus credits that came with it, to the last minor unit. A bonus of a later day would change
    the price of what was used before: it is a conflict.
    """
    known = {grant.id: grant for grant in grants}
    paid = {grant.id: grant.paid for grant in known.values()}
    if price is BonusPrice.FREE:
        return paid, ()
    groups: dict[GrantId, list[Grant]] = {}
    conflicts = []
    for grant in known.values():
        if grant.bonus_of is None:
            continue
        first = known.get(grant.bonus_of)
        if first is None or first.on != grant.on:
            conflicts.append(_unpriced(grant, first))
        else:
            groups.setdefault(first.id, [first]).append(grant)
    for group in groups.values():
        whole = total((grant.paid for grant in group), group[0].paid.currency)
        parts = whole.split([weight(grant.units) for grant in group])
        paid.update({grant.id: part for grant, part in zip(group, parts, strict=True)})
    return paid, tuple(conflicts)


def _unpriced(bonus: Grant, paid: Grant | None) -> Conflict:
    if paid is None:
        says = f"bonus {bonus.id} came with grant {bonus.bonus_of}, which is not known"
    else:
        says = (
            f"bonus {bonus.id} was given on {bonus.on}, grant {paid.id} on {paid.on}: spreading "
            "the price over both would change what was recognised before"
        )
    return Conflict("BONUS_WITHOUT_PRICE", f"{says}; let the rules make it free", (bonus.id,))
