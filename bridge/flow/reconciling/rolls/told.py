"""Kept roll-forwards, read back as lines over periods: page, command and workbook take these."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from bridge.adapters.store.reconciling.statements import KeptStatement
from bridge.flow.reconciling.rolls.reporting import rate
from bridge.model.money import Currency, Money
from bridge.reconcile.rolls.roll import Measured
from bridge.reconcile.rolls.wording import NAMES

#: How a line is called whose lines are the accounts.
ACCOUNT = "account "
#: What nobody has explained: of the movements, and beside the accounts.
GAP, DIFFERENCE = "gap", "difference"
_Form = Mapping[str, Any]


class Part(StrEnum):
    """Which part of a roll-forward a line is."""

    END = "end"  #: opening or closing
    MOVEMENT = "movement"
    DETAIL = "detail"  #: of the closing
    ACCOUNT = "account"  #: what NetSuite's accounts hold, and what is named of the difference
    LEFT = "left"  #: what nobody has explained: it is to be nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldLine:
    """A line of a roll-forward over its periods."""

    name: str
    title: str
    part: Part
    amounts: tuple[Money, ...]  #: by period

    @property
    def is_account(self) -> bool:
        """Whether it is what an account of NetSuite holds."""
        return self.part is Part.ACCOUNT and self.name.startswith(ACCOUNT)

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing in any period."""
        return not any(self.amounts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldShare:
    """A share with what it is made of; no percent without an opening."""

    name: str
    percent: Decimal | None
    numerator: Money
    denominator: Money

    def __str__(self) -> str:
        if self.percent is None:
            return f"{self.name}: none, for there was no opening"
        return f"{self.name} {self.percent} % = {self.numerator} / {self.denominator}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldRoll:
    """One measure in one currency."""

    measure: Measured
    title: str
    currency: Currency
    says: tuple[str, ...]  #: the definition, a sentence for each choice
    periods: tuple[str, ...]
    lines: tuple[ToldLine, ...]
    shares: tuple[ToldShare, ...]
    gap: Money
    difference: Money
    unrated: tuple[Money, ...] = ()  #: of the last closing, what has no rate; not in the lines

    @property
    def ties(self) -> bool:
        """Whether nothing of it is left to be looked into."""
        return not self.gap and not self.difference and not self.unrated

    def is_of_lines(self, line: ToldLine) -> bool:
        """Whether lines of both systems make it, and not accounts or other figures."""
        is_balance = self.measure is not Measured.BILLINGS and line.part is Part.END
        return line.part is Part.MOVEMENT or is_balance

    def line(self, name: str) -> ToldLine | None:
        """Return a line by its name; None if there is none."""
        return next((one for one in self.lines if one.name == name), None)


def told(kept: KeptStatement) -> tuple[ToldRoll, ...]:
    """Read what was kept, measure by measure."""
    return tuple(read(form, tuple(kept.content["periods"])) for form in kept.content["rolls"])


def read(form: _Form, periods: tuple[str, ...]) -> ToldRoll:
    """Read the form of one roll-forward."""
    currency = Currency(form["currency"])
    return ToldRoll(
        measure=Measured(form["measure"]),
        title=form["title"],
        currency=currency,
        says=(*form["says"], *_rates(form), *_of_now(form)),
        periods=periods,
        lines=(*_rolled(form, currency), *_tied(form, currency), *_converted(form, currency)),
        shares=tuple(_share(one, currency) for one in form["shares"]),
        gap=Money.parse(form["gap"], currency),
        difference=Money.parse(form["difference"], currency),
        unrated=tuple(
            Money.parse(one["closings"][-1], Currency(one["currency"]))
            for one in form.get("currencies", ())
            if one["converted"] is None
        ),
    )


def _rates(form: _Form) -> Iterator[str]:
    """Tell each rate that was taken once, and where it was read."""
    taken = [each for one in form.get("currencies", ()) for each in one["rates"] if each]
    for one in {one["record"]: one for one in taken}.values():
        yield f"{rate(one)}."


def _of_now(form: _Form) -> Iterator[str]:
    """Say of which closings the currencies are none: a signature is of all of them together."""
    stay = [
        month["period"]
        for month in form["months"]
        if month.get("told", month)["closing"] != month["closing"]
    ]
    if stay and form.get("currencies"):
        yield (
            f"The closing of {', '.join(stay)} is as it was signed; what each currency has is told "
            "as of now."
        )


def _converted(form: _Form, reported: Currency) -> Iterator[ToldLine]:
    """Tell of each currency what it has of the closing: in its own, and in the reported one."""
    for one in form.get("currencies", ()):
        code, own = one["currency"], Currency(one["currency"])
        lacks = one["converted"] is None
        if own != reported:
            yield ToldLine(
                name=f"in_{code}",
                title=f"Deals in {code}, in {code}{', without a rate: not in it' if lacks else ''}",
                part=Part.LEFT if lacks else Part.DETAIL,
                amounts=tuple(Money.parse(text, own) for text in one["closings"]),
            )
        if not lacks:
            yield ToldLine(
                name=f"from_{code}",
                title=f"Deals in {code}, in {reported.code}",
                part=Part.DETAIL,
                amounts=tuple(Money.parse(text, reported) for text in one["converted"]),
            )


def _rolled(form: _Form, currency: Currency) -> Iterator[ToldLine]:
    line = _Lines(form["months"], currency).line
    if form["measure"] != Measured.BILLINGS:
        yield line("opening", "Opening", Part.END, lambda month: month["opening"])
    for name in form["movements"]:
        yield line(name, NAMES[name], Part.MOVEMENT, _within("movements", name))
    yield line("closing", "Closing", Part.END, lambda month: month["closing"])
    for name in form["months"][0]["of_closing"]:
        yield line(name, NAMES[name], Part.DETAIL, _within("of_closing", name))
    yield line(GAP, "Gap", Part.LEFT, lambda month: month["gap"])


def _tied(form: _Form, currency: Currency) -> Iterator[ToldLine]:
    if not form["ties"]:
        return
    line, first = _Lines(form["ties"], currency).line, form["ties"][0]
    for name in first["named"]:
        yield line(name, NAMES[name], Part.ACCOUNT, _within("named", name))
    for name in first["accounts"]:
        title = f"NetSuite, account {name}"
        yield line(f"{ACCOUNT}{name}", title, Part.ACCOUNT, _within("accounts", name))
    title = "Difference to the accounts" if first["is_tied"] else "Tied to no account"
    yield line(DIFFERENCE, title, Part.LEFT, lambda tie: tie["difference"])


def _within(part: str, name: str) -> Callable[[_Form], str]:
    def amount(form: _Form) -> str:
        return str(form[part][name])

    return amount


@dataclass(frozen=True, slots=True)
class _Lines:
    """Makes lines of forms that stand for one period each."""

    forms: list[_Form]
    currency: Currency

    def line(self, name: str, title: str, part: Part, amount: Callable[[_Form], str]) -> ToldLine:
        amounts = tuple(Money.parse(amount(form), self.currency) for form in self.forms)
        return ToldLine(name=name, title=title, part=part, amounts=amounts)


def _share(form: _Form, currency: Currency) -> ToldShare:
    percent = form["percent"]
    return ToldShare(
        name=form["name"],
        percent=None if percent is None else Decimal(percent),
        numerator=Money.parse(form["numerator"], currency),
        denominator=Money.parse(form["denominator"], currency),
    )


def signed(kept: KeptStatement) -> Mapping[str, int]:
    """Return of which roll-forwards the closing of each signed period is, by their number."""
    return {name: int(number) for name, number in kept.content.get("signed", {}).items()}


def elsewhere(kept: KeptStatement) -> tuple[Money, ...]:
    """Return what moved the accounts in periods that are no months, by currency."""
    return tuple(
        Money.parse(one["amount"], Currency(one["currency"])) for one in kept.content["elsewhere"]
    )
