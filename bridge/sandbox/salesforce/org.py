"""What the org is: currency, time zone, and the objects and fields that its seed gives it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Annotated, Literal
from zoneinfo import available_timezones

from bridge.sandbox.ids import eighteen, record_id
from bridge.sandbox.salesforce.editions.packages import PACKAGES, absent_prefixes, with_packages
from bridge.sandbox.salesforce.objects import Field, ObjectSchema, standard_objects
from bridge.sandbox.seeds import Seed, SeedInvalid, SeedRecord
from bridge.sandbox.switches import Check, at_least, chosen, problems

ORG_ID = eighteen("00D0SANDBOX0000")
#: Whom callers run as.
USER_ID = record_id("User", "bridge")
#: Who saves what a seed brings: people work in Salesforce, and no caller.
PERSON_ID = record_id("User", "person")
_CUSTOM_TEXT_LENGTH = 255
_CUSTOM_LONG_TEXT_LENGTH = 32_768
_CUSTOM_PRECISION = 18
_CUSTOM_SCALE = 2

_OWN_PATH = re.compile(r"\w+\.[A-Za-z]\w*__c")
_NOT_EMPTY = Check("that is not empty", bool)
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")
_DOMAIN = Check("of letters, digits and -", lambda name: bool(_LABEL.fullmatch(name)))
#: Reading the zones walks the folders of the system.
_zones = cache(available_timezones)
_TIME_ZONE = Check("that names a time zone", lambda name: name in _zones())
_PATHS = Check("like OrderItem.TotalPrice", lambda names: all(n.count(".") == 1 for n in names))
_OWN_PATHS = Check(
    "like Account.Number__c", lambda names: all(_OWN_PATH.fullmatch(name) for name in names)
)
_PACKAGES = Check(f"out of {', '.join(PACKAGES)}", lambda names: set(names) <= set(PACKAGES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Org:
    """
    The org's settings, from the `org` part of its seed.

    Each field is a switch; the page docs/sandbox-readings.md gives the reason of its default and
    what the sources say, in a row of its own.
    """

    currency: Annotated[str, _NOT_EMPTY] = "USD"
    multi_currency: bool = False
    time_zone: Annotated[str, _TIME_ZONE] = "America/Los_Angeles"
    daily_api_requests: Annotated[int, at_least(0)] = 100_000
    concurrent_requests: Annotated[int, at_least(0)] = 25  #: that run for 20 seconds or longer
    hidden_fields: Annotated[tuple[str, ...], _PATHS] = ()  #: that permissions hide
    replication_lag_s: Annotated[int, at_least(0)] = 0  #: what getUpdated covers ends so long ago
    packages: Annotated[tuple[str, ...], _PACKAGES] = PACKAGES
    bulk_job_takes_s: Annotated[int, at_least(0)] = 0  #: by the sandbox's clock
    bulk_page_size: Annotated[int, at_least(1)] = 50_000  #: rows
    my_domain: Annotated[str, _DOMAIN] = "sandbox"  #: what callers of the login hosts are sent to
    password_flow: bool = True  #: whether OAuth's username-password flow is allowed
    soap_login_newest_version: Annotated[int, at_least(0)] = 64
    assertion_life_s: Annotated[int, at_least(1)] = 300  #: the longest that is taken
    bulk_hard_delete: bool = False  #: whether the user may delete without the recycle bin
    external_id_fields: Annotated[tuple[str, ...], _OWN_PATHS] = ()  #: text fields of the org
    replication_end: Literal["exclusive", "inclusive"] = "exclusive"
    bulk_ragged_row: Literal["job_fails", "row_fails"] = "job_fails"
    bulk_same_key: Literal["first_wins", "all_fail"] = "first_wins"
    bulk_without_data: Literal["fails", "completes"] = "fails"
    bulk_early_results: Literal["refused", "empty"] = "refused"
    bulk_failure: Literal["nothing_done", "half_done"] = "nothing_done"

    @property
    def hidden(self) -> frozenset[tuple[str, str]]:
        """Object and field of each hidden field."""
        return frozenset(map(_split, self.hidden_fields))


def org_of(seed: Seed) -> Org:
    """Read the org's settings; raises SeedInvalid."""
    findings = [f"org.{name}: {says}" for name, says in problems(Org, seed.org)]
    if findings:
        raise SeedInvalid(findings)
    return Org(**chosen(Org, seed.org))


def objects_of(org: Org, seed: Seed) -> dict[str, ObjectSchema]:
    """Return the org's objects with the custom fields of the seed; raises SeedInvalid."""
    standard = standard_objects(multi_currency=org.multi_currency)
    objects = with_packages(standard, org.packages)
    findings: list[str] = []
    added: dict[str, dict[str, Field]] = {}
    for name, own in map(_split, org.external_id_fields):
        if name in objects and objects[name].find(own) is None:
            field = Field(name=own, type="string", length=_CUSTOM_TEXT_LENGTH, flags="cux")
            objects[name] = objects[name].including([field])
        else:
            findings.append(f"org.external_id_fields: {name}.{own} cannot be added")
    for record in seed.records:
        schema = objects.get(record.type)
        if schema is None:
            findings.append(f"{record.place}: this org has no object {record.type}")
        else:
            _add_custom(added.setdefault(record.type, {}), record, schema, org)
            findings += _wrong_fields(record, schema, org)
    findings += [
        f"org.hidden_fields: there is no field {name}.{field}"
        for name, field in sorted(org.hidden)
        if name not in objects or field not in {**objects[name].fields, **added.get(name, {})}
    ]
    if findings:
        raise SeedInvalid(findings)
    return {
        name: schema.including(added.get(name, {}).values()) for name, schema in objects.items()
    }


