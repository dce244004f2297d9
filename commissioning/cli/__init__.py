"""One click command a job: parse, call `work`, print. Heavy modules are imported inside the commands."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path

import click

from commissioning import __version__
from commissioning.errors import CommissioningError

ROOMS = {
    "preparing": {
        "contracts": "List the contracts, and say every fault of their text.",
        "init": "Lay out a workspace in FOLDER with the worked examples: contracts, returns, extracts.",
        "issue": "Write every return due for PERIOD, a letter for each, and a register of what was sent; and record"
        " it.",
        "review": "Say what there is to ask about contract text, or about CONTRACT alone: what does not fit together in"
        " it.",
        "template": "Write the blank return of CONTRACT for PERIOD.",
    },
    "following": {
        "status": "Show which returns are expected for PERIOD, received, on time, late and outstanding.",
        "trials": "Say what each rule on trial finds in the returns that stand: how many it touches, whose, and for"
        " which periods.",
    },
    "posting": {
        "check": "Check returns on their own, without keeping anything: what a provider does before sending.",
        "import": "Check returns and take them into the ledger. PATHs are files, folders and zip archives.",
    },
    "replies": {
        "reply": "Give again what was replied to the last return of CONTRACT for PERIOD: a page, and the file marked.",
    },
    "refilling": {
        "refill": "Put the answers of FILEs into the return as it is asked now: copies that colleagues filled in, an"
        " old template.",
    },
    "deciding": {
        "accept": "Accept the return of CONTRACT for PERIOD that needs explanation: its figures stop being"
        " provisional.",
        "query": "Query the return of CONTRACT for PERIOD: its figures are provisional until it is accepted or"
        " corrected.",
        "waive": "Waive what check CODE found in the return of CONTRACT for PERIOD, and in later ones that come until"
        " a day.",
    },
    "asking": {
        "figures": "List figures with their targets, ratings and where each comes from.",
        "split": "Split AMOUNT (pounds and pence; a credit with -) between the funders of a contract, to the penny.",
        "trace": "Say where figures of MEASURE come from: their Sum, and the return, version and cell of each entry.",
        "workbook": "Write the monitoring workbook of PERIOD.",
    },
    "sharing": {
        "shares": "Show what is posted in PERIOD: each charge with every funder's part, and the year to date.",
    },
    "meeting": {
        "questions": "Say what to ask each provider about PERIOD at the meeting, and why; with -o, write it as a page"
        " to print.",
        "receipt": "Say what was received from CONTRACT for PERIOD and what became of it; with -o, write it as a page"
        " to send.",
    },
    "spending": {
        "spend": "Take in what the general ledger says was spent, received and paid.",
    },
    "forecasts": {
        "forecast": "Say what the accounting year will come to, from what is posted until PERIOD: by service, by funder"
        " and by area.",
    },
    "payments": {
        "payments": "Say what each provider is owed for PERIOD and on what evidence; write bills, journal, schedule and"
        " spend list.",
    },
    "quarantine": {
        "quarantine": "See what was turned away because it names people, and open what is locked away.",
    },
    "money": {
        "money": "Record what happened with money, undo what was recorded wrongly, and close posting periods.",
    },
    "statements": {
        "statement": "Say what each funder owes for PERIOD and what it is held for, to the penny; with -o, write it as"
        " a workbook.",
    },
    "explaining": {
        "explain": "Say what the check CODE asks, why, and what to do; without CODE, list every check by the question"
        " it asks.",
        "rules": "List every rule that the returns of CONTRACT are held to, what a breach does and where the rule is"
        " from.",
        "schema": "Print the JSON Schema of contract text: an editor that is given it knows every key and what it is"
        " for.",
    },
}
"""Each module of commands, with the first paragraph of what each of its commands says of itself, so that they are
listed without being brought in. The tests hold the two to each other."""


class Group(click.Group):
    """The operator's mistakes are said in one sentence and end with 2; our own crash with a traceback.

    A command's module is brought in when the command is asked for.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, in order."""
        return sorted(name for commands in ROOMS.values() for name in commands)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command; None where there is none of that name, and then all are there for click to suggest one of."""
        room = next((room for room, commands in ROOMS.items() if cmd_name in commands), None)
        self._bring_in(*([room] if room else ROOMS))
        return self.commands.get(cmd_name)

    def every_command(self) -> dict[str, click.Command]:
        """All commands by name."""
        self._bring_in(*ROOMS)
        return dict(self.commands)

    def _bring_in(self, *rooms: str) -> None:
        for room in rooms:
            for command in import_module(f"{__name__}.{room}").COMMANDS:
                self.add_command(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, as click writes it."""
        words = {name: said for commands in ROOMS.values() for name, said in commands.items()}
        names = self.list_commands(ctx)
        room = formatter.width - 6 - max(map(len, names))
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, click.Command(name, help=words[name]).get_short_help_str(room)) for name in names]
            )

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
    from commissioning.cli.desk import Desk
    from commissioning.model.organisation import Actor
    from commissioning.work.workspace import Workspace

    ctx.obj = Desk(Workspace(workspace, database), Actor(actor or _login(), organisations=organisations))


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return os.environ.get("USERNAME", "not stated")
