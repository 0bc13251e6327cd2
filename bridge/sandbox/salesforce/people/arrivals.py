"""Records arrive in the running org: the work of people there, in the form of a seed."""

from aiohttp import web

from bridge.sandbox.salesforce.rest.call import World
from bridge.sandbox.salesforce.seeding import arrive
from bridge.sandbox.salesforce.wire import encoded
from bridge.sandbox.seeds import Seed, SeedInvalid, read


class Arrivals:
    """Saves records now, or with the `SystemModstamp` that they give."""

    def __init__(self, world: World, seed: Seed) -> None:
        self._world = world
        self._known = list(seed.records)

    async def post(self, request: web.Request) -> web.Response:
        """Save the records of a seed; they may refer to records of earlier ones."""
        world = self._world
        try:
            seed = read({"request": (await request.read()).decode()}, self._known)
            arrive(world.store, world.org, seed.records, world.clock.now())
        except SeedInvalid as error:
            return _json(400, {"error": list(error.findings)})
        self._known += seed.records
        saved = [{"type": each.type, "key": each.key, "id": each.id} for each in seed.records]
        return _json(200, {"records": saved})


def _json(status: int, body: object) -> web.Response:
    return web.Response(status=status, text=encoded(body), content_type="application/json")
