"""
Calls under a key: begun once, and answered the same again for a day.

IETF draft "The Idempotency-Key HTTP Header Field" (draft-ietf-httpapi-idempotency-key-header).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import Enum, auto

from sqlmodel import Session, col, delete

from bridge.adapters.store.answers.tables import KeptAnswerRow
from bridge.model.calendar import Clock
from bridge.model.ids import Digest, canonical

#: A program that repeats a call does so within a day, or a person looks.
KEPT_FOR = timedelta(hours=24)
#: No call is at work for longer: whoever began it is gone, and did not finish it.
AT_WORK_FOR = timedelta(minutes=5)


class Standing(Enum):
    """How a key stands, if there is no answer under it."""

    BEGUN = auto()  #: now, by this call, which does what it asks for
    AT_WORK = auto()  #: by another call, which is not answered yet
    OTHERWISE = auto()  #: by a call that asked for something else


@dataclass(frozen=True, slots=True)
class Kept:
    """The answer to a call that was done."""

    status: int
    headers: Mapping[str, str]
    body: str


class AnswerRows:
    """Answers that are kept, within one transaction."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def begin(self, key: Digest, request: Digest) -> Standing | Kept:
        """Begin a call under a key; or say how it stands, or what was answered. Old ones go."""
        now = self._clock()
        gone = delete(KeptAnswerRow).where(col(KeptAnswerRow.begun_at) <= now - KEPT_FOR)
        self._session.connection().execute(gone)
        row = self._session.get(KeptAnswerRow, key)
        if row is None:
            empty = KeptAnswerRow(
                key=key, request=request, begun_at=now, status=None, headers="{}", body=""
            )
            self._session.add(empty)
            self._session.flush()
            return Standing.BEGUN
        if row.request != request:
            return Standing.OTHERWISE
        if row.status is not None:
            return Kept(row.status, json.loads(row.headers, parse_float=Decimal), row.body)
        if now - row.begun_at < AT_WORK_FOR:
            return Standing.AT_WORK
        row.begun_at = now
        self._session.flush()
        return Standing.BEGUN

    def keep(self, key: Digest, kept: Kept) -> None:
        """Keep what a call was answered, unless another one under its key was refused since."""
        row = self._session.get(KeptAnswerRow, key)
        if row is None:
            return
        row.status, row.body = kept.status, kept.body
        row.headers = canonical(dict(kept.headers)).decode()
        self._session.flush()

    def let_go(self, key: Digest) -> None:
        """Forget a call that did nothing: under its key it may be tried again, or otherwise."""
        gone = delete(KeptAnswerRow).where(col(KeptAnswerRow.key) == key)
        self._session.connection().execute(gone)
