"""A Template to the bytes of a blank return: guarded inputs, live checks, and its own specification, hidden."""

from collections.abc import Hashable
from typing import TYPE_CHECKING

from commissioning.measures import KINDS, Guard
from commissioning.model.quantity import AnswerKey
from commissioning.model.template import Beside, Block, Row, Template
from commissioning.returns import statuses
from commissioning.specification import FORMAT, write_specification
from commissioning.template import COLUMNS, COVER, HEADINGS_ROW, HIDDEN, NARRATIVE, NARRATIVE_COLUMNS, places
from commissioning.writers import formula
from commissioning.writers.dress import Dress
from commissioning.writers.sheets import Ink, lines_needed, set_up_page, workbook_bytes

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

HEADINGS = {
    "code": "Code",
    "measure": "Measure",
    "definition": "What it means and how to count it",
    "unit": "Unit",
    "last": "Last period",
    "target": "Target",
    "figure": "Figure",
    "status": "Status",
    "explanation": "Explanation",
    "check": "Check",
}
WIDTHS = {
    "code": 13,
    "measure": 34,
    "definition": 46,
    "unit": 11,
    "last": 11,
    "target": 15,
    "figure": 12,
    "status": 15,
    "explanation": 32,
    "check": 19,
}
AGREES_COLUMN = max(COLUMNS.values()) + 1
NARRATIVE_HEADINGS = {"code": "Code", "measure": "Question", "definition": "What to say", "figure": "Answer", "check": "Check"}
NARRATIVE_WIDTHS = {"code": 17, "measure": 28, "definition": 40, "figure": 75, "check": 13}
CHUNK = 30_000
"""A cell holds at most 32,767 characters."""


def write_return(template: Template, dress: Dress) -> bytes:
    """The blank return as an xlsx workbook; equal templates give equal bytes."""
    title = f"{template.terms.title}: return for {template.period_label}"

    def build(workbook: "Workbook", ink: Ink) -> None:
        cover = workbook.add_worksheet(COVER)
        for block in template.specification.blocks:
            sheet = workbook.add_worksheet(block.sheet)
            (_narrative if block.sheet == NARRATIVE else _answers)(sheet, block, template, ink)
            _name_block(workbook, block)
        _cover(cover, template, dress, ink)
        _specification(workbook.add_worksheet(HIDDEN), template)
        cover.activate()

    return workbook_bytes(build, dress.theme, title=title, subject=template.terms.label)


def _quoted(sheet: str) -> str:
    return "'" + sheet.replace("'", "''") + "'"


def _cell(row: int, column: int) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(row - 1, column - 1))


def _columns(block: Block) -> dict[str, int]:
    return NARRATIVE_COLUMNS if block.sheet == NARRATIVE else COLUMNS


def _name_block(workbook: "Workbook", block: Block) -> None:
    """The block under its defined name, from its row of codes to its last answer."""
    last_row = block.rows[-1].row if block.rows else block.header_row
    last_column = max(_columns(block).values())
    first, last = (_absolute(block.header_row, 1), _absolute(last_row, last_column))
    workbook.define_name(block.name, f"={_quoted(block.sheet)}!{first}:{last}")


def _absolute(row: int, column: int) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(row - 1, column - 1, row_abs=True, col_abs=True))


def _head(sheet: "Worksheet", block: Block, template: Template, ink: Ink, headings: dict[str, str]) -> None:
    service = block.sheet if block.sheet == NARRATIVE else template.terms.service(block.rows[0].key.service).title
    sheet.write_string(0, 0, f"{service}, {template.period_label}", ink(bold=True, font_size=16, font_color="heading"))
    sheet.set_row(0, 24)
    sheet.set_row(HEADINGS_ROW - 1, 20)
    subtitle = ". ".join(part.rstrip(".") for part in (template.terms.title, template.terms.label) if part)
    sheet.write_string(1, 0, subtitle, ink(font_color="quiet"))
    sheet.set_row(block.header_row - 1, None, None, {"hidden": True})
    heading = ink(bold=True, bg_color="heading", font_color="heading_ink", text_wrap=True, border=1, border_color="rule")
    for code, column in _columns(block).items():
        sheet.write_string(block.header_row - 1, column - 1, code, ink(font_color="quiet"))
        sheet.write_string(HEADINGS_ROW - 1, column - 1, headings[code], heading)


def _protect(sheet: "Worksheet") -> None:
    """Locked against slips, not against people: there is no password."""
    sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})


