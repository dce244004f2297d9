"""Figures that come and change, month after month; each posted once, split once, and taken back to the penny."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from commissioning.funding.books import Books
from commissioning.funding.charges.charging import charging_of
from commissioning.funding.charges.due import due
from commissioning.model.accounts import Charge, ChargeSource, IssuedStatement, MoneyEvent, MoneySort
from commissioning.model.contract import Contract, Funding, Origin, Service, Terms
from commissioning.model.finding import Place
from commissioning.model.funding import ChargedFrom, Means, Money, SpendBlock
from commissioning.model.measure import Category, Dimension
from commissioning.model.posted import Entry, State
from commissioning.model.quantity import AnswerKey, Bound, Given, Missing, Quantity, Standing
from commissioning.money import pounds
from commissioning.period import Period, read_period
from tests.money_makers import a_funding, a_ledger_line, a_line, an_event, some_terms

NORTH, SOUTH = "North", "South"
AREAS = Dimension("area", "Area", True, (Category("north", NORTH), Category("south", SOUTH)))
THIRDS = a_funding("ash 1/3", "beech 1/3", "cedar 1/3")
BY_AREA = Money(spend=SpendBlock("spend", vat="vat", area="area"))


def a_figure(
    pounds: str, quarter: str = "2025-26-Q1", code: str = "spend", service: str = "refuge", **others: object
) -> Entry:
    """An accepted figure of money; `spend/north` is that of the North; `about 3`, `provisional 3` and `not known`."""
    measure, _, area = code.partition("/")
    words, _, amount = pounds.rpartition(" ")
    there: Given
    if pounds in set(Missing):
        there = Missing(pounds)
    else:
        there = Quantity(Decimal(amount), Bound.ABOUT if words == "about" else Bound.EXACT)
    if words == "confirmed later":
        there = Quantity(Decimal(amount), standing=Standing.TO_BE_CONFIRMED)
    made = Entry(
        number=0,
        sha256="f" * 64,
        file="return.xlsx",
        contract="westshire",
        period=read_period(quarter),
        key=AnswerKey(service, measure, "area" if area else "", area),
        kind="flow" if measure == "nights" else "money",
        unit="GBP",
        given=there,
        words="",
        explanation="",
        place=Place(),
        state=State.PROVISIONAL if words == "provisional" else State.ACCEPTED,
    )
    return replace(made, **others)  # type: ignore[arg-type]


@dataclass
class Office:
    """A contract's books as one figure after another comes; `post` does what an import does at its end."""

    funding: Funding = THIRDS
    money: Money = field(default_factory=Money)
    figures: dict[tuple[Period, AnswerKey], Entry] = field(default_factory=dict)
    charges: list[Charge] = field(default_factory=list)
    events: list[MoneyEvent] = field(default_factory=list)
    statements: list[IssuedStatement] = field(default_factory=list)
    changes: dict[str, object] = field(default_factory=dict)

    @property
    def terms(self) -> Terms:
        """Its terms: two services, two areas."""
        services = (Service("refuge", "Refuge", (NORTH, SOUTH)), Service("advocacy", "Advocacy"))
        made = some_terms(self.funding, self.money, services=services, dimensions=(AREAS,))
        return replace(made, **self.changes)  # type: ignore[arg-type]

    @property
    def books(self) -> Books:
        """Its books now."""
        contract = Contract("westshire", "westshire.toml", (self.terms,))
        entries = tuple(self.figures.values())
        return Books(contract, entries, tuple(self.charges), (), tuple(self.events), tuple(self.statements))

    def came(self, *figures: Entry) -> "Office":
        """Figures came, in the place of those that stood for their answers; then what is due is posted."""
        self.figures |= {(one.period, one.key): one for one in figures}
        return self.post()

    def post(self) -> "Office":
        """What is due is posted."""
        for charge in due(self.books).charges:
            self.charges.append(replace(charge, number=len(self.charges) + 1))
        return self

    def closes(self, *postings: str) -> "Office":
        """Posting periods are closed."""
        self.events += [an_event(MoneySort.CLOSED, posting=posting) for posting in postings]
        return self.post()


def told(charges: Iterable[Charge]) -> list[str]:
    """Charges as a finance officer would read them: what of, where posted, how much, and each funder's part."""
    return [
        f"{one.number} {one.source} {one.service} {one.area} {one.posting} {pounds(one.pence)}: "
        + ", ".join(f"{part.funder or 'uncovered'} {pounds(part.pence)}" for part in one.parts)
        + (f" (of {one.credits})" if one.credits else "")
        for one in charges
    ]


