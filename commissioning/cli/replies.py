"""What was replied to a provider, and where it was written, on a screen; and the command that gives a reply again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from commissioning.work.checking import Checked
    from commissioning.work.sending import Written

from commissioning.cli.desk import Desk, counted, workspace_option


def print_progress(one: Checked) -> None:
    """How much of what an earlier reply to a file had listed is put right, where it was marked before."""
    from commissioning.report.reply import progress_in_words
    from commissioning.work.replying import progress_of

    progress = progress_of(one, one.findings, alone=True)
    if progress:
        click.echo(f"{one.file}: {progress_in_words(progress)}")


def print_written(file: str, reply: Written) -> None:
    """Where the page and the marked file are; why there is none."""
    marked = "a fresh return, filled with its answers" if reply.instead else "its cells marked"
    for place, what in ((reply.page, "its findings as a page"), (reply.marked, marked)):
        if place is not None:
            click.echo(f"{place}: {file}, {what}.")
    print_lock(reply)
    if reply.instead:
        click.echo(f"{file}: {reply.instead}")


def print_lock(reply: Written) -> None:
    """Whether the marked copy of a locked file has its password; nothing of any other."""
    if reply.lock:
        click.echo(f"{reply.marked}: {reply.lock}")


def replies_counted(written: tuple[Written, ...]) -> str:
    """`3 pages of findings, 1 marked file, 1 fresh return filled with answers`."""
    marked = sum(one.marked is not None and not one.instead for one in written)
    fresh = sum(one.marked is not None and bool(one.instead) for one in written)
    counts = [f"{counted(len(written), 'page')} of findings", counted(marked, "marked file")]
    return ", ".join([*counts, *([f"{counted(fresh, 'fresh return')} filled with answers"] if fresh else [])])


def written_json(reply: Written) -> dict[str, object]:
    """The same for machines; nothing where nothing was asked for."""
    found = {"page": reply.page, "marked": reply.marked, "not_marked_since": reply.instead}
    return {name: str(value) for name, value in found.items() if value}


@click.command()
@click.argument("contract")
@click.argument("period")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="DIR",
    help="The folder to write the page and the marked file to.",
)
@workspace_option
@click.pass_obj
def reply(desk: Desk, contract: str, period: str, output: Path) -> None:
    """Give again what was replied to the last return of CONTRACT for PERIOD: a page, and the file marked."""
    from commissioning.work.replying import newest_reply
    from commissioning.work.sending import Outs, write_replies

    file, kept = newest_reply(desk.workspace, contract, period, desk.actor)
    output.mkdir(parents=True, exist_ok=True)
    [written] = write_replies([(file, kept)], Outs(output, output, several=True))
    print_written(file, written)


COMMANDS = (reply,)
