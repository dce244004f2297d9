"""What contract text states without a return: read, counted up, taken from the value, shown, and never rounded off."""

from datetime import date
from decimal import Decimal

import pytest

from commissioning import sums
from commissioning.beside import say_given
from commissioning.contract.times import day_month_or_year_in_words, read_day_month_or_year, time_in_words
from commissioning.model.agreed import CapacityState, Condition, EventSort, When
from commissioning.model.document import Number, Piece, Table, Trend, Words
from commissioning.model.figure import Basis, Figure
from commissioning.model.quantity import Bound, Missing, Quantity, Standing
from commissioning.period import Period, read_period
from commissioning.report.agreed import agreed_tables, stated_table
from commissioning.report.evidence import ContractEvidence
from commissioning.totals.agreed import agreed_figures
from tests.builders import a_contract, contract_text, some_terms

MONEY = """
[value]
amount = "1836000"
bound = "at least"
standing = "to be confirmed"
per = "year"
from = "2018-10"
says = "a year"

[funding.contribution.county]
funder = "westshire-council"
amount = "600000"
per = "year"
from = "2018-10"

[funding.floor.north]
area = "North"
amount = "600000"
per = "year"
from = "2018-10"

[funding.floor.south]
area = "South"
amount = "421000"
per = "year"
from = "2018-10"
"""
FTE = """
service.line = { title = "Line" }
[capacity.posts]
label = "Posts"
unit = "FTE"
kind = "fte"
amounts = { refuge = 3, advocacy = "0.5", line = "not stated" }
"""
PERIOD = read_period("2025-26")


def figures(changes: str, asked: str = "") -> dict[str, Figure]:
    """What the contract states, by service and code."""
    found = agreed_figures(a_contract(changes), read_period(asked) if asked else None)
    return {f"{figure.key.service}:{figure.key.code}".removeprefix(":"): figure for figure in found}


def shown(figure: Figure) -> str:
    """The figure as people read it, with its standing and time."""
    standing = f" ({figure.given.standing})" if isinstance(figure.given, Quantity) else ""
    return f"{say_given(figure.given, figure.kind)}{standing}, {figure.period_label}"


# What the text becomes.


def test_a_contribution_says_who_gives_what_for_what_and_on_which_conditions() -> None:
    """An offer is to be confirmed; its condition has a date."""
    terms = some_terms(
        """
[funding.contribution.offer]
label = "Offer"
funder = "not stated"
source = "An underspend"
amount = "50000"
bound = "up to"
standing = "to be confirmed"
period = "2016-17"
purposes = ["training", "visits"]
services = ["refuge", "whole-contract"]
condition = [{ says = "commission first", by = 2016-03-31 }, { says = "deliver" }]
"""
    )
    assert terms.funding is not None
    [offer] = terms.funding.contributions
    assert (offer.code, offer.label, offer.funder, offer.source) == ("offer", "Offer", None, "An underspend")
    assert offer.agreed.given == Quantity(Decimal(50000), Bound.UP_TO, Standing.TO_BE_CONFIRMED)
    assert offer.agreed.when == When(read_period("2016-17"))
    assert (offer.purposes, offer.services) == (("training", "visits"), ("refuge", ""))
    assert offer.conditions == (Condition("commission first", "2016-03-31"), Condition("deliver", None))


def test_a_reserve_may_be_known_only_by_when_it_will_be_spent() -> None:
    """Not stated is no nought."""
    terms = some_terms('funding.reserve.historic = { amount = "not stated", likely_spent_by = "2021-03" }')
    assert terms.funding is not None
    [reserve] = terms.funding.reserves
    assert (reserve.agreed.given, reserve.holder, reserve.likely_spent_by) == (Missing.NOT_STATED, None, "2021-03")


def test_funding_may_be_stated_without_shares() -> None:
    """Then there is no order of ties to write, and nothing to split by."""
    taken = "- funding.share\n- funding.shares_are\n- funding.tie_order\n"
    terms = some_terms(taken + 'funding.floor.all = { area = "All", amount = "1", per = "year" }')
    assert terms.funding is not None
    assert (terms.funding.shares, terms.funding.tie_order) == ((), ())
    assert terms.funding.floors[0].agreed.when == When(None, "year")


