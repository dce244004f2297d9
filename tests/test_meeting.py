"""The page for the contract meeting: what is asked of each provider and why, and what is not asked again."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from commissioning.model.document import Document, Words
from commissioning.model.finding import Finding, Place, Severity
from commissioning.model.posted import Action, Decision, Judgement, Verdict
from commissioning.period import read_period
from commissioning.report.evidence import Arrived, ContractEvidence
from commissioning.report.questions import questions
from commissioning.work.meeting import questions_for
from commissioning.work.publishing import gather
from commissioning.work.workspace import Workspace
from tests.worked import ACTOR, HARBOUR

TODAY = date(2026, 5, 1)


def asked(document: Document) -> list[tuple[str, str, str]]:
    """Each question with what the provider says and where it arises."""
    rows = [row for sheet in document.sheets for table in sheet.tables for row in table.rows]
    return [(words[1], words[2], words[3]) for row in rows for words in [[p.text for p in row if isinstance(p, Words)]]]


def of_harbour(workspace: Workspace, period: str) -> ContractEvidence:
    """What stands of the illustrative contract."""
    [one] = gather(workspace, read_period(period), ACTOR)
    assert one.terms.contract == HARBOUR
    return one


def asked_of(one: ContractEvidence, today: date = TODAY) -> list[str]:
    """The questions alone."""
    return [ask for ask, _, _ in asked(questions("2025-26-Q3", (one,), today))]


# The illustrative contract. Of the third quarter's 46 answers two are words, no figures.
# Each sentence is the finding's or the rating's own, with a question after it.

WORKED = {
    "2025-26-Q2": [
        (
            "Refuge: Referrals received is 57, Amber: within 10% of the target of at least 60 each period."
            " What is being done about it?",
            "Fewer referrals in August, as every year.",
            "Refuge!G6",
        ),
        (
            "Advocacy (IDVA): Left safer, out of cases closed is 72.5%, Amber: within 5 percentage points of the"
            " target of at least 75% each period. What is being done about it?",
            "",
            "Advocacy (IDVA)!G22, Advocacy (IDVA)!G21",
        ),
        (
            "The return for 2025-26-Q2 came 7 days late. What would bring the next one in on time?",
            "",
            "",
        ),
    ],
    "2025-26-Q3": [
        (
            "Refuge: Referrals received is 78, but its parts add up to 77. Which is right?",
            "",
            "Refuge!G6, A001",
        ),
        (
            "Helpline: Calls answered, out of calls received is 86%; the target is at least 90%."
            " What stands in the way, and what is being done about it?",
            "",
            "Helpline!G7, Helpline!G6, T001",
        ),
        (
            "Whole contract: Professionals trained since the contract began is 141; the target is at least 150."
            " What stands in the way, and what is being done about it?",
            "",
            "Whole contract!G6, T001",
        ),
        (
            "44 figures of 2025-26-Q3 are provisional and not billed."
            " Once what is asked above is settled, can they be accepted?",
            "",
            "",
        ),
    ],
}


@pytest.mark.parametrize("period", WORKED)
def test_what_is_asked_about_a_worked_quarter(worked_workspace: Workspace, period: str) -> None:
    """What an officer accepted (A003 in the second quarter) is not asked again; nor is a rated target by T001."""
    assert asked(questions_for(worked_workspace, period, ACTOR, TODAY)) == WORKED[period]


def test_one_contract_may_be_asked_about_alone(worked_workspace: Workspace) -> None:
    """And a contract with nothing to ask about is named, so that nobody thinks it forgotten."""
    page = questions_for(worked_workspace, "2019-20-H1", ACTOR, TODAY, "cheshire-east-mycwa")
    assert [table.title for sheet in page.sheets for table in sheet.tables] == []
    assert page.sheets[0].lead[-1].text.startswith("Nothing to ask about: ")


def test_a_return_is_asked_for_once_it_is_due(worked_workspace: Workspace) -> None:
    """The third quarter's was due on 22 January 2026: 15 working days after the year's end, New Year's Day none."""
    one = replace(of_harbour(worked_workspace, "2025-26-Q3"), arrived=(), figures=(), year=(), entries=())
    late = ["No return for 2025-26-Q3 is in; it was due on 22 January 2026. When will it come?"]
    assert asked_of(one, date(2026, 1, 22)) == []
    assert asked_of(one, date(2026, 1, 23)) == late


