"""A rule on trial is reported and does nothing: a note that says so, listed for whoever decides, until it counts."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from shutil import copytree

import pytest
from click.testing import CliRunner

from commissioning.checks import check_return
from commissioning.checks.answers import ANSWER_CHECKS
from commissioning.cli import main
from commissioning.ledger import verdict_of
from commissioning.model.finding import Finding, Severity
from commissioning.model.organisation import Actor
from commissioning.model.posted import Verdict
from commissioning.period import read_period
from commissioning.specification import read_specification, write_specification
from commissioning.template import by_present_rules, lay_out
from commissioning.totals.figures import figures_of
from commissioning.work.importing import Outcome, import_returns
from commissioning.work.judging import Desk
from commissioning.work.meeting import questions_for
from commissioning.work.trials import trials
from commissioning.work.workers import started
from commissioning.work.workspace import Workspace
from commissioning.writers.text import document_text
from tests.builders import CLEAN, a_ledger, a_specification, changed, some_terms
from tests.builders import a_return as as_read
from tests.provider import REFUGE, a_return, a_workspace, blank_return, sent

ON_TRIAL = "relation.stays.on_trial = true"
STOPPING = 'relation.stays.when_broken = "stops"'
BROKEN = "open-at-end 61"
OFFICER = Actor("Priya Shah")


def found(changes: str, text: str, period: str = "2025-26-Q1") -> tuple[Finding, ...]:
    """The findings of the clean return with some answers changed, under contract text with changes."""
    return check_return(as_read(changed(CLEAN, changes), a_specification(some_terms(text), period)))


def test_what_a_rule_on_trial_finds_is_a_note_that_says_so() -> None:
    """Whatever the rule will do once it counts."""
    for text in (ON_TRIAL, f"{ON_TRIAL}\n{STOPPING}"):
        [finding] = found(BROKEN, text)
        assert (finding.severity, finding.on_trial) == (Severity.NOTE, True)
        assert finding.there.startswith("On trial: Nobody leaves before they came. Here Open at end is 61")
        assert finding.remedy == "This rule is being tried out: it stops nothing yet, and nothing is asked of you."
        assert verdict_of([finding]) is Verdict.ACCEPTED


UNTIL = [
    # A period that began by the last day is on trial to its end.
    ("2025-06-30", "2025-26-Q1", True),
    ("2025-06-30", "2025-26-Q2", False),
    ("2025-04-01", "2025-26-Q1", True),
    ("2025-03-31", "2025-26-Q1", False),
]


@pytest.mark.parametrize(("until", "period", "on_trial"), UNTIL)
def test_a_trial_may_end_on_a_day(until: str, period: str, on_trial: bool) -> None:  # a case
    """From then on the rule counts."""
    [finding] = [one for one in found(BROKEN, f"relation.stays.on_trial = {until}", period) if one.code == "A003"]
    assert finding.on_trial is on_trial
    assert finding.severity is (Severity.NOTE if on_trial else Severity.NEEDS_EXPLANATION)


def test_a_target_on_trial_is_reported_and_rates_nothing() -> None:
    """Neither Red nor asked about."""
    text = "measure.referrals.target.on_trial = true"
    [finding] = found("referrals 59\nreferrals/source/police 39", text)
    assert (finding.code, finding.on_trial) == ("T001", True)
    ledger = a_ledger({"2025-26-Q1": "referrals 30"}, text)
    [figure] = [one for one in figures_of(ledger, read_period("2025-26-Q1")) if one.key.code == "referrals"]
    assert (figure.rating.word, figure.rating.why) == ("not rated", "its target is on trial")


def test_a_check_of_the_engine_may_be_on_trial(monkeypatch: pytest.MonkeyPatch) -> None:
    """Said in its decorator, noticed by the digest of the rules, and listed as such."""
    check = ANSWER_CHECKS.table["C001"]
    monkeypatch.setitem(ANSWER_CHECKS.table, "C001", replace(check, on_trial=True))
    [finding] = found("accepted", "")
    assert (finding.code, finding.severity, finding.on_trial) == ("C001", Severity.NOTE, True)
    listed = CliRunner().invoke(main, ["explain"]).output
    assert "C001  stops, on trial" in listed
    assert "It is on trial" in CliRunner().invoke(main, ["explain", "C001"]).output


def test_the_digest_of_the_rules_tells_when_a_check_leaves_its_trial(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that what was judged by it is judged again."""
    workspace = a_workspace(tmp_path / "ws")
    with started(files=0) as workers, workspace.store() as store:
        desk, later = (Desk(workspace, store, OFFICER, datetime(2025, 7, 1, tzinfo=UTC), workers) for _ in range(2))
        before = desk.rules
        check = ANSWER_CHECKS.table["C001"]
        monkeypatch.setitem(ANSWER_CHECKS.table, "C001", replace(check, on_trial=True))
        assert later.rules != before


