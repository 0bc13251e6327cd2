"""
The stage: both sandboxes, and a settings file that leads to them.

It is quick to load, as a stand-in has to be quick to start: it knows nothing of the bridge that
will read the file.
"""

import errno
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bridge.errors import Misconfigured
from bridge.sandbox import world
from bridge.sandbox.company import book
from bridge.sandbox.faults import FaultsInvalid
from bridge.sandbox.front.front import open_front
from bridge.sandbox.memory import MemoryBroken
from bridge.sandbox.netsuite.seeds import SeedInvalid as NetSuiteSeedInvalid
from bridge.sandbox.seeds import SeedInvalid

#: Both stand-ins, answering.
Stands = world.World
#: The seed files of the sample deals.
SAMPLE = world.DEMO
#: Deals of one kind of the company of the demo, and all of its deals.
Part = book.Part
COMPANY = book.ALL

#: A stand-in answers at once, or never.
_HTTP = "{ connect_timeout_s = 2, read_timeout_s = 5, attempts_max = 4, retry_for_s = 30 }"
#: What a stand-in has begun, it has ended by then.
_LONGEST_RUN_S = 2
#: Who may approve merges in it.
_ACCOUNTANTS = ["Ana Example", "Ines Falk"]
#: How often the daemon of the demo looks for changes, and how far back beyond the last look.
_EVERY_S = 5
#: What the messages to a stand-in are signed with: it opens nothing.
_SPOKEN = "YSBkZW1vIGhhcyBubyBzZWNyZXRzIGF0IGFsbCwgbm9uZQ=="
_OVERLAP_S = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be opened; without seeds, the sample deals."""

    seeds: tuple[Path, ...]
    folder: Path
    rules: Path = Path("config/rules")
    ports: tuple[int, int] = (0, 0)
    faults: Path | None = None
    clock: datetime | None = None
    console_port: int = 0  #: of the bridge that works between them
    #: Whether a new start in the folder knows what the sandboxes were told before.
    remembers: bool = False
    #: What NetSuite holds beside its customers.
    netsuite_seeds: tuple[Path, ...] = ()


@contextmanager
def sandbox(plan: Plan) -> Iterator[tuple[Stands, Path]]:
    """
    Open both sandboxes, and write the settings file that leads to them.

    Raises Misconfigured.
    """
    with _opened(plan) as opened:
        file = settings_file(opened)
        file.touch(mode=0o600)
        file.chmod(0o600)
        file.write_text(_toml(opened, plan), encoding="utf-8")
        yield opened, file


def company(plan: Plan, parts: Sequence[Part] = COMPANY) -> Plan:
    """
    Return a plan with the quarter of the company that the demo is about.

    Its seeds are written into the folder of the plan. Raises Misconfigured.
    """
    org, account = plan.folder / "company.json", plan.folder / "company-netsuite.json"
    try:
        plan.folder.mkdir(parents=True, exist_ok=True)
        org.write_text(book.salesforce(parts), encoding="utf-8")
        account.write_text(book.netsuite(), encoding="utf-8")
    except OSError as error:
        raise _unopened(error) from error
    return replace(plan, seeds=(org,), netsuite_seeds=(account,))


def have_second_thoughts(opened: Stands, parts: Sequence[Part] = COMPANY) -> None:
    """
    Let the people of the company change in Salesforce what they did once it was booked.

    A pass that is made at once sees it: what is saved in the second of a pass, the next one sees.
    """
    opened.arrive(book.later(parts))
    opened.clock.advance(1)


def have_third_thoughts(opened: Stands, parts: Sequence[Part] = COMPANY) -> None:
    """Let them change once more what the pass before has read; as with their second thoughts."""
    opened.arrive(book.last(parts))
    opened.clock.advance(1)


def post_in_netsuite(opened: Stands, record_type: str, body: bytes) -> str:
    """Let somebody post a record in NetSuite itself; return its internal id."""
    return opened.post(record_type, body)


def change_in_netsuite(opened: Stands, records: Mapping[str, bytes]) -> None:
    """Let people change records in NetSuite itself; they are named by type and id."""
    opened.change(records)


def run_in_netsuite(opened: Stands, job: bytes) -> None:
    """Let NetSuite run one of its revenue jobs."""
    opened.run(job)


@contextmanager
def front(opened: Stands, port: int) -> Iterator[dict[str, str]]:
    """
    Open the vendors' host names over TLS before both sandboxes; port 0 takes a free one.

    Gives the environment variables that lead a client there. Raises Misconfigured.
    """
    servers = {"salesforce": opened.salesforce, "netsuite": opened.netsuite}
    try:
        stands = open_front(servers, opened.key_file.parent, port)
    except OSError as error:
        raise _unopened(error, "--front-port") from error
    with stands:
        yield stands.environment


def settings_file(opened: Stands) -> Path:
    """Return the settings file that leads to these sandboxes, and to their store without them."""
    return opened.key_file.with_name("bridge.toml")


@contextmanager
def _opened(plan: Plan) -> Iterator[Stands]:
    wanted = world.Plan(
        seeds=plan.seeds or SAMPLE,
        netsuite_seeds=plan.netsuite_seeds,
        folder=plan.folder,
        salesforce_port=plan.ports[0],
        netsuite_port=plan.ports[1],
        faults=plan.faults,
        clock=plan.clock,
        remembers=plan.remembers,
    )
    try:
        opened = world.open_world(wanted)
    except (SeedInvalid, NetSuiteSeedInvalid, FaultsInvalid, MemoryBroken) as error:
        raise Misconfigured(
            str(error), where="the sandboxes", act="correct the file and start again"
        ) from error
    except OSError as error:
        raise _unopened(error) from error
    with opened:
        yield opened


def _unopened(error: OSError, ports: str = "--salesforce-port, --netsuite-port") -> Misconfigured:
    if error.errno == errno.EADDRINUSE:
        return Misconfigured(
            error.strerror or "a port is taken",
            where=ports,
            act="stop what listens there, or choose other ports (0 takes a free one)",
        )
    return Misconfigured(
        f"{error.filename or 'a file'}: {error.strerror or error}",
        where="--folder, --seed or --faults",
        act="name a folder that can be written and files that can be read",
    )


def _toml(opened: Stands, plan: Plan) -> str:
    store = f"sqlite:///{(plan.folder / 'bridge.sqlite').absolute()}"
    written = (store, plan.rules.absolute(), opened.key_file.absolute())
    # TOML quotes as JSON does.
    store, rules, key = (json.dumps(str(one), ensure_ascii=False) for one in written)
    return f"""# Settings for the two stand-ins; they lead nowhere else.
