"""One click command a job: parse, call `work`, print. Heavy modules are imported inside the commands."""

from __future__ import annotations

import getpass
import os
from pathlib import Path

import click

from commissioning import __version__
from commissioning.cli import (
    asking,
    deciding,
    explaining,
    following,
    meeting,
    posting,
    preparing,
    quarantine,
    refilling,
    replies,
)
from commissioning.cli.desk import Desk
from commissioning.errors import CommissioningError
from commissioning.model.organisation import Actor


class Group(click.Group):
    """The operator's mistakes are said in one sentence and end with 2; our own crash with a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command, and say an operator's mistake as click says a mistyped command."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise  # Whoever was reading has enough; click ends quietly.
        except OSError as refused:
            where = f" {refused.filename}" if refused.filename else ""
            reason = refused.strerror or "it cannot be used"
            raise click.UsageError(f"The file or folder{where} cannot be used: {reason}. Name another.") from refused
        except CommissioningError as mistake:
            raise click.UsageError(str(mistake)) from mistake


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__)
@click.option(
    "--workspace",
    type=click.Path(path_type=Path, file_okay=False),
    default=".",
    show_default=True,
    metavar="DIR",
    help="The folder with contracts/ in it; what came is kept there too, and so is the ledger.",
)
@click.option(
    "--database",
    envvar="DATABASE_URL",
    metavar="URL",
    help="The PostgreSQL database that holds the ledger, postgresql://USER@HOST/DATABASE; DATABASE_URL if not given,"
    " and the workspace's own ledger.db if neither is.",
)
@click.option("--actor", metavar="NAME", envvar="COMMISSIONING_ACTOR", help="Who asks; your login name if not given.")
@click.option(
    "--organisation",
    "organisations",
    multiple=True,
    metavar="ID",
    help="See only what this organisation takes part in; may be given several times.",
)
@click.pass_context
def main(
    ctx: click.Context, workspace: Path, database: str | None, actor: str | None, organisations: tuple[str, ...]
) -> None:
    """Commission services, and know what you got for the money.

    PERIOD is a year (2019-20), half (2019-20-H1), quarter (2019-20-Q2), month (2019-07) or span
    (2019-04-01..2019-09-30). Exit 0 is done, 1 something was stopped, 2 the command was mistaken.
    """
    from commissioning.work.workspace import Workspace

    ctx.obj = Desk(Workspace(workspace, database), Actor(actor or _login(), organisations=organisations))


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return os.environ.get("USERNAME", "not stated")


ROOMS = (preparing, following, posting, replies, refilling, deciding, asking, meeting, quarantine, explaining)
for command in (command for room in ROOMS for command in room.COMMANDS):
    main.add_command(command)
