"""What the org tells of itself: objects, fields, limits, settings."""

from bridge.sandbox.salesforce.objects import NUMERIC, TEXTUAL, Field, ObjectSchema
from bridge.sandbox.salesforce.org import ORG_ID, USER_ID
from bridge.sandbox.salesforce.rest.call import Answer, Call, World
from bridge.sandbox.salesforce.soql.children import children_of

_SOAP_TYPES = {
    "boolean": "xsd:boolean",
    "date": "xsd:date",
    "datetime": "xsd:dateTime",
    "int": "xsd:int",
    "id": "tns:ID",
    "reference": "tns:ID",
    "address": "urn:address",
    **dict.fromkeys(NUMERIC - {"int"}, "xsd:double"),
}
_SYSTEM = frozenset(
    {"Id", "CreatedById", "CreatedDate", "LastModifiedById", "LastModifiedDate", "SystemModstamp"}
)


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
    listed = [_summary(schema, call.base) for schema in world.visible.values()]
    return Answer(200, {"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": listed})


def one_object(world: World, call: Call) -> Answer:
    """Tell of an object in short."""
    schema = world.schema(call.path[1])
    return Answer(200, {"objectDescribe": _summary(schema, call.base), "recentItems": []})


def describe(world: World, call: Call) -> Answer:
    """Tell of an object and its fields."""
    schema = world.schema(call.path[1])
    return Answer(
        200,
        {
            **_summary(schema, call.base),
            "fields": [_field(field) for field in schema.fields.values()],
            "childRelationships": [
                {
                    "childSObject": link.schema.name,
                    "field": link.field,
                    "relationshipName": link.name,
                    "cascadeDelete": link.schema.fields[link.field].has("d"),
                    "deprecatedAndHidden": False,
                }
                for link in children_of(world.visible, schema)
            ],
            "recordTypeInfos": [],
        },
    )


def limits(world: World, call: Call) -> Answer:
    """Tell what is left of the daily quota."""
    del call
    left = {"Max": world.quota.allowed, "Remaining": world.quota.allowed - world.quota.used}
    return Answer(200, {"DailyApiRequests": left})


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


def _summary(schema: ObjectSchema, base: str) -> dict[str, object]:
    path = f"{base}/sobjects/{schema.name}"
    permitted = dict.fromkeys(
        ("createable", "updateable", "deletable", "queryable", "retrieveable", "replicateable"),
        True,
    )
    return {
        "name": schema.name,
        "label": schema.name,
        "labelPlural": schema.name,
        "keyPrefix": schema.prefix,
        "custom": schema.custom,
        "customSetting": False,
        "deprecatedAndHidden": False,
        "searchable": True,
        **permitted,
        "urls": {
            "sobject": path,
            "describe": f"{path}/describe",
            "rowTemplate": f"{path}/{{ID}}",
        },
    }


def _field(field: Field) -> dict[str, object]:
    return {
        "name": field.name,
        "label": field.name,
        "type": field.type,
        "soapType": _SOAP_TYPES.get(field.type, "xsd:string"),
        "length": field.length or (18 if field.type in ("id", "reference") else 0),
        "precision": 0 if field.type == "int" else field.precision,
        "scale": field.scale,
        "digits": 9 if field.type == "int" else 0,
        "custom": field.custom,
        "calculated": field.has("f"),
        "autoNumber": field.has("a"),
        "nameField": field.has("n"),
        "externalId": field.has("x"),
        "idLookup": field.has("x") or field.type == "id",
        "unique": False,
        "createable": field.has("c"),
        "updateable": field.has("u"),
        "nillable": not (field.has("r") or field.type == "boolean" or field.name in _SYSTEM),
        "defaultValue": False if field.type == "boolean" else None,
        "defaultedOnCreate": field.type == "boolean" or field.name in (*_SYSTEM, "OwnerId"),
        "filterable": field.filterable,
        "sortable": field.filterable,
        "groupable": field.filterable and field.type in TEXTUAL | {"boolean", "date"},
        "permissionable": field.name not in _SYSTEM and not field.has("r"),
        "cascadeDelete": field.has("d"),
        "deprecatedAndHidden": False,
        "referenceTo": list(field.targets),
        "relationshipName": field.relationship,
        "restrictedPicklist": False,
        "picklistValues": [
            {"value": value, "label": value, "active": True, "defaultValue": False}
            for value in field.values
        ],
    }
