"""A field as describe tells of it."""

from bridge.sandbox.salesforce.objects import NUMERIC, TEXTUAL, Field, ObjectSchema
from bridge.sandbox.salesforce.render import ADDRESS_PARTS

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
_ID_LENGTH = 18
_INT_DIGITS = 9
_BYTES_OF_CHARACTER = 3
_NOT_AGGREGATED = frozenset({"address", "boolean", "textarea", "multipicklist"})

#: What no field of this org has.
_NO: dict[str, object] = {
    **dict.fromkeys(
        (
            "aiPredictionField",
            "caseSensitive",
            "dependentPicklist",
            "deprecatedAndHidden",
            "displayLocationInDecimal",
            "encrypted",
            "formulaTreatNullNumberAsZero",
            "highScaleNumber",
            "htmlFormatted",
            "queryByDistance",
            "restrictedDelete",
            "restrictedPicklist",
            "unique",
        ),
        False,
    ),
    **dict.fromkeys(
        (
            "calculatedFormula",
            "controllerName",
            "defaultValueFormula",
            "filteredLookupInfo",
            "inlineHelpText",
            "mask",
            "maskType",
            "referenceTargetField",
        )
    ),
}


def described(schema: ObjectSchema, field: Field) -> dict[str, object]:
    """Return a field's description, its properties in the order of the alphabet."""
    is_id = field.type in ("id", "reference")
    length = _ID_LENGTH if is_id else field.length
    polymorphic = len(field.targets) > 1
    told = {
        **_NO,
        "aggregatable": field.type not in _NOT_AGGREGATED,
        "autoNumber": field.has("a"),
        "byteLength": length if is_id else length * _BYTES_OF_CHARACTER,
        "calculated": field.has("f"),
        "cascadeDelete": field.has("d"),
        "compoundFieldName": _compound(schema, field),
        "createable": field.has("c"),
        "custom": field.custom,
        "defaultValue": False if field.type == "boolean" else None,
        "defaultedOnCreate": field.type == "boolean" or field.name in (*_SYSTEM, "OwnerId"),
        "digits": _INT_DIGITS if field.type == "int" else 0,
        "externalId": field.has("x"),
        "extraTypeInfo": "plaintextarea" if field.type == "textarea" else None,
        "filterable": field.filterable,
        "groupable": field.filterable and field.type in TEXTUAL | {"boolean", "date"},
        "idLookup": field.has("x") or field.type == "id",
        "label": field.name,
        "length": length,
        "name": field.name,
        "nameField": field.has("n"),
        "namePointing": polymorphic,
        "nillable": not (field.has("r") or field.type == "boolean" or field.name in _SYSTEM),
        "permissionable": field.name not in _SYSTEM and not field.has("r"),
        "picklistValues": [_choice(value) for value in field.values],
        "polymorphicForeignKey": polymorphic,
        "precision": 0 if field.type == "int" else field.precision,
        "referenceTo": list(field.targets),
        "relationshipName": field.relationship,
        "relationshipOrder": 0 if field.has("d") else None,
        "scale": field.scale,
        "searchPrefilterable": field.type == "reference",
        "soapType": _SOAP_TYPES.get(field.type, "xsd:string"),
        "sortable": field.filterable,
        "type": field.type,
        "updateable": field.has("u"),
        "writeRequiresMasterRead": field.has("d"),
    }
    return dict(sorted(told.items()))


def _choice(value: str) -> dict[str, object]:
    return {
        "active": True,
        "defaultValue": False,
        "label": value,
        "validFor": None,
        "value": value,
    }


def _compound(schema: ObjectSchema, field: Field) -> str | None:
    """Return the field that shows this one together with others: an address, or a name."""
    if field.name in ("FirstName", "LastName") and "Name" in schema.fields:
        return "Name"
    for part in ADDRESS_PARTS:
        whole = schema.fields.get(field.name.removesuffix(part) + "Address")
        if field.name.endswith(part) and whole is not None and whole.type == "address":
            return whole.name
    return None