def test_an_edition_without_a_trial_is_written_as_it_always_was() -> None:
    """Digests of committed editions do not change; what is on trial travels with the return, and reads back."""
    plain, tried = (a_specification(some_terms(text)) for text in ("", ON_TRIAL))
    assert "on trial" not in write_specification(plain)
    assert write_specification(tried).count('"on trial"') == 1
    assert read_specification(write_specification(tried)) == tried
    targeted = a_specification(some_terms("measure.referrals.target.on_trial = true"))
    assert read_specification(write_specification(targeted)) == targeted


def test_an_edition_is_judged_by_the_trials_of_now() -> None:
    """A rule that left its trial counts for a return issued before, and one put on trial no longer does."""
    plain, tried = some_terms(), some_terms(ON_TRIAL)
    for issued, now, on_trial in ((plain, tried, True), (tried, plain, False)):
        ruled = by_present_rules(a_specification(issued), a_specification(now))
        assert [r.on_trial for r in ruled.relations if r.code == "stays"] == [on_trial]


def test_the_sheet_does_not_count_what_is_on_trial() -> None:
    """Its first page says how many figures disagree, and to send it when none do."""
    period = read_period("2025-26-Q1")
    codes = [{relation.code for _, _, relation in lay_out(some_terms(t), period).live_checks} for t in ("", ON_TRIAL)]
    assert codes[0] - codes[1] == {"stays"}


# Through the story.

FULL = "open-at-start 4, moved-in 0, open-at-end 9, trained 20"
WELL = "open-at-start 4, moved-in 3, open-at-end 4, trained 10"
TRIED = f"{REFUGE}on_trial = true\n"


def imported(workspace: Workspace, folder: Path, **files: str) -> list[Outcome]:
    """What became of returns, by quarter, that came in November."""
    contents = {f"{name}.xlsx": a_return(f"2025-26-{name}", answers, text=REFUGE) for name, answers in files.items()}
    day = datetime(2025, 11, 3, 9, tzinfo=UTC)
    return list(import_returns(workspace, sent(folder, contents), OFFICER, lambda: day))


def rewritten(workspace: Workspace, text: str) -> Workspace:
    """The workspace with other contract text."""
    (workspace.folder / "contracts" / "refuge.toml").write_text(text, encoding="utf-8")
    return Workspace(workspace.folder)


def test_a_rule_on_trial_goes_through_and_is_asked_of_nobody_until_it_counts(tmp_path: Path) -> None:
    """The return is accepted; the meeting is not asked; the list says which returns it would have touched."""
    workspace = rewritten(a_workspace(tmp_path / "ws"), TRIED)
    _, second = imported(workspace, tmp_path / "in", Q1=WELL, Q2=FULL)
    assert [one.on_trial for one in second.findings if one.code == "A003"] == [True]
    assert second.verdict is Verdict.ACCEPTED
    page = document_text(questions_for(workspace, "2025-26-Q2", OFFICER, date(2025, 11, 4)))
    assert "No more households are there" not in page
    [tried] = trials(workspace, OFFICER, lambda: datetime(2025, 11, 4, tzinfo=UTC))
    assert (tried.rule.contract, tried.rule.name, tried.rule.would) == (
        "refuge",
        "relation.stays",
        Severity.NEEDS_EXPLANATION,
    )
    assert (tried.returns, [touched.period for touched in tried.touched]) == (2, ["2025-26-Q2"])
    counts = rewritten(workspace, REFUGE)
    assert trials(counts, OFFICER, lambda: datetime(2025, 11, 4, tzinfo=UTC)) == ()
    imported(counts, tmp_path / "again", Q1=WELL)
    with counts.store() as store:
        judgement = store.judgement(second.sha256)
    assert judgement is not None
    assert judgement.verdict is Verdict.NEEDS_EXPLANATION


