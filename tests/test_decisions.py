"""Queries, waivers and changed rules: what holds figures back, what lets a finding pass, and for how long."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from commissioning.errors import CommissioningError
from commissioning.model.finding import Severity
from commissioning.model.organisation import Actor
from commissioning.model.posted import Action, Decision, Verdict
from commissioning.period import read_period
from commissioning.report.evidence import ContractEvidence
from commissioning.work import judging
from commissioning.work.deciding import Matter, accept, query, waive
from commissioning.work.importing import Outcome, import_returns
from commissioning.work.publishing import gather
from commissioning.work.workspace import Workspace
from tests.provider import REFUGE, a_return, a_workspace, sent

OFFICER = Actor("Priya Shah")
WELL = "open-at-start 4, moved-in 3, open-at-end 4, trained 10"
ODD = "open-at-start 4, moved-in 0, open-at-end 9, trained 20"
ODD_LATER = "open-at-start 9, moved-in 0, open-at-end 12, trained 20"
BROKEN = "open-at-start 9, moved-in some, open-at-end 4, trained 0"
NOVEMBER, DECEMBER = date(2025, 11, 30), date(2025, 12, 31)


def at(day: date) -> datetime:
    """Nine o'clock on a day."""
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def came(workspace: Workspace, day: date, correction: str = "", /, **figures: str) -> list[Outcome]:
    """What became of returns, named by quarter, that came on a day."""
    files = {f"{quarter}.xlsx": a_return(f"2025-26-{quarter[:2]}", figures[quarter]) for quarter in figures}
    with TemporaryDirectory() as folder:
        paths = sent(Path(folder), files)
        return list(import_returns(workspace, paths, OFFICER, lambda: at(day), correction=correction))


def matter(workspace: Workspace, period: str, day: date = date(2025, 11, 1)) -> Matter:
    """The refuge's return for a period, decided about on a day in November unless it is said."""
    return Matter(workspace, "refuge", period, OFFICER, lambda: at(day))


def states(workspace: Workspace) -> dict[str, str]:
    """The state of each return that stands, by its file."""
    with workspace.store() as store:
        return {entry.file: entry.state.value for entry in store.entries()}


def gathered(workspace: Workspace, *periods: str) -> list[ContractEvidence]:
    """What stands of the refuge in each period."""
    return [gather(workspace, read_period(period), OFFICER)[0] for period in periods]


def recorded(workspace: Workspace, file: str) -> list[tuple[str, str]]:
    """The severity and code of what the newest recorded judgement of a file found."""
    with workspace.store() as store:
        [sha256] = [receipt.sha256 for receipt in store.receipts() if receipt.file == file]
        judgement = store.judgement(sha256)
    assert judgement is not None
    return [(finding.severity.value, finding.code) for finding in judgement.findings]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """One refuge, its first quarter in and without fault, its second odd (A003)."""
    workspace = a_workspace(tmp_path / "workspace")
    came(workspace, date(2025, 7, 10), Q1=WELL)
    came(workspace, date(2025, 10, 10), Q2=ODD)
    assert states(workspace) == {"Q1.xlsx": "accepted", "Q2.xlsx": "provisional"}
    return workspace


