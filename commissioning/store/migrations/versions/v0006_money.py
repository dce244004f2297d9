"""A ledger of returns in; one that also keeps charges, lines of a general ledger, events and statements, out."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the tables of money."""
    _create_charges()
    _create_ledger_lines()
    _create_money_events()
    _create_statements()


def _create_charges() -> None:
    op.create_table(
        "charges",
        _number(),
        *_words("contract", "service", "area", "period"),
        *_dates(),
        *_posting(),
        sa.Column("pence", sa.BigInteger, nullable=False),
        sa.Column("vat", sa.BigInteger),
        *_words("source", "origin"),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("credits", sa.BigInteger, sa.ForeignKey("charges.number")),
        *_words("touches", "says", "contract_digest"),
        *_stamp(),
        sa.UniqueConstraint("contract", "origin", "generation"),
    )
    op.create_table(
        "charge_parts",
        _number(),
        sa.Column("charge", sa.BigInteger, sa.ForeignKey("charges.number"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        *_words("line", "funder", "quota"),
        sa.Column("pence", sa.BigInteger, nullable=False),
        *_words("why"),
        *_stamp(),
        sa.UniqueConstraint("charge", "position"),
    )


def _create_ledger_lines() -> None:
    op.create_table(
        "ledger_lines",
        _number(),
        *_words("sha256", "file", "sheet", "cell", "key", "cost_centre", "subjective"),
        *_posting(),
        *_words("document"),
        sa.Column("net", sa.BigInteger, nullable=False),
        sa.Column("vat", sa.BigInteger),
        sa.Column("gross", sa.BigInteger),
        sa.Column("service_date", sa.Text),
        sa.Column("document_date", sa.Text),
        *_words("payee", "text", "contract", "service", "area"),
        sa.Column("means", sa.Text),
        *_words("line"),
        *_stamp(),
        sa.UniqueConstraint("key"),
    )
    op.create_index("ix_ledger_lines_contract", "ledger_lines", ["contract"])


def _create_money_events() -> None:
    op.create_table(
        "money_events",
        _number(),
        *_words("sort", "contract"),
        *_posting(),
        sa.Column("pence", sa.BigInteger, nullable=False),
        sa.Column("period", sa.Text),
        *_dates(),
        *_words("service", "to_service", "line", "to_line", "reference", "why"),
        *_stamp(),
    )
    op.create_index("ix_money_events_contract", "money_events", ["contract"])


def _create_statements() -> None:
    op.create_table(
        "statements",
        _number(),
        *_words("statement", "funder", "commissioner", "period"),
        *_dates(),
        *_words("content", "digest", "charges"),
        *_stamp(),
        sa.UniqueConstraint("statement"),
    )
    op.create_table(
        "statement_steps",
        _number(),
        sa.Column(
            "statement",
            sa.Text,
            sa.ForeignKey("statements.statement"),
            nullable=False,
        ),
        *_words("action", "why", "prepared_by", "reviewed_by"),
        *_stamp(),
    )


def _number() -> sa.Column[int]:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("number", kind, sa.Identity(), primary_key=True)


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _dates() -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text) for name in ("starts", "ends", "as_at")]


def _posting() -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer, nullable=False) for name in ("posting_year", "posting_number")]


def _stamp() -> list[sa.Column[str]]:
    return _words("recorded_at", "actor", "engine_version")
