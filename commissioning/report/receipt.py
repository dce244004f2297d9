"""A return as received, its judgement, figures and decisions in; proof of what was received, to send back, out."""

from collections.abc import Iterable
from datetime import datetime, time
from fractions import Fraction

from commissioning.asked import Asked, answer_of, answers_of
from commissioning.calendar import day_in_words
from commissioning.contract.reporting import period_label
from commissioning.findings import Explained, explanation_of, grouped
from commissioning.measures import KINDS, Over
from commissioning.model.contract import Terms
from commissioning.model.document import Column, Document, Look, Number, Piece, Sheet, Table, Words
from commissioning.model.expression import Addition, Constant, Count, Difference, Sum, Term
from commissioning.model.finding import Finding
from commissioning.model.measure import Measure
from commissioning.model.posted import Action, Decision, Entry, Judgement, Receipt, State, Verdict
from commissioning.model.quantity import AnswerKey, Missing, Quantity
from commissioning.report.words import period_in_words
from commissioning.template import COMMENTARY, DECLARATION

WHAT_BECAME = {
    Verdict.STOPPED: "Stopped: no figure was taken from this file. Put right what stops it, below, and send it again.",
    Verdict.NEEDS_EXPLANATION: "Provisional: the figures were taken in."
    " They stand once what needs explanation, below, is explained or corrected.",
    Verdict.ACCEPTED: "Accepted: the figures stand as they were sent.",
}
REPLACED = "Replaced: a correction has come since, and its figures stand instead of these."
PARTY = {Action.ACCEPT: "accepted", Action.QUERY: "queried", Action.WAIVE: "waived"}
IN_FULL = "What was read of your file, cell by cell: compare it with what you sent."


def receipt_document(
    receipt: Receipt,
    judgement: Judgement,
    entries: tuple[Entry, ...],
    decisions: tuple[Decision, ...],
    terms: Terms,
    explained: tuple[Explained, ...] = (),
) -> Document:
    """The receipt as a Document; `entries` are the figures of this return that stand, none where none do, and
    `explained` what of it has an explanation beside it, whether it was taken in or not."""
    label = period_label(terms, receipt.period) if receipt.period else "period not stated"
    title = f"Receipt: {terms.title}, {label}"
    lead = [Words(terms.label, Look.WARNING)] if terms.label else []
    lead.append(Words(what_became(judgement, entries), Look.STRONG))
    findings = (_findings(judgement.findings, explained),) if judgement.findings else ()
    decided = (_decisions(decisions),) if decisions else ()
    taken = (_taken(entries), _totals(entries, terms), _answers(entries, terms)) if entries else ()
    sheet = Sheet("Receipt", title, tuple(lead), (_received(receipt, terms), *findings, *decided, *taken))
    return Document(title, f"Proof of what was received from {_provider(terms)}", (sheet,))


def what_became(judgement: Judgement, entries: tuple[Entry, ...]) -> str:
    """The verdict as a sentence, by what the figures are now: accepted by decision, provisional, replaced."""
    if judgement.verdict is Verdict.STOPPED:
        return WHAT_BECAME[Verdict.STOPPED]
    if not entries:
        return REPLACED
    provisional = any(entry.state is State.PROVISIONAL for entry in entries)
    return WHAT_BECAME[Verdict.NEEDS_EXPLANATION if provisional else Verdict.ACCEPTED]


def _provider(terms: Terms) -> str:
    return terms.parties.provider.name if terms.parties.provider else "a provider that is not stated"


def _received(receipt: Receipt, terms: Terms) -> Table:
    came = receipt.received
    corrects = (("Corrects", f"the return with sha256 {receipt.corrects}"), ("Because", receipt.correction_reason))
    facts = (
        ("File", receipt.file),
        ("Contract", f"{terms.title} ({receipt.contract})"),
        ("Provider", _provider(terms)),
        ("For the period", period_in_words(receipt.period) if receipt.period else "not stated"),
        ("Received", _moment(came)),
        ("Version of the return", receipt.edition[:12] or "not stated"),
        ("Digest of the file (sha256)", receipt.sha256),
        *(corrects if receipt.corrects else ()),
    )
    rows = tuple((Words(name, Look.STRONG), Words(text)) for name, text in facts)
    return Table("What was received", (Column("", 28), Column("", 80)), rows)


def _moment(came: datetime) -> str:
    """The day and the time; the day alone where it was told without its time, for which midnight stands."""
    day = day_in_words(came.date())
    return f"{day}, {came:%H:%M} {came.tzname() or ''}".strip() if came.time() != time() else day


def _findings(findings: Iterable[Finding], explained: tuple[Explained, ...]) -> Table:
    """What must be done first stands first."""
    columns = (Column("Severity", 18), Column("Where", 22), Column("What was found, and what to do", 68))
    rows = tuple(
        (
            Words(finding.severity.value, Look.STRONG),
            Words(", ".join(str(place) for place in finding.places) or "the file"),
            Words(f"{finding.code}. {finding.there} {finding.remedy}{_explanation(finding, explained)}".strip()),
        )
        for group in grouped(findings)
        for finding in group.findings
    )
    return Table("What was found", columns, rows)


def _explanation(finding: Finding, explained: tuple[Explained, ...]) -> str:
    explanation = explanation_of(finding, explained)
    return f" Explained as: {explanation}" if explanation else ""


