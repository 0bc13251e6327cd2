"""What is told of every figure of roll-forwards: what it means, who signed, what made it."""

from collections.abc import Iterator

from bridge.adapters.store.database import Transaction
from bridge.flow.explaining import versions
from bridge.flow.explaining.explanation import Fact, listed
from bridge.flow.explaining.rolls.naming import Found
from bridge.model.ids import RulebookVersion
from bridge.reconcile.signatures import PERIODS, signed_last


def facts(found: Found) -> Iterator[Fact]:
    """Tell of the roll-forwards: when and of what they were made."""
    kept, one = found.kept, found.told
    yield from listed(
        {
            "number": kept.id,
            "as of": kept.as_of,
            "made at": f"{kept.made_at:%Y-%m-%d %H:%M} UTC",
            "periods": f"{one.periods[0]} to {one.periods[-1]}",
            "ties": "yes" if one.ties else "NO",
            "digest": f"SHA-256 {kept.digest}",
        }
    )


def means(found: Found) -> Iterator[Fact]:
    """Tell what the measure means, sentence by sentence."""
    for sentence in found.told.says:
        yield Fact(found.told.title, sentence)


def rules(view: Transaction, found: Found) -> Iterator[Fact]:
    """Tell by which version of the rulebook they were made."""
    return versions.facts(view, RulebookVersion(found.kept.content["rulebook"]))


def signature(view: Transaction, found: Found, period: str | None) -> Iterator[Fact]:
    """Tell who signed a period, and of which roll-forwards its closing is; nothing of others."""
    number = found.kept.content.get("signed", {}).get(period)
    if period is None or number is None:
        return
    one = signed_last(view.ledger.entries(deal=PERIODS)).get(period)
    if one is not None:
        yield Fact(f"{period} signed", f"{one.by}, {one.at:%Y-%m-%d %H:%M} UTC: {one.reason}")
    yield Fact("its closing stays", f"as roll-forwards {number} told it")
