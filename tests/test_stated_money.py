"""Money that contract text states and nobody was charged: how firm, for when, whose, where; and what is never added."""

from commissioning.model.agreed import When
from commissioning.model.document import Number, Table
from commissioning.model.quantity import Standing
from commissioning.period import read_period
from commissioning.report.agreed import agreed_tables, stated_table
from commissioning.report.by_sheets import by_sheets
from commissioning.report.evidence import ContractEvidence
from commissioning.report.funding_sheet import funding_sheet
from commissioning.report.stated_money import TITLE
from commissioning.report.summary import summary
from commissioning.report.words import shown
from commissioning.totals.agreed import agreed_figures
from tests.builders import a_contract
from tests.test_agreed import MONEY, cells, figures

GIFTS = """
value = "not stated"
[funding.contribution.award]
label = "Award"
funder = "health-board"
amount = "20000"
period = "2025-26"

[funding.contribution.second]
label = "Second award"
funder = "health-board"
amount = "40000"
period = "2025-26"

[funding.contribution.offer]
label = "Offer"
funder = "health-board"
amount = "50000"
standing = "to be confirmed"
period = "2025-26"

[funding.contribution.about]
label = "Grant"
funder = "health-board"
amount = "7000"
bound = "about"
period = "2025-26"

[funding.contribution.yearly]
label = "Yearly part"
funder = "health-board"
amount = "300"
per = "year"

[funding.contribution.meant]
label = "Core services"
funder = "not stated"
amount = "not stated"
standing = "to be confirmed"
period = "2025-26"

[funding.contribution.named]
label = "Unknown part"
funder = "westshire-council"
amount = "not stated"
"""


def evidence(changes: str, asked: str = "2025-26") -> ContractEvidence:
    """A contract of which no return is in."""
    contract, period = a_contract(changes), read_period(asked)
    versions = contract.versions_in(period)
    return ContractEvidence(
        contract.latest, period, (), (), (), (), versions=versions, agreed=agreed_figures(contract, period)
    )


def found(tables: tuple[Table, ...], title: str) -> Table:
    """One table by its title."""
    return next(table for table in tables if table.title == title)


def names(one: ContractEvidence) -> dict[str, str]:
    """The name of the contract's sheet."""
    return {one.terms.contract: "westshire"}


def sheet(one: ContractEvidence, name: str) -> tuple[Table, ...]:
    """The tables of one of the sheets that gather."""
    return next(found for found in by_sheets("2025-26", (one,), names(one)) if found.name == name).tables


def test_how_firm_an_amount_is_that_is_not_stated_is_kept() -> None:
    """An intention is to be confirmed; where nothing is said of that, it is not called stated."""
    stated = figures(GIFTS)
    assert (stated["meant"].standing, stated["named"].standing) == (Standing.TO_BE_CONFIRMED, None)
    assert (shown(stated["meant"]), shown(stated["named"])) == ("not stated (to be confirmed)", "not stated")
    one = evidence(GIFTS)
    on_sheet = {row[1]: row[2] for row in cells(found(agreed_tables(one), "Money stated"))}
    in_data = {row[3]: row[8] for row in cells(stated_table((one,)))}
    for standings in (on_sheet, in_data):
        assert standings["Core services, funder not stated"] == "to be confirmed"
        assert standings["Unknown part, Westshire Council"] == ""
        assert standings["Award, Health Board"] == "stated"


def test_the_front_page_has_every_amount_with_its_bound_standing_and_time() -> None:
    """1,836,000 - 600,000 - 421,000 = 815,000; 1,836,000 - 600,000 = 1,236,000."""
    one = evidence(MONEY)
    front = summary("2025-26", (one,), names(one)).tables
    assert found(front, "The money position").rows == ()
    assert [row[:4] for row in cells(found(front, TITLE))] == [
        ["Value: a year", "to be confirmed", "per year from 2018-10", "at least £1,836,000.00"],
        ["Contribution, Westshire Council", "stated", "per year from 2018-10", "£600,000.00"],
        ["Minimum spend, North", "stated", "per year from 2018-10", "£600,000.00"],
        ["Minimum spend, South", "stated", "per year from 2018-10", "£421,000.00"],
        ["With no stated area", "to be confirmed", "per year from 2018-10", "at least £815,000.00"],
        ["With no stated funder", "to be confirmed", "per year from 2018-10", "at least £1,236,000.00"],
    ]


def test_the_front_page_counts_what_is_named_without_an_amount() -> None:
    """Five amounts are known; the intention and the unknown part are not."""
    one = evidence(GIFTS)
    front = found(summary("2025-26", (one,), names(one)).tables, TITLE)
    assert len(front.rows) == 5
    assert front.notes[-1] == "2 amounts are named and not stated: see Funding."


