"""A sheet that is a list of cases, one person a row, where a return asks for totals."""

import re
from collections.abc import Iterator

from commissioning.model.finding import Severity
from commissioning.model.returned import Cell, Typed
from commissioning.privacy.detector import Detector
from commissioning.privacy.names import PERSON
from commissioning.privacy.table import Label, Spot, Table, day_of

HEADING = re.compile(
    rf"(?:{PERSON}'?s? )?(?:age|gender|sex|ethnicity|ethnic (?:group|origin)|nationality|religion|disability|sexuality|"
    r"sexual orientation|marital status|postcode|address|dob|date of birth|initials|names?|first name|forename|surname|"
    r"last name|nhs (?:no|number)|ni number|risk|risk level|relationship|employment status|immigration status)|"
    rf"{PERSON}(?: (?:id|ref|reference|no|number))?|case(?: (?:id|ref|reference|no|number|worker|status|type))|urn|"
    r"(?:referral|start|end|closed?|closure|opened|entry|exit|move in|moved in|move out|moved out|admission|discharge|"
    r"first contact|assessment) date|date (?:of )?(?:referral|referred|closed|opened|started|ended|start|end|entry|"
    r"exit|moved in|moved out|received|admitted|left|assessment|first contact)|referred (?:on|by)|key ?worker|"
    r"no of children|number of children|reason for leaving|gp|school"
)
"""What a heading of a column says of one person."""
FEWEST_HEADINGS = 3
FEWEST_ROWS = 5


def _in_table(table: Table) -> Iterator[Spot]:
    rows: dict[int, list[Label]] = {}
    for label in table.labelled(HEADING):
        rows.setdefault(label.spot[0], []).append(label)
    for row in sorted(rows):
        labels = {label.words: label for label in rows[row]}
        if len(labels) >= FEWEST_HEADINGS and _is_list(table, tuple(labels.values())):
            yield rows[row][0].spot


def _is_list(table: Table, labels: tuple[Label, ...]) -> bool:
    """Whether many rows hold words under the headings, and with them days, or numbers that all differ."""
    columns = [cells for label in labels if len(cells := [cell for _, cell in table.under(label)]) >= FEWEST_ROWS]
    in_words = sum(map(_is_words, columns))
    telling = sum(_is_days(column) or _all_differ(column) for column in columns)
    return len(columns) >= FEWEST_HEADINGS and in_words >= 1 and telling >= 1


def _is_words(cells: list[Cell]) -> bool:
    words = [cell for cell in cells if cell.typed is Typed.TEXT and not any(map(str.isdigit, cell.text))]
    return 2 * len(words) > len(cells)


def _is_days(cells: list[Cell]) -> bool:
    return 2 * sum(day_of(cell) is not None for cell in cells) > len(cells)


def _all_differ(cells: list[Cell]) -> bool:
    """Whether nearly every cell holds a code of its own."""
    codes = {cell.text for cell in cells if any(map(str.isdigit, cell.text)) and cell.typed is not Typed.DATE}
    return 10 * len(codes) >= 9 * len(cells)


CASE_LIST = Detector(
    "P011",
    "list of cases",
    Severity.STOPS,
    "This looks like a list of cases, one person a row.",
    "Take the whole sheet out and send the return again: a return asks for totals, never for a list.",
    "Age, ethnicity and a date of referral together tell one person from all others, without a name.",
    in_table=_in_table,
)
