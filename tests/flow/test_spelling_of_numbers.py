"""However a number is written where it comes from, what is kept of it makes the same words."""

import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest

from bridge.adapters.salesforce.describing import record
from bridge.adapters.salesforce.faults import exact_json
from bridge.adapters.store.database import Store
from bridge.mappers import dossiers
from bridge.mappers.graph import Index
from bridge.mappers.read import seeds
from bridge.model.dossier import Dossier
from bridge.model.record import FieldDescription, ObjectDescription, Scalar
from bridge.rulebooks.bookings import frame_of
from bridge.rulebooks.telling import Told
from bridge.translate import Translation, translate
from tests.adapters.store.opening import opened
from tests.mappers.rules import shipped
from tests.mappers.scenarios import FOLDER, NAMES

NUMBER = re.compile(r"-?(0|[1-9][0-9]*)([.][0-9]+)?")
#: What a person may have typed over, and by how much, so that records contradict one another.
TYPED_OVER = {
    "Quantity": Decimal("0.12345678"),
    "TotalPrice": Decimal(20_000_000),
    "TotalAmount": Decimal("7.5"),
    "SBQQ__NetTotal__c": Decimal(4800),
}
FOUND = {"LINE_TOTALS_DIFFER", "TOO_MANY_DIGITS", "TOTALS_DIFFER", "TOTAL_TYPED_OVER"}
Spelling = Callable[[Decimal], str]


def as_salesforce(number: Decimal) -> str:
    """As Java writes a double: 460800.0, and 1.0E7 from ten millions on."""
    power = number.adjusted()
    if number and power >= 7:
        digits = f"{number.scaleb(-power).normalize():f}"
        return f"{digits if '.' in digits else digits + '.0'}E{power}"
    return f"{number.normalize():f}" if number % 1 else f"{number:.0f}.0"


def with_an_exponent(number: Decimal) -> str:
    return f"{number:e}"


def as_a_text(number: Decimal) -> str:
    return f'"{number:f}"'


def written(name: str, spelling: Spelling, wrong: str) -> seeds.Seed:
    """Return a scenario with its numbers in another spelling, and one field typed over."""
    content = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    rows = ", ".join(
        f"{{{', '.join(_pair(each, row[each], spelling, wrong) for each in row)}}}"
        for row in content.pop("records")
    )
    return seeds.parse(f'{json.dumps(content)[:-1]}, "records": [{rows}]}}', where=name)


def _pair(name: str, value: Scalar, spelling: Spelling, wrong: str) -> str:
    text = str(value) if isinstance(value, str | int) else ""
    if isinstance(value, bool) or not NUMBER.fullmatch(text):
        return f'"{name}": {json.dumps(value)}'
    number = Decimal(text) + (TYPED_OVER[wrong] if name == wrong else 0)
    return f'"{name}": {spelling(number)}'


def told(seed: seeds.Seed) -> Iterator[tuple[Dossier, Translation]]:
    """Each deal with what it becomes, knowing those before it."""
    before, index = Told(), Index(seed.records)
    for root in filter(dossiers.is_booking, dossiers.beginnings(seed.records)):
        alone = dossiers.of_order(root, index, (), frame_of(seed, root))
        if dossiers.counts(alone, shipped().source(alone.model)):
            dossier = before.before(alone, shipped())
            found = translate(dossier, shipped())
            before.add(found)
            yield dossier, found


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("spelt")
    with opened(f"sqlite:///{folder}/bridge.sqlite") as store:
        yield store


@pytest.mark.parametrize("spelling", [as_salesforce, with_an_exponent, as_a_text])
def test_flags_come_out_of_what_is_kept_to_the_letter(store: Store, spelling: Spelling) -> None:
    codes: set[str] = set()
    for name, wrong in product(NAMES, TYPED_OVER):
        with store.transaction("judged") as tx:
            for dossier, first in told(written(name, spelling, wrong)):
                kept = tx.dossiers.read(tx.dossiers.keep(dossier))
                assert translate(kept, shipped()) == first
                codes.update(one.code for one in getattr(first, "flags", ()))
    assert codes >= FOUND


def test_a_row_of_salesforce_is_kept_with_the_numbers_that_were_read(store: Store) -> None:
    answer = b"""{"Id": "801000000000001AAA", "A": 460800.0, "B": 1.0E7, "C": 1.50, "D": -0.0,
        "E": 12, "F": "460800.0", "G": 1e-3, "H": 123456789012345678.0, "I": true, "J": null}"""
    fields = exact_json(answer)
    assert isinstance(fields, dict)
    shown = (FieldDescription(name=name, type="double", custom=False) for name in fields)
    read = record(ObjectDescription("Order", {one.name: one for one in shown}), fields)
    plain = (460800, 10000000, Decimal("1.5"), 0, 12, "460800.0", Decimal("0.001"))
    values = list(read.fields.values())[1:]
    # as words say them: numbers that are equal are not always written alike
    assert repr(values) == repr([*plain, 123456789012345678, True, None])
    frame = seeds.parse(
        '{"org": {"currency": "USD", "time_zone": "UTC"}, "records": []}', where="test"
    ).frame
    dossier = dossiers.of_order(read, Index((read,)), (), frame)
    with store.transaction("judged") as tx:
        (kept,) = tx.dossiers.read(tx.dossiers.keep(dossier)).records
    assert repr(sorted(kept.fields.items())) == repr(sorted(read.fields.items()))