def test_the_list_of_trials_as_it_is_typed(tmp_path: Path) -> None:
    """For people and for machines; nothing is recorded by asking."""
    workspace = a_workspace(tmp_path / "ws")
    imported(workspace, tmp_path / "in", Q1=FULL, Q2=WELL)
    rewritten(workspace, f"{REFUGE}on_trial = 2025-09-30\n")
    where = ["--workspace", str(workspace.folder)]
    lines = CliRunner().invoke(main, ["trials", *where]).output.splitlines()
    assert lines[0] == ("refuge relation.stays: No more households are there at the end than were there or came.")
    assert lines[1] == (
        "  On trial in periods that begin by 30 September 2025."
        " Tried on 2 returns, it touches 1, which would have needed explanation."
    )
    assert lines[2:4] == ["  By provider: A Provider 1 of 2.", "  By period: 2025-26-Q1 1 of 1."]
    assert lines[4].startswith("    refuge 2025-26-Q1: Refuge!G8, Refuge!G6, Refuge!G7: No more households")
    assert lines[-1] == "1 rule on trial."
    [answer] = json.loads(CliRunner().invoke(main, ["trials", "--json", *where]).output)
    assert (answer["rule"], answer["until"], answer["returns"]) == ("relation.stays", "2025-09-30", 2)
    assert [touched["findings"][0]["on_trial"] for touched in answer["touched"]] == [True]


def test_a_lone_file_is_checked_by_the_trials_it_was_issued_with(tmp_path: Path) -> None:
    """The provider is told the same before sending."""
    [path] = sent(tmp_path, {"q1.xlsx": a_return("2025-26-Q1", FULL, text=TRIED)})
    output = CliRunner().invoke(main, ["check", str(path)]).output
    assert "  On trial: 1\n" in output
    assert "this would be accepted" in output
    assert blank_return(TRIED, "2025-26-Q1")[0].edition != blank_return(REFUGE, "2025-26-Q1")[0].edition


# Rules that are not on trial, and contract text that is not agreed yet.


def typed(workspace: Workspace, *words: str) -> tuple[int, str]:
    """What `trials` says, and how it ends."""
    result = CliRunner().invoke(main, ["trials", "--workspace", str(workspace.folder), *words])
    return result.exit_code, result.output


def test_any_check_may_be_tried_on_all_returns_that_stand(tmp_path: Path) -> None:
    """Whatever it does now; by its code, and several at once."""
    workspace = a_workspace(tmp_path / "ws")
    imported(workspace, tmp_path / "in", Q1=FULL, Q2=WELL)
    broken, late = trials(workspace, OFFICER, lambda: datetime(2025, 11, 4, tzinfo=UTC), ("a003", "R001"))
    assert (broken.rule.name, broken.returns, [one.period for one in broken.touched]) == ("A003", 2, ["2025-26-Q1"])
    assert [(part.name, part.returns, part.touched) for part in late.by_period] == [
        ("2025-26-Q1", 1, 1),
        ("2025-26-Q2", 1, 1),
    ]
    assert [(part.name, part.returns, part.touched) for part in broken.by_provider] == [("A Provider", 2, 1)]
    code, output = typed(workspace, "--try", "A003,R001")
    assert (code, output.splitlines()[-1]) == (0, "2 rules tried.")
    assert "It counts already. Tried on 2 returns, it touches 1, which would have needed explanation." in output


def test_a_code_that_is_no_check_of_returns_is_refused(tmp_path: Path) -> None:
    """With the nearest, or where such a check is asked."""
    workspace = a_workspace(tmp_path / "ws")
    for code, words in (("A033", "There is no check 'A033'"), ("B002", "asked of contract text, not of returns")):
        ended, output = typed(workspace, "--try", code)
        assert ended == 2
        assert words in output


def test_contract_text_is_tried_before_it_is_agreed(tmp_path: Path) -> None:
    """By a folder of contract text as it would be: nothing of the workspace changes, and nothing is recorded."""
    workspace = a_workspace(tmp_path / "ws")
    imported(workspace, tmp_path / "in", Q1=WELL, Q2=FULL)
    draft = tmp_path / "draft"
    copytree(workspace.folder / "contracts", draft)
    (draft / "refuge.toml").write_text(
        REFUGE.replace("open-at-end <= open-at-start", "open-at-end <= 9 + open-at-start")
    )
    before = (workspace.folder / "contracts" / "refuge.toml").read_text()
    for where, touched in (((), 1), (("--contracts", str(draft)), 0)):
        ended, output = typed(workspace, "--try", "A003", *where)
        assert (ended, f"it touches {touched}" in output) == (0, True)
    assert (workspace.folder / "contracts" / "refuge.toml").read_text() == before
