"""The command `bridge` with all of its words."""

from bridge.cli import desk, running, sandboxes
from bridge.cli.root import root

cli = desk.with_groups(root(running.commands, sandboxes.commands, *desk.WORDS))
