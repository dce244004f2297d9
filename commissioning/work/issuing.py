"""Contracts and a period go in; blank returns, their letters and a register come out, and what was sent is recorded."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from commissioning.contract.reporting import is_reported, own_days, why_not_running, year_starts
from commissioning.editions import continued
from commissioning.errors import CommissioningError
from commissioning.ledger import history_before
from commissioning.model.contract import Contract, Terms
from commissioning.model.organisation import Actor
from commissioning.model.posted import Issue
from commissioning.model.template import Template
from commissioning.period import Period, label
from commissioning.posting import APRIL
from commissioning.register import Expected, LeftOut, expected_for, what_is_reported
from commissioning.report.issued import Sent, register_document
from commissioning.report.letter import letter_of
from commissioning.specification import write_specification
from commissioning.store import Store
from commissioning.template import lay_out
from commissioning.work.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Issuing:
    """What was sent out: the period by its label, the register's file, each return, and the contracts left out."""

    label: str
    register: Path
    sent: tuple[Sent, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where issuing is done: the workspace, its open store, who asks, when, and the folder that files go into."""

    workspace: Workspace
    store: Store
    actor: Actor
    now: datetime
    folder: Path


def issue_template(workspace: Workspace, contract: str, period: str, actor: Actor) -> tuple[Template, bytes]:
    """The blank return as laid out and as a workbook, to look at; a period that is not reported is refused.

    Its edition is kept, so that it can be filled in all the same, but nothing is recorded as sent.
    """
    asked = workspace.period(period, actor, contract)
    terms = workspace.contract(contract, actor).terms_for(asked)
    if not is_reported(terms, asked):
        raise CommissioningError(f"{contract} owes no return for {period}: it {what_is_reported(terms)}.")
    if reason := why_not_running(terms, asked, period):
        raise CommissioningError(reason)
    with workspace.store() as store:
        return _blank(workspace, store, terms, asked, actor)


def issue_returns(  # what a person may say of an issue
    workspace: Workspace,
    period: str,
    actor: Actor,
    clock: Callable[[], datetime],
    *,
    contract: str | None = None,
    folder: Path | None = None,
) -> Issuing:
    """Write every return due for a period with its letter, and a register, into a folder; then record what was sent.

    Without a folder they go into `issued-PERIOD`. A contract that is named and owes nothing is refused.
    """
    asked = workspace.period(period, actor, contract)
    wanted = [workspace.contract(contract, actor)] if contract else list(workspace.seen_by(actor).values())
    answers = [(one, expected_for(one, asked, period)) for one in wanted]
    left_out = tuple(answer for _, answer in answers if isinstance(answer, LeftOut))
    if contract and left_out:
        raise CommissioningError(f"{contract} owes no return for {period}: it {left_out[0].why}.")
    named = label(asked, year_starts(wanted[0].latest) if contract else APRIL)
    folder = folder or Path(f"issued-{_in_file_name(named)}")
    register = folder / f"register-{_in_file_name(named)}.xlsx"
    folder.mkdir(parents=True, exist_ok=True)
    with workspace.store() as store:
        desk = _Desk(workspace, store, actor, clock(), folder)
        sent = tuple(_sent(desk, one, owed) for one, owed in answers if isinstance(owed, Expected))
        _write_register(desk, register, named, sent, left_out)
        # Recorded last: what could not be written was not sent.
        store.issue(tuple(one.issue for one in sent))
    return Issuing(named, register, sent, left_out)


def file_name(template: Template) -> str:
    """What the blank return is called when nobody names it."""
    return f"{template.terms.contract}-{_in_file_name(template.period_label)}.xlsx"


def letter_name(file: str) -> str:
    """What the letter is called that goes with a blank return."""
    return f"{file.removesuffix('.xlsx')}-letter.html"


def _in_file_name(period_label: str) -> str:
    return period_label.replace("..", "-to-").replace(" ", "-")


def laid_out(workspace: Workspace, store: Store, terms: Terms, period: Period, actor: Actor) -> Template:
    """The return as it is asked now, with what stands beside each input from the ledger; its edition is kept."""
    contract = workspace.contract(terms.contract, actor)
    posted = continued(store.entries(terms.contract), contract, terms)
    template = lay_out(terms, period, history_before(posted, own_days(terms, period)))
    text = write_specification(template.specification)
    store.keep_edition(template.edition, terms.contract, terms.digest, period, text, actor)
    return template


def _blank(workspace: Workspace, store: Store, terms: Terms, period: Period, actor: Actor) -> tuple[Template, bytes]:
    """The blank return, laid out and as a workbook."""
    from commissioning.writers.returns import write_return

    template = laid_out(workspace, store, terms, period, actor)
    return template, write_return(template, workspace.dress)


def _sent(desk: _Desk, contract: Contract, owed: Expected) -> Sent:
    """One return and its letter, written into the folder, and what the register says of it."""
    template, content = _blank(desk.workspace, desk.store, owed.terms, owed.period, desk.actor)
    file = file_name(template)
    letter = letter_of(template, contract, file, desk.now.date())
    (desk.folder / file).write_bytes(content)
    page = desk.workspace.dress.page("letter.html", letter=letter)
    (desk.folder / letter_name(file)).write_text(page, encoding="utf-8", newline="\n")
    issue = Issue(
        contract=contract.id,
        period=owed.period,
        edition=template.edition,
        contract_digest=owed.terms.digest,
        file=file,
        sha256=hashlib.sha256(content).hexdigest(),
        due=owed.due,
        actor=desk.actor.name,
        at=desk.now,
    )
    earlier = (one.at for one in desk.store.issues() if (one.contract, one.period) == owed.key)
    asked = sum(1 for _ in template.specification.rows())
    return Sent(owed.terms, owed.label, asked, issue, min(earlier, default=desk.now))


def _write_register(desk: _Desk, file: Path, named: str, sent: tuple[Sent, ...], left_out: tuple[LeftOut, ...]) -> None:
    from commissioning.writers.workbook import write_workbook

    file.write_bytes(write_workbook(register_document(named, sent, left_out), desk.workspace.dress))
