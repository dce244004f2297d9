"""Returns that say too much about a person."""

from tests.spoils.spoil import Spoil, at

SPOILS = (
    Spoil("an NHS number in a note", at({"accepted.explanation": "NHS 943 476 5919"}), "P001 accepted.explanation"),
    Spoil("a telephone number in the narrative", at({"commentary": "Ring 07700 900123"}), "P004 commentary"),
    Spoil(
        "an e-mail address below the table", at({"Refuge!B40": "jo@example.org"}), "L002 Refuge!B40; P003 Refuge!B40"
    ),
    Spoil("a postcode in the narrative", at({"commentary": "Moved to SW1A 1AA"}), "P005 commentary"),
)
