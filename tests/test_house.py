"""The house's own machinery: real clients are not left out unseen, and LibreOffice is real."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet

from tests.clients import libreoffice as office
from tests.clients.libreoffice import Formula, LibreOffice, LibreOfficeFault, Shown, Typed
from tests.clients.required import LIST, faults, listed

HOUSE = Path(__file__).parent.parent


# Real clients are required.

FAULTS = [
    (["t::a"], {"t::a": {"passed"}}, []),
    (["t::a"], {}, ["t::a did not run."]),
    (["t::a"], {"t::a": {"passed", "skipped"}}, ["t::a was skipped."]),
    ([], {"t::a": {"passed"}}, ["t::a is not in tests/real_clients.txt: add it."]),
    (["t::a"], {"t::b": {"skipped"}}, ["t::a did not run.", "t::b is not in tests/real_clients.txt: add it."]),
]


@pytest.mark.parametrize(("wanted", "outcomes", "expected"), FAULTS)
def test_a_listed_test_must_run_and_a_real_client_test_must_be_listed(wanted, outcomes, expected):
    """One sentence for each test that was left out, skipped or never listed."""
    assert faults(wanted, outcomes) == expected


def test_the_list_holds_a_test_a_line_and_remarks():
    """Blank lines and remarks name no test."""
    assert listed("# LibreOffice\n\ntests/test_a.py::test_b\n") == ["tests/test_a.py::test_b"]


def test_every_listed_test_stands_in_its_file():
    """A renamed test is seen without running it."""
    for test in listed((HOUSE / LIST).read_text()):
        file, _, name = test.partition("::")
        assert f"def {name}(" in (HOUSE / file).read_text(), test


NO_PRINTER = """
@pytest.mark.real_client
def test_prints():
    pytest.skip("no printer")
"""

SUITE = f"""
import pytest

@pytest.mark.real_client
@pytest.mark.parametrize("case", [1, 2])
def test_opens(case):
    pass
{NO_PRINTER}"""

SESSIONS = [
    ("1", "0", "test_opens", 0, "2 passed"),
    ("1", "0", "test_opens test_prints", 1, "test_prints was skipped."),
    ("1", "2", "test_opens test_prints", 1, "test_prints was skipped."),
    ("1", "0", "test_opens test_saves", 1, "test_saves did not run."),
    ("1", "0", "", 1, "test_opens is not in tests/real_clients.txt"),
    ("0", "0", "test_prints test_saves", 0, "1 skipped"),
]


@pytest.mark.parametrize(("required", "workers", "names", "status", "words"), SESSIONS)
def test_a_session_fails_only_where_a_required_client_was_left_out(tmp_path, required, workers, names, status, words):
    """A real session of pytest ends as the list and REQUIRE_REAL_CLIENTS say, in one process or several."""
    suite = tmp_path / "tests" / "test_suite.py"
    suite.parent.mkdir()
    suite.write_text(SUITE if "test_prints" in names else SUITE.partition(NO_PRINTER)[0])
    (tmp_path / LIST).write_text("".join(f"tests/test_suite.py::{name}\n" for name in names.split()))
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = real_client: drives a real program\n")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", workers, "-p", "tests.clients.required", suite],
        check=False,
        cwd=tmp_path,
        env={**os.environ, "REQUIRE_REAL_CLIENTS": required, "PYTHONPATH": str(HOUSE)},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == status, ran.stdout + ran.stderr
    assert words in ran.stdout


# LibreOffice is real.


def spoilt(path: Path) -> Path:
    """A workbook whose every formula was saved with a wrong result, 999."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Refuge Return")
        for cell, content in {"A1": 3, "A2": "three", "A3": 0}.items():
            sheet.write(cell, content)
        for cell, formula in FORMULAS.items():
            sheet.write_formula(cell, formula, value=999)
        sheet.write("C1", "open", workbook.add_format({"locked": False}))
        sheet.protect()
    return path


FORMULAS = {
    "B1": "=A1+1",
    "B2": '="all "&A2',
    "B3": "=A1*A3",
    "B4": '=""',
    "B5": "=A1/A3",
    "B6": "=NA()",
    "B7": "=0.1+0.2",
    "AB8": "=A2",
}

TRUE_RESULTS = {
    "B1": ("number", Decimal(4)),
    "B2": ("text", "all three"),
    "B3": ("number", Decimal(0)),
    "B4": ("blank", None),
    "B5": ("error", "#DIV/0!"),
    "B6": ("error", "#N/A"),
    "B7": ("number", Decimal("0.3")),
    "AB8": ("text", "three"),
}


def kinds_and_values(shown: dict[str, Shown]) -> dict[str, tuple[str, Decimal | str | None]]:
    """What cells show, by their place in the sheet."""
    return {address.rpartition("!")[2]: (cell.kind, cell.value) for address, cell in shown.items()}


@pytest.mark.real_client
def test_libreoffice_repeats_a_spoilt_result_until_made_to_recalculate(libreoffice: LibreOffice, tmp_path):
    """Without this, a test of a formula could not fail."""
    with libreoffice.open_document(spoilt(tmp_path / "spoilt.xlsx")) as document:
        assert {cell.value for cell in document.formulas().values()} == {Decimal(999)}
        document.recalculate()
        assert kinds_and_values(document.formulas()) == TRUE_RESULTS


