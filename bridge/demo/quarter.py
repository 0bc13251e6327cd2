"""The quarter of the demo: a first pass, second thoughts of sales, and finance at work."""

from collections.abc import Sequence

from bridge import app, stage
from bridge.demo import hand


def begin(
    bridge: app.Bridge,
    stands: stage.Stands,
    seen: app.Seen,
    parts: Sequence[stage.Part] = stage.COMPANY,
) -> int:
    """
    Book the quarter and let its people act, unless they have; return how much was posted.

    What they changed in Salesforce the next pass sees. Raises a BridgeError as a pass does.
    """
    store = bridge.ends.store
    with store.reading() as view:
        begun = bool(view.lives.all())
    if begun:
        return 0
    posted = bridge.sync(seen).posted_now
    stage.have_second_thoughts(stands, parts)
    hand.work(store, bridge.ends.clock, bridge.edition)
    return posted
