"""What holds for every deal is asked of both systems; what nobody can work with is said."""

import json
from pathlib import Path

import pytest

from bridge.errors import Misconfigured
from bridge.flow import frames
from tests.stories.stand import RAMP, a_stand


def an_org_in(folder: Path, currency: str) -> Path:
    """The ramp of the scenarios, in an org of one currency."""
    seed = json.loads(RAMP.read_text(encoding="utf-8"))
    for record in seed["records"]:
        record.pop("CurrencyIsoCode", None)
    org = {**seed["org"], "currency": currency, "multi_currency": False}
    path = folder / "seed.json"
    path.write_text(json.dumps({**seed, "org": org}), encoding="utf-8")
    return path


def test_an_org_in_a_currency_that_is_none_ends_the_pass_with_its_place_and_act(
    tmp_path: Path,
) -> None:
    with a_stand(tmp_path, an_org_in(tmp_path, "ZZZ")) as stand:
        with pytest.raises(Misconfigured) as raised:
            frames.read(stand.ends.salesforce, stand.ends.netsuite)
        assert "currency ZZZ" in raised.value.what
        assert raised.value.where == "salesforce, company information"
        assert raised.value.act.startswith("set the currency")


def test_the_frame_of_an_org_holds_its_currency_and_netsuites_periods(tmp_path: Path) -> None:
    with a_stand(tmp_path, an_org_in(tmp_path, "EUR")) as stand:
        frame = frames.read(stand.ends.salesforce, stand.ends.netsuite)
        assert (frame.currency.code, frame.multi_currency) == ("EUR", False)
        assert frame.periods
        assert "Order" in frame.descriptions


def test_the_frame_holds_every_kind_of_code_that_rules_name(tmp_path: Path) -> None:
    with a_stand(tmp_path, an_org_in(tmp_path, "EUR")) as stand:
        codes = frames.read(stand.ends.salesforce, stand.ends.netsuite).codes
    assert set(codes) == {
        *("billingschedule", "classification", "department"),
        *("item", "location", "subsidiary", "term"),
    }
    assert "NET-30" in codes["term"]
    assert "ANNUAL-ADVANCE" in codes["billingschedule"]
