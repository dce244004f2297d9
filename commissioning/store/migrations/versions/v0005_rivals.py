"""A ledger of returns in; one that also has a sign of every return that was not taken in beside another, out."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the table of rivals."""
    op.create_table(
        "rivals",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(), primary_key=True),
        *_words("sha256", "file", "received", "contract", "period"),
        *(sa.Column(name, sa.Text) for name in ("starts", "ends", "as_at")),
        *_words("against", "said", "recorded_at", "actor", "engine_version"),
    )


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]
