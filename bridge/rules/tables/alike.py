"""What a lookup knows that is most like a key which it does not know."""

from collections.abc import Collection, Mapping, Sequence

from bridge.rules.outcomes import Value, shown

#: In a larger lookup nothing is searched for what is alike; nobody reads the result either.
_ROWS_MAX = 1000
#: How many values of one part of a key a sentence lists.
_LISTED_MAX = 6

Key = tuple[Value, ...]


def alike(names: Sequence[str], key: Key, known: Collection[Key]) -> str | None:
    """
    Say which rows differ least from a key, by the parts in which they differ.

    None where no row has any part in common with a key of several parts, and where the lookup is
    larger than a person reads.

    >>> rows = [("RECURRING", "Annual"), ("RECURRING", "Monthly"), ("ONE_TIME", "none")]
    >>> alike(["charge", "every"], ("RECURRING", "Weekly"), rows)
    'the rules know it with every = Annual or Monthly'
    >>> alike(["charge", "every"], ("USAGE", "Weekly"), rows)
    """
    if len(known) > _ROWS_MAX or not known:
        return None
    parts = {row: _different(key, row) for row in known}
    fewest = min(map(len, parts.values()))
    if fewest == len(key) > 1:
        return None
    values: dict[tuple[int, ...], list[Key]] = {}
    for row, places in parts.items():
        if len(places) == fewest:
            values.setdefault(places, []).append(row)
    said = [_with(names, places, rows) for places, rows in sorted(values.items())]
    return f"the rules know it with {'; or with '.join(said)}"


def _different(key: Key, row: Key) -> tuple[int, ...]:
    return tuple(place for place, value in enumerate(row) if value != key[place])


def _with(names: Sequence[str], places: tuple[int, ...], rows: Sequence[Key]) -> str:
    """Say the values of some parts: each row's together where it is more than one part."""
    kinds: Mapping[str, None] = dict.fromkeys(
        " and ".join(shown(row[place]) for place in places) for row in rows
    )
    listed = sorted(kinds)
    shortened = [*listed[:_LISTED_MAX], *(["others"] if len(listed) > _LISTED_MAX else [])]
    *others, last = shortened
    one_of = f"{', '.join(others)} or {last}" if others else last
    return f"{' and '.join(names[place] for place in places)} = {one_of}"
