"""The command `bridge` with all of its words."""

from bridge.cli import health, journals, running, sandboxes, translating
from bridge.cli.books import checking as representing
from bridge.cli.books import commands as books
from bridge.cli.books import explaining
from bridge.cli.merging import commands as merging
from bridge.cli.notify import commands as notify
from bridge.cli.people import commands as people
from bridge.cli.queue import acting, deciding, drafting, listing, overriding
from bridge.cli.reports import commands as reports
from bridge.cli.root import root
from bridge.cli.rulebook import checking, comparing, previewing, publishing
from bridge.cli.watching import commands as watching

cli = root(
    running.commands,
    sandboxes.commands,
    health.commands,
    watching.commands,
    translating.commands,
    explaining.commands,
    representing.commands,
)
for more in (comparing.commands, publishing.commands, previewing.commands):
    checking.rules.add_typer(more)
cli.add_typer(checking.rules, name="rules")
for more in (
    acting.commands,
    deciding.commands,
    overriding.commands,
    drafting.commands,
):
    listing.commands.add_typer(more)
cli.add_typer(listing.commands, name="exceptions")
cli.add_typer(books.deals, name="deals")
cli.add_typer(books.ledger, name="ledger")
cli.add_typer(merging.commands, name="merges")
cli.add_typer(journals.commands, name="journals")
cli.add_typer(reports.commands, name="reports")
cli.add_typer(people.commands, name="users")
cli.add_typer(notify.commands, name="notify")
