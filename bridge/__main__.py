"""
`python -m bridge` and the command `bridge`.

What a word does not need is not loaded for it: the libraries of the store and of both adapters take
longer to load than the stand-ins to start, and those of the console longer than most words take to
answer. The choice stands here in plain imports, where people and the laws of imports see it, and
not in names of modules that are loaded while the bridge runs.

Nothing that is loaded is garbage: to look for some among it, while it is loaded and again as the
command ends, takes two fifths of the time in which a short command is over.
"""

import gc
import sys

#: Words of the desk; `bridge.cli.desk` has just these.
DESK = frozenset(
    {
        "assess",
        "check",
        "deals",
        "doctor",
        "exceptions",
        "explain",
        "health",
        "journals",
        "ledger",
        "merges",
        "notify",
        "pause",
        "pairs",
        "periods",
        "reconcile",
        "reports",
        "resume",
        "rules",
        "status",
        "users",
    }
)

#: Who loads this module may have reasons of its own not to look for garbage.
_LOOKS_FOR_GARBAGE = gc.isenabled()
gc.disable()

try:  # loading takes a second, in which a person may think better of it
    from bridge.cli.root import root

    if sys.argv[1:2] == ["sandbox"]:
        from bridge.cli.sandboxes import commands

        cli = root(commands)
    elif sys.argv[1:2] == ["translate"]:
        from bridge.cli.translating import commands

        cli = root(commands)
    elif DESK.intersection(sys.argv[1:2]):
        from bridge.cli.desk import cli
    else:
        from bridge.cli.commands import cli
except KeyboardInterrupt:
    raise SystemExit(130) from None

gc.freeze()
if _LOOKS_FOR_GARBAGE:
    gc.enable()


def main() -> None:
    """Run the command."""
    cli()


if __name__ == "__main__":
    main()
