"""The laws on time, money and JSON bite."""

from pathlib import Path

import pytest

from tests.house.laws import effects, money
from tests.house.planted import places, plant


@pytest.mark.parametrize(
    "text",
    [
        "from datetime import datetime\nx = datetime.now()",
        "from datetime import datetime as moment\nx = moment.utcnow",
        "import datetime as dt\nx = dt.date.today()",
        "import os\nx = os.environ['HOME']",
        "from os import environ\nx = environ",
        "import os\nx = os.getenv('HOME')",
        "x = 1\nprint(x)",
        "import random\nx = random.random()",
        "from random import choice\nx = choice",
        "import time\nx = time.monotonic",
        "from time import sleep\nsleep(1)",
    ],
)
def test_asking_the_machine_below_the_shell_is_found(tmp_path: Path, text: str) -> None:
    root = plant(tmp_path, {"bridge/flow/sync.py": text, "bridge/app.py": text})
    law = effects.the_machine_is_asked_in_the_shell_only
    assert set(places(law, root)) == {"bridge/flow/sync.py:2"}


def test_a_clock_that_was_handed_in_passes(tmp_path: Path) -> None:
    text = "from datetime import datetime\ndef at(clock): return clock.now(), datetime.max\n"
    root = plant(tmp_path, {"bridge/flow/sync.py": text})
    assert places(effects.the_machine_is_asked_in_the_shell_only, root) == []


@pytest.mark.parametrize(
    "text",
    [
        "x = 0.1",
        "x = float('1.10')",
        "def at(amount: float) -> None: ...",
        "class A:\n    amount: float",
        "read(amount=1.5)",
        "x = {'amount': 1.5}",
        "x = amount * 0.5",
        "x = sa.Float()",
        "def amount(x=0.5): ...",
    ],
)
def test_a_float_is_found(tmp_path: Path, text: str) -> None:
    assert places(money.no_float_but_seconds, plant(tmp_path, {"bridge/flow/x.py": text}))


@pytest.mark.parametrize(
    "text",
    [
        "TIMEOUT_S = 2.5",
        "_WAIT_S_MAX = 2.5",
        "timeout_s: float = 2.5",
        "def wait(timeout_s: float = 0.5, *, retry_after_s: float | None = None) -> None: ...",
        "def longest_s() -> float:\n    return 0.5",
        "wait(timeout_s=2.5)",
        "x = {'timeout_s': 2.5}",
        "x = self.timeout_s * 0.5",
        "x = passed_s > 0.5",
        "Sleep = Callable[[float], None]",
        "def run(monotonic: Callable[[], float]) -> None: ...",
        "x = isinstance(value, float)",
        "x = '0.1'",
    ],
)
def test_seconds_may_be_floats(tmp_path: Path, text: str) -> None:
    assert places(money.no_float_but_seconds, plant(tmp_path, {"bridge/flow/x.py": text})) == []


@pytest.mark.parametrize(
    "text",
    [
        "import json\nx = json.loads(text)",
        "from json import load\nx = load(file)",
        "from functools import partial\nimport json\nx = partial(json.loads)",
        "import json\nx = json.loads(text, parse_float=str)",
        "x = answer.json()",
    ],
)
def test_json_read_without_decimals_is_found(tmp_path: Path, text: str) -> None:
    root = plant(tmp_path, {"bridge/sandbox/x.py": text})
    assert len(places(money.json_has_exact_decimals, root)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "import json\nx = json.loads(text, parse_float=Decimal)",
        "import json\nread = partial(json.loads, parse_float=Decimal)",
        "x = answer.json(parse_float=Decimal)",
        "x = await_(request.json(loads=read))",
        "import json\nx = json.dumps(1)",
    ],
)
def test_json_read_with_decimals_passes(tmp_path: Path, text: str) -> None:
    root = plant(tmp_path, {"bridge/adapters/x.py": text})
    assert places(money.json_has_exact_decimals, root) == []


@pytest.mark.parametrize(
    "text",
    [
        "x = round(amount)",
        "x = amount.quantize(cent)",
        "x = amount.to_integral_value()",
        "import math\nx = math.floor(amount)",
        "from math import ceil\nx = ceil(amount)",
        "x = map(round, amounts)",
        "x = f'{amount:.2f}'",
        "x = f'{amount:,.2f}'",
    ],
)
def test_rounding_elsewhere_is_found(tmp_path: Path, text: str) -> None:
    root = plant(tmp_path, {"bridge/mappers/x.py": text, "bridge/model/money.py": text})
    (place,) = places(money.rounding_has_one_place, root)
    assert place.startswith("bridge/mappers/x.py")


def test_seconds_may_be_shown_in_short(tmp_path: Path) -> None:
    root = plant(tmp_path, {"bridge/cli/x.py": "x = f'{passed_s:.1f} {count:>5} {name!r}'"})
    assert places(money.rounding_has_one_place, root) == []
