"""When providers are to be paid: what is owed, whom to bill, and the files that a finance office takes."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commissioning.cli.desk import Desk, counted, json_option, print_json, print_table, workspace_option
from commissioning.money import pounds, say_money

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from commissioning.funding.contributions.billing import BillingRequest
    from commissioning.funding.paying.due import PaymentDue
    from commissioning.funding.paying.year_end import YearEndOutcome
    from commissioning.report.payment_schedule import Scheduled
    from commissioning.work.payments import Journalled, PaymentsAsked

DUE = ("term", "for", "falls due", "pay by", "owed, £", "state")


@click.command()
@click.argument("period")
@click.option("--contract", metavar="ID", help="One contract only; its own reporting year is then meant by PERIOD.")
@click.option(
    "--billing",
    type=click.Path(path_type=Path),
    metavar="OUT",
    help="Write a billing request for each funder: into the folder OUT, or all into OUT.xlsx or OUT.html.",
)
@click.option(
    "--journal",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.csv",
    help="Write the journal that recharges what was posted in PERIOD.",
)
@click.option(
    "--payment-journal",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.csv",
    help="Write the journal of what falls due to providers in PERIOD, against the creditors of finance.toml.",
)
@click.option(
    "--schedule",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.xlsx",
    help="Write what to pay whom, by when, with its evidence; FILE.html for a browser.",
)
@click.option(
    "--spend-list",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.csv",
    help="Write the list of payments over £500 that is published, personal and sensitive names left out.",
)
@workspace_option
@json_option
@click.pass_obj
def payments(desk: Desk, /, period: str, contract: str | None, *, as_json: bool, **files: Path | None) -> None:
    """Say what each provider is owed for PERIOD and on what evidence; write bills, journal, schedule and spend list.

    Only figures of accepted returns are paid. What was paid is taken from the general ledger, and what is withheld or
    taken back from what was recorded.
    """
    from commissioning.work.payments import not_billed_in_words, payments_asked

    asked = payments_asked(desk.workspace, period, desk.actor, contract)
    schedules = asked.schedules()
    if as_json:
        accounts, ends = map(_account_json, schedules), map(_year_end_json, asked.year_ends())
        print_json({"accounts": list(accounts), "year_ends": list(ends)})
    else:
        _print_accounts(asked, schedules)
    written = list(_files(asked, schedules, desk, files))
    for file, content, said in written:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        click.echo(f"{file}: {said}", err=as_json)
    if files["billing"]:
        for sentence in not_billed_in_words(asked.billing()[1]):
            click.echo(f"Not billed: {sentence}", err=as_json)


Written = tuple[Path, bytes, str]
"""A file to write, its content, and what is said of it."""


def _files(
    asked: PaymentsAsked, schedules: tuple[Scheduled, ...], desk: Desk, files: Mapping[str, Path | None]
) -> Iterator[Written]:
    """The files that were asked for; none is written before all are made."""
    if file := files["schedule"]:
        yield file, _schedule(asked, schedules, file, desk), f"{counted(len(schedules), 'account')}."
    if file := files["billing"]:
        yield from _billing(asked, file, desk)
    if file := files["journal"]:
        yield _journal(asked.journal(), file, desk)
    if file := files["payment_journal"]:
        yield _journal(asked.payment_journal(), file, desk)
    if file := files["spend_list"]:
        yield _spend_list(asked, file, desk)


def _journal(journalled: Journalled, file: Path, desk: Desk) -> Written:
    from commissioning.funding.paying.journal import journal_rows

    lines = journalled.lines
    said = f"{counted(len(lines), 'line')}, {say_money(sum(line.debit for line in lines))} to each side."
    said = "\n".join((said, *(f"Not journalled: {sentence}" for sentence in journalled.left_out)))
    return file, _csv(journal_rows(desk.workspace.finance.journal, lines)), said


def _spend_list(asked: PaymentsAsked, file: Path, desk: Desk) -> Written:
    from commissioning.funding.paying.spend_list import spend_list_rows

    found, says = asked.spending(), desk.workspace.finance.spend_list.says
    redacted = sum(one.supplier == says for one in found)
    said = f"{counted(len(found), 'payment')}, {redacted} with its name left out; read it before it is published."
    return file, _csv(spend_list_rows(found), mark="\ufeff"), said


def _schedule(asked: PaymentsAsked, schedules: tuple[Scheduled, ...], file: Path, desk: Desk) -> bytes:
    from commissioning.report.payment_schedule import schedule_document
    from commissioning.writers import writer_for

    return writer_for(file).write(schedule_document(asked.called, schedules), desk.workspace.dress)


def _billing(asked: PaymentsAsked, out: Path, desk: Desk) -> Iterator[Written]:
    from commissioning.report.billing import billing_document
    from commissioning.writers import writer_for

    for file, inside in _billing_files(out, asked.billing()[0]):
        content = writer_for(file).write(billing_document(inside), desk.workspace.dress)
        said = f"{counted(len(inside), 'billing request')}, {say_money(sum(one.pence for one in inside))} net."
        yield file, content, said


def _billing_files(
    out: Path, requests: tuple[BillingRequest, ...]
) -> Iterable[tuple[Path, tuple[BillingRequest, ...]]]:
    """Which requests go into which file: all into one that is named, or each into two of a folder."""
    if out.suffix.lower() in {".xlsx", ".html"}:
        return [(out, requests)] if requests else []
    names = [(one, one.reference.replace("/", " ")) for one in requests]
    return [(out / f"{name}.{ending}", (one,)) for one, name in names for ending in ("xlsx", "html")]


def _csv(rows: Iterable[tuple[str, ...]], mark: str = "") -> bytes:
    """Rows as csv in UTF-8; with a mark before it, Excel reads what is no plain letter too."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return (mark + text.getvalue()).encode()


