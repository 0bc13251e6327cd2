"""What may befall a contract on its way, or its first order in NetSuite afterwards."""

from collections.abc import Mapping
from enum import StrEnum

from tests.stories.reconciling.drawing.sold.contracts import Shape


class Fate(StrEnum):
    """What befalls a contract on its way, or its first order in NetSuite afterwards."""

    NOTHING = "nothing"
    PRICED = "priced"  #: somebody makes it a lot dearer
    COUNTED = "counted"  #: somebody makes it twice as many seats
    BOTH = "both"  #: a lot dearer, and then twice as many seats
    DATED = "dated"  #: somebody ends it in the middle of the year
    PRICED_LATE = "priced late"  #: a lot dearer when two months of it are posted
    DELETED = "deleted"
    UNAPPROVED = "unapproved"
    APPROVED_LATE = "approved late"  #: when two months of it are closed
    ON_HOLD = "on hold"  #: its plan is, before anything of it is posted
    CUT_OFF = "cut off"  #: NetSuite does not answer, and has it
    THROTTLED = "throttled"  #: NetSuite answers 429 once
    WAITING = "waiting"  #: Salesforce has not finished it
    EXCLUDED = "excluded"  #: a rule leaves evaluations out
    UNANSWERED = "unanswered"  #: NetSuite has it since the last pass, and has not said so
    NOT_SENT = "not sent"  #: NetSuite answers 429 in the last pass
    CHANGED_LATE = "changed late"  #: amended when two months of it are posted and closed
    INVOICED = "invoiced"  #: the same, and all of its first order is invoiced by then
    MERGED = "merged"  #: amended late, and what is left begins anew together with it
    CAUGHT_UP = "caught up"  #: amended late, and merged as if it had been so from the start
    PARTLY_INVOICED = "partly invoiced"  #: amended late, and invoiced until the end of March
    RETURNING = "returning"  #: invoiced, and nobody approves what is given back
    UNREAD = "unread"  #: Salesforce has it since the last pass
    CLOSED = "closed"  #: a quarter is invoiced, and somebody closes the line when two months are
    UNDATED = "undated"  #: somebody takes its days away
    RULED = "ruled otherwise"  #: somebody takes an item that is recognised at once
    BEHIND = "behind"  #: a lot dearer at the end of March, and NetSuite has not planned it anew


#: Somebody works on the first line of the order by hand, or on all of it.
EDITED = frozenset(
    {
        Fate.PRICED,
        Fate.COUNTED,
        Fate.BOTH,
        Fate.DATED,
        Fate.RULED,
        Fate.UNDATED,
        Fate.PRICED_LATE,
        Fate.DELETED,
        Fate.CLOSED,
        Fate.BEHIND,
    }
)
#: What makes a plan another one than was predicted.
DRIFTED = frozenset(
    {Fate.PRICED, Fate.COUNTED, Fate.BOTH, Fate.DATED, Fate.RULED, Fate.PRICED_LATE}
)
#: Amended when January and February are closed.
CHANGED = frozenset(
    {
        Fate.CHANGED_LATE,
        Fate.INVOICED,
        Fate.MERGED,
        Fate.CAUGHT_UP,
        Fate.PARTLY_INVOICED,
        Fate.RETURNING,
    }
)
#: All of the first order is invoiced: what is given up is returned.
INVOICED = frozenset({Fate.INVOICED, Fate.RETURNING})
#: Invoiced at all.
BILLED = INVOICED | {Fate.PARTLY_INVOICED, Fate.CLOSED}
#: The arrangements of both orders are merged, once a person has agreed.
MERGING = frozenset({Fate.MERGED, Fate.CAUGHT_UP})
#: What may befall any contract.
_OF_ANY = (
    Fate.APPROVED_LATE,
    Fate.ON_HOLD,
    Fate.UNAPPROVED,
    Fate.CUT_OFF,
    Fate.NOTHING,
    Fate.THROTTLED,
)
#: What may befall those that are amended, and those of which something is given up.
_OF_CHANGED = (Fate.CHANGED_LATE, Fate.INVOICED, *_OF_ANY)
_OF_REDUCED = (Fate.RETURNING, *_OF_CHANGED)
#: What may befall a first line that stands as it was sold, and one that was changed before.
_EDITED_CHANGE = (
    Fate.BOTH,
    Fate.DATED,
    Fate.RULED,
    Fate.DELETED,
    Fate.UNDATED,
    Fate.PRICED,
    Fate.COUNTED,
)
_EDITED = (Fate.PRICED_LATE, Fate.CLOSED, Fate.BEHIND, *_EDITED_CHANGE)
#: What may befall what is sold by one order.
_OF_ONE = (Fate.EXCLUDED, Fate.NOT_SENT, Fate.WAITING, Fate.UNANSWERED, Fate.UNREAD)
#: What may befall what is given up of a quarter that is invoiced.
_OF_PARTS = (Fate.PARTLY_INVOICED, *_OF_REDUCED[:3])
#: What is recognised at once has no plan to be edited.
_OF_LICENCE = (Fate.THROTTLED, *_OF_ONE, *_OF_ANY)
FATES: Mapping[Shape, tuple[Fate, ...]] = {
    Shape.PLAIN: (
        Fate.NOTHING,
        *_EDITED,
        *_OF_ONE,
        *(one for one in _OF_ANY if one is not Fate.NOTHING),
    ),
    Shape.RAMP: (Fate.UNREAD, *_OF_ONE[:-1], *_EDITED, *_OF_ANY),
    Shape.BUNDLE: (Fate.BEHIND, *_OF_ANY, *_EDITED[:2], *_EDITED[3:], *_OF_ONE),
    Shape.AHEAD: (Fate.UNAPPROVED, Fate.DELETED, Fate.PRICED, *_OF_ONE, Fate.NOTHING),
    Shape.UPSELL: (Fate.MERGED, *_EDITED, Fate.CAUGHT_UP, *_OF_CHANGED),
    Shape.COTERMED: (Fate.CAUGHT_UP, Fate.CHANGED_LATE, Fate.MERGED, *_OF_CHANGED[1:], *_EDITED),
    Shape.SHARED: (Fate.CAUGHT_UP, Fate.MERGED),
    Shape.DECREASED: (Fate.DATED, *_OF_REDUCED, *_EDITED_CHANGE[:1], *_EDITED_CHANGE[3:]),
    Shape.SWAPPED: (Fate.RETURNING, *_OF_ANY[3:], *_OF_PARTS, *_OF_ANY[:3], *_EDITED_CHANGE),
    Shape.CANCELLED: (Fate.INVOICED, *_EDITED_CHANGE, *_OF_PARTS, *reversed(_OF_ANY)),
    Shape.RENEWED: (Fate.PARTLY_INVOICED, *_OF_REDUCED, *_EDITED_CHANGE),
    Shape.EXTENDED: (Fate.CHANGED_LATE, *_OF_ANY, *_EDITED),
    Shape.LICENCE: _OF_LICENCE,
    Shape.LEVEL: (Fate.NOTHING, *_OF_ONE, *_OF_ANY),
}
