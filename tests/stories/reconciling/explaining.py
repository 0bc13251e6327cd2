"""What a figure of a statement is explained with."""

from bridge.flow.explaining.retracing import Retracing
from bridge.flow.explaining.telling import explain
from tests.stories.stand import Stand


def explained(stand: Stand, ref: str) -> tuple[str, str | None]:
    """What a statement says of a figure, and what it comes to now."""
    with stand.ends.store.reading() as view:
        found = explain(view, Retracing(), ref)
    assert found.amount is not None
    assert found.recomputed is (found.again == found.amount)
    return found.amount.text(), found.again.text() if found.again is not None else None
