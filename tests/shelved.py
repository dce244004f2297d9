"""Returns from a few words in; what a store then holds, in words, out."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from sqlalchemy import func, select

from commissioning.model.finding import Finding, Place, Severity
from commissioning.model.organisation import Actor
from commissioning.model.posted import Action, Decision, Entry, Judgement, Receipt, State, Verdict
from commissioning.model.quantity import AnswerKey, Given, Missing, Quantity
from commissioning.period import Period
from commissioning.store import Store
from commissioning.store.schema import METADATA

OFFICER = Actor("Priya Shah", ("commissioner",), ("westshire",))
FIRST_HALF = Period(date(2019, 4, 1), date(2019, 9, 30))
NOON = datetime(2019, 10, 14, 12, 0, 0, 250, tzinfo=UTC)
ODD_TOTAL = Finding(
    "total-disagrees-with-parts",
    Severity.NEEDS_EXPLANATION,
    (Place("Refuge", "G6"), Place("Refuge", "G7")),
    "All contacts is 6, but its parts add up to 5.",
    "Correct the total or the parts.",
    ("contacts", "contacts/age/16-17"),
)
LATE = Finding("late", Severity.NOTE, (), "The return came 3 days late – “sorry”.", "Nothing to do.")
ODD_OPENING = replace(ODD_TOTAL, code="opening", there="Open at the start is 6, but 5 were open at the end before.")
ACCEPTED = (Verdict.ACCEPTED, ())
QUERIED = (Verdict.NEEDS_EXPLANATION, (ODD_TOTAL, LATE))
STOPPED = (Verdict.STOPPED, (ODD_TOTAL,))
MEASURES = {"referrals": "flow", "spend": "money", "staff": "fte", "satisfied": "stated-percentage", "notes": "text"}


def a_receipt(name: str, **changes: Any) -> Receipt:
    """The receipt of a file of that name, which here is its content too."""
    digest = sha256(name.encode()).hexdigest()
    return replace(Receipt(digest, name, NOON, "refuge", FIRST_HALF, "edition-1", "terms-1"), **changes)


def entries_of(receipt: Receipt, figures: str) -> tuple[Entry, ...]:
    """Entries from text: a measure and its number, or the word for its absence, on each line."""
    return tuple(an_entry(receipt, *line.split(maxsplit=1)) for line in figures.splitlines())


def an_entry(receipt: Receipt, measure: str, stated: str, **changes: Any) -> Entry:
    """An entry of that measure."""
    there: Given = Missing(stated) if stated in set(Missing) else Quantity(Decimal(stated))
    key = AnswerKey("helpline", measure)
    entry = Entry(
        0, receipt.sha256, "", receipt.contract, FIRST_HALF, key, MEASURES[measure], "people", there, "", "", Place(),
        State.PROVISIONAL,
    )  # fmt: skip
    return replace(entry, **changes)


def put(
    store: Store, receipt: Receipt, judged: tuple[Verdict, tuple[Finding, ...]], figures: str, at: datetime = NOON
) -> None:
    """Record a return with that verdict and those figures."""
    store.record(receipt, Judgement(receipt.sha256, *judged), entries_of(receipt, figures), OFFICER, at)


def current(store: Store) -> list[str]:
    """What the ledger holds: file, measure, number and state, in words."""
    return [f"{e.file} {e.key.measure} {number(e.given)} {e.state}" for e in store.entries()]


def number(given: Given) -> str:
    """A number or the word for its absence."""
    return str(given.value)


def counts(store: Store) -> dict[str, int]:
    """How many rows each table that holds any has."""
    with store.engine.connect() as connection:
        found = {t.name: connection.scalar(select(func.count()).select_from(t)) or 0 for t in METADATA.sorted_tables}
    return {name: rows for name, rows in found.items() if rows}


def accept(receipt: Receipt, action: Action = Action.ACCEPT) -> Decision:
    """A decision about a return."""
    return Decision(action, receipt.sha256, OFFICER.name, "The provider rang; one person rang twice.", NOON)
