"""Requests as JSON lines in, answers as JSON lines out: a LibreOffice without windows, kept open.

Runs under the system's own Python, the one that has `uno`; `libreoffice.py` starts and stops it.
Usage: office.py PROFILE_FOLDER SCRATCH_FOLDER
"""

import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from itertools import chain, count
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.lang import DisposedException

START_UP_SECONDS = 90
SHUT_DOWN_SECONDS = 15
FORMULA_CELLS = 16
NO_MACROS, NO_LINK_UPDATES = 0, 0
FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
    ".fods": "OpenDocument Spreadsheet Flat XML",
    ".csv": "Text - txt - csv (StarCalc)",
    ".pdf": "calc_pdf_Export",
}


def started(profile: str, pipe: str) -> "subprocess.Popen[bytes]":
    """A LibreOffice of its own, which shares nothing with the one a person may have open."""
    accept = f"--accept=pipe,name={pipe};urp;StarOffice.ComponentContext"
    switches = ["--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"]
    place = f"-env:UserInstallation={Path(profile).as_uri()}"
    none = subprocess.DEVNULL
    return subprocess.Popen(["soffice", *switches, place, accept], stdin=none, stdout=none, stderr=none)


def connected(office: "subprocess.Popen[bytes]", pipe: str) -> Any:
    """The desktop of a LibreOffice that has just been started."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    last = time.monotonic() + START_UP_SECONDS
    while time.monotonic() < last and office.poll() is None:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except uno.getClass("com.sun.star.connection.NoConnectException"):
            time.sleep(0.1)
        else:
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    raise RuntimeError("LibreOffice did not start.")


def properties(**values: Any) -> tuple[Any, ...]:
    """UNO's form of keyword arguments."""
    return tuple(PropertyValue(Name=name, Value=value) for name, value in values.items())


class Desk:
    """The documents that are open, each under a number."""

    def __init__(self, desktop: Any, scratch: Path) -> None:
        """Nothing is open yet."""
        self.desktop = desktop
        self.scratch = scratch
        self.documents: dict[int, Any] = {}
        self.numbers = count(1)

    def open(self, path: str) -> int:
        """Open a copy, so that no lock file is laid beside the original."""
        number = next(self.numbers)
        copy = self.scratch / f"{number}{Path(path).suffix}"
        shutil.copyfile(path, copy)
        how = properties(Hidden=True, MacroExecutionMode=NO_MACROS, UpdateDocMode=NO_LINK_UPDATES)
        document = self.desktop.loadComponentFromURL(copy.as_uri(), "_blank", 0, how)
        if document is None or not document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
            raise RuntimeError(f"LibreOffice does not open {path} as a workbook.")
        self.documents[number] = document
        return number

    def close(self, number: int) -> None:
        """Close without saving."""
        self.documents.pop(number).close(True)

    def set(self, number: int, cells: dict[str, dict[str, Any]]) -> None:
        """Put numbers, texts and formulas into cells; a locked one is an error, as it is to a person."""
        for address, content in cells.items():
            cell = self.cell(number, address)
            if cell.Spreadsheet.isProtected() and cell.CellProtection.IsLocked:
                raise RuntimeError(f"{address} is locked.")
            put(cell, content)

    def read(self, number: int, addresses: list[str]) -> dict[str, dict[str, Any]]:
        """What cells show now, not recalculated."""
        return {address: content_of(self.cell(number, address)) for address in addresses}

    def formulas(self, number: int) -> dict[str, dict[str, Any]]:
        """What every formula cell shows now, sheet by sheet."""
        sheets = self.documents[number].Sheets
        return {
            f"{name}!{cell}": content
            for name in sheets.ElementNames
            for cell, content in formulas_of(sheets.getByName(name))
        }

    def recalculate(self, number: int) -> None:
        """Work out every formula anew, whatever results the file was saved with."""
        self.documents[number].calculateAll()

    def insert_row(self, number: int, sheet: str, row: int) -> None:
        """Put an empty row above one, counted from 1, as a person does who takes the protection off."""
        found = self.documents[number].Sheets.getByName(sheet)
        found.unprotect("")
        found.Rows.insertByIndex(row - 1, 1)

    def rename(self, number: int, sheet: str, to: str) -> None:
        """Give a sheet another name."""
        self.documents[number].Sheets.getByName(sheet).setName(to)

    def save(self, number: int, target: str, password: str = "") -> None:
        """Save a copy in the format of the target's suffix, with a password if one is given."""
        locked = {"Password": password} if password else {}
        how = properties(FilterName=FILTERS[Path(target).suffix], Overwrite=True, **locked)
        self.documents[number].storeToURL(Path(target).as_uri(), how)

    def cell(self, number: int, address: str) -> Any:
        """The cell at an address such as `Refuge!B4`."""
        sheet, _, place = address.rpartition("!")
        sheets = self.documents[number].Sheets
        if not sheets.hasByName(sheet):
            raise RuntimeError(f"There is no sheet {sheet!r}; there are {', '.join(sheets.ElementNames)}.")
        try:
            return sheets.getByName(sheet).getCellRangeByName(place).getCellByPosition(0, 0)
        except uno.getClass("com.sun.star.uno.RuntimeException") as wrong:
            raise RuntimeError(f"{address} is not the address of a cell.") from wrong


