"""What changes of contracts, edits and closed periods make of a plan, beyond one cause alone."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

from bridge.model.calendar import Term
from bridge.model.ids import DealId, LineId
from bridge.model.schedule import Method
from bridge.reconcile.classes import CLASSES
from bridge.reconcile.rows import Target
from bridge.reconcile.sides import OrderKey, Standing
from bridge.reconcile.starting import Bookings
from bridge.reconcile.statement import Grid, Statement, statements
from bridge.reconcile.walk import Route
from tests.reconcile.injections.plans import without_rows
from tests.reconcile.stating import amounts, stated
from tests.reconcile.worlds import (
    EUR,
    NAMES,
    Amounts,
    Line,
    a_line,
    an_element,
    money,
    plan,
    rebook,
    rehold,
    rule,
    sides,
    terms,
)

MARCH = date(2026, 3, 1)
SEPTEMBER = date(2026, 9, 1)


def beside_bookings(found: Statement) -> Amounts:
    """Leave away what every line has."""
    usual = {"PER-1", "JRN-2"}
    return Counter({key: minor for key, minor in amounts(found).items() if key[0] not in usual})


def less_seats(line: Line, standing: Standing = Standing.ORDERED) -> None:
    """Two of ten seats go in September, for 20.00 a month."""
    [said] = line.booked[0].ruled
    gone = terms(
        line,
        amount=money(-12_000),
        quantity=Decimal(-2),
        term=Term(SEPTEMBER, line.term.end),
    )
    change = replace(
        line.booked[0],
        line=LineId("L1-less"),
        deal=DealId("D1-less"),
        close_on=SEPTEMBER,
        sold=(gone,),
        standing=standing,
        ruled=(replace(said, terms=replace(gone, term=line.term)),),
    )
    line.booked.append(change)


def test_a_change_that_both_sides_have_is_no_variance() -> None:
    line = a_line(1, MARCH)
    less_seats(line)
    rehold(line, terms=terms(line, amount=money(108_000), quantity=Decimal(8)))
    monthly = line.by_month(10_000) | dict.fromkeys(line.served()[6:], 8_000)
    plan(line, monthly)
    line.expected[line.key] = {one: money(minor) for one, minor in monthly.items()}
    assert beside_bookings(stated(line)) == Counter()


def test_seats_that_go_in_the_middle_of_a_term_end_one_line_and_leave_another() -> None:
    assert beside_bookings(stated(cut_in_september())) == Counter()


def test_the_line_of_the_seats_that_stay_is_ordered_by_a_change_and_not_cut_off() -> None:
    """Sales booked -120.00 in September, and the order of March says 1,080.00 in two lines."""
    found = amounts(stated(cut_in_september(), target=Target.ORDERED))
    assert found == Counter({("MOD-1", "2026-03"): -12_000, ("MOD-1", "2026-09"): 12_000})


def test_an_edit_of_a_line_that_was_cut_is_of_what_is_left_of_it() -> None:
    """Somebody makes its six months twice as dear: none of that is of what was given up."""
    line, first = cut_in_september(), Term(MARCH, SEPTEMBER)
    rehold(line, terms=terms(line, amount=money(120_000), quantity=Decimal(5), term=first))
    before = line.served()[:6]
    plan(line, dict.fromkeys(before, 20_000))
    assert beside_bookings(stated(line)) == Counter({("DAT-1", one): 10_000 for one in before})
    assert amounts(stated(line, target=Target.ORDERED)) == Counter(
        {
            ("MOD-1", "2026-03"): -12_000,
            ("MOD-1", "2026-09"): 12_000,
            ("DAT-1", "2026-03"): 60_000,
        }
    )


def test_other_days_of_a_line_that_was_cut_are_of_what_is_left_of_it() -> None:
    """Its 600.00 of six months end a month earlier, 120.00 a month."""
    line = cut_in_september()
    ends = Term(MARCH, date(2026, 8, 1))
    rehold(line, terms=terms(line, amount=money(60_000), quantity=Decimal(5), term=ends))
    *five, august = line.served()[:6]
    plan(line, dict.fromkeys(five, 12_000))
    found = {**{("DAT-3", one): 2_000 for one in five}, ("DAT-3", august): -10_000}
    assert beside_bookings(stated(line)) == Counter(found)


def test_another_rule_of_a_line_that_was_cut_is_of_what_is_left_of_it() -> None:
    line, first = cut_in_september(), Term(MARCH, SEPTEMBER)
    at_once = terms(
        line, amount=money(60_000), quantity=Decimal(5), term=first, method=Method.AT_ONCE
    )
    rehold(line, terms=at_once)
    march, *later = line.served()[:6]
    plan(line, {march: 60_000})
    found = {("DAT-4", march): 50_000, **{("DAT-4", one): -10_000 for one in later}}
    assert beside_bookings(stated(line)) == Counter(found)


def cut_in_september() -> Line:
    """Sales sold two seats less; the order has ten until August, and a new line of eight then."""
    line = a_line(1, MARCH)
    first, second = Term(MARCH, SEPTEMBER), Term(SEPTEMBER, line.term.end)
    kept = OrderKey(line.key.record, 2)
    less_seats(line)
    [said] = line.booked[0].ruled
    ended = terms(line, amount=money(-60_000), quantity=Decimal(-5), term=first)
    stays = terms(line, amount=money(48_000), quantity=Decimal(4), term=second)
    ruled = (
        replace(said, terms=ended, is_change=True),
        replace(said, key=kept, terms=stays, is_change=True),
    )
    line.booked[1] = replace(line.booked[1], ruled=ruled)
    before, after = line.served()[:6], line.served()[6:]
    months = {line.key: dict.fromkeys(before, 10_000), kept: dict.fromkeys(after, 8_000)}
    rehold(line, terms=terms(line, amount=money(60_000), quantity=Decimal(5), term=first))
    plan(line, months[line.key])
    element = an_element(line, months[kept], id="E1-2")
    line.held.append(
        replace(line.held[0], line=2, key=kept, terms=stays, elements=(element,)),
    )
    for key, monthly in months.items():
        line.expected[key] = {one: money(minor) for one, minor in monthly.items()}
    return line


def test_a_change_that_is_on_its_way_is_pending_and_the_line_is_compared_without_it() -> None:
    line = a_line(1, MARCH)
    less_seats(line, Standing.PENDING)
    found = beside_bookings(stated(line))
    assert found == Counter({("PEN-1", one): 2_000 for one in line.served()[6:]})


def test_a_catch_up_after_a_change_is_a_modification() -> None:
    """NetSuite takes the 60.00 of the past back in September, as the books predict."""
    line = a_line(1, MARCH)
    less_seats(line)
    rehold(line, terms=terms(line, amount=money(108_000), quantity=Decimal(8)))
    monthly = line.by_month(10_000) | dict.fromkeys(line.served()[6:], 9_000)
    monthly["2026-09"] -= 6_000
    plan(line, monthly)
    line.expected[line.key] = {one: money(minor) for one, minor in monthly.items()}
    caught = dict.fromkeys(line.served()[6:], 1_000)
    caught["2026-09"] -= 6_000
    assert beside_bookings(stated(line)) == Counter(
        {("MOD-1", one): minor for one, minor in caught.items()}
    )


def test_a_period_that_was_closed_after_the_prediction_moves_what_is_posted() -> None:
    line = a_line(1, MARCH)
    [element] = line.held[0].elements
    moved = tuple(
        row._replace(posting="2026-10") if row.planned == "2026-09" else row for row in element.rows
    )
    rehold(line, elements=(replace(element, rows=moved),))
    assert beside_bookings(stated(line, target=Target.PLANNED)) == Counter(
        {("TIM-2", "2026-09"): -10_000, ("TIM-2", "2026-10"): 10_000}
    )


def test_an_element_behind_its_order_is_told_beside_the_edit() -> None:
    """The order was raised by a tenth; its element still says the old amount."""
    line = a_line(1, MARCH)
    rehold(line, terms=terms(line, amount=money(132_000)))
    expected = {("DAT-1", one): 1_000 for one in line.served()}
    expected |= {("PLN-3", one): -1_000 for one in line.served()}
    assert beside_bookings(stated(line)) == Counter(expected)


def test_a_line_in_other_books_leaves_one_statement_and_enters_the_other() -> None:
    line = a_line(1, MARCH)
    rehold(line, subsidiary="DE-GMBH", base=EUR, terms=terms(line, rate=Decimal("0.5")))
    [element] = line.held[0].elements
    rehold(line, elements=(replace(element, rate=Decimal("0.5")),))
    grid = Grid(Route(Bookings(), Target.PLANNED), NAMES)
    euro, dollar = statements(sides(line), grid)
    assert (euro.currency, dollar.currency.code) == (EUR, "USD")
    assert euro.amount("SCP-5") == money(60_000, EUR)
    assert dollar.amount("SCP-5") == money(-120_000)
    assert euro.ties
    assert dollar.ties


def test_what_differs_without_a_cause_is_unexplained() -> None:
    """Sales sold 1,320.00, and nothing says why 1,200.00 were translated."""
    line = a_line(1, MARCH)
    rebook(line, sold=(terms(line, amount=money(132_000)),))
    found = stated(line)
    assert found.amount("UNX-1") == money(-12_000)
    assert found.unexplained == money(12_000)


def test_an_allocation_that_adds_to_what_is_sold_is_unexplained() -> None:
    line = a_line(1, MARCH)
    plan(line, line.by_month(11_000), sales=money(120_000))
    assert stated(line).amount("UNX-1") == money(12_000)


def test_what_two_lines_leave_unexplained_is_not_netted() -> None:
    one, other = a_line(1, MARCH), a_line(2, MARCH)
    plan(one, one.by_month(10_100))
    rehold(one, elements=tuple(replace(e, sales=money(120_000)) for e in one.held[0].elements))
    plan(other, other.by_month(9_900))
    rehold(other, elements=tuple(replace(e, sales=money(120_000)) for e in other.held[0].elements))
    found = stated(one, other)
    assert found.amount("UNX-1") == money(0)
    assert found.unexplained == money(2 * 12 * 100)


def test_an_order_that_nobody_approved_shows_a_wrong_rule_all_the_same() -> None:
    line = a_line(1, MARCH)
    without_rows("ORD-1", None)(line)
    rehold(line, terms=terms(line, method=Method.AT_ONCE))
    rule(line)
    found = stated(line)
    assert found.amount("DAT-4") == money(0)
    assert list(found.classes) == ["PER-1", "DAT-4", "ORD-1"]


def test_every_class_has_a_code_of_its_own() -> None:
    codes = [one.code for one in CLASSES]
    assert len(codes) == len(set(codes))
