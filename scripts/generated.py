"""The generated parts of the documents: transcripts, commands, the catalogue of checks, keys of contract text."""

import re
import shlex
import shutil
import tempfile
import tomllib
import types
import typing
from collections.abc import Iterator
from contextlib import chdir
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import click
import openpyxl
from click.testing import CliRunner
from pydantic import BaseModel

from commissioning.calendar import day_in_words
from commissioning.cli import main
from commissioning.cli.findings_json import findings_schema
from commissioning.contract import (
    agreed_text,
    finance_text,
    history_text,
    layout_text,
    measure_text,
    money_text,
    policy_text,
    reference_text,
    target_text,
)
from commissioning.contract import text as contract_text
from commissioning.contract.policies_in_words import policy_in_words
from commissioning.contract.targets import policy_of
from commissioning.measures import KINDS, Kind, Over
from commissioning.measures.kind import Rule
from commissioning.model.finding import Severity
from commissioning.work.explaining import Explanation, questions

ROOT = Path(__file__).parent.parent
CORRECTED = ROOT / "tests" / "returns" / "illustrative-harbour-and-vale-2025-26-Q1-corrected.xlsx"


_NOBODYS = {"COMMISSIONING_ACTOR": "J. Officer", "DATABASE_URL": None}
"""Nobody's name, and nobody's ledger."""
THAT_DAY = "(that day)"
"""Stands for the day on which the documents are made, so that they do not change with it."""


class Story:
    """Commands typed one after another in one folder, over as many transcripts of a page as its telling takes.

    The folder holds what a provider sends, a corrected return and one sent again, and nothing else at first.
    """

    def __init__(self) -> None:
        """An empty folder, removed when the story is forgotten."""
        self._kept = tempfile.TemporaryDirectory()
        self._at = Path(self._kept.name)
        shutil.copy(CORRECTED, self._at / "Q1-corrected.xlsx")

    def sent_again(self, file: str, sheet: str, cell: str, value: int) -> None:
        """A return of the worked examples with one cell typed anew, as `sent-again.xlsx`."""
        book = openpyxl.load_workbook(ROOT / "returns" / file)
        book[sheet][cell] = value
        book.save(self._at / "sent-again.xlsx")

    def told(self, *commands: str) -> str:
        """What a person sees who goes on with these commands, `cd` among them.

        `… 4` at a command's end keeps its first four lines only, and `… 3-5` its third to fifth.
        """
        said: list[str] = []
        for command in commands:
            plain, _, kept = command.partition(" …")
            lines = self._seen(shlex.split(plain)).replace(datetime.now(UTC).date().isoformat(), THAT_DAY).splitlines()
            said += [f"$ {plain}", *_cut(lines, kept.strip()), ""]
        return "\n".join(["```console", *said[:-1], "```"])

    def _seen(self, words: list[str]) -> str:
        if words[0] == "cd":
            self._at /= words[1]
            return ""
        with chdir(self._at):
            return _answered(words)


def _cut(lines: list[str], kept: str) -> list[str]:
    """The lines that are kept, with … for those left out before and after."""
    first, _, last = kept.rpartition("-")
    start, end = int(first or 1) - 1, int(last or len(lines))
    return [*["…"] * (start > 0), *lines[start:end], *["…"] * (end < len(lines))]


def _answered(words: list[str]) -> str:
    result = CliRunner().invoke(main, words[1:], env=_NOBODYS)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output.rstrip()


def transcript(*commands: str) -> str:
    """What a person sees who types these commands one after another, in a folder that holds only a corrected return."""
    return Story().told(*commands)


