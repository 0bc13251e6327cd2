"""Files that are served as they are."""

from os import PathLike, stat_result

from starlette.datastructures import URL
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

#: What carries its version in its name never changes.
_FOR_EVER = "public, max-age=31536000, immutable"
#: The others are asked for again each time; the answer is that they are the same.
_EACH_TIME = "no-cache"


class KeptFiles(StaticFiles):
    """Files that browsers may keep: they show nothing of anybody."""

    def file_response(
        self,
        full_path: str | PathLike[str],
        stat_result: stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Return a file with how long it may be kept."""
        answer = super().file_response(full_path, stat_result, scope, status_code)
        is_vendored = "/vendor/" in URL(scope=scope).path
        answer.headers["Cache-Control"] = _FOR_EVER if is_vendored else _EACH_TIME
        return answer
