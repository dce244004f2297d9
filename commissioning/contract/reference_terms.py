"""Faultless text of reference data to what it means."""

from commissioning.contract.reference_text import ExpectationText, ReferenceText, ScorecardText
from commissioning.model.reference import DatedValue, Expectation, Reference, Scorecard


def reference_of(id: str, text: ReferenceText) -> Reference:
    """A value that rates are against, its dated values oldest first."""
    values = sorted((DatedValue(one.holds_from, one.value) for one in text.values), key=lambda one: one.holds_from)
    return Reference(id, text.label, text.unit, tuple(values), text.old_after_years, text.source, text.checked)


def expectation_of(id: str, text: ExpectationText) -> Expectation:
    """What is published to be expected; one number is both ends."""
    low, high = (text.value, text.value) if text.value is not None else (text.low, text.high)
    return Expectation(id, text.label, low, high, text.source, text.checked)


def scorecard_of(text: ScorecardText | None) -> Scorecard | None:
    """The scorecard that a contract file is, if it is one."""
    return Scorecard(text.place, text.source, text.beside) if text else None
