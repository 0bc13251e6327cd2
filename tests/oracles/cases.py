"""The worked examples, and how an answer is compared with what an example expects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from bridge.model.money import Currency, Money

FOLDER = Path(__file__).parent
USD = Currency("USD")
EUR = Currency("EUR")


@dataclass(frozen=True, slots=True)
class Case:
    """One example: what is given, what is to come out, and how near."""

    id: str
    topic: str
    outcome: str
    policy: Mapping[str, Any]
    inputs: Mapping[str, Any]
    expected: Mapping[str, Any]
    tolerance: Decimal

    def day(self, name: str) -> date:
        return date.fromisoformat(self.inputs[name])

    def money(self, name: str) -> Money:
        return Money.parse(self.inputs[name], USD)


def _loaded() -> dict[str, Case]:
    text = (FOLDER / "revenue_cases.yaml").read_text(encoding="utf-8")
    return {
        one["id"]: Case(
            id=one["id"],
            topic=one["topic"],
            outcome=one["outcome"],
            policy=one["policy"],
            inputs=one["inputs"],
            expected=one["expected"],
            tolerance=Decimal(one["tolerance"]),
        )
        for one in yaml.load(text, Loader=yaml.CSafeLoader)["cases"]
    }


CASES = _loaded()


def differences(found: object, expected: object, tolerance: Decimal, at: str = "") -> list[str]:
    """Say where an answer and what is expected differ: in shape, in words, or by more than that."""
    match found, expected:
        case Mapping(), Mapping():
            if set(found) != set(expected):
                return [f"{at}: {list(found)} for {list(expected)}"]
            pairs = [(f"{at}/{key}", found[key], expected[key]) for key in expected]
        case Sequence(), Sequence() if not isinstance(found, str) and not isinstance(expected, str):
            if len(found) != len(expected):
                return [f"{at}: {len(found)} values for {len(expected)}"]
            pairs = [
                (f"{at}/{place}", one, other)
                for place, (one, other) in enumerate(zip(found, expected, strict=True))
            ]
        case (Money() | Decimal() | int(), str() | int()) if not isinstance(expected, bool):
            amount = found.decimal() if isinstance(found, Money) else Decimal(found)
            near = abs(amount - Decimal(expected)) <= tolerance
            return [] if near else [f"{at}: {amount} for {expected}"]
        case _:
            return [] if found == expected else [f"{at}: {found} for {expected}"]
    return [
        one for place, value, other in pairs for one in differences(value, other, tolerance, place)
    ]
