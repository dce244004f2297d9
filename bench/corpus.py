"""A number of contracts and quarters in, a workspace of filled returns out: the same ones for the same numbers.

Every contract asks for 60 measures of three services in a workbook of six sheets. One return a quarter is written by
the engine itself and filled in; for each contract its id and its figures then take the place of those.
"""

import hashlib
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random

from commissioning.contract import read_book
from commissioning.model.template import Template
from commissioning.period import read_period
from commissioning.specification import write_specification
from commissioning.template import COLUMNS, NARRATIVE, NARRATIVE_COLUMNS, lay_out
from commissioning.work.shipped import shipped
from commissioning.writers.dress import Dress
from commissioning.writers.returns import write_return

QUARTERS = ("2025-26-Q1", "2025-26-Q2", "2025-26-Q3", "2025-26-Q4")
SERVICES = {"refuge": "Refuge", "helpline": "Helpline", "advocacy": "Advocacy"}
FLOWS = 15
"""Counts that each service gives, of which every other is broken down."""
PATTERN = "bench-1000"
"""The contract that the returns of a quarter are first written for; every other id is as long."""

ORGANISATIONS = '[a-council]\nname = "A Council"\n[a-provider]\nname = "A Provider"\n'
_HEAD = """
title = "Domestic abuse services, to be measured"
origin = "issued"
legal_form = "contract"
published_contacts = ["returns@council.example"]
value = { amount = "640000.00", says = "a year" }
parties = { lead = "a-council", provider = "a-provider" }
term = { starts = 2025-04-01, ends = 2028-03-31 }
reporting = { frequency = "quarter", due_working_days = 15 }
funding = "not stated"
rating.ten-percent.tolerance = 10

[dimension.source]
label = "Referral source"
exclusive = true
categories = { police = "Police", health = "Health", children = "Children's services", self = "Self", other = "Other" }

[dimension.age]
label = "Age"
exclusive = true
categories = { 16-17 = "16 to 17", 18-24 = "18 to 24", 25-44 = "25 to 44", 45-64 = "45 to 64", 65-plus = "65 and over" }
"""
_MEASURE = """
[measure.{code}]
label = "{label}"
kind = "{kind}"
role = "output"
unit = "{unit}"
definition = "What is counted here is said in one or two sentences, as contracts do, so that two people count alike."
counting_rule = "Count each once, in the period in which it begins."
services = ["{service}"]
{more}
"""
_RELATION = """
[relation.{service}-order]
says = "No more of {service} are counted third than first."
holds = "{service}-count-03 <= {service}-count-01"
services = ["{service}"]
"""


@dataclass(frozen=True, slots=True)
class Corpus:
    """What was made: the folder, and what its files hold."""

    folder: Path
    files: int
    cells: int
    answers: int
    bytes: int

    @property
    def returns(self) -> tuple[Path, ...]:
        """The filled returns, by name."""
        return tuple(sorted((self.folder / "returns").glob("*.xlsx")))


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A quarter's filled return of the pattern contract, by part, and the answers whose figures are then replaced."""

    template: Template
    parts: Mapping[str, bytes]


def contract_text() -> str:
    """The contract: 20 measures for each of three services, 24 of the 60 broken down."""
    measures = [measure for service in SERVICES for measure in _measures(service)]
    titles = "".join(f'service.{service}.title = "{title}"\n' for service, title in SERVICES.items())
    return titles + _HEAD + "".join(measures)


def _measures(service: str) -> Iterator[str]:
    def measure(name: str, kind: str, unit: str, *more: str) -> str:
        code, label = f"{service}-{name}", f"{SERVICES[service]}: {name.replace('-', ' ')} in the period"
        return _MEASURE.format(code=code, label=label, kind=kind, unit=unit, service=service, more="\n".join(more))

    for number in range(FLOWS):
        more = [f'breakdowns = ["{("source", "age")[number // 2 % 2]}"]'] if number % 2 == 0 else []
        if number < 5:
            more += ['polarity = "higher"', "target = { per_period = 60 }", 'rating = "ten-percent"']
        yield measure(f"count-{number:02}", "flow", "people", *more)
    yield measure("places", "snapshot-of-things", "units")
    yield measure("staff", "fte", "FTE")
    yield measure("spent", "money", "GBP")
    yield measure("satisfied", "stated-percentage", "percent", f'base = "{service}-count-01"', "required = false")
    ratio = (f'numerator = "{service}-count-03"', f'denominator = "{service}-count-01"', 'polarity = "higher"')
    yield measure("answered", "ratio", "percent", *ratio)
    yield _RELATION.format(service=service)


