"""What is owed, what was sent, what came and today: how each return stands."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from commissioning.contract import read_book
from commissioning.model.contract import Contract
from commissioning.model.finding import Finding, Severity
from commissioning.model.posted import Action, Decision, Issue, Judgement, Receipt, State, Verdict
from commissioning.period import Period, read_period
from commissioning.register import (
    Expected,
    Known,
    LeftOut,
    Status,
    expected_for,
    expected_within,
    last_ended,
    status_of,
    statuses,
    tally,
)
from tests.builders import ORGANISATIONS, a_contract, contract_text

Q1 = read_period("2025-26-Q1")
# Due fifteen working days after 30 June 2025: 1 to 4, 7 to 11, 14 to 18 and 21 July are fifteen.
DUE = date(2025, 7, 21)
NO_DUE_DAY = 'reporting.due_working_days = "not stated"'


def at(day: str) -> datetime:
    """Noon of a day."""
    return datetime.fromisoformat(f"{day}T12:00:00+00:00")


def owed(changes: str = "") -> Expected:
    """The first quarter's return."""
    found = expected_for(a_contract(changes), Q1, "2025-26-Q1")
    assert isinstance(found, Expected)
    return found


def known(happened: str) -> Known:
    """What the ledger holds after lines such as `issued 2025-07-01`, `a 2025-07-18 accepted`, `b 2025-08-01 stopped`,
    `b 2025-08-01 accepted corrects a`, `a 2025-07-18 accepted waived`, `query a 2025-09-01`, `accept a`."""
    issues: list[Issue] = []
    receipts: dict[str, Receipt] = {}
    judgements: dict[str, Judgement] = {}
    decisions: list[Decision] = []
    states: dict[str, State] = {}
    explained: set[str] = set()
    for line in filter(str.strip, happened.splitlines()):
        word, *rest = line.split()
        if word == "issued":
            issues.append(Issue("westshire", Q1, "edition", "terms", "q1.xlsx", "sha", DUE, "Priya", at(rest[0])))
        elif word in set(Action):
            until = date.fromisoformat(rest[-1]) if len(rest) > 1 else None
            code = "A003" if word == "waive" else ""
            decisions.append(Decision(Action(word), rest[0], "Priya", "Agreed.", at("2025-08-01"), until, code))
            if word == "accept":
                states[rest[0]] = State.ACCEPTED
                explained.add(rest[0])
        else:
            day, said, *corrects = rest
            old = corrects[1] if "corrects" in corrects else ""
            waived = Finding("A003", Severity.WAIVED, (), "", "Waived by Priya until 31 March 2026: Not kept yet.")
            unclear = Finding("A001", Severity.NEEDS_EXPLANATION, (), "", "")
            note = Finding("X", Severity.NOTE, (), "", "")
            found = waived if "waived" in corrects else unclear if said == "unclear" else note
            receipts[word] = Receipt(
                word, f"{word}.xlsx", at(day), "westshire", Q1, "", "", old, "Recounted." if old else ""
            )
            verdict = {"stopped": Verdict.STOPPED, "accepted": Verdict.ACCEPTED}.get(said, Verdict.NEEDS_EXPLANATION)
            judgements[word] = Judgement(word, verdict, (found,))
            if verdict is not Verdict.STOPPED:
                states.pop(old, None)
                states[word] = State.ACCEPTED if verdict is Verdict.ACCEPTED else State.PROVISIONAL
    return Known(tuple(issues), tuple(receipts.values()), judgements, tuple(decisions), states, frozenset(explained))


# What happened; today; the status, days late, the state and the notes.
CASES = [
    ("", "2025-07-21", Status.NOT_ISSUED, 0, "", []),
    ("", "2025-07-22", Status.OUTSTANDING, 1, "", []),
    ("issued 2025-07-01", "2025-07-21", Status.NOT_DUE, 0, "", []),
    ("issued 2025-07-01", "2025-08-20", Status.OUTSTANDING, 30, "", []),
    ("a 2025-07-21 accepted", "2025-09-01", Status.ON_TIME, 0, "accepted", []),
    ("a 2025-07-22 accepted", "2025-09-01", Status.LATE, 1, "accepted", []),
    ("a 2025-07-18 unclear", "2025-09-01", Status.ON_TIME, 0, "provisional: needs explanation", []),
    ("a 2025-07-18 unclear\naccept a", "2025-09-01", Status.ON_TIME, 0, "accepted", ["accepted by Priya"]),
    ("a 2025-07-18 stopped", "2025-07-20", Status.NOT_ISSUED, 0, "stopped", ["received on 18 July 2025 but stopped"]),
    ("a 2025-07-18 stopped", "2025-07-31", Status.OUTSTANDING, 10, "stopped", ["received on 18 July 2025 but stopped"]),
    (
        "a 2025-07-18 stopped\nb 2025-07-23 accepted",
        "2025-09-01",
        Status.LATE,
        2,
        "accepted",
        ["received on 18 July 2025 but stopped"],
    ),
    (
        "a 2025-07-18 accepted\nb 2025-08-01 unclear corrects a",
        "2025-09-01",
        Status.ON_TIME,
        0,
        "provisional: needs explanation",
        ["corrected on 1 August 2025: Recounted."],
    ),
    (
        "a 2025-07-18 accepted\nb 2025-08-01 stopped corrects a",
        "2025-09-01",
        Status.ON_TIME,
        0,
        "accepted",
        ["received on 1 August 2025 but stopped"],
    ),
    (
        "a 2025-07-18 accepted waived\nwaive a A003 2026-03-31",
        "2025-09-01",
        Status.ON_TIME,
        0,
        "accepted",
        ["A003: Waived by Priya until 31 March 2026: Not kept yet."],
    ),
    (
        "a 2025-07-18 accepted waived\nwaive a A003 2026-03-31",
        "2025-07-31",
        Status.ON_TIME,
        0,
        "provisional: needs explanation",
        [],
    ),
    (
        "a 2025-07-18 unclear\nquery a 2025-09-15",
        "2025-09-01",
        Status.ON_TIME,
        0,
        "provisional: queried",
        ["queried by Priya, answer asked by 15 September 2025"],
    ),
]


