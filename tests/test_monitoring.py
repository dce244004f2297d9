"""What the monitoring workbook says when things change: terms inside a year, decisions that lapse, corrections."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from commissioning.errors import CommissioningError, UnclearShares
from commissioning.model.document import Document, Number, Piece, Words
from commissioning.model.organisation import Actor
from commissioning.model.quantity import Quantity
from commissioning.period import read_period
from commissioning.report.monitoring import monitoring_workbook
from commissioning.specification import write_specification
from commissioning.work.deciding import Matter, accept
from commissioning.work.importing import Outcome, import_returns
from commissioning.work.issuing import issue_template
from commissioning.work.publishing import gather
from commissioning.work.reporting import split_amount
from commissioning.work.workspace import Workspace
from tests.provider import REFUGE, a_return, a_workspace, blank_return, sent

OFFICER = Actor("Priya Shah")


def clock() -> datetime:
    """A day on which every quarter has ended."""
    return datetime(2026, 4, 10, 9, 0, tzinfo=UTC)


def document(workspace: Workspace, period: str) -> Document:
    """The workbook of a period before it is a file."""
    return monitoring_workbook(period, gather(workspace, read_period(period), OFFICER))


def rows(document: Document, sheet: str, table: str) -> Iterator[list[str]]:
    """A table as text: words as they are, numbers as they are given."""
    tables = next(one.tables for one in document.sheets if one.name == sheet)
    for row in next(one.rows for one in tables if one.title == table):
        yield [said(piece) for piece in row]


def said(piece: Piece) -> str:
    """Words as they are, a number to four places or the word for its absence, and a small line as a line."""
    if isinstance(piece, Words):
        return piece.text
    return given(piece) if isinstance(piece, Number) else "~"


def given(number: Number) -> str:
    """A number to four places, or the word for its absence."""
    return f"{number.given.value:.4f}" if isinstance(number.given, Quantity) else number.given.value


class TestTermsThatChangeInsideAYear:
    def test_a_quarters_charge_is_split_alike_in_its_own_workbook_and_the_years(
        self, worked_workspace: Workspace
    ) -> None:
        """By the shares that held in the quarter: the health board pays 7.5% in Q2 and 9% in Q4."""

        def parts(period: str, quarter: str) -> list[list[str]]:
            charges = rows(document(worked_workspace, period), "Funding", "Charges of the period")
            return [[funder, pounds] for _, funder, about, pounds, _ in charges if about.endswith(quarter)]

        for quarter in ("2025-26-Q2", "2025-26-Q4"):
            assert parts(quarter, quarter) == parts("2025-26", quarter) != []
        boards = [row[1] for q in ("2025-26-Q2", "2025-26-Q4") for row in parts(q, q) if "Integrated" in row[0]]
        # 7.5% of £151,906.12 is £11,392.959 and gets an odd penny. 9% of £152,004.95 is £13,680.4455; the three odd
        # pennies of that quarter go to larger remainders: 0.875, 0.75 and 0.667 of a penny.
        assert boards == ["11392.9600", "13680.4400"]

    def test_what_no_funder_covers_is_said_for_each_stretch_between_changes(self, worked_workspace: Workspace) -> None:
        """45% + 1/3 + 12.5% leave 9 1/6%; the board takes 7.5% of it until September and 9% after."""
        shares = rows(document(worked_workspace, "2025-26"), "Funding", "Shares")
        uncovered = [[dates, share] for _, funder, dates, share, _ in shares if funder.startswith("Not covered")]
        assert uncovered == [
            ["1 April 2025 to 30 September 2025", "1.6667"],
            ["1 October 2025 to 31 March 2026", "0.1667"],
        ]

    def test_what_is_provisional_is_not_split(self, worked_workspace: Workspace) -> None:
        """The third quarter needs explanation, and nobody has given any."""
        [charge] = rows(document(worked_workspace, "2025-26-Q3"), "Funding", "Charges of the period")
        assert charge[1] == "not split"
        assert charge[4] == "provisional: not split until accepted"

    def test_a_variation_of_funding_holds_from_its_day_and_is_not_read_back(self, tmp_path: Path) -> None:
        """Charges before it keep the shares they had."""
        workspace = a_workspace(tmp_path / "ws", {"refuge.toml": FUNDED})
        files = {f"{q}.xlsx": a_return(f"2025-26-{q}", "spend 100", text=FUNDED) for q in ("Q2", "Q3")}
        import_returns(workspace, sent(tmp_path / "in", files), OFFICER, clock)
        charges = list(rows(document(workspace, "2025-26"), "Funding", "Charges of the period"))
        assert [[row[2][-2:], row[3]] for row in charges if row[1] == "A Council"] == [
            ["Q2", "100.0000"],
            ["Q3", "50.0000"],
        ]

    def test_a_split_says_when_contract_text_has_changed_since_the_return_came(self, tmp_path: Path) -> None:
        """The terms it came under are known by their digest."""
        workspace = a_workspace(tmp_path / "ws", {"refuge.toml": FUNDED})
        file = {"Q1.xlsx": a_return("2025-26-Q1", "spend 100", text=FUNDED)}
        import_returns(workspace, sent(tmp_path / "in", file), OFFICER, clock)
        assert notes(workspace) == {""}
        text = workspace.folder / "contracts" / "refuge.toml"
        text.write_text(text.read_text(encoding="utf-8").replace("A refuge, for tests", "A refuge"), encoding="utf-8")
        assert notes(Workspace(workspace.folder)) == {"contract text has changed since this return came"}

    def test_an_amount_is_not_split_over_a_variation_of_funding_or_outside_the_term(self, tmp_path: Path) -> None:
        """Nobody guesses which shares are meant."""
        workspace = a_workspace(tmp_path / "ws", {"refuge.toml": FUNDED})
        for period in (None, "2025-26", "2025-07..2025-12"):
            with pytest.raises(UnclearShares, match="change on 2025-10-01"):
                split_amount(workspace, "100.00", "refuge", OFFICER, period)
        with pytest.raises(UnclearShares, match="does not run in 2035-36"):
            split_amount(workspace, "100.00", "refuge", OFFICER, "2035-36")
        parts = split_amount(workspace, "100.00", "refuge", OFFICER, "2025-26-Q3").split.parts
        assert [part.pence for part in parts] == [5000, 5000]

    def test_shares_that_a_variation_leaves_alone_are_listed_once_and_changed_ones_with_their_dates(
        self, tmp_path: Path
    ) -> None:
        """Otherwise a reader would add them up to 200%."""
        renamed = FUNDED.split("funding = { tie_order")[0] + 'title = "Anew"\n'
        for text, expected in (
            (renamed, [["A Council", "no dates stated", "100.0000"]]),
            (
                FUNDED,
                [
                    ["A Council", "1 April 2025 to 30 September 2025", "100.0000"],
                    ["A Council", "1 October 2025 to 31 March 2026", "50.0000"],
                    ["A Provider", "1 October 2025 to 31 March 2026", "50.0000"],
                ],
            ),
        ):
            workspace = a_workspace(tmp_path / f"ws{len(expected)}", {"refuge.toml": text})
            shares = rows(document(workspace, "2025-26"), "Funding", "Shares")
            assert [row[1:4] for row in shares] == expected

    def test_a_return_for_part_of_a_period_that_is_recorded_is_a_rival(self, tmp_path: Path) -> None:
        """The same service is not charged twice."""
        halves = FUNDED.replace('frequency = "quarter"', 'frequency = "half"')
        workspace = a_workspace(tmp_path / "ws", {"refuge.toml": FUNDED})
        template, _ = blank_return(halves, "2025-26-H1")
        edition = workspace.folder / "returns" / "editions" / f"{template.edition}.json"
        edition.write_text(write_specification(template.specification))
        for name, content in (
            ("H1.xlsx", a_return("2025-26-H1", "spend 200", text=halves)),
            ("Q1.xlsx", a_return("2025-26-Q1", "spend 100", text=FUNDED)),
        ):
            [outcome] = import_returns(workspace, sent(tmp_path / name, {name: content}), OFFICER, clock)
            assert (outcome.verdict.value, "R002" in {f.code for f in outcome.findings}) == (
                ("accepted", False) if name == "H1.xlsx" else ("stopped", True)
            )

    def test_returns_are_owed_only_while_the_contract_runs(self, tmp_path: Path) -> None:
        """One that begins in July owes nothing for the first quarter."""
        later = REFUGE.replace("starts = 2025-04-01", "starts = 2025-07-01")
        workspace = a_workspace(tmp_path / "ws", {"refuge.toml": later})
        returns = rows(document(workspace, "2025-26"), "Returns", "Returns")
        assert [row[2] for row in returns] == ["2025-26-Q2", "2025-26-Q3", "2025-26-Q4"]

    def test_figures_of_a_contract_whose_text_is_gone_are_not_left_out_in_silence(self, tmp_path: Path) -> None:
        """A workbook that lacks them would look complete."""
        workspace = a_workspace(tmp_path / "ws", {"refuge.toml": FUNDED, "annexe.toml": FUNDED})
        file = {"Q1.xlsx": a_return("2025-26-Q1", "spend 100", text=FUNDED)}
        import_returns(workspace, sent(tmp_path / "in", file), OFFICER, clock)
        (workspace.folder / "contracts" / "refuge.toml").unlink()
        with pytest.raises(CommissioningError, match="contract text is gone"):
            gather(Workspace(workspace.folder), read_period("2025-26-Q1"), OFFICER)


FUNDED = (
    REFUGE.split("[measure.open-at-start]")[0].replace(
        'funding = "not stated"', 'funding = { shares_are = "exact", tie_order = ["a-council"], share = [ALL] }'
    )
    + """
