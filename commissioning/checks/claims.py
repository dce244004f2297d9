"""Words of a commentary to what they claim of figures: which way something went. What is not clear is no claim."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Way(StrEnum):
    """Which way figures are said to have gone."""

    UP = "rose"
    DOWN = "fell"
    STEADY = "stayed much the same"
    BETTER = "improved"
    WORSE = "got worse"


class Since(StrEnum):
    """What a claim compares with; nothing, where it does not say."""

    LAST_PERIOD = "last period"
    LAST_YEAR = "last year"
    NOT_SAID = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that claims one way: its words in small letters, where among them the claim stands, since when."""

    words: tuple[str, ...]
    way: Way
    at: int
    since: Since


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WAYS = {
    Way.UP: _words("increase increased increases increasing rise rose risen rises rising grew grown growth upward up"),
    Way.DOWN: _words(
        "decrease decreased decreases decreasing fall fell fallen falls falling decline declined declines declining "
        "drop dropped drops reduced reduction downward down"
    ),
    Way.STEADY: _words("steady stable unchanged constant"),
    Way.BETTER: _words("improve improved improves improving improvement improvements"),
    Way.WORSE: _words("worsen worsened worsens worsening deteriorated deterioration"),
}
_MORE = {"more": Way.UP, "higher": Way.UP, "fewer": Way.DOWN, "less": Way.DOWN, "lower": Way.DOWN}
"""Words that claim only right before what they are said of (more referrals) or before than (were higher than)."""
_WAY_OF = {word: way for way, words in _WAYS.items() for word in words}
_NEGATIONS = _words("no not never without neither nor hardly any cannot little few")
_OPEN = _words(
    "if may might could would should will can whether when expect expected expects hope hoped plan planned aim aims "
    "target targets anticipate anticipated likely potential potentially possible forecast predict predicted need needs "
    "want next future average national capacity budget during over within throughout between until before pandemic "
    "years decade unless except but although though however despite while whereas"
)
"""With one of these a sentence is of what is not yet, of other figures, or says two things: nothing is made of it."""
_BEFORE = 4
"""A negation so many words before a claim, or nearer, may be of it."""
_NEAR = 7
"""A measure farther from the claim than this may not be what it is of."""
_IS = _words("is are was were been be remain remained remains stay stayed has have had")
_LEADS = _words(
    "the a an our all total overall number numbers of in and that this these both their its significant slight small "
    "large sharp further continued marked there were was is are again in respect trend timeliness period quarter month"
)
"""What may stand right before a measure's name without making it a part or another thing."""
_FOLLOWS = _IS | _words(
    "this compared since on than again also overall significantly slightly sharply steadily considerably markedly "
    "continue continued continues show shows showed due because as following after too last and went go gone"
)
"""What may stand right after it: from, by or of would make it a part."""
_LAST_YEAR = re.compile(
    r"\b(?:last|previous|prior) year\b|\bsame (?:period|quarter|month|time)\b|\byear[- ]on[- ]year\b"
)
_LAST_PERIOD = re.compile(r"\b(?:last|previous|prior) (?:period|quarter|month|time|return)\b")


def claims(text: str) -> Iterator[Claim]:
    """Every sentence of a text that clearly claims one way, and one only."""
    for sentence in re.split(r"[.!?;:\n]+(?=\s|$)", text.lower().replace("’", "'")):
        words = tuple(re.findall(r"[^\W\d_]+(?:['-][a-z]+)*|\d[\d,.]*", sentence))
        found = [(at, way) for at, word in enumerate(words) if (way := _way(words, at, word))]
        is_open = _OPEN & set(words) or any(re.fullmatch(r"(19|20)\d\d", word) for word in words)
        if found and len({way for _, way in found}) == 1 and not is_open:
            at, way = found[0]
            if not any(word in _NEGATIONS or word.endswith("n't") for word in words[max(0, at - _BEFORE) : at]):
                yield Claim(words, way, at, _since(sentence))


def _way(words: Sequence[str], at: int, word: str) -> Way | None:
    """Which way a word claims; to increase, or an increase to come, claims nothing."""
    if word in ("up", "down"):
        return _WAY_OF[word] if at and words[at - 1] in (*_IS, "went", "gone", "go") else None
    before = words[at - 1] if at else ""
    return None if before == "to" else _WAY_OF.get(word) or _MORE.get(word)


def _since(sentence: str) -> Since:
    if _LAST_YEAR.search(sentence):
        return Since.LAST_YEAR
    return Since.LAST_PERIOD if _LAST_PERIOD.search(sentence) else Since.NOT_SAID


def spans(claim: Claim, label: str) -> tuple[int, int] | None:
    """Where a sentence names a measure by its label, near the claim, as a whole and nothing else; None where not."""
    name = tuple(_stem(word) for word in re.findall(r"[^\W\d_]+(?:['-][a-z]+)*|\d+", label.lower()))
    for start in range(len(claim.words) - len(name) + 1 if name else 0):
        end = start + len(name)
        if tuple(map(_stem, claim.words[start:end])) == name and _is_of(claim, start, end):
            return start, end
    return None


def _is_of(claim: Claim, start: int, end: int) -> bool:
    """Whether the claim is of what stands between two places of its sentence."""
    words, said = claim.words, claim.words[claim.at]
    if start <= claim.at < end or min(abs(claim.at - start), abs(claim.at - end + 1)) > _NEAR:
        return False
    before, after = words[start - 1] if start else "", words[end] if end < len(words) else ""
    if said in _MORE:
        return claim.at == start - 1 or (words[claim.at + 1 : claim.at + 2] == ("than",) and after in _IS)
    leads = not before or before in _LEADS or before in _WAY_OF
    return leads and (not after or after in _FOLLOWS or after in _WAY_OF)


def is_bare(claim: Claim) -> bool:
    """Whether a sentence says which way it went and not of what: Increase due to the new campaign."""
    words, at = claim.words, claim.at
    after = words[at + 1] if at + 1 < len(words) else ""
    return words[at] not in _MORE and set(words[:at]) <= _LEADS and (not after or after in _FOLLOWS)


def _stem(word: str) -> str:
    """A word without the s of many."""
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