@pytest.mark.parametrize(("happened", "today", "status", "late", "state", "notes"), CASES)
def test_how_a_return_stands(happened, today, status, late, state, notes):
    """On time is judged by the day it first came without being stopped; what was stopped is owed still."""
    found = status_of(owed(), known(happened), date.fromisoformat(today))
    assert (found.status, found.days_late, found.state, list(found.notes)) == (status, late, state, notes)


LATER = "issued 2025-07-01\na 2025-07-28 unclear\nb 2025-08-05 accepted corrects a\nissued 2025-08-02\naccept a"


@pytest.mark.parametrize(
    ("today", "status", "issued", "notes"),
    [
        ("2025-06-30", Status.NOT_ISSUED, 0, []),
        ("2025-07-27", Status.OUTSTANDING, 1, []),
        ("2025-07-28", Status.LATE, 1, []),
        ("2025-08-04", Status.LATE, 2, ["accepted by Priya"]),
        ("2025-08-05", Status.LATE, 2, ["corrected on 5 August 2025: Recounted."]),
    ],
)
def test_what_happened_after_the_day_is_left_out(today, status, issued, notes):
    """As it stood then: what was sent, received and decided by that day."""
    found = status_of(owed(), known(LATER), date.fromisoformat(today))
    assert (found.status, len(found.issues), list(found.notes)) == (status, issued, notes)


@pytest.mark.parametrize(
    ("happened", "status"),
    [
        ("", Status.NOT_ISSUED),
        ("issued 2025-07-01", Status.ISSUED),
        ("a 2026-01-01 accepted", Status.RECEIVED),
    ],
)
def test_without_a_due_day_nothing_is_late(happened, status):
    """However long it takes."""
    found = status_of(owed(NO_DUE_DAY), known(happened), date(2026, 2, 1))
    assert (found.expected.due, found.status, found.days_late) == (None, status, 0)


def test_an_acceptance_that_no_longer_holds_is_not_told():
    """A return judged again since is provisional, whatever was decided about it before."""
    before = known("a 2025-07-18 unclear\naccept a")
    again = replace(before, states={"a": State.PROVISIONAL}, explained=frozenset())
    found = status_of(owed(), again, date(2025, 9, 1))
    assert (found.state, found.notes) == ("provisional: needs explanation", ())


def test_receipts_of_other_periods_and_contracts_are_no_business_of_a_return():
    """Each is found by its contract and its exact period."""
    other = Receipt("a", "a.xlsx", at("2025-07-18"), "westshire", read_period("2025-26-Q2"), "", "")
    stray = Receipt("b", "b.xlsx", at("2025-07-18"), "eastshire", Q1, "", "")
    states = {"a": State.ACCEPTED, "b": State.ACCEPTED}
    found = status_of(owed(), Known(receipts=(other, stray), states=states), date(2025, 9, 1))
    assert (found.status, found.received) == (Status.OUTSTANDING, None)


# What is owed.


def labels(found: tuple[Expected, ...] | LeftOut) -> list[str] | str:
    """The periods that are owed by their labels, or why there are none."""
    return found.why if isinstance(found, LeftOut) else [one.label for one in found]


@pytest.mark.parametrize(
    ("frequency", "asked", "expected"),
    [
        ("quarter", "2025-26-Q1", "2025-26-Q1"),
        ("quarter", "2025-26", "reports every quarter, in years from April"),
        ("quarter", "2025-05", "reports every quarter, in years from April"),
        ("quarter", "2028-29-Q1", "does not run in 2028-29-Q1"),
        ("month", "2025-05", "2025-05"),
        ("month", "2025-26-Q1", "reports every month, in years from April"),
        ("half", "2025-26-H2", "2025-26-H2"),
        ("year", "2025-26", "2025-26"),
    ],
)
def test_a_return_is_issued_for_exactly_the_period_that_is_reported(frequency, asked, expected):
    """Neither for a part of it nor for what holds several of them."""
    contract = a_contract(f'reporting.frequency = "{frequency}"\n- measure.trained.target')
    found = expected_for(contract, read_period(asked), asked)
    assert (found.why if isinstance(found, LeftOut) else found.label) == expected


