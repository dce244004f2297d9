"""A statement is issued, agreed or disputed: numbered, signed by two, frozen, and written again as it was."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import ModuleType

from commissioning.calendar import day_in_words
from commissioning.errors import CommissioningError, NothingThere
from commissioning.funding.books import Books
from commissioning.funding.statements.freezing import digest_of, freeze, thaw
from commissioning.funding.statements.issued import (
    Frozen,
    IssuedStanding,
    LineContribution,
    contributions_of,
    next_number,
    one_before,
    opening_gaps,
    standing_of,
    still_open,
)
from commissioning.funding.statements.statement_nouns import Statement
from commissioning.model.accounts import IssuedStatement, StatementAction, StatementStep
from commissioning.model.document import Document, Look, Words
from commissioning.model.organisation import Actor
from commissioning.money import say_money
from commissioning.nearest import or_hint
from commissioning.period import label
from commissioning.report.changes import changes
from commissioning.report.statement import statement_document
from commissioning.store import PostedMeanwhile, Store
from commissioning.work.accounts import books_of
from commissioning.work.reasons import refuse_personal_data
from commissioning.work.statements import statement_for
from commissioning.work.workspace import Clock, Workspace


@dataclass(frozen=True, slots=True)
class Signed:
    """Who prepared a statement and who reviewed it; what the funder is told where it does not agree."""

    prepared_by: str
    reviewed_by: str
    told: str = ""


@dataclass(frozen=True, slots=True)
class ToIssue:
    """A statement as it was worked out, and what makes the Document that its funder is sent once it is signed.

    `seen` is the newest money of its contracts before it was worked out: with newer money it is not issued.
    """

    statement: Statement
    document: Callable[[StatementStep], Document]
    seen: Mapping[str, tuple[int, ...]]


def issue_for(
    workspace: Workspace, actor: Actor, period: str, funder: str, signed: Signed, clock: Clock
) -> tuple[Frozen, tuple[str, ...]]:
    """Issue the statement of a funder for a period as it comes out now, and say what changed from the one before.

    CommissioningError where several commissioners have one for the funder and none is named.
    """
    _refuse_unsigned(actor, signed)
    with workspace.store() as store:
        seen = store.newest_money(workspace.seen_by(actor))
    found = statement_for(workspace, period, actor, funder)
    leads = [made.statement.commissioner.id for made in found]
    if workspace.commissioner:
        found = tuple(made for made in found if made.statement.commissioner.id == workspace.commissioner)
    if len(found) != 1:
        raise CommissioningError(f"Say whose statement it is, --commissioner: {', '.join(leads)}.")
    statement = found[0].statement
    recipient = workspace.finance.recipient(statement.funder.id)
    own = {one.contract: seen[one.contract] for one in statement.covers}
    made = ToIssue(statement, lambda step: statement_document(statement, recipient, step), own)
    frozen = issue(workspace, actor, made, signed, clock)
    before = frozen.takes_place_of
    earlier = frozen_of(workspace, actor, before).document if before else frozen.document
    return frozen, changes(earlier, frozen.document)


def issue(workspace: Workspace, actor: Actor, made: ToIssue, signed: Signed, clock: Clock) -> Frozen:
    """Number the statement, freeze it and keep it; CommissioningError, with what to do, where it cannot be issued."""
    _refuse_unsigned(actor, signed)
    statement = made.statement
    _refuse_unissuable(statement, signed)
    with workspace.store() as store:
        _refuse_open(statement, books_of(workspace, actor, store))
        issued = store.statements()
        if not signed.told.strip():
            _refuse_gaps(statement, issued)
        number, before = next_number(statement, issued)
        _refuse_unchanged(statement, signed, next((one for one in issued if one.number == before), None))
        step = _signed_step(number, signed, actor, clock())
        frozen = _frozen(made, step, before)
        content = freeze(frozen)
        kept = IssuedStatement(
            number=number,
            funder=statement.funder.id,
            commissioner=statement.commissioner.id,
            period=statement.period,
            content=content,
            digest=digest_of(content),
            charges=statement.charge_numbers,
        )
        _keep(store, kept, step, made.seen)
    return frozen


def _keep(store: Store, kept: IssuedStatement, step: StatementStep, seen: Mapping[str, tuple[int, ...]]) -> None:
    try:
        store.issue_statement(kept, step, seen)
    except PostedMeanwhile as late:
        raise CommissioningError(
            "Somebody posted or recorded money of its contracts while the statement was worked out. Look at the draft"
            " again; then issue it."
        ) from late


def agree(workspace: Workspace, actor: Actor, number: str, clock: Clock, why: str = "") -> IssuedStanding:
    """Record that the funder agrees the statement; CommissioningError where another took its place, or it is agreed."""
    _refuse_names(actor, why)
    return _step(workspace, actor, StatementStep(number, StatementAction.AGREED, actor.name, clock(), why.strip()))


def dispute(workspace: Workspace, actor: Actor, number: str, why: str, clock: Clock) -> IssuedStanding:
    """Record that the funder disputes the statement, and why."""
    if not why.strip():
        raise CommissioningError("Say why it is disputed, --why: the reason is kept with the statement.")
    _refuse_names(actor, why)
    return _step(workspace, actor, StatementStep(number, StatementAction.DISPUTED, actor.name, clock(), why.strip()))


def listed(workspace: Workspace, actor: Actor) -> tuple[IssuedStanding, ...]:
    """Every issued statement that the actor may see, in order of issue, as it stands now."""
    with workspace.store() as store:
        return _standing(workspace, actor, store)


def frozen_of(workspace: Workspace, actor: Actor, number: str) -> Frozen:
    """An issued statement as it was; NothingThere where there is none, CommissioningError where its text was changed.

    Its statement is only told by the names of its classes; its Document is whole.
    """
    return opened(_found(listed(workspace, actor), number).issued)


def opened(issued: IssuedStatement) -> Frozen:
    """What was frozen of an issued statement; CommissioningError where its text is not what was issued."""
    if digest_of(issued.content) != issued.digest:
        raise CommissioningError(f"The text of statement {issued.number} is not what was issued; do not use it.")
    frozen: Frozen = thaw(issued.content, _classes())
    return frozen


def _step(workspace: Workspace, actor: Actor, step: StatementStep) -> IssuedStanding:
    with workspace.store() as store:
        standing = _found(_standing(workspace, actor, store), step.number)
        if standing.place_taken_by:
            raise CommissioningError(
                f"Statement {step.number} was replaced by {standing.place_taken_by}; {_verb(step)} that one."
            )
        if standing.is_agreed:
            last = standing.last
            later = "" if step.action is StatementAction.AGREED else " What is wrong is corrected in the next one."
            raise CommissioningError(
                f"Statement {step.number} is agreed already, by {last.actor} on {day_in_words(last.at.date())}.{later}"
            )
        store.step_statement(step)
        return replace(standing, last=step)


def _verb(step: StatementStep) -> str:
    return "agree" if step.action is StatementAction.AGREED else "dispute"


def _standing(workspace: Workspace, actor: Actor, store: Store) -> tuple[IssuedStanding, ...]:
    mine, asked = frozenset(actor.organisations), workspace.commissioner
    return tuple(
        one
        for one in standing_of(store.statements(), store.charges())
        if (not mine or not mine.isdisjoint((one.issued.funder, one.issued.commissioner)))
        and (not asked or asked == one.issued.commissioner)
    )


def _found(there: tuple[IssuedStanding, ...], number: str) -> IssuedStanding:
    found = next((one for one in there if one.issued.number == number), None)
    if found is None:
        hint = or_hint(number, [one.issued.number for one in there], "see what there is with: statement list.")
        raise NothingThere(f"There is no statement {number}; {hint}")
    return found


def _signed_step(number: str, signed: Signed, actor: Actor, at: datetime) -> StatementStep:
    return StatementStep(
        number=number,
        action=StatementAction.ISSUED,
        actor=actor.name,
        at=at,
        why=signed.told.strip(),
        prepared_by=signed.prepared_by.strip(),
        reviewed_by=signed.reviewed_by.strip(),
    )


def _frozen(made: ToIssue, step: StatementStep, before: str) -> Frozen:
    return Frozen(
        number=step.number,
        takes_place_of=before,
        prepared_by=step.prepared_by,
        reviewed_by=step.reviewed_by,
        issued_by=step.actor,
        at=step.at,
        told=step.why,
        totals=made.statement.totals,
        contributions=contributions_of(made.statement),
        unexplained=made.statement.unexplained,
        statement=made.statement,
        document=_stamped(made.document(step), step, before),
    )


def _stamped(document: Document, step: StatementStep, before: str) -> Document:
    """The Document with what must be known of its issue in front."""
    first, *others = document.sheets
    signed = f"Prepared by {step.prepared_by}; reviewed by {step.reviewed_by}."
    lead = [Words(f"Statement {step.number}, issued on {day_in_words(step.at.date())}. {signed}", Look.STRONG)]
    if before:
        lead.append(Words(f"It takes the place of {before}."))
    if step.why:
        lead.append(Words(f"Not agreed: {step.why}", Look.WARNING))
    return replace(document, sheets=(replace(first, lead=(*lead, *first.lead)), *others))


def _refuse_unsigned(actor: Actor, signed: Signed) -> None:
    names = [name.strip() for name in (signed.prepared_by, signed.reviewed_by)]
    if not all(names):
        raise CommissioningError("Say who prepared the statement, --prepared-by, and who reviewed it, --reviewed-by.")
    if names[0].casefold() == names[1].casefold():
        raise CommissioningError("Who reviews a statement is not who prepared it: give two different names.")
    for name in (*names, actor.name):
        refuse_personal_data(name, "A name on the statement")
    refuse_personal_data(signed.told, "What the funder is told")


def _refuse_names(actor: Actor, why: str) -> None:
    refuse_personal_data(actor.name, "The name of who records it")
    refuse_personal_data(why, "The reason")


def _refuse_unissuable(statement: Statement, signed: Signed) -> None:
    transcribed = [one.contract for one in statement.covers if one.is_transcribed]
    if transcribed:
        raise CommissioningError(
            f"{', '.join(transcribed)}: transcribed from a published paper; nothing is issued here for a real council."
        )
    if statement.is_illustrative:
        raise CommissioningError(
            "Shares are known only as whole percents, so this statement is illustrative and is not issued."
            " Agree exact shares first."
        )
    if not statement.totals:
        raise NothingThere(f"Nothing of {label(statement.period)} is to be stated for {statement.funder.name}.")
    if not signed.told.strip():
        _refuse_disagreeing(statement)


def _refuse_disagreeing(statement: Statement) -> None:
    tell = "Find out why, or say with --told what the funder is told of it."
    if statement.unexplained is None:
        raise CommissioningError(
            f"It is not compared with the general ledger: no extract of it is in. Import one with: spend import. {tell}"
        )
    if statement.unexplained or statement.disagreements:
        where = "; ".join(statement.disagreements)
        amount = f"{say_money(statement.unexplained)} is not explained" if statement.unexplained else "Not agreed"
        raise CommissioningError(f"{amount}{f': {where}' if where else ''}. {tell}")


def gaps_of(statement: Statement, issued: Iterable[IssuedStatement]) -> tuple[str, ...]:
    """Where a statement does not open with what the issued one before it closed with, in sentences."""
    before = one_before(statement, issued)
    return opening_gaps(statement, opened(before)) if before else ()


def _refuse_gaps(statement: Statement, issued: Iterable[IssuedStatement]) -> None:
    if found := gaps_of(statement, issued):
        raise CommissioningError(f"{' '.join(found)} Find out why, or say with --told what the funder is told of it.")


def _refuse_open(statement: Statement, books: tuple[Books, ...]) -> None:
    """Refuse while a posting period of the statement may still take charges: a correction would be in no statement."""
    stated = dict(statement.totals)
    for one in books:
        still = still_open(one, statement.period) if one.contract.id in stated else ()
        if still:
            raise CommissioningError(
                f"{still[0]} of {one.contract.id} is still open, and what is posted to it would be in no statement."
                f" Close it first: money close {still[0]}."
            )


def _refuse_unchanged(statement: Statement, signed: Signed, before: IssuedStatement | None) -> None:
    if before is None:
        return
    earlier = opened(before)
    now = thaw(freeze(replace(statement, supersedes=earlier.takes_place_of)), _classes())
    if (now, signed.told.strip()) == (earlier.statement, earlier.told):
        raise CommissioningError(f"Nothing has changed since {before.number} was issued; that one stands.")


def _classes() -> dict[str, type]:
    """The classes that an issued statement is opened with, by name."""
    from commissioning.model import document, expression, organisation, quantity

    modules = (document, expression, organisation, quantity)
    made = {name: one for module in modules for name, one in _made_in(module)}
    return made | {Frozen.__name__: Frozen, LineContribution.__name__: LineContribution}


def _made_in(module: ModuleType) -> list[tuple[str, type]]:
    return [(name, one) for name, one in vars(module).items() if isinstance(one, type)]
