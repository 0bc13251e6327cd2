"""The store: named transactions over one database, and the proof that its books are whole."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from sqlalchemy import text
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError, StatementError
from sqlmodel import Session, select

from bridge.adapters.lock import FileLock
from bridge.adapters.store.answers.rows import AnswerRows
from bridge.adapters.store.browsing.lists import Lists
from bridge.adapters.store.cases import CaseRows, ExceptionCase
from bridge.adapters.store.deals import DealRows
from bridge.adapters.store.documents import Books, DocumentRows
from bridge.adapters.store.dossiers import DossierRows
from bridge.adapters.store.engine import (
    WRITES,
    check_schema,
    database_url,
    first_line,
    migrate,
    open_engine,
    sqlite_file,
)
from bridge.adapters.store.judgements import JudgementRows
from bridge.adapters.store.ledger_rows import LedgerRows
from bridge.adapters.store.notes import NoteRows
from bridge.adapters.store.notifying.rows import DeliveryRows
from bridge.adapters.store.packages.rows import PackageRows
from bridge.adapters.store.people.rows import PeopleRows
from bridge.adapters.store.posted.rows import PostedRows
from bridge.adapters.store.queue.due import DueRows
from bridge.adapters.store.queue.lives import LifeRows
from bridge.adapters.store.queue.trials import TrialRows
from bridge.adapters.store.reconciling.together import ReconcilingRows
from bridge.adapters.store.replaying.plans import PlanRows
from bridge.adapters.store.replaying.rows import ReplayRows
from bridge.adapters.store.reporting.rows import ReportRows
from bridge.adapters.store.rulebook.copies import WorkingCopyRows
from bridge.adapters.store.sales.rows import SaleRows
from bridge.adapters.store.tables import HeadRow, Unstorable
from bridge.adapters.store.turns import TurnRows
from bridge.adapters.store.write_backs import WriteBackRows
from bridge.errors import Misconfigured, Unavailable
from bridge.ledger import moves
from bridge.ledger.audit import audit, conservation
from bridge.ledger.chain import Finding
from bridge.ledger.chain import verify as verify_chain
from bridge.ledger.person import MACHINE
from bridge.model.calendar import Clock
from bridge.people.roles import Permission

#: What the driver raises because of one value; the database is well.
_OF_ONE_VALUE = (DataError, IntegrityError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """What can be read, and in `Store.transaction` written, together."""

    ledger: LedgerRows
    judgements: JudgementRows
    notes: NoteRows
    deals: DealRows
    documents: DocumentRows
    cases: CaseRows
    lives: LifeRows
    due: DueRows
    trials: TrialRows
    write_backs: WriteBackRows
    dossiers: DossierRows
    posted: PostedRows
    turns: TurnRows
    lists: Lists  #: page by page, for people
    copies: WorkingCopyRows
    people: PeopleRows
    reports: ReportRows
    packages: PackageRows
    sales: SaleRows
    deliveries: DeliveryRows
    answers: AnswerRows
    reconciling: ReconcilingRows
    replays: ReplayRows
    plans: PlanRows
    now: Clock  #: the database's clock

    def retry(self, number: int) -> ExceptionCase:
        """
        Try again what an exception is about, because a person has mended its cause.

        A refused document is sent again, after a look whether NetSuite holds it; a deal is read
        again in the next pass. Returns the exception as it was. Raises Misconfigured if there is
        none of that number, or if it is closed; NotPermitted for who may not do it.
        """
        self.people.accounts.permit(Permission.RUN)
        case = self.cases.one(number)
        if case is None or case.closed_at is not None:
            raise Misconfigured(
                "there is no such exception" if case is None else "the exception is closed",
                where=f"exception {number}",
                act="take the number of an open one from `bridge exceptions list`",
            )
        if case.document is None or not self.documents.reopen(case.document):
            self.judgements.note([case.deal])
            self.ledger.append(moves.retried(case.deal, number))
        return case


def _unheard(_point: str) -> None:
    """Do nothing at a commit."""


def _hold(file: Path) -> FileLock:
    """Make an SQLite store ours alone, and readable for nobody else."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(file)
    file.touch(mode=0o600)  # what a company sells is nobody else's business on this machine
    return lock