[salesforce]
url = "{opened.salesforce.url}"
client_id = "{world.CLIENT_ID}"
client_secret = "{world.CLIENT_SECRET}"
http = {_HTTP}

[netsuite]
account = "{world.ACCOUNT}"
url = "{opened.netsuite.url}"
client_id = "{world.CLIENT_ID}"
certificate_id = "{world.CERTIFICATE_ID}"
private_key_file = {key}
longest_run_s = {_LONGEST_RUN_S}
merge_script = "customscript_bridge_merges"
merge_deployment = "customdeploy_bridge_merges"
merge_approvers = {json.dumps(_ACCOUNTANTS)}
http = {_HTTP}

[store]
url = {store}

[rules]
folder = {rules}

# The sandbox commits what it saves at once: there is no late commit to wait for.
[sync]
every_s = {_EVERY_S}
safety_lag_s = 0
overlap_s = {_OVERLAP_S}

[console]
port = {plan.console_port}
{_told(opened) if plan.remembers else ""}"""


def _told(opened: Stands) -> str:
    """Return the settings of a program that hears what happens: one of the stand-ins takes it."""
    return f"""
[notify]
private_addresses = true  # the stand-in that listens is on this machine

[[notify.webhooks]]
name = "warehouse"
url = "{opened.salesforce.url}/_sandbox/told"
secret = "whsec_{_SPOKEN}"
events = ["approval.asked", "rules.published", "person.mentioned", "document.refused"]
"""
