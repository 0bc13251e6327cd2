"""The JSON form of what is wrong in a rule; other tools rely on these keys."""

from typing import Any

from bridge.rules.diagnostics import Diagnostic


def diagnostic(one: Diagnostic) -> dict[str, Any]:
    """Return a finding in a rule file; line and column count from 1."""
    return {
        "file": one.file,
        "line": one.line,
        "column": one.column,
        "length": one.length,
        "severity": one.severity.value,
        "message": one.message,
        "hint": one.hint,
    }
