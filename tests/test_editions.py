"""Which return a file is: told by itself, by somebody, or by what it looks like; never guessed."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from commissioning.checks import Beside, Edition, catalogue, check_edition, check_rivals
from commissioning.contract import read_book
from commissioning.editions import Called, Likeness, Moved, Placed, Said, Unread
from commissioning.editions.merging import Rivalry
from commissioning.editions.placing import Named
from commissioning.errors import CommissioningError
from commissioning.findings import said
from commissioning.model.finding import Finding, Place
from commissioning.model.organisation import Actor
from commissioning.period import read_period
from commissioning.specification import write_specification
from commissioning.work.checking import Checked, Known, read_and_check
from commissioning.work.importing import Outcome, import_returns
from commissioning.work.mailbox import Came
from commissioning.work.saying import check_beside
from commissioning.work.workspace import Workspace
from tests.builders import CLEAN, a_return, a_specification
from tests.provider import ORGANISATIONS, REFUGE, a_workspace, sent, template_of
from tests.provider import a_return as a_file

OFFICER = Actor("Priya Shah")
NOW = datetime(2025, 11, 3, 9, 0, tzinfo=UTC)
ANSWERS = "open-at-start 0, moved-in 3, open-at-end 3, trained 12, notes All well"
OTHERS = "open-at-start 3, moved-in 9, open-at-end 8, trained 30, notes All well"
Spoil = Callable[[openpyxl.Workbook], None]


def a_book(**more: str) -> dict[str, object]:
    """The refuge's contract and others beside it."""
    texts = {f"{name}.toml": text for name, text in {"refuge": REFUGE, **more}.items()}
    return dict(read_book({"organisations.toml": ORGANISATIONS, **texts}).contracts)


def checked(content: bytes, file: str = "return.xlsx", whose: str = "", **more: str) -> Checked:
    """A lone file, looked up among these contracts, said to be of `refuge 2025-26-Q2`."""
    contract, _, period = whose.partition(" ")
    told = Said(contract, read_period(period)) if whose else None
    return read_and_check(content, file, Known(a_book(**more), said=told))  # type: ignore[arg-type]


def spoilt(*spoils: Spoil, answers: str = ANSWERS, period: str = "2025-26-Q1") -> bytes:
    """A filled return with something done to it."""
    workbook = openpyxl.load_workbook(BytesIO(a_file(period, answers)))
    for spoil in spoils:
        spoil(workbook)
    saved = BytesIO()
    workbook.save(saved)
    return saved.getvalue()


def no_hidden_sheet(workbook: openpyxl.Workbook) -> None:
    """As copied into a new workbook, sheet by sheet."""
    del workbook["_return"]


def no_codes(workbook: openpyxl.Workbook) -> None:
    """The columns of codes cleared, and the names gone."""
    for sheet in workbook.worksheets:
        for (cell,) in sheet["A6:A40"]:
            cell.value = None


def one_sheet(workbook: openpyxl.Workbook) -> None:
    """As a csv keeps it: one sheet, under a name of its own, without names of cells."""
    for name in [sheet.title for sheet in workbook.worksheets if sheet.title != "Refuge"]:
        del workbook[name]
    for name in list(workbook.defined_names):
        del workbook.defined_names[name]
    workbook["Refuge"].title = "Sheet1"


def damaged(workbook: openpyxl.Workbook) -> None:
    """The specification cut off in the middle."""
    for row in workbook["_return"].iter_rows():
        if row[0].value == "specification":
            row[1].value = str(row[1].value)[:40]


def cover_of_q2(workbook: openpyxl.Workbook) -> None:
    """The cover typed over, as people do who use last quarter's template."""
    workbook["Cover"]["A2"] = "Return for Q2 2025/26"


def codes(one: Checked) -> list[str]:
    """What is said of it, apart from being a lone file."""
    return [finding.code for finding in one.findings if finding.code != "I006"]


