"""What a rulebook must say before it is read at all."""

import os
from pathlib import Path

import pytest

from bridge.errors import Misconfigured
from bridge.flow.rulebook.editions import of_files, read_rules, write
from bridge.rules.diagnostics import RulebookInvalid

SHIPPED = read_rules(Path("config/rules"))


@pytest.mark.parametrize(
    ("file", "field"),
    [
        ("orders.yaml", "subsidiary"),
        ("orders.yaml", "taxDetailsOverride"),
        ("orders.yaml", "terms"),
        ("orders.yaml", "billingSchedule"),
        ("order_lines.yaml", "billingSchedule"),
    ],
)
def test_terms_billing_tax_and_subsidiary_are_decided_or_the_rulebook_is_refused(
    file: str, field: str
) -> None:
    lines = SHIPPED[file].splitlines(keepends=True)
    (decided,) = [line for line in lines if line.startswith(f"  {field}: ")]
    with pytest.raises(RulebookInvalid, match=f"the field '{field}' is not set"):
        of_files({**SHIPPED, file: SHIPPED[file].replace(decided, "")})


@pytest.mark.parametrize(
    ("file", "field"), [("orders.yaml", "terms"), ("order_lines.yaml", "billingSchedule")]
)
def test_to_leave_the_decision_to_netsuite_is_written_down(file: str, field: str) -> None:
    lines = SHIPPED[file].splitlines(keepends=True)
    (decided,) = [line for line in lines if line.startswith(f"  {field}: ")]
    text = SHIPPED[file].replace(decided, f"  {field}: {{is: BLANK}}\n")
    uses = {"orders.yaml": "  payment: {lookup: terms}\n"}.get(
        file, "  rhythm: {lookup: billing}\n"
    )
    assert of_files({**SHIPPED, file: text.replace(uses, "")}).rulebook.mappings


@pytest.mark.parametrize("name", ["../up.yaml", "/tmp/up.yaml", "a/../../up.yaml"])
def test_no_file_of_a_rulebook_is_written_outside_of_its_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(Misconfigured, match="no file of a rulebook has that name"):
        write({name: "x"}, tmp_path / "out")
    assert not list(tmp_path.rglob("*.yaml"))


def test_what_is_written_is_what_was_read_byte_by_byte(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "a.yaml").write_bytes(b"one: 1\r\ntwo: \xc3\xa9\r\n# no end of line")
    write(read_rules(folder), tmp_path / "out")
    assert (tmp_path / "out" / "a.yaml").read_bytes() == (folder / "a.yaml").read_bytes()


def test_a_golden_deal_in_a_folder_below_counts_too(tmp_path: Path) -> None:
    write({"a.yaml": "x", "golden/2026/deal.json": "{}"}, tmp_path / "rules")
    assert set(read_rules(tmp_path / "rules")) == {"a.yaml", "golden/2026/deal.json"}


def strange(folder: Path) -> str:
    with pytest.raises(RulebookInvalid) as refused:
        read_rules(folder)
    (found,) = refused.value.diagnostics
    assert (found.file, found.line, found.column) == ("x.yaml", 1, 1)
    assert found.hint
    return found.message


def test_what_leads_out_of_the_folder_or_is_no_file_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("key: a secret", encoding="utf-8")
    folder = tmp_path / "rules"
    folder.mkdir()
    file = folder / "x.yaml"
    file.symlink_to(tmp_path / "secret.yaml")
    assert strange(folder) == "this leads out of the folder of the rules"
    file.unlink()
    os.mkfifo(file)
    assert strange(folder) == "this is no file"
    file.unlink()
    file.symlink_to(file)
    assert strange(folder).startswith("the file cannot be read: ")


def test_a_file_that_is_too_large_for_rules_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "x.yaml").open("wb") as file:
        file.truncate(32_000_001)
    assert strange(tmp_path) == "the file has 32,000,001 bytes; at most 32,000,000 are read"


def test_a_link_to_a_file_of_the_folder_is_read(tmp_path: Path) -> None:
    write({"a.yaml": "one: 1"}, tmp_path / "rules")
    (tmp_path / "rules" / "b.yaml").symlink_to("a.yaml")
    assert read_rules(tmp_path / "rules") == {"a.yaml": "one: 1", "b.yaml": "one: 1"}
