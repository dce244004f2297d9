"""The tables of the ledger, as the newest migration leaves them."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Identity,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

HEAD = "0006"
"""The revision of the newest migration, so that a ledger already there opens without Alembic."""

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def _number() -> Column[int]:
    # SQLite numbers rows by itself only in a column declared as INTEGER.
    return Column("number", BigInteger().with_variant(Integer(), "sqlite"), Identity(), primary_key=True)


def _words(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


def _period(*, stated: bool) -> list[Column[str]]:
    dates: list[Column[str]] = [Column(name, Text) for name in ("starts", "ends", "as_at")]
    return [Column("period", Text, nullable=not stated), *dates]


def _stamp() -> list[Column[str]]:
    return _words("recorded_at", "actor", "engine_version")


def _posting() -> list[Column[int]]:
    return [Column(name, Integer, nullable=False) for name in ("posting_year", "posting_number")]


def _pence(name: str, *, stated: bool = True) -> Column[int]:
    return Column(name, BigInteger, nullable=not stated)


RECEIPTS = Table(
    "receipts",
    METADATA,
    _number(),
    Column("sha256", Text, nullable=False, unique=True),
    *_words("file", "received", "contract"),
    *_period(stated=False),
    *_words("edition", "contract_digest"),
    Column("corrects", Text, ForeignKey("receipts.sha256")),
    *_words("correction_reason"),
    *_stamp(),
)

VERDICTS = Table(
    "verdicts",
    METADATA,
    _number(),
    Column("sha256", Text, ForeignKey("receipts.sha256"), nullable=False, index=True),
    *_words("verdict", "contract_digest"),
    *_stamp(),
    Column("basis", Text, nullable=False, server_default=""),
    Column("rests_on", BigInteger),
)

FINDINGS = Table(
    "findings",
    METADATA,
    _number(),
    Column("judgement", BigInteger, ForeignKey("verdicts.number"), nullable=False),
    Column("position", Integer, nullable=False),
    *_words("code", "severity", "places", "there", "remedy", "measures", "contract_digest"),
    *_stamp(),
    UniqueConstraint("judgement", "position"),
)

ENTRIES = Table(
    "entries",
    METADATA,
    _number(),
    Column("sha256", Text, ForeignKey("receipts.sha256"), nullable=False),
    Column("contract", Text, nullable=False, index=True),
    *_words("service", "measure", "dimension", "category"),
    *_period(stated=True),
    *_words("kind", "unit"),
    Column("value", BigInteger),
    Column("scale", Integer, nullable=False),
    *(Column(name, Text) for name in ("bound", "standing", "missing")),
    *_words("words", "explanation", "sheet", "cell", "contract_digest"),
    *_stamp(),
    UniqueConstraint("sha256", "period", "service", "measure", "dimension", "category"),
    CheckConstraint("(value IS NULL) <> (missing IS NULL)", name="value_or_missing"),
)

DECISIONS = Table(
    "decisions",
    METADATA,
    _number(),
    Column("sha256", Text, ForeignKey("receipts.sha256"), nullable=False),
    Column("judgement", BigInteger, ForeignKey("verdicts.number")),
    *_words("action", "why"),
    *_stamp(),
    Column("until", Text),
    *(Column(name, Text, nullable=False, server_default="") for name in ("code", "measures")),
)

EDITIONS = Table(
    "editions",
    METADATA,
    Column("digest", Text, primary_key=True),
    *_words("contract", "contract_digest"),
    *_period(stated=True),
    *_words("text"),
    *_stamp(),
)

ISSUES = Table(
    "issues",
    METADATA,
    _number(),
    Column("contract", Text, nullable=False, index=True),
    *_period(stated=True),
    Column("edition", Text, ForeignKey("editions.digest"), nullable=False),
    *_words("contract_digest", "file", "sha256"),
    Column("due", Text),
    *_stamp(),
)

TURNED_AWAY = Table(
    "turned_away",
    METADATA,
    _number(),
    *_words("received", "contract"),
    *_period(stated=False),
    *_words("kinds", "box"),
    *_stamp(),
)

RIVALS = Table(
    "rivals",
    METADATA,
    _number(),
    *_words("sha256", "file", "received", "contract"),
    *_period(stated=True),
    *_words("against", "said"),
    *_stamp(),
)

CHARGES = Table(
    "charges",
    METADATA,
    _number(),
    *_words("contract", "service", "area"),
    *_period(stated=True),
    *_posting(),
    _pence("pence"),
    _pence("vat", stated=False),
    *_words("source", "origin"),
    Column("generation", Integer, nullable=False),
    Column("credits", BigInteger, ForeignKey("charges.number")),
    *_words("touches", "says", "contract_digest"),
    *_stamp(),
    UniqueConstraint("contract", "origin", "generation"),
)

CHARGE_PARTS = Table(
    "charge_parts",
    METADATA,
    _number(),
    Column("charge", BigInteger, ForeignKey("charges.number"), nullable=False),
    Column("position", Integer, nullable=False),
    *_words("line", "funder", "quota"),
    _pence("pence"),
    *_words("why"),
    *_stamp(),
    UniqueConstraint("charge", "position"),
)

LEDGER_LINES = Table(
    "ledger_lines",
    METADATA,
    _number(),
    *_words("sha256", "file", "sheet", "cell"),
    Column("key", Text, nullable=False, unique=True),
    *_words("cost_centre", "subjective"),
    *_posting(),
    *_words("document"),
    _pence("net"),
    _pence("vat", stated=False),
    _pence("gross", stated=False),
    Column("service_date", Text),
    Column("document_date", Text),
    *_words("payee", "text"),
    Column("contract", Text, nullable=False, index=True),
    *_words("service", "area"),
    Column("means", Text),
    *_words("line"),
    *_stamp(),
)

MONEY_EVENTS = Table(
    "money_events",
    METADATA,
    _number(),
    *_words("sort"),
    Column("contract", Text, nullable=False, index=True),
    *_posting(),
    _pence("pence"),
    *_period(stated=False),
    *_words("service", "to_service", "line", "to_line", "reference", "why"),
    *_stamp(),
)

STATEMENTS = Table(
    "statements",
    METADATA,
    _number(),
    Column("statement", Text, nullable=False, unique=True),
    *_words("funder", "commissioner"),
    *_period(stated=True),
    *_words("content", "digest", "charges"),
    *_stamp(),
)

STATEMENT_STEPS = Table(
    "statement_steps",
    METADATA,
    _number(),
    Column("statement", Text, ForeignKey("statements.statement"), nullable=False),
    *_words("action", "why", "prepared_by", "reviewed_by"),
    *_stamp(),
)
