"""Whatever text is sent as a query, the answer has the vendor's form and never says 500."""

import string

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import share
from tests.sandbox.salesforce.client import Org, error_of

WORDS = [
    "SELECT", "FROM", "WHERE", "AND", "OR", "NOT", "IN", "LIKE", "GROUP BY", "ORDER BY", "LIMIT",
    "HAVING", "(SELECT Id FROM OrderItems)", "CALENDAR_YEAR(", "DAY_ONLY(CreatedDate)", "toLabel(",
    "THIS_QUARTER", "LAST_N_MONTHS:99999",
    "OFFSET", "NULLS LAST", "DESC", "COUNT()", "COUNT(Id)", "SUM(", "FIELDS(ALL)", "(", ")", ",",
    "=", "!=", "<", ">=", "'text'", "'it\\'s'", "'", "null", "true", "5", "-1.5e3", "99999999999",
    "2026-01-01", "2026-01-01T00:00:00Z", "TODAY", "LAST_N_DAYS:3", "LAST_N_DAYS:999999999", "Id",
    "Name", "Order", "OrderItem", "TotalAmount", "Product2.ProductCode", "Foo", "Owner.Name", ".",
    "CreatedDate", "SBQQ__Contracted__c", "BillingAddress", ":", "\\", "\x00", "é",
]  # fmt: skip

QUERIES = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=8).map(
        lambda words: "SELECT Id FROM Order WHERE " + " ".join(words)
    ),
    st.lists(st.sampled_from(WORDS), max_size=6).map(
        lambda words: "SELECT Type, COUNT(Id) n FROM Order GROUP BY Type HAVING " + " ".join(words)
    ),
    st.text(alphabet=string.printable, max_size=30).map(
        lambda text: f"SELECT Id FROM Order WHERE Type = '{text}'"
    ),
)


@settings(max_examples=share(200))
@given(soql=QUERIES)
def test_any_text_is_answered_in_the_vendors_form(shared_org: Org, soql: str) -> None:
    answer = shared_org.ask(soql)
    if answer.status_code == 200:
        assert set(answer.json()) >= {"totalSize", "done", "records"}
        return
    status, code = error_of(answer)
    assert status == 400
    assert code in {
        "MALFORMED_QUERY",
        "INVALID_FIELD",
        "INVALID_TYPE",
        "INVALID_QUERY_FILTER_OPERATOR",
        "NUMBER_OUTSIDE_VALID_RANGE",
    }
    assert answer.json()[0]["message"]
