"""The rules behind a workbook: marks, how each kind adds up, how ratings are given, and the checks that spoke."""

from collections.abc import Iterator

from commissioning.checks import catalogue
from commissioning.contract.policies_in_words import policy_in_words
from commissioning.measures import KINDS, Over
from commissioning.measures.kind import Kind
from commissioning.model.document import Column, Look, Piece, Sheet, Table, Words
from commissioning.model.measure import RatingPolicy
from commissioning.report.evidence import PROVISIONAL, ContractEvidence

Row = tuple[Piece, ...]
NAME, SHORT, LONG = 34, 30, 110
MARKS = (
    ("[p]", PROVISIONAL),
    ("at least, over, up to, about", "The number limits the true one, and is never rated."),
    ("not returned", "It was asked and has not come. It is not 0, and what it belongs to says at least."),
    ("not asked", "The contract did not ask it in that period."),
    ("not stated", "The contract, or the paper that it was transcribed from, does not say."),
    ("not added", "Adding would count someone twice, or the numbers it needs are missing; the row says which."),
    (
        "Direction",
        "Compared with the period before, where the same thing was asked and both figures are exact; [p] marks one that"
        " is provisional. The arrow is the figure's; improved and worsened are said where the contract says which side"
        " is better and the target stayed as it was.",
    ),
    ("Since last year", "Compared in the same way with the same period a year before."),
    ("2018..2022-08", "A span as it is written. Nothing before or after the dots: that end is not stated."),
    ("Where a number comes from", "Choose it: it leads to its first row in Data, with file, sheet, cell and decision."),
)


def notes_sheet(label: str, evidence: tuple[ContractEvidence, ...]) -> Sheet:
    """Only what this workbook uses."""
    return Sheet(
        "Notes",
        f"Notes on the rules used, {label}",
        (),
        (_marks(), _kinds(evidence), _policies(evidence), _checks(evidence)),
    )


def _columns(*headings: str) -> tuple[Column, ...]:
    return tuple(Column(heading, width) for heading, width in zip(headings, (NAME, SHORT, LONG), strict=False))


def _marks() -> Table:
    rows = tuple((Words(mark, Look.STRONG), Words(means)) for mark, means in MARKS)
    return Table("What marks and words mean", _columns("Mark", "Meaning"), rows)


def _kinds(evidence: tuple[ContractEvidence, ...]) -> Table:
    used = {figure.kind for one in evidence for figure in one.figures}
    rows = tuple(
        (Words(kind.title, Look.STRONG), Words(_over(kind.over_time, kind.why_not_over_time)), Words(_services(kind)))
        for key, kind in KINDS.items()
        if key in used and kind.stands_among_figures
    )
    return Table("How figures add up", _columns("Kind of measure", "Over time", "Over services"), rows)


def _services(kind: Kind) -> str:
    return _over(kind.over_services, kind.why_not_over_services)


def _over(over: Over, why_not: str) -> str:
    return f"{over.value}: {why_not}" if over is Over.NEVER and why_not else over.value


def _policies(evidence: tuple[ContractEvidence, ...]) -> Table:
    rows = tuple(row for one in evidence for row in _of_contract(one))
    columns = _columns("Rating policy", "Contract", "Rule")
    empty = "No contract states one: a target is met, Green, or missed, Red."
    return Table("How ratings are given", columns, rows, empty=empty)


def _of_contract(one: ContractEvidence) -> Iterator[Row]:
    used = {measure.rating for measure in one.terms.measures}
    for policy in one.terms.ratings:
        if policy.id in used:
            kinds = {measure.kind for measure in one.terms.measures if measure.rating == policy.id}
            points = "percentage points" if all(KINDS[kind].is_percent for kind in kinds) else ""
            yield (Words(policy.id, Look.STRONG), Words(one.terms.title), Words(_rule(policy, points)))


def _rule(policy: RatingPolicy, points: str) -> str:
    """What a policy comes to, band by band, and where it is from."""
    return " ".join(part for part in (policy_in_words(policy, points), policy.source) if part)


def _checks(evidence: tuple[ContractEvidence, ...]) -> Table:
    raised = {f.code for one in evidence for arrived in one.arrived for f in arrived.judgement.findings}
    rows = tuple(
        (Words(f"{check.code}, {check.name}", Look.STRONG), Words(check.severity.value), Words(check.why))
        for _, checks in catalogue()
        for check in checks
        if check.code in raised
    )
    return Table("Checks that found something", _columns("Check", "Severity", "What it asks"), rows, empty="None did.")
