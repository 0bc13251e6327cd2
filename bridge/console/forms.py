"""What a form sent: texts by the name of their field, never files, never without end."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from bridge.console.security.sizes import BODY_MAX_BYTES

#: More fields than any page has: a whole page of checkboxes, and what stands beside them.
_FIELDS_MAX = 2_000


@dataclass(frozen=True, slots=True)
class Sent:
    """The fields of a form, each with its values in the order of the page."""

    values: dict[str, tuple[str, ...]]

    def __getitem__(self, name: str) -> str:
        """Return what was typed into a field; empty if it was not sent."""
        found = self.values.get(name, ())
        return found[-1] if found else ""

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of a field, as checkboxes send them."""
        return self.values.get(name, ())

    @property
    def plain(self) -> dict[str, str]:
        """The fields with one value each."""
        return {name: self[name] for name in self.values}

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Each field with each of its values."""
        return tuple((name, value) for name in self.values for value in self.all(name))

    def numbers(self, name: str) -> tuple[int, ...]:
        """Return the whole numbers that a field has, each once; what is none is left out."""
        found = (one for one in self.all(name) if one.isascii() and one.isdigit())
        return tuple(dict.fromkeys(int(one) for one in found if len(one) < len(str(2**63))))


async def sent_with(request: Request) -> Sent:
    """Return what a request has sent; HTTPException for what is no form."""
    found: dict[str, tuple[str, ...]] = {}
    # A field may take all of a body, however it is sent: `Sized` alone says where that ends.
    form_of = request.form(max_files=0, max_fields=_FIELDS_MAX, max_part_size=BODY_MAX_BYTES)
    async with form_of as form:
        for name, value in form.multi_items():
            if isinstance(value, str):
                found[name] = (*found.get(name, ()), value)
    return Sent(found)


#: How a handler takes a form.
Form = Annotated[Sent, Depends(sent_with)]
