"""Translates the bookings of a records file, each knowing the documents of those before it."""

from dataclasses import replace

from bridge.mappers import dossiers
from bridge.mappers.graph import Index
from bridge.mappers.read.seeds import Seed
from bridge.mappers.shape import assembling
from bridge.model.dossier import EarlierDocument
from bridge.model.ids import ContractId
from bridge.rules.rulebook import Rulebook
from bridge.translate import Translated, Translation, translate


def translations(seed: Seed, rulebook: Rulebook) -> tuple[Translation, ...]:
    """Translate the activated orders of a records file, in the order of their contracts."""
    index = Index(seed.records)
    earlier: dict[ContractId, tuple[EarlierDocument, ...]] = {}
    done: list[Translation] = []
    for order in filter(dossiers.is_booking, dossiers.orders(seed.records)):
        alone = dossiers.of_order(order, index, (), seed.frame)
        contract = dossiers.contract_of(alone)
        known = earlier.get(contract, ())
        found = translate(replace(alone, earlier=known), rulebook)
        if isinstance(found, Translated):
            made = assembling.earlier(found.documents, found.schedules)
            earlier[contract] = (*known, *made)
        done.append(found)
    return tuple(done)
