"""Which resource answers a call."""

from collections.abc import Callable, Mapping

from bridge.sandbox.salesforce.errors import ApiError, not_found
from bridge.sandbox.salesforce.rest import (
    bulk_ingest,
    bulk_queries,
    descriptions,
    lists,
    queries,
    records,
    replication,
)
from bridge.sandbox.salesforce.rest.call import Answer, Call, World
from bridge.sandbox.salesforce.rest.composite import batch, chain, graph, tree, typed

Resource = Callable[[World, Call], Answer]

#: Path patterns, `*` for any segment, in the order in which they are tried.
ROUTES: tuple[tuple[tuple[str, ...], Mapping[str, Resource]], ...] = (
    ((), {"GET": descriptions.resources}),
    (("query",), {"GET": queries.query}),
    (("queryAll",), {"GET": queries.query_all}),
    (("query", "*"), {"GET": queries.more}),
    (("queryAll", "*"), {"GET": queries.more}),
    (("jobs", "query"), {"GET": bulk_queries.listing, "POST": bulk_queries.post}),
    (
        ("jobs", "query", "*"),
        {"GET": bulk_queries.get, "PATCH": bulk_queries.patch, "DELETE": bulk_queries.remove},
    ),
    (("jobs", "query", "*", "results"), {"GET": bulk_queries.results}),
    (("jobs", "query", "*", "resultPages"), {"GET": bulk_queries.result_pages}),
    (("jobs", "ingest"), {"GET": bulk_ingest.listing, "POST": bulk_ingest.post}),
    (
        ("jobs", "ingest", "*"),
        {"GET": bulk_ingest.get, "PATCH": bulk_ingest.patch, "DELETE": bulk_ingest.remove},
    ),
    (("jobs", "ingest", "*", "batches"), {"PUT": bulk_ingest.upload}),
    (("jobs", "ingest", "*", "successfulResults"), {"GET": bulk_ingest.successful}),
    (("jobs", "ingest", "*", "failedResults"), {"GET": bulk_ingest.failed}),
    (("jobs", "ingest", "*", "unprocessedrecords"), {"GET": bulk_ingest.unprocessed}),
    (("jobs", "ingest", "*", "unprocessedRecords"), {"GET": bulk_ingest.unprocessed}),
    (("limits",), {"GET": descriptions.limits}),
    (("recent",), {"GET": descriptions.recent}),
    (("connect", "organization"), {"GET": descriptions.organization}),
    (("sobjects",), {"GET": descriptions.all_objects}),
    (("sobjects", "*"), {"GET": descriptions.one_object, "POST": records.post}),
    (("sobjects", "*", "describe"), {"GET": descriptions.describe}),
    (("sobjects", "*", "updated"), {"GET": replication.updated}),
    (("sobjects", "*", "deleted"), {"GET": replication.deleted}),
    (
        ("sobjects", "*", "*"),
        {"GET": records.get, "PATCH": records.patch, "DELETE": records.remove},
    ),
    # Layouts are not there; without this line they would be fields that are external ids.
    (("sobjects", "*", "describe", "*"), {}),
    (
        ("sobjects", "*", "*", "*"),
        {
            "GET": records.get_by_external_id,
            "PATCH": records.upsert,
            "DELETE": records.remove_by_external_id,
        },
    ),
    (
        ("composite", "sobjects"),
        {"POST": lists.post, "PATCH": lists.patch, "DELETE": lists.remove},
    ),
    (("composite", "sobjects", "*"), {"GET": typed.retrieve, "POST": typed.retrieve}),
    (("composite", "sobjects", "*", "*"), {"PATCH": typed.upsert}),
    (("composite", "tree", "*"), {"POST": tree.post}),
    (("composite", "batch"), {"POST": lambda world, call: batch.run(world, call, dispatch)}),
    (("composite", "graph"), {"POST": lambda world, call: graph.run(world, call, dispatch)}),
    (("composite",), {"POST": lambda world, call: chain.run(world, call, dispatch)}),
)


def dispatch(world: World, call: Call) -> Answer:
    """Answer a call; raises ApiError, 404 for no such resource and 405 for the wrong method."""
    methods = next((found for pattern, found in ROUTES if _fits(pattern, call.path)), None)
    if not methods:
        raise not_found()
    resource = methods.get("GET" if call.method == "HEAD" else call.method)
    if resource is None:
        allowed = ",".join(["HEAD", *methods] if "GET" in methods else methods)
        message = f"HTTP Method '{call.method}' not allowed. Allowed are {allowed}"
        raise ApiError(405, "METHOD_NOT_ALLOWED", message)
    return resource(world, call)


def _fits(pattern: tuple[str, ...], path: tuple[str, ...]) -> bool:
    return len(pattern) == len(path) and all(
        expected in ("*", given) for expected, given in zip(pattern, path, strict=True)
    )
