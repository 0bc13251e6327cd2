"""The words of people who read and decide: they need neither the console nor the sandboxes."""

import typer

from bridge.cli import journals, translating
from bridge.cli.assessing import commands as assessing
from bridge.cli.books import checking as representing
from bridge.cli.books import commands as books
from bridge.cli.books import explaining
from bridge.cli.merging import commands as merging
from bridge.cli.notify import commands as notify
from bridge.cli.people import commands as people
from bridge.cli.queue import acting, deciding, drafting, listing, overriding
from bridge.cli.reconciling import commands as reconciling
from bridge.cli.reconciling import pairs, periods
from bridge.cli.reports import commands as reports
from bridge.cli.root import root
from bridge.cli.rulebook import checking, comparing, planning, previewing, publishing
from bridge.cli.watching import commands as watching
from bridge.cli.watching import doctor, health

#: Words that stand by themselves.
WORDS = (
    health.commands,
    doctor.commands,
    watching.commands,
    translating.commands,
    assessing.commands,
    explaining.commands,
    representing.commands,
    reconciling.commands,
)
for more in (
    comparing.commands,
    planning.commands,
    publishing.commands,
    previewing.commands,
):
    checking.rules.add_typer(more)
for more in (
    acting.commands,
    deciding.commands,
    overriding.commands,
    drafting.commands,
):
    listing.commands.add_typer(more)


def with_groups(made: typer.Typer) -> typer.Typer:
    """Add the words that have words of their own."""
    made.add_typer(checking.rules, name="rules")
    made.add_typer(listing.commands, name="exceptions")
    made.add_typer(books.deals, name="deals")
    made.add_typer(books.ledger, name="ledger")
    made.add_typer(merging.commands, name="merges")
    made.add_typer(journals.commands, name="journals")
    made.add_typer(periods.commands, name="periods")
    made.add_typer(pairs.commands, name="pairs")
    made.add_typer(reports.commands, name="reports")
    made.add_typer(people.commands, name="users")
    made.add_typer(notify.commands, name="notify")
    return made


cli = with_groups(root(*WORDS))
