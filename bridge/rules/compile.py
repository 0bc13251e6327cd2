"""Compiles checked expressions into one Python function that calculates exactly."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import DecimalException, getcontext, setcontext
from types import MappingProxyType
from typing import Generic, TypeVar

from bridge.rules.check import Checked
from bridge.rules.compiler.choosing.chooser import Chooser, by_key, by_match
from bridge.rules.compiler.choosing.matching import Matcher
from bridge.rules.compiler.program import Collect, Program, as_mapping, as_row, program
from bridge.rules.compiler.settling import settled, settled_in_words
from bridge.rules.expression import Node
from bridge.rules.language.exactness import EXACT, OutOfReach, exact
from bridge.rules.types import Type

__all__ = ["Compiled", "CompiledMatch", "CompiledRow", "NotComputable", "compile_all", "exact"]

Result = TypeVar("Result")
#: What rules gave, by the name of their use.
Given = Mapping[str, Mapping[str, object]]
NOTHING: Given = MappingProxyType({})
#: How the quick code leaves a case to the careful one, which then gives it or says what is wrong.
UNSETTLED = (ArithmeticError, LookupError, ValueError)


class NotComputable(ValueError):
    """
    The expression `field` has no value for these facts, because of `reason`.

    A day outside the calendar, a text or number that is too long for its place, or a fact with
    more digits than its type declares.
    """

    def __init__(self, field: str, reason: str) -> None:
        self.field = field
        self.reason = reason
        super().__init__(f"{field}: {reason}")


class _Calculation(Generic[Result]):
    """
    Expressions as one function from facts to results.

    It sets its own decimal context: what the caller calculates with does not matter.
    """

    def __init__(
        self, expressions: Mapping[str, Checked], collect: Collect, uses: Collection[str] = ()
    ) -> None:
        self._expressions = dict(expressions)
        self._uses = frozenset(uses)
        self._rule = program(self._expressions, collect, settled, uses)
        self._alone: dict[str, Program] = {}  #: each expression, once it was needed

    @property
    def meaning(self) -> Mapping[str, tuple[Node, Type]]:
        """What each expression asks, by its name; equal ones give equal values for equal facts."""
        return {name: (each.node, each.type) for name, each in self._expressions.items()}

    def __call__(self, facts: Mapping[str, object], uses: Given = NOTHING) -> Result:
        """Return all results; NotComputable names the first expression that has none."""
        before = getcontext()
        if before is not EXACT:
            setcontext(EXACT)
        try:
            found: Result = self._rule(facts, uses)
        except UNSETTLED:
            return self._assembled(dict(self._one_by_one(facts, uses)))
        else:
            return found
        finally:
            if before is not EXACT:
                setcontext(before)

    def _assembled(self, results: dict[str, object]) -> Result:
        raise NotImplementedError

    def _one_by_one(self, facts: Mapping[str, object], uses: Given) -> Iterator[tuple[str, object]]:
        """Compute without shared parts, to know which expression has no value, if any."""
        for name, checked in self._expressions.items():
            if name not in self._alone:
                self._alone[name] = program({name: checked}, as_row, settled_in_words, self._uses)
            try:
                [value] = self._alone[name](facts, uses)
            except OutOfReach as error:
                raise NotComputable(name, str(error)) from error
            except DecimalException as error:
                raise NotComputable(
                    name, "a number has more digits than its type allows"
                ) from error
            yield name, value


class Compiled(_Calculation[dict[str, object]]):
    """
    Expressions as one function to results by name, in the order they were given.

    What stands under a name of `uses` is read off the second argument and not off the facts.
    """

    def __init__(self, expressions: Mapping[str, Checked], uses: Collection[str] = ()) -> None:
        super().__init__(expressions, as_mapping, uses)

    def _assembled(self, results: dict[str, object]) -> dict[str, object]:
        return results


class CompiledRow(_Calculation[tuple[object, ...]]):
    """Expressions as one function to the row of their results, in the order they were given."""

    def __init__(self, expressions: Mapping[str, Checked], uses: Collection[str] = ()) -> None:
        super().__init__(expressions, as_row, uses)

    def chooser(self, rows: Mapping[tuple[object, ...], object]) -> Chooser:
        """How other code chooses one of these rows by the results as their key."""
        return by_key(self._expressions, rows)

    def _assembled(self, results: dict[str, object]) -> tuple[object, ...]:
        return tuple(results.values())


class CompiledMatch(_Calculation[tuple[int, tuple[object, ...]]]):
    """
    The inputs of a table as one function to the rows that accept them, and to their values.

    The rows are bits; there are none where a column never has its value.
    """

    def __init__(self, expressions: Mapping[str, Checked], matcher: Matcher) -> None:
        super().__init__(expressions, matcher.collect)
        self._matcher = matcher

    def chooser(self, rows: Sequence[object], *, unique: bool) -> Chooser:
        """How other code chooses one of the rows of the table by the same inputs."""
        return by_match(self._expressions, self._matcher, rows, unique=unique)

    def _assembled(self, results: dict[str, object]) -> tuple[int, tuple[object, ...]]:
        values = tuple(results.values())
        return self._matcher.match(values), values


def compile_all(expressions: Mapping[str, Checked], uses: Collection[str] = ()) -> Compiled:
    """Return checked expressions as one function; what they compute alike is computed once."""
    return Compiled(expressions, uses)
