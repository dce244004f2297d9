"""A quarter comes, is corrected, and is closed: what is posted for each funder, as the command shows it."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

import pytest
from click.testing import CliRunner
from sqlalchemy import event

from commissioning.cli import main
from commissioning.model.accounts import Charge, MoneyEvent, MoneySort
from commissioning.model.document import Words
from commissioning.model.organisation import Actor
from commissioning.model.quantity import AnswerKey
from commissioning.money import pounds
from commissioning.period import read_period
from commissioning.posting import read_posting
from commissioning.report.funding_sheet import funding_sheet
from commissioning.report.summary import summary
from commissioning.store import Store
from commissioning.work.accounts import books_of, post_what_is_due
from commissioning.work.deciding import Matter, query
from commissioning.work.publishing import gather
from commissioning.work.workspace import Workspace
from tests.three_rivers import QUARTERS, THREE_RIVERS, a_first_quarter, a_joint_fund, a_year, came

OFFICER = Actor("Priya Shah")
JULY = datetime(2026, 7, 1, 9, tzinfo=UTC)
Q1 = QUARTERS[0]
UPPER = AnswerKey("refuge", "spent-net", "area", "upper-valley")
DEARER = (
    (AnswerKey("refuge", "spent-net"), "61813.47"),
    (UPPER, "27816.61"),
    (AnswerKey("refuge", "spent-net", "cost", "staff"), "44505.97"),
    (AnswerKey("refuge", "spent-gross"), "74175.96"),
)
"""The refuge of the Upper Valley cost a pound more."""


def charges(workspace: Workspace) -> tuple[Charge, ...]:
    """What is posted."""
    with workspace.store() as store:
        return store.charges()


def post(workspace: Workspace) -> tuple[Charge, ...]:
    """What is due is posted, and said."""
    with workspace.store() as store:
        return post_what_is_due(workspace, store, OFFICER, JULY)


def shares(workspace: Workspace, *words: str) -> str:
    """What the command says."""
    said = CliRunner().invoke(main, ["shares", *words, "--workspace", str(workspace.folder)])
    assert said.exit_code == 0, said.output
    return said.output


def by_funder(found: tuple[Charge, ...]) -> Counter[str]:
    """Pence of each funder."""
    paid = Counter[str]()
    for part in (part for charge in found for part in charge.parts):
        paid[part.funder] += part.pence
    return paid


def test_a_year_is_charged_to_the_last_penny_by_service_and_area(tmp_path: Path) -> None:
    """Every total as its returns state it; the grant for refuges is used up and pays for nothing else."""
    workspace = a_year(tmp_path)
    found = charges(workspace)
    services, areas = Counter[str](), Counter[str]()
    for charge in found:
        services[charge.service] += charge.pence
        areas[charge.area] += charge.pence
    assert services == {"refuge": 24745637, "helpline": 8368474, "advocacy": 10058042}
    assert areas == {"Upper Valley": 18506158, "Lower Valley": 24665995}
    assert sum(by_funder(found).values()) == 43172153
    of_grant = {charge.service: 0 for charge in found}
    for charge in found:
        of_grant[charge.service] += sum(part.pence for part in charge.parts if part.line == "refuge-grant")
    assert of_grant == {"refuge": 9600000, "helpline": 0, "advocacy": 0}
    # Calls answered in the year, 15,747, at £1.85 each, whatever area they came from; a penny may have moved for each
    # of the eight charges that they were shared between.
    calls = sum(part.pence for charge in found for part in charge.parts if part.line == "health-calls")
    assert abs(calls - 15747 * 185) <= 8
    assert post(workspace) == ()
    said = json.loads(shares(workspace, "2025-26", "--json"))
    assert sum(payer["year_to_date_pence"] for payer in said[0]["payers"]) == 43172153


def test_a_return_that_comes_again_posts_nothing_and_a_correction_posts_what_changed(tmp_path: Path) -> None:
    """One pound more in one area: one credit, one charge, and every total moves by that pound."""
    workspace = a_first_quarter(tmp_path)
    before = charges(workspace)
    came(workspace, Q1)
    assert charges(workspace) == before
    came(workspace, Q1, DEARER, "A cleaner's invoice came late.")
    new = charges(workspace)[len(before) :]
    assert [(one.service, one.area, pounds(one.pence)) for one in new] == [
        ("refuge", "Upper Valley", "-27,815.61"),
        ("refuge", "Upper Valley", "27,816.61"),
    ]
    assert sum((by_funder(charges(workspace)) - by_funder(before)).values()) == 100
    assert by_funder((*(one for one in before if one.number == new[0].credits), new[0])).total() == 0


def test_what_is_queried_after_it_was_posted_stays_posted_and_that_is_said(tmp_path: Path) -> None:
    """It is billed already; what comes of the query is posted then."""
    workspace = a_first_quarter(tmp_path)
    posted = charges(workspace)
    query(Matter(workspace, THREE_RIVERS, Q1, OFFICER, lambda: JULY), "Is the rent in it?", JULY.date())
    assert post(workspace) == ()
    assert charges(workspace) == posted
    said = shares(workspace, Q1)
    assert "Charge 1 stays posted while its figure is provisional" in said
    assert "not posted" in said


def test_a_year_that_is_closed_shows_its_drift_as_one_line(tmp_path: Path) -> None:
    """Which comes to 0.00, and leaves each line with the whole pence of its exact parts."""
    workspace = a_year(tmp_path)
    closing = MoneyEvent(MoneySort.CLOSED, THREE_RIVERS, read_posting("2025-26-P12"), 0, "Year end", "", JULY)
    with workspace.store() as store:
        store.record_money((closing,), OFFICER)
    (true_up,) = post(workspace)
    assert (true_up.pence, str(true_up.posting), sum(part.pence for part in true_up.parts)) == (0, "2025-26-P13", 0)
    exact: dict[str, object] = {}
    with workspace.store() as store:
        (books,) = books_of(workspace, OFFICER, store)
    for line in {part.line for charge in books.charges for part in charge.parts}:
        of_line = [part for charge in books.charges for part in charge.parts if part.line == line]
        exact[line] = abs(sum(part.pence for part in of_line) - sum(part.quota for part in of_line)) < 1
    assert set(exact.values()) == {True}
    assert "Year-end true-up of rounding" in shares(workspace, "2025-26-Q4")
    assert post(workspace) == ()


def test_an_import_that_broke_off_before_posting_is_healed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The return is recorded and nothing is charged; the same file again, and all of it is."""
    workspace = a_joint_fund(tmp_path)
    with monkeypatch.context() as broken:
        broken.setattr(Store, "post_charges", _pull_the_plug)
        with pytest.raises(KeyboardInterrupt):
            came(workspace, Q1)
    assert charges(workspace) == ()
    assert "Not posted yet: 6 more" in shares(workspace, Q1)
    came(workspace, Q1)
    assert len(charges(workspace)) == 6