def cli_reference() -> str:
    """`--help` of every command."""
    parts = [_help("commissioning", [])]
    for name, command in sorted(main.every_command().items()):
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
        ("[dimension.ID]", reference_text.DimensionText),
        ("[dimension.ID.groups.ID]", reference_text.GroupText),
        ("[dimension.ID] with uses", reference_text.ListUseText),
        ("[scorecard]", reference_text.ScorecardText),
        ("[reference.ID]", reference_text.ReferenceText),
        ("one of [reference.ID] values", reference_text.DatedValueText),
        ("[expectation.ID]", reference_text.ExpectationText),
        ("[measure.ID]", measure_text.MeasureText),
        ("[measure.ID.target]", target_text.TargetText),
        ("[[measure.ID.target.changes]]", target_text.LaterTargetText),
        ("[measure.ID.target.derived]", target_text.DerivedText),
        ("[relation.ID]", contract_text.RelationText),
        ("[rating.ID]", target_text.RatingText),
        ("[[rating.ID.band]]", target_text.BandText),
        ("[[funnel]]", contract_text.FunnelText),
        ("[history]", history_text.HistoryText),
        ("[[statement]]", history_text.StatementText),
        ("[funding]", money_text.FundingText),
        ("[[funding.share]]", money_text.ShareText),
        ("[funding.line.ID]", money_text.LineText),
        ("[funding.contribution.ID]", money_text.ContributionText),
        ("[[funding.contribution.ID.condition]]", money_text.ConditionText),
        ("[funding.floor.ID] and [funding.ceiling.ID]", money_text.LimitText),
        ("[funding.reserve.ID]", money_text.ReserveText),
        ("[budget.ID]", money_text.BudgetText),
        ("[payment.ID]", money_text.PaymentText),
        ("[[payment.ID.band]]", money_text.PriceBandText),
        ("[[payment.ID.indexation]]", money_text.IndexationText),
        ("[year_end]", money_text.YearEndText),
        ("[spend]", money_text.SpendText),
        ("[[ledger_code]]", money_text.LedgerCodeText),
        ("[vat]", money_text.VatText),
        ("[capacity.ID]", agreed_text.CapacityText),
        ("[[event]]", agreed_text.EventText),
        ("[quarantine] of policies.toml", policy_text.QuarantineText),
        ("finance.toml", finance_text.FinanceText),
        ("[extract.ID] of finance.toml", finance_text.ExtractText),
        ("[extract.ID.columns] of finance.toml", finance_text.ExtractColumnsText),
        ("[journal] of finance.toml", finance_text.JournalText),
        ("[[recipient]] of finance.toml", finance_text.RecipientText),
        ("[spend_list] of finance.toml", finance_text.SpendListText),
        ("[layout.ID]", layout_text.LayoutText),
        ("a sign, or where the period stands", layout_text.AnchorText),
        ("what a text means", layout_text.MeaningText),
        ("[[layout.ID.table]]", layout_text.TableText),
        ("[[layout.ID.cell]]", layout_text.CellText),
        ("[[layout.ID.list]]", layout_text.ListText),
        ("[[layout.ID.list.count]]", layout_text.CountText),
    )
    return "\n\n".join(_table_of_keys(name, model) for name, model in tables)


def published_policies() -> str:
    """The rating policies that any contract may name, in words, with their sources."""
    given = tomllib.loads((Path("contracts") / "reference" / "ratings.toml").read_text(encoding="utf-8"))
    found = target_text.RatingsText.model_validate(given).rating
    rows = [f"| `{id}` | {_rule_of(id, text)} | {text.source} |" for id, text in found.items()]
    return "\n".join(["| policy | rule | source |", "|---|---|---|", *rows])


def standard_lists() -> str:
    """The lists that any contract may use, each with its categories, its source and whether it was read there."""
    given = tomllib.loads((Path("contracts") / "reference" / "lists.toml").read_text(encoding="utf-8"))
    found = reference_text.ListsText.model_validate(given).list_
    return "\n\n".join(_list_in_words(id, text) for id, text in found.items())


def _list_in_words(id: str, text: reference_text.StandardListText) -> str:
    of = f" Protected characteristic: {text.characteristic}." if text.characteristic else ""
    sort = "Each case is in one category" if text.exclusive else "One person may be in several categories"
    dated = "not dated" if text.dated == "not stated" else f"of {day_in_words(text.dated)}"
    note = f" {text.note}" if text.note else ""
    about = f"{text.label}. {sort}.{of} Source: {text.source}, {dated}; checked: {text.checked}.{note}"
    within = {one: group.label for group in text.groups.values() for one in group.categories}
    rows = [f"| `{one}` | {label} | {within.get(one, '')} |" for one, label in text.categories.items()]
    return "\n".join([f"### `{id}`", "", about, "", "| id | category | group |", "|---|---|---|", *rows])


