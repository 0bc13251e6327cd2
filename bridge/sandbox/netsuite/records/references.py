"""References to other records: by internal id or external id, checked when they are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bridge.sandbox.netsuite.errors import invalid_content, invalid_value
from bridge.sandbox.netsuite.records.store import Record, Reference, Store
from bridge.sandbox.netsuite.schema.fields import Field


def resolve(field: Field, raw: object, path: str, store: Store) -> Reference:
    """
    Return the reference that `{"id": ...}` or `{"externalId": ...}` stands for; the id wins.

    A plain id is taken, too: the samples of Oracle's page on creating invoices have them
    (section_0209125602). So is, here alone, what people call an account: "4000 Revenue".

    Raises:
        Refusal: not such an object, no such record, or one that is inactive.
    """
    match raw:
        case {"id": str() | int() as wanted} if not isinstance(wanted, bool):
            record = store.get(field.family, str(wanted))
        case str() | int() as wanted if not isinstance(wanted, bool):
            record = store.get(field.family, str(wanted)) or _called(field, wanted, store)
        case {"externalId": str(wanted)}:
            record = store.by_external_id(field.family, wanted)
        case _:
            raise invalid_content(
                f"Invalid reference in field '{field.name}'. Provide an id or an externalId.", path
            )
    if record is None or record.fields.get("isInactive") is True:
        raise invalid_value(str(wanted)[:80], field.name, path)
    return Reference(field.family, record.id)


def _called(field: Field, wanted: object, store: Store) -> Record | None:
    """Return the account that people call so; nothing of another family goes by such a name."""
    if field.family != "account":
        return None
    known = store.of_family(field.family)
    return next((one for one in known if one.shown_name() == wanted), None)


def resolve_all(field: Field, raw: object, path: str, store: Store) -> tuple[Reference, ...]:
    """
    Return the references of `{"items": [reference, ...]}`, each once.

    Raises:
        Refusal: as `resolve`, with the place in the list.
    """
    items = raw.get("items") if isinstance(raw, Mapping) else None
    if not isinstance(items, Sequence) or isinstance(items, str):
        raise invalid_content(
            f"Invalid value of field '{field.name}'. Provide a list of references in items.", path
        )
    found = (resolve(field, item, f"{path}.items[{n}]", store) for n, item in enumerate(items))
    return tuple(dict.fromkeys(found))


def target(reference: object, store: Store) -> Record:
    """
    Return the record that a stored reference leads to.

    Raises:
        LookupError: there is none; records that others refer to cannot be deleted.
    """
    known = isinstance(reference, Reference) and store.get(reference.family, reference.id)
    if not known:
        raise LookupError(f"{reference!r} leads to no record")
    return known
