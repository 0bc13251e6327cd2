"""`bridge sandbox`: the two stand-ins alone. It starts in a second: it loads what they need."""

import shlex
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bridge import stage, telemetry
from bridge.cli import output
from bridge.cli.ending import ending
from bridge.cli.options import RULES, AsJson, Folder, Rules, Seeds, moment
from bridge.stopping import stop_on_signals

commands = typer.Typer()

Faults = Annotated[Path | None, typer.Option(help="A file of faults to strike.", metavar="FILE")]
Port = Annotated[int, typer.Option(help="0 takes a free one.", min=0, max=65535, metavar="PORT")]
FrontPort = Annotated[
    int | None,
    typer.Option(
        help="Open an HTTPS proxy for the vendors' own host names as well; 0 takes a free port.",
        min=0,
        max=65535,
        metavar="PORT",
    ),
]
Moment = Annotated[
    datetime | None,
    typer.Option(help="The simulated time to begin at.", parser=moment, metavar="ISO"),
]


@commands.command("sandbox")
def sandbox(
    salesforce_port: Port = 8101,
    netsuite_port: Port = 8102,
    front_port: FrontPort = None,
    seed: Seeds = None,
    faults: Faults = None,
    clock: Moment = None,
    folder: Folder = Path("var/sandbox"),
    rules: Rules = RULES,
    as_json: AsJson = False,
) -> None:
    """Serve the two stand-ins alone until Ctrl-C; a settings file for them is in the folder."""
    telemetry.configure(as_json=False)
    with ending(as_json=as_json):
        plan = stage.Plan(
            seeds=tuple(seed or ()),
            folder=folder,
            rules=rules,
            ports=(salesforce_port, netsuite_port),
            faults=faults,
            clock=clock,
        )
        with ExitStack() as opened:
            world, written = opened.enter_context(stage.sandbox(plan))
            variables = {}
            if front_port is not None:
                variables = opened.enter_context(stage.front(world, front_port))
            urls = {"salesforce": world.salesforce.url, "netsuite": world.netsuite.url}
            _say_where(urls, written, variables, as_json=as_json)
            stop_on_signals().wait()


def _say_where(
    urls: dict[str, str], config: Path, variables: dict[str, str], *, as_json: bool
) -> None:
    if as_json:
        front = {"front": variables} if variables else {}
        output.as_json_text({**urls, "config": str(config), **front})
        return
    output.say("Salesforce stands at {salesforce}, NetSuite at {netsuite}".format(**urls))
    output.say(output.plain(f"try: bridge sync --once --config {config}"))
    for name, value in variables.items():
        output.say(output.plain(f"export {name}={shlex.quote(value)}"))