class TestQuery:
    def test_it_holds_back_figures_that_no_check_found_fault_with(self, workspace: Workspace) -> None:
        """And they stand again once the answer is accepted."""
        decision = query(matter(workspace, "2025-26-Q1"), "Were both houses counted?", NOVEMBER)
        assert (decision.action, decision.until, decision.actor) == (Action.QUERY, NOVEMBER, "Priya Shah")
        assert states(workspace)["Q1.xlsx"] == "provisional"
        accept(matter(workspace, "2025-26-Q1"), "Both were.")
        assert states(workspace)["Q1.xlsx"] == "accepted"

    def test_it_reopens_what_was_accepted(self, workspace: Workspace) -> None:
        """However the decision before it went."""
        accept(matter(workspace, "2025-26-Q2"), "Five came by night.")
        query(matter(workspace, "2025-26-Q2"), "Which night?", NOVEMBER)
        assert states(workspace)["Q2.xlsx"] == "provisional"

    def test_it_outlasts_another_import_of_the_same_return(self, workspace: Workspace) -> None:
        """Which says what the return now comes to."""
        query(matter(workspace, "2025-26-Q1"), "Were both houses counted?", NOVEMBER)
        [again] = came(workspace, date(2025, 11, 2), Q1=WELL)
        assert (again.known_before, again.verdict) == (True, Verdict.NEEDS_EXPLANATION)
        assert states(workspace)["Q1.xlsx"] == "provisional"

    def test_a_correction_answers_it(self, workspace: Workspace) -> None:
        """The query was about figures that stand no longer."""
        query(matter(workspace, "2025-26-Q1"), "Were both houses counted?", NOVEMBER)
        came(workspace, date(2025, 11, 2), "One house was left out.", Q1b=WELL.replace("10", "12"))
        assert states(workspace)["Q1b.xlsx"] == "accepted"

    @pytest.mark.parametrize(
        ("why", "until", "words"),
        [
            (" ", NOVEMBER, "Say why"),
            ("Ask 07700 900123.", NOVEMBER, "seems to hold personal data"),
            ("Why?", date(2025, 10, 31), "31 October 2025 has passed"),
        ],
    )
    def test_a_query_needs_a_question_and_a_day_to_come(
        self, workspace: Workspace, why: str, until: date, words: str
    ) -> None:
        """Else nothing is recorded."""
        with pytest.raises(CommissioningError, match=words):
            query(matter(workspace, "2025-26-Q1"), why, until)
        with workspace.store() as store:
            assert store.decisions() == ()

    def test_the_acceptance_that_answers_it_is_what_admits_the_figures(self, workspace: Workspace) -> None:
        """Though no check had found anything; and what was accepted before the query is asked no more."""
        query(matter(workspace, "2025-26-Q1"), "Were both houses counted?", NOVEMBER)
        accept(matter(workspace, "2025-26-Q1"), "Both were.")
        accept(matter(workspace, "2025-26-Q2"), "Five came by night.")
        query(matter(workspace, "2025-26-Q2"), "Which night?", NOVEMBER)
        first, second = (evidence.arrived[0] for evidence in gathered(workspace, "2025-26-Q1", "2025-26-Q2"))
        assert (first.state, first.admitted) == (
            "accepted by decision",
            "accepted by Priya Shah on 1 November 2025: Both were.",
        )
        assert (second.state, second.query.why if second.query else "") == ("provisional: queried", "Which night?")
        [odd] = [finding for finding in second.judgement.findings if finding.code == "A003"]
        assert second.said_of(odd) == ("accepted", "Accepted by Priya Shah on 1 November 2025: Five came by night.")


