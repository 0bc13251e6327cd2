"""What a working copy would do: which open exceptions it clears, which deals it changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from bridge.adapters.store.dossiers import Unkept
from bridge.console.pages.leafing import chosen
from bridge.console.visits import Visit
from bridge.flow.rulebook import preview
from bridge.flow.rulebook.preview import Differences, Trials
from bridge.model.money import Currency, Money, total
from bridge.rules.rulebook import Rulebook
from bridge.translate import NotConserved

#: Dossiers of one page of either list; each is translated once or twice, 5 ms apiece.
_AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One page of what was tried, or why it could not be."""

    trials: Trials | None = None
    differences: Differences | None = None
    cleared: tuple[Money, ...] = ()  #: what this page of exceptions would let go, by currency
    changed: tuple[Money, ...] = ()  #: what the deals of this page come to that would change
    more_exceptions: str = ""  #: where the next page is; empty: there is none
    more_deals: str = ""
    why: str = ""


def tried(visit: Visit, copy: int, rules: Rulebook | None) -> Tried:
    """Try the rules of a working copy, a page each; None: they cannot be read as they are."""
    if rules is None:
        return Tried(why="Correct what the checks found first.")
    typed = chosen(visit.request, "held")
    held = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0  # noqa: PLR2004 - longer than the number of any exception
    after = chosen(visit.request, "free")
    free = after if after.isprintable() else ""
    try:
        with visit.console.store.reading() as view:
            trials = preview.exceptions(view, rules, held, _AT_ONCE)
            both = (visit.console.edition().rulebook, rules)
            differences = preview.deals(view, both, free, _AT_ONCE)
    except (Unkept, NotConserved):  # `ledger verify` and the pass tell of which deal
        return Tried(why="A deal cannot be translated again: `bridge ledger verify` tells more.")
    return Tried(
        trials=trials,
        differences=differences,
        cleared=_sums(one.held.amount for one in trials.cleared),
        changed=_sums(one.deal.amount for one in differences.found),
        more_exceptions=_more(copy, str(trials.after or ""), free, wanted=trials.after),
        more_deals=_more(copy, str(held or ""), differences.after or "", wanted=differences.after),
    )


def _sums(amounts: Iterable[Money]) -> tuple[Money, ...]:
    by_currency: dict[Currency, list[Money]] = {}
    for amount in amounts:
        by_currency.setdefault(amount.currency, []).append(amount)
    ordered = sorted(by_currency.items(), key=lambda one: one[0].code)
    return tuple(total(found, currency) for currency, found in ordered)


def _more(copy: int, held: str, free: str, *, wanted: object) -> str:
    if wanted is None:
        return ""
    asked = urlencode({"as": "preview", "held": held, "free": free})
    return f"/rules/copies/{copy}?{asked}"
