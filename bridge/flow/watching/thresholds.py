"""Thresholds: the settings from which amounts, days and shares on something else is done."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from bridge.model.money import Currency, Money
from bridge.settings.loading import Settings
from bridge.settings.sections import Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A setting that decides: its name, how it stands, and what it does."""

    name: str  #: as in the file: "close.exceptions_from"
    title: str
    amounts: tuple[Money, ...] = ()  #: where it is of money, one for each currency
    says: str = ""  #: how it stands where it is not of money, or where no amount is given
    is_default: bool
    does: str


def thresholds(settings: Settings) -> Iterator[Threshold]:
    """Yield every threshold, those of money first."""
    alone = settings.sync.override_alone_up_to
    yield _of(
        settings.close,
        "close.exceptions_from",
        "Exceptions that keep a month open",
        "exceptions of less, by currency, do not keep a month from being closed",
        tuple(settings.close.thresholds.values()),
    )
    yield _of(
        settings.sync,
        "sync.override_alone_up_to",
        "Overrides by one person",
        "up to this much of a deal one person may override alone; above, a second one confirms",
        tuple(_money(alone)),
    )
    for channel in (*settings.notify.rules, *settings.notify.webhooks):
        yield _of(
            channel,
            f"notify {channel.name}: amounts_from",
            f"Messages to {channel.name}",
            "exceptions of less are not told there",
            tuple(channel.interest.amounts_from.values()),
        )
    yield from _plain(settings)


def _plain(settings: Settings) -> Iterator[Threshold]:
    """Yield those that are not of money."""
    sync, netsuite = settings.sync, settings.netsuite
    days = sync.overdue_after_days
    yield _of(
        sync,
        "sync.overdue_after_days",
        "Overdue exceptions",
        "an exception that nobody answered for longer is marked overdue, and told",
        f"{days:,} working days" if days else "never",
    )
    yield _of(
        sync,
        "sync.incomplete_after_s",
        "Incomplete records",
        "an order whose records are incomplete for longer becomes an exception",
        f"{sync.incomplete_after_s:,} s",
    )
    yield _of(
        settings.salesforce,
        "salesforce.quota_reserve",
        "Calls of Salesforce left to people",
        "below this share of the daily calls the bridge stops reading",
        f"{settings.salesforce.quota_reserve:.1%}",
    )
    yield _of(
        netsuite,
        "netsuite.concurrency",
        "Requests to NetSuite at once",
        "so many of the account's limit the bridge takes; others wait",
        f"{netsuite.concurrency:,}",
    )
    yield _of(
        netsuite,
        "netsuite.longest_run_s",
        "A write that was not answered",
        "it is looked up only when NetSuite cannot be at work on it any more",
        f"{netsuite.longest_run_s:,.0f} s",
    )


def _of(
    section: Section, name: str, title: str, does: str, held: tuple[Money, ...] | str
) -> Threshold:
    field = name.rpartition(": ")[2].rpartition(".")[2]
    return Threshold(
        name=name,
        title=title,
        amounts=held if isinstance(held, tuple) else (),
        says=held if isinstance(held, str) else "" if held else "none",
        is_default=field not in section.model_fields_set,
        does=does,
    )


def _money(held: Mapping[str, Decimal]) -> Iterator[Money]:
    for code, number in sorted(held.items()):
        yield Money.parse(number, Currency(code))
