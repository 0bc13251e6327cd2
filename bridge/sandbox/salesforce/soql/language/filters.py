"""The conditions of a query."""

from abc import abstractmethod

from bridge.sandbox.salesforce.soql.language import grammar
from bridge.sandbox.salesforce.soql.language.operands import OperandParser

_COMPARISONS = ("=", "!=", "<>", "<", "<=", ">", ">=", "LIKE")


class FilterParser(OperandParser):
    """Reads conditions, by recursive descent along the grammar."""

    @abstractmethod
    def inner(self) -> grammar.Query:
        """Read a query in parentheses, of which the first is read."""

    def condition(self) -> grammar.Condition:
        """Read a condition."""
        return self.nested(self._terms)

    def _terms(self) -> grammar.Condition:
        first = self._term()
        if self.peek().means("AND"):
            return grammar.Both((first, *self._more_terms("AND")))
        if self.peek().means("OR"):
            return grammar.Either((first, *self._more_terms("OR")))
        return first

    def _more_terms(self, word: str) -> list[grammar.Condition]:
        terms = []
        while self.has(word):
            terms.append(self._term())
        return terms

    def _term(self) -> grammar.Condition:
        negated = False
        while self.has("NOT"):
            negated = not negated
        part = self._positive_term()
        return grammar.Negation(part) if negated else part

    def _positive_term(self) -> grammar.Condition:
        if not self.has("("):
            return self._comparison()
        part = self.condition()
        self.expect(")")
        return part

    def _comparison(self) -> grammar.Comparison | grammar.Membership | grammar.Inclusion:
        path = self.operand()
        if self.has("INCLUDES"):
            return grammar.Inclusion(path, False, self._choices())  # noqa: FBT003 - named by the class
        if self.has("EXCLUDES"):
            return grammar.Inclusion(path, True, self._choices())  # noqa: FBT003 - named by the class
        negated = self.has("NOT")
        if self.has("IN"):
            return grammar.Membership(path, negated, self._among())
        operator = next((each for each in _COMPARISONS if self.peek().means(each)), None)
        if negated or operator is None:
            raise self.unexpected()
        self.take()
        return grammar.Comparison(path, "!=" if operator == "<>" else operator, self.literal())

    def _among(self) -> tuple[grammar.Literal, ...] | grammar.Query:
        self.expect("(")
        if self.peek().means("SELECT"):
            return self.inner()
        among = self.listed(self.literal)
        self.expect(")")
        return among

    def _choices(self) -> tuple[grammar.Text, ...]:
        self.expect("(")
        among = self.listed(self._choice)
        self.expect(")")
        return among

    def _choice(self) -> grammar.Text:
        literal = self.literal()
        if not isinstance(literal, grammar.Text):
            raise self.unexpected(back=1)
        return literal