def _answers(sheet: "Worksheet", block: Block, template: Template, ink: Ink) -> None:
    _head(sheet, block, template, ink, HEADINGS)
    for code, column in COLUMNS.items():
        sheet.set_column(column - 1, column - 1, WIDTHS[code])
    sheet.set_column(AGREES_COLUMN - 1, AGREES_COLUMN - 1, 19)
    heading = ink(bold=True, bg_color="heading", font_color="heading_ink", text_wrap=True, border=1, border_color="rule")
    sheet.write_string(HEADINGS_ROW - 1, AGREES_COLUMN - 1, "Agrees with the others", heading)
    beside = {row: words for name, row, words in template.beside if name == block.sheet}
    for row in block.rows:
        _row(sheet, row, beside[row.row], ink)
    _live_checks(sheet, block, template, ink)
    _colour_states(sheet, block, ink)
    sheet.freeze_panes(HEADINGS_ROW, 2)
    set_up_page(sheet, landscape=True, footer=_footer(template), repeat=(HEADINGS_ROW - 1, HEADINGS_ROW - 1))
    _protect(sheet)


def _row(sheet: "Worksheet", row: Row, words: Beside, ink: Ink) -> None:
    at = row.row - 1
    fill = {"bg_color": "band"} if not words.indent else {}
    plain = ink(text_wrap=True, border=1, border_color="rule", **fill)
    texts = {
        "code": (row.key.code, ink(font_size=7, font_color="quiet", shrink=True, border=1, border_color="rule")),
        "measure": (words.label, ink(text_wrap=True, border=1, border_color="rule", indent=words.indent, bold=not words.indent, **fill)),
        "definition": (words.definition, ink(text_wrap=True, font_size=9, border=1, border_color="rule", **fill)),
        "unit": (words.unit, plain),
        "last": (words.last_period, ink(align="right", text_wrap=True, border=1, border_color="rule", **fill)),
        "target": (words.target, plain),
    }
    for code, (text, form) in texts.items():
        sheet.write_string(at, COLUMNS[code] - 1, text, form)
    _inputs(sheet, row, ink)
    small, bold = 1.3, 1.0  # how many characters of smaller or bolder type fit in one of the column's
    lines = max(
        lines_needed(words.definition, WIDTHS["definition"] * small),
        lines_needed(words.label, WIDTHS["measure"] * bold),
        lines_needed(words.target, WIDTHS["target"]),
    )
    sheet.set_row(at, max(17, 13 * lines + 4))


def _inputs(sheet: "Worksheet", row: Row, ink: Ink) -> None:
    guard = KINDS[row.kind].guard
    if guard is None:
        return
    at, figure, status = row.row - 1, _cell(row.row, COLUMNS["figure"]), _cell(row.row, COLUMNS["status"])
    box = {"locked": False, "bg_color": "input", "border": 1, "border_color": "input_rule"}
    sheet.write_blank(at, COLUMNS["figure"] - 1, None, ink(num_format=guard.number_format, align="right", **box))
    sheet.write_blank(at, COLUMNS["status"] - 1, None, ink(text_wrap=True, **box))
    sheet.write_blank(at, COLUMNS["explanation"] - 1, None, ink(text_wrap=True, **box))
    sheet.data_validation(at, COLUMNS["figure"] - 1, at, COLUMNS["figure"] - 1, _guard(guard, row))
    choices = {"validate": "list", "source": [str(word) for word in statuses(row)], "error_title": "Status"}
    sheet.data_validation(at, COLUMNS["status"] - 1, at, COLUMNS["status"] - 1, choices)
    text = formula.state(guard, row.required, figure, status)
    blank = formula.TO_ANSWER if row.required else formula.LEFT_BLANK
    sheet.write_formula(at, COLUMNS["check"] - 1, text, ink(text_wrap=True, border=1, border_color="rule"), blank)


def _guard(guard: Guard, row: Row) -> dict[str, object]:
    """Excel's own guard. Where a bound is allowed it warns and lets pass; the status says the rest."""
    scale = 100 if guard.percent else 1
    low = guard.minimum / scale if guard.minimum is not None else None
    high = guard.maximum / scale if guard.maximum is not None else None
    limits: dict[str, object] = {"criteria": "between", "minimum": -1e12, "maximum": 1e12}
    if low is not None:
        limits = {"criteria": ">=", "value": float(low)}
    if low is not None and high is not None:
        limits = {"criteria": "between", "minimum": float(low), "maximum": float(high)}
    return {
        "validate": "integer" if guard.places == 0 else "decimal",
        **limits,
        "error_type": "warning" if row.bounds else "stop",
        "input_title": row.about[:32],
        "input_message": guard.asks,
        "error_title": "Figure",
        "error_message": f"{guard.asks} Anything more goes in the status or the explanation.",
    }


