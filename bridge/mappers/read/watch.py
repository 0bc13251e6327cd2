"""Nothing is dropped in silence: a filled field that nobody read or named is an objection."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bridge.mappers.read.declared import fact
from bridge.mappers.read.row import Objection, Row
from bridge.mappers.read.values import filled
from bridge.model.deal import FactValue
from bridge.model.packages.package import DECLARING
from bridge.model.record import FieldDescription, ObjectDescription, Record
from bridge.rules.rulebook import Rest, Source, SourceObject

#: What the platform notes when a record is saved or looked at, whatever was changed of it.
SAVES = frozenset(
    (
        *("SystemModstamp", "LastModifiedDate", "LastModifiedById"),
        *("LastViewedDate", "LastReferencedDate"),
    )
)
#: What the platform itself keeps on every record; none of it can carry a term of a deal.
SYSTEM = frozenset(
    (
        *("Id", "IsDeleted", "CreatedDate", "CreatedById", "LastActivityDate", "OwnerId"),
        "attributes",
        *SAVES,
    )
)
#: Long text is prose for people: irrelevant unless a rule reads it.
PROSE = ("textarea",)
#: Types of fields in which "0" is a word.
_TEXTS = frozenset(
    ("string", "picklist", "multipicklist", "combobox", "url", "email", "phone", "encryptedstring")
)
#: How the names of custom fields end: every object's, and a person account's.
_CUSTOM_ENDS = ("__c", "__pc")


def facts_of(rows: Sequence[Row], source: Source, becomes: str) -> dict[str, FactValue]:
    """Return the facts that the rulebook declares for these records, blank where unfilled."""
    facts: dict[str, FactValue] = {}
    for row in rows:
        known = source.objects.get(row.record.type)
        absent = _never_declared(row, known) if known else frozenset()
        for name, declared in known.facts.items() if known else ():
            if declared.becomes == becomes:
                facts[name] = None if name in absent else fact(row, declared)
    return facts


def _never_declared(row: Row, known: SourceObject) -> frozenset[str]:
    """
    Return the facts that an org without packages cannot declare; blank, and no objection.

    Where it shows one of the two fields, the other was renamed or is hidden, which is one.
    """
    fields = [known.facts[name].field for name in DECLARING if name in known.facts]
    return DECLARING if fields and all(map(row.is_absent, fields)) else frozenset()


def facts_of_steps(steps: Sequence[Sequence[Row]], source: Source) -> dict[str, FactValue]:
    """
    Return the facts of a line, which all its steps share; object to a step that has others.

    `steps` holds for each step the records that describe it, its order product first.
    """
    first, *later = [facts_of(rows, source, "Line") for rows in steps]
    for (item, *_), facts in zip(steps[1:], later, strict=True):
        different = [name for name in {**first, **facts} if facts.get(name) != first.get(name)]
        if different:
            item.reading.object(
                "RAMP_OF_SEVERAL_KINDS",
                f"the steps of one ramp differ in {', '.join(different)}",
                f"OrderItem {steps[0][0].id}",
                f"OrderItem {item.id}",
                line=item.line,
                nearest=f"let every step have the same {', '.join(different)}",
            )
    return first


def unread(row: Row, source: Source) -> Iterator[Objection]:
    """Yield an objection for each filled field of a record that no rule reads or declares."""
    known = source.objects.get(row.record.type)
    described = row.reading.dossier.frame.descriptions.get(row.record.type)
    read, irrelevant = row.read, known.irrelevant if known else ()
    for name, value in row.record.fields.items():
        if not value:
            continue  # blank, no or 0: nearly every field of an org, known without a call
        if name in read or name in SYSTEM or name in irrelevant:
            continue
        field = described.fields.get(name) if described else None
        if _accounted_for(known, name, field):
            continue
        default, kind = (field.default, field.type) if field else (None, "")
        if filled(value, default, is_text=kind in _TEXTS):
            yield Objection(
                "UNREAD_FIELD",
                f"{name} of {row.record.type} is filled, and no rule reads it or declares it "
                f"irrelevant; name it under {row.record.type} in sources/{source.model}.yaml, as a "
                "fact or as irrelevant with the reason",
                (row.names(name),),
                row.line,
                f"leave {name} blank",
            )


def _accounted_for(known: SourceObject | None, name: str, field: FieldDescription | None) -> bool:
    if field and field.type in PROSE:
        return True
    if known is None:
        return False
    return name in known.irrelevant or (known.rest is Rest.CUSTOM_WATCHED and not _org_made(name))


def _org_made(name: str) -> bool:
    """Say whether a field was made by the org itself: `X__c`, but not a package's `P__X__c`."""
    return name.endswith(_CUSTOM_ENDS) and name.count("__") == 1


@dataclass(frozen=True, slots=True)
class Undeclared:
    """A field of the org's own that no source declares, and in how many records it is filled."""

    object: str
    field: str
    filled: int


def undeclared(
    records: Iterable[Record], descriptions: Mapping[str, ObjectDescription], source: Source
) -> tuple[Undeclared, ...]:
    """Return the org's own fields that are filled in records, and that a source does not name."""
    found: Counter[tuple[str, str]] = Counter()
    answers = source.answers.values()
    # An answer names the field that decides, or comes to the name of one.
    asked = {name for one in answers for name in (one.named, *one.outcomes)}
    for record in records:
        known, described = source.objects.get(record.type), descriptions.get(record.type)
        declared = {one.field for one in known.facts.values()} if known else frozenset[str]()
        for name, value in record.fields.items():
            field = described.fields.get(name) if described else None
            if (
                not _org_made(name)
                or name in declared | asked
                or _accounted_for(known, name, field)
            ):
                continue
            if filled(value, field.default if field else None, is_text=_is_text(field)):
                found[record.type, name] += 1
    return tuple(Undeclared(*place, number) for place, number in found.items())


def _is_text(field: FieldDescription | None) -> bool:
    return field is not None and field.type in _TEXTS
