"""Returns that say too much about a person."""

from typing import Any

from openpyxl.comments import Comment

from tests.spoils.sheets import renamed
from tests.spoils.spoil import XLSX, Spoil, at


def noted(workbook: Any) -> None:
    """A note on the cell of an answer."""
    workbook["Refuge"]["G11"].comment = Comment("Ring 07700 900123", "Team")


SPOILS = (
    Spoil("an NHS number in a note", at({"accepted.explanation": "NHS 943 476 5919"}), "P001 accepted.explanation"),
    Spoil("a telephone number in the narrative", at({"commentary": "Ring 07700 900123"}), "P004 commentary"),
    Spoil(
        "an e-mail address below the table", at({"Refuge!B40": "jo@example.org"}), "L002 Refuge!B40; P003 Refuge!B40"
    ),
    Spoil("a postcode in the narrative", at({"commentary": "Moved to SW1A 1AA"}), "P005 commentary"),
    Spoil(
        "a name in a sentence of the narrative",
        at({"commentary": "We spoke to Mrs Sarah Ahmed about it."}),
        "P009 commentary",
    ),
    Spoil("signed below the table", at({"Refuge!B40": "Signed: J. Bloggs"}), "L002 Refuge!B40; P013 Refuge!B40"),
    Spoil(
        "a sheet of answers named after somebody",
        renamed("Refuge", "Jo 07700 900123"),
        "C039 (…); P004 (defined names) (sheet names)",
        (XLSX,),
    ),
    Spoil("a telephone number in a note on a cell", noted, "P004 (notes on sheet Refuge!G11)", (XLSX,)),
)
