"""The stage: both sandboxes with settings that fit them, for the demo and for rehearsals."""

import errno
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import SecretStr

from bridge.errors import Misconfigured
from bridge.flow.rulebook import editions
from bridge.model.ids import digest
from bridge.sandbox import world
from bridge.sandbox.faults import FaultsInvalid
from bridge.sandbox.front.front import open_front
from bridge.sandbox.memory import MemoryBroken
from bridge.sandbox.netsuite.seeds import SeedInvalid as NetSuiteSeedInvalid
from bridge.sandbox.seeds import SeedInvalid
from bridge.settings import (
    HttpSettings,
    NetSuiteSettings,
    RulesSettings,
    SalesforceSettings,
    Settings,
    StoreSettings,
    SyncSettings,
)

#: A stand-in answers at once, or never.
_HTTP = HttpSettings(connect_timeout_s=2, read_timeout_s=5, attempts_max=4, retry_for_s=30)
#: What a stand-in has begun, it has ended by then.
_LONGEST_RUN_S = 2
#: How often the daemon of the demo looks for changes.
_EVERY_S = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be shown; without seeds, the sample deals of the demo."""

    seeds: tuple[Path, ...]
    folder: Path
    rules: Path = Path("config/rules")
    ports: tuple[int, int] = (0, 0)
    faults: Path | None = None
    clock: datetime | None = None


@contextmanager
def demo(plan: Plan) -> Iterator[tuple[Settings, world.World]]:
    """
    Open both sandboxes, and give the settings that lead to them.

    The same seeds under the same rules are the same demo: its books and what the sandboxes were
    told are found again, so that a second run has nothing to post. Raises Misconfigured.
    """
    seeds = plan.seeds or world.DEMO
    folder = plan.folder / _name(seeds, plan.rules)
    with _opened(plan, seeds, folder, remembers=True) as opened:
        settings = _settings(opened, folder, plan.rules)
        _write(settings_file(opened), settings)
        yield settings, opened


@contextmanager
def sandbox(plan: Plan) -> Iterator[tuple[world.World, Path]]:
    """Open both sandboxes, and write the settings that lead to them. Raises Misconfigured."""
    with _opened(plan, plan.seeds or world.DEMO, plan.folder, remembers=False) as opened:
        file = settings_file(opened)
        _write(file, _settings(opened, plan.folder, plan.rules))
        yield opened, file


@contextmanager
def front(opened: world.World, port: int) -> Iterator[dict[str, str]]:
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


def settings_file(opened: world.World) -> Path:
    """Return the settings file that leads to these sandboxes, and to their store without them."""
    return opened.key_file.with_name("bridge.toml")


def _name(seeds: tuple[Path, ...], rules: Path) -> str:
    return digest([[_text(path) for path in seeds], editions.read_rules(rules)])[:12]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(
            f"{path} cannot be read ({error})", where="--seed", act="name a seed file"
        ) from error


@contextmanager
def _opened(
    plan: Plan, seeds: tuple[Path, ...], folder: Path, *, remembers: bool
) -> Iterator[world.World]:
    wanted = world.Plan(
        seeds=seeds,
        folder=folder,
        salesforce_port=plan.ports[0],
        netsuite_port=plan.ports[1],
        faults=plan.faults,
        clock=plan.clock,
        remembers=remembers,
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


def _settings(opened: world.World, folder: Path, rules: Path) -> Settings:
    return Settings(
        salesforce=SalesforceSettings(
            url=opened.salesforce.url,
            client_id=world.CLIENT_ID,
            client_secret=SecretStr(world.CLIENT_SECRET),
            http=_HTTP,
        ),
        netsuite=NetSuiteSettings(
            account=world.ACCOUNT,
            url=opened.netsuite.url,
            client_id=world.CLIENT_ID,
            certificate_id=world.CERTIFICATE_ID,
            private_key_file=opened.key_file.absolute(),
            longest_run_s=_LONGEST_RUN_S,
            http=_HTTP,
        ),
        store=StoreSettings(url=f"sqlite:///{(folder / 'bridge.sqlite').absolute()}"),
        rules=RulesSettings(folder=rules.absolute()),
        # The sandbox commits what it saves at once: there is no late commit to wait for.
        sync=SyncSettings(every_s=_EVERY_S, safety_lag_s=0, overlap_s=600),
    )


def _write(file: Path, settings: Settings) -> None:
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_text(_toml(settings), encoding="utf-8")


def _toml(settings: Settings) -> str:
    salesforce, netsuite = settings.salesforce, settings.netsuite
    store, rules, key = (
        json.dumps(str(one), ensure_ascii=False)  # TOML quotes as JSON does
        for one in (settings.store.url, settings.rules.folder, netsuite.private_key_file)
    )
    http = (
        f"{{ connect_timeout_s = {_HTTP.connect_timeout_s}, "
        f"read_timeout_s = {_HTTP.read_timeout_s}, attempts_max = {_HTTP.attempts_max}, "
        f"retry_for_s = {_HTTP.retry_for_s} }}"
    )
    return f"""# Settings for the two stand-ins; they lead nowhere else.
[salesforce]
url = "{salesforce.url}"
client_id = "{salesforce.client_id}"
client_secret = "{world.CLIENT_SECRET}"
http = {http}

[netsuite]
account = "{netsuite.account}"
url = "{netsuite.url}"
client_id = "{netsuite.client_id}"
certificate_id = "{netsuite.certificate_id}"
private_key_file = {key}
longest_run_s = {netsuite.longest_run_s}
http = {http}

[store]
url = {store}

[rules]
folder = {rules}

[sync]
every_s = {settings.sync.every_s}
safety_lag_s = {settings.sync.safety_lag_s}
overlap_s = {settings.sync.overlap_s}
"""
