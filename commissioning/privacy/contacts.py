"""E-mail addresses, telephone numbers and postcodes; and when two ways of writing one are the same."""

import re
from collections.abc import Iterator
from functools import lru_cache

from commissioning.model.finding import Severity
from commissioning.privacy.detector import Detector
from commissioning.privacy.table import Spot, Table, digits_of
from commissioning.privacy.tidy import END, START

_EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]+@(?:[\w-]+\.)+[^\W\d_]{2,}")
# Each is looked for at every place, since a list of figures before a number must not swallow its beginning.
_WITH_CODE_44 = re.compile(
    rf"{START}(?=((?:\+ ?|00)44[ -]{{0,3}}(?:\(0\)[ -]{{0,3}})?(?:[ ()-]{{0,3}}[0-9]){{9,10}}{END}(?![.,][0-9])))"
)
_FROM_ABROAD = re.compile(rf"{START}(?:\+ ?|00 ?(?=[1-9]))(?!44)[1-9](?:[ ().-]{{0,2}}[0-9]){{7,13}}{END}(?![.,][0-9])")
_OF_10_OR_11_DIGITS = tuple(
    re.compile(rf"{START}(?<![0-9][.,-])(?=(\(?0(?:[ ()-]{{0,3}}[0-9]){{{after}}}{END}(?![.,][0-9])))")
    for after in (10, 9)
)
_WITHOUT_NOUGHT = re.compile(
    r"\b(?:tel|telephone|phone|mobile|mob|cell|ring|call|text|whatsapp)(?: (?:no|number|on|her|him|them))?[\W_]{0,3}"
    rf"((?:7[1-9]|1|2|3)[0-9]{{2}}[ -]?[0-9]{{3}}[ -]?[0-9]{{3,4}}){END}(?![.,][0-9])",
    re.IGNORECASE,
)
# Dates and lists of figures have shorter groups of digits than telephone numbers, and codes begin 00.
_IN_GROUPS = re.compile(r"\(?0[1235789][0-9]+(?:[ ()-]+[0-9]{2,})*")
# Returns are called by contract and period, such as vale-0207-2025-26-Q1: nobody writes a number's end as a year's.
_NUMBER_AND_YEAR = re.compile(r"0[0-9]+-20[0-9]{2}-[0-9]{2}")
_COULD_RING = re.compile(r"[0-9](?:[^0-9]{0,5}[0-9]){8}")
_PHONE_HEADING = re.compile(
    r"(?:.*\b)?(?:telephone|phone|mobile|mob|tel|whatsapp)(?: (?:no|nos|num|number|numbers))?|contact (?:no|number)s?"
)
_LIKE_A_TELEPHONE = re.compile(r"0?[1-9][0-9]{8,9}|(?:0044|44)[1-9][0-9]{8,9}")
# The 124 areas of Royal Mail's postcodes with the three of the Crown dependencies.
_AREA_LETTERS = """
AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU
GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE
PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO
ZE
"""
_AREAS = frozenset(_AREA_LETTERS.split())
_POSTCODE = re.compile(
    rf"(?<![^\W_])([A-Z]{{1,2}})[0-9][0-9A-HJKMNPR-Y]? {{0,2}}[0-9][ABD-HJLNP-UW-Z]{{2}}{END}", re.IGNORECASE | re.ASCII
)
_NOT_LETTERS_OR_DIGITS = re.compile(r"[\W_]+")
_FEWEST_DIGITS = 9


def _emails(text: str) -> Iterator[str]:
    return (found[0] for found in _EMAIL.finditer(text)) if "@" in text else iter(())


def _telephone_numbers(text: str) -> Iterator[str]:
    if not _COULD_RING.search(text):
        return
    yield from _WITH_CODE_44.findall(text)
    yield from (found[0] for found in _FROM_ABROAD.finditer(text) if _rings(found[0]))
    yield from (found for found in _WITHOUT_NOUGHT.findall(text) if _rings(found))
    for pattern in _OF_10_OR_11_DIGITS:
        found = (one for one in pattern.findall(text) if not _NUMBER_AND_YEAR.fullmatch(one))
        yield from (one for one in found if _IN_GROUPS.fullmatch(one))


def _telephone_cells(table: Table) -> Iterator[Spot]:
    """Numbers under or beside a heading of telephone numbers: spreadsheets drop the nought before them."""
    for label in table.labelled(_PHONE_HEADING):
        for spot, cell in (*table.under(label), *table.beside(label)):
            digits = digits_of(cell)
            if _LIKE_A_TELEPHONE.fullmatch(digits) and not table.published(cell.text):
                yield spot


def _rings(number: str) -> bool:
    """Whether a number with or without its country's code is one that could be rung."""
    import phonenumbers

    try:
        at_home = number.replace("00", "+", 1) if number.startswith("00") else number
        return phonenumbers.is_possible_number(parsed := phonenumbers.parse(at_home, "GB")) and (
            parsed.country_code == _GREAT_BRITAIN or phonenumbers.is_valid_number(parsed)
        )
    except phonenumbers.NumberParseException:
        return False


_GREAT_BRITAIN = 44


def _postcodes(text: str) -> Iterator[str]:
    return (found[0] for found in _POSTCODE.finditer(text) if found[1].upper() in _AREAS)


@lru_cache(maxsize=1024)
def published_as(contact: str) -> str:
    """A contact point as it is compared: a telephone number in its international form, anything else without case,
    spaces and punctuation."""
    digits = sum(sign.isdigit() for sign in contact)
    if digits >= _FEWEST_DIGITS and not any(sign.isalpha() for sign in contact):
        return _international(contact)
    return _NOT_LETTERS_OR_DIGITS.sub("", contact).casefold()


def _international(number: str) -> str:
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, "GB")
    except phonenumbers.NumberParseException:
        return _NOT_LETTERS_OR_DIGITS.sub("", number)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


EMAIL = Detector("P003", "e-mail address", Severity.STOPS, "This looks like an e-mail address.", in_text=_emails)
TELEPHONE = Detector(
    "P004",
    "telephone number",
    Severity.STOPS,
    "This looks like a telephone number.",
    in_text=_telephone_numbers,
    in_table=_telephone_cells,
)
POSTCODE = Detector("P005", "postcode", Severity.STOPS, "This looks like a full postcode.", in_text=_postcodes)
