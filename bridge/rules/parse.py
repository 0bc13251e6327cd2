"""From an expression's text to its syntax tree, by operator precedence."""

from collections.abc import Mapping
from decimal import Decimal

from bridge.rules.diagnostics import Problem
from bridge.rules.expression import (
    Binary,
    Call,
    Literal,
    Negative,
    Node,
    Not,
    Operator,
    Path,
    Within,
    parts,
)
from bridge.rules.language.lexer import Sort, Word, words
from bridge.rules.language.limits import DEPTH_MAX, NODES_MAX

_OR, _AND, _NOT, _COMPARE, _JOIN, _SUM, _PRODUCT, _SIGN = range(1, 9)

#: The binary operators: how strongly they bind, and their one meaning.
_BINARY: Mapping[str, tuple[int, Operator]] = {
    "OR": (_OR, Operator.OR),
    "||": (_OR, Operator.OR),
    "AND": (_AND, Operator.AND),
    "&&": (_AND, Operator.AND),
    "=": (_COMPARE, Operator.EQUAL),
    "==": (_COMPARE, Operator.EQUAL),
    "<>": (_COMPARE, Operator.UNEQUAL),
    "!=": (_COMPARE, Operator.UNEQUAL),
    "<": (_COMPARE, Operator.LESS),
    "<=": (_COMPARE, Operator.LESS_OR_EQUAL),
    ">": (_COMPARE, Operator.GREATER),
    ">=": (_COMPARE, Operator.GREATER_OR_EQUAL),
    "&": (_JOIN, Operator.JOIN),
    "+": (_SUM, Operator.ADD),
    "-": (_SUM, Operator.SUBTRACT),
    "*": (_PRODUCT, Operator.MULTIPLY),
    "/": (_PRODUCT, Operator.DIVIDE),
}
_CONSTANTS: Mapping[str, bool | None] = {"TRUE": True, "FALSE": False, "BLANK": None, "NULL": None}


def parse(source: str) -> Node:
    """Return the tree of an expression; Problem with the place where it stops making sense."""
    node = _Parser(words(source)).whole()
    _measure(node)
    return node


def _measure(node: Node) -> None:
    """Refuse a tree that is too large or too deep; without recursion, for it may be deep."""
    waiting: list[tuple[Node, int]] = [(node, 1)]
    count = 0
    while waiting:
        each, depth = waiting.pop()
        count += 1
        if count > NODES_MAX:
            raise Problem(
                f"the expression has more than {NODES_MAX} parts", each.start, each.end, _SPLIT
            )
        if depth > DEPTH_MAX:
            raise _too_deep(each.start, each.end)
        waiting += [(part, depth + 1) for part in parts(each)]


