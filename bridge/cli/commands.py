"""The command `bridge` with all of its words."""

from bridge.cli import books, health, running, sandboxes, translating
from bridge.cli.root import root
from bridge.cli.rulebook import checking, comparing, publishing

cli = root(running.commands, sandboxes.commands, health.commands, translating.commands)
for more in (comparing.commands, publishing.commands):
    checking.rules.add_typer(more)
cli.add_typer(checking.rules, name="rules")
cli.add_typer(books.exceptions, name="exceptions")
cli.add_typer(books.deals, name="deals")
cli.add_typer(books.ledger, name="ledger")
