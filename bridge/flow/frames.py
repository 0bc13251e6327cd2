"""The frame of a pass: what holds for every deal, asked once of both systems."""

from collections.abc import Iterator

from bridge.adapters.netsuite.client import NetSuite
from bridge.adapters.salesforce.client import Salesforce
from bridge.errors import Refused
from bridge.mappers.dossiers import GRAPHS
from bridge.mappers.graph import ROOT
from bridge.model.dossier import Frame
from bridge.model.money import Currency
from bridge.telemetry import log

#: Kinds of NetSuite records whose external ids rules name, and of which there are few.
_CODES = ("item", "subsidiary")


def read(salesforce: Salesforce, netsuite: NetSuite) -> Frame:
    """
    Ask both systems what holds for every deal: currency, fields, periods, codes.

    Codes that NetSuite does not tell are left out: an account without OneWorld has no subsidiaries,
    and a role may not see them. Then it is NetSuite that turns a wrong code down when the order is
    posted, which is an exception, too. Raises a BridgeError for everything else: without the
    periods a schedule would be a guess.
    """
    org = salesforce.org()
    objects = {ROOT, *(step.object for graph in GRAPHS.values() for step in graph)}
    return Frame(
        currency=Currency(org.currency),
        multi_currency=org.multi_currency,
        time_zone=org.time_zone,
        descriptions={
            name: salesforce.describe(name) for name in sorted(objects) if salesforce.knows(name)
        },
        periods=netsuite.periods(),
        codes=dict(_codes(netsuite)),
    )


def _codes(netsuite: NetSuite) -> Iterator[tuple[str, frozenset[str]]]:
    for kind in _CODES:
        try:
            yield kind, netsuite.codes(kind)
        except Refused as error:
            log().warning("netsuite.codes_not_told", kind=kind, code=error.code, says=error.says)