def _print_accounts(asked: PaymentsAsked, schedules: tuple[Scheduled, ...]) -> None:
    for number, one in enumerate(schedules):
        click.echo(f"{'' if number == 0 else chr(10)}{one.title}, {one.period}")
        click.echo(f"To {one.provider}.")
        if one.label:
            click.echo(one.label)
        print_table(DUE, [_due_row(one, due) for due in one.account.dues], right=frozenset({4}))
        _print_evidence(one)
        _print_account(one)
    if not schedules:
        click.echo(f"Nothing falls due to any provider in {asked.called}.")
    for end in asked.year_ends():
        _print_year_end(end)


def _due_row(one: Scheduled, due: PaymentDue) -> tuple[str, ...]:
    from commissioning.calendar import day_in_words
    from commissioning.report.payment_schedule import pay_by, span_in_words

    by = day_in_words(pay_by(due.day, one.nation)) if due.is_owed else ""
    owed = pounds(due.pence) if due.is_owed else "-"
    return (f"{due.term} ({due.model})", span_in_words(due), day_in_words(due.day), by, owed, due.state)


def _print_evidence(one: Scheduled) -> None:
    from commissioning.report.payment_schedule import said_of, span_in_words

    for due in one.account.dues:
        click.echo(f"  {due.term}, {span_in_words(due)}:")
        for said in said_of(due):
            click.echo(f"    {said}")


def _print_account(one: Scheduled) -> None:
    account = one.account
    click.echo(f"  Owed {say_money(account.owed)}.")
    for earlier in account.earlier:
        what = "Adjustment for" if earlier.paid else "Not paid yet for"
        of = f"owed {say_money(earlier.owed)}, paid {say_money(earlier.paid)}"
        click.echo(f"  {what} {earlier.slot.period}: {say_money(earlier.open)} ({of}).")
    for event in account.decided:
        said = f"{str(event.sort).capitalize()} {say_money(event.pence)} in {event.posting}"
        click.echo(f"  {said}, by {event.actor}: {event.why}")
    if account.withheld:
        click.echo(f"  Withheld now {say_money(account.withheld)}.")
    known = "" if account.is_paid_known else " (the general ledger tells no payments of this contract)"
    click.echo(f"  Already paid {say_money(account.paid)}{known}.")
    click.echo(f"  To pay {say_money(account.to_pay)}.")


def _print_year_end(end: YearEndOutcome) -> None:
    state = "" if end.is_closed else ", as it stands: period 13 is not closed"
    click.echo(f"\n{end.contract}, year {end.year}{state}")
    what = "left over" if end.left >= 0 else "overspent"
    click.echo(
        f"  Budget {say_money(end.budget or 0)}, charged {say_money(end.spent)}: {say_money(abs(end.left))} {what}."
    )
    for fate in end.fates:
        click.echo(f"  {say_money(fate.pence)} {fate.to or 'not stated'}: {fate.why}")


def _year_end_json(end: YearEndOutcome) -> dict[str, object]:
    return {
        "contract": end.contract,
        "year": str(end.year),
        "closed": end.is_closed,
        "budget_pence": end.budget,
        "charged_pence": end.spent,
        "left_pence": end.left,
        "fates": [{"to": fate.to or None, "pence": fate.pence, "why": fate.why} for fate in end.fates],
    }


def _account_json(one: Scheduled) -> dict[str, object]:
    account = one.account
    return {
        "contract": account.contract,
        "provider": account.provider.id if account.provider else None,
        "period": one.period,
        "label": one.label or None,
        "owed_pence": account.owed,
        "adjustment_pence": account.adjustment,
        "withheld_pence": account.withheld,
        "taken_back_pence": account.taken_back,
        "paid_pence": account.paid if account.is_paid_known else None,
        "to_pay_pence": account.to_pay,
        "due": [_due_json(one, due) for due in account.dues],
        "adjustments": [
            {"period": str(each.slot.period), "owed_pence": each.owed, "paid_pence": each.paid}
            for each in account.earlier
        ],
    }


def _due_json(one: Scheduled, due: PaymentDue) -> dict[str, object]:
    from commissioning.report.payment_schedule import pay_by

    return {
        "term": due.term,
        "model": due.model.value,
        "service": due.service or None,
        "period": str(due.period),
        "due": due.day.isoformat(),
        "pay_by": pay_by(due.day, one.nation).isoformat() if due.is_owed else None,
        "purchase_order": due.purchase_order or None,
        "cost_centre": due.coding.cost_centre or None,
        "subjective": due.coding.subjective or None,
        "owed_pence": due.pence,
        "state": due.state.value,
        "would_be_pence": due.would_be,
        "why": due.why or None,
        "working": list(due.working),
        "evidence": [
            {"says": each.says, "file": each.file, "sheet": each.place.sheet, "cell": each.place.cell}
            for each in due.evidence
        ],
    }


COMMANDS = (payments,)
