"""
Which fields of a mapping only describe: a change of them changes nothing of what was agreed.

Such a field is told anew to a document that is there already. A field by which revenue, tax,
payment or a posting goes cannot be one, whatever a rule says.
"""

from collections.abc import Collection, Iterator, Mapping

from bridge.rules.diagnostics import did_you_mean
from bridge.rules.files.fields import listing_under, texts_of
from bridge.rules.files.header import Header
from bridge.rules.files.nodes import Text
from bridge.rules.files.reading import Reading

KEY = "descriptive"


def read_descriptive(
    header: Header,
    targets: Mapping[str, str],
    fields: Collection[str],
    reading: Reading,
) -> frozenset[str]:
    """Return the fields that a mapping lists as descriptive, of those that it sets."""
    listing = listing_under(header.body, KEY, reading.findings, required=False)
    named = tuple(texts_of(listing, KEY, reading.findings))
    known = reading.vocabulary.describing.get(header.name.value, ())
    for number, text in enumerate(named):
        if text.value in (each.value for each in named[:number]):
            reading.findings.add(text.place, f"the field '{text.value}' stands here twice")
        for message, hint in _objections(text, known, targets, fields):
            reading.findings.add(text.place, message, hint)
    return frozenset(each.value for each in named)


def _objections(
    text: Text, known: Collection[str], targets: Mapping[str, str], fields: Collection[str]
) -> Iterator[tuple[str, str | None]]:
    """Yield why a field does not only describe, or is none of the mapping."""
    name = text.value
    if name in known and name not in fields:
        yield f"the mapping does not set the field '{name}'", f"{name}: {{is: ...}} under 'fields'"
    elif name in known:
        return
    elif name in targets:
        only = f"only these describe: {', '.join(known)}" if known else "no field of it does"
        yield f"'{name}' does not only describe: what was agreed goes by it", only
    else:
        yield f"unknown field '{name}'", did_you_mean(name, known or targets, "fields")
