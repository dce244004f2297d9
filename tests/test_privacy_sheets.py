"""What a sheet's headings and the company of its cells give away, and tables that name nobody."""

import re
from datetime import date
from decimal import Decimal

import pytest

from commissioning.model.finding import Place
from commissioning.model.returned import Cell, Cells, LooseText, SheetCells, Typed
from commissioning.privacy import SURE, scan

# Cells are parted by |, and sheets by a blank line; a heading line holds the codes and cells that are found.
FOUND = """
P001 B2: numbers under a heading need not pass
Row | NHS number
1 | 9434765871

P001 B1: a label before the number
NHS no | 9434765870

P001 A2, A3, A4: several of them in a column, with no heading
Tickets
9434765870
4010232137
6328797966

P004 B2: a spreadsheet has dropped the nought
Row | Mobile
1 | 7700900123

P006 B2: a pupil number with a wrong letter under its heading
Row | UPN
1 | A801200005001

P007 B2, B3: under a heading
Row | D.O.B.
1 | 1990-05-05
2 | 5 May 1991

P007 B1: beside a label
Date of birth | 05/05/1990

P007 A2, A3, A4: dates decades back, with no heading
Begun | Seen
1984-03-02 | 2025-05-02
1990-11-30 | 2025-05-09
1971-01-15 | 2025-06-11

P008 A2, B2: a first name and a surname
First name | Surname
Jane | O'Neill

P008 A2, A3: the heading says whose
Client's name | Visits
Jane Smith | 3
mary-anne jones | 4

P008 B1: beside a label
Victim name: | Jane Smith

P008 A2, A3: initials
Initials | Visits
JS | 3
MJ | 4

P009 A2, A3, A4: what may be people
Name | Visits
Jane Smith | 3
Mary Jones | 4
Ann de Vries | 4

P009 B2, B3: what may be people
Row | Client
1 | Smith, Jane
2 | Jones, Mary

P010 A2, A3, A4: every reference differs
Client ID | Visits
1041 | 3
1042 | 4
1043 | 3

P010 B1: beside a label
Case ref | AB-1234

P010 A2, A3, A4: references of any sort, where they are long and all differ
Reference | Visits
HR/2018/1 | 3
HR/2018/2 | 4
HR/2018/3 | 4

P011 A2, P007 B3, B4, B5, B6, B7: one person a row
Appendix
Gender | DOB | Ethnicity | Referral date
Female | 1990-05-05 | White British | 2025-05-01
Female | 1991-05-05 | Asian | 2025-05-02
Female | 1979-05-05 | White British | 2025-05-02
Female | 1982-05-05 | White British | 2025-05-03
Male | 1995-05-05 | Black African | 2025-05-04

P011 A1: one person a row, without a name or a number
Age | Gender | Date of referral | Risk level | Area
34 | Female | 01/05/2025 | High | Crewe
34 | Female | 02/05/2025 | High | Crewe
29 | Female | 02/05/2025 | Standard | Sandbach
51 | Male | 03/05/2025 | Medium | Crewe
22 | Female | 05/05/2025 | High | Nantwich
"""

NOT_FOUND = """
one ten-digit figure in eleven passes
Budget in pence
9434765870

eleven ten-digit figures of which one passes
Budget in pence | Year
9434765870 | 2014
1234567890 | 2015
2234567890 | 2016
3234567890 | 2017

what the NHS pays is not an NHS number
NHS contribution | Council contribution
9434765871 | 1234567890

a monthly table
Month | Referrals | Cases | Closed
2025-04-01 | 12 | 30 | 4
2025-05-01 | 14 | 31 | 3
2025-06-01 | 11 | 32 | 6

counts beside the words for a person
Client | 12
Victims | 30
Clients | 4
Name | 5
Children | 17

counts under the words for a person
Age | Gender | Ethnicity | Clients
12 | 30 | 4 | 5
13 | 31 | 3 | 5
14 | 32 | 2 | 6
15 | 32 | 1 | 6
16 | 32 | 1 | 6

breakdowns one above the other
Age | 16 to 17 | 3
Gender | Female | 88
Ethnicity | White British | 70
Risk | High | 40

services have names
Name | Units
Harbour House | 12
The Old Vicarage | 6
Crewe Refuge | 9
Women's Aid | 4

towns have names
Name | Calls
Crewe | 12
Macclesfield | 9
Congleton | 4
Ashton upon Mersey | 2

posts have names
Name | FTE
Service Manager | 1
Refuge Worker | 4
IDVA | 3

organisations under a heading of people
Partner | Sessions
Cheshire Constabulary | 4
West Mercia Women's Aid | 2
Sarah Wigley Associated | 2
Victim Support Service | 5

statuses under a heading of people
Client | Count
Closed Case | 3
Not Known | 4
Prefer Not To Say | 4

yes and no under a first name is a form's column
First name | Surname | Known as
Required | Optional | n/a

measures have references
Ref | Measure | Figure
1.1 | Referrals received | 12
1.2 | Referrals accepted | 11
KPI3 | Calls answered | 40

numbers of cases are counts
Case numbers | Referral numbers
1139 | 2041
1187 | 2102
1204 | 2166

a contract's own reference
Contract reference | DN512345

a few dates of one year
Milestone | Date
Contract signed | 2019-04-01
Refuge opened | 2019-06-11
Review | 2020-01-15

two old dates among the new
Act | Commenced
Housing Act | 1997-01-20
Children Act | 1991-10-14
Domestic Abuse Act | 2021-07-05
Victims Act | 2025-01-29
Renters Act | 2026-01-29

counts that are shown as dates
Referrals
1900-01-12
1900-01-14
1900-01-31

telephone calls are counted
Phone calls | Calls to mobiles
1139 | 20411
1187 | 21022

areas under a heading of people are no list of cases
Client | Area | Risk | Status
12 | Crewe | High | Open
9 | Crewe | Medium | Open
12 | Nantwich | High | Closed
9 | Nantwich | Medium | Closed
12 | Sandbach | High | Open

a name that stands once is no list
Name | Visits
Vale Line | 3

a name with a number in it
Name | Units
Harbour 1 | 4
Harbour 2 | 6

identifiers that repeat are categories
Case ID | Visits
101 | 4
101 | 3
102 | 5
102 | 5

who declares says a post
Declared by | Manager
Job title | Head of services
Contact | Commissioning team

rows of a return as it is issued
Code | Measure | Unit | Figure | Status | Explanation
referrals/age/16-17 | Age: 16 to 17 | people | 3 | fewer than | Fewer in August, as every year.
safer | People who left safer | people | 18 | not known | n/a
"""


