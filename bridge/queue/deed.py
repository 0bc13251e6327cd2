"""What every act about an exception is, unless it says otherwise."""

from dataclasses import dataclass, fields
from datetime import date
from typing import ClassVar, Self

from bridge.queue.decision import Form
from bridge.queue.life import Life


@dataclass(frozen=True, slots=True)
class Deed:
    """It changes nothing, nothing speaks against it, and the ledger keeps its fields by name."""

    name: ClassVar[str]

    def after(self, life: Life) -> Life:
        """Return what it comes to."""
        return life

    def objection(self, _life: Life, _today: date) -> str | None:
        """Say why it is not possible, or would change nothing."""
        return None

    def form(self) -> Form:
        """Write what it says."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @classmethod
    def parse(cls, form: Form) -> Self:
        """Read what it says."""
        return cls(**{one.name: form[one.name] for one in fields(cls)})
