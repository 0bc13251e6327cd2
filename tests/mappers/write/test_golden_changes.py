"""What takes seats away, in NetSuite's form: golden pairs, invoiced orders and others."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from bridge.mappers.shape import assembling
from bridge.mappers.write import bodies
from bridge.model import notation
from bridge.model.document import Kind
from bridge.model.dossier import EarlierDocument
from bridge.translate import Translated, translate
from tests.mappers import rules
from tests.mappers.scenarios import dossier, one_of, seed, translated

GOLDEN = Path(__file__).parent / "golden_changes"
SCENARIO = "c-downsell-then-cancel.cpq"
#: Golden case -> whether the two orders before it are invoiced, and what it then becomes.
CASES = {
    "decrease-not-invoiced": (False, Kind.ORDER_CHANGE),
    "decrease-invoiced": (True, Kind.RETURN_AUTHORIZATION),
}


def earlier(*, invoiced: bool) -> Iterator[EarlierDocument]:
    """The two orders from which the seats are taken."""
    for name in ("O-B0", "O-B1"):
        sold = translated(one_of(SCENARIO, name))
        for one in assembling.earlier(sold.documents, sold.schedules):
            billed = {line.key: line.quantity for line in one.lines} if invoiced else {}
            yield replace(one, invoiced=billed)


@pytest.mark.parametrize("case", CASES)
def test_a_decrease_becomes_the_body_of_its_golden_file(
    case: str, pytestconfig: pytest.Config
) -> None:
    invoiced, kind = CASES[case]
    known = seed(SCENARIO)
    alone = dossier("O-C1", known.records, known.frame)
    found = translate(replace(alone, earlier=tuple(earlier(invoiced=invoiced))), rules.shipped())
    assert isinstance(found, Translated)
    (document,) = found.documents
    assert document.kind is kind
    form = yaml.safe_dump(notation.written(found.heading), sort_keys=False, allow_unicode=True)
    body = pretty(bodies.sealed(document)[0])
    deal_file, body_file = GOLDEN / f"{case}.yaml", GOLDEN / f"{case}.json"
    if pytestconfig.getoption("--regold"):
        deal_file.write_text(form, encoding="utf-8")
        body_file.write_text(body, encoding="utf-8")
    assert deal_file.read_text(encoding="utf-8") == form
    assert body_file.read_text(encoding="utf-8") == body


def test_every_golden_file_belongs_to_a_case() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == set(CASES)


def pretty(body: bytes) -> str:
    return json.dumps(json.loads(body, parse_float=str, parse_int=str), indent=2) + "\n"
