"""What was sent out for a period, as a Document: the register that a commissioner keeps."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from commissioning.calendar import day_in_words
from commissioning.model.contract import Terms
from commissioning.model.document import Column, Document, Look, Number, Piece, Sheet, Table, Words
from commissioning.model.posted import Issue
from commissioning.model.quantity import Quantity
from commissioning.register import LeftOut


@dataclass(frozen=True, slots=True)
class Sent:
    """One blank return that was sent out: the terms it was laid out from, its label, how many answers it asks,
    this issue of it, and when it was sent out first."""

    terms: Terms
    label: str
    asked: int
    issue: Issue
    first: datetime


COLUMNS = (
    Column("Contract", 30),
    Column("Title", 30),
    Column("Provider", 24),
    Column("Return for", 13),
    Column("Due", 16),
    Column("Answers asked", 9),
    Column("File", 32),
    Column("SHA-256 of the file", 36),
    Column("Edition", 36),
    Column("First issued", 18),
    Column("Last issued", 18),
    Column("By", 16),
)


def register_document(label: str, sent: tuple[Sent, ...], left_out: tuple[LeftOut, ...]) -> Document:
    """The register of what was sent out for a period, and of the contracts that owe nothing for it."""
    title = f"Returns issued for {label}"
    warning = tuple(dict.fromkeys(Words(one.terms.label, Look.WARNING) for one in sent if one.terms.label))
    issued = Table("Sent out", COLUMNS, tuple(map(_row, sent)), empty="No return is due.")
    by_reason: dict[str, list[str]] = {}
    for one in left_out:
        by_reason.setdefault(one.why, []).append(one.contract)
    rows = tuple((Words(f"{len(ids)}"), Words(f"{why}: {', '.join(ids)}")) for why, ids in by_reason.items())
    nothing_owed = Table(
        "Left out", (Column("Contracts", COLUMNS[0].width), Column("Why, and which", 30)), rows, empty="None."
    )
    return Document(title, label, (Sheet("Register", title, warning, (issued, nothing_owed), wide=True),))


def _row(sent: Sent) -> tuple[Piece, ...]:
    terms, issue = sent.terms, sent.issue
    return (
        Words(terms.contract, Look.STRONG),
        Words(terms.title),
        Words(terms.parties.provider.name if terms.parties.provider else "not stated"),
        Words(sent.label),
        Words(day_in_words(issue.due) or "not stated"),
        Number(Quantity(Decimal(sent.asked)), "flow"),
        Words(issue.file),
        Words(issue.sha256, Look.QUIET),
        Words(issue.edition, Look.QUIET),
        Words(_moment(sent.first)),
        Words(_moment(issue.at)),
        Words(issue.actor),
    )


def _moment(at: datetime) -> str:
    return f"{day_in_words(at.date())}, {at:%H:%M} {at.tzname()}"
