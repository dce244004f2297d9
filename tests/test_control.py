"""All funders' statements against charges and the general ledger: agreed to the penny, or said which are not."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning import sums
from commissioning.funding.statements.control import Control, Stated, control_of
from commissioning.funding.statements.issued import LineContribution, part_of
from commissioning.funding.statements.statement_nouns import Reconciled, Reconciling
from commissioning.model.accounts import Charge, Part
from commissioning.model.document import Document, Number, Words
from commissioning.model.quantity import Quantity
from commissioning.money import read_money
from commissioning.period import read_period
from commissioning.report.control import control_document
from commissioning.writers.text import document_text
from tests.money_makers import a_charge, a_funding, books

Q1 = read_period("2025-26-Q1")
FUNDING = a_funding("ash 50%", "beech 30%", "cedar 10%")
CHARGES = (
    a_charge("ash 45.00, beech 30.00, uncovered 15.00"),
    a_charge("ash 5.01, beech 5.00", service="advocacy"),
    a_charge("ash 99.00, beech 1.00", period="2025-26-Q2"),
)
AGREED = "Agreed to the penny: all funders' statements, the posted charges and the general ledger."


def a_statement(funder: str, pounds: str, **others: object) -> Stated:
    """`beech`, `35.00`: what its statement says of Westshire."""
    made = Stated(funder, f"{funder.title()} Council", "", "not issued", (("westshire", read_money(pounds)),))
    return replace(made, **others)  # type: ignore[arg-type]


def a_comparison(ledger: str, *items: str, engine: str = "100.01", is_agreed: bool = True) -> Reconciled:
    """The ledger's total and items like `missing accrual -2.00`."""
    pairs = [item.rsplit(" ", 1) for item in items]
    named = tuple(Reconciling(name, read_money(pounds), "Post it.") for name, pounds in pairs)
    return Reconciled("westshire", "Westshire", read_money(ledger), read_money(engine), named, is_agreed)


def controlled(
    stated: Iterable[Stated] = (a_statement("ash", "50.01"), a_statement("beech", "35.00")),
    compared: Iterable[Reconciled] = (a_comparison("100.01"),),
    charges: Iterable[Charge] = CHARGES,
) -> Control:
    """The control of quarter 1 of Westshire."""
    return control_of([books(FUNDING, charges)], Q1, tuple(stated), compared)


def differences(document: Document) -> dict[str, list[str]]:
    """Every number under a heading, or in a row, that says it is a difference, by the table's title."""
    found: dict[str, list[str]] = {}
    for sheet in document.sheets:
        for table in sheet.tables:
            for row in table.rows:
                of_row = isinstance(row[0], Words) and row[0].text == "Difference"
                for column, piece in zip(table.columns, row, strict=True):
                    if isinstance(piece, Number) and (of_row or "ifference" in column.heading):
                        assert piece.expression is not None
                        found.setdefault(table.title, []).append(shown(piece))
    return found


def shown(number: Number) -> str:
    """`1.00`, or the gap's own words."""
    return f"{number.given.value:.2f}" if isinstance(number.given, Quantity) else str(number.given)


def live(document: Document) -> dict[Number, sums.Amount | str]:
    """Every computed number of the document, with what its Sum comes to over the cells it names."""
    numbers = [
        piece for sheet in document.sheets for table in sheet.tables for row in table.rows for piece in row
        if isinstance(piece, Number)
    ]  # fmt: skip
    given = {number.name: number.given for number in numbers if number.name is not None}
    return {number: sums.evaluate(number.expression, given) for number in numbers if number.expression is not None}


