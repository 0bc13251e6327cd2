"""`bridge status`, `pause`, `resume`: how the passes stand, and what of them rests."""

from typing import Annotated, Any

import typer

from bridge import telemetry
from bridge.cli import output
from bridge.cli.opening import held, looked_at
from bridge.cli.options import CONFIG, AsJson, Config
from bridge.flow.sync.noting import SOURCE
from bridge.flow.watching import pausing
from bridge.ledger.pauses import Pause, Stream

commands = typer.Typer()
OneStream = Annotated[Stream, typer.Argument(help="What is to rest, or to go on.")]
Why = Annotated[str, typer.Option(help="Why, in a sentence; the ledger keeps it.")]
Who = Annotated[
    str,
    typer.Option("--as", help="The operator; the ledger keeps it.", envvar="USER", metavar="NAME"),
]


@commands.command("status")
def status(config: Config = CONFIG, as_json: AsJson = False) -> None:
    """Say how far Salesforce is read, which streams rest and why; nothing is called."""
    with looked_at(config, as_json=as_json) as store, store.reading() as view:
        rests = pausing.standing(view)
        upper = view.turns.cursor(SOURCE)
        forms = [_form(stream, rests.get(stream)) for stream in Stream]
    if as_json:
        up_to = upper.isoformat() if upper else None
        output.as_json_text({"read_up_to": up_to, "streams": forms})
        return
    output.say(f"Salesforce is read up to {upper:%Y-%m-%d %H:%M:%S} UTC" if upper else _UNREAD)
    for stream in Stream:
        says = str(rests[stream]) if stream in rests else f"{stream.words} goes on"
        output.say(output.plain(says))


_UNREAD = "nothing of Salesforce was read yet"


@commands.command("pause")
def pause(
    stream: OneStream,
    why: Why = "",
    who: Who = "operator",
    config: Config = CONFIG,
    as_json: AsJson = False,
) -> None:
    """
    Let a part of the passes rest until it is resumed; deals wait, and nothing is lost.

    On SQLite the daemon must be stopped meanwhile; in the console it need not be.
    """
    with held(config, as_json=as_json) as store:
        found = pausing.pause(store, stream, who, why)
    _tell(_form(stream, found), str(found), as_json=as_json)


@commands.command("resume")
def resume(
    stream: OneStream,
    why: Why = "",
    who: Who = "operator",
    config: Config = CONFIG,
    as_json: AsJson = False,
) -> None:
    """Let a part of the passes go on; on SQLite the daemon must be stopped meanwhile."""
    with held(config, as_json=as_json) as store:
        pausing.resume(store, stream, who, why)
    _tell(_form(stream, None), f"{stream.words} goes on with the next pass", as_json=as_json)


def _tell(form: dict[str, Any], says: str, *, as_json: bool) -> None:
    if as_json:
        output.as_json_text(form)
    else:
        output.say(output.plain(telemetry.clean(says)))


def _form(stream: Stream, found: Pause | None) -> dict[str, Any]:
    return {
        "stream": stream.value,
        "paused": found is not None,
        "by": found.by if found else None,
        "since": found.at.isoformat() if found else None,
        "reason": found.reason if found else None,
    }
