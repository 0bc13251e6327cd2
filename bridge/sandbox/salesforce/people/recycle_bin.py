"""The recycle bin in the hands of people: records come back, or are gone for good."""

from collections.abc import Sequence

from aiohttp import web

from bridge.sandbox.salesforce.store import Store
from bridge.sandbox.salesforce.wire import decoded, encoded


class RecycleBin:
    """Answers `{"undelete": [ids]}`, `{"purge": [ids]}` and `{"empty_log": true}`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def post(self, request: web.Request) -> web.Response:
        """Do what is asked, or nothing when an id is not in the bin."""
        try:
            wanted = decoded((await request.read()).decode())
        except ValueError as error:
            return _wrong(str(error))
        match wanted:
            case {"undelete": list(keys), **others} if not others:
                return self._each(keys, restored=True)
            case {"purge": list(keys), **others} if not others:
                return self._each(keys, restored=False)
            case {"empty_log": True, **others} if not others:
                self._store.empty_log()
                return _json(200, {"ids": []})
        return _wrong('expected {"undelete": [ids]}, {"purge": [ids]} or {"empty_log": true}')

    def _each(self, keys: Sequence[object], *, restored: bool) -> web.Response:
        store = self._store
        missing = [str(key) for key in keys if not store.in_bin(str(key))]
        if missing:
            return _wrong(f"not in the recycle bin by itself: {', '.join(missing)}")
        step = store.undelete if restored else store.purge
        return _json(200, {"ids": [done for key in keys for done in step(str(key))]})


def _json(status: int, body: object) -> web.Response:
    return web.Response(status=status, text=encoded(body), content_type="application/json")


def _wrong(says: str) -> web.Response:
    return _json(400, {"error": says})
