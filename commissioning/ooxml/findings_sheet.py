"""Remarks in; the sheet of findings, and the hidden sheet by which a marked file knows its marks, out."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

from commissioning.model.finding import Place, Severity
from commissioning.model.reply import Remark, Remarks
from commissioning.ooxml.addresses import column_letters
from commissioning.ooxml.marked_styles import Look, Styles
from commissioning.report.reply import PRESSING, to_do
from commissioning.returns.replied import STYLE_COLUMN

if TYPE_CHECKING:
    from lxml.etree import _Element

COLOURS = {
    Severity.STOPS: "FFF4A79D",
    Severity.NEEDS_EXPLANATION: "FFFFC861",
    Severity.WAIVED: "FFD9D2E9",
    Severity.NOTE: "FFBBD7EC",
}
"""What marked cells are filled with. Each differs from any colour of a return that was issued."""
HOW = "Each cell listed here is marked on its sheet. Put it right there, save the file, and send it again as it is."
EXPLAINED_ALREADY = (
    "All that needs explanation is explained beside its figure. Nothing more is asked of you, unless a figure is wrong."
)
NOTHING_TO_DO = "Nothing in it has to be put right."
NOT_HERE = "Type nothing on this sheet: it is written anew each time. Explanations belong beside their figures."
_HEADINGS = (("Severity", 19), ("Where", 28), ("What is there", 58), ("What to do", 50), ("Code", 8))
_PLAIN = Look()
_TITLE = Look(ink="FF16425B", size=16, bold=True)
_HEADING = Look(fill="FF16425B", ink="FFFFFFFF", bold=True)
_LEAD = Look(size=12)
_CELL = Look(ruled=True)
_LINK = Look(ink="FF16425B", underlined=True, ruled=True)
_HAS_NOTE = "This cell has a note already; nothing was added to it."


@dataclass(frozen=True, slots=True)
class Piece:
    """A cell of ours: its text, how it looks, and the place it leads to."""

    text: str
    look: Look = _PLAIN
    to: str = ""


def findings_sheet(
    remarks: Remarks, styles: Styles, namespace: str, shown: Collection[str], noted: Collection[Place]
) -> bytes:
    """The sheet of findings; `shown` are the sheets a link may lead to, `noted` the cells with a note of others."""
    head = [[Piece(remarks.title, _TITLE)], *([Piece(line, _LEAD)] for line in _lead(remarks))]
    headings = [Piece(heading, _HEADING) for heading, _ in _HEADINGS]
    rows = [*head, [Piece("")], headings]
    rows += [row for group in remarks.groups for one in group.remarks for row in _rows(one, shown, noted)]
    return _Sheet(namespace, styles).written(rows, len(head) + 2)


def texts(remarks: Remarks) -> Iterator[str]:
    """Every text that stands on the sheet of findings."""
    yield from (remarks.title, *_lead(remarks))
    yield from (heading for heading, _ in _HEADINGS)
    for group in remarks.groups:
        for remark in group.remarks:
            finding = remark.finding
            yield from (finding.severity.value, finding.there, to_do(remark), finding.code, "the file")
            yield f"{finding.there} {_HAS_NOTE}"
            yield from map(str, remark.areas)


def kept_sheet(rows: Iterable[tuple[str, ...]], dressed: dict[Place, int], namespace: str) -> bytes:
    """The hidden sheet; in it the address of each marked cell stands dressed as that cell was."""
    sheet = _Sheet(namespace, None)
    for number, row in enumerate(rows, 1):
        style = dressed.get(Place(*row[1:3])) if row[0] == "cell" else None
        sheet.row(number, [(text, style if at == STYLE_COLUMN else None) for at, text in enumerate(row, 1)])
    return sheet.serialised()


def _lead(remarks: Remarks) -> tuple[str, ...]:
    """What stands above the table, in sentences."""
    pressing = [one for group in remarks.groups for one in group.remarks if one.finding.severity in PRESSING]
    asked = EXPLAINED_ALREADY if all(one.explained for one in pressing) else HOW
    return (remarks.subject, *remarks.summary, asked if pressing else NOTHING_TO_DO, NOT_HERE)


def _rows(remark: Remark, shown: Collection[str], noted: Collection[Place]) -> Iterator[list[Piece]]:
    """A row for each area; the words stand beside the first alone."""
    finding = remark.finding
    severity = Look(fill=COLOURS[finding.severity], bold=True, ruled=True)
    has_note = any(place in noted for place in finding.places)
    there = f"{finding.there} {_HAS_NOTE}" if has_note else finding.there
    words = [Piece(there, _CELL), Piece(to_do(remark), _CELL), Piece(finding.code, _CELL)]
    for number, area in enumerate(remark.areas or (Place(),)):
        rest = words if number == 0 else [Piece("", _CELL)] * 3
        yield [Piece(finding.severity.value, severity), _where(area, shown), *rest]


def _height(row: list[Piece]) -> int:
    """Points for as many lines as the longest text of a row takes in its column."""
    if len(row) == 1:
        return row[0].look.size * 3 // 2
    cells = zip(row, _HEADINGS, strict=False)
    return 15 * max(len(wrap(piece.text, width - 2)) for piece, (_, width) in cells) + 2


def _where(area: Place, shown: Collection[str]) -> Piece:
    if area.sheet not in shown:
        return Piece(str(area) or "the file", _CELL)
    quoted = area.sheet.replace("'", "''")
    return Piece(str(area), _LINK, f"'{quoted}'!{area.cell or 'A1'}")


class _Sheet:
    """A sheet's part being written, every text of it in its own cell."""

    def __init__(self, namespace: str, styles: Styles | None) -> None:
        from lxml import etree

        self._tag, self._styles = f"{{{namespace}}}", styles
        self._root = etree.fromstring(f'<worksheet xmlns="{namespace}"/>')
        self._rows = etree.Element(f"{self._tag}sheetData")

    def row(self, number: int, cells: Iterable[tuple[str, int | None]]) -> "_Element":
        """A row of texts, each with the number of its style."""
        row = self._sub(self._rows, "row", r=str(number))
        for at, (text, style) in enumerate(cells, 1):
            if not text and style is None:
                continue
            cell = self._sub(row, "c", r=f"{column_letters(at)}{number}")
            if style is not None:
                cell.set("s", str(style))
            if text:
                cell.set("t", "inlineStr")
                words = self._sub(self._sub(cell, "is"), "t")
                words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                words.text = text
        return row

    def serialised(self) -> bytes:
        """The part as it now is."""
        from lxml import etree

        if self._rows.getparent() is None:
            self._root.append(self._rows)
        return etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def written(self, rows: list[list[Piece]], heading: int) -> bytes:
        """The sheet of findings: what stands above the headings stays in view, and it prints a page wide."""
        settings = self._sub(self._root, "sheetPr")
        self._sub(settings, "tabColor", rgb="FFB3261E")
        self._sub(settings, "pageSetUpPr", fitToPage="1")
        views = self._sub(self._root, "sheetViews")
        view = self._sub(views, "sheetView", showGridLines="0", tabSelected="1", workbookViewId="0")
        self._sub(
            view, "pane", ySplit=str(heading), topLeftCell=f"A{heading + 1}", activePane="bottomLeft", state="frozen"
        )
        columns = self._sub(self._root, "cols")
        for at, (_, width) in enumerate(_HEADINGS, 1):
            self._sub(columns, "col", min=str(at), max=str(at), width=str(width), customWidth="1")
        self._root.append(self._rows)
        for number, row in enumerate(rows, 1):
            made = self.row(number, [(piece.text, self._style(piece)) for piece in row])
            made.set("ht", str(_height(row)))
            made.set("customHeight", "1")
        self._sub(
            self._root, "sheetProtection", sheet="1", objects="1", scenarios="1", formatColumns="0", formatRows="0"
        )
        self._links(rows)
        self._sub(
            self._root, "pageMargins", left="0.5", right="0.5", top="0.6", bottom="0.6", header="0.3", footer="0.3"
        )
        self._sub(self._root, "pageSetup", paperSize="9", orientation="landscape", fitToHeight="0")
        return self.serialised()

    def _style(self, piece: Piece) -> int | None:
        return self._styles.of(piece.look) if self._styles and (piece.text or piece.look.ruled) else None

    def _links(self, rows: list[list[Piece]]) -> None:
        cells = ((n, at, piece) for n, row in enumerate(rows, 1) for at, piece in enumerate(row, 1) if piece.to)
        found = [
            {"ref": f"{column_letters(at)}{n}", "location": piece.to, "display": piece.text} for n, at, piece in cells
        ]
        if found:
            links = self._sub(self._root, "hyperlinks")
            for link in found:
                self._sub(links, "hyperlink", **link)

    def _sub(self, parent: "_Element", name: str, **attributes: str) -> "_Element":
        from lxml import etree

        return etree.SubElement(parent, f"{self._tag}{name}", attributes)
