"""What the engine itself can be asked: what a check means, and what contract text may hold."""

from __future__ import annotations

import json
import re
import textwrap
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commissioning.cli.desk import (
    Desk,
    commissioner_option,
    counted,
    json_option,
    page_option,
    print_json,
    print_page,
    workspace_option,
)
from commissioning.model.finding import Severity

if TYPE_CHECKING:
    from commissioning.report.rules import RuleHeld, RulesHeld

WIDTH = 96
TRIED = "It is on trial: for now what it finds is a note, and asks for nothing. Once it counts: "
WHAT_IT_DOES = {
    Severity.STOPS: "It stops a return: nothing of it is posted until this is mended.",
    Severity.NEEDS_EXPLANATION: "It needs explanation: figures are provisional until somebody accepts the return.",
    Severity.NOTE: "It is a note: it asks for nothing, and changes nothing.",
}


@click.command()
@click.argument("code", required=False)
@json_option
def explain(code: str | None, *, as_json: bool) -> None:
    """Say what the check CODE asks, why, and what to do; without CODE, list every check by the question it asks."""
    from commissioning.work.explaining import explain as explained

    if code is None:
        _list(as_json=as_json)
        return
    question, check = explained(code)
    if as_json:
        print_json({"question": question.asks, **asdict(check)})
        return
    click.echo(f"{check.code} {check.complains}")
    lines = (
        ("Asks", question.asks),
        ("Says", _with_blanks(check.there)),
        ("To do", _with_blanks(check.remedy)),
        ("Does", f"{TRIED if check.on_trial else ''}{WHAT_IT_DOES[check.severity]}"),
        ("Why", check.why),
    )
    for heading, words in lines:
        if words.strip("…"):
            click.echo(textwrap.fill(words, WIDTH, initial_indent=f"  {heading + ':':<7}", subsequent_indent=" " * 9))


def _list(*, as_json: bool) -> None:
    from commissioning.work.explaining import questions

    if as_json:
        print_json([asdict(question) for question in questions()])
        return
    for question in questions():
        click.echo(question.asks)
        for check in question.checks:
            trial = ", on trial" if check.on_trial else ""
            click.echo(f"  {check.code}  {check.severity.value + trial:<17}  {check.complains}")
        click.echo()
    click.echo(f"{counted(sum(len(question.checks) for question in questions()), 'check')}.")


STANDS_FOR = {
    "meant": "Did you mean …? ",
    "says": "(What contract text says must hold.)",
    "left_words": "one side comes to …",
    "right_words": "the other side to …",
    "remedy": "Correct the figures, or say beside them why this is so.",
}
"""Whole clauses that a finding fills in."""


def _with_blanks(words: str) -> str:
    """The words of a check, with … for what a finding fills in, and words for what contract text does."""
    return re.sub(r"\{(\w+)\}", lambda blank: STANDS_FOR.get(blank[1], "…"), words).strip()


@click.command()
@click.argument("contract", required=False)
@page_option
@commissioner_option
@workspace_option
@json_option
@click.pass_obj
def rules(desk: Desk, contract: str | None, output: Path | None, *, as_json: bool) -> None:
    """List every rule that the returns of CONTRACT are held to, what a breach does and where the rule is from.

    Without CONTRACT, those of every contract. With -o, write it as a page or a workbook.
    """
    from commissioning.work.rules import page_of_rules, rules_of

    if as_json:
        held = rules_of(desk.workspace, desk.actor, contract)
        print_json({id: [_rule_json(one, rule) for one in found for rule in one.rules] for id, found in held.items()})
        return
    print_page(page_of_rules(desk.workspace, desk.actor, contract), output, desk.workspace.dress)


def _rule_json(group: RulesHeld, rule: RuleHeld) -> dict[str, object]:
    until = rule.on_trial if isinstance(rule.on_trial, bool) else rule.on_trial.isoformat()
    severity = rule.severity.value if rule.severity else None
    return {
        "code": rule.code or None,
        "question": group.asks,
        "says": rule.says,
        "severity": severity,
        "on_trial": until,
        "source": rule.source,
    }


@click.command()
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.json", help="Where to write it."
)
@click.option("--organisations", "of", flag_value="organisations.toml", help="Of organisations.toml instead.")
@click.option("--policies", "of", flag_value="policies.toml", help="Of policies.toml instead.")
@click.option("--finance", "of", flag_value="finance.toml", help="Of finance.toml instead.")
@click.option("--findings", "of", flag_value="findings", help="Of what check and import print with --json instead.")
def schema(output: Path | None, of: str | None) -> None:
    """Print the JSON Schema of contract text: an editor that is given it knows every key and what it is for."""
    from commissioning.cli.findings_json import findings_schema
    from commissioning.contract.schema import contract_schema, finance_schema, organisations_schema, policies_schema

    called = of or "contract text"
    schemas = {
        "organisations.toml": organisations_schema,
        "policies.toml": policies_schema,
        "finance.toml": finance_schema,
        "findings": findings_schema,
    }
    found = schemas.get(called, contract_schema)()
    text = json.dumps(found, indent=2, ensure_ascii=False) + "\n"
    if output is None:
        click.echo(text, nl=False)
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(text, encoding="utf-8", newline="\n")
    click.echo(f"{output}: the keys of {called}.")


COMMANDS = (explain, rules, schema)
