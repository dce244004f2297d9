"""Relations as a commissioner writes them, `open-at-start + new - closed = open-at-end`, to Sums."""

from fractions import Fraction

from commissioning.model.expression import Addition, Comparison, Constant, Difference, Operator, Sum, Term
from commissioning.model.quantity import AnswerKey

OPERATORS: dict[str, Operator] = {"=": "=", "<=": "<=", ">=": ">=", "<": "<", ">": ">"}


class UnreadableRelation(ValueError):
    """Words of a relation that are not measures, + - and one comparison; says what to write."""


def read_relation(text: str, service: str) -> Comparison:
    """The comparison that the words state for one service; UnreadableRelation where they state none."""
    words = text.split()
    signs = [word for word in words if word in OPERATORS]
    if len(signs) != 1:
        raise UnreadableRelation("Write measures joined by + and -, with one of = <= >= < > between the two sides.")
    middle = words.index(signs[0])
    return Comparison(_side(words[:middle], service), OPERATORS[signs[0]], _side(words[middle + 1 :], service))


def measures_in(text: str) -> tuple[str, ...]:
    """The measures a relation names, in the order they are written."""
    words = [word for word in text.split() if word not in OPERATORS and word not in "+-" and not word.isdecimal()]
    return tuple(word.split("/")[0] for word in words)


def answers_in(text: str) -> tuple[tuple[str, bool], ...]:
    """The answers a relation names, as written, each with whether another stands on its side."""
    sides: list[list[str]] = [[]]
    for word in text.split():
        if word in OPERATORS:
            sides.append([])
        elif word not in "+-" and not word.isdecimal():
            sides[-1].append(word)
    return tuple((word, len(side) > 1) for side in sides for word in side)


def _side(words: list[str], service: str) -> Sum:
    terms, signs = words[::2], words[1::2]
    if len(words) % 2 == 0 or any(sign not in ("+", "-") for sign in signs) or any(term in "+-" for term in terms):
        raise UnreadableRelation(
            "Write each side as measures with + or - between them, and a space on both sides of each sign."
        )
    added = [_term(terms[0], service)] + [
        _term(t, service) for t, sign in zip(terms[1:], signs, strict=True) if sign == "+"
    ]
    taken = [_term(t, service) for t, sign in zip(terms[1:], signs, strict=True) if sign == "-"]
    return Difference(_joined(added), _joined(taken)) if taken else _joined(added)


def _joined(parts: list[Sum]) -> Sum:
    return parts[0] if len(parts) == 1 else Addition(tuple(parts))


def _term(word: str, service: str) -> Sum:
    if word.isdecimal():
        return Constant(Fraction(word))
    parts = word.split("/")
    if len(parts) not in (1, 3):
        raise UnreadableRelation("Write a measure's code, or measure/breakdown/category.")
    return Term(AnswerKey(service, *parts))
