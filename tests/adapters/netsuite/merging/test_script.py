"""The account's own script: it speaks as the adapter does, and does nothing but merge."""

import re
from pathlib import Path

PROJECT = Path(__file__).parents[4] / "deploy/netsuite/src"
SCRIPT = (PROJECT / "FileCabinet/SuiteScripts/bridge_merges.js").read_text(encoding="utf-8")
ADAPTER = Path("bridge/adapters/netsuite/merging/restlet.py").read_text(encoding="utf-8")


def test_script_and_adapter_use_the_same_names() -> None:
    asked = {"reference", "arrangements", "revenueArrangementDate", "mergeResidualRevenueAmounts"}
    told = {"taskId", "status", "resultingArrangement", "errorMessage", "SSS_INVALID_TASK_ID"}
    for name in asked | told:
        assert re.search(rf"\b{name}\b", SCRIPT), name
        assert f'"{name}"' in ADAPTER, name


def test_the_project_deploys_what_it_holds_under_the_ids_of_the_example_settings() -> None:
    listed = (PROJECT / "deploy.xml").read_text(encoding="utf-8")
    for path in re.findall(r"<path>~/(.+)</path>", listed):
        assert (PROJECT / path).is_file(), path
    example = Path("config/bridge.toml").read_text(encoding="utf-8")
    held = (PROJECT / "Objects/customscript_bridge_merges.xml").read_text(encoding="utf-8")
    for name in re.findall(r'merge_(?:script|deployment) = "(\w+)"', example):
        assert f'scriptid="{name}"' in held


def test_the_script_loads_no_module_that_could_change_a_record() -> None:
    modules = set(re.findall(r"'(N/[\w/]+)'", SCRIPT))
    assert modules == {"N/cache", "N/error", "N/query", "N/task/accounting/recognition"}


def test_nothing_that_fails_after_the_submission_is_told_as_not_submitted() -> None:
    (after,) = re.findall(r"= submitted\(body\);\n(.+?)\n        };", SCRIPT, re.DOTALL)
    assert [line.strip() for line in after.splitlines()] == [
        "remember(reference, taskId);",
        "return { taskId };",
    ]
    (remember,) = re.findall(r"remember = .+?{\n(.+?)\n        };", SCRIPT, re.DOTALL)
    assert re.match(r" +try {\n +references\(\)\.put\(.+\);\n +} catch \(failed\) {", remember)
    assert "throw" not in remember
