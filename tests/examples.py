"""How many examples a test looks at that needs more of them, or fewer, than others do."""

from hypothesis import settings

#: What a run looks at that is in no hurry: the counts in the tests are those of such a run.
_AT_LEISURE = 100


def share(count: int) -> int:
    """Return the part of a count that the profile of this run can wait for."""
    return max(1, count * settings().max_examples // _AT_LEISURE)
