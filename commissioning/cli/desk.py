"""What every command is handed, the options many share, and how they print."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from commissioning.errors import CommissioningError

if TYPE_CHECKING:
    from commissioning.model.document import Document
    from commissioning.model.organisation import Actor
    from commissioning.work.workspace import Workspace
    from commissioning.writers.dress import Dress

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Desk:
    """The workspace, who asks, and whose return a file is, where that is said."""

    workspace: Workspace
    actor: Actor
    contract: str | None = None
    period: str | None = None

    @property
    def said(self) -> tuple[str, str] | None:
        """The contract and period that a file is said to be of; one without the other is refused."""
        if (self.contract is None) != (self.period is None):
            raise CommissioningError("Whose return it is takes both: give --contract and --period.")
        return (self.contract, self.period) if self.contract and self.period else None


def clock() -> datetime:
    """The time now, for jobs that record it."""
    return datetime.now(UTC)


def workspace_option(command: Command) -> Command:
    """`--workspace` and `--database` after the command's name too, since people put them in either place."""
    folder = click.option(
        "--workspace",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="DIR",
        expose_value=False,
        callback=_chosen("folder"),
        help="The folder with contracts/ in it.",
    )
    database = click.option(
        "--database",
        metavar="URL",
        expose_value=False,
        callback=_chosen("database"),
        help="The PostgreSQL database that holds the ledger.",
    )
    return folder(database(command))


def _chosen(field: str) -> Callable[[click.Context, click.Parameter, object], None]:
    def choose(ctx: click.Context, _: click.Parameter, value: object) -> None:
        if value is not None:
            ctx.obj = replace(ctx.obj, workspace=replace(ctx.obj.workspace, **{field: value}))

    return choose


def commissioner_option(command: Command) -> Command:
    """`--commissioner`: a list narrowed to what one organisation commissions."""
    option = click.option(
        "--commissioner",
        metavar="ORG",
        expose_value=False,
        callback=_chosen("commissioner"),
        help="Only contracts that this organisation leads or commissions, by its id.",
    )
    return option(command)


def json_option(command: Command) -> Command:
    """`--json`: the answer for machines."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON, for machines.")(command)


def passwords_option(command: Command) -> Command:
    """`--passwords`: a file, never words on the command line, which others may see."""
    return click.option(
        "--passwords",
        "passwords_file",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Try the passwords of this text file, one a line, on files that are locked.",
    )(command)


def said_options(command: Command) -> Command:
    """`--contract` and `--period`: whose return a file is, where it does not tell or is meant for another."""
    of = click.option(
        "--contract",
        metavar="ID",
        expose_value=False,
        callback=_said("contract"),
        help="Whose return it is, where the file does not tell.",
    )
    when = click.option(
        "--period",
        metavar="PERIOD",
        expose_value=False,
        callback=_said("period"),
        help="Of which period it is, where the file tells another or none.",
    )
    return of(when(command))


def _said(field: str) -> Callable[[click.Context, click.Parameter, object], None]:
    def say(ctx: click.Context, _: click.Parameter, value: object) -> None:
        if value is not None:
            ctx.obj = replace(ctx.obj, **{field: value})

    return say


def page_option(command: Command) -> Command:
    """`-o`: a Document to a file, instead of its words on the screen."""
    option = click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Write it to FILE.html to print or send, or to FILE.xlsx.",
    )
    return option(command)


def print_page(document: Document, output: Path | None, dress: Dress) -> None:
    """A Document on the screen, or in the file that is named, in the format of its ending."""
    from commissioning.writers import writer_for
    from commissioning.writers.text import document_text

    if output is None:
        click.echo(document_text(document), nl=False)
        return
    content = writer_for(output).write(document, dress)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(content)
    click.echo(f"{output}: {document.title}.")


def print_json(answer: object) -> None:
    """One JSON document on standard output."""
    click.echo(json.dumps(answer, indent=2, ensure_ascii=False))


def print_table(
    headings: tuple[str, ...], rows: Iterable[tuple[str, ...]], right: frozenset[int] = frozenset()
) -> None:
    """A plain table with columns as wide as they need be; the columns of numbers to the right."""
    table = [headings, *rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(headings))]
    for row in table:
        cells = [
            text.rjust(w) if n in right else text.ljust(w) for n, (text, w) in enumerate(zip(row, widths, strict=True))
        ]
        click.echo("  ".join(cells).rstrip())


def counted(number: int, thing: str) -> str:
    """`1 entry`, `2 entries`, `3 days`."""
    plural = f"{thing[:-1]}ies" if thing.endswith("y") and thing[-2:-1] not in "aeiou" else f"{thing}s"
    return f"{number:,} {thing if number == 1 else plural}"
