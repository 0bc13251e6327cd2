"""What the org tells of itself: objects, fields, limits, settings."""

from bridge.sandbox.salesforce.describe.objects import description, summary
from bridge.sandbox.salesforce.edge.conditional import State, unless_unchanged
from bridge.sandbox.salesforce.org import ORG_ID, USER_ID
from bridge.sandbox.salesforce.rest.call import Answer, Call, World

#: Limits that clients of the Bulk API look at before they begin, as documented for every edition.
_UNUSED = {
    "DailyBulkApiBatches": 15_000,
    "DailyBulkV2QueryFileStorageMB": 976_562,
    "DailyBulkV2QueryJobs": 10_000,
    "DailyAsyncApexExecutions": 250_000,
    "DataStorageMB": 10_240,
    "FileStorageMB": 10_240,
}


def resources(world: World, call: Call) -> Answer:
    """List the resources of a version."""
    del world
    names = ("sobjects", "query", "queryAll", "jobs", "limits", "composite", "recent")
    listed = {name: f"{call.base}/{name}" for name in names}
    return Answer(200, {**listed, "identity": f"{call.host}/id/{ORG_ID}/{USER_ID}"})


def recent(world: World, call: Call) -> Answer:
    """List what the caller looked at of late: nothing, for only people look at records."""
    del world, call
    return Answer(200, [])


def all_objects(world: World, call: Call) -> Answer:
    """List the objects."""
    listed = [summary(schema, call.base) for schema in world.visible.values()]
    told = {"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": listed}
    return _dated(world, call, Answer(200, told))


def one_object(world: World, call: Call) -> Answer:
    """Tell of an object in short."""
    schema = world.schema(call.path[1])
    told = {"objectDescribe": summary(schema, call.base), "recentItems": []}
    return _dated(world, call, Answer(200, told))


def describe(world: World, call: Call) -> Answer:
    """Tell of an object and its fields."""
    schema = world.schema(call.path[1])
    told = description(world.visible, schema, call.base)
    return _dated(world, call, Answer(200, told))


def _dated(world: World, call: Call, answer: Answer) -> Answer:
    """Say that a description is as old as the org, and answer 304 to who has it already."""
    return unless_unchanged(call.method, call.headers, State(world.opened), answer)


def limits(world: World, call: Call) -> Answer:
    """Tell what is left of the daily quota; of the other limits nothing is ever used here."""
    del call
    told = {name: {"Max": most, "Remaining": most} for name, most in _UNUSED.items()}
    left = {"Max": world.quota.allowed, "Remaining": world.quota.allowed - world.quota.used}
    return Answer(200, dict(sorted({**told, "DailyApiRequests": left}.items())))


def organization(world: World, call: Call) -> Answer:
    """Tell the org's name and settings; its currency is said here when it has but one."""
    del call
    features = {
        "multiCurrency": world.org.multi_currency,
        "defaultCurrencyIsoCode": None if world.org.multi_currency else world.org.currency,
    }
    settings = {"timeZone": {"name": world.org.time_zone}}
    return Answer(
        200,
        {"orgId": ORG_ID, "name": "Sandbox", "features": features, "userSettings": settings},
    )