LOOKS = [
    ((no_hidden_sheet,), "", ["E006"]),
    ((no_hidden_sheet, no_codes), "", ["E006"]),
    ((damaged,), "", ["E006"]),
    ((no_hidden_sheet,), "refuge 2025-26-Q1", ["E007"]),
    ((damaged,), "refuge 2025-26-Q1", ["E007"]),
    ((cover_of_q2,), "", ["E009"]),
    ((cover_of_q2,), "refuge 2025-26-Q1", ["E009"]),
    ((cover_of_q2,), "refuge 2025-26-Q2", ["E003"]),
    ((), "refuge 2025-26-Q1", []),
    ((), "refuge 2025-26-Q2", ["E003"]),
    ((no_hidden_sheet, one_sheet), "", ["E006"]),
]


@pytest.mark.parametrize(("spoils", "whose", "expected"), LOOKS)
def test_a_file_is_placed(spoils: tuple[Spoil, ...], whose: str, expected: list[str]) -> None:
    """By what it says, by what is said of it, or else it is told what it looks like."""
    assert codes(checked(spoilt(*spoils), whose=whose)) == expected


@pytest.mark.parametrize("spoils", [(), (no_hidden_sheet,), (damaged,), (cover_of_q2,)])
def test_a_file_that_is_said_to_be_of_a_period_is_of_that_period(spoils: tuple[Spoil, ...]) -> None:
    """Every answer is there, in its cell, as the return of the period that was said."""
    one = checked(spoilt(*spoils), whose="refuge 2025-26-Q2")
    assert one.specification is not None
    assert one.returned is not None
    assert (one.specification.contract, one.specification.period) == ("refuge", read_period("2025-26-Q2"))
    found = {answer.key.code: (answer.typed, str(answer.place)) for answer in one.returned.answers}
    assert found["moved-in"] == ("3", "Refuge!G7")


def test_a_file_name_of_another_period_is_asked_about() -> None:
    """Only the name differs; what is in it may be either's."""
    assert codes(checked(spoilt(), "refuge Q2 2025-26.xlsx")) == ["E009"]
    assert codes(checked(spoilt(), "refuge Q1 2025-26.xlsx")) == []


def test_a_cover_saved_alone_is_not_turned_away_for_the_address_printed_on_it() -> None:
    """It does not tell its contract, and what any contract publishes names nobody."""
    publishing = REFUGE.replace("funding =", 'published_contacts = ["returns@council.example"]\nfunding =')
    cover = "Return for 2025-26-Q1,\nSend it to {}@council.example by Monday,\n"
    own, other = (
        codes(checked(cover.format(who).encode(), "cover.csv", refuge=publishing)) for who in ("returns", "someone")
    )
    assert ("P003" in own, "P003" in other) == (False, True)


def test_what_a_file_looks_like_is_said_with_how_to_say_so() -> None:
    """The contract, how many rows, and a period as an example."""
    [finding] = [f for f in checked(spoilt(no_hidden_sheet)).findings if f.code == "E006"]
    assert "the return of refuge (7 of 7 rows)" in finding.there
    assert "--contract refuge --period 2025-26-Q1" in finding.remedy


def test_a_file_is_told_by_an_edition_that_only_is_kept() -> None:
    """Its codes are in no contract text of now; an edition that was issued has them."""
    content, asked = spoilt(no_hidden_sheet), template_of(REFUGE, "2025-26-Q1").specification
    renamed = REFUGE.replace("[measure.", "[measure.new-").replace('label = "', 'label = "Another thing: ')
    renamed = renamed.replace('"open-at-end"', '"new-open-at-end"').partition("[relation")[0]
    contracts = read_book({"organisations.toml": ORGANISATIONS, "refuge.toml": renamed}).contracts
    kept = (write_specification(asked), "not a specification")
    told = [codes(read_and_check(content, "a.xlsx", Known(contracts, kept=k))) for k in (None, lambda: kept)]
    assert told == [["I001"], ["E006"]]


ALIKE = REFUGE.replace("A refuge, for tests", "Another refuge")
OTHER = ALIKE.replace("[measure.", "[measure.other-").replace('"open-at-end"', '"other-open-at-end"')
OTHER = OTHER.partition("[relation")[0]


def test_another_contracts_template_is_stopped_or_asked_about() -> None:
    """Where nearly all is asked alike its answers have a place; else it is only told what it is."""
    assert codes(checked(spoilt(), whose="alike 2025-26-Q1", alike=ALIKE)) == ["E005"]
    told = checked(spoilt(), whose="other 2025-26-Q1", other=OTHER)
    assert (codes(told), told.returned) == (["E004"], None)