[measure.spend]
label = "Spent"
kind = "money"
role = "input"
unit = "GBP"
definition = "Net of VAT."
counting_rule = "By date of service."

[[variation]]
from = 2025-10-01
reason = "The provider pays half."
funding = { tie_order = ["a-council", "a-provider"], share = [HALF, OTHER_HALF] }
"""
)
for word, share in (
    ("OTHER_HALF", '{ funder = "a-provider", share = "50%" }'),
    ("HALF", '{ funder = "a-council", share = "50%" }'),
    ("ALL", '{ funder = "a-council", share = "100%" }'),
):
    FUNDED = FUNDED.replace(word, share)


def notes(workspace: Workspace) -> set[str]:
    """What stands beside the parts of the first quarter's charge."""
    charges = rows(document(workspace, "2025-26-Q1"), "Funding", "Charges of the period")
    return {row[4] for row in charges if row[1] == "A Council"}


class TestDecisions:
    @pytest.fixture
    def workspace(self, tmp_path: Path) -> Workspace:
        """The refuge's contract and an empty ledger."""
        return a_workspace(tmp_path / "ws")

    def bring(self, workspace: Workspace, name: str, answers: str, correction: str = "") -> Outcome:
        """A return of the quarter its name begins with, imported."""
        files = {f"{name}.xlsx": a_return(f"2025-26-{name[:2]}", answers)}
        folder = workspace.folder.parent / f"in {name}"
        [outcome] = import_returns(workspace, sent(folder, files), OFFICER, clock, correction=correction)
        return outcome

    def test_one_that_lapsed_is_not_printed_as_standing_and_the_lapse_is_announced(self, workspace: Workspace) -> None:
        """Q2 was accepted as it opened; then Q1 was corrected again, and Q2 opens wrongly in another way."""
        self.bring(workspace, "Q1", "open-at-start 4, moved-in 3, open-at-end 4, trained 10")
        self.bring(workspace, "Q2", "open-at-start 5, moved-in 3, open-at-end 4, trained 12")
        accept(Matter(workspace, "refuge", "2025-26-Q2", OFFICER, clock), "One came overnight.")
        assert returned(workspace)[6] == "accepted by decision"
        assert summary(workspace, "What needs a decision") == []
        accepted = "Accepted: One came overnight."
        assert decisions(workspace) == [["Priya Shah, 10 April 2026", "2025-26-Q2", accepted]]

        outcome = self.bring(
            workspace, "Q1 recounted", "open-at-start 4, moved-in 3, open-at-end 6, trained 10", "A recount."
        )
        assert outcome.again == ("2025-26-Q2: needs explanation",)
        now = returned(workspace)
        assert now[6] == "provisional: needs explanation"
        assert now[7] == now[8]
        assert [row[2] for row in decisions(workspace)] == [
            "Accepted once, which no longer stands: One came overnight."
        ]
        assert [row[1:3] for row in summary(workspace, "What needs a decision")] == [["2025-26-Q2", "accept or query"]]

    def test_a_correction_says_why_and_decisions_about_what_it_replaced_are_gone(self, workspace: Workspace) -> None:
        """What stands is the correction, and its reason is among the decisions."""
        self.bring(workspace, "Q2", "open-at-start 4, moved-in 0, open-at-end 9, trained 12")
        accept(Matter(workspace, "refuge", "2025-26-Q2", OFFICER, clock), "Counted on another day.")
        self.bring(
            workspace, "Q2 again", "open-at-start 4, moved-in 5, open-at-end 9, trained 12", "Moves were left out."
        )
        assert [row[2] for row in decisions(workspace)] == ["Corrects an earlier return: Moves were left out."]