def published_values() -> str:
    """What is published to be expected, with its source and whether it was read there."""
    given = tomllib.loads((Path("contracts") / "reference" / "values.toml").read_text(encoding="utf-8"))
    found = reference_text.ValuesText.model_validate(given).expectation
    rows = [
        f"| `{id}` | {one.value if one.value is not None else f'{one.low} to {one.high}'} {one.label} |"
        f" {one.source} | {one.checked} |"
        for id, one in found.items()
    ]
    return "\n".join(["| name | expected | source | checked |", "|---|---|---|---|", *rows])


def _rule_of(id: str, text: target_text.RatingText) -> str:
    """A policy in words; a tolerance that it leaves to the contract is called so."""
    left_open = text.tolerance is None and any("tolerance" in (band.within, band.beyond) for band in text.band)
    known = text.model_copy(update={"tolerance": Decimal(1)}) if left_open else text
    words = policy_in_words(policy_of(id, known))
    return words.replace("1% of the target", "the agreed tolerance") if left_open else words


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
    return main.every_command()


def kinds_catalogue() -> str:
    """Every kind of measure: what it is for, an example, what is typed, and how it adds up or why it does not."""
    return "\n\n".join(map(_kind, KINDS.values()))


def _kind(kind: Kind) -> str:
    head = [f"## {kind.title[:1].upper()}{kind.title[1:]}", "", f'`kind = "{kind.key}"`. {kind.purpose}'.strip()]
    example = ["", f"*{kind.example}*"] if kind.example else []
    return "\n".join([*head, *example, "", *_typed(kind), *_parts(kind), *_adds_up(kind), *_must_hold(kind)])


def _typed(kind: Kind) -> Iterator[str]:
    if kind.guard is None:
        yield "- **What is typed:** words."
    elif kind.answered:
        units = f" In {', '.join(kind.units[:-1])} or {kind.units[-1]}." if kind.units else ""
        yield f"- **What is typed:** {_lower(kind.guard.asks)}{units}"
    elif kind.figure is not None:
        yield "- **The figure:** worked out, never typed."
    if kind.answered and kind.bounds:
        yield f"- **What may be chosen beside it:** {', '.join(kind.bounds)}."


def _parts(kind: Kind) -> Iterator[str]:
    for part in kind.parts:
        of = KINDS[part.kind]
        may = "" if part.required else " It may be left blank."
        asks = _lower(of.guard.asks if of.guard else "")
        over_time = (Over.NEVER, part.why_not_over_time) if part.why_not_over_time else _time(of)
        over_services = (Over.NEVER, part.why_not_over_services) if part.why_not_over_services else _services(of)
        adds = f"Over time {_over(*over_time)}; over services {_over(*over_services)}."
        if over_time == over_services:
            adds = f"Over time and services {_over(*over_time)}."
        yield f"- **{part.label[:1].upper()}{part.label[1:]}** (`part/{part.id}`): {asks}{may} {adds}"


def _time(kind: Kind) -> tuple[Over, str]:
    return kind.over_time, kind.why_not_over_time


def _services(kind: Kind) -> tuple[Over, str]:
    return kind.over_services, kind.why_not_over_services


def _adds_up(kind: Kind) -> Iterator[str]:
    averaged = ' Or the average, with `over_time = "average"` in contract text.' if kind.may_be_averaged else ""
    yield f"- **Over time:** {_over(*_time(kind))}.{averaged}"
    yield f"- **Over services:** {_over(*_services(kind))}."


def _over(over: Over, why_not: str) -> str:
    return f"{over}: {why_not}" if why_not else str(over)


def _must_hold(kind: Kind) -> Iterator[str]:
    if kind.rules:
        yield f"- **What must hold:** {'; '.join(map(_rule, kind.rules))}."


def _rule(rule: Rule) -> str:
    return f"{rule.says}{' (or else the return is stopped)' if rule.severity is Severity.STOPS else ''}"


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
