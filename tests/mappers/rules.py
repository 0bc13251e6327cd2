"""The rulebook as it is shipped, and as a test changes it."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from bridge.mappers import facts
from bridge.mappers.dossiers import READERS
from bridge.mappers.shape import recognise
from bridge.rules.rulebook import Rulebook, load

RULES = Path(__file__).parents[2] / "config" / "rules"


def files() -> dict[str, str]:
    return {
        str(path.relative_to(RULES)): path.read_text(encoding="utf-8")
        for path in sorted(RULES.rglob("*.yaml"))
    }


def loaded(texts: Mapping[str, str]) -> Rulebook:
    return load(texts, facts.vocabulary(recognise.names(), tuple(READERS)))


@cache
def shipped() -> Rulebook:
    return loaded(files())


@cache
def by_use() -> Rulebook:
    """The shipped rules in an account that bills use by subscriptions."""
    texts = files()
    account, usage = texts["account.yaml"], texts["usage.yaml"]
    able = account.replace("use_finds_its_subscription: no", "use_finds_its_subscription: yes")
    return loaded(
        {**texts, "account.yaml": able, "usage.yaml": usage.replace("as_order]", "as_rated]")}
    )


@cache
def changed(file: str, old: str, new: str) -> Rulebook:
    """The shipped rules with every occurrence of a text in one file replaced."""
    texts = files()
    assert old in texts[file]
    return loaded({**texts, file: texts[file].replace(old, new)})
