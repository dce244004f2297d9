"""A Template to the bytes of a return, blank or filled: guarded inputs, live checks, its own specification, hidden."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from commissioning.model.returned import Answer
from commissioning.model.template import Beside, Block, Row, Template
from commissioning.returns import statuses
from commissioning.returns.issued_words import AGREES, HEADINGS, NARRATIVE_HEADINGS
from commissioning.specification import FORMAT, write_printed, write_specification
from commissioning.template import COLUMNS, COVER, HEADINGS_ROW, HIDDEN, NARRATIVE, NARRATIVE_COLUMNS
from commissioning.writers import formula
from commissioning.writers.dress import Dress
from commissioning.writers.filled import Filled
from commissioning.writers.inputs import LIST_KEY, WIDEST, Lists, answer_width, guard_of, number_format, state_of
from commissioning.writers.live_checks import AGREES_COLUMN, write_live_checks
from commissioning.writers.return_cover import write_cover
from commissioning.writers.sheets import Ink, cell_name, lines_needed, protect, quoted, set_up_page, workbook_bytes

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

WIDTHS = {
    "code": 13,
    "measure": 34,
    "definition": 46,
    "unit": 13,
    "last": 14,
    "target": 15,
    "status": 15,
    "explanation": 32,
    "check": 19,
}
NARRATIVE_WIDTHS = {"code": 17, "measure": 28, "definition": 40, "figure": 75, "check": 13}
TALLEST = 409
"""As many points as a spreadsheet lets a row be high."""
CHUNK = 30_000
"""A cell holds at most 32,767 characters."""


def write_return(template: Template, dress: Dress, answers: Iterable[Answer] = ()) -> bytes:
    """The return as an xlsx workbook, blank but for these answers; equal templates and answers give equal bytes.

    The answers are under the template's own keys, with a status that their rows offer; others are passed over.
    """
    title = f"{template.terms.title}: return for {template.period_label}"
    lists = Lists.of(template.specification, len(_rows_of_identity(template)) + 1)
    filled = Filled({answer.key: answer for answer in answers}, lists, template.period.end)

    def build(workbook: "Workbook", ink: Ink) -> None:
        cover = workbook.add_worksheet(COVER)
        for block in template.specification.blocks:
            sheet = workbook.add_worksheet(block.sheet)
            (_narrative if block.sheet == NARRATIVE else _answers)(sheet, block, template, filled, ink)
            _name_block(workbook, block)
        write_cover(cover, template, dress, filled, ink)
        _specification(workbook.add_worksheet(HIDDEN), template, lists)
        cover.activate()

    return workbook_bytes(build, dress.theme, title=title, subject=template.terms.label)


def _columns(block: Block) -> dict[str, int]:
    return NARRATIVE_COLUMNS if block.sheet == NARRATIVE else COLUMNS


def _name_block(workbook: "Workbook", block: Block) -> None:
    """The block under its defined name, from its row of codes to its last answer."""
    last_row = block.rows[-1].row if block.rows else block.header_row
    last_column = max(_columns(block).values())
    first, last = (cell_name(block.header_row, 1, absolute=True), cell_name(last_row, last_column, absolute=True))
    workbook.define_name(block.name, f"={quoted(block.sheet)}!{first}:{last}")


def _head(sheet: "Worksheet", block: Block, template: Template, ink: Ink, headings: dict[str, str]) -> None:
    service = block.sheet if block.sheet == NARRATIVE else template.terms.service(block.rows[0].key.service).title
    sheet.write_string(0, 0, f"{service}, {template.period_label}", ink(bold=True, font_size=16, font_color="heading"))
    sheet.set_row(0, 24)
    sheet.set_row(HEADINGS_ROW - 1, 20)
    subtitle = ". ".join(part.rstrip(".") for part in (template.terms.title, template.terms.label) if part)
    sheet.write_string(1, 0, subtitle, ink(font_color="quiet"))
    sheet.set_row(block.header_row - 1, None, None, {"hidden": True})
    for code, column in _columns(block).items():
        sheet.write_string(block.header_row - 1, column - 1, code, ink(font_color="quiet"))
        sheet.write_string(HEADINGS_ROW - 1, column - 1, headings[code], ink.heading())


def _answers(sheet: "Worksheet", block: Block, template: Template, filled: Filled, ink: Ink) -> None:
    _head(sheet, block, template, ink, HEADINGS)
    for code, column in COLUMNS.items():
        sheet.set_column(column - 1, column - 1, answer_width(block) if code == "figure" else WIDTHS[code])
    sheet.set_column(AGREES_COLUMN - 1, AGREES_COLUMN - 1, 24)
    sheet.write_string(HEADINGS_ROW - 1, AGREES_COLUMN - 1, AGREES, ink.heading())
    beside = {row: words for name, row, words in template.beside if name == block.sheet}
    for row in block.rows:
        _row(sheet, row, beside[row.row], filled, ink)
    write_live_checks(sheet, block, template, filled, ink)
    _colour_states(sheet, block, ink)
    sheet.freeze_panes(HEADINGS_ROW, 2)
    set_up_page(
        sheet,
        landscape=True,
        footer=f"{template.terms.title}, {template.period_label}",
        repeat=(HEADINGS_ROW - 1, HEADINGS_ROW - 1),
    )
    protect(sheet)


def _row(sheet: "Worksheet", row: Row, words: Beside, filled: Filled, ink: Ink) -> None:
    at = row.row - 1
    fill = {"bg_color": "band"} if not words.indent else {}
    plain = ink.edge(indent=1, **fill)
    texts = {
        "code": (row.key.code, ink.edge(font_size=7, font_color="quiet", shrink=True, text_wrap=False)),
        "measure": (
            words.label,
            ink.edge(indent=words.indent + 1, bold=not words.indent, **fill),
        ),
        "definition": (words.definition, ink.edge(font_size=9, indent=1, **fill)),
        "unit": (words.unit, plain),
        "last": (
            words.last_period,
            ink.edge(align="right", indent=1, **fill),
        ),
        "target": (words.target, plain),
    }
    for code, (text, form) in texts.items():
        sheet.write_string(at, COLUMNS[code] - 1, text, form)
    _inputs(sheet, row, filled, ink)
    small, bold = 1.25, 1.0 if not words.indent else 1.1  # letters of smaller or bolder type to one digit
    lines = max(
        lines_needed(words.definition, WIDTHS["definition"] * small),
        lines_needed(words.label, WIDTHS["measure"] * bold - 2 * max(0, words.indent - 1)),
        lines_needed(words.target, WIDTHS["target"]),
        lines_needed(words.last_period, WIDTHS["last"] - 2),
        lines_needed(filled.explanation(row), WIDTHS["explanation"] - 2),
        lines_needed(filled.label(row) if row.choices else "", WIDEST - 4),
    )
    sheet.set_row(at, min(max(17, 13 * lines + 4), TALLEST))


def _inputs(sheet: "Worksheet", row: Row, filled: Filled, ink: Ink) -> None:
    at, column = row.row - 1, COLUMNS["figure"] - 1
    box = {"locked": False, "bg_color": "input", "border": 1, "border_color": "input_rule", "valign": "vcenter"}
    words = ink(text_wrap=True, indent=1, **box)
    if row.choices:
        _write_words(sheet, at, column, filled.label(row), words)
    else:
        _write_number(sheet, at, filled.figure(row), ink(num_format=number_format(row), align="right", indent=1, **box))
    _write_words(sheet, at, COLUMNS["status"] - 1, filled.status(row), words)
    _write_words(sheet, at, COLUMNS["explanation"] - 1, filled.explanation(row), words)
    sheet.data_validation(at, column, at, column, guard_of(row, filled.lists, filled.end))
    choices = {"validate": "list", "source": [str(word) for word in statuses(row)], "error_title": "Status"}
    sheet.data_validation(at, COLUMNS["status"] - 1, at, COLUMNS["status"] - 1, choices)
    sheet.write_formula(at, COLUMNS["check"] - 1, state_of(row, filled.lists), ink.edge(indent=1), filled.state(row))


def _write_number(sheet: "Worksheet", at: int, given: Decimal | date | None, form: "Format") -> None:
    """A number or a day in the column of figures; without one, an empty cell."""
    if given is None:
        sheet.write_blank(at, COLUMNS["figure"] - 1, None, form)
    elif isinstance(given, date):
        sheet.write_datetime(at, COLUMNS["figure"] - 1, given, form)
    else:
        sheet.write_number(at, COLUMNS["figure"] - 1, given, form)


def _write_words(sheet: "Worksheet", at: int, column: int, words: str, form: "Format") -> None:
    """Words as text, whatever they begin with; no words, an empty cell."""
    if words:
        sheet.write_string(at, column, words, form)
    else:
        sheet.write_blank(at, column, None, form)


def _colour_states(sheet: "Worksheet", block: Block, ink: Ink) -> None:
    """Colour beside the words, never instead of them."""
    first, last = block.rows[0].row - 1, block.rows[-1].row + 40
    for column in (COLUMNS["check"] - 1, AGREES_COLUMN - 1):
        for words, colour in ((formula.AGREES, "good"), (formula.TO_ANSWER, "warn"), (formula.CANNOT_TELL, "warn")):
            rule = {"type": "cell", "criteria": "==", "value": f'"{words}"', "format": ink(bg_color=colour)}
            sheet.conditional_format(first, column, last, column, rule)
        for words in (formula.DISAGREES, "not a", "error", "less than", "more than", "too ", "figure "):
            rule = {"type": "text", "criteria": "begins with", "value": words, "format": ink(bg_color="bad")}
            sheet.conditional_format(first, column, last, column, rule)


def _narrative(sheet: "Worksheet", block: Block, template: Template, filled: Filled, ink: Ink) -> None:
    _head(sheet, block, template, ink, NARRATIVE_HEADINGS)
    for code, column in NARRATIVE_COLUMNS.items():
        sheet.set_column(column - 1, column - 1, NARRATIVE_WIDTHS[code])
    beside = {row: words for name, row, words in template.beside if name == block.sheet}
    edge = ink.edge(indent=1)
    box = ink.edge(locked=False, bg_color="input", border_color="input_rule", indent=1, valign="top")
    for row in block.rows:
        at, words = row.row - 1, beside[row.row]
        sheet.write_string(
            at,
            NARRATIVE_COLUMNS["code"] - 1,
            row.key.code,
            ink.edge(font_size=8, font_color="quiet"),
        )
        sheet.write_string(
            at,
            NARRATIVE_COLUMNS["measure"] - 1,
            words.label,
            ink.edge(bold=True, indent=1),
        )
        sheet.write_string(at, NARRATIVE_COLUMNS["definition"] - 1, words.definition, edge)
        _write_words(sheet, at, NARRATIVE_COLUMNS["figure"] - 1, filled.words(row), box)
        blank = formula.TO_ANSWER if row.required else formula.LEFT_BLANK
        text = formula.words_state(cell_name(row.row, NARRATIVE_COLUMNS["figure"]), blank)
        sheet.write_formula(at, NARRATIVE_COLUMNS["check"] - 1, text, edge, filled.state(row))
        lowest = 60 if row.key.measure != "declared-by" else 34
        lines = lines_needed(filled.words(row), NARRATIVE_WIDTHS["figure"])
        sheet.set_row(at, min(max(lowest, 15 * lines + 4), TALLEST))
    _colour_states(sheet, block, ink)
    set_up_page(sheet, landscape=True, footer=f"{template.terms.title}, {template.period_label}")
    protect(sheet)


def _rows_of_identity(template: Template) -> list[tuple[str, str]]:
    text, printed = write_specification(template.specification), write_printed(template)
    return [
        ("format", str(FORMAT)),
        ("contract", template.terms.contract),
        ("period", str(template.period)),
        ("edition", template.edition),
        *(("specification", text[start : start + CHUNK]) for start in range(0, len(text), CHUNK)),
        *(("printed", printed[start : start + CHUNK]) for start in range(0, len(printed), CHUNK)),
    ]


def _specification(sheet: "Worksheet", template: Template, lists: Lists) -> None:
    """The hidden sheet: what this return is, for the engine that reads it back. Evidence, not authority. Under it stand
    the choices of long lists."""
    rows = [*_rows_of_identity(template), *((LIST_KEY, label) for label in lists.labels)]
    for number, (key, value) in enumerate(rows):
        sheet.write_string(number, 0, key)
        sheet.write_string(number, 1, value)
    sheet.very_hidden()
    protect(sheet)