class _Parser:
    """Reads words from left to right; the methods are named for what they read."""

    def __init__(self, found: tuple[Word, ...]) -> None:
        self._words = found
        self._at = 0
        self._open = 0

    def whole(self) -> Node:
        """Read all words as one expression."""
        if self._ended():
            raise Problem("the expression is empty", 0, 1, "write a fact, a value or a function")
        node = self._expression(0)
        if not self._ended():
            raise Problem(
                f"unexpected {self._next} after the end of the expression",
                self._next.start,
                self._next.end,
                "an operator such as & + = AND may be missing",
            )
        return node

    def _ended(self) -> bool:
        return self._next.sort is Sort.END

    @property
    def _next(self) -> Word:
        return self._words[self._at]

    def _take(self) -> Word:
        word = self._words[self._at]
        self._at = min(self._at + 1, len(self._words) - 1)
        return word

    def _sees(self, sign: str) -> bool:
        return self._next.text == sign and self._next.sort is Sort.SIGN

    def _expect(self, sign: str) -> Word:
        if not self._sees(sign):
            raise Problem(
                f"expected '{sign}' but found {self._next}", self._next.start, self._next.end
            )
        return self._take()

    def _expression(self, floor: int) -> Node:
        """Read operands as long as the operators between them bind stronger than `floor`."""
        self._open += 1
        if self._open > DEPTH_MAX:
            raise _too_deep(self._next.start, self._next.end)
        node = self._operand(floor)
        while (following := self._infix(node, floor)) is not None:
            node = following
        self._open -= 1
        return node

    def _infix(self, left: Node, floor: int) -> Node | None:
        word = self._next
        if word.sort is Sort.KEYWORD and word.text in {"IN", "NOT"}:
            return self._membership(left) if floor < _COMPARE else None
        if word.sort not in (Sort.SIGN, Sort.KEYWORD) or word.text not in _BINARY:
            return None
        strength, operator = _BINARY[word.text]
        if strength <= floor:
            return None
        self._take()
        right = self._expression(strength)
        if strength == _COMPARE:
            self._refuse_chain()
        return Binary(operator, left, right, start=left.start, end=right.end)

    def _refuse_chain(self) -> None:
        word = self._next
        is_comparison = _BINARY.get(word.text, (0,))[0] == _COMPARE or word.text in {"IN", "NOT"}
        if word.sort in (Sort.SIGN, Sort.KEYWORD) and is_comparison:
            raise Problem(
                "comparisons cannot be chained", word.start, word.end, "write a < b AND b < c"
            )

    def _membership(self, subject: Node) -> Node:
        first = self._take()
        if first.text == "NOT" and not (
            self._next.sort is Sort.KEYWORD and self._next.text == "IN"
        ):
            raise Problem(
                f"expected IN after NOT but found {self._next}", self._next.start, self._next.end
            )
        if first.text == "NOT":
            self._take()
        self._expect("(")
        options, end = self._listed()
        self._refuse_chain()
        node = Within(subject, options, start=subject.start, end=end)
        return node if first.text == "IN" else Not(node, start=subject.start, end=end)

    def _listed(self) -> tuple[tuple[Node, ...], int]:
        """Read what stands between brackets; return it and where the bracket closes."""
        found: list[Node] = []
        if not self._sees(")"):
            found.append(self._expression(0))
        while self._sees(","):
            self._take()
            found.append(self._expression(0))
        if not self._sees(")"):
            raise Problem(
                f"expected ',' or ')' but found {self._next}", self._next.start, self._next.end
            )
        return tuple(found), self._take().end

    def _operand(self, floor: int) -> Node:
        word = self._take()
        match word.sort:
            case Sort.NUMBER | Sort.TEXT:
                return Literal(word.value, start=word.start, end=word.end)
            case Sort.NAME if self._sees("("):
                return self._call(word)
            case Sort.NAME:
                return self._path(word)
            case Sort.KEYWORD:
                return self._keyword(word, floor)
            case _:
                return self._signed(word)

    def _keyword(self, word: Word, floor: int) -> Node:
        if word.text in _CONSTANTS:
            return Literal(_CONSTANTS[word.text], start=word.start, end=word.end)
        if word.text == "NOT" and floor > _NOT:
            raise Problem("NOT needs brackets here", word.start, word.end, "write (NOT ...)")
        if word.text == "NOT":
            operand = self._expression(_NOT)
            return Not(operand, start=word.start, end=operand.end)
        if word.text in {"AND", "OR"} and self._sees("("):
            return self._joined(word)
        raise _misplaced(word)

    def _joined(self, word: Word) -> Node:
        """Read Salesforce's form AND(a, b, c) as a AND b AND c."""
        self._take()
        conditions, end = self._listed()
        if len(conditions) < 2:  # noqa: PLR2004 - one condition joins nothing
            raise Problem(f"{word.text}(...) takes two or more conditions", word.start, end)
        node = conditions[0]
        for condition in conditions[1:]:
            node = Binary(Operator(word.text), node, condition, start=word.start, end=end)
        return node

    def _signed(self, word: Word) -> Node:
        if word.text == "(" and word.sort is Sort.SIGN:
            node = self._expression(0)
            self._expect(")")
            return node
        if word.text not in {"-", "!"} or word.sort is not Sort.SIGN:
            raise _misplaced(word)
        operand = self._expression(_SIGN)
        if word.text == "!":
            return Not(operand, start=word.start, end=operand.end)
        return _negative(operand, word.start)

    def _call(self, word: Word) -> Node:
        self._take()
        arguments, end = self._listed()
        return Call(word.text.upper(), arguments, start=word.start, end=end)

    def _path(self, word: Word) -> Node:
        names, end = [word.text], word.end
        while self._sees("."):
            self._take()
            part = self._take()
            if part.sort is not Sort.NAME:
                raise Problem(f"expected a name after '.' but found {part}", part.start, part.end)
            names.append(part.text)
            end = part.end
        return Path(tuple(names), start=word.start, end=end)


def _negative(operand: Node, start: int) -> Node:
    match operand:
        case Literal(value=int() as value) if not isinstance(value, bool):
            return Literal(-value, start=start, end=operand.end)
        case Literal(value=Decimal() as value):
            # copy_negate does not round to whatever context the caller has
            return Literal(value.copy_negate(), start=start, end=operand.end)
        case _:
            return Negative(operand, start=start, end=operand.end)


_SPLIT = "split it into several inputs or fields"


def _too_deep(start: int, end: int) -> Problem:
    return Problem(f"the expression is nested deeper than {DEPTH_MAX} levels", start, end, _SPLIT)


def _misplaced(word: Word) -> Problem:
    return Problem(f"expected a fact, a value or a function but found {word}", word.start, word.end)