def test_a_fault_between_charges_and_their_parts_leaves_neither(tmp_path: Path) -> None:
    """A charge without its parts would be money without a funder."""
    workspace = a_first_quarter(tmp_path)
    with workspace.store() as store:
        event.listen(store.engine, "before_cursor_execute", _before_parts)
        charge = store.charges()[0]
        with pytest.raises(KeyboardInterrupt):
            store.post_charges((Charge(**{**_fields(charge), "origin": "another"}),), OFFICER, JULY)
    assert len(charges(workspace)) == 6


def _fields(charge: Charge) -> dict[str, object]:
    return {name: getattr(charge, name) for name in Charge.__dataclass_fields__}


def _before_parts(*told: object) -> None:
    if "INSERT INTO charge_parts" in str(told[2]):
        _pull_the_plug()


def _pull_the_plug(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_two_that_post_at_once_post_everything_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both work out what is due before either posts it; the second finds it there and works it out anew."""
    workspace = a_joint_fund(tmp_path)
    with monkeypatch.context() as broken:
        broken.setattr("commissioning.work.importing.post_what_is_due", lambda *_: ())
        came(workspace, Q1)
    together, posting = Barrier(2, timeout=20), Store.post_charges
    waited: list[bool] = []

    def together_at_first(store: Store, *words: object, **others: object) -> tuple[Charge, ...]:
        if len(waited) < 2:
            waited.append(True)
            together.wait()
        return posting(store, *words, **others)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "post_charges", together_at_first)
    with ThreadPoolExecutor(2) as two:
        posted = list(two.map(lambda _: post(workspace), range(2)))
    assert sorted(map(len, posted)) == [0, 6]
    assert len(charges(workspace)) == 6


@pytest.mark.parametrize(
    ("before", "after", "posted"),
    [
        ('origin = "illustrative"', 'origin = "issued"', 6),
        ('shares_are = "exact"', 'shares_are = "whole percents"', 0),
    ],
    ids=["issued", "whole percents"],
)
def test_shares_of_whole_percents_are_shown_with_their_doubt_and_never_posted(
    tmp_path: Path, before: str, after: str, posted: int
) -> None:
    """What is posted of the same return under other terms."""
    workspace = a_joint_fund(tmp_path)
    text = workspace.folder / "contracts" / f"{THREE_RIVERS}.toml"
    text.write_text(text.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    came(workspace, Q1)
    assert len(charges(workspace)) == posted
    said = " ".join(shares(workspace, Q1).split())
    assert ("nothing may be billed from this" in said) is (posted == 0)
    # Half a point of the refuges' £61,812.47.
    assert ("± £309.07" in said) is (posted == 0)


def test_one_funders_part_alone_and_how_each_penny_was_found(tmp_path: Path) -> None:
    """In words; and a funder of nothing here is told."""
    workspace = a_first_quarter(tmp_path)
    said = shares(workspace, Q1, "--funder", "illustrative-safe-homes-fund", "--working")
    assert "Safe Homes Fund" in said
    assert "Community Trust (illustrative)" not in said
    assert "10% of" in " ".join(said.split())
    unknown = CliRunner().invoke(main, ["shares", Q1, "--funder", "nobody", "--workspace", str(workspace.folder)])
    assert unknown.exit_code == 2
    assert "No funding line is of 'nobody'" in unknown.output


def test_the_workbook_adds_and_never_splits(tmp_path: Path) -> None:
    """Every part is a value and every sum a formula."""
    import openpyxl

    workspace = a_first_quarter(tmp_path)
    file = tmp_path / "shares.xlsx"
    shares(workspace, Q1, "--working", "-o", str(file))
    workbook = openpyxl.load_workbook(file)
    assert workbook.sheetnames[:2] == ["Shares", "Charges"]
    formulas = [
        str(cell.value) for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    ]
    assert formulas
    assert [one for one in formulas if "*" in one or "/" in one] == []


def test_the_monitoring_workbook_shows_the_posted_parts(tmp_path: Path) -> None:
    """Of the charge of each service, by area, also where a cap or a count decided; and no other money as a charge."""
    workspace = a_first_quarter(tmp_path)
    (evidence,) = gather(workspace, read_period(Q1), OFFICER)
    shown = {charged.figure.key.service: charged.split for charged in evidence.charged}
    assert set(shown) == {"refuge", "helpline", "advocacy"}
    for service, split in shown.items():
        posted = [charge for charge in charges(workspace) if charge.service == service]
        assert split is not None
        assert sum(part.pence for part in split.parts) == split.amount == sum(charge.pence for charge in posted)
        assert [part.pence for part in split.parts] == [part.pence for charge in posted for part in charge.parts]


def test_each_charge_on_funding_and_on_the_front_page_names_its_service(tmp_path: Path) -> None:
    workspace = a_joint_fund(tmp_path)
    came(workspace, Q1)
    evidence = gather(workspace, read_period(Q1), OFFICER)
    funding = funding_sheet(Q1, evidence).tables[-1]
    front = summary(Q1, evidence, {THREE_RIVERS: "Fund"}).tables
    [money] = [table for table in front if table.title == "The money position"]
    about = {row[2].text.split(", ")[0] for row in funding.rows if isinstance(row[2], Words)}
    assert about >= {"Refuge", "Helpline", "Advocacy (IDVA)"}
    titles = [row[0].text.rpartition(": ")[2] for row in money.rows if isinstance(row[0], Words)]
    assert titles == ["Refuge", "Helpline", "Advocacy (IDVA)"]
