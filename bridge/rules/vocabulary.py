"""What the code offers to the rules: facts, enums, treatments, fields, models."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Question:
    """What the records of a model leave open, and its source must answer."""

    objects: tuple[str, ...]  #: by whose fields it can be answered
    outcomes: tuple[str, ...] = ()  #: what can be answered; none: any text
    others: bool = False  #: whether one answer may hold for every value that is not listed


@dataclass(frozen=True, slots=True)
class Beside:
    """An output that a treatment goes by: its type, and for a number what it lies between."""

    type: str
    least: Decimal | None = None
    most: Decimal | None = None
    always: bool = True  #: whether every row must say it
    #: another output, and those of its values that call for this one where it is not always said
    when: tuple[str, tuple[str, ...]] = ("", ())

    def takes(self, number: Decimal | int) -> bool:
        """Say whether a number lies where it must."""
        is_enough = self.least is None or self.least <= number
        return is_enough and (self.most is None or number <= self.most)

    def is_called_for(self, outputs: Mapping[str, object]) -> bool:
        """Say whether a row with these outputs must say it."""
        other, values = self.when
        return self.always or outputs.get(other) in values


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """
    The names that rules may use, given by the code that reads deals and writes documents.

    A rulebook is checked against it, so a rule cannot name what no code understands.
    """

    enums: Mapping[str, tuple[str, ...]]  #: enum -> its members
    records: Mapping[str, Mapping[str, str]]  #: "Deal", "Line" ... -> fact -> type text
    treatments: Mapping[str, tuple[str, ...]]  #: shape -> treatments that are implemented for it
    targets: Mapping[str, Mapping[str, str]]  #: mapping -> field that it may set -> type text
    forbidden: Mapping[str, str]  #: field that no mapping may set -> why
    models: tuple[str, ...]  #: the models that readers exist for
    #: those of them that a rulebook may be without: then none of their records is ever a deal
    optional: tuple[str, ...] = ()
    #: mapping, or table of `of_deals` -> the record whose facts it is asked with; a mapping that is
    #: not named may be declared for any record, and the caller must know which
    asked_with: Mapping[str, str] = field(default_factory=dict)
    #: mapping -> fields that may be blank, and that some rule must speak of all the same: to leave
    #: one to the other system is a decision, and it is written down as BLANK
    decided: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    computed: tuple[str, ...] = ()  #: records that no source has facts for
    #: mapping -> fields of which it may say that they only describe
    describing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: table that the code asks by its name -> the enum of its output of the same name; it is asked
    #: with the facts of a deal unless `asked_with` says otherwise; a rulebook may be without it
    of_deals: Mapping[str, str] = field(default_factory=dict)
    #: treatment, or member of an enum -> what the account must be able to do for it
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: treatment -> the outputs that its row must give beside it
    beside: Mapping[str, Mapping[str, Beside]] = field(default_factory=dict)
    abilities: Mapping[str, str] = field(default_factory=dict)  #: what that is, in words
    #: model -> what its reader asks -> how that can be answered
    questions: Mapping[str, Mapping[str, Question]] = field(default_factory=dict)
