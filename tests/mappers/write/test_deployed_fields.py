"""What is deployed to an org is what the bridge writes there, and what its API answers."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from bridge.flow.checking.checked import Answer
from bridge.mappers.write import status, task

PROJECT = Path("deploy/salesforce")
SOURCE = PROJECT / "force-app/main/default"
FILES = sorted(PROJECT.rglob("*.xml"))
IN = {"m": "http://soap.sforce.com/2006/04/metadata"}
APEX = (SOURCE / "classes/BridgeCheck.cls").read_text(encoding="utf-8")


def read(file: Path) -> ET.Element:
    return ET.fromstring(file.read_bytes())


def text(of: ET.Element, path: str) -> str | None:
    return of.findtext(path, namespaces=IN)


def lengths(object_: str) -> dict[str | None, int]:
    """The fields of an object that are deployed, each with its length."""
    found = map(read, (SOURCE / "objects" / object_ / "fields").glob("*.xml"))
    return {text(one, "m:fullName"): int(text(one, "m:length") or 0) for one in found}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_file_is_metadata(file: Path) -> None:
    assert read(file).tag.startswith(f"{{{IN['m']}}}")


def test_the_fields_are_those_that_the_bridge_writes() -> None:
    told = {status.STATUS_FIELD: status.STATUS_SIZE, status.IDS_FIELD: 255}
    assert lengths("Order") == lengths("Opportunity") == told
    assert lengths("Activity") == {task.KEY_FIELD: 80}


def test_the_integration_user_may_write_each_of_them() -> None:
    granted = read(SOURCE / "permissionsets/Revenue_Bridge_Integration.permissionset-meta.xml")
    written = {
        text(one, "m:field")
        for one in granted.findall("m:fieldPermissions", IN)
        if text(one, "m:editable") == "true"
    }
    both = {f"{one}.{field}" for one in ("Order", "Opportunity") for field in lengths("Order")}
    assert written == {*both, f"{task.RECORD}.{task.KEY_FIELD}"}


def description() -> dict[str, Any]:
    text_ = Path("docs/openapi.json").read_text(encoding="utf-8")
    form: dict[str, Any] = json.loads(text_, parse_float=Decimal)
    return form


def test_the_action_asks_a_call_that_exists_and_reads_what_it_answers() -> None:
    form = description()
    (path,) = re.findall(r"callout:Revenue_Bridge(/api/v1)(/\S+)'", APEX)
    bodies = form["paths"][path[1]]["post"]["requestBody"]["content"]["application/json"]
    assert {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}} in (
        bodies["schema"]["oneOf"]
    )
    schemas = form["components"]["schemas"]
    parts = ("Checked", "CheckedDeal", "FlagForm", "ProblemForm")
    known = {name for part in parts for name in schemas[part]["properties"]}
    assert set(re.findall(r"\.get\('(\w+)'\)", APEX)) <= known
    answers = set(re.findall(r"String (?:YES|WITH_WARNINGS|NO) = '(\w+)'", APEX))
    assert answers == {one.value for one in Answer}


def test_the_flow_takes_from_the_action_what_it_gives() -> None:
    flow = read(SOURCE / "flows/Check_Revenue.flow-meta.xml")
    assert text(flow, "m:actionCalls/m:actionName") == "BridgeCheck"
    told = {one.text for one in flow.findall("m:actionCalls/m:outputParameters/m:name", IN)}
    given = set(re.findall(r"@InvocableVariable\([^)]*\)\s+public \w+ (\w+);", APEX))
    assert told | {"recordId"} <= given
    shown = {one.text for one in flow.findall("m:variables/m:name", IN)}
    assert shown == {*told, "recordId"}
