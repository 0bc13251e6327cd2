"""All functions of the language, by name."""

from collections.abc import Mapping
from types import MappingProxyType

from bridge.rules.functions.choices import CHOICES
from bridge.rules.functions.dates import DATES
from bridge.rules.functions.lists import LISTS
from bridge.rules.functions.numbers import NUMBERS
from bridge.rules.functions.signature import Form, Function
from bridge.rules.functions.texts import TEXTS

_ALL: tuple[Function | Form, ...] = (*CHOICES, *TEXTS, *NUMBERS, *DATES, *LISTS)

LIBRARY: Mapping[str, Function | Form] = MappingProxyType({each.name: each for each in _ALL})
