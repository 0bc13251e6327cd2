"""The quarter of the demo: a first pass, second thoughts of sales, and finance at work."""

from collections.abc import Sequence

from bridge import app, stage
from bridge.demo import closing, decisions, hand, rulework
from bridge.flow.notifying.channels import telling
from bridge.flow.sync.batches import Progress
from bridge.flow.watching.health import PASSES


def begin(
    bridge: app.Bridge,
    stands: stage.Stands,
    seen: Progress,
    parts: Sequence[stage.Part] = stage.COMPANY,
) -> int:
    """
    Book the quarter and let its people act, unless they have; return how much was posted.

    What they changed in Salesforce last the next pass sees. Raises a BridgeError as a pass does.
    """
    store = bridge.ends.store
    with store.reading() as view:
        begun = bool(view.lives.all())
    if begun:
        return 0
    # What was there before the first look is no news: all that follows is told.
    telling(store, bridge.settings, bridge.ends.clock, PASSES).run()
    rulework.go_live(store, bridge.ends.clock, bridge.edition)
    posted = bridge.sync(seen).posted_now
    closing.approve_orders(bridge, stands)
    stage.have_second_thoughts(stands, parts)
    decisions.decide(bridge, hand.work(store, bridge.ends.clock))
    closing.post_journal(bridge, stands)
    rulework.propose(store, bridge.ends.clock, bridge.edition)
    posted += bridge.sync(seen).posted_now
    stage.have_third_thoughts(stands, parts)
    return posted


def look_back(bridge: app.Bridge) -> None:
    """
    Let people look at the first statements, and at what their draft would do, unless they have.

    It is done once there are statements, beside the passes: nobody waits for it at the start.
    """
    closing.sign(bridge.ends.store, bridge.settings.reconcile.thresholds)
    rulework.plan(bridge.ends.store, bridge.edition)