def test_an_event_has_a_sort_a_date_and_parties() -> None:
    """Each may be not stated but its sort."""
    terms = some_terms(
        """
[[event]]
sort = "change of provider"
on = "2017-10"
from_provider = "safe-house"
to_provider = "health-board"

[[event]]
sort = "launch"
on = "2020-09"
was = "2020-04"
by = 2020-09-30
"""
    )
    change, launch = terms.events
    assert (change.sort, change.on, change.was) == (EventSort.CHANGE_OF_PROVIDER, "2017-10", None)
    assert [party.name for party in (change.from_provider, change.to_provider) if party] == [
        "Safe House",
        "Health Board",
    ]
    assert (launch.on, launch.by, launch.was) == ("2020-09", "2020-09-30", "2020-04")


def test_a_transcription_may_leave_out_what_its_paper_does_not_say() -> None:
    """Parties and a title are enough for an arrangement; what is left out is not stated."""
    base = """
title = "Meetings"
origin = "transcribed"
source = { paper = "A paper", dated = 2020-03-17, lines = "86" }
parties = { lead = "not stated", partners = ["safe-house"] }
"""
    terms = some_terms(base=base)
    assert (terms.legal_form, terms.value, terms.reporting, terms.funding) == (None, None, None, None)
    assert (terms.parties.lead, terms.parties.lead_name, terms.parties.provider) == (None, "not stated", None)
    assert (terms.starts, terms.ends, terms.measures) == (None, None, ())
    assert terms.organisations == {"safe-house"}


def test_a_strand_may_have_a_provider_and_a_chain_of_its_own() -> None:
    """And who provides a strand takes part in the contract."""
    terms = some_terms(
        'service.refuge = { title = "Refuge", provider = "health-board", sub_contractors = ["safe-house"] }'
    )
    [refuge, _] = terms.services
    assert refuge.provider is not None
    assert (refuge.provider.name, [sub.name for sub in refuge.sub_contractors]) == ("Health Board", ["Safe House"])


def test_a_contract_may_report_several_spans() -> None:
    """And a year alone is an end of a span only where years start in January."""
    spans = 'spans = ["2018..2022-08", "not stated"]'
    reporting = f'reporting = {{ frequency = "span", year_starts = 1, {spans}, as_at = 2022-11-03 }}'
    terms = some_terms(f'measure.trained.target = "not stated"\n{reporting}')
    assert terms.reporting is not None
    assert list(map(str, terms.reporting.spans)) == ["2018-01-01..2022-08-31", ".."]
    assert {span.as_at for span in terms.reporting.spans} == {date(2022, 11, 3)}


# Figures.


def test_what_has_no_stated_area_and_no_stated_funder_are_two_figures() -> None:
    """1,836,000 - 600,000 - 421,000 = 815,000; 1,836,000 - 600,000 = 1,236,000; the value is at least, so are they."""
    found = figures(MONEY)
    assert shown(found["value"]) == "at least £1,836,000.00 (to be confirmed), per year from 2018-10"
    assert shown(found["no-stated-area"]) == "at least £815,000.00 (to be confirmed), per year from 2018-10"
    assert shown(found["no-stated-funder"]) == "at least £1,236,000.00 (to be confirmed), per year from 2018-10"
    assert "nallocated" not in str(found)


