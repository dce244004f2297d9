"""What the figures of a transcribed paper are, and what must be known of them, in the words of contract text."""

from commissioning.model.contract import Origin
from commissioning.model.document import Column, Look, Table, Words
from commissioning.model.measure import Measure
from commissioning.report.evidence import ContractEvidence
from commissioning.report.line_cells import MEASURE, SERVICE

TITLE = "What the figures are"


def meanings(one: ContractEvidence) -> tuple[Table, ...]:
    """A row for each measure shown whose definition or counting rule is stated; no table where there is none.

    An issued return carries them itself, so only a transcribed contract's are told here.
    """
    if one.terms.origin is not Origin.TRANSCRIBED:
        return ()
    shown = {line.key.measure for line in one.lines}
    said = {measure.label: _said(measure) for measure in one.terms.measures if measure.code in shown}
    rows = tuple((Words(label, Look.STRONG), Words(words)) for label, words in said.items() if words)
    columns = (Column("Measure", MEASURE), Column("What is counted, and what the paper leaves open", SERVICE))
    return (Table(TITLE, columns, rows),) if rows else ()


def _said(measure: Measure) -> str:
    """The definition and the counting rule, as far as they are stated."""
    return " ".join(part for part in (measure.definition, measure.counting_rule) if part)