def _live_checks(sheet: "Worksheet", block: Block, template: Template, ink: Ink) -> None:
    """Under the answers, what must agree; beside each answer, whether everything it is part of does."""
    checks = [(row, relation) for name, row, relation in template.live_checks if name == block.sheet]
    issued, states = places(template.specification), places(template.specification, "check")

    def where(key: Hashable) -> str:
        return _cell(*issued[key][1:]) if isinstance(key, AnswerKey) else ""

    def state_of(key: Hashable) -> str:
        return _cell(*states[key][1:]) if isinstance(key, AnswerKey) else ""

    heading = ink(bold=True, bg_color="heading", font_color="heading_ink", border=1, border_color="rule", text_wrap=True)
    if checks:
        for code, words in {"code": "Check", "measure": "These figures must agree", "last": "First side", "target": "Second side", "check": "Result"}.items():
            sheet.write_string(checks[0][0] - 2, COLUMNS[code] - 1, words, heading)
        sheet.write_blank(checks[0][0] - 2, COLUMNS["definition"] - 1, None, heading)
        sheet.write_blank(checks[0][0] - 2, COLUMNS["unit"] - 1, None, heading)
    member: dict[Hashable, list[str]] = {}
    for number, (row, relation) in enumerate(checks, 1):
        edge = ink(text_wrap=True, border=1, border_color="rule")
        figure = ink(border=1, border_color="rule", align="right", num_format="#,##0.####;-#,##0.####")
        sheet.write_string(row - 1, COLUMNS["code"] - 1, f"Check {number}", edge)
        sheet.merge_range(row - 1, COLUMNS["measure"] - 1, row - 1, COLUMNS["unit"] - 1, relation.says, edge)
        sheet.write_formula(row - 1, COLUMNS["last"] - 1, formula.side(relation.comparison.left, where, state_of), figure, "")
        sheet.write_formula(row - 1, COLUMNS["target"] - 1, formula.side(relation.comparison.right, where, state_of), figure, "")
        text = formula.verdict(relation.comparison, where, state_of)
        sheet.write_formula(row - 1, COLUMNS["check"] - 1, text, edge, formula.CANNOT_TELL)
        for key in _terms(relation.comparison):
            member.setdefault(key, []).append(_cell(row, COLUMNS["check"]))
    for row in block.rows:
        cells = member.get(row.key, [])
        edge = ink(text_wrap=True, border=1, border_color="rule")
        if cells:
            text = formula.says_anywhere(cells, formula.DISAGREES, formula.SEE_BELOW)
            sheet.write_formula(row.row - 1, AGREES_COLUMN - 1, text, edge, "")
        else:
            sheet.write_blank(row.row - 1, AGREES_COLUMN - 1, None, edge)


def _terms(comparison: object) -> tuple[Hashable, ...]:
    from commissioning.sums import terms

    return tuple(dict.fromkeys(terms(comparison)))  # type: ignore[arg-type]


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


def _narrative(sheet: "Worksheet", block: Block, template: Template, ink: Ink) -> None:
    _head(sheet, block, template, ink, NARRATIVE_HEADINGS)
    for code, column in NARRATIVE_COLUMNS.items():
        sheet.set_column(column - 1, column - 1, NARRATIVE_WIDTHS[code])
    beside = {row: words for name, row, words in template.beside if name == block.sheet}
    edge = ink(text_wrap=True, border=1, border_color="rule")
    box = ink(text_wrap=True, locked=False, bg_color="input", border=1, border_color="input_rule")
    for row in block.rows:
        at, words = row.row - 1, beside[row.row]
        sheet.write_string(at, NARRATIVE_COLUMNS["code"] - 1, row.key.code, ink(font_size=8, font_color="quiet", border=1, border_color="rule"))
        sheet.write_string(at, NARRATIVE_COLUMNS["measure"] - 1, words.label, ink(bold=True, text_wrap=True, border=1, border_color="rule"))
        sheet.write_string(at, NARRATIVE_COLUMNS["definition"] - 1, words.definition, edge)
        sheet.write_blank(at, NARRATIVE_COLUMNS["figure"] - 1, None, box)
        blank = formula.TO_ANSWER if row.required else formula.LEFT_BLANK
        text = formula.says_anywhere([_cell(row.row, NARRATIVE_COLUMNS["figure"])], "", blank)
        sheet.write_formula(at, NARRATIVE_COLUMNS["check"] - 1, text, edge, blank)
        sheet.set_row(at, 60 if row.key.measure != "declared-by" else 34)
    _colour_states(sheet, block, ink)
    set_up_page(sheet, landscape=True, footer=_footer(template))
    _protect(sheet)