def _decisions(decisions: Iterable[Decision]) -> Table:
    columns = (Column("Decided", 18), Column("By and when", 30), Column("Why", 60))
    rows = tuple(
        (
            Words(" ".join(part for part in (PARTY[decision.action], decision.code) if part), Look.STRONG),
            Words(f"{decision.actor}, {day_in_words(decision.at.date())}"),
            Words(f"{decision.why}{f' Until {day_in_words(decision.until)}.' if decision.until else ''}"),
        )
        for decision in decisions
    )
    return Table("What was decided", columns, rows)


def _taken(entries: tuple[Entry, ...]) -> Table:
    """How many answers are figures, words, and gaps of each sort."""
    figures = tuple(entry for entry in entries if not _is_words(entry))
    gaps = [entry.given for entry in figures if isinstance(entry.given, Missing)]
    sorts = ", ".join(f"{gaps.count(sort)} {sort.value}" for sort in Missing if sort in gaps)
    asked, answered = Constant(Fraction(len(figures))), Count(tuple(Term(entry.number) for entry in figures))
    in_words = Constant(Fraction(len(entries) - len(figures)))
    rows = tuple(
        (Words(of, Look.STRONG), Number(Missing.NOT_ADDED, "flow", counted), Words(note))
        for of, counted, note in (
            ("Figures", answered, ""),
            ("Without a figure", Difference(asked, answered), sorts),
            ("Answers in words", in_words, ""),
        )
    )
    return Table("What was taken", (Column("", 28), Column("", 12), Column("", 68)), rows)


def _is_words(entry: Entry) -> bool:
    return KINDS[entry.kind].guard is None


def _totals(entries: tuple[Entry, ...], terms: Terms) -> Table:
    """Of each measure, how many figures came and what they add up to over services, where they may be added."""
    columns = (Column("Measure", 40), Column("Figures", 10), Column("Total", 18), Column("", 40))
    rows = tuple(
        _total(measure, each, found)
        for measure in terms.measures
        for each in answers_of(measure, "")
        if (found := _whole(entries, each.key))
    )
    return Table("Totals to compare with your own", columns, rows, empty="No measure was answered with a figure.")


def _whole(entries: tuple[Entry, ...], key: AnswerKey) -> tuple[Entry, ...]:
    """The figures of an answer, of whatever service."""
    found = (entry for entry in entries if entry.key._replace(service="") == key)
    return tuple(entry for entry in found if isinstance(entry.given, Quantity))


def _total(measure: Measure, asked: Asked, whole: tuple[Entry, ...]) -> tuple[Piece, ...]:
    over_services = asked.adds.over_services
    why_not = measure.people_may_be_in_both or asked.adds.why_not_over_services or over_services.value
    terms = tuple(Term(entry.number) for entry in whole)
    expression: Sum = Addition(terms) if len(terms) > 1 else terms[0]
    may_be_added = len(whole) == 1 or (over_services is Over.SUM and not measure.people_may_be_in_both)
    provisional = any(entry.state is State.PROVISIONAL for entry in whole)
    total: Piece = Words(Missing.NOT_ADDED.value, Look.QUIET)
    if may_be_added:
        total = Number(Missing.NOT_ADDED, asked.kind, expression, provisional=provisional, strong=True)
    return (
        Words(asked.about, Look.STRONG),
        Number(Missing.NOT_ADDED, "flow", Count(terms)),
        total,
        Words("" if may_be_added else why_not, Look.QUIET),
    )


def _answers(entries: tuple[Entry, ...], terms: Terms) -> Table:
    columns = (Column("Where", 22), Column("Asked", 42), Column("Answer", 14), Column("Explanation, or words", 30))
    rows = tuple(
        (
            Words(str(entry.place), Look.QUIET),
            Words(_asked(entry, terms), Look.STRONG),
            *_answer(entry, terms),
        )
        for entry in entries
    )
    return Table("Every answer as it was read", columns, rows, (IN_FULL,))


def _answer(entry: Entry, terms: Terms) -> tuple[Piece, Piece]:
    """The answer, and its explanation; free text stands in the place of that, where there is room for it."""
    if _is_words(entry) and KINDS[entry.kind].answer is None:
        return Words("in words", Look.QUIET), Words(entry.words)
    choices = {measure.code: measure.choices for measure in terms.measures}.get(entry.key.measure, ())
    said = KINDS[entry.kind].in_words(entry.words, choices)
    return Words(said) if said else _number(entry), Words(entry.explanation)


def _number(entry: Entry) -> Number:
    return Number(entry.given, entry.kind, name=entry.number, provisional=entry.state is State.PROVISIONAL)


def _asked(entry: Entry, terms: Terms) -> str:
    """The measure by its label, and the category by its own."""
    labels = {measure.code: measure.label for measure in (COMMENTARY, *DECLARATION, *terms.measures)}
    measures = {measure.code: measure for measure in terms.measures}
    if entry.key.is_part and entry.key.measure in measures:
        return answer_of(measures[entry.key.measure], entry.key).about
    parts = [labels.get(entry.key.measure, entry.key.measure)]
    if entry.key.dimension:
        of = (dimension for dimension in terms.dimensions if dimension.id == entry.key.dimension)
        found = (category for dimension in of for category in dimension.categories)
        parts.append({one.id: one.label for one in found}.get(entry.key.category, entry.key.category))
    return ": ".join(parts)
