"""A control takes the statements' figures, and writes no statement."""

from pathlib import Path

import pytest

from commissioning.errors import NothingThere
from commissioning.model.organisation import Actor
from commissioning.work import statements
from commissioning.work.control import control_for
from tests.issued_statements import a_funded_workspace, posted
from tests.money_makers import a_charge
from tests.three_rivers import PROVIDER, a_first_quarter


def test_a_control_makes_no_document_of_a_statement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would take longer than the control; the books are read once."""
    read = []
    kept = statements.books_of

    def no_document(*_: object) -> None:
        raise AssertionError("a statement was written")

    monkeypatch.setattr(statements, "statement_document", no_document)
    monkeypatch.setattr(statements, "books_of", lambda *given: read.append(given) or kept(*given))
    control, document = control_for(a_first_quarter(tmp_path), "2025-26-Q1", PROVIDER)
    assert len(control.stated) >= 6
    assert document.title
    assert read == []


def test_a_control_is_shown_to_who_leads_and_to_no_funder(tmp_path: Path) -> None:
    """It has every funder's money; a funder sees its own statement alone."""
    workspace = a_funded_workspace(tmp_path / "workspace")
    posted(workspace, a_charge("ash 45.00, beech 30.00"))
    control, _ = control_for(workspace, "2025-26-Q1", Actor("Ash", organisations=("ash",)))
    assert [row.difference for row in control.rows] == [0]
    with pytest.raises(NothingThere, match="for who leads contracts"):
        control_for(workspace, "2025-26-Q1", Actor("Beech", organisations=("beech",)))