def cell(text: str) -> Cell:
    """A cell as a spreadsheet would take what is typed: a number, a date or text."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return Cell(Typed.DATE, text, day=date.fromisoformat(text))
    return Cell(Typed.NUMBER, text, number=Decimal(text)) if text.isdecimal() else Cell(Typed.TEXT, text)


def sheet(lines: list[str]) -> Cells:
    """One sheet, a row a line."""
    cells = {
        (row, column): cell(text.strip())
        for row, line in enumerate(lines, 1)
        for column, text in enumerate(line.split("|"), 1)
    }
    return Cells((SheetCells("Extra", True, cells),))


def cases(text: str) -> list[tuple[str, list[str]]]:
    """The first line of each case, and the lines of its sheet."""
    return [(case.splitlines()[0], case.splitlines()[1:]) for case in text.strip().split("\n\n")]


def said(cells: Cells) -> str:
    return ", ".join(
        f"{finding.code} {', '.join(place.cell or place.sheet for place in finding.places)}" for finding in scan(cells)
    )


@pytest.mark.parametrize(("heading", "lines"), cases(FOUND))
def test_a_sheet_that_tells_of_people_is_found(heading: str, lines: list[str]) -> None:
    """Each sheet has the findings and cells above it, in whatever order, and no other."""
    expected = heading.partition(":")[0]
    assert sorted(said(sheet(lines)).split(", ")) == sorted(expected.split(", "))


@pytest.mark.parametrize(("heading", "lines"), cases(NOT_FOUND))
def test_a_sheet_that_tells_of_nobody_is_left_alone(heading: str, lines: list[str]) -> None:
    """Counts, services, towns, posts and milestones are no one's data."""
    assert said(sheet(lines)) == "", heading


def test_there_are_as_many_innocent_sheets_as_guilty_ones() -> None:
    """A check that cries wolf is switched off, so both are looked after alike."""
    assert len(cases(NOT_FOUND)) >= len(cases(FOUND)) >= 19


@pytest.mark.parametrize(
    "where", ["pivot cache", "text that no cell uses any more", "copies kept from other workbooks"]
)
def test_a_list_that_was_a_sheet_once_is_found(where: str) -> None:
    """What was deleted, or stands behind a pivot table, is in the file all the same."""
    texts = ("Surname", "Smith", "O'Neill", "DOB", "05/05/1990", "NHS number", "9434765871")
    findings = scan(Cells((), loose=tuple(LooseText(where, text) for text in texts)))
    assert [(finding.code, finding.places) for finding in findings] == [
        (code, (Place(where),)) for code in ("P001", "P007", "P008")
    ]


def test_a_list_on_a_hidden_sheet_is_found() -> None:
    """Hidden from a reader of the file is not gone from it."""
    shown = sheet(["First name", "Jane"]).sheets[0]
    assert said(Cells((SheetCells(shown.name, False, shown.cells),))) == "P008 A2"


def test_published_officers_and_helplines_are_nobodys_secret() -> None:
    """Names and numbers that contract text publishes may stand under any heading."""
    cells = sheet(["Name | Phone", "Jane Smith | 01632 960001", "Mary Jones | 1632960002"])
    published = ("Jane Smith", "mary jones", "+44 1632 960001", "01632 960 002")
    assert (scan(cells, published), [finding.code for finding in scan(cells)]) == ((), ["P004", "P009"])


def test_ten_digits_where_a_figure_is_asked_for_are_a_figure() -> None:
    """Typed as a number or as text; anywhere else, ten digits typed as text that pass are an NHS number."""
    cells = Cells((SheetCells("Money", True, {(6, 7): Cell(Typed.TEXT, "9434765870")}),))
    assert scan(cells, figures=frozenset({Place("Money", "G6")})) == ()
    assert [finding.code for finding in scan(cells)] == ["P001"]


def test_the_period_tells_what_is_decades_ago() -> None:
    """A slip of the keyboard that dates a visit in 2205 makes no birthday of last year's dates."""
    cells = sheet(["Visits", "2024-04-02", "2024-04-03", "2024-04-04", "2205-04-05"])
    assert scan(cells, ended=date(2024, 6, 30)) == ()


def test_what_surely_identifies_stops_and_what_may_asks() -> None:
    """So that no file is thrown away for a guess."""
    assert sorted(SURE) == ["P001", "P002", "P003", "P004", "P005", "P006", "P007", "P008", "P011"]
