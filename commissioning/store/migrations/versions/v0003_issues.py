"""A ledger of returns in; one that also knows which blank returns were sent out, when and by whom, out."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the table of issues."""
    op.create_table(
        "issues",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(), primary_key=True),
        sa.Column("contract", sa.Text, nullable=False, index=True),
        *_words("period"),
        *(sa.Column(name, sa.Text) for name in ("starts", "ends", "as_at")),
        sa.Column("edition", sa.Text, sa.ForeignKey("editions.digest"), nullable=False),
        *_words("contract_digest", "file", "sha256"),
        sa.Column("due", sa.Text),
        *_words("recorded_at", "actor", "engine_version"),
    )


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]