def test_a_figure_is_posted_once_in_the_last_month_of_its_period() -> None:
    """Importing it again, or another return, posts nothing of it."""
    office = Office().came(a_figure("100.00"))
    assert told(office.charges) == ["1 return refuge  2025-26-P03 100.00: ash 33.34, beech 33.33, cedar 33.33"]
    assert told(office.post().post().charges[1:]) == []
    office.came(a_figure("50.00", "2025-26-Q2"))
    assert told(office.charges[1:]) == ["2 return refuge  2025-26-P06 50.00: ash 16.67, beech 16.67, cedar 16.66"]


def test_a_corrected_figure_is_taken_back_whole_and_charged_anew() -> None:
    """The credit names the charge and mirrors it; a figure that is gone is taken back and no more."""
    office = Office().came(a_figure("100.00"), a_figure("7.00", service="advocacy")).came(a_figure("100.01"))
    office.came(a_figure("not known"))
    assert told(office.charges) == [
        "1 return advocacy  2025-26-P03 7.00: ash 2.34, beech 2.33, cedar 2.33",
        "2 return refuge  2025-26-P03 100.00: ash 33.34, beech 33.33, cedar 33.33",
        "3 credit refuge  2025-26-P03 -100.00: ash -33.34, beech -33.33, cedar -33.33 (of 2)",
        "4 return refuge  2025-26-P03 100.01: ash 33.34, beech 33.34, cedar 33.33",
        "5 credit refuge  2025-26-P03 -100.01: ash -33.34, beech -33.34, cedar -33.33 (of 4)",
    ]


def test_a_correction_of_a_closed_period_is_posted_to_the_next_open_one() -> None:
    """And names the statements that it would have changed, of the funders whose part it moves."""
    office = Office().came(a_figure("100.00")).closes("2025-26-P03", "2025-26-P04")
    quarter, year = read_period("2025-26-Q1"), read_period("2024-25")
    office.statements = [
        IssuedStatement("Q1/ash", "ash", "westshire", quarter, "", "", (1,)),
        IssuedStatement("Q1/dean", "dean", "westshire", quarter, "", "", ()),
        IssuedStatement("2024-25/ash", "ash", "westshire", year, "", "", ()),
    ]
    office.came(a_figure("110.00"))
    assert [str(one.posting) for one in office.charges] == ["2025-26-P03", "2025-26-P05", "2025-26-P05"]
    assert [one.touches for one in office.charges] == [(), ("Q1/ash",), ("Q1/ash",)]
    assert {str(one.period) for one in office.charges} == {str(quarter)}


def test_a_figure_that_became_provisional_again_stays_posted() -> None:
    """Until it is accepted, with what it says then."""
    office = Office().came(a_figure("100.00")).came(a_figure("provisional 120.00"))
    assert told(office.charges[1:]) == []
    assert office.came(a_figure("100.00")).charges[1:] == []
    assert [pounds(one.pence) for one in office.came(a_figure("120.00")).charges] == ["100.00", "-100.00", "120.00"]


@pytest.mark.parametrize(
    ("figure", "why"),
    [
        ("provisional 3.00", "provisional: not charged until it is accepted"),
        ("about 3.00", "not an exact amount: not charged"),
        ("confirmed later 3.00", "to be confirmed: not charged"),
        ("not known", "not known: nothing to charge"),
        ("3.005", "not whole pence: not charged"),
    ],
)
def test_what_is_not_accepted_exact_and_stated_is_not_charged(figure: str, why: str) -> None:
    """And it is said why."""
    office = Office().came(a_figure(figure))
    assert office.charges == []
    assert [one.why for one in due(office.books).left_out] == [why]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"origin": Origin.TRANSCRIBED}, []),
        ({"funding": None}, []),
        (
            {"funding": replace(THIRDS, whole_percents_only=True)},
            ["illustrative: its shares are known only as whole percents"],
        ),
    ],
)
def test_nothing_is_posted_where_no_funder_can_be_billed(changes: dict[str, object], why: list[str]) -> None:
    """For a real council's published paper, without a funding line, or with shares of whole percents."""
    office = Office(changes=changes).came(a_figure("100.00"))
    assert office.charges == []
    assert [one.why for one in due(office.books).left_out] == why


