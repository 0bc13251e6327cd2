"""The laws on words, sizes, excuses and docstrings bite."""

from pathlib import Path

import pytest

from tests.house.laws import docstrings, excuses, sizes, words
from tests.house.planted import Law, places, plant

LONG = "def pay():\n" + "    x = 1\n" * 50
TOLD = 'def pay():\n    """\n    Pay.\n' + "\n" * 20 + '    """\n' + "    x = 1\n" * 49
NESTED = """
def pay():
    for x in y:
        while x:
            if x:
                x = 1
                x = 2
"""
FLAT = """
def pay():
    for x in y:
        with x:
            if x:
                x = 1
                x = 2
            elif y:
                x = 3
            for z in y:
                pass
def pay_all():
    for x in y:
        for z in x:
            if z:
                continue
            def inner():
                if x:
                    pass
"""


@pytest.mark.parametrize(
    ("law", "path", "text"),
    [
        (words.vendor_words_stay_at_the_borders, "bridge/model/x.py", "# an Opportunity"),
        (words.vendor_words_stay_at_the_borders, "bridge/flow/x.py", "FIELD = 'SBQQ__Quote__c'"),
        (words.vendor_words_stay_at_the_borders, "bridge/console/x.html", "<b>tranid</b>"),
        (words.files_and_classes_have_names, "bridge/flow/utils.py", ""),
        (words.files_and_classes_have_names, "bridge/common/x.py", ""),
        (words.files_and_classes_have_names, "tests/flow/test_sync_helpers.py", ""),
        (words.files_and_classes_have_names, "bridge/flow/x.py", "class DealManager: ..."),
        (words.files_and_classes_have_names, "bridge/flow/x.py", "class BaseDeal: ..."),
        (words.values_have_names, "bridge/flow/x.py", "data = 1"),
        (words.values_have_names, "bridge/flow/x.py", "for info in x: ..."),
        (words.values_have_names, "bridge/flow/x.py", "def process(): ..."),
        (words.values_have_names, "bridge/flow/x.py", "def x(*, handle): ..."),
        (words.no_traces_of_the_workshop, "docs/x.md", "see /wo" + "rk/main/x"),
        (words.no_traces_of_the_workshop, "bridge/x.py", "# ../sha" + "red/x"),
        (words.no_traces_of_the_workshop, "requirements/x.lock", "# https://pypi" + ".org/simple"),
        (sizes.files_stay_short, "bridge/x.py", "x = 1\n" * 301),
        (sizes.functions_stay_short, "bridge/x.py", LONG),
        (sizes.parameters_stay_few, "bridge/x.py", "def x(a, b, c, *, d, e, f): ..."),
        (
            sizes.parameters_stay_few,
            "bridge/x.py",
            "class X:\n  def x(self, a, b, c, d, e, f): ...",
        ),
        (sizes.nesting_stays_flat, "bridge/x.py", NESTED),
        (excuses.excuses_are_exact, "bridge/x.py", "import x  # noqa"),
        (excuses.excuses_are_exact, "bridge/x.py", "import x  # noqa: F401"),
        (excuses.excuses_are_exact, "tests/x.py", "x = 1  # type: ignore"),
        (excuses.excuses_are_exact, "tests/x.py", "x = 1  # type: ignore[misc]"),
        (excuses.excuses_are_exact, "tests/x.py", "# ruff: noqa: F401 - the whole file"),
        (excuses.excuses_are_exact, "bridge/x.py", "x = 1  # pragma: no cover"),
        (excuses.promises_have_a_number, "bridge/x.py", "# TO" + "DO: later"),
        (excuses.promises_have_a_number, "Makefile", "# FIX" + "ME"),
        (excuses.only_known_errors_are_caught, "bridge/x.py", "try: ...\nexcept: ..."),
        (excuses.only_known_errors_are_caught, "bridge/x.py", "try: ...\nexcept Exception: ..."),
        (excuses.only_known_errors_are_caught, "bridge/x.py", "try: ...\nexcept: raise Other"),
        (
            excuses.only_known_errors_are_caught,
            "bridge/x.py",
            "try: ...\nexcept (KeyError, BaseException): ...",
        ),
        (docstrings.public_things_say_what_they_are, "bridge/x.py", "x = 1"),
        (docstrings.public_things_say_what_they_are, "bridge/x.py", '"""X."""\ndef x(): ...'),
        (docstrings.public_things_say_what_they_are, "bridge/x.py", '"""X."""\nclass X: ...'),
        (
            docstrings.public_things_say_what_they_are,
            "bridge/x.py",
            '"""X."""\nclass X:\n  """X."""\n  def x(self): ...',
        ),
    ],
)
def test_what_breaks_the_law_is_found(tmp_path: Path, law: Law, path: str, text: str) -> None:
    assert len(places(law, plant(tmp_path, {path: text}))) == 1


@pytest.mark.parametrize(
    ("law", "path", "text"),
    [
        (words.vendor_words_stay_at_the_borders, "bridge/mappers/cpq.py", "X = 'SBQQ__X__c'"),
        (words.vendor_words_stay_at_the_borders, "docs/x.md", "an Opportunity"),
        (
            words.files_and_classes_have_names,
            "bridge/x.py",
            "class ServiceTerm: ...\nclass TPS: ...",
        ),
        (words.values_have_names, "bridge/x.py", "log.info(x)\nanswer = post(data=x)"),
        (words.no_traces_of_the_workshop, "bridge/x.py", "# workbooks/work and a shared lock"),
        (sizes.files_stay_short, "bridge/x.py", "x = 1\n" * 300),
        (sizes.functions_stay_short, "bridge/x.py", TOLD),
        (sizes.parameters_stay_few, "bridge/x.py", "class X:\n  def x(self, a, b, c, d, e): ..."),
        (
            sizes.parameters_stay_few,
            "bridge/cli/x.py",
            "@app.command()\ndef x(a, b, c, d, e, f): ...",
        ),
        (sizes.nesting_stays_flat, "bridge/x.py", FLAT),
        (excuses.excuses_are_exact, "bridge/x.py", "x = 1  # noqa: F401, S101 - the door is open"),
        (
            excuses.excuses_are_exact,
            "bridge/x.py",
            "x = 1  # type: ignore[misc]  # zeep has no types",
        ),
        (excuses.excuses_are_exact, "bridge/x.py", "X = '# noqa'"),
        (excuses.promises_have_a_number, "bridge/x.py", "# TO" + "DO(#12): later"),
        (excuses.only_known_errors_are_caught, "bridge/x.py", "try: ...\nexcept OSError: ..."),
        (excuses.only_known_errors_are_caught, "bridge/x.py", "try: ...\nexcept: raise"),
        (
            docstrings.public_things_say_what_they_are,
            "bridge/x.py",
            '"""X."""\nclass X:\n  """X."""\n  def __len__(self): ...\n  def _x(self): ...\n',
        ),
    ],
)
def test_what_keeps_the_law_passes(tmp_path: Path, law: Law, path: str, text: str) -> None:
    assert places(law, plant(tmp_path, {path: text})) == []


def test_a_folder_of_more_than_twelve_modules_is_found(tmp_path: Path) -> None:
    folder = {f"bridge/flow/m{number}.py": "" for number in range(12)}
    root = plant(tmp_path, folder | {"bridge/flow/__init__.py": ""})
    assert places(sizes.folders_stay_small, root) == []
    plant(root, {"bridge/flow/thirteenth.py": ""})
    assert places(sizes.folders_stay_small, root) == ["bridge/flow:1"]
