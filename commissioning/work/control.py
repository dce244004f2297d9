"""A period goes in; the control of it comes out: every funder's statement, as issued or as it is now, side by side."""

from collections.abc import Iterator
from dataclasses import replace

from commissioning.errors import NothingThere
from commissioning.funding.statements.control import Control, Stated, by_funder, control_of
from commissioning.funding.statements.issued import IssuedStanding, contributions_of
from commissioning.funding.statements.statement_nouns import Reconciled, Statement
from commissioning.model.document import Document
from commissioning.model.organisation import Actor
from commissioning.report.control import control_document
from commissioning.work.accounts import books_of
from commissioning.work.statement_steps import gaps_of, listed, opened
from commissioning.work.statements import not_charged_of, statement_for
from commissioning.work.workspace import Workspace

NOT_ISSUED = "not issued"


def control_for(workspace: Workspace, period: str, actor: Actor) -> tuple[Control, Document]:
    """The control of a period and its Document. A funder's issued statement counts as it was issued.

    An actor who speaks for organisations has that of the contracts that they lead, since it shows every funder's money.
    NothingThere where there is nothing to state for the period.
    """
    with workspace.store() as store:
        books = books_of(workspace, actor, store)
    every_one = [one.statement for one in statement_for(workspace, period, actor, books=books)]
    made = [one for one in every_one if not actor.organisations or one.commissioner.id in actor.organisations]
    if not made:
        raise NothingThere("The control is for who leads contracts; see your own statement with: statement PERIOD.")
    every = listed(workspace, actor)
    issued = [one for one in every if not one.place_taken_by]
    gaps = dict.fromkeys(gap for each in made for gap in gaps_of(each, (one.issued for one in every)))
    stated = by_funder(_stated(statement, issued) for statement in made)
    compared = {one.contract: one for one in _compared(made)}
    led = [one for one in books if one.contract.id in {row.contract for each in made for row in each.covers}]
    asked = workspace.period(period, actor)
    left_out = tuple(words for one in led for words in not_charged_of(one, asked))
    control = replace(control_of(led, asked, stated, compared.values()), gaps=tuple(gaps), not_charged=left_out)
    commissioners = dict.fromkeys(statement.commissioner.name for statement in made)
    labels = tuple(one.label for statement in made for one in statement.covers if one.label)
    return control, control_document(control, ", ".join(commissioners), labels)


def _stated(statement: Statement, issued: list[IssuedStanding]) -> Stated:
    funder = statement.funder
    whose = (funder.id, statement.commissioner.id, statement.period)
    standing = next(
        (one for one in issued if (one.issued.funder, one.issued.commissioner, one.issued.period) == whose), None
    )
    if standing is None:
        return Stated(funder.id, funder.name, "", NOT_ISSUED, statement.totals, contributions_of(statement))
    frozen = opened(standing.issued)
    return Stated(funder.id, funder.name, frozen.number, standing.state, frozen.totals, frozen.contributions)


def _compared(statements: list[Statement]) -> Iterator[Reconciled]:
    return (one for statement in statements for one in statement.reconciled or () if not one.is_income)
