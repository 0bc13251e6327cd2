"""Types that the account has no records of, but whose names clients look up at their start."""

from __future__ import annotations

from collections.abc import Mapping

#: Prefix of the schema -> definitions; a record of such a type is refused as unknown.
STRANGERS: Mapping[str, str] = {
    "tranGeneral": """
AdvInterCompanyJournalEntry < platformCore:Record =
AdvInterCompanyJournalEntryLine = memo?:string
AdvInterCompanyJournalEntryLineList = line*:AdvInterCompanyJournalEntryLine @replaceAll:boolean
"""
}
