"""Plans that are kept: what a draft would do, under a digest of all that it was made of."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, delete, select

from bridge.adapters.store.replaying.tables import RulePlanRow
from bridge.model.calendar import Clock
from bridge.model.ids import Digest, RulebookVersion, canonical

Form = Mapping[str, Any]

#: So many are kept, the latest; any of them can be made anew.
PLANS_MAX = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPlan:
    """A plan with who made it and when; `form` is its JSON form."""

    asked: Digest
    digest: Digest
    made_at: datetime
    made_by: str
    form: Form


class PlanRows:
    """Keeps plans, within one transaction; what is kept proves nothing and may be lost."""

    def __init__(self, session: Session, clock: Clock, actor: str) -> None:
        self._session = session
        self._clock = clock
        self._actor = actor

    def one(self, asked: Digest) -> KeptPlan | None:
        """Return the plan that was made of just this."""
        row = self._session.get(RulePlanRow, asked)
        return _kept(row) if row else None

    def latest(self, draft: RulebookVersion) -> KeptPlan | None:
        """Return the plan of a draft that was made last."""
        query = select(RulePlanRow).where(RulePlanRow.draft == draft)
        latest = query.order_by(col(RulePlanRow.made_at).desc(), col(RulePlanRow.asked)).limit(1)
        row = self._session.exec(latest).first()
        return _kept(row) if row else None

    def whole(self, draft: RulebookVersion, in_force: RulebookVersion) -> KeptPlan | None:
        """Return the last plan of a draft that is over every deal, against these rules in force."""
        query = select(RulePlanRow).where(RulePlanRow.draft == draft)
        newest = query.order_by(col(RulePlanRow.made_at).desc(), col(RulePlanRow.asked))
        kept = map(_kept, self._session.exec(newest))
        return next(
            (one for one in kept if not one.form["part"] and one.form["in_force"] == in_force), None
        )

    def keep(self, asked: Digest, form: Form) -> None:
        """Keep a plan in the place of an earlier one of the same; the oldest make room."""
        row = RulePlanRow(
            asked=asked,
            draft=form["draft"],
            digest=form["digest"],
            made_at=self._clock(),
            made_by=self._actor,
            content=zlib.compress(canonical(form)),
        )
        self._session.merge(row)
        self._session.flush()
        others = select(RulePlanRow.asked).where(RulePlanRow.asked != asked)
        newest = others.order_by(col(RulePlanRow.made_at).desc(), col(RulePlanRow.asked))
        held = [asked, *self._session.exec(newest.limit(PLANS_MAX - 1))]
        self._session.exec(delete(RulePlanRow).where(col(RulePlanRow.asked).not_in(held)))


def _kept(row: RulePlanRow) -> KeptPlan:
    return KeptPlan(
        asked=Digest(row.asked),
        digest=Digest(row.digest),
        made_at=row.made_at,
        made_by=row.made_by,
        form=json.loads(zlib.decompress(row.content), parse_float=Decimal),
    )
