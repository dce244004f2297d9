"""One person's story told so that neighbours know whose it is: an age, a relationship, a place and an event together.

Each of the four is harmless by itself, and so are ages of many: it is their company in a few sentences that tells.
"""

import re
from collections.abc import Iterator

from commissioning.model.finding import Severity
from commissioning.privacy.dates import MONTHS
from commissioning.privacy.detector import Detector

_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_AGE_IN_WORDS = rf"(?:(?:{_TENS})(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|(?:six|seven|eigh|nine)teen)"
_ONE = r"(?:woman|man|mother|mum|father|girl|boy|client|survivor|victim|resident|teenager|daughter|son|wife|husband)"
_NOT_A_PLACE = "".join(f"(?<!{word} )" for word in ("in", "from", "of", "at", "to", "near", "for", "and", "around"))
_AGE = re.compile(
    rf"\b(?:\d{{1,2}}|{_AGE_IN_WORDS})[ -]?(?:years?|yrs?)[ -]?old\b|\b\d{{1,2}} ?y/?o\b"
    rf"|\b(?:aged|age) \d{{1,2}}\b(?!\s*(?:-|to\b|and\b|or\b|\+|/|years? (?:and|or)))"
    rf"|\bin (?:her|his|their) (?:early |mid[- ]|late )?"
    r"(?:teens|twenties|thirties|forties|fifties|sixties|seventies)\b"
    rf"|\b(?:\d{{1,2}}|{_AGE_IN_WORDS}) years of age\b|\bage: ?\d{{1,2}}\b(?!\s*[-+])"
    rf"|\b(?:she|he) (?:is|was) (?:[1-9]\d|{_AGE_IN_WORDS})(?=[,.;]? (?:and|when|with|who|at the)\b|[,.;])"
    rf"|\b{_ONE}(?:, [1-9]\d(?=[,.;])| \([1-9]\d\))"
    rf"|{_NOT_A_PLACE}\b(?!(?:{MONTHS})\b)(?-i:[A-Z])[a-z]+, [1-9]\d,(?= (?-i:[a-z]))",
    re.IGNORECASE,
)
_COULD = re.compile(
    r"[Yy]ear|YEAR|[Yy]r|[Aa]ge(?:d|:)? ?[0-9]|[0-9] ?y/?o|[Ii]n (?:her|his|their) |, [1-9][0-9][,.;]|\([1-9][0-9]\)|"
    r"[Hh]e (?:is|was) "
)
_RELATIONSHIP = re.compile(
    r"\b(?:mother|mum|father|dad|daughter|son|wife|husband|partner|ex-partner|ex|sister|brother|grandmother|grandfather|"
    r"aunt|uncle|niece|nephew|cousin|girlfriend|boyfriend|fianc[eé]e?|widow|step-?\w+|carer|single parent|lone parent|"
    r"(?:one|two|three|four|five|six|seven|\d) (?:young |small )?(?:children|kids|sons|daughters)|pregnant)\b",
    re.IGNORECASE,
)
_NO_PLACES = (
    rf"(?:{MONTHS}|spring|summer|autumn|winter|christmas|easter|monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    r"q[1-4]|year|refuge|court|police|council|children|children's|adult|adults|social|housing|health|nhs|marac|idvas?|"
    r"isvas?|mash|women|women's|england|wales|scotland|britain|uk|english|covid|outreach|helpline|cafcass|drive|family|"
    r"early|phase|stage|section|table|appendix|i|he|she|they|we|it|the|a|an|her|his|our|this|these|that)"
)
_PLACE = re.compile(
    rf"\b(?:from|in|at|near|to|of|around|outside|into)\s+(?!{_NO_PLACES}\b)(?-i:[A-Z])[a-z]{{2,}}", re.IGNORECASE
)
_EVENT = re.compile(
    r"\b(?:fled|flee|fleeing|left|leaving|escaped|attack(?:ed)?|assault(?:ed)?|stabb(?:ed|ing)|strangled|raped?|"
    r"abducted|kidnapped|trafficked|threatened|hospitali[sz]ed|arrested|charged|convicted|sentenced|imprisoned|jailed|"
    r"murder(?:ed)?|killed|died|death|suicide|overdosed?|miscarried|gave birth|evicted|homeless|deported|removed|moved|"
    r"married|divorced|separated|burn(?:ed|t)|shot|beaten|hit|injured|set fire|crash(?:ed)?|inquest|trial|was found|"
    r"broken?|punched|kicked|bruised|choked|strangling|beat|stalked|"
    r"disclosed|reported|referred|presented|sought help|came to us|self-referred)\b",
    re.IGNORECASE,
)
NEAR = 300
"""How many letters before and after an age the rest of a story is looked for."""
STEP = 60
"""Ages closer than this to one before are of the same story, so that a text full of ages is read in time."""


def _in_text(text: str) -> Iterator[str]:
    if not _COULD.search(text):
        return
    looked_from = -STEP
    for age in _AGE.finditer(text):
        if age.start() < looked_from + STEP:
            continue
        looked_from = age.start()
        told = text[max(0, age.start() - NEAR) : age.end() + NEAR]
        if all(part.search(told) for part in (_RELATIONSHIP, _PLACE, _EVENT)):
            yield told


NARRATIVE = Detector(
    "P012",
    "story of one person",
    Severity.NEEDS_EXPLANATION,
    "An age, a relationship, a place and what happened stand together here, and may tell who somebody is.",
    "Leave out at least the age and the place, and send the return again; or say why nobody can be recognised.",
    "Neighbours recognise a story that names nobody.",
    in_text=_in_text,
)
