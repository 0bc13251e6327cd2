"""What the account can do beyond taking documents, as its administrator has set it up."""

from collections.abc import Mapping

from bridge.rules.diagnostics import did_you_mean
from bridge.rules.files.fields import filled_text, section_under
from bridge.rules.files.header import Header
from bridge.rules.files.nodes import Text
from bridge.rules.files.reading import Reading

#: The key under which the account's revenue recognition rules stand, each with its method.
RECOGNISES = "recognises"
METHODS = "Recognition"
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
        if header.body.get(RECOGNISES) is not None:
            _read_rules(header, reading)


def _read_rules(header: Header, reading: Reading) -> None:
    """Note a name of a method that there is none of."""
    methods = reading.vocabulary.enums.get(METHODS, ())
    for key, node in section_under(header.body, RECOGNISES, reading.findings):
        method = filled_text(node, key.value, reading.findings)
        if method is not None and method.value not in methods:
            reading.findings.add(
                method.place,
                f"'{method.value}' is not a value of {METHODS}",
                did_you_mean(method.value, methods, "values"),
            )


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
