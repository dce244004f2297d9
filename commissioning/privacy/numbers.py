"""Numbers that the state gives a person: NHS, National Insurance and pupil numbers.

One random number in eleven passes an NHS number's check, so ten digits alone are not enough: a heading or the words
before them, their grouping, or their company in a column tell.
"""

import re
from collections.abc import Iterator

from commissioning.model.finding import Severity
from commissioning.privacy.detector import Detector
from commissioning.privacy.table import Spot, Table, by_column, digits_of, is_ten
from commissioning.privacy.tidy import END, START

_GAP = r"[ -]{0,3}"
_TEN_DIGITS = re.compile(
    rf"{START}(?<![0-9][.,])(?<![£$€])(?<!44[ -])(?<!\(0\))(?<!\(0\) )"
    rf"[1-9][0-9]{{2}}{_GAP}[0-9]{{3}}{_GAP}[0-9]{{4}}{END}(?![.,][0-9])"
)
_SAYS_NHS = re.compile(r"(?<![^\W_])NHS(?:[\W_]{0,3}(?:no|num|number|id))?(?:[\W_]{0,3}(?:is|was))?[\W_]{0,4}$", re.I)
_SAYS_ANOTHER = re.compile(
    r"\b(?:isbn|invoice|p\.?o|orders?|purchase|uprn|account|a/c|grant|contract|charity|company|vat|utr|award|serial|"
    r"licen[cs]e|barcode)\b[^0-9]{0,15}$",
    re.I,
)
_SAYS_TELEPHONE = re.compile(r"\b(?:tel|telephone|phone|mobile|mob|ring|call|fax)\b[^0-9]{0,15}$", re.I)
_FIRST_OF_TELEPHONES = "1237"
"""What a telephone number begins with where its nought is left out."""
_BEFORE = 24
_NHS_HEADING = re.compile(r"(?:.*\b)?nhs(?: (?:no|nos|num|number|numbers|id|ids))?(?: client| patient)?")
_UPN_HEADING = re.compile(r"(?:.*\b)?(?:upns?|unique pupil (?:number|no)s?)")
_NATIONAL_INSURANCE_NUMBER = re.compile(
    rf"{START}(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
    rf"[ -]?[0-9]{{2}}[ -]?[0-9]{{2}}[ -]?[0-9]{{2}}[ -]?[A-D]{END}",
    re.IGNORECASE | re.ASCII,
)
_PUPIL_NUMBER = re.compile(rf"{START}[A-HJ-NP-RT-Z][0-9]{{11}}[0-9A-HJ-NP-RT-Z]{END}", re.IGNORECASE | re.ASCII)
_LETTER_AND_DIGITS = re.compile(r"[a-z][0-9]{11}[0-9a-z]", re.IGNORECASE)

SEVERAL = 2


def _nhs_numbers(text: str) -> Iterator[str]:
    for found in _TEN_DIGITS.finditer(text):
        before = text[max(0, found.start() - _BEFORE) : found.start()]
        if _SAYS_NHS.search(before) or (_passes(found[0]) and not _is_another(found[0], before)):
            yield found[0]


def _is_another(number: str, before: str) -> bool:
    """Whether the words before a number call it something else."""
    may_ring = number[0] in _FIRST_OF_TELEPHONES and _SAYS_TELEPHONE.search(before)
    return bool(_SAYS_ANOTHER.search(before) or may_ring)


def _passes(number: str) -> bool:
    """Whether a number's check digit is that of an NHS number."""
    from stdnum.gb import nhs

    return nhs.is_valid(number)


def _nhs_cells(table: Table) -> Iterator[Spot]:
    """Ten digits under or beside a heading of NHS numbers, and a column in which nearly all ten digits pass."""
    for label in table.labelled(_NHS_HEADING):
        yield from (spot for spot, cell in (*table.under(label), *table.beside(label)) if is_ten(digits_of(cell)))
    for tens in by_column(table.tens).values():
        passing = [spot for spot, digits in tens if _passes(digits)] if len(tens) >= SEVERAL else []
        if len(passing) >= SEVERAL and 4 * len(passing) >= 3 * len(tens):
            yield from passing


def _pupil_numbers(text: str) -> Iterator[str]:
    return (found[0] for found in _PUPIL_NUMBER.finditer(text) if _has_check_letter(found[0].upper()))


def _has_check_letter(number: str) -> bool:
    from stdnum.gb import upn

    return bool(upn.calc_check_digit(number[1:]) == number[0])


def _pupil_cells(table: Table) -> Iterator[Spot]:
    for label in table.labelled(_UPN_HEADING):
        cells = (*table.under(label), *table.beside(label))
        yield from (spot for spot, cell in cells if _LETTER_AND_DIGITS.fullmatch(cell.text.strip()))


NHS = Detector(
    "P001",
    "NHS number",
    Severity.STOPS,
    "This looks like an NHS number.",
    in_text=_nhs_numbers,
    in_table=_nhs_cells,
)
NATIONAL_INSURANCE = Detector(
    "P002",
    "National Insurance number",
    Severity.STOPS,
    "This looks like a National Insurance number.",
    in_text=lambda text: (found[0] for found in _NATIONAL_INSURANCE_NUMBER.finditer(text)),
)
PUPIL = Detector(
    "P006",
    "pupil number",
    Severity.STOPS,
    "This looks like a unique pupil number (UPN).",
    in_text=_pupil_numbers,
    in_table=_pupil_cells,
)
