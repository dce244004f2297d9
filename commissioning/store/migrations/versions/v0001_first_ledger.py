"""An empty database in; receipts, verdicts, findings, entries, decisions and editions out."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the first six tables."""
    _create_receipts()
    _create_verdicts()
    _create_findings()
    _create_entries()
    _create_decisions()
    _create_editions()


def _create_receipts() -> None:
    op.create_table(
        "receipts",
        _number(),
        sa.Column("sha256", sa.Text, nullable=False, unique=True),
        *_words("file", "received", "contract"),
        *_period(stated=False),
        *_words("edition", "contract_digest"),
        sa.Column("corrects", sa.Text, sa.ForeignKey("receipts.sha256")),
        *_words("correction_reason"),
        *_stamp(),
    )


def _create_verdicts() -> None:
    op.create_table(
        "verdicts",
        _number(),
        sa.Column("sha256", sa.Text, sa.ForeignKey("receipts.sha256"), nullable=False, index=True),
        *_words("verdict", "contract_digest"),
        *_stamp(),
    )


def _create_findings() -> None:
    op.create_table(
        "findings",
        _number(),
        sa.Column("judgement", sa.BigInteger, sa.ForeignKey("verdicts.number"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        *_words("code", "severity", "places", "there", "remedy", "measures", "contract_digest"),
        *_stamp(),
        sa.UniqueConstraint("judgement", "position"),
    )


def _create_entries() -> None:
    op.create_table(
        "entries",
        _number(),
        sa.Column("sha256", sa.Text, sa.ForeignKey("receipts.sha256"), nullable=False),
        sa.Column("contract", sa.Text, nullable=False, index=True),
        *_words("service", "measure", "dimension", "category"),
        *_period(stated=True),
        *_words("kind", "unit"),
        sa.Column("value", sa.BigInteger),
        sa.Column("scale", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text) for name in ("bound", "standing", "missing")),
        *_words("words", "explanation", "sheet", "cell", "contract_digest"),
        *_stamp(),
        sa.UniqueConstraint("sha256", "period", "service", "measure", "dimension", "category"),
        sa.CheckConstraint("(value IS NULL) <> (missing IS NULL)", name="value_or_missing"),
    )


def _create_decisions() -> None:
    op.create_table(
        "decisions",
        _number(),
        sa.Column("sha256", sa.Text, sa.ForeignKey("receipts.sha256"), nullable=False),
        sa.Column("judgement", sa.BigInteger, sa.ForeignKey("verdicts.number")),
        *_words("action", "why"),
        *_stamp(),
    )


def _create_editions() -> None:
    op.create_table(
        "editions",
        sa.Column("digest", sa.Text, primary_key=True),
        *_words("contract", "contract_digest"),
        *_period(stated=True),
        *_words("text"),
        *_stamp(),
    )


def _number() -> sa.Column[int]:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("number", kind, sa.Identity(), primary_key=True)


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _period(*, stated: bool) -> list[sa.Column[str]]:
    dates: list[sa.Column[str]] = [sa.Column(name, sa.Text) for name in ("starts", "ends", "as_at")]
    return [sa.Column("period", sa.Text, nullable=not stated), *dates]


def _stamp() -> list[sa.Column[str]]:
    return _words("recorded_at", "actor", "engine_version")
