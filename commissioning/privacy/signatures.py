"""Who signed a return or filled it in: a name where a job title would do. It is no client's, so it is only noted."""

import re
from collections.abc import Iterator

from commissioning.model.finding import Severity
from commissioning.privacy.detector import Detector
from commissioning.privacy.names import is_name, may_be_a_name
from commissioning.privacy.table import Spot, Table

_DONE = r"(?:signed|prepared|completed|compiled|submitted|authori[sz]ed|approved|filled in|checked|reviewed|written)"
_NAME = r"((?-i:[A-Z])(?:\.|[\w'-]*)(?: ?(?-i:[A-Z])(?:\.|[\w'-]*)){1,4})"
_IN_TEXT = re.compile(
    rf"\b(?:{_DONE}(?: off)?(?: by)?|signature|yours (?:sincerely|faithfully))\s*[:,-]\s*{_NAME}"
    rf"|\b(?:signed|prepared|completed|compiled|filled in)(?: off)? by {_NAME}",
    re.IGNORECASE,
)
_COULD = re.compile(r"sign|by\b|yours|:", re.IGNORECASE)
_HEADING = re.compile(
    rf"(?:(?:form|return|report|template|data) )?{_DONE}(?: off)? by(?: (?:name|print name))?|signed|signature|"
    r"name of (?:the )?(?:person|officer|manager|worker|member of staff) (?:completing|signing|submitting)\b.*|"
    r"print name"
)


def _in_text(text: str) -> Iterator[str]:
    if not _COULD.search(text):
        return
    for found in _IN_TEXT.finditer(text):
        name = (found[1] or found[2]).rstrip(". ")
        if may_be_a_name(name):
            yield name


def _in_table(table: Table) -> Iterator[Spot]:
    for label in table.labelled(_HEADING):
        yield from (spot for spot, cell in table.beside(label) if is_name(cell, table, 2))


SIGNATURES = Detector(
    "P013",
    "signature",
    Severity.NOTE,
    "This looks like the name of whoever signed this or filled it in.",
    "A job title will do: take the name out next time, unless it is a published one.",
    "Nobody needs to know who typed a return, and a worker's name can lead to a refuge.",
    in_text=_in_text,
    in_table=_in_table,
)
