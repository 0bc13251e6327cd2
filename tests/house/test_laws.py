"""The laws of the house hold in this tree. How each can break is told by the other files here."""

import inspect
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.house.laws import (
    docstrings,
    effects,
    excuses,
    imports,
    money,
    pages,
    promises,
    sizes,
    words,
)
from tests.house.laws.tree import Finding

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
LAWS: tuple[Callable[[Path], Iterator[Finding]], ...] = (
    imports.imports_run_down,
    imports.no_circles,
    imports.nothing_hidden,
    imports.sandbox_stands_apart,
    imports.doors,
    effects.the_machine_is_asked_in_the_shell_only,
    money.no_float_but_seconds,
    money.json_has_exact_decimals,
    money.rounding_has_one_place,
    words.vendor_words_stay_at_the_borders,
    words.files_and_classes_have_names,
    words.values_have_names,
    words.no_traces_of_the_workshop,
    sizes.files_stay_short,
    sizes.functions_stay_short,
    sizes.parameters_stay_few,
    sizes.nesting_stays_flat,
    sizes.folders_stay_small,
    excuses.excuses_are_exact,
    excuses.promises_have_a_number,
    excuses.only_known_errors_are_caught,
    docstrings.public_things_say_what_they_are,
    promises.every_error_has_an_exit_code,
    promises.every_setting_is_shown,
    pages.links_lead_somewhere,
    pages.pages_that_are_named_exist,
    pages.targets_exist,
)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_law_holds_in_this_tree(law: Callable[[Path], Iterator[Finding]]) -> None:
    findings = [str(one) for one in law(ROOT)]
    assert not findings, "\n".join([law.__doc__ or "", *findings])


def test_every_law_is_held_here_and_was_seen_red() -> None:
    modules = {sys.modules[law.__module__] for law in LAWS}
    written = {
        one
        for module in modules
        for name, one in vars(module).items()
        if not name.startswith("_")
        and inspect.isfunction(one)
        and one.__module__ == module.__name__
        if inspect.signature(one).return_annotation == Iterator[Finding]
    }
    assert written == set(LAWS)
    red = "".join(file.read_text(encoding="utf-8") for file in HERE.glob("test_*_seen_red.py"))
    assert [law.__name__ for law in LAWS if f".{law.__name__}" not in red] == []
