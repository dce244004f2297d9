"""When returns come: check them, and import them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commissioning.cli.desk import (
    Desk,
    clock,
    counted,
    json_option,
    passwords_option,
    print_json,
    said_options,
    workspace_option,
)
from commissioning.cli.judged import print_copies, print_findings, print_judged_again
from commissioning.cli.replies import print_lock, print_progress, print_written, replies_counted, written_json
from commissioning.model.posted import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from commissioning.model.reply import Reply
    from commissioning.work.checking import Checked
    from commissioning.work.importing import Outcome
    from commissioning.work.mailbox import Came
    from commissioning.work.sending import Written

FILES = click.Path(path_type=Path)


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILES, metavar="FILE…")
@click.option("--html", type=FILES, metavar="OUT", help="Write the findings as a page; a folder, for several returns.")
@click.option(
    "--marked", type=FILES, metavar="OUT", help="Write each return with its cells marked; a folder, for several."
)
@said_options
@passwords_option
@workspace_option
@json_option
@click.pass_obj
def check(  # each is an option of the command
    desk: Desk,
    files: tuple[Path, ...],
    html: Path | None,
    marked: Path | None,
    passwords_file: Path | None,
    *,
    as_json: bool,
) -> None:
    """Check returns on their own, without keeping anything: what a provider does before sending.

    A file that does not say what it is, or of which --contract and --period are given, is looked up in the workspace's
    contract text.
    """
    from commissioning.cli.findings_json import checked_json
    from commissioning.ledger import verdict_of
    from commissioning.work.mailbox import gathered, read_passwords
    from commissioning.work.saying import check_beside

    came = gathered(files, read_passwords(passwords_file) if passwords_file else ())
    checked = check_beside(desk.workspace, desk.actor, _progress(came) if not as_json else came, desk.said)
    verdicts = [verdict_of(one.findings) for one in checked]
    written = _write_replies(desk, checked, files, html, marked)
    if as_json:
        print_json(
            [
                checked_json(one, verdict) | written_json(reply)
                for one, verdict, reply in zip(checked, verdicts, written, strict=True)
            ]
        )
    else:
        for one, verdict, reply in zip(checked, verdicts, written, strict=True):
            print_findings(one.file, one.findings, one.explained)
            print_progress(one)
            print_copies(one.file, one.also)
            click.echo(f"{one.file}: {_if_sent(one, verdict)}")
            print_written(one.file, reply)
    raise SystemExit(1 if Verdict.STOPPED in verdicts else 0)


def _write_replies(
    desk: Desk, checked: tuple[Checked, ...], came: tuple[Path, ...], html: Path | None, marked: Path | None
) -> tuple[Written, ...]:
    """The replies to files that were checked by themselves, where they are wanted."""
    from commissioning.work.fresh import refilling_by
    from commissioning.work.replying import page_for, reply_to
    from commissioning.work.sending import Outs, Written, write_replies

    fill = refilling_by(desk.workspace, desk.actor)

    def reply(one: Checked) -> Reply:
        dress = desk.workspace.dress
        return reply_to(one, one.findings, dress, fill, alone=True) if marked else page_for(one, dress)

    outs = Outs(html, marked, several=len(checked) > 1, came=frozenset(path.resolve() for path in came))
    if not outs.wanted:
        return (Written(),) * len(checked)
    return write_replies(((one.file, reply(one)) for one in checked), outs)


def _if_sent(one: Checked, verdict: Verdict) -> str:
    """What would become of a file that was sent as it is, and what to do next."""
    from commissioning.findings import explanation_of
    from commissioning.model.finding import Severity

    if verdict is Verdict.STOPPED:
        stopped = "sent as it is, this would be stopped: no figure would be taken in."
        return f"{stopped} Put right what stops it, and check again."
    if verdict is Verdict.ACCEPTED:
        return "sent as it is, this would be accepted. You can send it."
    open_ones = [finding for finding in one.findings if finding.severity is Severity.NEEDS_EXPLANATION]
    taken = "sent as it is, this would be taken in, provisional until your commissioner accepts what needs explanation."
    if all(explanation_of(finding, one.explained) for finding in open_ones):
        return f"{taken} Your explanations go with it: you can send it."
    return f"{taken} Correct it, or say why in the explanation beside it; then send it."


@click.command(name="import")
@click.argument("paths", nargs=-1, required=True, type=FILES, metavar="PATH…")
@click.option("--received", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The day they came, if not today.")
@click.option(
    "--correction", default="", metavar="REASON", help="Let one return take the place of the one recorded, and why."
)
@click.option(
    "--receipts",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write a receipt there for each return recorded, to send back.",
)
@said_options
@passwords_option
@click.option(
    "--replies",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write the findings there as a page, and the return marked, for each return recorded, to send back.",
)
@workspace_option
@json_option
@click.pass_obj
def import_(  # noqa: PLR0913, PLR0917  # each is an option of the command
    desk: Desk,
    paths: tuple[Path, ...],
    received: datetime | None,
    correction: str,
    receipts: Path | None,
    passwords_file: Path | None,
    replies: Path | None,
    *,
    as_json: bool,
) -> None:
    """Check returns and take them into the ledger. PATHs are files, folders and zip archives."""
    from commissioning.cli.findings_json import outcome_json
    from commissioning.work.importing import import_returns
    from commissioning.work.mailbox import read_passwords

    outcomes = import_returns(
        desk.workspace,
        paths,
        desk.actor,
        clock,
        received=received.date() if received else None,
        correction=correction,
        said=desk.said,
        progress=_progress if not as_json else iter,
        passwords=read_passwords(passwords_file) if passwords_file else (),
    )
    if as_json:
        print_json([outcome_json(outcome) for outcome in outcomes])
    else:
        came = tuple(outcome for outcome in outcomes if not outcome.because)
        for outcome in came:
            print_findings(outcome.file, outcome.findings, outcome.explained)
            _print_changes(outcome)
            print_copies(outcome.file, outcome.also)
            click.echo(f"{outcome.file}: {_what_became(outcome)}")
        print_judged_again(tuple(outcome for outcome in outcomes if outcome.because))
        click.echo(_tally(came))
    for folder, write in ((receipts, _write_receipts), (replies, _write_kept_replies)):
        if folder is not None:
            write(desk, tuple(o for o in outcomes if not o.because), folder, quiet=as_json)
    raise SystemExit(1 if any(outcome.verdict is Verdict.STOPPED for outcome in outcomes) else 0)


def _write_receipts(desk: Desk, outcomes: tuple[Outcome, ...], folder: Path, *, quiet: bool) -> None:
    from commissioning.work.receipts import write_receipts

    written = write_receipts(desk.workspace, (outcome.sha256 for outcome in outcomes), folder, desk.actor)
    if not quiet:
        click.echo(f"{folder}: {counted(len(written), 'receipt')}.")


def _write_kept_replies(desk: Desk, outcomes: tuple[Outcome, ...], folder: Path, *, quiet: bool) -> None:
    from commissioning.work.replying import kept_replies
    from commissioning.work.sending import Outs, write_replies

    kept = kept_replies(desk.workspace, (outcome.sha256 for outcome in outcomes), desk.actor)
    folder.mkdir(parents=True, exist_ok=True)
    passwords = {outcome.sha256: outcome.password for outcome in outcomes}
    ready = ((file, replace(reply, password=passwords[sha256])) for sha256, (file, reply) in kept.items())
    written = write_replies(ready, Outs(folder, folder, several=True))
    if not quiet:
        click.echo(f"{folder}: {replies_counted(written)}.")
        for (file, _), one in zip(kept.values(), written, strict=True):
            print_lock(one)
            if one.instead:
                click.echo(f"{file}: not marked; its sender is told: {one.instead}")
        for outcome in outcomes:
            if outcome.sha256 not in kept:
                click.echo(f"{outcome.file}: no reply was written, since nothing of this file is kept.")


def _progress(files: Iterable[Came]) -> Iterable[Came]:
    """A progress bar while files are read, where somebody is watching."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    return track(
        list(files), description="Reading returns", console=console, transient=True, disable=not console.is_terminal
    )