class Store:
    """
    One database: SQLite for one process, PostgreSQL for several.

    `clock` dates what happened; `database_clock` stands for the database's own in tests.
    One that `looks_on` reads what is there, also while another process holds the store; it writes
    nothing, and raises Misconfigured if there is nothing yet.
    `on_commit` hears "before:NAME" and "after:NAME" of every transaction. Raises Misconfigured if
    the URL is of no use or the database does not answer, StoreLocked if another process has it.
    Every transaction raises Unavailable if the database goes away, is full or stays locked, and
    Unstorable, having written nothing, if a value in it is none that the database can hold.
    """

    def __init__(
        self,
        url: str,
        *,
        clock: Clock,
        on_commit: Callable[[str], None] = _unheard,
        database_clock: Clock | None = None,
        looks_on: bool = False,
    ) -> None:
        self._clock = clock
        self._database_clock = database_clock
        self._on_commit = on_commit
        self._written = 0
        parsed = database_url(url)
        file = sqlite_file(parsed)
        self._lock = _hold(file) if file is not None and not looks_on else None
        self._engine = open_engine(parsed)
        try:
            if looks_on:
                check_schema(self._engine)
            else:
                migrate(self._engine)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections and, last, of the lock."""
        self._engine.dispose()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def ping(self) -> datetime:
        """Return the time by the database's clock."""
        with self.reading() as view:
            return view.now()

    @property
    def written(self) -> int:
        """How often this process has written: what was read at the same number still stands."""
        return self._written

    @contextmanager
    def transaction(self, name: str, *, actor: str = MACHINE) -> Iterator[Transaction]:
        """
        Write under a name, all or nothing; `actor` is who the ledger says did it.

        Writers take turns on both databases, by a lock that is held from the beginning: what was
        read in the transaction still holds when it commits. So nothing slow belongs inside.
        """
        with self._session(writes=True) as session:
            session.exec(select(HeadRow).with_for_update()).one()
            yield self._open(session, actor)
            session.flush()
            self._on_commit(f"before:{name}")
            session.commit()
        self._written += 1
        self._on_commit(f"after:{name}")

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Read one consistent state; whatever is written is rolled back."""
        with self._session(writes=False) as session:
            yield self._open(session, "nobody")

    def verify(self) -> tuple[Finding, ...]:
        """
        Return what is wrong with the books; nothing if they are whole.

        Checked are the chain, the balance of each entry, the conservation of every currency, and,
        deal by deal, that documents and exceptions say what the ledger says; and that people have
        the roles that it tells of.
        """
        with self.reading() as view:
            return (
                *verify_chain(view.ledger.entries(), view.ledger.head()),
                *conservation(view.ledger.balances()),
                *audit(view.deals.books()),
                *view.lives.findings(),
                *view.people.accounts.findings(),
            )

    @contextmanager
    def _session(self, *, writes: bool) -> Iterator[Session]:
        options: dict[str, Any] = {WRITES: writes}
        if not writes and self._engine.dialect.name == "postgresql":
            options["isolation_level"] = "REPEATABLE READ"  # one state for all the queries inside
        try:
            with (
                self._engine.connect().execution_options(**options) as connection,
                Session(connection) as session,
            ):
                yield session
        except OperationalError as error:
            raise Unavailable("store", "transaction", "DATABASE", first_line(error)) from error
        except StatementError as error:
            if isinstance(error, DBAPIError) and not isinstance(error, _OF_ONE_VALUE):
                raise
            raise Unstorable(f"the database cannot keep a value: {first_line(error)}") from error

    def _open(self, session: Session, actor: str) -> Transaction:
        ledger = LedgerRows(session, self._clock, actor)
        notes = NoteRows(session, self._clock)
        people = PeopleRows.open(session, self._clock, ledger, actor)
        lives = LifeRows(session, self._clock, ledger, notes, people.accounts)
        cases = CaseRows(session, self._clock, lives)
        write_backs = WriteBackRows(session, ledger)
        packages = PackageRows(session)
        trials = TrialRows(session)
        books = Books(
            ledger=ledger, cases=cases, write_backs=write_backs, notes=notes, packages=packages
        )

        def now() -> datetime:
            return self._now(session)

        return Transaction(
            ledger=ledger,
            judgements=JudgementRows(session, self._clock, books),
            notes=notes,
            deals=DealRows(session, books),
            documents=DocumentRows(session, now, books),
            cases=cases,
            lives=lives,
            due=DueRows(session),
            trials=trials,
            write_backs=write_backs,
            dossiers=DossierRows(session, self._clock),
            posted=PostedRows(session),
            turns=TurnRows(session, now),
            lists=Lists.of(session),
            copies=WorkingCopyRows(session, self._clock, actor),
            people=people,
            reports=ReportRows(session),
            packages=packages,
            sales=SaleRows(session),
            deliveries=DeliveryRows(session, self._clock),
            answers=AnswerRows(session, self._clock),
            reconciling=ReconcilingRows.of(session, self._clock),
            replays=ReplayRows(session, trials),
            plans=PlanRows(session, self._clock, actor),
            now=now,
        )

    def _now(self, session: Session) -> datetime:
        """Ask the server, whose clock all processes share; SQLite has one process and its clock."""
        if self._database_clock is not None:
            return self._database_clock()
        if session.get_bind().dialect.name == "sqlite":
            return self._clock()
        asked: datetime = (
            session.connection().execute(text("SELECT clock_timestamp()")).scalar_one()
        )
        return asked
