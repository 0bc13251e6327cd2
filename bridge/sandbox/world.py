"""Both sandboxes together, with keys of their own, for rehearsals and for the demo."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Self

import aiohttp
import jwt
from aiohttp import web

from bridge.sandbox import faults as fault_files
from bridge.sandbox import seeds
from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.faults import Faults
from bridge.sandbox.history.claim import Claim
from bridge.sandbox.journal import ADMIN_PREFIX, Journal
from bridge.sandbox.keys import keep_key
from bridge.sandbox.memory import Memory, Worth
from bridge.sandbox.netsuite import credentials as netsuite_credentials
from bridge.sandbox.netsuite import seeds as netsuite_seeds
from bridge.sandbox.netsuite import server as netsuite
from bridge.sandbox.netsuite.revenue.restlet import RESTLET_PATH
from bridge.sandbox.netsuite.soap.versions import PORT_PREFIX
from bridge.sandbox.salesforce import app as salesforce
from bridge.sandbox.salesforce import credentials as salesforce_credentials
from bridge.sandbox.serving import Server, serve_in_thread

ACCOUNT = "1234567_SB1"
CLIENT_ID = "revenue-bridge"
#: It opens nothing but a stand-in on this machine.
CLIENT_SECRET = "sandbox-only"  # noqa: S105 - a stand-in's, and no secret
CERTIFICATE_ID = "sandbox-certificate"
USERNAME = "bridge@sandbox.example"
_TOKEN_PATH = "/services/rest/auth/oauth2/v1/token"  # noqa: S105 - an address
_RECORDS = "/services/rest/record/v1"
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_LOGIN_S = 300
_PROSPECT = "Prospect"  #: the type of an account that is no customer yet
#: What of each sandbox's addresses is worth remembering: records and jobs, and no logins.
_REMEMBERED = {
    "salesforce": Worth(paths=("/services/data/", f"{ADMIN_PREFIX}seed")),
    "netsuite": Worth(
        paths=(
            *("/record/v1/", PORT_PREFIX, RESTLET_PATH),
            *(f"{ADMIN_PREFIX}jobs", f"{ADMIN_PREFIX}records"),
        ),
        refused=True,
    ),
}

#: The seed files of the demo, in the order in which they are read.
DEMO: tuple[Path, ...] = tuple(sorted((Path(__file__).parent / "demo").glob("*.json")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be opened, and where."""

    seeds: Sequence[Path]
    #: Holds the NetSuite key, and what the sandboxes were told before.
    folder: Path
    #: What NetSuite holds beside its customers, in the form of its seeds.
    netsuite_seeds: Sequence[Path] = ()
    salesforce_port: int = 0
    netsuite_port: int = 0
    faults: Path | None = None
    clock: datetime | None = None
    #: Whether a new start knows the writes of earlier ones.
    remembers: bool = False


@dataclass(frozen=True, slots=True)
class World:
    """Both sandboxes, answering until `close()`; also a context manager."""

    salesforce: Server
    netsuite: Server
    clock: SimulatedClock
    faults: Faults
    journal: Journal
    key_file: Path = field(repr=False)
    claim: Claim = field(repr=False)  #: to the folder

    def close(self) -> None:
        """Stop answering."""
        self.netsuite.close()
        self.salesforce.close()
        self.claim.release()

    def arrive(self, seed: str) -> None:
        """
        Let the records of a seed arrive in Salesforce, as if people saved them there now.

        Raises aiohttp.ClientResponseError if the org cannot hold them.
        """
        asyncio.run(_arrive(f"{self.salesforce.url}{ADMIN_PREFIX}seed", seed.encode()))

    def post(self, record_type: str, body: bytes) -> str:
        """
        Post a record in NetSuite, as a person does there; return its internal id.

        Raises aiohttp.ClientResponseError if the account refuses it.
        """
        return asyncio.run(_post(self, f"{self.netsuite.url}{_RECORDS}/{record_type}", body))

    def change(self, records: Mapping[str, bytes]) -> None:
        """Change records in NetSuite by type and id, as people do there; refusals as for `post`."""
        asyncio.run(_change(self, records))

    def run(self, job: bytes) -> None:
        """Let NetSuite run one of its revenue jobs now; refusals as for `post`."""
        asyncio.run(_arrive(f"{self.netsuite.url}{ADMIN_PREFIX}jobs", job))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_world(plan: Plan) -> World:
    """
    Serve both sandboxes on loopback.

    Every account of the Salesforce seed that is no prospect is a customer in NetSuite, under the
    external id "SFA-" and its record id.

    Raises:
        SeedInvalid, FaultsInvalid: a file cannot be used; the message names the place.
        OSError: a port or the folder is taken, or a file cannot be read.
        MemoryBroken: what stands in the folder is broken, or does not fit the seeds.
    """
    plan.folder.mkdir(parents=True, exist_ok=True)
    claim = Claim(plan.folder)
    with ExitStack() as held:
        held.callback(claim.release)
        opened = _opened(plan, claim)
        held.pop_all()
    return opened