def _print_changes(outcome: Outcome) -> None:
    """What a correction changed, cell by cell."""
    for change in outcome.changes:
        place = change.place_after if change.place_after.cell else change.place_before
        click.echo(f"{outcome.file}: {place}: {change.key.code} was {change.before}, is now {change.after}.")


def _what_became(outcome: Outcome) -> str:
    of = f"{outcome.contract} {outcome.period}, " if outcome.contract else ""
    if outcome.turned_away:
        kept = "is locked away in quarantine" if outcome.locked_away else "was not kept"
        return f"{of}turned away: it names people. The file {kept}; only that it came is on record."
    words = [f"{of}{outcome.verdict}"]
    if outcome.replaced:
        words.append("imported before, and replaced by a correction since; nothing added")
    elif outcome.known_before:
        words.append("imported before, nothing added")
        if outcome.stood is not outcome.verdict:
            words.append(f"judged again: was {outcome.stood}, is {outcome.verdict}")
    elif outcome.posted:
        words.append(f"{counted(outcome.posted, 'entry')} posted{_AS[outcome.verdict]}")
    else:
        words.append("nothing posted")
    words += [f"judged again, {again}" for again in outcome.again]
    return "; ".join(words) + "."


_AS = {Verdict.NEEDS_EXPLANATION: " as provisional", Verdict.ACCEPTED: "", Verdict.STOPPED: ""}


def _tally(outcomes: tuple[Outcome, ...]) -> str:
    """How many returns came to what; and how many files came that are none, where some did."""
    returns = [outcome for outcome in outcomes if outcome.is_return]
    counts = [(sum(o.verdict is verdict for o in returns), verdict) for verdict in Verdict]
    became = ", ".join(f"{count} {verdict}" for count, verdict in reversed(counts) if count)
    posted = f"{counted(sum(outcome.posted for outcome in outcomes), 'entry')} posted."
    if len(returns) == len(outcomes):
        return f"{counted(len(returns), 'return')}: {became}. {posted}"
    away = sum(outcome.turned_away for outcome in outcomes)
    others = len(outcomes) - len(returns) - away
    parts = (
        f"{counted(len(returns), 'return')} ({became})" if returns else "",
        f"{away} turned away" if away else "",
        f"{others} not known as a return" if others else "",
    )
    return f"{counted(len(outcomes), 'file')}: {', '.join(filter(None, parts))}. {posted}"


COMMANDS = (check, import_)
