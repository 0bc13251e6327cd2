"""All functions of the language, by name."""

from collections.abc import Mapping
from types import MappingProxyType

from bridge.rules.functions.amounts import AMOUNTS
from bridge.rules.functions.choices import CHOICES
from bridge.rules.functions.dates import DATES
from bridge.rules.functions.lists import LISTS
from bridge.rules.functions.numbers import NUMBERS
from bridge.rules.functions.picklists import PICKLISTS
from bridge.rules.functions.signature import Form, Function
from bridge.rules.functions.texts import TEXTS

_ALL: tuple[Function | Form, ...] = (
    *CHOICES,
    *PICKLISTS,
    *TEXTS,
    *NUMBERS,
    *AMOUNTS,
    *DATES,
    *LISTS,
)

LIBRARY: Mapping[str, Function | Form] = MappingProxyType({each.name: each for each in _ALL})

#: What to write instead of functions that are known from elsewhere and left out on purpose.
REPLACED: Mapping[str, str] = MappingProxyType(
    {
        "IIF": "use IF(condition, then, otherwise)",
        "ISNULL": "use ISBLANK(value)",
        "NOW": "a rule answers alike on every day; use a date of the deal",
        "NULLVALUE": "use BLANKVALUE(value, substitute)",
        "REGEX": "use CONTAINS, BEGINS, LEFT, RIGHT or MID",
        "TODAY": "a rule answers alike on every day; use a date of the deal",
        "VALUE": "declare the fact as a number in its source",
    }
)