class TestWords:
    def test_what_agrees_is_said_in_one_line(self) -> None:
        assert controlled().disagreements == ()
        assert control_document(controlled()).sheets[0].lead[0].text == AGREED

    @pytest.mark.parametrize(
        ("ash", "beech", "ledger", "says"),
        [
            ("50.01", "35.00", "100.02", ["£0.01 of the general ledger is not explained."]),
            (
                "50.00",
                "35.00",
                "100.01",
                [
                    "its statements differ from its charges by -£0.01.",
                    "Ash Council: the statement differs from the parts that are posted, -£0.01 in all.",
                ],
            ),
            (
                "50.02",
                "34.99",
                "100.01",
                [
                    "Ash Council: the statement differs from the parts that are posted, £0.01 in all.",
                    "Beech Council: the statement differs from the parts that are posted, -£0.01 in all.",
                ],
            ),
        ],
    )
    def test_each_penny_out_is_named(self, ash: str, beech: str, ledger: str, says: list[str]) -> None:
        of = controlled((a_statement("ash", ash), a_statement("beech", beech)), [a_comparison(ledger)])
        found = [words.removeprefix("Westshire domestic abuse services: ") for words in of.disagreements]
        assert found == says
        assert control_document(of).sheets[0].lead[0].text.startswith("Not agreed. ")

    def test_a_funder_without_a_statement_is_named(self) -> None:
        assert controlled([a_statement("ash", "50.01")]).disagreements == (
            "Westshire domestic abuse services: £35.00 of its charges is of funders without a statement here.",
        )

    def test_differences_that_cancel_out_are_not_agreed(self) -> None:
        of = controlled(compared=[a_comparison("100.01", is_agreed=False)])
        assert of.disagreements == (
            "Westshire domestic abuse services: differences from the general ledger cancel out and are not explained.",
        )

    def test_without_an_extract_it_is_not_said_to_agree_with_the_ledger(self) -> None:
        of = control_document(controlled(compared=[]))
        assert [words.text for words in of.sheets[0].lead] == [
            "Agreed to the penny: all funders' statements and the posted charges.",
            "Not compared with the general ledger, since no extract of it is in: Westshire domestic abuse services.",
        ]

    def test_where_nothing_is_posted_it_is_not_said_to_agree(self) -> None:
        of = control_document(controlled(stated=[], compared=[], charges=[]))
        assert of.sheets[0].lead[0].text.startswith("Nothing is posted in the period, so nothing is compared.")

    def test_contributions_that_are_not_as_due_are_said(self) -> None:
        own = (
            LineContribution("westshire", "ash", "Ash, grant", 5000, 4000, 3900),
            LineContribution("westshire", "ash", "Ash, reserve", None, 100, 250),
            LineContribution("westshire", "ash", "Ash, share", 400, 400, 100),
        )
        of = controlled((a_statement("ash", "50.01", contributions=own), a_statement("beech", "35.00")))
        assert of.contributions == (
            "£10.00 of 1 funding line is due and not invoiced.",
            "£4.00 of 2 funding lines is invoiced and not received.",
            "£1.50 of 1 funding line is received above what was invoiced.",
        )


class TestFigures:
    def test_charges_count_where_they_are_posted_and_rows_and_columns_add_up(self) -> None:
        of = controlled()
        [row] = of.rows
        assert (row.stated, row.posted, row.uncovered, row.charged, row.difference) == (
            (5001, 3500),
            (5001, 3500),
            1500,
            10001,
            0,
        )
        assert differences(control_document(of)) == {
            "Statements against posted charges": ["0.00", "0.00", "0.00", "0.00"],
            "Posted charges against the general ledger": ["0.00"],
        }

    def test_reconciling_items_explain_the_ledger(self) -> None:
        of = controlled(compared=[a_comparison("98.00", "missing accrual -3.01", "duplicate invoice 1.00")])
        assert of.disagreements == ()
        assert "missing accrual" in document_text(control_document(of))

    def test_what_is_still_to_be_put_right_in_the_ledger_is_said_at_once(self) -> None:
        of = control_document(controlled(compared=[a_comparison("98.00", "missing accrual -3.01", "one penny 1.00")]))
        assert [words.text for words in of.sheets[0].lead[1:]] == [
            "Westshire domestic abuse services: missing accrual, -£3.01. Post it.",
            "Westshire domestic abuse services: one penny, £1.00. Post it.",
        ]

    def test_a_contract_with_nothing_in_the_period_is_left_out(self) -> None:
        assert control_of([books(FUNDING, CHARGES[2:])], Q1, (), ()).rows == ()

    @given(
        st.lists(st.tuples(*[st.integers(-999, 99999)] * 4), max_size=5),
        st.tuples(*[st.integers(-5, 5)] * 3),
        st.integers(-5, 5),
    )
    def test_every_formula_comes_to_what_is_shown_and_pennies_out_are_never_passed_over(
        self, charged: list[tuple[int, ...]], off_by: tuple[int, ...], ledger_off: int
    ) -> None:
        who = ("ash", "beech", "cedar", "")
        charges = [
            replace(
                a_charge("ash 1.00"),
                pence=sum(pence),
                parts=tuple(Part(funder, funder, each, each) for funder, each in zip(who, pence, strict=True)),  # type: ignore[arg-type]
            )
            for pence in charged
        ]
        stated = [
            a_statement(funder, f"{(sum(part_of(charge, funder) for charge in charges) + off) / 100:.2f}")
            for funder, off in zip(who, off_by, strict=False)
        ]
        total = sum(charge.pence for charge in charges)
        compared = replace(a_comparison("0.00"), ledger=total + ledger_off, engine=total, is_agreed=not ledger_off)
        of = controlled(stated, [compared], charges)
        assert bool(of.disagreements) == (any(off_by) or bool(ledger_off))
        for number, amount in live(control_document(of)).items():
            assert isinstance(number.given, Quantity)
            assert isinstance(amount, sums.Amount)
            assert number.given.value * 100 == amount.value * 100


def test_the_workbook_has_its_formulas(tmp_path: Path) -> None:
    from commissioning.writers.workbook import write_workbook
    from tests.provider import DRESS

    content = write_workbook(control_document(controlled()), DRESS)
    (tmp_path / "control.xlsx").write_bytes(content)
    assert content == write_workbook(control_document(controlled()), DRESS)
