"""`bridge doctor`: tries everything that a pass needs, and says what to do."""

from collections.abc import Iterator

import typer
from rich.markup import escape

from bridge import app, telemetry
from bridge.cli import output
from bridge.cli.ending import FOUND, ending
from bridge.cli.options import CONFIG, AsJson, Config
from bridge.errors import BridgeError
from bridge.flow.rulebook import editions
from bridge.flow.watching import connecting
from bridge.flow.watching.connecting import Step, System
from bridge.settings import Settings

commands = typer.Typer()
_HERE = "This machine"


@commands.command("doctor")
def command(config: Config = CONFIG, as_json: AsJson = False) -> None:
    """
    Try settings, rules, books and both connections, step by step; nothing is written.

    Ends with 1 if something is found, and says what to do about it; the steps behind one that
    fails are tried, too.
    """
    telemetry.configure(as_json=False)
    with ending(as_json=as_json):
        settings = app.settings_of(config)
        found: list[tuple[str, Step]] = []
        for where, step in _tried(settings):
            found.append((where, step))
            if not as_json:
                _show(where, step)
        wrong = sum(not step.went_well for _, step in found)
        if as_json:
            output.as_json_text({"steps": [_form(*one) for one in found], "wrong": wrong})
        else:
            output.say(f"{output.counted(wrong, 'step')} went wrong" if wrong else "all is well")
        if wrong:
            raise typer.Exit(FOUND)


def _tried(settings: Settings) -> Iterator[tuple[str, Step]]:
    yield _HERE, Step("Read the settings", went_well=True, says="they are complete")
    yield _HERE, _rules(settings)
    yield _HERE, _books(settings)
    with app.both_of(settings) as (salesforce, netsuite):
        for step in connecting.of_salesforce(salesforce, app.now):
            yield System.SALESFORCE.words, step
        quota = salesforce.quota
        if quota is not None:
            says = f"{quota.used:,} of {quota.allowed:,} calls of the day are used"
            yield System.SALESFORCE.words, Step("Look at the quota", went_well=True, says=says)
        for step in connecting.of_netsuite(netsuite, app.now):
            yield System.NETSUITE.words, step


def _rules(settings: Settings) -> Step:
    name = "Load the rules of the folder"
    try:
        rulebook = editions.edition(settings.rules.folder).rulebook
    except BridgeError as error:
        return Step(name, went_well=False, says=str(error))
    return Step(name, went_well=True, says=f"version {rulebook.version[:12]}")


def _books(settings: Settings) -> Step:
    name = "Open the books"
    try:
        with app.look_at_store(settings) as store:
            store.ping()
    except BridgeError as error:
        # Before the first pass there are none, and nothing is wrong with that.
        return Step(name, went_well=True, says=f"there are none to look at yet ({error})")
    return Step(name, went_well=True, says="they answer")


def _show(where: str, step: Step) -> None:
    mark = "[green]well [/]" if step.went_well else "[red]wrong[/]"
    output.say(f"{mark}  {where}: {step.name}  {escape(telemetry.clean(step.says))}")


def _form(where: str, step: Step) -> dict[str, object]:
    says = telemetry.clean(step.says)
    return {"where": where, "step": step.name, "went_well": step.went_well, "says": says}
