"""Cells and loose texts to findings about people: what identifies someone must not be in a return."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from commissioning.findings import place_at
from commissioning.model.finding import Finding, Place, Severity
from commissioning.model.returned import Cell, Cells


@dataclass(frozen=True, slots=True)
class Detector:
    """One kind of personal data: its code and words, and what finds it in a tidied text."""

    code: str
    what: str
    severity: Severity
    there: str
    remedy: str
    found: Callable[[str], Iterator[str]]


# Nothing below may match inside a longer run of letters and digits, such as a digest.
_START = r"(?<![^\W_])"
_END = r"(?![^\W_])"
_GAP = r"[ -]{0,3}"

_NHS_NUMBER = re.compile(
    rf"{_START}(?<![0-9][.,])(?<!44[ -])(?<!\(0\))(?<!\(0\) )"
    rf"[1-9][0-9]{{2}}{_GAP}[0-9]{{3}}{_GAP}[0-9]{{4}}{_END}(?![.,][0-9])"
)
_NATIONAL_INSURANCE_NUMBER = re.compile(
    rf"{_START}(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
    rf"[ -]?[0-9]{{2}}[ -]?[0-9]{{2}}[ -]?[0-9]{{2}}[ -]?[A-D]{_END}",
    re.IGNORECASE | re.ASCII,
)
_EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]+@(?:[\w-]+\.)+[^\W\d_]{2,}")
# Each is looked for at every place, since a list of figures before a number must not swallow its beginning.
_FROM_ABROAD = re.compile(
    rf"{_START}(?=((?:\+ ?|00)44[ -]{{0,3}}(?:\(0\)[ -]{{0,3}})?(?:[ ()-]{{0,3}}[0-9]){{9,10}}{_END}(?![.,][0-9])))"
)
_OF_10_OR_11_DIGITS = tuple(
    re.compile(rf"{_START}(?<![0-9][.,-])(?=(\(?0(?:[ ()-]{{0,3}}[0-9]){{{after}}}{_END}(?![.,][0-9])))")
    for after in (10, 9)
)
# Dates and lists of figures have shorter groups of digits than telephone numbers, and codes begin 00.
_IN_GROUPS = re.compile(r"\(?0[1235789][0-9]+(?:[ ()-]+[0-9]{2,})*")
# The 124 areas of Royal Mail's postcodes with the three of the Crown dependencies.
_AREAS = (
    "AB|AL|B|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|E|EC|EH|EN|EX|FK|FY|"
    "G|GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|L|LA|LD|LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR|"
    "NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|S|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA|"
    "WC|WD|WF|WN|WR|WS|WV|YO|ZE"
)
_POSTCODE = re.compile(
    rf"{_START}(?=[A-Z]{{1,2}}[0-9])(?:{_AREAS})[0-9][0-9A-HJKMNPR-Y]? {{0,2}}[0-9][ABD-HJLNP-UW-Z]{{2}}{_END}",
    re.IGNORECASE | re.ASCII,
)
# All that is looked for has an @, two letters after a digit, or six digits near each other; few texts of a return do.
# The 1 and zeros of a limit, in the formula of every check, is nobody's number.
_LIMIT = "(?<=1)0{6,}(?![0-9])"
_COULD_MATCH = re.compile(rf"@|[0-9](?:[A-Za-z]{{2}}|(?<![0-9][0-9])(?!{_LIMIT})(?:[ ()+./-]{{0,3}}[0-9]){{5}})")
_NOT_LETTERS_OR_DIGITS = re.compile(r"[\W_]+")
_INTERNATIONAL = re.compile(r"(?:\+|00)44(?:\(0\))?0?")

# Several characters look like a hyphen or like nothing at all, and word processors put them in unasked.
_TIDY = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff")
)


def _nhs_numbers(text: str) -> Iterator[str]:
    return (found[0] for found in _NHS_NUMBER.finditer(text) if _passes_modulus_11(found[0]))


def _passes_modulus_11(number: str) -> bool:
    """An NHS number's digits, weighted 10 to 1, add up to a multiple of 11."""
    digits = [int(each) for each in number if each.isdigit()]
    return sum(digit * weight for digit, weight in zip(digits, range(10, 0, -1), strict=True)) % 11 == 0


