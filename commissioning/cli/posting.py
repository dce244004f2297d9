"""When returns come: check them, and import them."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import click

from commissioning.cli.desk import (
    Desk,
    clock,
    counted,
    finding_json,
    json_option,
    print_json,
    said_options,
    workspace_option,
)
from commissioning.cli.judged import print_findings, print_judged_again
from commissioning.ledger import verdict_of
from commissioning.model.finding import Finding
from commissioning.model.posted import Verdict
from commissioning.work.importing import Outcome
from commissioning.work.mailbox import Came

FILES = click.Path(path_type=Path)


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILES, metavar="FILE…")
@said_options
@workspace_option
@json_option
@click.pass_obj
def check(desk: Desk, files: tuple[Path, ...], *, as_json: bool) -> None:
    """Check returns on their own, without keeping anything: what a provider does before sending.

    A file that does not say what it is, or of which --contract and --period are given, is looked up in the workspace's
    contract text.
    """
    from commissioning.work.mailbox import gathered
    from commissioning.work.saying import check_lone

    came = gathered(files)
    checked = check_lone(desk.workspace, desk.actor, _progress(came) if not as_json else came, desk.said)
    verdicts = [verdict_of(one.findings) for one in checked]
    if as_json:
        print_json(
            [_checked_json(one.file, v, one.findings, one.sha256) for one, v in zip(checked, verdicts, strict=True)]
        )
    else:
        for one, verdict in zip(checked, verdicts, strict=True):
            print_findings(one.file, one.findings)
            click.echo(f"{one.file}: {_IF_SENT[verdict]}")
    raise SystemExit(1 if Verdict.STOPPED in verdicts else 0)


_IF_SENT = {
    Verdict.STOPPED: "would be stopped. Mend what stops it, and check again.",
    Verdict.NEEDS_EXPLANATION: "would be taken in, provisional until what needs explanation is accepted.",
    Verdict.ACCEPTED: "would be accepted.",
}


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
@workspace_option
@json_option
@click.pass_obj
def import_(  # each is an option of the command
    desk: Desk,
    paths: tuple[Path, ...],
    received: datetime | None,
    correction: str,
    receipts: Path | None,
    *,
    as_json: bool,
) -> None:
    """Check returns and take them into the ledger. PATHs are files, folders and zip archives."""
    from commissioning.work.importing import import_returns

    outcomes = import_returns(
        desk.workspace,
        paths,
        desk.actor,
        clock,
        received=received.date() if received else None,
        correction=correction,
        said=desk.said,
        progress=_progress if not as_json else iter,
    )
    if as_json:
        print_json([_outcome_json(outcome) for outcome in outcomes])
    else:
        came = tuple(outcome for outcome in outcomes if not outcome.because)
        for outcome in came:
            print_findings(outcome.file, outcome.findings)
            _print_changes(outcome)
            click.echo(f"{outcome.file}: {_what_became(outcome)}")
        print_judged_again(tuple(outcome for outcome in outcomes if outcome.because))
        click.echo(_tally(came))
    if receipts is not None:
        _write_receipts(desk, tuple(o for o in outcomes if not o.because), receipts, quiet=as_json)
    raise SystemExit(1 if any(outcome.verdict is Verdict.STOPPED for outcome in outcomes) else 0)


def _write_receipts(desk: Desk, outcomes: tuple[Outcome, ...], folder: Path, *, quiet: bool) -> None:
    from commissioning.work.receipts import write_receipts

    written = write_receipts(desk.workspace, (outcome.sha256 for outcome in outcomes), folder, desk.actor)
    if not quiet:
        click.echo(f"{folder}: {counted(len(written), 'receipt')}.")


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
    counts = [(sum(o.verdict is verdict for o in outcomes), verdict) for verdict in Verdict]
    said_counts = ", ".join(f"{count} {verdict}" for count, verdict in reversed(counts) if count)
    posted = sum(outcome.posted for outcome in outcomes)
    return f"{counted(len(outcomes), 'return')}: {said_counts}. {counted(posted, 'entry')} posted."


def _checked_json(file: str, verdict: Verdict, findings: tuple[Finding, ...], sha256: str) -> dict[str, object]:
    return {
        "file": file,
        "sha256": sha256,
        "verdict": verdict.value,
        "findings": [finding_json(finding) for finding in findings],
    }


def _outcome_json(outcome: Outcome) -> dict[str, object]:
    return _checked_json(outcome.file, outcome.verdict, outcome.findings, outcome.sha256) | {
        "contract": outcome.contract,
        "period": outcome.period,
        "posted": outcome.posted,
        "imported_before": outcome.known_before,
        "replaced": outcome.replaced,
        "judged_again": list(outcome.again),
        "judged_again_since": outcome.because or None,
        "changes": [
            {"answer": change.key.code, "service": change.key.service, "before": change.before, "after": change.after}
            for change in outcome.changes
        ],
    }


COMMANDS = (check, import_)
