"""The cover of a blank return: whose it is, when it is due, what is still missing, how to fill it in."""

from typing import TYPE_CHECKING

from commissioning.calendar import day_in_words
from commissioning.model.template import Block, Template
from commissioning.returns.issued_words import COVER_COUNTERS, COVER_FACTS, COVER_TITLES
from commissioning.template import COLUMNS, NARRATIVE, NARRATIVE_COLUMNS
from commissioning.writers import formula
from commissioning.writers.dress import Dress
from commissioning.writers.filled import Filled
from commissioning.writers.sheets import Ink, cell_name, lines_needed, protect, quoted, set_up_page

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

LABELS, VALUES = 34, 74
"""Widths of the two columns, in characters."""
ROOM = 1.18
"""How many letters of running text fit where one digit does."""


def write_cover(sheet: "Worksheet", template: Template, dress: Dress, filled: Filled, ink: Ink) -> None:
    """The cover, on a sheet of its own."""
    sheet.set_column(0, 0, LABELS)
    sheet.set_column(1, 1, VALUES)
    title = template.terms.title
    sheet.merge_range(0, 0, 0, 1, title, ink(bold=True, font_size=18, font_color="heading", text_wrap=True))
    sheet.set_row(0, 25.0 * lines_needed(title, (LABELS + VALUES) * 0.62) + 2)
    sheet.write_string(1, 0, f"Return for {template.period_label}", ink(font_size=13, font_color="quiet"))
    sheet.set_row(1, 20)
    after_facts = _facts(sheet, template, ink, 3)
    after_counters = _counters(sheet, template, filled, ink, after_facts + 1)
    _how_to(sheet, template, dress, ink, after_counters + 1)
    set_up_page(sheet, landscape=False, footer=f"{template.terms.title}, {template.period_label}")
    protect(sheet)


def _title(sheet: "Worksheet", row: int, words: str, ink: Ink) -> int:
    sheet.write_string(row, 0, words, ink(bold=True, font_size=13, font_color="heading"))
    sheet.set_row(row, 20)
    return row + 1


def _facts(sheet: "Worksheet", template: Template, ink: Ink, row: int) -> int:
    terms, parties, span = template.terms, template.terms.parties, template.period
    days = [day_in_words(day) or "not stated" for day in (span.start, span.end)]
    values = [
        parties.provider.name if parties.provider else "not stated",
        parties.lead_name,
        ", ".join(party.name for party in parties.commissioners) or "none stated",
        ", ".join(party.name for party in parties.sub_contractors) or "none stated",
        f"{template.period_label}: {days[0]} to {days[1]}",
        template.due,
        template.edition[:12],
        *([terms.label] if terms.label else []),
    ]
    facts = list(zip(COVER_FACTS, values, strict=False))
    for number, (label, value) in enumerate(facts, row):
        sheet.write_string(number, 0, label, ink(bold=True, bottom=1, bottom_color="rule"))
        sheet.write_string(number, 1, value, ink(text_wrap=True, bottom=1, bottom_color="rule"))
        sheet.set_row(number, 15.5 * lines_needed(value, VALUES * ROOM) + 2)
    return row + len(facts)


def _counters(sheet: "Worksheet", template: Template, filled: Filled, ink: Ink, row: int) -> int:
    """How many answers are missing or disagree, counted from the sheets' own checks."""
    blocks = template.specification.blocks
    answers = [_range(block, block.rows[0].row, block.rows[-1].row) for block in blocks if block.rows]
    checks = [_range(block, *rows) for block in blocks if (rows := _check_rows(template, block))]
    states = [filled.state(found) for _, found in template.specification.rows()]
    verdicts = [filled.verdict(relation.comparison) for _, _, relation in template.live_checks]
    counters = (
        (answers, formula.TO_ANSWER, states.count(formula.TO_ANSWER), "should be 0"),
        (checks, formula.DISAGREES, verdicts.count(formula.DISAGREES), "should be 0, or be explained"),
        (checks, formula.CANNOT_TELL, verdicts.count(formula.CANNOT_TELL), "0 when all figures are in"),
    )
    before, _ = COVER_TITLES
    first = _title(sheet, row, before, ink)
    labelled = zip(COVER_COUNTERS, counters, strict=True)
    for number, (label, (cells, words, value, advice)) in enumerate(labelled, first):
        sheet.write_string(number, 0, label, ink(bold=True, bottom=1, bottom_color="rule"))
        shown = ink(align="left", bold=True, bottom=1, bottom_color="rule", num_format=f'0"   ({advice})"')
        sheet.write_formula(number, 1, formula.counted(cells, words), shown, value)
        sheet.set_row(number, 18)
    return first + len(counters)


def _check_rows(template: Template, block: Block) -> tuple[int, int] | None:
    rows = [row for name, row, _ in template.live_checks if name == block.sheet]
    return (rows[0], rows[-1]) if rows else None


def _range(block: Block, first: int, last: int) -> str:
    column = (NARRATIVE_COLUMNS if block.sheet == NARRATIVE else COLUMNS)["check"]
    ends = (cell_name(row, column, absolute=True) for row in (first, last))
    return f"{quoted(block.sheet)}!{':'.join(ends)}"


def _how_to(sheet: "Worksheet", template: Template, dress: Dress, ink: Ink, row: int) -> None:
    first = _title(sheet, row, COVER_TITLES[1], ink)
    contacts = template.terms.published_contacts
    for number, line in enumerate(dress.lines("return-cover.txt", due=template.due, contacts=contacts), first):
        sheet.merge_range(number, 0, number, 1, line, ink(text_wrap=True))
        sheet.set_row(number, 15.5 * lines_needed(line, (LABELS + VALUES) * ROOM) + 3)