@pytest.mark.parametrize(
    ("changes", "area", "funder"),
    [
        ("value.bound = 'about'", "about £815,000.00", "about £1,236,000.00"),
        ("value.bound = 'up to'", "up to £815,000.00", "up to £1,236,000.00"),
        ("funding.floor.south.bound = 'at least'", "not known", "at least £1,236,000.00"),
        ("funding.floor.south.amount = 'not stated'", "not stated", "at least £1,236,000.00"),
        ("funding.contribution.county.funder = 'not stated'", "at least £815,000.00", None),
        ("funding.contribution.county.from = '2019-10'", "at least £815,000.00", None),
        ("- funding.floor", None, "at least £1,236,000.00"),
        ("value = 'not stated'", None, None),
    ],
)
def test_what_is_left_is_as_firm_as_what_it_comes_of(changes: str, area: str | None, funder: str | None) -> None:
    """Nothing is taken from a value that is for another time, or by a funder whom nobody names."""
    found = agreed_figures(a_contract(changes, base=contract_text(MONEY)))
    said = {figure.key.code: say_given(figure.given, "money") for figure in found}
    assert (said.get("no-stated-area"), said.get("no-stated-funder")) == (area, funder)


def test_shares_are_figures_in_percent() -> None:
    """Two thirds to the four places that figures are kept to."""
    found = figures("")
    assert {code: shown(figure) for code, figure in found.items() if code.startswith("share")} == {
        "share/funder/westshire-council": "66.6667% (stated), not stated",
        "share/funder/health-board": "33.3333% (stated), not stated",
    }


def test_capacity_adds_up_over_services_as_far_as_it_is_stated() -> None:
    """3 + 0.5 and a post that is not stated."""
    found = figures(FTE)
    assert (shown(found["posts"]), found["posts"].note) == ("at least 3.5 (stated), not stated", "1 of 3 not stated")
    assert found["line:posts"].given is Missing.NOT_STATED
    assert found["posts"].basis is Basis.TOTAL


@pytest.mark.parametrize(
    ("capacity", "total"),
    [
        ('kind = "fte", amounts = { refuge = "not stated", advocacy = "not stated" }', Missing.NOT_STATED),
        ("amounts = { refuge = 2, advocacy = 3 }", Quantity(Decimal(5))),
        ('kind = "snapshot-of-people", amounts = { refuge = 2, advocacy = 3 }', None),
        ("amounts = { refuge = 2 }", None),
    ],
)
def test_a_total_of_capacity_follows_its_kind(capacity: str, total: object) -> None:
    """People are not added over services, and one service is no total."""
    found = figures(f'capacity.places = {{ label = "Places", unit = "places", {capacity} }}')
    assert found["places"].given == total if total else "places" not in found


def test_a_capacity_says_whether_it_is_there_yet() -> None:
    """A target is not what is in place."""
    text = 'capacity.units = { label = "Units", unit = "units", amount = 29, is = "target", says = "by districts" }'
    assert some_terms("- measure.units\n" + text).capacity[0].state is CapacityState.TARGET
    assert figures("- measure.units\n" + text)["units"].note == "target; by districts"


def test_a_figure_says_where_in_contract_text_it_is_stated() -> None:
    """Its file, its table and, of a paper, its lines."""
    source = 'origin = "transcribed"\nsource = { paper = "A paper", dated = 2018-01-15, lines = "38" }\n'
    found = figures(source + MONEY)
    assert found["south"].stated_in == "westshire.toml [funding.floor.south], lines 38"
    assert (found["south"].basis, found["south"].sources) == (Basis.STATED, ())


def test_versions_that_state_the_same_state_it_once() -> None:
    """What a variation changes is a figure of its own, and what is left of it too."""
    contract = a_contract(
        MONEY + '\n[[variation]]\nfrom = 2026-04-01\nfunding.floor.south = { area = "South", amount = "500000" }'
    )
    found = [(figure.key.code, say_given(figure.given, figure.kind)) for figure in agreed_figures(contract)]
    assert [one for one in found if one[0] == "value"] == [("value", "at least £1,836,000.00")]
    assert [one[1] for one in found if one[0] == "south"] == ["£421,000.00", "£500,000.00"]
    # 1,836,000 - 600,000 - 500,000.
    assert [one[1] for one in found if one[0] == "no-stated-area"] == ["at least £815,000.00", "at least £736,000.00"]