def make_corpus(
    folder: Path, contracts: int, quarters: int = 4, text: str = "", organisations: str = ORGANISATIONS
) -> Corpus:
    """The workspace and its returns: a file for each contract and quarter; of another contract's text if one is given,
    in which the pattern's id is each contract's own."""
    ids = [f"bench-{number}" for number in range(1001, 1001 + contracts)]
    editions = folder / "returns" / "editions"
    for made in (folder / "contracts", editions):
        made.mkdir(parents=True)
    (folder / "contracts" / "organisations.toml").write_text(organisations, encoding="utf-8")
    text = text or contract_text()
    for id in ids:
        (folder / "contracts" / f"{id}.toml").write_text(text.replace(PATTERN, id), encoding="utf-8")
    answers = cells = 0
    for quarter in QUARTERS[:quarters]:
        pattern = _pattern(template_of(quarter, text, organisations))
        cells += len(ids) * sum(part.count(b"<v>") + part.count(b"<is>") for part in pattern.parts.values())
        for id in ids:
            edition, content, answered = _return_of(pattern, id, Random(f"{id} {quarter}"))  # noqa: S311  # repeatable
            answers += answered
            (editions / f"{_digest(edition)}.json").write_text(edition, encoding="utf-8")
            (folder / "returns" / f"{id}-{quarter}.xlsx").write_bytes(content)
    size = sum(path.stat().st_size for path in (folder / "returns").glob("*.xlsx"))
    return Corpus(folder, len(ids) * quarters, cells, answers, size)


@cache
def template_of(quarter: str, text: str = "", organisations: str = ORGANISATIONS) -> Template:
    """The pattern contract's return for a quarter, laid out."""
    book = read_book({"organisations.toml": organisations, f"{PATTERN}.toml": text or contract_text()})
    if book.faults:
        raise ValueError(book.faults)
    return lay_out(book.contracts[PATTERN].latest, read_period(quarter))


def _pattern(template: Template) -> _Pattern:
    """A blank return with room for each answer: `@3@` stands for the third."""
    with zipfile.ZipFile(BytesIO(write_return(template, Dress(shipped("templates"))))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheets = {block.sheet: f"xl/worksheets/sheet{at}.xml" for at, block in enumerate(template.specification.blocks, 2)}
    for number, (block, row) in enumerate(template.specification.rows()):
        columns = NARRATIVE_COLUMNS if block.sheet == NARRATIVE else COLUMNS
        address = f"{chr(64 + columns['figure'])}{row.row}"
        blank = re.compile(rf'<c r="{address}"( s="\d+")/>')
        typed = rf'<c r="{address}"\1><v>@{number}@</v></c>'
        if block.sheet == NARRATIVE:
            typed = rf'<c r="{address}"\1 t="inlineStr"><is><t>Service manager</t></is></c>'
        part = sheets[block.sheet]
        written, times = blank.subn(typed, parts[part].decode())
        if times != 1:
            raise ValueError(f"{block.sheet}!{address} is no blank cell.")
        parts[part] = written.encode()
    return _Pattern(template, parts)


def _return_of(pattern: _Pattern, id: str, random: Random) -> tuple[str, bytes, int]:
    """A contract's return: its edition's text, its bytes, and how many answers it gives."""
    figures = _figures(pattern.template, random)
    text = write_specification(pattern.template.specification)
    edition = text.replace(PATTERN, id)
    digests = pattern.template.edition, _digest(edition)
    names = [(PATTERN, id), digests, (digests[0][:12], digests[1][:12])]

    def changed(part: str) -> str:
        for old, new in names:
            part = part.replace(old, new)
        return re.sub(r"@(\d+)@", lambda found: figures[int(found[1])], part)

    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in pattern.parts.items():
            is_ours = name.startswith("xl/worksheets/sheet") or name == "xl/sharedStrings.xml"
            archive.writestr(zipfile.ZipInfo(name), changed(part.decode()) if is_ours else part, zipfile.ZIP_DEFLATED)
    return edition, out.getvalue(), len(figures)


def _figures(template: Template, random: Random) -> list[str]:
    """A figure for each answer, such that parts add up to their wholes."""
    rows = [row for _, row in template.specification.rows()]
    parts = {row.key: random.randint(0, 30) for row in rows if row.key.category}
    figures = []
    for row in rows:
        mine = [n for key, n in parts.items() if (key.service, key.measure) == (row.key.service, row.key.measure)]
        count = parts[row.key] if row.key.category else sum(mine) or random.randint(20, 40)
        first = 500 if row.key.measure.endswith("-01") else 0
        kinds = {"money": f"{count * 1000}.25", "fte": f"{count}.5", "stated-percentage": "0.88"}
        figures.append(kinds.get(row.kind, str(first + count)))
    return figures


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