def formulas_of(sheet: Any) -> list[tuple[str, dict[str, Any]]]:
    """The address and content of each formula cell of a sheet, row by row.

    Asked for a block at a time: cell by cell, a large workbook takes minutes.
    """
    found = {}
    for block in sheet.queryContentCells(FORMULA_CELLS).RangeAddresses:
        cells = sheet.getCellRangeByPosition(block.StartColumn, block.StartRow, block.EndColumn, block.EndRow)
        shown, formulas = (chain.from_iterable(rows) for rows in (cells.getDataArray(), cells.getFormulaArray()))
        for place, value, formula in zip(places(block), shown, formulas, strict=True):
            kind, plain = kind_of(value, lambda: sheet.getCellByPosition(*reversed(place)))  # noqa: B023 - called at once
            found[place] = {"kind": kind, "value": plain, "formula": formula}
    return [(address(place), content) for place, content in sorted(found.items())]


def places(block: Any) -> list[tuple[int, int]]:
    """Every (row, column) of a block, from 0."""
    rows, columns = range(block.StartRow, block.EndRow + 1), range(block.StartColumn, block.EndColumn + 1)
    return [(row, column) for row in rows for column in columns]


def address(place: tuple[int, int]) -> str:
    """`B4` for (3, 1)."""
    row, column = place
    return f"{letters(column)}{row + 1}"


def letters(column: int) -> str:
    """The name of a column, counted from 0."""
    return (letters(column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)


def put(cell: Any, content: dict[str, Any]) -> None:
    """Put one number, text or formula into a cell as typing does; an empty text clears it."""
    [(kind, value)] = content.items()
    if kind == "number":
        cell.setValue(float(value))
    elif kind == "formula" or not value:
        cell.setFormula(value)
    else:
        cell.setString(value)


def content_of(cell: Any) -> dict[str, Any]:
    """A cell's kind, value and formula."""
    kind, value = kind_of(cell.getDataArray()[0][0], lambda: cell)
    return {"kind": kind, "value": value, "formula": cell.getFormula() if cell.Type.value == "FORMULA" else ""}


def kind_of(value: Any, cell: Callable[[], Any]) -> tuple[str, Any]:
    """The kind and value of what UNO gives for a cell: nothing for an error, an empty text for a blank.

    An error's value is what the screen shows.
    """
    if value is None:
        return "error", cell().getString()
    if value == "":
        return "blank", None
    return ("text", value) if isinstance(value, str) else ("number", f"{value:.15g}")


def requests() -> "queue.SimpleQueue[str]":
    """Lines of standard input, and an empty one at its end; a hung LibreOffice dies soon after that."""
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()

    def listen() -> None:
        for line in sys.stdin:
            lines.put(line)
        lines.put("")
        time.sleep(2 * SHUT_DOWN_SECONDS)
        os.killpg(0, signal.SIGKILL)

    threading.Thread(target=listen, daemon=True).start()
    return lines


def answer(job: Callable[[], Any]) -> dict[str, Any]:
    """What a job gives, or what went wrong in words, so that every fault reaches the test that caused it."""
    try:
        return {"gives": job()}
    except DisposedException as gone:
        return {"stopped": f"LibreOffice has stopped: {gone.Message or gone}"}
    except Exception as wrong:
        return {"wrong": str(getattr(wrong, "Message", "") or wrong) or type(wrong).__name__}


def say(words: dict[str, Any]) -> None:
    """Write one answer."""
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def serve(desk: Desk, lines: "queue.SimpleQueue[str]") -> None:
    """Answer requests until there are no more."""
    while line := lines.get():
        request = json.loads(line)
        say(answer(lambda: getattr(desk, request["do"])(*request["with"])))  # noqa: B023 - called at once


def stop(office: "subprocess.Popen[bytes]", desktop: Any) -> None:
    """Ask LibreOffice to end; whoever started this script kills what stays."""
    answer(desktop.terminate)
    try:
        office.wait(SHUT_DOWN_SECONDS)
    except subprocess.TimeoutExpired:
        office.kill()


def main(profile: str, scratch: str) -> None:
    """Start LibreOffice, say so, serve, stop."""
    lines = requests()
    pipe = f"commissioning{os.getpid()}"
    office = started(profile, pipe)
    try:
        desktop = connected(office, pipe)
    except RuntimeError as wrong:
        say({"stopped": str(wrong)})
        return
    say({"gives": "ready"})
    serve(Desk(desktop, Path(scratch)), lines)
    stop(office, desktop)


if __name__ == "__main__":
    main(*sys.argv[1:])
