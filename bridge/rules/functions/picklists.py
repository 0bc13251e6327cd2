"""Functions of picklists, which may be asked of a blank: it is none of the values."""

from bridge.rules.expression import Call, Literal
from bridge.rules.functions.signature import Function
from bridge.rules.language.operators import member
from bridge.rules.language.typed import Typed, problem
from bridge.rules.types import BOOLEAN, Type


def _picked_type(call: Call, arguments: tuple[Typed, ...]) -> Type:
    subject, wanted = arguments
    if not subject.type.is_text:
        raise problem(subject, f"{call.name} needs a picklist, but this is {subject.type}")
    match wanted.node:
        case Literal(value=str() as text) if text:
            member(subject.type, wanted)
            return BOOLEAN
        case _:
            raise problem(wanted, f"{call.name} takes a constant value", f'{call.name}(x, "A")')


def _is_picked(value: str | None, wanted: str) -> bool:
    return value == wanted


def _includes(value: str | None, wanted: str) -> bool:
    """Look for one of the values of a multi-select picklist, which have semicolons between."""
    return value is not None and wanted in value.split(";")


PICKLISTS: tuple[Function, ...] = (
    Function(
        form="ISPICKVAL(picklist, value)", least=2, most=2, typing=_picked_type, run=_is_picked
    ),
    Function(form="INCLUDES(picklist, value)", least=2, most=2, typing=_picked_type, run=_includes),
)
