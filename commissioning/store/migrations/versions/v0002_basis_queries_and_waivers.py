"""What each verdict was judged by and whose decisions still hold for it; until when a decision holds, and of what."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add columns to verdicts and decisions; what is there already was judged by no recorded basis."""
    op.add_column("verdicts", _words("basis"))
    op.add_column("verdicts", sa.Column("rests_on", sa.BigInteger))
    op.add_column("decisions", sa.Column("until", sa.Text))
    op.add_column("decisions", _words("code"))
    op.add_column("decisions", _words("measures"))


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")
