"""`bridge rules publish|approve|revert|history|export`: the road of a rulebook."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bridge import app, telemetry
from bridge.adapters.store.database import Store
from bridge.cli import output
from bridge.cli.books.forms import Form
from bridge.cli.ending import FOUND, ending
from bridge.cli.options import CONFIG, RULES, AsJson, Config, Rules, moment
from bridge.errors import Misconfigured
from bridge.flow.rulebook import editions, publishing
from bridge.flow.rulebook.publishing import Publishing
from bridge.rulebooks.replay.agreed import Agreed
from bridge.rulebooks.road import Draft, Publication, Road, Wish

commands = typer.Typer()

Reason = Annotated[
    str, typer.Option(help="Why, in a sentence; the ledger keeps it.", metavar="TEXT")
]
Who = Annotated[str, typer.Option("--as", help="Who acts; the ledger keeps it.", envvar="USER")]


def _act(
    config: Path, who: str, step: Callable[[Publishing, Store], int], *, as_json: bool
) -> None:
    """Take one step in a person's name, and end with its code."""
    telemetry.configure(as_json=False)
    with ending(as_json=as_json), app.open_store(app.settings_of(config)) as store:
        code = step(Publishing(store, app.now, who), store)
        if code:
            raise typer.Exit(code)


@commands.command("publish")
def publish(
    reason: Annotated[
        str,
        typer.Option(help="Why, in a sentence; a new draft needs it.", metavar="TEXT"),
    ] = "",
    folder: Rules = RULES,
    approved: Annotated[
        str | None,
        typer.Option(
            "--draft", help="Publish this approved draft, and no folder.", metavar="NUMBER|VERSION"
        ),
    ] = None,
    in_force_from: Annotated[
        datetime | None,
        typer.Option(
            "--from",
            help="Hold from this moment on; UTC unless it says.",
            parser=moment,
            metavar="ISO",
        ),
    ] = None,
    who: Who = "operator",
    config: Config = CONFIG,
    as_json: AsJson = False,
) -> None:
    """
    Publish the rulebook of a folder: draft it, and once another person approved it, publish it.

    Ends with 1 while it waits for approval. A change of any file makes another version, which
    needs an approval of its own, and so does another moment. With --draft the files are published
    as they were approved, as those that `bridge rules revert` brings back. On SQLite the daemon
    must be stopped meanwhile.
    """

    def step(steps: Publishing, _: Store) -> int:
        if approved is not None and in_force_from is not None:
            raise Misconfigured(
                "a draft holds from the moment that was approved with it, and another is named",
                where="--from",
                act="leave it out, or publish the folder, which then is to be approved anew",
            )
        if approved is not None:
            _show_publication(steps.publish(approved), as_json=as_json)
            return 0
        draft = steps.draft(editions.read_rules(folder), reason, Wish(holds_from=in_force_from))
        if draft.approved is None:
            _show_draft(draft, as_json=as_json)
            return FOUND
        _show_publication(steps.publish(str(draft.number)), as_json=as_json)
        return 0

    _act(config, who, step, as_json=as_json)


@commands.command("approve")
def approve(
    draft: Annotated[str, typer.Argument(help="Its number, or the beginning of its version.")],
    reason: Reason,
    plan: Annotated[
        str | None,
        typer.Option(
            help="How the digest of the plan begins that you have seen; refused if it is another.",
            metavar="DIGEST",
        ),
    ] = None,
    who: Who = "operator",
    config: Config = CONFIG,
    as_json: AsJson = False,
) -> None:
    """
    Approve a draft that another person wrote; then it can be published.

    Its last plan over all deals goes into the ledger with the approval; one that is stopped for
    closed periods is not approved.
    """

    def step(steps: Publishing, _: Store) -> int:
        _show_draft(steps.approve(draft, reason, plan), as_json=as_json)
        return 0

    _act(config, who, step, as_json=as_json)


@commands.command("revert")
def revert(
    publication: Annotated[int, typer.Argument(help="The number that is to hold again.")],
    reason: Reason,
    who: Who = "operator",
    config: Config = CONFIG,
    as_json: AsJson = False,
) -> None:
    """
    Draft the rules of an earlier publication anew; another person approves them.

    Once approved they are published with `bridge rules publish --draft NUMBER`.
    """

    def step(steps: Publishing, _: Store) -> int:
        _show_draft(steps.revert(publication, reason), as_json=as_json)
        return 0

    _act(config, who, step, as_json=as_json)


@commands.command("history")
def history(config: Config = CONFIG, as_json: AsJson = False) -> None:
    """List every draft and publication: who wrote, approved and published it, when and why."""
    telemetry.configure(as_json=False)
    with ending(as_json=as_json), app.look_at_store(app.settings_of(config)) as store:
        with store.reading() as view:
            road = publishing.road_of(view)
        holds = road.in_force(app.now())
        if as_json:
            output.as_json_text(
                {
                    "in_force": _publication(holds) if holds else None,
                    "publications": [_publication(one) for one in road.publications.values()],
                    "drafts": [_draft(one) for one in road.drafts.values()],
                }
            )
            return
        _tell(road, holds)


