"""What becomes of the lines of a record when a body with lines arrives."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bridge.sandbox.netsuite.records.store import Line


def merged(
    existing: Sequence[Line],
    given: Sequence[Line],
    key: str | None,
    *,
    replace: bool,
    new_key: Callable[[Line], int],
) -> list[Line]:
    """
    Return the lines after a write; neither input is changed.

    A line whose key is known is updated by the given fields; any other is appended, with a key
    from `new_key` if the sublist is keyed. With `replace`, lines that are not given go: those of a
    keyed sublist whose keys are given stay and are updated, those of another are all made anew.
    """
    if key is None:
        return [*([] if replace else map(dict, existing)), *map(dict, given)]
    by_key = {line[key]: dict(line) for line in existing}
    named = {line[key] for line in given if line.get(key) in by_key}
    result = [line for line in by_key.values() if not replace or line[key] in named]
    for line in given:
        known = by_key.get(line.get(key))
        if known is not None:
            known.update(line)
        else:
            appended = dict(line)
            appended[key] = new_key(appended)
            result.append(appended)
    return result