def test_a_period_shows_what_is_stated_for_it() -> None:
    """An award of one year is no figure of the next; what has no time may be of any."""
    award = 'funding.contribution.award = { funder = "health-board", amount = "1", period = "2016-17" }'
    assert "award" in figures(award, "2016-17-Q3")
    assert "award" not in figures(award, "2025-26-Q1")
    assert "value" in figures(award, "2025-26-Q1")


# In words.


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (When(), "not stated"),
        (When(None, "month"), "per month"),
        (When(read_period("2015-16")), "2015-16"),
        (When(read_period("2018-10.."), "year"), "per year from 2018-10"),
        (When(read_period("2018-10-02..")), "from 2018-10-02"),
        (When(read_period("..2018-03-31")), "until 2018-03"),
        (When(read_period("..2018-03-30")), "until 2018-03-30"),
        (When(read_period("2016-03..2017-02")), "2016-03..2017-02"),
        (When(read_period("2016-04-15..2016-04-15")), "15 April 2016"),
        (When(Period(None, None, date(2016, 4, 15)), "year"), "per year as at 15 April 2016"),
        (When(read_period("not stated")), "not stated"),
    ],
)
def test_a_time_in_words(when: When, words: str) -> None:
    """No day is said that contract text does not say."""
    assert time_in_words(when) == words


@pytest.mark.parametrize(
    ("text", "covers", "words"),
    [
        ("2017-10-03", "2017-10-03..2017-10-03", "3 October 2017"),
        ("2017-10", "2017-10-01..2017-10-31", "October 2017"),
        ("2017", "2017-01-01..2017-12-31", "2017"),
        ("2017-18", "2017-04-01..2018-03-31", "2017-18"),
    ],
)
def test_the_date_of_an_event(text: str, covers: str, words: str) -> None:
    """A year alone is a calendar year there: people who say `in 2017` mean one."""
    assert str(read_day_month_or_year(text)) == covers
    assert day_month_or_year_in_words(text) == words


# In the workbook.


def evidence(changes: str) -> ContractEvidence:
    """A contract of which no return is in."""
    contract = a_contract(changes)
    return ContractEvidence(contract.latest, PERIOD, (), (), (), (), agreed=agreed_figures(contract))


def cells(table: Table) -> list[list[str]]:
    """A table as text."""
    return [[_text(piece) for piece in row] for row in table.rows]


def _text(piece: Piece) -> str:
    assert not isinstance(piece, Trend)
    return piece.text if isinstance(piece, Words) else say_given(piece.given, piece.kind)


def test_the_contracts_sheet_shows_money_and_events() -> None:
    """Two lines, never one, for what has no stated area and what has no stated funder; events by their dates."""
    events = """
[[event]]
sort = "mobilisation"
says = "Three months."

[[event]]
sort = "start"
on = "2018-10"

[[event]]
sort = "tender"
on = "2017-01"
"""
    tables = {table.title: cells(table) for table in agreed_tables(evidence(MONEY + events))}
    assert list(tables) == ["Money stated", "Events"]
    assert [row[1] for row in tables["Money stated"] if row[1].startswith("With")] == [
        "With no stated area",
        "With no stated funder",
    ]
    assert [row[:2] for row in tables["Events"]] == [
        ["January 2017", "Tender"],
        ["October 2018", "Start"],
        ["date not stated", "Mobilisation"],
    ]


def test_every_number_of_the_sheet_is_a_sum_over_rows_of_data() -> None:
    """So that a spreadsheet computes what the engine did."""
    one = evidence(MONEY)
    named = {piece.name for row in stated_table((one,)).rows for piece in row if isinstance(piece, Number)}
    numbers = [
        piece for table in agreed_tables(one) for row in table.rows for piece in row if isinstance(piece, Number)
    ]
    assert len(numbers) == 8
    assert all(number.expression is not None and set(sums.terms(number.expression)) <= named for number in numbers)


def test_a_contract_that_states_nothing_has_no_such_tables() -> None:
    """No empty headings."""
    assert agreed_tables(evidence('value = "not stated"\nfunding = "not stated"')) == ()