def test_funding_has_each_amount_and_names_contracts_without_a_value() -> None:
    """The value of this one is not stated, its contributions are; no row says that there is no funder."""
    one = evidence(GIFTS)
    tables = funding_sheet("2025-26", (one,)).tables
    assert [row[1] for row in cells(found(tables, TITLE))] == [
        "Award, Health Board",
        "Second award, Health Board",
        "Offer, Health Board",
        "Grant, Health Board",
        "Yearly part, Health Board",
        "Core services, funder not stated",
        "Unknown part, Westshire Council",
    ]
    assert found(tables, TITLE).notes[-1] == f"No value is stated of: {one.terms.title}."
    assert "not stated" not in {row[1] for row in cells(found(tables, "Shares"))}


def test_by_funder_adds_only_exact_amounts_for_one_time_that_are_equally_firm() -> None:
    """20,000 + 40,000 = 60,000; not the offer of 50,000, the grant of about 7,000, nor 300 a year."""
    table = found(sheet(evidence(GIFTS), "By funder"), TITLE)
    rows = cells(table)
    assert [row[0] for row in rows if len(row[1:]) and not any(row[1:])] == [
        "Funder not stated",
        "Health Board",
        "Westshire Council",
    ]
    [together] = [row for row in rows if row[0].endswith("together")]
    assert together[2:5] == ["£60,000.00", "stated", "2025-26"]
    numbers = [piece for row in table.rows for piece in row if isinstance(piece, Number)]
    assert all(number.expression is not None for number in numbers)


def test_by_area_has_what_is_to_be_spent_there_and_what_has_no_stated_area() -> None:
    """A part of the value that no area is stated for is not called unallocated, nor added to any."""
    assert [row[:3:2] for row in cells(found(sheet(evidence(MONEY), "By area"), TITLE))] == [
        ["Area not stated", ""],
        ["With no stated area", "at least £815,000.00"],
        ["North", ""],
        ["Minimum spend, North", "£600,000.00"],
        ["South", ""],
        ["Minimum spend, South", "£421,000.00"],
    ]


def test_the_least_and_the_most_of_an_area_are_never_added() -> None:
    """Two floors of one place are; a ceiling is no part of anything."""
    limits = "\n".join(
        f'[funding.{sort}.{id}]\narea = "North"\namount = "{pounds}"\nperiod = "2025-26"'
        for sort, id, pounds in (("floor", "one", 100), ("floor", "two", 50), ("ceiling", "most", 900))
    )
    rows = cells(found(sheet(evidence(limits), "By area"), TITLE))
    assert [row[2] for row in rows if row[0].endswith("together")] == ["£150.00"]


def test_shares_beside_other_lines_say_in_which_order_they_are_met_and_leave_nothing_uncovered() -> None:
    """What is left after a tenth of the total is another line's, and no gap."""
    lines = """
[funding]
tie_order = ["health-board"]
share = [{ funder = "health-board", share = "10%" }]

[funding.line.calls]
label = "For referrals"
funder = "health-board"
basis = "unit price"
price = "1.85"
measure = "referrals"
standing = "to be confirmed"

[funding.line.rest]
label = "The rest"
funder = "health-board"
basis = "what is left"
order = 2
"""
    table = found(funding_sheet("2025-26", (evidence(lines),)).tables, "Shares")
    assert [(row[1], *row[3:]) for row in cells(table)] == [
        ("Health Board", "10%", "order 1: of the total"),
        ("For referrals", "", "order 1: £1.85 for each unit, to be confirmed"),
        ("The rest", "", "order 2: what is left"),
    ]


def test_a_funder_who_changes_is_the_one_of_the_amount() -> None:
    """The second version's amount is another funder's."""
    text = """
[funding.contribution.part]
funder = "health-board"
amount = "100"

[[variation]]
from = 2025-10-01
funding.contribution.part = { funder = "westshire-council", amount = "200" }
"""
    rows = cells(found(sheet(evidence(text), "By funder"), TITLE))
    assert [row[2] for row in rows if row[0] == "Contribution, Health Board"] == ["£100.00"]
    assert rows[rows.index(["Westshire Council", *[""] * 5]) + 1][2] == "£200.00"


def test_an_amount_told_as_at_a_day_is_of_the_periods_that_hold_the_day() -> None:
    """3 November 2022 is in the third quarter of 2022-23."""
    text = 'funding.contribution.grant = { funder = "health-board", amount = "1", per = "year", as_at = 2022-11-03 }'
    assert figures(text)["grant"].period == When(read_period("not stated")).period
    for asked, is_there in (("2022-23", True), ("2022-23-Q3", True), ("2022-23-Q2", False), ("2025-26", False)):
        assert ("grant" in figures(text, asked)) is is_there


def test_an_amount_with_an_open_start_reaches_back_to_its_contracts_start() -> None:
    """The builders' contract starts on 1 April 2025."""
    text = 'funding.contribution.grant = { funder = "health-board", amount = "1", until = "2025-09" }'
    for asked, is_there in (("2025-26-Q1", True), ("2024-25", False), ("2025-26-Q3", False)):
        assert ("grant" in figures(text, asked)) is is_there
