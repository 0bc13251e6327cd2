"""What becomes of a case that no row decides: an exception code and a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass

from bridge.rules.compile import Compiled, compile_all
from bridge.rules.files.fields import (
    as_section,
    code_under,
    refuse_unknown_keys,
    text_under,
)
from bridge.rules.files.nodes import Section
from bridge.rules.files.reading import Reading
from bridge.rules.outcomes import Tracer, Undecided, untraced
from bridge.rules.types import TEXT, Type

_SAY = "say"


@dataclass(frozen=True, slots=True)
class Otherwise:
    """The exception that an undecided case becomes."""

    code: str
    rule: str  #: how the ledger names it: "items#otherwise"
    sentence: Compiled

    def undecided(self, facts: Mapping[str, object], tracer: Tracer = untraced) -> Undecided:
        """The open question, its sentence filled with the facts."""
        return Undecided(self.code, str(self.sentence(facts)[_SAY]), self.rule, tracer)


def read_otherwise(
    rule: str, body: Section, scope: Mapping[str, Type], reading: Reading
) -> Otherwise | None:
    """The `otherwise` that every table and lookup must have; None, with a finding, if not."""
    node = body.get("otherwise")
    if node is None:
        reading.findings.add(
            body.place,
            "'otherwise' is missing: a case that no row decides must become an exception",
            """otherwise: {exception: SOME_CODE, say: '"what is undecided"'}""",
        )
        return None
    section = as_section(node, "otherwise", reading.findings)
    refuse_unknown_keys(section, ("exception", "say"), reading.findings)
    code = code_under(section, "exception", reading.findings)
    return read_sentence(code, f"{rule}#otherwise", section, scope, reading)


def read_sentence(
    code: str | None, rule: str, section: Section, scope: Mapping[str, Type], reading: Reading
) -> Otherwise | None:
    """The exception of a code with the sentence that stands under `say`."""
    say = text_under(section, "say", reading.findings)
    checked = reading.expression(say, scope, TEXT) if say else None
    if code is None or checked is None:
        return None
    return Otherwise(code, rule, compile_all({_SAY: checked}))