def test_a_table_that_is_no_return_is_not_taken_for_one_even_if_somebody_says_so() -> None:
    """A slip in what is typed after --contract stops."""
    workbook = openpyxl.Workbook()
    workbook.worksheets[0].append(["Month", "Visitors"])
    saved = BytesIO()
    workbook.save(saved)
    assert codes(checked(saved.getvalue(), whose="refuge 2025-26-Q1")) == ["E008"]
    assert codes(checked(saved.getvalue())) == ["I001"]


def test_a_lone_file_is_looked_up_only_where_it_does_not_say_what_it_is(tmp_path: Path) -> None:
    """With contract text beside it, it is told; without any, it is no return."""
    came = [Came("a.xlsx", spoilt(no_hidden_sheet)), Came("b.xlsx", spoilt())]
    here = [codes(one) for one in check_beside(a_workspace(tmp_path / "ws"), OFFICER, came)]
    nowhere = [codes(one) for one in check_beside(Workspace(tmp_path / "none"), OFFICER, came)]
    assert (here, nowhere) == ([["E006"], []], [["I001"], []])


# At import.


def imported(workspace: Workspace, folder: Path, files: dict[str, bytes], **options: object) -> dict[str, Outcome]:
    """What becomes of each file."""
    outcomes = import_returns(workspace, sent(folder, files), OFFICER, lambda: NOW, **options)  # type: ignore[arg-type]
    return {outcome.file: outcome for outcome in outcomes}


def of_editions(outcome: Outcome) -> list[str]:
    """The findings about which return it is, and its rivals."""
    return [f.code for f in outcome.findings if f.code[0] == "E" or f.code == "R002"]


def test_last_quarters_template_is_imported_as_what_it_is_said_to_be(tmp_path: Path) -> None:
    """A rival of the first quarter's, until somebody says that it is the second's; then it stays that."""
    workspace = a_workspace(tmp_path / "ws")
    imported(workspace, tmp_path / "in", {"Q1.xlsx": spoilt()})
    again = {"new.xlsx": spoilt(answers=OTHERS)}
    assert of_editions(imported(workspace, tmp_path / "in", again)["new.xlsx"]) == ["E011", "R002"]
    said_so = imported(workspace, tmp_path / "in", again, said=("refuge", "2025-26-Q2"))["new.xlsx"]
    assert (said_so.period, said_so.posted > 0, of_editions(said_so)) == ("2025-26-Q2", True, ["E003"])
    contracts = workspace.folder / "contracts" / "refuge.toml"
    contracts.write_text(REFUGE.replace("due_working_days = 15", "due_working_days = 20"), encoding="utf-8")
    third = {"Q3.xlsx": spoilt(answers="open-at-start 8, moved-in 1, open-at-end 2, trained 40", period="2025-26-Q3")}
    outcomes = import_returns(Workspace(workspace.folder), sent(tmp_path / "in", third), OFFICER, lambda: NOW)
    anew = [outcome for outcome in outcomes if outcome.because and outcome.file == "new.xlsx"]
    assert [(one.period, of_editions(one)) for one in anew] == [("2025-26-Q2", ["E003"])]


def test_a_file_that_was_recorded_stays_the_return_it_was_taken_as(tmp_path: Path) -> None:
    """Imported again without a word it is that; said to be another, it is refused."""
    workspace, file = a_workspace(tmp_path / "ws"), {"new.xlsx": spoilt()}
    imported(workspace, tmp_path / "in", file, said=("refuge", "2025-26-Q2"))
    again = imported(workspace, tmp_path / "in", file)["new.xlsx"]
    assert (again.period, again.known_before, of_editions(again)) == ("2025-26-Q2", True, ["E003"])
    with pytest.raises(CommissioningError, match="recorded before, as the return of refuge for 2025-26-Q2"):
        imported(workspace, tmp_path / "in", file, said=("refuge", "2025-26-Q3"))


def test_a_file_saved_again_is_said_to_add_nothing(tmp_path: Path) -> None:
    """Other bytes, the same answers."""
    workspace = a_workspace(tmp_path / "ws")
    imported(workspace, tmp_path / "in", {"Q1.xlsx": a_file("2025-26-Q1", ANSWERS)})
    assert of_editions(imported(workspace, tmp_path / "in", {"b.xlsx": spoilt()})["b.xlsx"]) == ["E012", "R002"]