def _telephone_numbers(text: str) -> Iterator[str]:
    yield from _FROM_ABROAD.findall(text)
    for pattern in _OF_10_OR_11_DIGITS:
        yield from (found for found in pattern.findall(text) if _IN_GROUPS.fullmatch(found))


def _all(pattern: re.Pattern[str]) -> Callable[[str], Iterator[str]]:
    return lambda text: (found[0] for found in pattern.finditer(text))


_REMEDY = "Take it out and send the return again; nothing of this file has been kept."

DETECTORS = (
    Detector("P001", "NHS number", Severity.STOPS, "This looks like an NHS number.", _REMEDY, _nhs_numbers),
    Detector(
        "P002",
        "National Insurance number",
        Severity.STOPS,
        "This looks like a National Insurance number.",
        _REMEDY,
        _all(_NATIONAL_INSURANCE_NUMBER),
    ),
    Detector("P003", "e-mail address", Severity.STOPS, "This looks like an e-mail address.", _REMEDY, _all(_EMAIL)),
    Detector(
        "P004", "telephone number", Severity.STOPS, "This looks like a telephone number.", _REMEDY, _telephone_numbers
    ),
    Detector("P005", "postcode", Severity.STOPS, "This looks like a full postcode.", _REMEDY, _all(_POSTCODE)),
)
"""Every kind of personal data that is looked for, in the order it is reported."""


def scan(cells: Cells, allowed: tuple[str, ...] = (), *, file_name: str = "") -> tuple[Finding, ...]:
    """One finding for each kind of personal data in a file, with every place it is in and never the data itself.

    `allowed` are published contact points: e-mail addresses, telephone numbers and postcodes.
    """
    published = frozenset(map(_plain, allowed))
    every = list(_texts(cells, file_name))
    # Each text is looked at once, however many cells it stands in.
    tidied = {text: _tidied(text) for text in {text for _, text in every}}
    likely = {text for text, tidy in tidied.items() if _COULD_MATCH.search(tidy)}
    texts = [(place, tidied[text]) for place, text in every if text in likely]
    found = ((detector, _places(detector, texts, published)) for detector in DETECTORS)
    return tuple(
        Finding(detector.code, detector.severity, places, detector.there, detector.remedy)
        for detector, places in found
        if places
    )


def identifies(text: str) -> bool:
    """Whether a text by itself looks like personal data, and so may not be repeated."""
    tidy = _tidied(text)
    return any(any(detector.found(tidy)) for detector in DETECTORS)


def masked(name: str) -> str:
    """A name of a file that may be repeated: where it looks like personal data, without its digits and addresses."""
    return re.sub(r"\d", "•", re.sub(r"\S+@\S+", "•", name)) if identifies(name) else name


def _places(detector: Detector, texts: list[tuple[Place, str]], published: frozenset[str]) -> tuple[Place, ...]:
    found = {text for text in {t for _, t in texts} if any(_plain(e) not in published for e in detector.found(text))}
    return tuple(dict.fromkeys(place for place, text in texts if text in found))


def _texts(cells: Cells, file_name: str) -> Iterator[tuple[Place, str]]:
    """Every text of a file with its place, in the order a reader of it would meet them."""
    for sheet in cells.sheets:
        name = _masked(sheet.name)
        for row, column in sorted(sheet.cells):
            place = place_at(name, row, column)
            for text in _of_cell(sheet.cells[row, column]):
                yield place, text
    for loose in cells.loose:
        yield Place(_masked(loose.where)), loose.text
    yield Place("file name"), file_name


def _of_cell(cell: Cell) -> tuple[str, ...]:
    return (cell.text, cell.formula) if cell.formula else (cell.text,)


@lru_cache(maxsize=1024)
def _masked(name: str) -> str:
    """A place's name without the personal data someone may have named a sheet after."""
    tidy = _tidied(name)
    for found in [found for detector in DETECTORS for found in detector.found(tidy)]:
        tidy = tidy.replace(found, "…")
    return tidy if "…" in tidy else name


def _tidied(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFKC", text).translate(_TIDY)


def _plain(contact: str) -> str:
    """A contact point without case, spaces and punctuation, and at home rather than from abroad."""
    at_home = _INTERNATIONAL.sub("0", contact.replace(" ", ""), count=1)
    return _NOT_LETTERS_OR_DIGITS.sub("", at_home if contact.strip().startswith(("+", "00")) else contact).casefold()