def summary(workspace: Workspace, table: str) -> list[list[str]]:
    """A table of the second quarter's front page."""
    return list(rows(document(workspace, "2025-26-Q2"), "Summary", table))


def returned(workspace: Workspace) -> list[str]:
    """The second quarter's return, as the sheet of returns puts the newest."""
    return list(rows(document(workspace, "2025-26-Q2"), "Returns", "Returns"))[-1]


def decisions(workspace: Workspace) -> list[list[str]]:
    """What was decided, as the contract's sheet puts it."""
    return list(rows(document(workspace, "2025-26-Q2"), "refuge", "Decisions"))


def test_a_return_only_partly_inside_keeps_its_due_date(worked_workspace: Workspace) -> None:
    """The first quarter was due on 21 July, whatever month one asks for."""
    found = list(rows(document(worked_workspace, "2025-05"), "Returns", "Returns"))
    assert [(row[2], row[3]) for row in found] == [("2025-26-Q1", "21 July 2025")]
    assert Decimal(found[0][7]) > 0


def test_last_periods_figures_are_marked_in_a_blank_return_while_they_are_provisional(tmp_path: Path) -> None:
    """A provider repeats them, so it must be known that they may still change."""
    workspace = a_workspace(tmp_path / "ws")
    for answers, said in (
        ("open-at-start 4, moved-in 0, open-at-end 9, trained 12", "12 (provisional)"),
        ("open-at-start 4, moved-in 5, open-at-end 9, trained 13", "13"),
    ):
        file = {"Q1.xlsx": a_return("2025-26-Q1", answers)}
        reason = "Moves were left out." if said == "13" else ""
        import_returns(workspace, sent(tmp_path / said, file), OFFICER, clock, correction=reason)
        template, _ = issue_template(workspace, "refuge", "2025-26-Q2", OFFICER)
        assert said in {words.last_period for _, _, words in template.beside}