def _opened(plan: Plan, claim: Claim) -> World:
    seed = seeds.load(plan.seeds)
    struck = fault_files.load(plan.faults).rules if plan.faults else ()
    shared = _Shared(
        clock=SimulatedClock(plan.clock),
        faults=Faults(),
        journal=Journal(),
    )
    key_file = plan.folder / "netsuite-key.pem"
    customers = netsuite_seeds.default().add_customers(_customers(seed))
    account = netsuite_seeds.load(plan.netsuite_seeds, onto=customers)
    apps = _apps(seed, account, shared, keep_key(key_file))
    memories = {name: Memory(plan.folder / f"{name}.jsonl") for name in apps}
    if plan.remembers:
        for name, app in apps.items():
            app.middlewares.append(memories[name].middleware(_REMEMBERED[name], shared.clock))
    with ExitStack() as opened:
        first = opened.enter_context(serve_in_thread(apps["salesforce"], plan.salesforce_port))
        second = opened.enter_context(serve_in_thread(apps["netsuite"], plan.netsuite_port))
        world = World(first, second, shared.clock, shared.faults, shared.journal, key_file, claim)
        if plan.remembers:
            asyncio.run(_recall(world, memories))
        # Only now: what is recalled was done already; it must not fail, nor count as asked again.
        shared.faults.add(struck)
        shared.journal.begin(plan.folder / "requests.jsonl")
        opened.pop_all()
    return world


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shared:
    """What both sandboxes have in common."""

    clock: SimulatedClock
    faults: Faults
    journal: Journal


def _apps(
    seed: seeds.Seed, account: netsuite_seeds.Seed, shared: _Shared, public_key: str
) -> dict[str, web.Application]:
    return {
        "salesforce": salesforce.build(
            seed,
            clock=shared.clock,
            faults=shared.faults,
            journal=shared.journal,
            credentials=salesforce_credentials.Credentials(
                client_id=CLIENT_ID,
                client_secret=CLIENT_SECRET,
                username=USERNAME,
                public_key_pem=public_key,
                refresh_token=CLIENT_SECRET,
                password=CLIENT_SECRET,
            ),
        ),
        "netsuite": netsuite.build(
            account,
            clock=shared.clock,
            faults=shared.faults,
            journal=shared.journal,
            credentials=_netsuite_credentials(public_key),
        ),
    }


def _customers(seed: seeds.Seed) -> dict[str, str]:
    return {
        f"SFA-{record.id}": str(record.fields.get("Name") or record.key)
        for record in seed.records
        if record.type == "Account" and record.fields.get("Type") != _PROSPECT
    }


def _netsuite_credentials(public_key: str) -> netsuite_credentials.Credentials:
    return netsuite_credentials.Credentials(
        account=ACCOUNT,
        client_id=CLIENT_ID,
        certificate_id=CERTIFICATE_ID,
        public_key_pem=public_key,
        consumer_key="sandbox-consumer",
        consumer_secret=CLIENT_SECRET,
        token_id="sandbox-token",  # noqa: S106 - a stand-in's, and no secret
        token_secret=CLIENT_SECRET,
    )


async def _arrive(address: str, body: bytes) -> None:
    async with aiohttp.ClientSession(raise_for_status=True) as session:
        await session.post(address, data=body)


async def _post(world: World, address: str, body: bytes) -> str:
    async with (
        aiohttp.ClientSession(raise_for_status=True, headers=await _login(world)) as session,
        session.post(address, data=body) as answer,
    ):
        return answer.headers["Location"].rpartition("/")[2]


async def _change(world: World, records: Mapping[str, bytes]) -> None:
    async with aiohttp.ClientSession(raise_for_status=True, headers=await _login(world)) as session:
        for name, body in records.items():
            await session.patch(f"{world.netsuite.url}{_RECORDS}/{name}", data=body)


async def _login(world: World) -> dict[str, str]:
    return {**await netsuite_authorization(world), "Content-Type": "application/json"}


async def _recall(world: World, memories: Mapping[str, Memory]) -> None:
    """Log in as any client does, and tell both sandboxes again what they were told before."""
    grant = {
        "grant_type": "client_credentials",
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
    }
    token = await _token(world.salesforce.url + "/services/oauth2/token", grant)
    await memories["salesforce"].replay(world.salesforce.url, token)
    await memories["netsuite"].replay(world.netsuite.url, await netsuite_authorization(world))


async def netsuite_authorization(world: World) -> dict[str, str]:
    """Sign in to NetSuite as the integration does; return the header of its requests."""
    address = world.netsuite.url + _TOKEN_PATH
    now = int(world.clock.now().timestamp())
    claims = {
        "iss": CLIENT_ID,
        "scope": ["rest_webservices"],
        "aud": address,
        "iat": now,
        "exp": now + _LOGIN_S,
        "jti": uuid.uuid4().hex,
    }
    assertion = jwt.encode(
        claims, world.key_file.read_text(), "PS256", headers={"kid": CERTIFICATE_ID}
    )
    grant = {
        "grant_type": "client_credentials",
        "client_assertion_type": _ASSERTION,
        "client_assertion": assertion,
    }
    return await _token(address, grant)


async def _token(address: str, grant: Mapping[str, str]) -> dict[str, str]:
    async with aiohttp.ClientSession() as session, session.post(address, data=grant) as answer:
        answer.raise_for_status()
        granted = json.loads(await answer.text(), parse_float=Decimal)
        return {"Authorization": f"Bearer {granted['access_token']}"}
