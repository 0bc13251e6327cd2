"""The written form of a package in a dossier."""

from datetime import date
from typing import Any

from bridge.adapters.store.posted import forms
from bridge.model.dossier import Package
from bridge.model.ids import ContractId, DealId
from bridge.model.money import Currency
from bridge.model.packages.package import Member


def package(one: Package) -> dict[str, object]:
    """Write a package."""
    return {
        "name": one.name,
        "is_merged": one.is_merged,
        "members": [each.form() for each in one.members],
        "overdue_after_days": one.overdue_after_days,
        "earlier": [forms.earlier(each) for each in one.documents],
    }


def read_package(content: Any) -> Package | None:
    """Read a written package; None for a deal of none, and older dossiers do not say."""
    if content is None:
        return None
    return Package(
        name=content["name"],
        is_merged=content["is_merged"],
        overdue_after_days=content.get("overdue_after_days"),  # older dossiers do not say
        members=tuple(map(_read_member, content["members"])),
        documents=forms.read_earlier(content),
    )


def _read_member(content: Any) -> Member:
    deal, name, contract, contracts, booked_on, code, customer, subsidiary, settled, *out = content
    return Member(
        deal=DealId(deal),
        name=name,
        contract=ContractId(contract),
        contracts=contracts,
        booked_on=date.fromisoformat(booked_on) if booked_on else None,
        currency=Currency(code),
        customer=customer,
        subsidiary=subsidiary,
        settled=settled,
        out=out[0] if out else None,
    )
