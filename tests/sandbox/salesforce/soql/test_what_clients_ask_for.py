"""The rarer parts of the query language, after the examples of the vendor's documentation."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from tests.sandbox.salesforce.client import Org, error_of, opened, seed_of


@pytest.fixture(scope="module")
def world() -> Iterator[Org]:
    """
    An org with dollars and yen: an account with deals and an order, a contact with choices.

    A dollar is 100 yen.
    """
    currencies = [
        {"type": "CurrencyType", "key": code, "IsoCode": code, "ConversionRate": rate}
        for code, rate in (("USD", 1), ("JPY", 100))
    ]
    account = {
        "type": "Account",
        "key": "A",
        "Name": "100% O'Hara",
        "CurrencyIsoCode": "USD",
    }
    deals = [
        {
            "type": "Opportunity",
            "key": name,
            "Name": name,
            "StageName": "Prospecting",
            "CloseDate": day,
            "Amount": amount,
            "CurrencyIsoCode": code,
            "AccountId": "@A",
        }
        for name, day, amount, code in (
            ("Dollars", "2026-05-31", 1234, "USD"),
            ("Yen", "2026-01-01", 50000, "JPY"),
        )
    ]
    contact = {
        "type": "Contact",
        "key": "C",
        "LastName": "O'Hara",
        "BuyerAttributes": "Economic;Technical",
    }
    order = {"type": "Order", "key": "O", "AccountId": "@A", "EffectiveDate": "2026-05-31"}
    with opened(
        seed_of(
            *currencies,
            account,
            contact,
            *deals,
            order,
            multi_currency=True,
            time_zone="Asia/Tokyo",
        )
    ) as org:
        yield org


# (condition on Opportunity, names that it finds)
CONDITIONS = [
    ("Amount > USD600", ["Dollars"]),
    ("Amount > USD499.99", ["Dollars", "Yen"]),
    ("Amount = JPY50000", ["Yen"]),
    ("Amount != jpy50000", ["Dollars"]),
    (r"Account.Name LIKE '100\% %'", ["Dollars", "Yen"]),
    (r"Account.Name LIKE '%\'HARA'", ["Dollars", "Yen"]),
    (r"Account.Name LIKE '1%0\%%_%A'", ["Dollars", "Yen"]),
    (r"Account.Name LIKE '\%'", []),
    (r"Account.Name = '100% \u004f\'Hara'", ["Dollars", "Yen"]),
    ("CALENDAR_MONTH(CloseDate) = 5", ["Dollars"]),
    # 11:00 UTC is 20:00 in Tokyo.
    ("HOUR_IN_DAY(convertTimezone(CreatedDate)) = 20", ["Dollars", "Yen"]),
    ("HOUR_IN_DAY(CreatedDate) = 11", ["Dollars", "Yen"]),
    ("toLabel(StageName) = 'Prospecting'", ["Dollars", "Yen"]),
    ("nAmE = 'dollars' aNd aMoUnT > 1", ["Dollars"]),
]


@pytest.mark.parametrize(("condition", "names"), CONDITIONS)
def test_a_condition_finds_what_it_describes(world: Org, condition: str, names: list[str]) -> None:
    assert world.column(f"SELECT Name FROM Opportunity WHERE {condition} ORDER BY Name") == names


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("INCLUDES ('Economic;Technical', 'User')", 1),
        ("INCLUDES ('Economic;User', 'technical')", 1),
        ("INCLUDES ('Economic;User')", 0),
        ("EXCLUDES ('User')", 1),
        ("EXCLUDES ('Technical')", 0),
    ],
)
def test_a_field_of_several_choices_is_asked_for_sets_of_them(
    world: Org, condition: str, found: int
) -> None:
    assert len(world.rows(f"SELECT Id FROM Contact WHERE BuyerAttributes {condition}")) == found


# (what stands behind FROM Opportunity)
ENDINGS = [
    "USING SCOPE mine",
    "USING SCOPE everything WHERE Amount > 0",
    "WHERE Amount > 0 WITH SECURITY_ENFORCED",
    "WITH USER_MODE ORDER BY Name",
    "FOR VIEW",
    "FOR REFERENCE",
    "LIMIT 5 FOR UPDATE",
    "LIMIT 5 FOR VIEW UPDATE VIEWSTAT",
    "o WHERE o.Amount > 0",
]


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_clause_that_changes_nothing_here_is_understood(world: Org, ending: str) -> None:
    assert len(world.rows(f"SELECT Id FROM Opportunity {ending}")) == 2


def test_amounts_are_converted_and_formatted_under_aliases(world: Org) -> None:
    (dollars, yen) = world.rows(
        "SELECT Amount, FORMAT(Amount) Amt, convertCurrency(Amount) converted,"
        " FORMAT(convertCurrency(Amount)) shown, FORMAT(CloseDate) day"
        " FROM Opportunity ORDER BY Name"
    )
    assert dollars == {
        "Amount": Decimal(1234),
        "Amt": "USD 1,234.00",
        "converted": Decimal(1234),
        "shown": "USD 1,234.00",
        "day": "5/31/2026",
    }
    assert (yen["Amt"], yen["converted"], yen["shown"]) == (
        "JPY 50,000.00",
        Decimal(500),
        "USD 500.00",
    )


def test_the_fields_of_an_owner_depend_on_what_it_is(world: Org) -> None:
    (row,) = world.rows(
        "SELECT Owner.Type, TYPEOF Owner WHEN User THEN IsActive, TimeZoneSidKey ELSE Name END"
        " FROM Order"
    )
    owner = row["Owner"]
    assert owner.pop("attributes")["type"] == "User"
    assert owner == {"IsActive": True, "TimeZoneSidKey": "Asia/Tokyo"}
    (row,) = world.rows("SELECT TYPEOF Owner WHEN Group THEN Id ELSE Name END FROM Order")
    assert row["Owner"]["Name"] == "Bridge"
    assert world.column("SELECT Owner.Name FROM Order WHERE Owner.Type = 'User'")[0]["Name"]


def test_sorting_says_where_empty_values_go(world: Org) -> None:
    ask = "SELECT Name FROM Opportunity ORDER BY Amount DESC NULLS LAST, Name ASC NULLS FIRST"
    assert world.column(ask) == ["Yen", "Dollars"]


def test_standard_fields_need_no_limit_and_the_others_do(world: Org) -> None:
    (row,) = world.rows("SELECT FIELDS(STANDARD) FROM Account")
    assert row["Name"] == "100% O'Hara"
    answer = world.ask("SELECT FIELDS(ALL) FROM Account LIMIT 201")
    assert error_of(answer) == (400, "MALFORMED_QUERY")
    told = "The SOQL FIELDS function must have a LIMIT of at most 200"
    assert answer.json()[0]["message"] == told
    assert world.ask("SELECT FIELDS(ALL) FROM Account LIMIT 200").status_code == 200


REFUSED = [
    ("SELECT Id FROM Account ALL ROWS", "MALFORMED_QUERY"),
    ("SELECT Id FROM Account WITH DATA CATEGORY Geography__c ABOVE usa__c", "MALFORMED_QUERY"),
    ("SELECT Id FROM Account USING SCOPE team_of_mine", "MALFORMED_QUERY"),
    ("SELECT Id FROM Account WHERE Name INCLUDES ('a')", "INVALID_QUERY_FILTER_OPERATOR"),
    ("SELECT Id FROM Contact WHERE BuyerAttributes INCLUDES (1)", "MALFORMED_QUERY"),
    ("SELECT Id FROM Account WHERE NumberOfEmployees > USD5", "INVALID_FIELD"),
    ("SELECT Id FROM Opportunity WHERE Amount > XXX5", "INVALID_FIELD"),
    ("SELECT Id FROM Opportunity WHERE convertCurrency(Amount) > 5", "MALFORMED_QUERY"),
    ("SELECT convertCurrency(Name) FROM Opportunity", "INVALID_FIELD"),
    ("SELECT FORMAT(Name) FROM Opportunity", "INVALID_FIELD"),
    ("SELECT TYPEOF Account WHEN Account THEN Name END FROM Opportunity", "INVALID_FIELD"),
    ("SELECT TYPEOF Owner WHEN Account THEN Name END FROM Order", "INVALID_TYPE"),
    ("SELECT TYPEOF Owner ELSE Name END FROM Order", "MALFORMED_QUERY"),
    ("SELECT TYPEOF Owner WHEN User THEN Nothing END FROM Order", "INVALID_FIELD"),
    ("SELECT COUNT(Id) FROM Account GROUP BY ROLLUP(Name)", "MALFORMED_QUERY"),
    ("SELECT COUNT(Id) FROM Account GROUP BY CUBE(Name)", "MALFORMED_QUERY"),
    (
        "SELECT Id FROM Account WHERE DISTANCE(Site__c, GEOLOCATION(37,122), 'mi') < 20",
        "MALFORMED_QUERY",
    ),
    ("SELECT Id FROM Account OFFSET 2001", "NUMBER_OUTSIDE_VALID_RANGE"),
    ("SELECT Id FROM Account LIMIT 99999999999999999999", "MALFORMED_QUERY"),
    ("SELECT Id FROM Account WHERE Name = '" + "x" * 100_000 + "'", "MALFORMED_QUERY"),
    ("SELECT Id FROM Opportunity WHERE CloseDate = NEXT_N_YEARS:999999999", "MALFORMED_QUERY"),
    ("SELECT Id FROM Opportunity WHERE CreatedDate = LAST_N_DAYS:740000", "MALFORMED_QUERY"),
    ("SELECT Id" + ", (SELECT Id FROM Orders)" * 21 + " FROM Account", "MALFORMED_QUERY"),
    ("SELECT A.B.C.D.E.F.Id FROM Account", "MALFORMED_QUERY"),
    (r"SELECT Id FROM Account WHERE Name = '\ud800'", "MALFORMED_QUERY"),
]


@pytest.mark.parametrize(("soql", "code"), REFUSED)
def test_what_the_org_does_not_run_is_refused(world: Org, soql: str, code: str) -> None:
    # Long queries go where a body holds them: an address has at most 16,384 characters.
    answer = world.call("POST", "/jobs/query", json={"operation": "query", "query": soql})
    if len(soql) < 1000:
        answer = world.ask(soql)
    assert error_of(answer) == (400, code)


def test_an_error_names_row_and_column(world: Org) -> None:
    answer = world.ask("SELECT Id\nFROM Account\nWHERE Name == 'x'")
    assert "ERROR at Row:3:Column:13" in answer.json()[0]["message"]