class TestWaiver:
    def test_it_lets_what_a_check_found_pass_and_says_so_where_it_was_found(self, workspace: Workspace) -> None:
        """The return is judged again at once, and nothing else needs explanation."""
        decision, [again] = waive(matter(workspace, "2025-26-Q2"), "A003", "Moves at night are not kept yet.", DECEMBER)
        assert decision.measures == ("open-at-end", "open-at-start", "moved-in")
        assert (again.stood, again.verdict) == (Verdict.NEEDS_EXPLANATION, Verdict.ACCEPTED)
        assert again.because == "waivers"
        assert states(workspace)["Q2.xlsx"] == "accepted"
        [finding] = [f for f in again.findings if f.code == "A003"]
        assert finding.severity is Severity.WAIVED
        assert finding.remedy == "Waived by Priya Shah until 31 December 2025: Moves at night are not kept yet."

    @pytest.mark.parametrize(
        ("day", "state"), [(DECEMBER, "accepted"), (date(2026, 1, 1), "provisional")], ids=["on its last day", "after"]
    )
    def test_a_later_return_may_rely_on_it_up_to_its_last_day(
        self, workspace: Workspace, day: date, state: str
    ) -> None:
        """The day that counts is the day on which the return was received."""
        waive(matter(workspace, "2025-26-Q2"), "A003", "Moves at night are not kept yet.", DECEMBER)
        came(workspace, day, Q3=ODD_LATER)
        assert states(workspace)["Q3.xlsx"] == state
        assert states(workspace)["Q2.xlsx"] == "accepted"

    def test_a_newer_waiver_of_the_same_takes_its_place(self, workspace: Workspace) -> None:
        """It may be longer, or shorter; what was received while the older one held is judged by the newer."""
        waive(matter(workspace, "2025-26-Q2"), "A003", "Moves at night are not kept yet.", NOVEMBER)
        decision, [again] = waive(matter(workspace, "2025-26-Q2"), "A003", "Still not kept.", DECEMBER)
        assert (decision.until, again.verdict) == (DECEMBER, Verdict.ACCEPTED)
        came(workspace, DECEMBER, Q3=ODD_LATER)
        assert states(workspace)["Q3.xlsx"] == "accepted"

    def test_an_earlier_period_is_not_covered(self, tmp_path: Path) -> None:
        """A waiver looks ahead from the return that it was given for."""
        workspace = a_workspace(tmp_path / "workspace")
        came(workspace, date(2025, 10, 10), Q2=ODD)
        waive(matter(workspace, "2025-26-Q2"), "A003", "Moves at night are not kept yet.", DECEMBER)
        came(workspace, date(2025, 11, 10), Q1=ODD)
        assert states(workspace)["Q1.xlsx"] == "provisional"

    def test_what_stops_is_never_waived(self, workspace: Workspace) -> None:
        """A waiver that names a check covers only what that check leaves to be explained."""
        waive(matter(workspace, "2025-26-Q2"), "A003", "Moves at night are not kept yet.", DECEMBER)
        [stopped] = came(workspace, date(2025, 12, 1), Q3=BROKEN)
        assert stopped.verdict is Verdict.STOPPED

    @pytest.mark.parametrize(
        ("period", "code", "words"),
        [
            ("2025-26-Q2", "A001", "Nothing that A001 found needs explanation .*; what does is A003"),
            ("2025-26-Q1", "A003", "Nothing that A003 found needs explanation .*; nothing does"),
            ("2025-26-Q3", "A003", "No return of refuge for 2025-26-Q3 is posted"),
        ],
    )
    def test_there_must_be_something_to_waive(self, workspace: Workspace, period: str, code: str, words: str) -> None:
        """Else a slip of the pen would let the next fault pass unseen."""
        with pytest.raises(CommissioningError, match=words):
            waive(matter(workspace, period), code, "Agreed.", DECEMBER)

    def test_other_measures_are_not_covered(self) -> None:
        """What the same check finds about something else still needs explanation."""
        from commissioning.ledger import with_waivers
        from commissioning.model.finding import Finding

        waiver = Decision(Action.WAIVE, "", "Ann", "Agreed.", at(NOVEMBER), DECEMBER, "A001", ("referrals",))
        about = [("referrals",), ("calls",), ("referrals", "calls"), ()]
        findings = [Finding("A001", Severity.NEEDS_EXPLANATION, (), "", "", measures) for measures in about]
        found = [finding.severity.value for finding in with_waivers(findings, [waiver], NOVEMBER)]
        assert found == ["waived", "needs explanation", "needs explanation", "waived"]


