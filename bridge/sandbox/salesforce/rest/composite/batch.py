"""Up to 25 calls that have nothing to do with each other."""

from dataclasses import replace

from bridge.sandbox.salesforce.errors import ApiError, bad
from bridge.sandbox.salesforce.rest.call import Answer, Call, World, truth
from bridge.sandbox.salesforce.rest.composite.chain import (
    FAILED_FROM,
    SUBREQUESTS_MAX,
    Dispatch,
    nested,
)

_HALTED = ApiError(
    412, "BATCH_PROCESSING_HALTED", "Batch processing halted per request after an error occurred"
)


def run(world: World, call: Call, dispatch: Dispatch) -> Answer:
    """Run the requests in order; with `haltOnError` those behind a failure are not run."""
    given = call.fields()
    requests = given.get("batchRequests")
    if not isinstance(requests, list) or not 0 < len(requests) <= SUBREQUESTS_MAX:
        message = f"batchRequests must be a list of 1 to {SUBREQUESTS_MAX} requests"
        raise bad("INVALID_INPUT", message)
    answers: list[Answer] = []
    for request in requests:
        halted = truth(given.get("haltOnError")) and any(map(_failed, answers))
        answers.append(_of(_HALTED) if halted else _one(world, call, request, dispatch))
    results = [{"statusCode": each.status, "result": each.body} for each in answers]
    return Answer(200, {"hasErrors": any(map(_failed, answers)), "results": results})


def _failed(answer: Answer) -> bool:
    return answer.status >= FAILED_FROM


def _of(error: ApiError) -> Answer:
    return Answer(error.status, error.body())


def _one(world: World, call: Call, request: object, dispatch: Dispatch) -> Answer:
    match request:
        case {"method": str(method), "url": str(url), **rest}:
            body = rest.get("richInput")
        case _:
            raise bad("INVALID_INPUT", "a request of a batch needs method and url")
    # The address may begin at the version, as in "v68.0/limits".
    path = url if url.startswith("/services/") else f"/services/data/{url.lstrip('/')}"
    try:
        return dispatch(world, nested(replace(call, headers={}), method, path, body))
    except ApiError as error:
        return _of(error)
