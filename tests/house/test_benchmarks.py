"""Benchmarks of statements run with a few lines: nobody sees by hand on which day one breaks."""

import sys
from pathlib import Path

import pytest

from benchmarks import kept_reconciliation, reconciliation
from benchmarks.kept import rows

LINES, ROWS = 8, 3


def test_a_statement_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    reconciliation.measured(LINES, ROWS)
    assert "8 lines, 24 planned rows, 12 periods" in capsys.readouterr().out


def test_a_statement_is_measured_from_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'bridge.sqlite'}"
    asked = ["--lines", str(LINES), "--rows", str(ROWS), "--database", url]
    monkeypatch.setattr(sys, "argv", ["rows", *asked])
    rows.main()
    kept_reconciliation.stated(url)
    assert "from the store to the statement" in capsys.readouterr().out
