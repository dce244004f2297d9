"""What a database or its driver refuses goes in; a sentence for the person at the keyboard, or our own crash, out."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Engine, event
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from commissioning.errors import CommissioningError
from commissioning.store.address import folder_of, shown

REMEDIES = {
    "55P03": "see that no other import is still at work, and try again",
    "42501": "ask whoever keeps the database to let this user make tables and write in them",
    "25006": "it may only be read; name the database that is written in",
}
"""What to do about a refusal, by PostgreSQL's own code of it."""


@contextmanager
def said_plainly(url: URL) -> Iterator[None]:
    """What an operator can mend is raised as a CommissioningError; anything else is a bug, and stays as it is."""
    try:
        yield
    except DBAPIError as wrong:
        remedy = _remedy(url, wrong)
        if remedy is None:
            raise
        reason = _first_words(str(wrong.orig))
        raise CommissioningError(f"The ledger {_place(url)} cannot be used ({reason}): {remedy}.") from None


def _first_words(said: str) -> str:
    """A refusal as one line, without the questions that the driver puts beneath it."""
    return " ".join(" ".join(line for line in said.splitlines() if not line.startswith("\t")).split())


NO_LETTER = re.compile("[\0\ud800-\udfff]")
"""What stands in for no letter: NUL, which PostgreSQL has no room for, and halves of a letter, which no UTF-8 has."""


def refuse_odd_letters(engine: Engine) -> None:
    """Have an engine raise a CommissioningError for text that not every database can keep exactly."""
    event.listen(engine, "before_cursor_execute", _look_at_letters)


def _look_at_letters(*told: Any) -> None:
    _connection, _cursor, _statement, parameters, *_ = told
    # Many rows are looked at as one text, and what they repeat once: a row at a time takes as long as to write it.
    if NO_LETTER.search("".join(_texts(parameters))):
        raise CommissioningError(
            "A file's name, an answer or a reason has a character in it that is no letter, so the ledger cannot"
            " keep it and nothing was recorded; name the file, or type the words, anew."
        )


def _texts(parameters: Collection[object] | Mapping[str, object] | None) -> list[str]:
    """The texts among a statement's parameters, each once: the values of one row, or the rows of many."""
    found: set[object] = set()
    for part in _values(parameters or ()):
        found.update(_values(part) if isinstance(part, dict | tuple | list) else (part,))
    return [text for text in found if isinstance(text, str)]


def _values(held: Collection[object] | Mapping[str, object]) -> Iterable[object]:
    return held.values() if isinstance(held, Mapping) else held


def _place(url: URL) -> str:
    return f"in {folder_of(url)}" if url.get_backend_name() == "sqlite" else shown(url)


def _remedy(url: URL, wrong: DBAPIError) -> str | None:
    """What to do; None where nobody but us can do anything."""
    code = getattr(wrong.orig, "sqlstate", None)
    if code in REMEDIES:
        return REMEDIES[code]
    # A refusal without a statement is one to connect.
    if wrong.statement is not None and not isinstance(wrong, OperationalError | InterfaceError):
        return None
    if url.get_backend_name() == "sqlite":
        return "see that you may write in that folder, and that no other import is still at work"
    return (
        "see that its server is running and can be reached, and that the database, the user and the password are right"
    )
