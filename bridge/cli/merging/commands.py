"""`bridge merges list|show|approve|accept`: who agrees to merges of arrangements."""

from collections.abc import Sequence
from typing import Annotated

import typer

from bridge import app, telemetry
from bridge.adapters.store.database import Store
from bridge.cli import output
from bridge.cli.ending import ending
from bridge.cli.merging import forms
from bridge.cli.options import CONFIG, AsJson, Config
from bridge.flow.merging import accepting, approving
from bridge.flow.merging.approving import Asked
from bridge.flow.merging.looking import Looking
from bridge.settings import Settings

commands = typer.Typer(
    no_args_is_help=True, help="Merges of revenue arrangements, and their approval."
)

Name = Annotated[
    str, typer.Argument(help="Its name in the list, or the id of its order.", metavar="MERGE")
]

Reason = Annotated[
    str, typer.Option(help="Why, in a sentence; the ledger keeps it.", metavar="TEXT")
]
Who = Annotated[str, typer.Option("--as", help="Who agrees; the ledger keeps it.", envvar="USER")]


@commands.command("list")
def list_merges(
    config: Config = CONFIG,
    everything: Annotated[bool, typer.Option("--all", help="Those that are done, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """
    List merges that are not done, what each waits for, and packages not asked to be merged.

    NetSuite is asked, not changed.
    """
    telemetry.configure(as_json=False)
    with ending(as_json=as_json):
        settings = app.settings_of(config)
        with app.look_at_store(settings) as store:
            with store.reading() as view:
                asked = approving.asked_for(view, settled=everything)
                packages = [forms.package(one) for one in view.packages.open()]
            found = _told(settings, store, asked)
        if as_json:
            output.as_json_text({"merges": found, "packages": packages})
            return
        if found:
            _show(found)
        else:
            output.say("no merges")
        if packages:
            _show_packages(packages)


@commands.command("show")
def show_merge(name: Name, config: Config = CONFIG, as_json: AsJson = False) -> None:
    """Show a merge: its sources, its effective date, its approval and what it waits for."""
    telemetry.configure(as_json=False)
    with ending(as_json=as_json):
        settings = app.settings_of(config)
        with app.look_at_store(settings) as store:
            with store.reading() as view:
                asked = approving.named(view, name)
            (form,) = _told(settings, store, [asked])
        output.one(form, as_json=as_json)


@commands.command("approve")
def approve_merge(
    name: Name,
    reason: Reason,
    who: Who = "operator",
    config: Config = CONFIG,
    as_json: AsJson = False,
) -> None:
    """
    Approve a merge as it stands now, from its effective date on; then a pass submits it.

    Only those whom the setting netsuite.merge_approvers names may; where it names nobody, those
    who have the role. A merge that is judged again needs another approval. On SQLite the daemon
    must be stopped meanwhile.
    """
    telemetry.configure(as_json=False)
    with ending(as_json=as_json):
        settings = app.settings_of(config)
        with app.open_store(settings) as store:
            entitled = approving.entitled(store, settings.netsuite.merge_approvers)
            asked = approving.approve(store, name, by=who, reason=reason, entitled=entitled)
            with store.reading() as view:
                merging = approving.merging(view, asked)
        form = forms.merge(asked, merging, ())
        if as_json:
            output.as_json_text(form)
            return
        by = form["approval"]["by"]
        told = f"{form['merge']} is approved by {by}, effective {form['effective']}"
        output.say(output.plain(f"{told}; a pass submits it once NetSuite is ready"))


@commands.command("accept")
def accept_merge(
    name: Name,
    reason: Reason,
    who: Who = "operator",
    config: Config = CONFIG,
    as_json: AsJson = False,
) -> None:
    """
    Let a merge stand that was made otherwise than asked for (MERGED_OTHERWISE).

    NetSuite is asked once more, not changed: one arrangement must hold all of the contract. Only
    those may who may approve it. On SQLite the daemon must be stopped meanwhile.
    """
    telemetry.configure(as_json=False)
    with ending(as_json=as_json):
        settings = app.settings_of(config)
        with app.open_store(settings) as store, app.netsuite_of(settings) as netsuite:
            entitled = approving.entitled(store, settings.netsuite.merge_approvers)
            looking = Looking(store=store, merges=netsuite.merges)
            asked = accepting.accept(looking, name, by=who, reason=reason, entitled=entitled)
            form = forms.merge(asked, looking.wanted(asked.document), ())
        if as_json:
            output.as_json_text(form)
            return
        output.say(output.plain(f"{form['merge']} is taken for done as NetSuite shows it"))


def _told(settings: Settings, store: Store, asked: Sequence[Asked]) -> list[forms.Form]:
    with app.netsuite_of(settings) as netsuite:
        looking = Looking(store=store, merges=netsuite.merges)
        return [
            forms.merge(one, looking.wanted(one.document), looking.waits_for(one.document))
            for one in asked
        ]


def _show(found: Sequence[forms.Form]) -> None:
    output.table(
        "Merges",
        ["merge|", "state|", "effective|", "kind", "approved by", output.WHY],
        (
            [
                *(one[name] for name in ("merge", "state", "effective", "kind")),
                one["approval"]["by"] if one["approval"] else "",
                "; ".join(one["waits_for"]),
            ]
            for one in found
        ),
    )


def _show_packages(packages: Sequence[forms.Form]) -> None:
    output.table(
        "Packages that are not merged",
        ["package|", "contracts|", "in the books|", output.WHY],
        (
            [
                one["package"],
                str(one["contracts"]),
                str(sum(each["out"] is None for each in one["deals"])),
                "; ".join(map(_stands, one["deals"])),
            ]
            for one in packages
        ),
    )


def _stands(deal: forms.Form) -> str:
    if deal["out"] is not None:
        return f"{deal['name']} is left out ({deal['out']})"
    return f"{deal['name']} is {'in NetSuite' if deal['settled'] else 'not in NetSuite yet'}"
