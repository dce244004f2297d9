"""A workbook and what a person types in it in, what LibreOffice makes of it out."""

import json
import os
import queue
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

SYSTEM_PYTHON = Path("/usr/bin/python3")
OFFICE = Path(__file__).with_name("office.py")
SECONDS_PER_REQUEST = 120
SECONDS_TO_START = 120
SECONDS_TO_STOP = 20

Kind = Literal["number", "text", "error", "blank"]


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula to put into a cell, in LibreOffice's own dialect: `=SUM(B4:B6)`."""

    text: str


Typed = Decimal | int | float | str | Formula
"""What may be put into a cell: a number, a text, an empty text to clear it, a formula."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a cell shows: a number to 15 digits, a text, an error's words, or nothing (None).

    An empty cell and a formula that gives an empty text are both blank; 0 is a number.
    """

    kind: Kind
    value: Decimal | str | None
    formula: str = ""


class LibreOfficeFault(AssertionError):
    """LibreOffice refused, stopped or did not answer in time."""


@cache
def why_not() -> str:
    """Why no LibreOffice can be driven on this machine; empty where one can."""
    if not shutil.which("soffice"):
        return "LibreOffice (soffice) is not installed: run `make set-up` as root"
    if (
        not SYSTEM_PYTHON.exists()
        or subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], check=False, capture_output=True).returncode
    ):
        return f"{SYSTEM_PYTHON} has no uno (Debian package python3-uno): run `make set-up` as root"
    return ""


class LibreOffice:
    """One LibreOffice without windows, started when first needed and again after a fault."""

    def __init__(self, seconds_per_request: float = SECONDS_PER_REQUEST) -> None:
        """Nothing runs yet."""
        self.seconds_per_request = seconds_per_request
        self._running: _Running | None = None

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, wrong: BaseException | None, at: TracebackType | None) -> None:
        """Stop it."""
        self.stop()

    def fill(self, source: Path, target: Path, cells: Mapping[str, Typed]) -> None:
        """Type into cells (`Refuge!B4`) of a workbook and save it as xlsx, or as the target's suffix says."""
        with self.open_document(source) as document:
            document.set(cells)
            document.save(target)

    def recalculated(self, source: Path) -> dict[str, Shown]:
        """What every formula cell shows once everything is worked out anew."""
        with self.open_document(source) as document:
            document.recalculate()
            return document.formulas()

    def evaluate(self, source: Path, cells: Mapping[str, Typed], read: Sequence[str]) -> dict[str, Shown]:
        """What some cells show after typing into others; nothing is saved."""
        with self.open_document(source) as document:
            document.set(cells)
            document.recalculate()
            return document.read(read)

    def to_pdf(self, source: Path, target: Path) -> None:
        """Print a workbook, as it opens, to a target that ends in .pdf."""
        with self.open_document(source) as document:
            document.save(target)

    @contextmanager
    def open_document(self, path: Path) -> Iterator["Document"]:
        """A workbook kept open for many questions; closed without saving."""
        document = Document(self, self.ask("open", str(path.resolve())))
        try:
            yield document
        finally:
            if self._running:
                self.ask("close", document.number)

    def ask(self, do: str, *what: Any) -> Any:
        """One request, answered or failed in time."""
        self._running = self._running or _Running()
        try:
            return self._running.ask(self.seconds_per_request, do, *what)
        except _Gone as gone:
            self._running.kill()
            self._running = None
            raise LibreOfficeFault(str(gone)) from gone

    @property
    def process_group(self) -> int | None:
        """The process group it runs in, if it runs."""
        return self._running.process.pid if self._running else None

    def stop(self) -> None:
        """End it and everything it started."""
        running, self._running = self._running, None
        if running:
            running.stop()