class TestJudgedAgain:
    def test_changed_contract_text_gives_a_new_verdict_on_the_next_import(self, workspace: Workspace) -> None:
        """A relation that holds for the figures as they are has nothing left to explain."""
        changed = REFUGE.replace("open-at-start + moved-in", "open-at-start + moved-in + 5")
        (workspace.folder / "contracts" / "refuge.toml").write_text(changed, encoding="utf-8")
        _, *again = came(Workspace(workspace.folder), date(2026, 1, 10), Q3=WELL.replace("start 4", "start 9"))
        told = [(outcome.period, outcome.because, outcome.stood, outcome.verdict) for outcome in again]
        assert told == [
            ("2025-26-Q1", "contract text", Verdict.ACCEPTED, Verdict.ACCEPTED),
            ("2025-26-Q2", "contract text", Verdict.NEEDS_EXPLANATION, Verdict.ACCEPTED),
        ]
        assert states(workspace)["Q2.xlsx"] == "accepted"
        assert ("needs explanation", "A003") not in recorded(workspace, "Q2.xlsx")

    def test_what_was_accepted_stays_so_while_nothing_new_needs_explanation(self, workspace: Workspace) -> None:
        """A new label on a measure changes what is asked next, and no figure."""
        accept(matter(workspace, "2025-26-Q2"), "Five came by night.")
        changed = REFUGE.replace("People trained since the start", "People trained so far")
        (workspace.folder / "contracts" / "refuge.toml").write_text(changed, encoding="utf-8")
        came(Workspace(workspace.folder), date(2026, 1, 10), Q1=WELL)
        assert ("note", "R003") in recorded(workspace, "Q2.xlsx")
        assert states(workspace)["Q2.xlsx"] == "accepted"

    def test_a_new_verdict_on_the_very_file_that_came_again_is_told(self, workspace: Workspace) -> None:
        """And the acceptance comes back with the text that it was given under."""
        accept(matter(workspace, "2025-26-Q2"), "Five came by night.")
        stricter = REFUGE.replace("open-at-start + moved-in", "open-at-start + moved-in - 1")
        text = workspace.folder / "contracts" / "refuge.toml"
        text.write_text(stricter, encoding="utf-8")
        [again] = [o for o in came(Workspace(workspace.folder), date(2026, 1, 10), Q2=ODD) if not o.because]
        assert (again.stood, again.verdict) == (Verdict.ACCEPTED, Verdict.NEEDS_EXPLANATION)
        text.write_text(REFUGE, encoding="utf-8")
        [again] = [o for o in came(Workspace(workspace.folder), date(2026, 1, 10), Q2=ODD) if not o.because]
        assert (again.stood, again.verdict) == (Verdict.NEEDS_EXPLANATION, Verdict.ACCEPTED)
        assert states(workspace)["Q2.xlsx"] == "accepted"

    def test_changed_rules_are_recorded_once(self, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
        """With the verdict they give; the import after that finds nothing changed."""
        monkeypatch.setattr(judging, "__version__", "another")
        _, *again = came(workspace, date(2026, 1, 10), Q3=ODD_LATER)
        assert [(outcome.file, outcome.because) for outcome in again] == [("Q1.xlsx", "rules"), ("Q2.xlsx", "rules")]
        with workspace.store() as store:
            assert len({basis.split("; ")[1] for basis in store.bases().values()}) == 1
        assert len(came(workspace, date(2026, 1, 10), Q3=ODD_LATER)) == 1


class TestCorrection:
    def test_it_is_compared_with_what_it_corrects_answer_by_answer(self, workspace: Workspace) -> None:
        """Five moved in where none had, with the reason, and a note is new; the rest is as it was."""
        corrected = "open-at-start 4, moved-in 5 (five by night), open-at-end 9, trained 20, notes Counted twice"
        [outcome] = came(workspace, date(2025, 11, 2), "Night moves were left out.", Q2b=corrected)
        told = [(change.key.code, change.before, change.after) for change in outcome.changes]
        assert told == [
            ("moved-in", "0", "5, explained as: five by night"),
            ("notes", "blank", "Counted twice"),
        ]

    def test_a_return_that_corrects_nothing_has_no_changes(self, workspace: Workspace) -> None:
        """There is nothing to compare it with."""
        [outcome] = came(workspace, date(2026, 1, 10), Q3=ODD_LATER)
        assert outcome.changes == ()

    def test_it_cannot_have_come_before_what_it_corrects(self, workspace: Workspace) -> None:
        """Else a late return would be made to look in time."""
        with pytest.raises(CommissioningError, match="what it corrects came on 10 October 2025"):
            came(workspace, date(2025, 10, 9), "Recounted.", Q2b=WELL)
        assert states(workspace)["Q2.xlsx"] == "provisional"
