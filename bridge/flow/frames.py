"""The frame of a pass: what holds for every deal, asked once of both systems."""

from bridge.adapters.netsuite.client import NetSuite
from bridge.adapters.salesforce.client import Salesforce
from bridge.mappers.dossiers import GRAPHS
from bridge.mappers.graph import ROOT
from bridge.model.dossier import Frame
from bridge.model.money import Currency

#: Kinds of NetSuite records whose external ids rules name, and of which there are few.
_CODES = ("item", "subsidiary")


def read(salesforce: Salesforce, netsuite: NetSuite) -> Frame:
    """Ask both systems what holds for every deal: currency, fields, periods, codes."""
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
        codes={kind: netsuite.codes(kind) for kind in _CODES},
    )
