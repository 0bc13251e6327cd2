"""The frame of a pass: what holds for every deal, asked once of both systems."""

from collections.abc import Iterator

from bridge.adapters.netsuite.client import NetSuite
from bridge.adapters.salesforce.client import Salesforce
from bridge.errors import Misconfigured, Refused
from bridge.mappers import dossiers
from bridge.mappers.dossiers import GRAPHS
from bridge.mappers.facts import REFERENCES
from bridge.mappers.roots import ROOTS
from bridge.model.dossier import Frame
from bridge.model.money import Currency
from bridge.model.record import ObjectDescription
from bridge.rules.rulebook import Source
from bridge.telemetry import log

#: Kinds of NetSuite records whose external ids rules name; customers are too many to be asked for.
CODES = tuple(sorted({*REFERENCES.values()} - {"customer"}))


def check_sight(salesforce: Salesforce, source: Source | None = None) -> None:
    """
    Raise Misconfigured if the org hides what tells a booking from another record.

    With the source of opportunities, so is asked of those, as far as it lets them book.

    Asked before a pass moves its cursor and before it judges: what was passed over then would not
    be looked at again until somebody changes it.
    """
    hidden = dossiers.unseen(_descriptions(salesforce), source)
    if hidden:
        raise Misconfigured(
            f"the org does not show {', '.join(hidden)}",
            where="salesforce, the integration user's permissions",
            act="let the user read it; nothing was passed over, the next pass reads everything",
        )


def read(salesforce: Salesforce, netsuite: NetSuite | None, source: Source | None = None) -> Frame:
    """
    Ask both systems what holds for every deal: currency, fields, periods, codes.

    Codes that NetSuite does not tell are left out: an account without OneWorld has no subsidiaries,
    one without the feature no classes or billing schedules, and a role may not see them. Then it is
    NetSuite that turns a wrong code down when the order is posted, which is an exception, too.
    Raises a BridgeError for everything else: without the periods a schedule would be a guess. A
    currency that the bridge does not know is Misconfigured. Without an account to ask, periods are
    calendar months, and no code is compared.
    """
    check_sight(salesforce, source)
    org = salesforce.org()
    return Frame(
        currency=_currency(org.currency),
        multi_currency=org.multi_currency,
        time_zone=org.time_zone,
        descriptions=_descriptions(salesforce),
        periods=netsuite.periods() if netsuite else (),
        codes=dict(codes(netsuite)) if netsuite else {},
    )


def _currency(code: str) -> Currency:
    try:
        return Currency(code)
    except ValueError as error:
        raise Misconfigured(
            f"the org's currency {code} is no active ISO 4217 code",
            where="salesforce, company information",
            act="set the currency that the org sells in; nothing was read, nothing is lost",
        ) from error


def _descriptions(salesforce: Salesforce) -> dict[str, ObjectDescription]:
    objects = {*ROOTS, *(step.object for graph in GRAPHS.values() for step in graph)}
    known = (name for name in sorted(objects) if salesforce.knows(name))
    return {name: salesforce.describe(name) for name in known}


def codes(netsuite: NetSuite) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each kind of code with those that NetSuite knows; kinds that it tells."""
    for kind in CODES:
        try:
            yield kind, netsuite.codes(kind)
        except Refused as error:
            log().warning("netsuite.codes_not_told", kind=kind, code=error.code, says=error.says)
