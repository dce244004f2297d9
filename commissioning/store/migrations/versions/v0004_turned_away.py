"""A ledger of returns in; one that also has a sign of every file that was turned away since it names people, out."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table of what was turned away."""
    op.create_table(
        "turned_away",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(), primary_key=True),
        *_words("received", "contract"),
        *(sa.Column(name, sa.Text) for name in ("period", "starts", "ends", "as_at")),
        *_words("kinds", "box", "recorded_at", "actor", "engine_version"),
    )


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]