def visible(org: Org, objects: Mapping[str, ObjectSchema]) -> dict[str, ObjectSchema]:
    """Return the objects as the bridge's user may see them."""
    return {
        name: schema.without(field for owner, field in org.hidden if owner == name)
        for name, schema in objects.items()
    }


def own_records(
    org: Org, seed: Seed, username: str
) -> Iterable[tuple[str, str, Mapping[str, object]]]:
    """
    Return type, id and fields of the records that every org has.

    In an org with several currencies each that a record uses is one of its currencies; a rate
    other than 1 is for the seed to give.
    """
    yield (
        "Organization",
        ORG_ID,
        {
            "Name": "Sandbox",
            "InstanceName": "SBX1",
            "OrganizationType": "Developer Edition",
            "TimeZoneSidKey": org.time_zone,
            "DefaultLocaleSidKey": "en_US",
            "LanguageLocaleKey": "en_US",
            "FiscalYearStartMonth": 1,
            "IsSandbox": True,
        },
    )
    for identifier, name, address in (
        (USER_ID, "Bridge", username),
        (PERSON_ID, "Person", f"person@{org.my_domain}.example"),
    ):
        yield (
            "User",
            identifier,
            {
                "Name": name,
                "LastName": name,
                "Username": address,
                "Email": address,
                "IsActive": True,
                "UserType": "Standard",
                "TimeZoneSidKey": org.time_zone,
            },
        )
    if org.multi_currency:
        used = {
            str(record.fields.get("CurrencyIsoCode") or org.currency) for record in seed.records
        }
        for currency in sorted(used | {org.currency}):
            yield (
                "CurrencyType",
                record_id("CurrencyType", currency),
                {
                    "IsoCode": currency,
                    "ConversionRate": 1,
                    "DecimalPlaces": 2,
                    "IsActive": True,
                    "IsCorporate": currency == org.currency,
                },
            )


def _split(path: str) -> tuple[str, str]:
    owner, _, field = path.partition(".")
    return owner, field


def _add_custom(
    custom: dict[str, Field], record: SeedRecord, schema: ObjectSchema, org: Org
) -> None:
    for name in record.fields:
        if _is_added(name, schema, org):
            custom[name] = _wider(custom.get(name), _custom(name, record.fields[name]))


def _is_added(name: str, schema: ObjectSchema, org: Org) -> bool:
    """Tell whether a field is one that the org made itself."""
    of_package = name.startswith(absent_prefixes(org.packages))
    return name.endswith("__c") and schema.find(name) is None and not of_package


def _wrong_fields(record: SeedRecord, schema: ObjectSchema, org: Org) -> Iterable[str]:
    for name in record.fields:
        if _is_added(name, schema, org):
            continue
        field = schema.fields.get(name)
        if field is None or name == "Id":
            yield _unknown(record, name, org)
        elif name in record.refers and record.refers[name] not in field.targets:
            yield f"{record.places[name]}, field {name}: cannot refer to {record.refers[name]}"


def _unknown(record: SeedRecord, name: str, org: Org) -> str:
    why = "unknown to this object; only names that end in __c can be added"
    if name.startswith(absent_prefixes(org.packages)):
        why = "this org does not have the package that the field belongs to"
    if name == "CurrencyIsoCode" and not org.multi_currency:
        why = "an org with one currency has no such field"
    if name == "Id":
        why = "ids follow from type and key, they cannot be chosen"
    return f"{record.places[name]}, field {name}: {why}"


def _custom(name: str, value: object) -> Field:
    """Type a field that the org itself added by the value that the seed gives it."""
    if isinstance(value, bool):
        return Field(name=name, type="boolean", flags="cu")
    if isinstance(value, int | Decimal):
        exponent = Decimal(value).as_tuple().exponent
        scale = max(_CUSTOM_SCALE, -exponent if isinstance(exponent, int) else 0)
        return Field(name=name, type="double", precision=_CUSTOM_PRECISION, scale=scale, flags="cu")
    if isinstance(value, str) and len(value) > _CUSTOM_TEXT_LENGTH:
        return Field(name=name, type="textarea", length=_CUSTOM_LONG_TEXT_LENGTH, flags="cu")
    length = _CUSTOM_TEXT_LENGTH if isinstance(value, str) else 0
    return Field(name=name, type="string", length=length, flags="cu")


def _wider(earlier: Field | None, later: Field) -> Field:
    """Choose the field that holds both values; one that only ever was null yields."""
    if earlier is None or earlier.type == "string":
        return later if earlier is None or not earlier.length or later.length else earlier
    return later if (later.scale, later.length) > (earlier.scale, earlier.length) else earlier