def test_with_a_block_of_spending_its_net_is_charged_by_area() -> None:
    """What no area is stated of is charged without one; no other money is charged."""
    office = Office(money=BY_AREA).came(
        a_figure("100.00"), a_figure("60.00", code="spend/north"), a_figure("30.00", code="spend/south"),
        a_figure("20.00", code="vat"), a_figure("5.00", service="advocacy"), a_figure("1.00", service="advocacy",
        code="vat"),
    )  # fmt: skip
    assert [(one.service, one.area, pounds(one.pence), one.vat) for one in office.charges] == [
        ("advocacy", "", "5.00", 100),
        ("refuge", "", "10.00", None),
        ("refuge", NORTH, "60.00", None),
        ("refuge", SOUTH, "30.00", None),
    ]


def test_areas_that_come_to_more_than_their_whole_are_not_charged() -> None:
    """Nothing says which of them is wrong."""
    office = Office(money=BY_AREA).came(a_figure("100.00"), a_figure("100.01", code="spend/north"))
    assert office.charges == []
    assert [one.why for one in due(office.books).left_out] == [
        "its areas come to £100.01, which is more than it: not charged"
    ]


def test_a_cap_is_used_up_in_order_of_time_whatever_came_first() -> None:
    """Within one posting; what was posted before keeps what it had, and its correction gives that back."""
    funding = a_funding("ash fixed 100.00", a_line("beech the rest", order=2))
    office = Office(funding).came(a_figure("80.00", "2025-26-Q2"), a_figure("70.00", "2025-26-Q1"))
    assert told(office.charges) == [
        "1 return refuge  2025-26-P03 70.00: ash 70.00, beech 0.00",
        "2 return refuge  2025-26-P06 80.00: ash 30.00, beech 50.00",
    ]
    office.came(a_figure("20.00", "2025-26-Q1"), a_figure("40.00", "2025-26-Q3"))
    assert told(office.charges[2:]) == [
        "3 credit refuge  2025-26-P03 -70.00: ash -70.00, beech 0.00 (of 1)",
        "4 return refuge  2025-26-P03 20.00: ash 20.00, beech 0.00",
        "5 return refuge  2025-26-P09 40.00: ash 40.00, beech 0.00",
    ]


def test_lines_of_a_general_ledger_are_charged_where_the_contract_says_so() -> None:
    """In the posting period that the ledger has them in, of the month that they are for."""
    lines = (
        a_ledger_line("90.00", means=Means.SPEND, service_date=read_period("2025-05").start, key="a", vat=1800),
        a_ledger_line("30.00", means=Means.RECEIVED, key="b"),
        a_ledger_line("-9.00", means=Means.ACCRUAL, key="c", posting="2025-26-P04"),
    )
    office = Office(money=Money(charged_from=ChargedFrom.LEDGER)).came(a_figure("100.00"))
    charges = due(replace(office.books, lines=lines)).charges
    assert [(str(one.period), *line.split(": ")) for one, line in zip(charges, told(charges), strict=True)] == [
        ("2025-05-01..2025-05-31", "0 general ledger refuge  2025-26-P03 90.00", "ash 30.00, beech 30.00, cedar 30.00"),
        ("2025-07-01..2025-07-31", "0 general ledger refuge  2025-26-P04 -9.00", "ash -3.00, beech -3.00, cedar -3.00"),
    ]


def test_a_count_that_changes_moves_what_is_paid_by_the_unit() -> None:
    """Though the money is the same."""
    funding = a_funding("ash 2.00 for each nights", a_line("beech the rest", order=2))
    office = Office(funding).came(a_figure("100.00"), a_figure("9", code="nights"))
    office.came(a_figure("10", code="nights"))
    assert told(office.charges) == [
        "1 return refuge  2025-26-P03 100.00: ash 18.00, beech 82.00",
        "2 credit refuge  2025-26-P03 -100.00: ash -18.00, beech -82.00 (of 1)",
        "3 return refuge  2025-26-P03 100.00: ash 20.00, beech 80.00",
    ]


def test_the_drift_of_a_year_is_one_line_once_its_last_month_is_closed() -> None:
    """Ash had the odd penny each quarter; a correction in period 13 takes the line back and puts a new one."""
    quarters = [f"2025-26-Q{number}" for number in (1, 2, 3, 4)]
    office = Office().came(*(a_figure("100.00", quarter) for quarter in quarters))
    assert told(office.charges)[0].endswith("ash 33.34, beech 33.33, cedar 33.33")
    office.closes("2025-26-P12")
    # 400.00 in three is 133.34, 133.33, 133.33; posted were 133.36, 133.32, 133.32.
    assert told(office.charges[4:]) == ["5 true-up   2025-26-P13 0.00: ash -0.02, beech 0.01, cedar 0.01"]
    assert office.post().charges[5:] == []
    office.came(a_figure("100.02", quarters[3]))
    by_funder = Counter[str]()
    for part in (part for one in office.charges for part in one.parts):
        by_funder[part.funder] += part.pence
    assert by_funder == {"ash": 13334, "beech": 13334, "cedar": 13334}