def _cover(sheet: "Worksheet", template: Template, dress: Dress, ink: Ink) -> None:
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 78)
    sheet.write_string(0, 0, template.terms.title, ink(bold=True, font_size=18, font_color="heading"))
    sheet.set_row(0, 27)
    sheet.set_row(1, 20)
    sheet.write_string(1, 0, f"Return for {template.period_label}", ink(font_size=13, font_color="quiet"))
    row = 3
    for label, value in _facts(template):
        sheet.write_string(row, 0, label, ink(bold=True, bottom=1, bottom_color="rule"))
        sheet.write_string(row, 1, value, ink(text_wrap=True, bottom=1, bottom_color="rule"))
        row += 1
    row = _counters(sheet, template, ink, row + 1)
    sheet.write_string(row, 0, "How to fill it in", ink(bold=True, font_size=13, font_color="heading"))
    for number, line in enumerate(dress.lines("return-cover.txt", due=template.due, contacts=template.terms.published_contacts), 1):
        sheet.merge_range(row + number, 0, row + number, 1, line, ink(text_wrap=True))
        sheet.set_row(row + number, 15.5 * lines_needed(line, 112) + 2)
    set_up_page(sheet, landscape=False, footer=_footer(template))
    _protect(sheet)


def _facts(template: Template) -> list[tuple[str, str]]:
    terms, parties = template.terms, template.terms.parties
    span = template.period
    facts = [
        ("Provider", parties.provider.name if parties.provider else "not stated"),
        ("Lead commissioner", parties.lead.name),
        ("Other commissioners", ", ".join(party.name for party in parties.commissioners) or "none"),
        ("Working with", ", ".join(party.name for party in parties.sub_contractors) or "none"),
        ("Period", f"{template.period_label}: {_day(span.start)} to {_day(span.end)}"),
        ("Due", template.due),
        ("Edition", template.edition[:12]),
    ]
    return [*facts, ("Please note", terms.label)] if terms.label else facts


def _day(day: object) -> str:
    return f"{day.day} {day:%B %Y}" if hasattr(day, "day") else "not stated"


def _counters(sheet: "Worksheet", template: Template, ink: Ink, row: int) -> int:
    """How many answers are missing or disagree, counted from the sheets' own checks."""
    sheet.write_string(row, 0, "Before you send it", ink(bold=True, font_size=13, font_color="heading"))
    blocks = template.specification.blocks
    answers = [_range(block, block.rows[0].row, block.rows[-1].row) for block in blocks if block.rows]
    checks = [_range(block, *rows) for block in blocks if (rows := _check_rows(template, block))]
    required = sum(r.required for _, r in template.specification.rows())
    counters = (
        ("Answers still missing", formula.counted(answers, formula.TO_ANSWER), required, "should be 0"),
        ("Figures that do not agree", formula.counted(checks, formula.DISAGREES), 0, "should be 0, or be explained"),
        ("Checks that cannot tell yet", formula.counted(checks, formula.CANNOT_TELL), len(template.live_checks), "0 once every figure they need is in"),
    )
    for number, (label, text, value, advice) in enumerate(counters, 1):
        sheet.write_string(row + number, 0, f"{label} ({advice})", ink(bold=True, bottom=1, bottom_color="rule", text_wrap=True))
        sheet.write_formula(row + number, 1, text, ink(align="left", bold=True, font_size=13, bottom=1, bottom_color="rule"), value)
        sheet.set_row(row + number, 31)
    return row + len(counters) + 2


def _check_rows(template: Template, block: Block) -> tuple[int, int] | None:
    rows = [row for name, row, _ in template.live_checks if name == block.sheet]
    return (rows[0], rows[-1]) if rows else None


def _range(block: Block, first: int, last: int) -> str:
    column = _columns(block)["check"]
    return f"{_quoted(block.sheet)}!{_absolute(first, column)}:{_absolute(last, column)}"


def _specification(sheet: "Worksheet", template: Template) -> None:
    """The hidden sheet: what this return is, for the engine that reads it back. Evidence, not authority."""
    text = write_specification(template.specification)
    rows = [
        ("format", str(FORMAT)),
        ("contract", template.terms.contract),
        ("period", str(template.period)),
        ("edition", template.edition),
        *(("specification", text[start : start + CHUNK]) for start in range(0, len(text), CHUNK)),
    ]
    for number, (key, value) in enumerate(rows):
        sheet.write_string(number, 0, key)
        sheet.write_string(number, 1, value)
    sheet.very_hidden()
    _protect(sheet)


def _footer(template: Template) -> str:
    return f"{template.terms.title}, {template.period_label}"
