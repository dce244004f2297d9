"""finance.toml: what a finance office says once for all contracts, and its faults."""

import pytest

from commissioning.contract import read_book
from commissioning.model.finance import ExtractField, JournalField, Recipient
from commissioning.model.funding import Coding
from commissioning.work.shipped import shipped
from tests.builders import shipped_texts


def test_finance_toml_is_what_holds_for_all_contracts() -> None:
    """And no contract of that name."""
    book = read_book({"finance.toml": (shipped("contracts") / "finance.toml").read_text(), **shipped_texts()})
    assert "finance" not in book.contracts
    assert [layout.id for layout in book.finance.extracts] == ["general-ledger", "older-ledger"]
    assert book.finance.extracts[0].heading(ExtractField.POSTING) == "Period"
    assert (book.finance.extracts[1].sheet, book.finance.extracts[1].credits_positive) == ("Transactions", True)
    assert book.finance.journal.columns[3] == ("Debit", JournalField.DEBIT)
    assert book.finance.recipient("illustrative-integrated-care-board").fewest == 8
    assert book.finance.recipient("nobody-named") == Recipient("nobody-named", 5, hides_places=True)
    assert book.finance.spend_list.over == 50000
    assert book.finance.creditors == Coding("TR001", "8100")


COLUMNS = 'columns = { cost_centre = "CC", posting_period = "P", net = "Net" }'
FAULTS = [
    ("", []),
    (f'[extract.gl]\ntitle = "GL"\n{COLUMNS}', []),
    ('[extract.gl]\ntitle = "GL"\ncolumns = { cost_centre = "CC", net = "Net" }', [
        "extract.gl.columns.posting_period is not there. Add it."]),
    (f'[extract.gl]\ntitle = "GL"\n{COLUMNS.replace("Net", "cc")}', [
        "extract.gl.columns.cost_centre is 'CC', as another column is. Name the column of this alone, or leave it out.",
        "extract.gl.columns.net is 'cc', as another column is. Name the column of this alone, or leave it out."]),
    ('[journal]\ncolumns = [["Period", "perriod"]]', ["journal.columns.0.1 is 'perriod'."]),
    ("[journal]\ncolumns = []", ["journal.columns is empty. Write at least one, or leave the table out."]),
    ('[[recipient]]\norganisation = "who"', ["recipient.0.organisation is 'who', which is no organisation."]),
    ('[spend_list]\nover = "lots"', ["spend_list.over is 'lots'. Write pounds and pence in quotes"]),
    ('[creditors]\ncost_centre = "A1"', ["creditors.subjective is not there. Add it."]),
    ("[extracts]", ["extracts is not a key of contract text. Did you mean extract?"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "faults"), FAULTS)
def test_faults_of_finance_toml_are_said_at_their_key(text: str, faults: list[str]) -> None:
    """As those of any contract text."""
    book = read_book({"finance.toml": text})
    wanted = [f"finance.toml: {fault}" for fault in faults]
    assert [str(one)[: len(want)] for one, want in zip(book.faults, wanted, strict=True)] == wanted