def test_a_stopped_return_is_asked_for_again_unless_another_took_its_place(worked_workspace: Workspace) -> None:
    """With what stopped it, and where."""
    one = of_harbour(worked_workspace, "2025-26-Q3")
    [came] = one.arrived
    blank = Finding("C001", Severity.STOPS, (Place("Refuge", "G6"), Place("Refuge", "G7")), "This answer is blank.", "")
    judgement = Judgement("0" * 64, Verdict.STOPPED, (blank,))
    stopped = Arrived(replace(came.receipt, sha256="0" * 64), judgement, stands=False)
    about = "The return that came on 20 January 2026 was stopped: this answer is blank. When will a corrected one come?"
    alone = replace(one, arrived=(stopped,), figures=(), year=(), entries=())
    assert (about, "", "Refuge!G6, Refuge!G7, C001") in asked(questions("Q3", (alone,), TODAY))
    assert about not in asked_of(replace(one, arrived=(stopped, came)))


def decided(one: ContractEvidence, *decisions: Decision) -> ContractEvidence:
    """The same with other decisions about its return."""
    return replace(one, arrived=tuple(replace(arrived, decisions=decisions) for arrived in one.arrived))


def a_decision(action: Action, day: int, why: str, until: date | None = None, code: str = "") -> Decision:
    """By Priya Shah, in February 2026."""
    return Decision(action, "", "Priya Shah", why, datetime(2026, 2, day, tzinfo=UTC), until, code)


def test_a_query_is_asked_until_the_return_is_accepted(worked_workspace: Workspace) -> None:
    """In the officer's own words, with the day an answer is due; the newest decision counts."""
    one = of_harbour(worked_workspace, "2025-26-Q2")
    query = a_decision(Action.QUERY, 3, "Which nights were counted?", date(2026, 2, 20))
    accept = a_decision(Action.ACCEPT, 9, "They were counted twice.")

    def about(today: date, *decisions: Decision) -> list[tuple[str, str, str]]:
        page = questions("Q2", (decided(one, *decisions),), today)
        return [row for row in asked(page) if row[0] == query.why]

    by = "asked by Priya Shah on 3 February 2026; the answer"
    assert about(date(2026, 2, 20), query) == [(query.why, "", f"{by} is due by 20 February 2026")]
    assert about(date(2026, 2, 21), query) == [(query.why, "", f"{by} was due by 20 February 2026")]
    assert about(date(2026, 2, 21), query, accept) == []
    assert len(about(date(2026, 2, 21), accept, query)) == 1


def test_what_is_waived_is_asked_about_as_long_as_it_is_found(worked_workspace: Workspace) -> None:
    """With who waived it, until when and why, whichever return the waiver was given for."""
    one = of_harbour(worked_workspace, "2025-26-Q3")
    [arrived] = [arrived for arrived in one.arrived if arrived.stands]
    until = "Waived by Priya Shah until 31 March 2026: The sources of referrals are not kept yet."
    found = tuple(
        replace(finding, severity=Severity.WAIVED, remedy=until) if finding.code == "A001" else finding
        for finding in arrived.judgement.findings
    )
    waived = replace(arrived, judgement=replace(arrived.judgement, findings=found), provisional=False)
    asking = asked_of(replace(one, arrived=(waived,)))
    there = "Refuge: Referrals received is 78, but its parts add up to 77."
    assert f"{there} {until} Is it being put right?" in asking
    assert f"{there} Which is right: the total, or the parts?" not in asking


def test_a_paper_transcribed_is_not_asked_for_a_return(worked_workspace: Workspace) -> None:
    """Its provider owes nothing here."""
    evidence = gather(worked_workspace, read_period("2021-22"), ACTOR)
    found = tuple(replace(one, arrived=(), figures=(), year=(), entries=()) for one in evidence)
    assert asked(questions("2021-22", found, TODAY)) == []


def test_the_words_of_every_finding_that_needs_explanation_end_in_a_question(worked_workspace: Workspace) -> None:
    """One whose check has no question of its own is asked what explains it."""
    one = of_harbour(worked_workspace, "2025-26-Q3")
    found = Finding("A003", Severity.NEEDS_EXPLANATION, (Place("Refuge", "G9"),), "It does not agree.", "")
    judged = tuple(replace(arrived, judgement=replace(arrived.judgement, findings=(found,))) for arrived in one.arrived)
    assert "Refuge: It does not agree. What explains this?" in asked_of(replace(one, arrived=judged))