@dataclass(frozen=True, slots=True)
class Document:
    """One open workbook."""

    office: LibreOffice
    number: int

    def set(self, cells: Mapping[str, Typed]) -> None:
        """Type into cells; a locked one is a fault."""
        self.office.ask("set", self.number, {address: _content(typed) for address, typed in cells.items()})

    def read(self, addresses: Sequence[str]) -> dict[str, Shown]:
        """What cells show now, which may be what the file was saved with."""
        return _shown(self.office.ask("read", self.number, list(addresses)))

    def formulas(self) -> dict[str, Shown]:
        """What every formula cell shows now, which may be what the file was saved with."""
        return _shown(self.office.ask("formulas", self.number))

    def recalculate(self) -> None:
        """Work out every formula anew."""
        self.office.ask("recalculate", self.number)

    def insert_row(self, sheet: str, row: int) -> None:
        """Put an empty row above one, counted from 1, taking a protection without password off for that."""
        self.office.ask("insert_row", self.number, sheet, row)

    def rename(self, sheet: str, to: str) -> None:
        """Give a sheet another name."""
        self.office.ask("rename", self.number, sheet, to)

    def save(self, target: Path, password: str = "") -> None:
        """Save a copy in a format of `office.FILTERS`, as the suffix says, with a password if one is given."""
        self.office.ask("save", self.number, str(target.resolve()), password)


def _content(typed: Typed) -> dict[str, str]:
    if isinstance(typed, Formula):
        return {"formula": typed.text}
    return {"text": typed} if isinstance(typed, str) else {"number": str(typed)}


def _shown(found: Mapping[str, Mapping[str, Any]]) -> dict[str, Shown]:
    return {
        address: Shown(
            kind=cell["kind"],
            value=Decimal(cell["value"]) if cell["kind"] == "number" else cell["value"],
            formula=cell["formula"],
        )
        for address, cell in found.items()
    }


class _Gone(Exception):
    """The office can no longer be spoken to."""


class _Running:
    """A started office.py with its LibreOffice, all in one process group."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="office-")
        profile, scratch = (Path(self.folder.name, name) for name in ("profile", "scratch"))
        profile.mkdir()
        scratch.mkdir()
        self.process = subprocess.Popen(
            [SYSTEM_PYTHON, "-I", OFFICE, profile, scratch],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            # Words of errors then do not depend on the machine, and scratch files go with the folder.
            env={**os.environ, "LC_ALL": "C.UTF-8", "TMPDIR": str(scratch)},
            start_new_session=True,
        )
        self.answers: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()
        self.ready = False

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.answers.put(line)
        self.answers.put("")

    def ask(self, seconds: float, do: str, *what: Any) -> Any:
        if not self.ready:
            self._answer("start", SECONDS_TO_START)
            self.ready = True
        assert self.process.stdin
        try:
            self.process.stdin.write(json.dumps({"do": do, "with": what}) + "\n")
            self.process.stdin.flush()
        except OSError as wrong:
            raise _Gone(f"LibreOffice had stopped before it could {do}.") from wrong
        return self._answer(do, seconds)

    def _answer(self, do: str, seconds: float) -> Any:
        try:
            line = self.answers.get(timeout=seconds)
        except queue.Empty as late:
            raise _Gone(f"LibreOffice did not {do} within {seconds} seconds.") from late
        if not line:
            raise _Gone(f"LibreOffice stopped when asked to {do}.")
        answer = json.loads(line)
        if "stopped" in answer:
            raise _Gone(answer["stopped"])
        if "wrong" in answer:
            raise LibreOfficeFault(f"LibreOffice could not {do}: {answer['wrong']}")
        return answer["gives"]

    def stop(self) -> None:
        """Let it end by itself, then kill whatever of its group is left."""
        assert self.process.stdin
        with suppress(OSError, subprocess.TimeoutExpired):
            self.process.stdin.close()
            self.process.wait(SECONDS_TO_STOP)
        self.kill()

    def kill(self) -> None:
        """End its whole process group at once and clear up after it."""
        assert self.process.stdin
        assert self.process.stdout
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.listener.join(SECONDS_TO_STOP)
        with suppress(OSError):
            self.process.stdin.close()
        self.process.stdout.close()
        self.folder.cleanup()
