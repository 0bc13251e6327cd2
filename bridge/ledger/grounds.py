"""
How the rules came to a judgement, in the form in which an entry of the ledger carries it.

Kept there, and not computed again when somebody asks: it is what the rules said on that day.
"""

from collections.abc import Iterable

from bridge.mappers.judge import Step


def content(steps: Iterable[Step]) -> list[dict[str, object]]:
    """
    Return the steps of a trace as JSON values, in order: subjects, the row, its sentences.

    Lines of which a rule says the very same stand in one step: an order has hundreds of them.

    >>> content(
    ...     [Step("line 1", "items#ENT", ("row ENT",)), Step("line 2", "items#ENT", ("row ENT",))]
    ... )
    [{'of': ['line 1', 'line 2'], 'rule': 'items#ENT', 'says': ['row ENT']}]
    """
    subjects: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for step in steps:
        subjects.setdefault((step.rule, step.says), []).append(step.subject)
    return [{"of": of, "rule": rule, "says": list(says)} for (rule, says), of in subjects.items()]
