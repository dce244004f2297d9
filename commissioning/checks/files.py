"""What sort of file is this, and what came along in it? All of it is said, none of it is held against the file."""

from collections.abc import Iterator

from commissioning.checks.arrival import Arrival
from commissioning.findings import Checks, Fault
from commissioning.model.finding import Severity
from commissioning.model.returned import Aspect

FILE_CHECKS = Checks(Arrival, "What sort of file is this, and what came along in it?", rank=5)
declare = FILE_CHECKS.declare
CAME_LOCKED = "F001"


def _noticed(arrival: Arrival, aspect: Aspect) -> Iterator[Fault]:
    """A fault for everything of one sort that a reader noticed."""
    return (Fault(each.places, {"fact": each.fact}) for each in arrival.noticed if each.aspect is aspect)


@declare(
    CAME_LOCKED,
    Severity.NOTE,
    "This file came locked with a password, itself or the archive it was in; what came has the sha256 {fact}.",
    "It was opened. What is kept is the file without its password.",
)
def file_came_with_a_password(arrival: Arrival) -> Iterator[Fault]:
    """A password is given out of band, and is neither kept nor written down."""
    return _noticed(arrival, Aspect.LOCKED)


@declare(
    "F002",
    Severity.NOTE,
    "A .csv file holds one sheet as plain text: no formulas, hidden cells, notes or other sheets.",
    "Send the workbook itself where you have it.",
)
def csv_holds_one_sheet(arrival: Arrival) -> Iterator[Fault]:
    """What a workbook says besides its values is lost in a file of plain text."""
    return _noticed(arrival, Aspect.ONE_SHEET)


@declare(
    "F003",
    Severity.NOTE,
    "This file does not say how its letters are written; it was read as {fact}.",
    "Figures are not affected. Look at accents and pound signs in what you typed.",
)
def letters_are_not_stated(arrival: Arrival) -> Iterator[Fault]:
    """The same bytes are other letters in another encoding; a text file rarely says which is meant."""
    return _noticed(arrival, Aspect.LETTERS_NOT_STATED)


@declare(
    "F004",
    Severity.NOTE,
    "In this sort of workbook ({fact}) only the results of formulas can be read, not the formulas.",
    "Results were read as they were kept; send it as an Excel workbook (.xlsx) where a formula matters.",
)
def formulas_cannot_be_read(arrival: Arrival) -> Iterator[Fault]:
    """That a formula stands in a cell is told, but whether it is the one that was issued cannot be."""
    return _noticed(arrival, Aspect.FORMULA_WORDS_UNREAD)


@declare(
    "F005",
    Severity.NOTE,
    "This workbook brings macros (programs inside the workbook).",
    "They were not run. Nothing else is needed.",
)
def macros_came_along(arrival: Arrival) -> Iterator[Fault]:
    """A macro may do anything that its user may; here none is ever run."""
    return _noticed(arrival, Aspect.MACROS)


@declare(
    "F006",
    Severity.NOTE,
    "This workbook is linked to other workbooks.",
    "The links were not followed: where a formula uses one, its last result was read.",
)
def other_workbooks_are_linked(arrival: Arrival) -> Iterator[Fault]:
    """A figure taken from another workbook is as old as the last time both were open together."""
    return _noticed(arrival, Aspect.EXTERNAL_LINKS)


@declare(
    "F007",
    Severity.NOTE,
    "This workbook is linked to another program (DDE or OLE), which it may try to start when it is opened.",
    "The link was not followed. Do not allow it when a spreadsheet program asks; take it out if you can.",
)
def another_program_is_linked(arrival: Arrival) -> Iterator[Fault]:
    """Such a link can start programs on the computer of whoever opens the file."""
    return _noticed(arrival, Aspect.DDE)


@declare(
    "F008",
    Severity.NOTE,
    "This workbook holds other files or controls (embedded objects).",
    "They were not opened, and nothing in them counts as an answer.",
)
def other_files_came_along(arrival: Arrival) -> Iterator[Fault]:
    """What is put into a workbook travels with it, whether anybody sees it or not."""
    return _noticed(arrival, Aspect.EMBEDDED)


@declare(
    "F009",
    Severity.NOTE,
    "This workbook is connected to other data (a database or a web page).",
    "The connection was not used: what it fetched last was read.",
)
def other_data_is_connected(arrival: Arrival) -> Iterator[Fault]:
    """Nothing outside a file is asked while it is read."""
    return _noticed(arrival, Aspect.CONNECTIONS)


@declare(
    "F010",
    Severity.NOTE,
    "This workbook bears a digital signature.",
    "Whether it is valid was not looked at. It ends when anything in the file is changed.",
)
def signature_came_along(arrival: Arrival) -> Iterator[Fault]:
    """A file that is signed cannot be marked without breaking its signature."""
    return _noticed(arrival, Aspect.SIGNATURE)


@declare(
    "F011",
    Severity.NOTE,
    "Something stands under merged cells, where you do not see it; some programs read it and others do not.",
    "It was read as it stands. Split the merged cells, and clear what should not be there.",
)
def values_stand_under_merged_cells(arrival: Arrival) -> Iterator[Fault]:
    """Of merged cells only the first is shown, but the others may hold what they held before."""
    return _noticed(arrival, Aspect.UNDER_MERGE)


@declare(
    "F012",
    Severity.NEEDS_EXPLANATION,
    "This cell is written in the file more than once, so that programs may show different contents.",
    "Type its content anew, save the file and send it again; or say that the content read is right.",
    "What stands in that cell when you open the file?",
)
def cells_are_written_twice(arrival: Arrival) -> Iterator[Fault]:
    """No spreadsheet program writes a cell twice; of two contents nobody can say which was meant."""
    return _noticed(arrival, Aspect.WRITTEN_TWICE)


@declare(
    "F013",
    Severity.NOTE,
    "This sheet is not an ordinary one, so that some programs do not show it, and no answer was read from it.",
    "If it holds answers, copy them into the return's own sheets.",
)
def sheets_are_not_seen_by_all(arrival: Arrival) -> Iterator[Fault]:
    """Charts, dialogs and old macros have sheets of their own; a sheet may also have lost its cells."""
    return _noticed(arrival, Aspect.UNSEEN_SHEET)


@declare(
    "F014",
    Severity.NOTE,
    "This is a date before March 1900, on which spreadsheet programs differ by a day.",
    "If a figure was meant, format the cell as a number; if a date was, type it anew.",
)
def dates_are_read_differently(arrival: Arrival) -> Iterator[Fault]:
    """Excel counts a 29 February 1900 that never was. A small figure in a cell formatted as a date is such a day."""
    return _noticed(arrival, Aspect.EARLY_DATES)