def test_parts_of_one_return_that_come_together_are_told_to_be_put_together(tmp_path: Path) -> None:
    """Each is stopped for what it leaves blank, and each is told of the other."""
    parts = {
        "a.xlsx": spoilt(answers="open-at-start 0, moved-in 3"),
        "b.xlsx": spoilt(answers="open-at-end 3, trained 12"),
    }
    became = imported(a_workspace(tmp_path / "ws"), tmp_path / "in", parts)
    assert {file: of_editions(one) for file, one in became.items()} == {"a.xlsx": ["E010"], "b.xlsx": ["E010"]}
    came = [Came(file, content) for file, content in (*parts.items(), ("c.xlsx", a_file("2025-26-Q2", ANSWERS)))]
    told = check_beside(a_workspace(tmp_path / "other"), OFFICER, came)
    assert [[f.code for f in one.findings if f.code[0] == "E"] for one in told] == [["E010"], ["E010"], []]
    assert "refill" in told[0].findings[0].remedy + told[0].findings[1].remedy


def test_whose_it_is_is_said_of_one_file_at_a_time(tmp_path: Path) -> None:
    """Two files cannot both be the return that is named."""
    files = {"a.xlsx": spoilt(), "b.xlsx": spoilt(answers=OTHERS)}
    with pytest.raises(CommissioningError, match="one file at a time"):
        imported(a_workspace(tmp_path / "ws"), tmp_path / "in", files, said=("refuge", "2025-26-Q1"))


# Every code in its own words.

HERE, THERE = Called("westshire", "2025-26-Q2"), Called("westshire", "2025-26-Q1")
ELSEWHERE = Called("eastshire", "2025-26-Q1")
GIVEN = a_return(CLEAN)
READ, NOWHERE = a_specification(), None
ROWS = tuple(row for _, row in READ.rows())


def moved(new: int = 0, gone: int = 0) -> Moved:
    """The clean return, some of which is new, some gone."""
    return Moved(GIVEN.returned, READ, ROWS[:new], GIVEN.returned.answers[:gone])


def rivals(sort: Rivalry) -> tuple[Finding, ...]:
    """What is said of a return beside another."""
    return check_rivals(Beside("b.xlsx", sort))


def edition(placed: Placed, back: Moved | None = None) -> tuple[Finding, ...]:
    """What is said of a file placed so."""
    return check_edition(Edition(placed, back))


