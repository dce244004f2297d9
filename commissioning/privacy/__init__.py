"""Cells and loose texts to findings about people: what identifies someone must not be in a return.

To add a kind of personal data: a module here that declares a Detector.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache

from commissioning.findings import place_at
from commissioning.model.finding import Finding, Place, Severity
from commissioning.model.returned import Cells
from commissioning.privacy.contacts import published_as
from commissioning.privacy.detector import Detector
from commissioning.privacy.looking import NAMES_NOBODY, At, Looked, look, words_of
from commissioning.privacy.tidy import tidied
from commissioning.privacy.words import NOT_NAMES
from commissioning.rooms import declared

ASKS = "Does anything in the file identify a person?"
"""The question that the detectors answer."""

DETECTORS = tuple(sorted(declared(__name__, Detector), key=lambda detector: detector.code))
"""Every kind of personal data that is looked for, in the order it is reported."""

CODES = frozenset(detector.code for detector in DETECTORS)
"""The codes of all that is looked for."""
SURE = frozenset(detector.code for detector in DETECTORS if detector.severity is Severity.STOPS)
"""The codes of what surely identifies somebody: nothing of a file with one of these is kept in the open."""


_NAMES = ("P008", "P009", "P013")
"""The codes of names."""
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_WITH_ENDING = re.compile(r"(?is)(.+)(\.(?:xl[a-z]{1,2}|f?od[st]|ots|[ct]sv|txt|zip|pdf|numbers|eml|msg))")
_OBEYED = re.compile("[\0-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def scan(
    cells: Cells,
    allowed: tuple[str, ...] = (),
    *,
    file_name: str = "",
    figures: frozenset[Place] = frozenset(),
    ended: date | None = None,
) -> tuple[Finding, ...]:
    """One finding for each kind of personal data in a file, with every place it is in and never the data itself.

    `allowed` are published contact points and officers: e-mail addresses, telephone numbers, postcodes and names.
    `figures` are the places of answers that are numbers: ten digits alone there are a figure.
    `ended` is the last day of the period, where that is known: a column of dates decades before it is of births.
    """
    published = _published(allowed)
    looked = look(cells, file_name, figures, ended, published)
    in_texts = _in_texts(looked, published)
    names = spared(sheet.name for sheet in cells.sheets)
    parts = tuple(_masked(_without(part, names)) for part in looked.parts)
    found = ((detector, _places(detector, looked, in_texts[detector.code], parts)) for detector in DETECTORS)
    return tuple(
        Finding(detector.code, detector.severity, places, detector.there, detector.remedy)
        for detector, places in found
        if places
    )


def names_people(findings: Iterable[Finding]) -> bool:
    """Whether any finding is of something that surely identifies somebody."""
    return any(finding.code in SURE for finding in findings)


def identifies(text: str) -> bool:
    """Whether a text by itself looks like personal data, and so may not be repeated."""
    tidy = tidied(text)
    return any(any(True for _ in detector.in_text(tidy)) for detector in DETECTORS if detector.code in SURE)


def may_identify(text: str) -> bool:
    """Whether a text surely identifies somebody, or tells so much that it may."""
    tidy = tidied(text)
    asked = (detector for detector in DETECTORS if detector.severity is not Severity.NOTE)
    return any(any(True for _ in detector.in_text(tidy)) for detector in asked)


@lru_cache(maxsize=256)
def masked(name: str) -> str:
    """A name of a file or a sheet that may be repeated: without the signs that a terminal obeys and without what looks
    like personal data; where that surely identifies somebody, without every word beside it that could be a name.
    Its ending, where it is one of a file that may come, is left."""
    stem, ending = found.groups() if (found := _WITH_ENDING.fullmatch(name)) else (name, "")
    shown = _unnamed(_OBEYED.sub("•", stem))
    if identifies(name):
        kept = _WORD.sub(lambda word: word[0] if word[0].lower() in NOT_NAMES else "…", shown)
        shown = re.sub(r"…(?:\W*…)+", "…", kept)
    return shown + ending


def spared(sheets: Iterable[str]) -> dict[str, str]:
    """Of these sheets each that may be named after somebody, with what it is called instead."""
    return {sheet: said for sheet in sheets if (said := masked(sheet)) != sheet}


def without_names(findings: Iterable[Finding], names: Mapping[str, str]) -> tuple[Finding, ...]:
    """The findings, their places without the names of sheets that are not to be repeated."""
    return tuple(replace(one, places=tuple(place_without(place, names) for place in one.places)) for one in findings)


def place_without(place: Place, names: Mapping[str, str]) -> Place:
    """A place without the names of sheets that are not to be repeated."""
    return replace(place, sheet=_without(place.sheet, names))


def _without(where: str, names: Mapping[str, str]) -> str:
    """What a part of a file is called: in `notes on sheet …` a sheet's name stands among other words."""
    for sheet in sorted(names, key=len, reverse=True):
        where = where.replace(sheet, names[sheet])
    return where


def _unnamed(name: str) -> str:
    """A name of a file or a sheet without what is found in it, and without each word of what may be a person's name."""
    told = (tidied(words_of(f"{name}.")), tidied(name))
    finds = [detector.in_text for detector in DETECTORS if detector.code in _NAMES]
    named = {found for text in told for find in finds for found in find(text)}
    for word in {word for found in named for word in found.split()}:
        name = re.sub(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", "…", name)
    return _masked(name)


def _published(allowed: tuple[str, ...]) -> Callable[[str], bool]:
    """What tells a published contact, however it is typed; nothing is compared before something is found."""

    @cache
    def known() -> frozenset[str]:
        return frozenset(map(published_as, allowed))

    return lambda found: bool(allowed) and published_as(found) in known()


def _in_texts(looked: Looked, published: Callable[[str], bool]) -> Mapping[str, set[At]]:
    """Where the texts are in which each detector, by its code, finds what nobody published; each text is looked at
    once."""
    found: dict[str, set[At]] = {detector.code: set() for detector in DETECTORS}
    where: dict[str, list[At]] = {}
    for at, text in looked.texts:
        where.setdefault(text, []).append(at)
    for text, places in where.items():
        by_code = {detector.code: tuple(detector.in_text(text)) for detector in DETECTORS}
        if not any(by_code.values()):
            NAMES_NOBODY.add(text)
        for code, all_found in by_code.items():
            if any(not published(one) for one in all_found):
                found[code].update(places)
    return found


def _places(detector: Detector, looked: Looked, texts: set[At], parts: tuple[str, ...]) -> tuple[Place, ...]:
    """Where a detector finds something, in the order a reader meets it; `parts` is what each part may be called."""
    tables = {looked.at(part, spot) for part, table in looked.tables for spot in detector.in_table(table)}
    return tuple(dict.fromkeys(_place(parts[part], row, column) for part, row, column in sorted(texts | tables)))


def _place(part: str, row: int, column: int) -> Place:
    return place_at(part, row, column) if row else Place(part)


def _masked(name: str) -> str:
    """A place's name without the personal data someone may have named a sheet after."""
    tidy = tidied(name)
    for found in [found for detector in DETECTORS for found in detector.in_text(tidy)]:
        tidy = tidy.replace(found, "…")
    return tidy if "…" in tidy else name