@commands.command("export")
def export(
    named: Annotated[str, typer.Argument(help="A draft's number, or the beginning of a version.")],
    folder: Annotated[Path, typer.Argument(help="A folder that is empty, or not there yet.")],
    config: Config = CONFIG,
    as_json: AsJson = False,
) -> None:
    """Write the files of a version into a folder, byte by byte as they were drafted."""
    telemetry.configure(as_json=False)
    with ending(as_json=as_json), app.look_at_store(app.settings_of(config)) as store:
        with store.reading() as view:
            draft = publishing.road_of(view).draft_of(named)
            files = publishing.files_of(view, draft.version)
        editions.write(files, folder)
        if as_json:
            output.as_json_text({"version": draft.version, "files": sorted(files)})
        else:
            output.say(output.plain(f"{len(files)} files of {draft.version} are in {folder}"))


def _tell(road: Road, holds: Publication | None) -> None:
    if holds is None:
        output.say("no version is in force: the folder of the rules holds")
    drafts = [
        [
            one.number,
            one.version[:12],
            f"{one.drafted.by}, {one.drafted.at:%Y-%m-%d}",
            f"{one.approved.by}, {one.approved.at:%Y-%m-%d}" if one.approved else "",
            _state(road, one, holds),
            one.drafted.reason,
        ]
        for one in road.drafts.values()
    ]
    output.table(
        "Rules", ["draft>", "version|", "drafted|", "approved|", "state", output.WHY], drafts
    )


def _state(road: Road, draft: Draft, holds: Publication | None) -> str:
    if draft.published is not None:
        begins = road.publications[draft.published].in_force_from
        later = road.replaced_by(draft.published)
        if later is not None:
            return f"published as {draft.published}, and replaced by {later} before it held"
        in_force = "in force" if holds and holds.number == draft.published else "published"
        return f"{in_force} as {draft.published}, from {begins:%Y-%m-%dT%H:%MZ}"
    if not road.is_open(draft):
        return "lapsed"
    return "approved" if draft.approved else "awaits approval"


def _show_draft(draft: Draft, *, as_json: bool) -> None:
    if as_json:
        state = "approved" if draft.approved else "awaiting_approval"
        output.as_json_text({"state": state, **_draft(draft)})
        return
    begins = f", from {draft.holds_from:%Y-%m-%dT%H:%MZ} on" if draft.holds_from else ""
    told = f"draft {draft.number}, version {draft.version[:12]}, by {draft.drafted.by}{begins}"
    if draft.approved:
        output.say(output.plain(f"{told}: approved by {draft.approved.by}; it can be published"))
        _tell_plan(draft.plan)
    else:
        act = f"bridge rules approve {draft.number} --reason TEXT"
        output.say(output.plain(f"{told}: awaits the approval of another person: {act}"))


def _show_publication(one: Publication, *, as_json: bool) -> None:
    if as_json:
        output.as_json_text({"state": "published", **_publication(one)})
        return
    begins = f"from {one.in_force_from:%Y-%m-%dT%H:%M:%SZ} on"
    output.say(output.plain(f"published as {one.number}, version {one.version[:12]}, {begins}"))
    _tell_plan(one.plan)


def _tell_plan(plan: Agreed | None) -> None:
    """Tell what was looked at, or that nobody has: these rules may change what was reported."""
    if plan is None:
        output.say("nobody has looked what it does to all deals: `bridge rules plan` tells")
        return
    what = output.differing(plan.differing, plan.tried)
    months = ", ".join(dict.fromkeys(one["period"] for one in plan.closed))
    closed = f"; closed periods {months}: {plan.past.value}" if months else ""
    output.say(output.plain(f"plan {plan.digest[:12]}: {what}{closed}"))


def _draft(one: Draft) -> Form:
    return {
        "draft": one.number,
        "version": one.version,
        "author": one.drafted.by,
        "drafted_at": one.drafted.at.isoformat(),
        "reason": one.drafted.reason,
        "holds_from": one.holds_from.isoformat() if one.holds_from else None,
        "reverts_to": one.reverts_to,
        "approver": one.approved.by if one.approved else None,
        "approved_at": one.approved.at.isoformat() if one.approved else None,
        "approval_reason": one.approved.reason if one.approved else None,
        "plan": one.plan.form() if one.plan else None,
        "publication": one.published,
    }


def _publication(one: Publication) -> Form:
    return {
        "publication": one.number,
        "draft": one.draft,
        "version": one.version,
        "published_by": one.published.by,
        "published_at": one.published.at.isoformat(),
        "in_force_from": one.in_force_from.isoformat(),
        "plan": one.plan.form() if one.plan else None,
    }
