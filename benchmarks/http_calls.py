"""
How many HTTP calls a deal costs on both sides, counted by the sandboxes.

One deal alone is compared with a hundred deals of the same kind in one pass: what is asked once a
pass or once a batch is shared by all of them.
"""

import json
import tempfile
from collections import Counter
from pathlib import Path

from bridge import stage, telemetry
from bridge.app import Bridge
from bridge.demo import open_demo
from bridge.sandbox import world

SCENARIO = Path(__file__).parents[1] / "tests/scenarios/a-ramp-three-years.cpq.json"
MANY = 100


def copies(folder: Path, count: int) -> Path:
    """Write a seed file with so many copies of the three-year ramp, each a deal of its own."""
    seed = json.loads(SCENARIO.read_text())
    shared = ("Account", "Product2", "SBQQ__Dimension__c")
    own = {one["key"] for one in seed["records"] if one["type"] not in shared}
    records = [one for one in seed["records"] if one["type"] in shared]
    for number in range(count):
        records += [renamed(one, own, number) for one in seed["records"] if one["key"] in own]
    file = folder / f"{count}.json"
    file.write_text(json.dumps({"org": seed["org"], "records": records}))
    return file


def renamed(record: dict[str, object], own: set[str], number: int) -> dict[str, object]:
    """Return a copy of a record under keys of its own."""
    return {
        name: f"{value}-{number}"
        if name == "key" or (isinstance(value, str) and value[:1] == "@" and value[1:] in own)
        else value
        for name, value in record.items()
    }


def measure(count: int) -> None:
    """Print the calls of a first pass over so many deals, and of one over nothing new."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        plan = stage.Plan(seeds=(copies(folder, count),), folder=folder)
        with open_demo(plan) as (found, opened), Bridge.open(found) as bridge:
            opened.journal.clear()
            outcome = bridge.sync()
            assert outcome.posted_now == count, outcome
            report(f"{count} deals", calls(opened), count)
            opened.journal.clear()
            bridge.sync()
            report("nothing new", calls(opened), 0)


def calls(opened: world.World) -> Counter[str]:
    """Count the requests by system."""
    return Counter(one.system for one in opened.journal.requests())


def report(what: str, counted: Counter[str], deals: int) -> None:
    """Print one line: calls by system, and per deal."""
    parts = (
        f"{system} {number:>5} calls" + (f" ({number / deals:.2f} a deal)" if deals else "")
        for system, number in sorted(counted.items())
    )
    print(f"{what:<12} {'   '.join(parts)}")


if __name__ == "__main__":
    telemetry.configure(as_json=True, stream=tempfile.TemporaryFile("w"))  # noqa: SIM115 - ends with us
    measure(1)
    measure(MANY)