# What holds whatever comes

AMOUNTS = st.one_of(
    st.integers(-20_000, 2_000_000).map(lambda pence: f"{Decimal(pence) / 100:.2f}"),
    st.sampled_from(["not known", "provisional 12.34", "about 7.00"]),
)
NEWS = st.tuples(
    st.sampled_from(["2025-26-Q1", "2025-26-Q2", "2025-26-Q3"]), st.sampled_from(["refuge", "advocacy"]), AMOUNTS
)
FUNDINGS = st.sampled_from(
    [
        THIRDS,
        a_funding("ash 45%", "beech 1/3", "cedar 12.5%", "dean 7.5%"),
        a_funding(a_line("ash fixed 5,000.00", services=("refuge",)), a_line("beech 2/7 of rest", order=2)),
        a_funding(
            a_line("ash fixed 300.01", services=("refuge",)),
            a_line("beech reserve 90.00", order=2),
            a_line("cedar the rest 1", order=3),
            a_line("dean the rest 2", order=3),
        ),
    ]
)


@settings(deadline=None, max_examples=150)
@example(
    a_funding("ash fixed 300.01", a_line("beech the rest", order=2)),
    [("2025-26-Q2", "refuge", "-0.01"), ("2025-26-Q1", "refuge", "300.02"), ("2025-26-Q2", "refuge", "0.00")],
    0,
)
@given(funding=FUNDINGS, news=st.lists(NEWS, min_size=1, max_size=9), closed=st.integers(0, 8))
def test_whatever_comes_every_total_is_that_of_the_figures_that_stand(
    funding: Funding, news: list[tuple[str, str, str]], closed: int
) -> None:
    """Each charge is its parts, each credit cancels its charge for each line, restricted money pays only for the
    refuge, no line passes its cap, and what is posted comes to what should be."""
    office = Office(funding)
    for number, (quarter, service, amount) in enumerate(news):
        if number == closed:
            office.closes("2025-26-P03", "2025-26-P06", "2025-26-P12")
        known, before = len(office.charges), sum(one.pence for one in office.charges)
        should = _should(office)
        office.came(a_figure(amount, quarter, service=service))
        assert sum(one.pence for one in office.charges) - before == _should(office) - should
        assert {one.posting for one in office.charges[known:]}.isdisjoint(office.books.closed)
    assert due(office.books).charges == ()
    for charge in office.charges:
        assert sum(part.pence for part in charge.parts) == charge.pence
        assert sum((part.quota for part in charge.parts), Fraction(0)) == charge.pence
    by_number = {one.number: one for one in office.charges}
    for credit in (one for one in office.charges if one.credits):
        charged = by_number[credit.credits]
        assert [part.pence + back.pence for part, back in zip(charged.parts, credit.parts, strict=True)] == [
            0 for _ in credit.parts
        ]
    _never_pays_for_what_it_may_not(office)


def _should(office: Office) -> int:
    """What the figures that stand come to, as long as each waits for nobody."""
    waiting = charging_of(office.books).waiting
    posted = sum(one.pence for one in office.charges if (one.service, one.period) in waiting)
    return posted + sum(one.pence for one in charging_of(office.books).wanted)


def _never_pays_for_what_it_may_not(office: Office) -> None:
    for line in office.funding.lines:
        paid = Counter[str]()
        for charge in office.charges:
            for part in charge.parts:
                paid[charge.service] += part.pence if part.line == line.code else 0
        if line.services:
            assert {service for service, pence in paid.items() if pence} <= set(line.services)
        if line.amount and isinstance(line.amount.given, Quantity):
            assert sum(paid.values()) <= line.amount.given.value * 100


def test_a_source_of_a_charge_is_told() -> None:
    """By which the standing ones are found again."""
    office = Office().came(a_figure("100.00")).came(a_figure("90.00"))
    assert [one.source for one in office.charges] == [ChargeSource.RETURN, ChargeSource.CREDIT, ChargeSource.RETURN]
