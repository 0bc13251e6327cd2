"""The pages of the books: deals, one deal, the ledger, schedules, explanations."""

import re

import pytest

from bridge.console.navigation import page_about
from bridge.ledger.pauses import STREAMS
from bridge.model.ids import DealId
from bridge.people.register import PEOPLE
from bridge.reconcile.pairs import PAIRS
from bridge.reconcile.signatures import PERIODS
from bridge.rulebooks.road import RULEBOOK
from tests.console.api.asking import Program, problem, told
from tests.console.building import Browser
from tests.stories.stand import order

RAMP = order("O-A")
DOCUMENT = f"bridge-{RAMP}-so-1"
#: Every page of the books, in every form.
PATHS = (
    "/deals",
    "/deals?state=TRANSLATED&currency=USD&q=acme",
    *(f"/deals/{RAMP}?tab={tab}" for tab in ("trace", "timeline", "schedules", "ledger", "raw")),
    "/ledger",
    "/ledger?kind=ACKNOWLEDGED&actor=bridge&since=2020-01-01&before=2100-01-01",
    "/ledger/proof",
    "/schedules?from=2026-01",
    f"/explain?ref={DOCUMENT}/1/2026-03",
)


def text(html: str) -> str:
    """What a person reads: no tags, one blank between words."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


@pytest.mark.parametrize("path", PATHS)
def test_every_page_of_the_books_is_shown_and_every_link_on_it_leads_somewhere(
    anybody: Browser, path: str
) -> None:
    page = anybody.get(path)
    assert page.status_code == 200
    links = {one.replace("&amp;", "&") for one in re.findall(r'href="(/[^"#]*)"', page.text)}
    assert links
    for link in sorted(links - {"/"})[:12]:
        assert anybody.get(link).status_code in {200, 303}, link


@pytest.mark.parametrize("name", [PAIRS, PEOPLE, PERIODS, RULEBOOK, STREAMS])
def test_what_entries_tell_of_that_is_no_deal_has_a_page_too(
    anybody: Browser, name: DealId
) -> None:
    assert anybody.get(page_about(name)).status_code == 200


def test_the_list_of_deals_counts_them_by_state_with_what_they_booked(anybody: Browser) -> None:
    # The ramp is 561,600.00, the upsell 120,000.00 and 22,479.60.
    page = text(anybody.get("/deals").text)
    assert "All 3 Waiting 0 Translated 3 Flagged 0 Excluded 0" in page
    assert "USD 704,079.60" in page


def test_a_part_of_a_name_that_is_nobodys_shows_that_nothing_matches(anybody: Browser) -> None:
    page = text(anybody.get("/deals", params={"q": "<script>%_'"}).text)
    assert "No deals match" in page
    assert "<script>%" not in anybody.get("/deals", params={"q": "<script>%_'"}).text


def test_a_deal_stands_side_by_side_with_nothing_left_over(anybody: Browser) -> None:
    page = text(anybody.get(f"/deals/{RAMP}").text)
    assert "translated once more, 1 document of it came out as recorded, by SHA-256" in page
    assert re.search(
        r"In documents USD 561,600\.00 \) 561,600\.00 USD , difference USD 0\.00", page
    )
    assert "Quantity 100, UnitPrice 1080, TotalPrice 108000" in page
    assert "not represented" not in page


@pytest.mark.parametrize("path", ["/deals", "/schedules", "/journals"])
def test_a_list_offers_the_currencies_that_occur_and_keeps_one_that_does_not(
    anybody: Browser, path: str
) -> None:
    def offered(asked: str) -> list[tuple[str, str]]:
        page = anybody.get(f"{path}?currency={asked}").text
        (found,) = re.findall(r'<select id="currency".*?</select>', page, re.DOTALL)
        return re.findall(r"<option([^>]*)>([^<]+)</option>", found)

    every = ' value=""', "All currencies"
    assert offered("") == [every, ("", "USD")]
    assert offered("usd") == [every, (" selected", "USD")]
    assert offered("eur") == [every, (" selected", "EUR"), ("", "USD")]


def test_schedules_add_up_in_every_column(anybody: Browser) -> None:
    page = anybody.get("/schedules?from=2027-01").text
    (foot,) = re.findall(r"<tfoot>(.*?)</tfoot>", page, re.DOTALL)
    cells = [text(one) for one in re.findall(r"<td[^>]*>(.*?)</td>", foot, re.DOTALL)]
    shown = [one.split(" ")[-2] for one in cells if "USD" in one]
    # 704,079.60 in all. Before 2027: 108,000.00 of the ramp, and the whole upsell. Each month of
    # 2027: 189,000.00 / 12. Behind: the third step.
    assert shown == ["704,079.60", "250,479.60", *["15,750.00"] * 12, "264,600.00"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/deals/8010000000000000AA", 404),
        ("/deals/%00", 404),
        ("/deals?state=SOLD", 422),
        ("/deals?after=nonsense", 422),
        ("/ledger?since=yesterday", 422),
        ("/ledger?after=WyJhIl0", 422),
        ("/schedules?from=2026-13", 422),
        ("/schedules?from=0000-01", 422),
        ("/explain?ref=nonsense", 404),
    ],
)
def test_an_address_that_leads_nowhere_says_so(anybody: Browser, path: str, status: int) -> None:
    page = anybody.get(path)
    assert page.status_code == status
    assert "Traceback" not in page.text


@pytest.mark.parametrize("path", ["/nowhere", "/deals/8010000000000000AA", "/deals?state=SOLD"])
def test_a_page_that_went_wrong_leads_on_by_the_sidebar(anybody: Browser, path: str) -> None:
    page = anybody.get(path).text
    assert page.count('data-go="') == 14
    assert '<details class="menu">' in page


def test_a_filter_is_kept_from_page_to_page(anybody: Browser) -> None:
    page = anybody.get("/ledger?kind=BOOKED").text
    assert '<option value="BOOKED" selected>' in page


def test_an_explanation_says_how_to_get_it_in_a_shell(anybody: Browser) -> None:
    page = text(anybody.get(f"/explain?ref={DOCUMENT}/1/2026-03").text)
    assert "9,000.00 USD in 2026-03 = 1 of 12 periods, of 108,000.00 USD" in page
    assert f"bridge explain {DOCUMENT}/1/2026-03" in page


def test_an_explanation_comes_as_a_file_and_over_the_api(anybody: Browser) -> None:
    ref = f"{DOCUMENT}/1/2026-03"
    file = anybody.get(f"/explain/explanation.json?ref={ref}")
    assert file.headers["content-disposition"] == (
        f'attachment; filename="explanation-{DOCUMENT}-1-2026-03.json"'
    )
    form = told(file)
    assert (form["amount"], form["recomputed"]) == ("9000.00", True)
    assert {"says": "108,000.00 USD", "ref": f"{DOCUMENT}/1"} in form["operands"]
    program = Program(anybody)
    one = program.read(f"/explain/{ref}")
    assert one == program.read(f"/explain?ref={ref}")
    assert (one["sentence"], one["operands"]) == (form["sentence"], form["operands"])
    for missing in ("nonsense/1", "exception:9999", "variance:9/USD/all/net", "signed:x/y/USD/z"):
        assert problem(program.get(f"/explain/{missing}")) == (404, "missing")
        assert anybody.get(f"/explain?ref={missing}").status_code == 404
    assert anybody.get("/explain/explanation.json?ref=nonsense").status_code == 404


def test_amounts_lead_to_what_explains_them(anybody: Browser) -> None:
    def leads(path: str) -> list[str]:
        links = r'<a class="explained" href="/explain\?ref=([^"]+)"'
        return re.findall(links, anybody.get(path).text)

    assert set(leads("/deals")) >= {RAMP}
    assert leads(f"/deals/{RAMP}") == [RAMP, *(f"{DOCUMENT}/{line}" for line in (1, 2, 3))]
    assert f"{DOCUMENT}/1/2026-12" in leads("/schedules?from=2026-01")
    assert {one.partition("%3A")[0] for one in leads("/ledger")} == {"entry"}
