"""Plans that are kept: what a draft would do, under a digest of all that it was made of."""

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, delete, select

from bridge.adapters.store.replaying.tables import RulePlanRow
from bridge.model.calendar import Clock
from bridge.model.ids import Digest, RulebookVersion, canonical

Form = Mapping[str, Any]

#: So many are kept, the latest, besides those that people go by.
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

    def whole(
        self, draft: RulebookVersion, in_force: RulebookVersion | None = None
    ) -> KeptPlan | None:
        """Return the last plan of a draft over every deal, against these rules or else any."""
        found = (one for one in self._over_all(draft) if in_force in (None, one.form["in_force"]))
        return next(found, None)

    def wholes(self, draft: RulebookVersion) -> tuple[Digest, ...]:
        """Return what the last plans of a draft over every deal were made of, one for any rules."""
        found: dict[str, Digest] = {}
        for one in self._over_all(draft):
            found.setdefault(one.form["in_force"], one.asked)
        return tuple(found.values())

    def under(self, digests: Iterable[Digest]) -> tuple[Digest, ...]:
        """Return what plans of these digests were made of, of those that are kept."""
        query = select(RulePlanRow.asked).where(col(RulePlanRow.digest).in_(tuple(digests)))
        return tuple(map(Digest, self._session.exec(query)))

    def _over_all(self, draft: RulebookVersion) -> Iterator[KeptPlan]:
        query = select(RulePlanRow).where(RulePlanRow.draft == draft)
        newest = query.order_by(col(RulePlanRow.made_at).desc(), col(RulePlanRow.asked))
        return (one for one in map(_kept, self._session.exec(newest)) if not one.form["part"])

    def keep(self, asked: Digest, form: Form, spared: Iterable[Digest] = ()) -> None:
        """Keep a plan for an earlier one of the same; the oldest make room that are not spared."""
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
        held = [asked, *spared, *self._session.exec(newest.limit(PLANS_MAX - 1))]
        self._session.exec(delete(RulePlanRow).where(col(RulePlanRow.asked).not_in(held)))


def _kept(row: RulePlanRow) -> KeptPlan:
    return KeptPlan(
        asked=Digest(row.asked),
        digest=Digest(row.digest),
        made_at=row.made_at,
        made_by=row.made_by,
        form=json.loads(zlib.decompress(row.content), parse_float=Decimal),
    )
