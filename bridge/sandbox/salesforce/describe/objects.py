"""An object as the lists and describe tell of it."""

from collections.abc import Mapping

from bridge.sandbox.salesforce.describe.fields import described
from bridge.sandbox.salesforce.objects import ObjectSchema
from bridge.sandbox.salesforce.soql.children import children_of

_MASTER = "012000000000000AAA"
_YES = ("createable", "deletable", "queryable", "replicateable", "retrieveable", "searchable")
_MORE_YES = ("triggerable", "undeletable", "updateable")
_NO = (
    "activateable",
    "customSetting",
    "deepCloneable",
    "deprecatedAndHidden",
    "feedEnabled",
    "hasSubtypes",
    "isInterface",
    "isSubtype",
    "layoutable",
    "mergeable",
    "mruEnabled",
)
_NOTHING = (
    "associateEntityType",
    "associateParentEntity",
    "defaultImplementation",
    "extendedBy",
    "extendsInterfaces",
    "implementedBy",
    "implementsInterfaces",
)


def summary(schema: ObjectSchema, base: str) -> dict[str, object]:
    """Return what a list of objects tells of one, in the order of the alphabet."""
    path = f"{base}/sobjects/{schema.name}"
    told: dict[str, object] = {
        **dict.fromkeys((*_YES, *_MORE_YES), True),
        **dict.fromkeys(_NO, False),
        **dict.fromkeys(_NOTHING),
        "custom": schema.custom,
        "keyPrefix": schema.prefix,
        "label": schema.name,
        "labelPlural": schema.name,
        "name": schema.name,
        "urls": {
            "rowTemplate": f"{path}/{{ID}}",
            "describe": f"{path}/describe",
            "sobject": path,
        },
    }
    return dict(sorted(told.items()))


def description(
    visible: Mapping[str, ObjectSchema], schema: ObjectSchema, base: str
) -> dict[str, object]:
    """Return everything that is told of an object."""
    told = {
        **summary(schema, base),
        "actionOverrides": [],
        "childRelationships": [
            {
                "cascadeDelete": link.schema.fields[link.field].has("d"),
                "childSObject": link.schema.name,
                "deprecatedAndHidden": False,
                "field": link.field,
                "junctionIdListNames": [],
                "junctionReferenceTo": [],
                "relationshipName": link.name,
                "restrictedDelete": False,
            }
            for link in children_of(visible, schema)
        ],
        "compactLayoutable": False,
        "fields": [described(schema, field) for field in schema.fields.values()],
        "listviewable": None,
        "lookupLayoutable": None,
        "namedLayoutInfos": [],
        "networkScopeFieldName": None,
        "recordTypeInfos": [
            {
                "active": True,
                "available": True,
                "defaultRecordTypeMapping": True,
                "developerName": "Master",
                "master": True,
                "name": "Master",
                "recordTypeId": _MASTER,
                "urls": {},
            }
        ],
        "searchLayoutable": False,
        "sobjectDescribeOption": "FULL",
        "supportedScopes": [{"label": f"All {schema.name}", "name": "everything"}],
    }
    return dict(sorted(told.items()))
