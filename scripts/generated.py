"""The generated parts of the documents: transcripts, commands, the catalogue of checks, keys of contract text."""

import os
import re
import shlex
import shutil
import tempfile
import types
import typing
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from click.testing import CliRunner
from pydantic import BaseModel

from commissioning.cli import main
from commissioning.cli.findings_json import findings_schema
from commissioning.contract import agreed_text, history_text, layout_text, policy_text
from commissioning.contract import text as contract_text
from commissioning.work.explaining import Explanation, questions

ROOT = Path(__file__).parent.parent
CORRECTED = ROOT / "tests" / "returns" / "illustrative-harbour-and-vale-2025-26-Q1-corrected.xlsx"


@contextmanager
def _empty_folder() -> Iterator[None]:
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)


_NOBODYS = {"COMMISSIONING_ACTOR": "J. Officer", "DATABASE_URL": None}
"""Nobody's name, and nobody's ledger."""


def transcript(*commands: str) -> str:
    """What a person sees who types these commands one after another, in a folder that holds only a corrected return.

    `…` at a command's end keeps its first lines only.
    """
    said: list[str] = []
    with _empty_folder():
        shutil.copy(CORRECTED, "Q1-corrected.xlsx")
        for command in commands:
            plain, _, most = command.partition(" …")
            result = CliRunner().invoke(main, shlex.split(plain)[1:], env=_NOBODYS)
            if result.exception and not isinstance(result.exception, SystemExit):
                raise result.exception
            lines = result.output.rstrip().splitlines()
            shown = [*lines[: int(most)], "…"] if most and len(lines) > int(most) else lines
            said += [f"$ {plain}", *shown, ""]
    return "\n".join(["```console", *said[:-1], "```"])


def cli_reference() -> str:
    """`--help` of every command."""
    parts = [_help("commissioning", [])]
    for name, command in sorted(main.commands.items()):
        parts.append(_help(f"commissioning {name}", [name]))
        inside = sorted(command.commands) if isinstance(command, click.Group) else ()
        parts += [_help(f"commissioning {name} {one}", [name, one]) for one in inside]
    return "\n\n".join(parts)


def _help(title: str, arguments: list[str]) -> str:
    shown = CliRunner().invoke(main, [*arguments, "--help"], prog_name="commissioning", terminal_width=96)
    return f"## {title}\n\n```text\n{shown.output.rstrip()}\n```"


def checks_catalogue() -> str:
    """Every check with its code, severity, words and reason, under the question it asks."""
    return "\n\n".join(f"## {question.asks}\n\n" + "\n".join(map(_check, question.checks)) for question in questions())


def _check(check: Explanation) -> str:
    said = _escaped(f"{check.there} {check.remedy}".strip())
    trial = "; on trial, so for now a note" if check.on_trial else ""
    return f"- **{check.code}** {check.complains}: {check.severity}{trial}.  \n  {said}  \n  *{check.why}*"


def _escaped(words: str) -> str:
    return re.sub(r"\{(\w+)\}", r"‹\1›", words).replace("<", "&lt;")


def findings_keys() -> str:
    """The keys of what `check` and `import` print as JSON, those of lists under them."""
    of_a_file = findings_schema()["items"]
    return "\n".join(["| key | what stands there |", "|---|---|", *_rows_of_keys(of_a_file, "")])


def _rows_of_keys(schema: typing.Any, before: str) -> Iterator[str]:
    for key, of_it in schema["properties"].items():
        only = "" if key in schema["required"] else " (`import` only)"
        choices = f" One of: {', '.join(of_it['enum'])}." if "enum" in of_it else ""
        yield f"| `{before}{key}`{only} | {of_it['description']}{choices} |"
        if "properties" in of_it.get("items", {}):
            yield from _rows_of_keys(of_it["items"], f"{before}{key}[].")


def contract_keys() -> str:
    """The tables of contract text and their keys, as the door admits them."""
    tables = (
        ("at the top of the file", contract_text.ContractText),
        ("[source]", contract_text.SourceText),
        ("[value]", agreed_text.ValueText),
        ("[parties]", contract_text.PartiesText),
        ("[term]", contract_text.TermText),
        ("[reporting]", contract_text.ReportingText),
        ("[service.ID]", contract_text.ServiceText),
        ("[dimension.ID]", contract_text.DimensionText),
        ("[measure.ID]", contract_text.MeasureText),
        ("[measure.ID.target]", contract_text.TargetText),
        ("[relation.ID]", contract_text.RelationText),
        ("[rating.ID]", contract_text.RatingText),
        ("[[funnel]]", contract_text.FunnelText),
        ("[history]", history_text.HistoryText),
        ("[[statement]]", history_text.StatementText),
        ("[funding]", agreed_text.FundingText),
        ("[[funding.share]]", agreed_text.ShareText),
        ("[funding.contribution.ID]", agreed_text.ContributionText),
        ("[[funding.contribution.ID.condition]]", agreed_text.ConditionText),
        ("[funding.floor.ID] and [funding.ceiling.ID]", agreed_text.LimitText),
        ("[funding.reserve.ID]", agreed_text.ReserveText),
        ("[capacity.ID]", agreed_text.CapacityText),
        ("[[event]]", agreed_text.EventText),
        ("[quarantine] of policies.toml", policy_text.QuarantineText),
        ("[layout.ID]", layout_text.LayoutText),
        ("a sign, or where the period stands", layout_text.AnchorText),
        ("what a text means", layout_text.MeaningText),
        ("[[layout.ID.table]]", layout_text.TableText),
        ("[[layout.ID.cell]]", layout_text.CellText),
        ("[[layout.ID.list]]", layout_text.ListText),
        ("[[layout.ID.list.count]]", layout_text.CountText),
    )
    return "\n\n".join(_table_of_keys(name, model) for name, model in tables)


def _table_of_keys(name: str, model: type[BaseModel]) -> str:
    head = [
        f"### {name}",
        "",
        model.__doc__ or "",
        "",
        "| key | may be left out | what stands there |",
        "|---|---|---|",
    ]
    rows = [
        f"| `{field.alias or key}` | {'no' if field.is_required() else 'yes'} | {_what(field.annotation)} |"
        for key, field in model.model_fields.items()
    ]
    return "\n".join([*head, *rows])


def _what(annotation: object) -> str:
    """A type in the words of someone who writes TOML."""
    origin, inside = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return _what(inside[0])
    if origin in (typing.Union, types.UnionType):
        return ", or ".join(words for part in inside if (words := _what(part)))
    if origin is typing.Literal:
        return ", ".join(f"`{word}`" for word in inside)
    if origin is tuple:
        return f"a list: {_what(inside[0])}"
    if origin is dict:
        return f"a table of {_what(inside[1])}"
    return _plain(annotation)


def _plain(annotation: object) -> str:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "a table, see below"
    if isinstance(annotation, type) and hasattr(annotation, "__members__"):
        return ", ".join(f"`{member.value}`" for member in annotation)  # type: ignore[attr-defined]  # an enum
    names = {"str": "words", "int": "a whole number", "Decimal": "a number, whole or in quotes"}
    names |= {"bool": "true or false", "date": "a date", "NoneType": ""}
    return names[getattr(annotation, "__name__", "")]


def commands() -> dict[str, click.Command]:
    """Every command by name, for the test that all are documented."""
    return dict(main.commands)