@pytest.mark.parametrize(
    ("frequency", "asked", "expected"),
    [
        ("quarter", "2025-26", ["2025-26-Q1", "2025-26-Q2", "2025-26-Q3", "2025-26-Q4"]),
        ("quarter", "2025-26-H2", ["2025-26-Q3", "2025-26-Q4"]),
        ("month", "2025-26-Q1", ["2025-04", "2025-05", "2025-06"]),
        ("quarter", "2025-05", "reports every quarter, in years from April"),
        # The term ends with March 2028.
        ("half", "2027-04-01..2029-03-31", ["2027-28-H1", "2027-28-H2"]),
    ],
)
def test_what_is_expected_of_a_period_is_all_that_is_reported_inside_it(frequency, asked, expected):
    """A year's overview shows its quarters."""
    contract = a_contract(f'reporting.frequency = "{frequency}"\n- measure.trained.target')
    assert labels(expected_within(contract, read_period(asked))) == expected


@pytest.mark.parametrize(
    ("frequency", "day", "expected"),
    [
        ("quarter", "2025-07-01", ["2025-26-Q1"]),
        ("quarter", "2025-09-30", ["2025-26-Q1"]),
        ("month", "2025-09-30", ["2025-08"]),
        ("year", "2026-09-30", ["2025-26"]),
        ("quarter", "2025-06-30", "did not run then"),
        ("quarter", "2028-04-01", ["2027-28-Q4"]),
        ("quarter", "2028-07-01", "did not run then"),
    ],
)
def test_without_a_period_each_contract_has_its_own_last_one(frequency, day, expected):
    """The one that ended before the day."""
    contract = a_contract(f'reporting.frequency = "{frequency}"\n- measure.trained.target')
    assert labels(last_ended(contract, date.fromisoformat(day))) == expected


SPAN = """
reporting.frequency = "span"
reporting.span = "2025-04-01..2025-08-31"
- measure.trained.target
"""


def test_a_span_is_owed_once_and_last_once_it_has_ended():
    """What is reported of a dated span is no cycle."""
    contract = a_contract(SPAN)
    span = read_period("2025-04-01..2025-08-31")
    assert isinstance(expected_for(contract, span, "the span"), Expected)
    assert labels(expected_within(contract, read_period("2025-26"))) == ["2025-04..2025-08"]
    assert labels(last_ended(contract, date(2025, 8, 31))) == "reports 2025-04..2025-08 only"
    assert labels(last_ended(contract, date(2025, 9, 1))) == ["2025-04..2025-08"]


def transcribed() -> Contract:
    """The contract as if it had been read from a paper."""
    text = contract_text('origin = "transcribed"\nsource = { paper = "A paper", dated = 2025-01-01, lines = "1" }')
    book = read_book({"organisations.toml": ORGANISATIONS, "westshire.toml": text})
    assert book.faults == ()
    return book.contracts["westshire"]


def test_a_transcribed_contract_owes_nothing():
    """Nobody was ever asked for a return."""
    why = "is transcribed from a published paper, and owes nothing here"
    found = [expected_for(transcribed(), Q1, ""), expected_within(transcribed(), Q1), last_ended(transcribed(), DUE)]
    assert found == [LeftOut("westshire", why)] * 3


def test_a_term_that_a_variation_extends_is_owed_for_under_the_version_that_holds():
    """2028 begins under the first version, which ends in March; its later quarters are the second one's."""
    extended = contract_text() + '\n[[variation]]\nfrom = 2028-04-01\nreason = "Extended."\nterm.ends = 2029-03-31\n'
    book = read_book({"organisations.toml": ORGANISATIONS, "westshire.toml": extended})
    found = expected_within(book.contracts["westshire"], Period(date(2028, 1, 1), date(2028, 12, 31)))
    assert labels(found) == ["2027-28-Q4", "2028-29-Q1", "2028-29-Q2", "2028-29-Q3"]


def test_the_count_says_each_status_once_in_one_order():
    """Two came on time, one late, one is outstanding: four."""
    days = ("2025-07-18", "2025-07-21", "2025-07-28")
    found = [status_of(owed(), known(f"a {day} accepted"), date(2025, 9, 1)) for day in days]
    found += statuses([owed()], Known(), datetime(2025, 9, 1, tzinfo=UTC).date())
    assert tally(found) == "4 expected: 2 received on time, 1 received late, 1 outstanding."
    assert tally([]) == "No return is expected."
