"""`bridge notify log`, `test`, `redeliver`, `give-up`: what was sent to whom."""

from typing import Annotated, Any

import typer

from bridge import app, telemetry
from bridge.adapters.store.notifying.rows import Delivered, Delivery
from bridge.cli import output
from bridge.cli.ending import FOUND, ending
from bridge.cli.opening import looked_at
from bridge.cli.options import CONFIG, AsJson, Config
from bridge.flow.notifying.channels import telling
from bridge.flow.watching.health import PASSES

commands = typer.Typer(
    no_args_is_help=True, help="Messages to people and calls of other programs, and their log."
)
Who = Annotated[str, typer.Option("--as", help="Who tries; the message says so.", envvar="USER")]
Operator = Annotated[str, typer.Option("--as", help="The operator.", envvar="USER")]


@commands.command("log")
def show_log(
    state: Annotated[Delivered | None, typer.Option(help="Only those that stand so.")] = None,
    count: Annotated[int, typer.Option(help="So many, the latest first.", min=1, max=1000)] = 50,
    config: Config = CONFIG,
    as_json: AsJson = False,
) -> None:
    """List what was sent, what is to be sent, and what nobody took."""
    with looked_at(config, as_json=as_json) as store:
        with store.reading() as view:
            found = [form(one) for one in view.deliveries.last(count, state)]
        if as_json:
            output.as_json_text({"deliveries": found})
            return
        if not found:
            output.say("no deliveries")
            return
        columns = ("delivery", "channel", "state", "attempts", "made_at", "error")
        output.table(
            "Deliveries",
            ["delivery|", "channel|", "state|", "tries>", "made|", "says"],
            ([one[name] for name in columns] for one in found),
        )


@commands.command("test")
def send_test(
    channel: Annotated[str, typer.Argument(help="The name of a rule or webhook.")],
    who: Who = "operator",
    config: Config = CONFIG,
    as_json: AsJson = False,
) -> None:
    """
    Send a test message through a channel now; ends with 1 if it was not taken.

    On SQLite the daemon must be stopped meanwhile.
    """
    telemetry.configure(as_json=False)
    with ending(as_json=as_json):
        settings = app.settings_of(config)
        with app.open_store(settings) as store:
            found = telling(store, settings, app.now, PASSES).test(channel, who)
        if as_json:
            output.as_json_text(form(found))
        else:
            says = f"{found.channel}: {found.state}" + (f" ({found.error})" if found.error else "")
            output.say(output.plain(says))
        if found.state is not Delivered.SENT:
            raise typer.Exit(FOUND)


@commands.command("redeliver")
def redeliver(
    delivery: Annotated[str, typer.Argument(help="Its id in the log.")],
    who: Operator = "operator",
    config: Config = CONFIG,
    as_json: AsJson = False,
) -> None:
    """Send a delivery once more, under its id; on SQLite the daemon must be stopped meanwhile."""
    telemetry.configure(as_json=False)
    with ending(as_json=as_json):
        settings = app.settings_of(config)
        with app.open_store(settings) as store:
            found = telling(store, settings, app.now, PASSES).again(delivery, who)
        output.one(form(found), as_json=as_json)


@commands.command("give-up")
def give_up(
    delivery: Annotated[str, typer.Argument(help="Its id in the log.")],
    why: Annotated[str, typer.Option(help="Why, in a sentence; the log keeps it.")] = "",
    who: Operator = "operator",
    config: Config = CONFIG,
    as_json: AsJson = False,
) -> None:
    """Let a delivery rest that nobody takes; on SQLite the daemon must be stopped meanwhile."""
    telemetry.configure(as_json=False)
    with ending(as_json=as_json):
        settings = app.settings_of(config)
        with app.open_store(settings) as store:
            found = telling(store, settings, app.now, PASSES).give_up(delivery, who, why)
        output.one(form(found), as_json=as_json)


def form(one: Delivery) -> dict[str, Any]:
    """Return a delivery as JSON; other tools rely on these keys."""
    return {
        "delivery": one.id,
        "channel": one.channel,
        "state": one.state.value,
        "attempts": one.attempts,
        "made_at": one.made_at.isoformat(),
        "due_at": one.due_at.isoformat(),
        "sent_at": one.sent_at.isoformat() if one.sent_at else None,
        "error": one.error,
        "notices": [each.form() for each in one.notices],
    }
