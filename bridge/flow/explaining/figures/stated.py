"""What a statement says: of itself, and of a figure by what it consists of."""

from collections.abc import Iterator, Sequence

from bridge.adapters.store.database import Transaction
from bridge.flow.explaining import versions
from bridge.flow.explaining.explanation import Fact, listed
from bridge.flow.explaining.figures.naming import NET, UNEXPLAINED, Found
from bridge.flow.reconciling.rolls import reporting
from bridge.flow.reconciling.told import END, Sum
from bridge.model.ids import RulebookVersion
from bridge.model.money import Money
from bridge.reconcile.classes import BY_CODE, Nature

#: What sums of classes are called.
_SUMS = {
    NET: "all classes together",
    UNEXPLAINED: "what is unexplained, nothing netted",
    Nature.LEGITIMATE: "the legitimate classes",
    Nature.ERROR: "the classes of errors",
    Nature.POLICY: "the classes of policy",
    Nature.OPEN: "the open classes",
}


def facts(found: Found) -> Iterator[Fact]:
    """Tell of the statement: what it is of, when and by which rules it was made."""
    kept, one = found.kept, found.told
    yield from listed(
        {
            "number": kept.id,
            "measure": kept.measure,
            "as of": kept.as_of,
            "made at": f"{kept.made_at:%Y-%m-%d %H:%M} UTC",
            "leads": f"from {one.sums[0].title} to {one.sums[-1].title}",
            "books in": one.currency.code,
            "order of the classes": one.order,
            "periods": f"{one.periods[0]} to {one.periods[-1]}",
            "population": f"{one.lines} lines of both systems",
            "adds up": "yes, in every period" if one.ties else "NO",
            "digest": f"SHA-256 {kept.digest}",
        }
    )
    for name, says in reporting.choices(kept.content.get("definition", {})):
        yield Fact(name, says)
    if "definition" in kept.content:
        yield Fact("rate of the walk", reporting.OF_WALKS)
    for each in reporting.told(kept.content):
        yield Fact(each.title, f"{each.amount}, {each.says}")


def rules(view: Transaction, found: Found) -> Iterator[Fact]:
    """Tell by which version of the rulebook it was made."""
    version = found.kept.content.get("rulebook")
    return versions.facts(view, RulebookVersion(version) if version else None)


def of_class(code: str) -> Iterator[Fact]:
    """Tell what a class is; nothing of what is none."""
    known = BY_CODE.get(code)
    if known is not None:
        yield Fact("class", f"{code} {known.name}")
        yield Fact("stage", known.stage)
        yield Fact("its amount is", known.meaning)
        yield Fact("nature", known.nature.value)
        if known.reverses:
            yield Fact("reverses", "comes to nothing over the whole of a contract")


def amount(found: Found, code: str, periods: Sequence[str]) -> Money:
    """Return what the statement says of a class, an end or a sum of classes."""
    one = found.told
    if code == UNEXPLAINED:
        return one.unexplained
    minor = sum(each.minor.get(name, 0) for each in summed(found, code) for name in periods)
    return Money(minor, one.currency)


def summed(found: Found, code: str) -> tuple[Sum, ...]:
    """Return the lines of the statement that add up to a figure: a class or an end is itself."""
    each = found.told.sums
    if code == NET:
        return tuple(one for one in each if not one.is_end)
    if code in tuple(Nature):
        return tuple(one for one in each if one.nature == code)
    return tuple(one for one in each if one.code == code)


def operands(found: Found) -> tuple[Sum, ...]:
    """Return what a sum consists of: the end is the start with all classes; else nothing."""
    code = found.variance.code
    if code == END:
        return tuple(one for one in found.told.sums if one.code != END)
    return summed(found, code) if code == NET or code in tuple(Nature) else ()


def before(found: Found, code: str) -> Money:
    """Return where the walk stands before a class, in the order of the classes."""
    minor = 0
    for one in found.told.sums:
        if one.code == code:
            break
        minor += sum(one.minor.get(name, 0) for name in found.periods)
    return Money(minor, found.told.currency)


def title(found: Found, code: str) -> str:
    """Return what a figure is called."""
    if code in BY_CODE:
        return f"{code} {BY_CODE[code].name}"
    named = next((one.title for one in found.told.sums if one.code == code), None)
    return named or _SUMS[code]
