"""What a deal is merged with, as a rule chose: the rest of its contract, or of its package."""

from collections.abc import Mapping

from bridge.mappers.judge import Modified
from bridge.mappers.shape.arrangements import packages, requests
from bridge.mappers.shape.arrangements.packages import Sold, Waits, Whole
from bridge.mappers.shape.arrangements.requests import Contract, Request
from bridge.model.deal import Combination, Deal, FactValue
from bridge.model.dossier import Dossier, EarlierDocument, Package
from bridge.model.flags import Flag

#: The request with its schedules, why there is none yet, or what NetSuite would refuse; None where
#: there is nothing to merge.
Joined = Request | Waits | tuple[Flag, ...] | None

#: What is known of a package of which no other contract is known.
_BY_ITSELF = Package(name="", members=(), documents=())


def joined(
    deal: Deal,
    dossier: Dossier,
    header: Mapping[str, FactValue],
    new: tuple[EarlierDocument, ...],
    modified: Modified,
) -> Joined:
    """
    Return the request to merge what a deal becomes, where a rule chose that.

    Raises ValueError if accounting periods are missing.
    """
    if not modified.how.merges:
        return None
    if modified.how is Combination.COMBINE:
        return _package(deal, dossier, header, new, modified)
    known = packages.linked(dossier.earlier, dossier.package)
    earlier = packages.as_acknowledged(known, dossier.package)
    return requests.requested(_contract(deal, dossier, earlier, new), modified)


def _package(
    deal: Deal,
    dossier: Dossier,
    header: Mapping[str, FactValue],
    new: tuple[EarlierDocument, ...],
    modified: Modified,
) -> Joined:
    sold = Sold(
        deal=deal, customer=header.get("entity"), subsidiary=header.get("subsidiary"), new=new
    )
    found = packages.combined(sold, dossier.package or _BY_ITSELF)
    if not isinstance(found, Whole):
        return found
    held = {one.external_id for one in found.documents}
    fresh = tuple(one for one in new if one.external_id not in held)
    return requests.requested(_contract(deal, dossier, found.documents, fresh), modified)


def _contract(
    deal: Deal,
    dossier: Dossier,
    earlier: tuple[EarlierDocument, ...],
    new: tuple[EarlierDocument, ...],
) -> Contract:
    return Contract(
        deal=deal,
        earlier=earlier,
        new=new,
        periods=dossier.frame.periods,
        recognised=dossier.recognised,
    )
