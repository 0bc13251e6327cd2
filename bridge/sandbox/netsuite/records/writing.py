"""Create and update records: read the body, merge it, apply the rules, store it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bridge.sandbox.journal import Change
from bridge.sandbox.netsuite.account import Account
from bridge.sandbox.netsuite.errors import invalid_content, user_error
from bridge.sandbox.netsuite.lifecycle import rules
from bridge.sandbox.netsuite.records import bodies
from bridge.sandbox.netsuite.records.bodies import Body, Options
from bridge.sandbox.netsuite.records.order_rules import recalculate
from bridge.sandbox.netsuite.records.store import Line, Record
from bridge.sandbox.netsuite.records.sublists import merged
from bridge.sandbox.netsuite.schema.fields import Field, RecordType, Sublist

_EXTERNAL_ID = re.compile(r"[A-Za-z0-9_-]{1,255}")
_KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a write did."""

    record: Record
    change: Change
    warnings: tuple[str, ...]


def write(
    account: Account,
    record_type: RecordType,
    body: object,
    existing: Record | None = None,
    options: Options | None = None,
) -> Outcome:
    """
    Create a record, or update `existing`, and store it.

    An `existing` record that is not in the store is the beginning of a new one.

    Raises:
        Refusal: the body or the rules of the record forbid it; nothing was changed.
    """
    if not isinstance(body, Mapping):
        raise invalid_content("Invalid content: the body must be a JSON object.")
    how = options or Options()
    given = bodies.read(body, record_type, how, account.store)
    draft = _draft(account, record_type, body, existing)
    draft.fields.update(given.fields)
    recalculate(given.lines.get("item") or ())
    _merge_lines(draft, given, how, account)
    _check_required(draft)
    stored = account.store.get(record_type.family, draft.id)
    if stored is None and "source" in record_type.fields:
        draft.fields.setdefault("source", how.source)
    rules.settle(draft, stored, account)
    if stored is not None and not how.trusted:
        rules.check(draft, stored, account)
    done = _store(draft, stored, account, given)
    rules.follow(stored, draft, account)
    return done


def _draft(
    account: Account, record_type: RecordType, body: Mapping[str, object], existing: Record | None
) -> Record:
    """Return the record that will be written, with its ids, not yet changed otherwise."""
    wanted = _external_id(body)
    if existing is None:
        draft = Record(
            type=record_type, id=account.store.new_id(record_type.family), external_id=wanted
        )
        draft.lines = {sublist.name: [] for sublist in record_type.sublists.values()}
    else:
        draft = existing.copy()
        draft.external_id = wanted or existing.external_id
    if "id" in body and (existing is None or str(body["id"]) != existing.id):
        raise user_error("You cannot set internalId with upsert.", "id")
    if draft.external_id is not None:
        taken = account.store.by_external_id(record_type.family, draft.external_id)
        if taken is not None and taken.id != draft.id:
            raise user_error("This record already exists.", "externalId")
    return draft


def _external_id(body: Mapping[str, object]) -> str | None:
    wanted = next((raw for name, raw in body.items() if name.lower() == "externalid"), None)
    if wanted is None:
        return None
    if not isinstance(wanted, str) or not _EXTERNAL_ID.fullmatch(wanted):
        raise invalid_content(
            "Invalid externalId. Use letters, digits, underscores and hyphens.", "externalId"
        )
    return wanted


def _merge_lines(draft: Record, given: Body, how: Options, account: Account) -> None:
    for sublist in draft.type.sublists.values():
        if sublist.name not in given.lines:
            continue
        lines = given.lines[sublist.name]
        draft.lines[sublist.name] = merged(
            draft.lines[sublist.name] if lines is not None else (),
            lines or (),
            sublist.key,
            replace=sublist.name in how.replace,
            new_key=lambda line: _new_key(draft, line, account),
        )


def _new_key(draft: Record, line: Line, account: Account) -> int:
    """Give a new line its key: numbers of lines that went are not given again."""
    own = line.get("line")
    if account.settings.unknown_line_key == _KEPT and isinstance(own, int):
        key = own
    else:
        key = draft.line_keys_given + 1
    draft.line_keys_given = max(draft.line_keys_given, key)
    line["lineUniqueKey"] = account.store.new_line_key()
    return key


def _check_required(draft: Record) -> None:
    _check_row(draft.fields, draft.type.fields, "")
    for sublist in draft.type.sublists.values():
        lines = draft.lines[sublist.name]
        if sublist.required and not lines:
            raise user_error(
                "You must enter at least one line item for this transaction.", sublist.name
            )
        _check_lines(lines, sublist)


def _check_lines(lines: list[Line], sublist: Sublist) -> None:
    for number, line in enumerate(lines):
        _check_row(line, sublist.fields, f"{sublist.name}.items[{number}].")


def _check_row(row: Line, fields: Mapping[str, Field], prefix: str) -> None:
    for field in fields.values():
        if field.required and row.get(field.name) in {None, ""}:
            raise user_error(f"You must enter a value for {field.label}.", prefix + field.name)


def _store(draft: Record, existing: Record | None, account: Account, given: Body) -> Outcome:
    """Put the record in; what is written again with the same values counts as unchanged."""
    if existing is None:
        change = Change.CREATED
    else:
        same = draft.contents() == existing.contents()
        change = Change.UNCHANGED if same else Change.UPDATED
    now = account.clock.now().replace(microsecond=0)
    for name in ("createdDate", "dateCreated"):
        if name.lower() in draft.type.fields:
            draft.fields.setdefault(name, now)
    if "lastmodifieddate" in draft.type.fields:
        draft.fields["lastModifiedDate"] = now
    account.store.put(draft)
    return Outcome(draft, change, tuple(given.warnings))
