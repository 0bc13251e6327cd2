"""`bridge explain`: whence an amount, a document or an id came, and whether it still comes out."""

from typing import Annotated

import typer

from bridge.cli import output
from bridge.cli.ending import FOUND
from bridge.cli.opening import looked_at
from bridge.cli.options import CONFIG, AsJson, Config
from bridge.flow.explaining.explanation import Explanation
from bridge.flow.explaining.retracing import Retracing
from bridge.flow.explaining.telling import explain

commands = typer.Typer()
_REF = typer.Argument(
    help="A deal, a document, document/line, document/line/period, a source line, netsuite:ID, "
    "exception:NUMBER, entry:NUMBER, variance:STATEMENT/CURRENCY/PERIOD/CLASS\\[/LINE], "
    "reported:STATEMENT/CURRENCY/IN or roll:NUMBER/CURRENCY/MEASURE/PERIOD/LINE.",
    metavar="REF",
)


@commands.command("explain")
def command(ref: Annotated[str, _REF], config: Config = CONFIG, as_json: AsJson = False) -> None:
    """
    Explain what the books hold: its source, rules, version, document, NetSuite's answer.

    The deal is translated once more by the version that judged it, and compared by SHA-256; ends
    with 1 if it does not come out as it was recorded. Nothing is called and nothing is written.
    """
    with looked_at(config, as_json=as_json) as store:
        with store.reading() as view:
            told = explain(view, Retracing(), ref)
        if as_json:
            output.as_json_text(told.form())
        else:
            _tell(told)
        if told.recomputed is False:
            raise typer.Exit(FOUND)


def _tell(told: Explanation) -> None:
    output.say(output.plain(told.sentence))
    output.say(output.plain(told.verdict))
    for number, chapter in enumerate(told.chapters, start=1):
        output.say()
        output.say(f"[bold]{number} {output.plain(chapter.title)}[/]")
        for one in chapter.facts:
            output.say(output.plain(f"    {one.name}: {one.says}"))
