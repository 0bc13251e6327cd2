"""What the account can do beyond taking documents, as its administrator has set it up."""

from collections.abc import Mapping

from bridge.rules.diagnostics import did_you_mean
from bridge.rules.files.fields import filled_text, section_under
from bridge.rules.files.header import Header
from bridge.rules.files.nodes import Text
from bridge.rules.files.reading import Reading

_ANSWERS = ("yes", "no")


def read_account(headers: Mapping[str, Header], reading: Reading) -> None:
    """Keep what the account can do for the tables that are read after it; findings if unknown."""
    for number, header in enumerate(headers.values()):
        if number:
            reading.findings.add(header.name.place, "there is one account, and one file for it")
            continue
        for key, node in section_under(header.body, "can", reading.findings):
            answer = filled_text(node, key.value, reading.findings)
            if answer is not None and _is_known(key, answer, reading):
                reading.abilities[key.value] = answer.value == "yes"


def _is_known(key: Text, answer: Text, reading: Reading) -> bool:
    known = reading.vocabulary.abilities
    if key.value not in known:
        hint = did_you_mean(key.value, known, "one of")
        reading.findings.add(key.place, f"no treatment needs '{key.value}'", hint)
        return False
    if answer.value not in _ANSWERS:
        reading.findings.add(answer.place, f"'{answer.value}' is not yes or no")
        return False
    return True