WORDS = {
    "E001": (
        edition(Placed(READ), moved(new=2)),
        "E001, note. What is asked now was not asked when this return was issued: Referrals and Referrals, source: "
        "Police. Nothing was posted for it; issue the return again, or refill it into a new one, if it must be "
        "answered.",
    ),
    "E002": (
        edition(Placed(READ), moved(gone=1)),
        "Refuge!G6: E002, note. Referrals is no longer asked. What was answered was kept as it came, under the code "
        "that it was asked by.",
    ),
    "E003": (
        edition(Placed(READ, READ, HERE, THERE, is_said=True)),
        "E003, note. This is the template of westshire for 2025-26-Q1, and was taken as the return of westshire for "
        "2025-26-Q2, as was said. Make sure that no answer in it was left from the other period.",
    ),
    "E004": (
        edition(Placed(NOWHERE, READ, HERE, ELSEWHERE, is_said=True, shared=12)),
        "E004, stops. This is the template of eastshire for 2025-26-Q1, not of westshire for 2025-26-Q2: it asks only "
        "12% of what is asked there. Copy the answers into the return of westshire for 2025-26-Q2, and send that.",
    ),
    "E005": (
        edition(Placed(READ, READ, HERE, ELSEWHERE, is_said=True, shared=95)),
        "E005, needs explanation. This is the template of eastshire for 2025-26-Q1, and was taken as the return of "
        "westshire for 2025-26-Q2, as was said: it asks 95% of what is asked there. Say why another contract's "
        "template was used, and that its figures are of this contract.",
    ),
    "E006": (
        edition(Placed(NOWHERE, unread=Unread.MISSING, like=(Likeness("westshire", 9, 10),), such_as="2025-26-Q1")),
        "E006, stops. This file does not say which return it is, since its hidden sheet _return is missing. It looks "
        "like the return of westshire (9 of 10 rows). Copy the answers into the return you were sent, or say which "
        "this is, with --contract and --period, such as: --contract westshire --period 2025-26-Q1.",
    ),
    "E007": (
        edition(Placed(READ, READ, HERE, is_said=True, unread=Unread.DAMAGED, holds=Likeness("westshire", 9, 10))),
        "E007, note. This file was read as the return of westshire for 2025-26-Q2, as was said, since its hidden sheet "
        "_return is damaged: 9 of 10 rows are in it. Each answer was found by its code or label.",
    ),
    "E008": (
        edition(Placed(NOWHERE, READ, HERE, is_said=True, unread=Unread.MISSING, holds=Likeness("westshire", 1, 10))),
        "E008, stops. This file was said to be the return of westshire for 2025-26-Q2, but only 1 of its 10 rows are "
        "in it. Say whose return it is; or put what it holds into that return with commissioning refill, and complete "
        "it.",
    ),
    "E009": (
        edition(Placed(READ, READ, THERE, names=Named("2025-26-Q2", Place("Cover", "A2")))),
        "Cover!A2: E009, needs explanation. The cover names 2025-26-Q2, and this is the return for 2025-26-Q1. If its "
        "answers are for 2025-26-Q2, give the file by itself with --contract and --period 2025-26-Q2; if not, say why "
        "the other is named.",
    ),
    "E010": (
        rivals(Rivalry.PARTS),
        "E010, note. Its answers do not contradict those of b.xlsx: they look like parts of one return. Put them "
        "together with commissioning refill, and import what that writes.",
    ),
    "E011": (
        rivals(Rivalry.OTHER),
        "E011, note. Most of its figures are others than those of b.xlsx. If they are for another period, typed into "
        "this one's template, import the file by itself with --contract and --period.",
    ),
    "E012": (
        rivals(Rivalry.SAME),
        "E012, note. Its answers are those of b.xlsx, every one. It adds nothing to that one.",
    ),
}


@pytest.mark.parametrize("code", WORDS)
def test_a_finding_about_an_edition_in_words(code: str) -> None:
    """What is there; what to do."""
    findings, words = WORDS[code]
    assert [said(finding) for finding in findings if finding.code == code] == [words]


def test_every_check_of_editions_has_its_words() -> None:
    """A check that no case raises is not done."""
    assert set(WORDS) == {check.code for _, checks in catalogue() for check in checks if check.code[0] == "E"}


def test_a_period_that_only_a_sheet_names_is_told_and_none_is_made_up() -> None:
    """A sheet by itself is headed by its period; where nothing names one, none stands in the command to copy."""

    def headed(heading: str | None) -> Spoil:
        def spoil(workbook: openpyxl.Workbook) -> None:
            one_sheet(workbook)
            workbook["Sheet1"]["A1"] = heading

        return spoil

    for heading, such_as in (("Refuge, 2025-26-Q2", "--period 2025-26-Q2"), (None, "--period PERIOD")):
        [finding] = [f for f in checked(spoilt(no_hidden_sheet, headed(heading))).findings if f.code == "E006"]
        assert f"--contract refuge {such_as}." in finding.remedy


def test_the_cover_alone_names_nobody() -> None:
    """It prints the contact that the contract publishes, though nothing on it tells whose cover it is."""

    def cover(workbook: openpyxl.Workbook) -> None:
        no_hidden_sheet(workbook)
        for name in [sheet.title for sheet in workbook.worksheets if sheet.title != "Cover"]:
            del workbook[name]

    published = REFUGE.replace("parties = {", 'published_contacts = ["returns@westshire.example"]\nparties = {', 1)
    found = codes(checked(spoilt(cover, sends_to("returns@westshire.example")), refuge=published))
    assert found == ["I001"]
    assert "P003" in codes(checked(spoilt(cover, sends_to("jo@westshire.example")), refuge=published))


def sends_to(address: str) -> Spoil:
    """The last line of how to fill it in, with an address."""

    def spoil(workbook: openpyxl.Workbook) -> None:
        workbook["Cover"]["A25"] = f"Save the workbook and send it to {address} by 21 July."

    return spoil
