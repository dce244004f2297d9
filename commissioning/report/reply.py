"""The findings about a return in; the remarks that a reply makes, and those as a Document, out."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from commissioning.findings import explanation_of, runs_of, said
from commissioning.model.document import Column, Document, Look, Sheet, Table, Words
from commissioning.model.finding import Finding, Place, Severity
from commissioning.model.reply import Earlier, Listed, Progress, Remark, RemarkGroup, Remarks
from commissioning.model.returned import Answer, Return

PRESSING = (Severity.STOPS, Severity.NEEDS_EXPLANATION)
"""What must be put right or explained."""
GROUPS = {
    Severity.STOPS: ("What stops it", "Nothing is taken in until each of these is put right."),
    Severity.NEEDS_EXPLANATION: (
        "What needs explanation",
        "Correct it or, where it is right, say why in the explanation beside the figure.",
    ),
    Severity.WAIVED: ("What was waived", "Your commissioner lets these pass."),
    Severity.NOTE: ("Notes", "These stop nothing."),
}
COUNTED = {
    Severity.STOPS: ("1 thing stops it", "{} things stop it"),
    Severity.NEEDS_EXPLANATION: ("1 needs explanation", "{} need explanation"),
    Severity.WAIVED: ("1 was waived", "{} were waived"),
    Severity.NOTE: ("1 note", "{} notes"),
}
NOTHING_FOUND = "Nothing was found in it: nothing stops it, and nothing needs explanation."
COLUMNS = (Column("Where", 24), Column("What is there", 44), Column("What to do", 34), Column("Code", 8))
EXPLAINED = "Correct it, or leave it if this says why:"
"""What there is to do about what is explained already; the provider's own words follow."""
MOST_STILL = 5
"""Of what is not put right yet, so many are named."""


def remarks_on(
    findings: tuple[Finding, ...],
    subject: str,
    returned: Return | None,
    edition: str,
    since: Progress | None,
    explained: tuple[Answer, ...] = (),
) -> Remarks:
    """What a reply says of these findings, which come in the template's own order, to what was `explained` in it."""
    progress = (progress_in_words(since),) if since and since.put_right else ()
    return Remarks(
        title="What was found in your return",
        subject=subject,
        summary=(summary(findings), *progress),
        groups=tuple(_groups(findings, explained)),
        listed=tuple(_listed(findings, returned)),
        edition=edition,
    )


def summary(findings: tuple[Finding, ...]) -> str:
    """`2 things stop it, 3 need explanation, 4 notes.`."""
    counts = [(_count(findings, severity), words) for severity, words in COUNTED.items()]
    if not findings:
        return NOTHING_FOUND
    return ", ".join(one if count == 1 else many.format(count) for count, (one, many) in counts if count) + "."


def progress_since(earlier: Earlier | None, remarks: Remarks, told_elsewhere: frozenset[str]) -> Progress | None:
    """How much of what an earlier reply had listed is put right; None where nothing had been listed of this edition.

    A thing is put right once its check no longer complains of it and nothing else presses there; what is not is said as
    it is found now. `told_elsewhere` are the codes of checks that were not made this time.
    """
    if earlier is None or earlier.edition != remarks.edition:
        return None
    asked = [one for one in earlier.listed if one.code not in told_elsewhere]
    at_all = {_where(now): now for now in remarks.listed if now.place.cell}
    complained = at_all | {(now.code, *_where(now)): now for now in remarks.listed}
    found = (complained.get((one.code, *_where(one))) or complained.get(_where(one)) for one in asked)
    still = tuple(one for one in found if one)
    return Progress(len(asked), len(asked) - len(still), still) if asked else None


def progress_in_words(since: Progress) -> str:
    """`12 of 14 put right since it was marked. Not yet: Refuge!G6, Refuge!G9:G10.`."""
    head = f"{since.put_right} of {since.of} put right since it was marked."
    if not since.still:
        return head
    places = dict.fromkeys(one.place for one in since.still if str(one.place))
    named = [*map(str, areas(places)), *dict.fromkeys(one.code for one in since.still if not str(one.place))]
    more = len(named) - MOST_STILL
    return f"{head} Not yet: {', '.join(named[:MOST_STILL])}{f' and {more} more' if more > 0 else ''}."


def to_do(remark: Remark) -> str:
    """What to do about a finding; where the provider has said why beside the figure, those words are repeated."""
    return f"{EXPLAINED} {remark.explained}" if remark.explained else remark.finding.remedy


def note_on(remarks: Iterable[Remark]) -> str:
    """What is said at a cell, a line for each finding: `C001, stops. What is there. What to do.`."""
    lines = [said(replace(remark.finding, places=(), remedy=to_do(remark))) for remark in remarks]
    return "\n".join(dict.fromkeys(lines))


def reply_document(remarks: Remarks, *beside: str) -> Document:
    """The remarks as a page; `beside` says what comes with it."""
    lead = (Words(remarks.summary[0], Look.STRONG), *map(Words, (*remarks.summary[1:], *beside)))
    tables = tuple(_table(group) for group in remarks.groups)
    return Document(remarks.title, remarks.subject, (Sheet("Findings", remarks.title, lead, tables),))


def areas(places: Iterable[Place]) -> tuple[Place, ...]:
    """Places in their order, cells of one column that stand under each other as one area."""
    return tuple(
        Place(run[0].sheet, f"{run[0].cell}:{run[-1].cell}") if len(run) > 1 else run[0] for run in runs_of(places)
    )


def _count(findings: tuple[Finding, ...], severity: Severity) -> int:
    return sum(finding.severity is severity for finding in findings)


def _groups(findings: tuple[Finding, ...], explained: tuple[Answer, ...]) -> Iterator[RemarkGroup]:
    for severity, (title, asks) in GROUPS.items():
        beside = explained if severity is Severity.NEEDS_EXPLANATION else ()
        found = tuple(Remark(f, areas(f.places), explanation_of(f, beside)) for f in findings if f.severity is severity)
        if found:
            yield RemarkGroup(title, asks, found)


def _listed(findings: tuple[Finding, ...], returned: Return | None) -> Iterator[Listed]:
    """Every thing that presses, cell by cell, with the answer that stands there."""
    answers = {place: a.key for a in returned.answers for place in (a.place, a.status_place)} if returned else {}
    for finding in findings:
        if finding.severity in PRESSING:
            for place in finding.places or (Place(),):
                key = answers.get(place)
                yield Listed(finding.code, place, f"{key.service}:{key.code}" if key else "")


def _where(one: Listed) -> tuple[str, ...]:
    """What a thing is known by in another copy of the file: its answer, or else its place."""
    return (one.answer,) if one.answer else (one.place.sheet, one.place.cell)


def _table(group: RemarkGroup) -> Table:
    rows = tuple(
        (
            Words(",\n".join(str(area) for area in remark.areas) or "the file", Look.STRONG),
            Words(remark.finding.there),
            Words(to_do(remark)),
            Words(remark.finding.code, Look.QUIET),
        )
        for remark in group.remarks
    )
    return Table(group.title, COLUMNS, rows, (group.asks,))
