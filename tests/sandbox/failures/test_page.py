"""The page of faults tells of every fault: who knows it, and what a rule of it can say."""

from __future__ import annotations

import re
from pathlib import Path

from bridge.sandbox.failures.kinds import KINDS, Fault

PAGE = (Path(__file__).parents[3] / "docs/sandbox-faults.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(\w+)` \| (both|Salesforce|NetSuite) \|(.*?)\| (.+) \|$", re.MULTILINE)


def test_every_fault_has_its_row_with_systems_and_keys() -> None:
    told = {
        name: (system.lower(), frozenset(re.findall(r"`(\w+)`", keys)))
        for name, system, keys, _ in ROW.findall(PAGE)
    }
    assert told == {
        fault.value: (KINDS[fault].only or "both", KINDS[fault].needs | KINDS[fault].takes)
        for fault in Fault
    }