@pytest.mark.real_client
def test_recalculated_tells_number_0_text_error_and_blank_apart(libreoffice: LibreOffice, tmp_path):
    """Every formula cell comes back with its formula, kind and true value."""
    shown = libreoffice.recalculated(spoilt(tmp_path / "spoilt.xlsx"))
    assert kinds_and_values(shown) == TRUE_RESULTS
    assert shown["Refuge Return!B1"] == Shown("number", Decimal(4), "=A1+1")


TYPED: list[tuple[Typed, Shown, Shown]] = [
    (5, Shown("number", Decimal(5)), Shown("number", Decimal(10), "=A1*2")),
    (Decimal("0.1"), Shown("number", Decimal("0.1")), Shown("number", Decimal("0.2"), "=A1*2")),
    ("", Shown("blank", None), Shown("number", Decimal(0), "=A1*2")),
    ("five", Shown("text", "five"), Shown("error", "#VALUE!", "=A1*2")),
    (Formula("=4+4"), Shown("number", Decimal(8), "=4+4"), Shown("number", Decimal(16), "=A1*2")),
]


@pytest.mark.real_client
@pytest.mark.parametrize(("typed", "there", "twice"), TYPED)
def test_evaluate_types_reads_and_saves_nothing(libreoffice: LibreOffice, tmp_path, typed, there, twice):
    """Numbers, texts, formulas and cleared cells; the file stays as it was and nothing is laid beside it."""
    source = openpyxl_workbook(tmp_path / "sums.xlsx")
    before = source.read_bytes()
    shown = libreoffice.evaluate(source, {"Sums!A1": typed}, ["Sums!A1", "Sums!B1"])
    assert shown == {"Sums!A1": there, "Sums!B1": twice}
    assert source.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["sums.xlsx"]


def openpyxl_workbook(path: Path) -> Path:
    """A workbook saved with no results at all: B1 is twice A1."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Sums"
    sheet["A1"], sheet["B1"] = 2, "=A1*2"
    workbook.save(path)
    return path


@pytest.mark.real_client
@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_fill_saves_what_a_person_would_have_typed(libreoffice: LibreOffice, tmp_path, suffix):
    """What is typed is in the saved file, with the results that follow from it."""
    filled = tmp_path / f"filled{suffix}"
    libreoffice.fill(openpyxl_workbook(tmp_path / "sums.xlsx"), filled, {"Sums!A1": 12, "Sums!A2": "=not a formula"})
    with libreoffice.open_document(filled) as document:
        shown = document.read(["Sums!A1", "Sums!A2", "Sums!B1"])
    assert kinds_and_values(shown) == {
        "A1": ("number", Decimal(12)),
        "A2": ("text", "=not a formula"),
        "B1": ("number", Decimal(24)),
    }
    assert shown["Sums!A2"].formula == ""


@pytest.mark.real_client
def test_a_workbook_prints(libreoffice: LibreOffice, tmp_path):
    """Its pages are the sheet's, with results worked out."""
    libreoffice.to_pdf(openpyxl_workbook(tmp_path / "sums.xlsx"), tmp_path / "sums.pdf")
    printed = subprocess.run(["pdftotext", tmp_path / "sums.pdf", "-"], capture_output=True, text=True, check=True)
    assert printed.stdout.split() == ["2", "4"]


@pytest.mark.real_client
def test_what_a_person_could_not_do_is_a_fault_and_the_next_request_is_answered(libreoffice: LibreOffice, tmp_path):
    """A locked cell, an address that is none, a file that is no workbook."""
    source = spoilt(tmp_path / "spoilt.xlsx")
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK, and then nothing")
    for file, address, words in [
        (source, "Refuge Return!B1", "is locked"),
        (source, "Helpline!A1", "There is no sheet 'Helpline'; there are Refuge Return."),
        (source, "Refuge Return!here", "not the address of a cell"),
        (broken, "Refuge Return!A1", "does not open"),
    ]:
        with pytest.raises(LibreOfficeFault, match=words):
            libreoffice.evaluate(file, {address: 1}, [])
    read = libreoffice.evaluate(source, {"Refuge Return!C1": "shut"}, ["Refuge Return!C1"])
    assert read["Refuge Return!C1"].value == "shut"


def members(group: int) -> list[str]:
    """The states of a process group's programs, those that have ended apart."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):
            state, _, in_group, *_ = path.read_text().rpartition(")")[2].split()
            found += [state] if int(in_group) == group and state not in "ZX" else []
    return found


@pytest.mark.real_client
def test_libreoffice_leaves_nothing_running_and_starts_again_after_it_hung(tmp_path):
    """One that answers too late is killed, with all it started; the next question starts another."""
    if reason := office.why_not():
        pytest.skip(reason)
    source = openpyxl_workbook(tmp_path / "sums.xlsx")
    with LibreOffice() as running:
        running.evaluate(source, {}, [])
        hung = running.process_group
        assert hung
        assert members(hung)
        os.killpg(hung, signal.SIGSTOP)
        running.seconds_per_request = 0.5
        with pytest.raises(LibreOfficeFault, match=r"did not open within 0\.5 seconds"):
            running.evaluate(source, {}, [])
        running.seconds_per_request = office.SECONDS_PER_REQUEST
        assert gone(hung)
        assert running.recalculated(source)["Sums!B1"].value == Decimal(4)
        second = running.process_group
        assert second
    assert gone(second)
    assert running.process_group is None


def gone(group: int) -> bool:
    """Whether a process group ends within a few seconds."""
    last = time.monotonic() + 10
    while members(group) and time.monotonic() < last:
        time.sleep(0.05)
    return not members(group)
