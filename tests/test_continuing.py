"""What is called by another name is the same thing: answers go on, and the ledger adds up through the change."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from commissioning.contract import read_book
from commissioning.editions import Series, continued, in_newest_codes
from commissioning.editions.moving import move
from commissioning.errors import CommissioningError
from commissioning.ledger import history_before
from commissioning.model.figure import Basis, Figure
from commissioning.model.organisation import Actor
from commissioning.model.quantity import AnswerKey
from commissioning.period import read_period
from commissioning.report.letter import letter_of
from commissioning.specification import write_specification
from commissioning.template import lay_out, specify
from commissioning.totals.figures import Ledger, figures_of
from commissioning.work.deciding import Matter, waive
from commissioning.work.importing import Outcome, import_returns
from commissioning.work.reporting import figures
from commissioning.work.tracing import trace
from commissioning.work.workspace import Workspace
from tests.builders import (
    CLEAN,
    ORGANISATIONS,
    a_book,
    a_contract,
    a_return,
    a_specification,
    contract_text,
    entries,
)
from tests.provider import REFUGE, a_workspace, sent, template_of
from tests.provider import a_return as a_file

OFFICER = Actor("Priya Shah")
NOW = datetime(2025, 11, 3, 9, 0, tzinfo=UTC)

RENAMED = """
[[variation]]
from = 2025-07-01
reason = "Words that people use."

[variation.measure.taken-in]
label = "Taken in"
kind = "flow"
role = "output"
unit = "people"
definition = "not stated"
counting_rule = "not stated"
services = ["refuge"]
continues = ["accepted"]

[variation.measure.accepted-rate]
numerator = "taken-in"

[variation.relation.stays]
holds = "open-at-end <= open-at-start + taken-in"

[variation.dimension.source]
categories = { the-police = "Police" }
continues = { the-police = ["police"] }
"""

LATER = CLEAN.replace("accepted 48", "taken-in 10").replace("source/police", "source/the-police")


def both_quarters() -> tuple[Figure, ...]:
    """Figures of half a year, in the middle of which a measure and a category were renamed."""
    contract = a_contract(RENAMED)
    first, second = (contract.terms_for(read_period(f"2025-26-Q{n}")) for n in (1, 2))
    posted = entries(a_return(CLEAN, a_specification(first, "2025-26-Q1")))
    posted += entries(a_return(LATER, a_specification(second, "2025-26-Q2")), len(posted) + 1)
    ledger = Ledger(in_newest_codes(contract), continued(posted, contract, contract.latest))
    return figures_of(ledger, read_period("2025-26-H1"))


def test_a_renamed_measure_is_one_series() -> None:
    """48 and 10, asked under two codes, are 58 in the half year; so is each quarter a figure of the newest code."""
    found = [f for f in both_quarters() if f.key.measure == "taken-in"]
    came = [(f.basis, getattr(f.given, "value", None)) for f in found]
    assert came == [(Basis.RETURNED, 48), (Basis.RETURNED, 10), (Basis.TOTAL, 58)]
    assert not [f for f in both_quarters() if f.key.measure == "accepted"]


def test_a_ratio_over_a_renaming_is_of_all_its_parts() -> None:
    """58 of 120 referrals: its numerator was renamed half way."""
    [total] = [f for f in both_quarters() if f.key.measure == "accepted-rate" and f.basis is Basis.TOTAL]
    assert [getattr(part, "value", None) for part in (total.numerator, total.denominator)] == [58, 120]


def test_a_renamed_category_is_one_series() -> None:
    """Each quarter's police referrals stand under the category's newest id."""
    found = [f for f in both_quarters() if f.key.code == "referrals/source/the-police"]
    assert [getattr(f.given, "value", None) for f in found] == [40, 40]


def test_what_is_continued_makes_way_in_its_place() -> None:
    """The variation asks for it no more, and asks what continues it where it stood."""
    before, after = (list(terms.measures) for terms in a_contract(RENAMED).versions)
    codes = [measure.code for measure in before]
    assert [measure.code for measure in after] == ["taken-in" if code == "accepted" else code for code in codes]
    categories = [category.id for category in a_contract(RENAMED).latest.dimension("source").categories]
    assert categories == ["the-police", "other", "not-known", "prefer-not-to-say"]


def test_names_are_followed_through_every_version() -> None:
    """Renamed twice, it has its newest name, and each version's own name in that version."""
    again = RENAMED + RENAMED.replace("taken-in", "new-stays").replace('["accepted"]', '["taken-in"]').replace(
        "2025-07-01", "2025-10-01"
    ).replace("the-police", "officers").replace('["police"]', '["the-police"]')
    contract = a_contract(again)
    series, key = Series(contract), AnswerKey("refuge", "accepted")
    assert series.newest(key).measure == "new-stays"
    assert [series.called(series.newest(key), terms).measure for terms in contract.versions] == [
        "accepted",
        "taken-in",
        "new-stays",
    ]


def test_a_contract_without_renaming_is_left_as_it_is() -> None:
    """Nothing is worked out where nothing has changed."""
    contract = a_contract()
    assert in_newest_codes(contract) is contract


FAULTS = [
    (
        'measure.people.continues = ["surveys"]',
        "measure.people.continues names surveys, which is still asked. Take out the one that is no longer asked.",
    ),
    (
        'measure.people.continues = ["gone"]\nmeasure.surveys.continues = ["gone"]',
        "measure.people.continues names gone, and so people and surveys continue it."
        " Let one of them continue it; a figure has one place.",
    ),
    (
        'dimension.source.continues = { nobody = ["gone"] }',
        "dimension.source.continues is 'nobody', which is no category of this file. Write one of: police, other.",
    ),
    (
        RENAMED.replace('unit = "people"', 'unit = "households"'),
        "variation.0: measure.taken-in.unit is households, and accepted was people."
        " Take out continues, since their figures cannot be added.",
    ),
    (
        RENAMED.replace('["accepted"]', '["accepted", "open-at-end"]'),
        "variation.0: measure.taken-in.continues continues accepted and open-at-end, which were asked side by side."
        " Continue one of them; two figures cannot become one.",
    ),
]


@pytest.mark.parametrize(("changes", "fault"), FAULTS)
def test_what_cannot_be_continued_is_a_fault_of_contract_text(changes: str, fault: str) -> None:
    """Said where it stands, with what to do."""
    assert fault in [str(found).removeprefix("westshire.toml: ") for found in a_book(changes).faults]


# A return of an earlier edition.

EDITED = REFUGE.replace("[measure.moved-in]", '[measure.arrived]\ncontinues = ["moved-in"]').replace(
    "open-at-start + moved-in", "open-at-start + arrived"
)
EDITED = EDITED.replace("[measure.notes]", "[measure.moved-out]").replace('kind = "text"', 'kind = "flow"')
EDITED = EDITED.replace('label = "Notes"', 'label = "Households that left"').replace(
    'unit = "words"', 'unit = "households"'
)
CLEAN_FILE = "open-at-start 0, moved-in 3, open-at-end 3, trained 12, notes All well"


def imported(workspace: Workspace, folder: Path, files: dict[str, bytes], **options: object) -> tuple[Outcome, ...]:
    """What becomes of files that are imported."""
    return import_returns(workspace, sent(folder, files), OFFICER, lambda: NOW, **options)  # type: ignore[arg-type]


def edited(workspace: Workspace, text: str) -> Workspace:
    """The workspace once its contract text was edited in place, with the editions that it then issues."""
    (workspace.folder / "contracts" / "refuge.toml").write_text(text, encoding="utf-8")
    for quarter in ("2025-26-Q1", "2025-26-Q2"):
        template = template_of(text, quarter)
        kept = workspace.folder / "returns" / "editions" / f"{template.edition}.json"
        kept.write_text(write_specification(template.specification), encoding="utf-8")
    return Workspace(workspace.folder)


def test_a_return_of_an_earlier_edition_stands_under_the_codes_of_now(tmp_path: Path) -> None:
    """Its cells are where they were issued; its code is the present one."""
    workspace = edited(a_workspace(tmp_path / "ws"), EDITED)
    [outcome] = imported(workspace, tmp_path / "in", {"Q1.xlsx": a_file("2025-26-Q1", CLEAN_FILE)})
    assert [f.code for f in outcome.findings] == ["E001", "R001", "R003", "E002"]
    moved = [f for f in figures(workspace, OFFICER, "refuge") if f.key.measure in ("moved-in", "arrived")]
    assert [(f.key.measure, str(f.sources[0].place)) for f in moved] == [("arrived", "Refuge!G7")]
    said = {finding.code: finding.there for finding in outcome.findings}
    assert said["E001"] == "What is asked now was not asked when this return was issued: Households that left."
    assert said["E002"] == "Refuge: Notes is no longer asked."


def test_what_was_posted_before_a_renaming_adds_up_with_what_came_after(tmp_path: Path) -> None:
    """Text edited in place: 3 under the old code and 4 under the new one are 7 in the half year."""
    workspace = a_workspace(tmp_path / "ws")
    imported(workspace, tmp_path / "in", {"Q1.xlsx": a_file("2025-26-Q1", CLEAN_FILE)})
    workspace = edited(workspace, EDITED)
    second = a_file("2025-26-Q2", "open-at-start 3, arrived 4, open-at-end 5, trained 20, moved-out 2", text=EDITED)
    came, again = imported(workspace, tmp_path / "in", {"Q2.xlsx": second})
    assert (came.verdict.value, again.because) == ("accepted", "contract text")
    [total] = [
        f
        for f in figures(workspace, OFFICER, "refuge", "2025-26-H1")
        if f.key.measure == "arrived" and f.basis is Basis.TOTAL
    ]
    assert getattr(total.given, "value", None) == 7


def test_whoever_traces_by_the_old_code_is_told_the_new_one(tmp_path: Path) -> None:
    """The nearest code in spelling would be another measure."""
    workspace = edited(a_workspace(tmp_path / "ws"), EDITED)
    with pytest.raises(CommissioningError, match="has no measure 'moved-in' any more; it goes on as arrived"):
        trace(workspace, OFFICER, "refuge", "moved-in", None, None)


def test_a_renamed_service_goes_on(tmp_path: Path) -> None:
    """What was posted for it, and what comes in a return of its earlier edition, stand under its new id."""
    workspace, first = a_workspace(tmp_path / "ws"), a_file("2025-26-Q1", CLEAN_FILE)
    second = a_file("2025-26-Q2", CLEAN_FILE.replace("open-at-start 0", "open-at-start 3"))
    imported(workspace, tmp_path / "in", {"Q1.xlsx": first})
    haven = 'service.haven = { title = "Haven", continues = ["refuge"] }'
    workspace = edited(workspace, REFUGE.replace('service.refuge.title = "Refuge"', haven))
    outcome, *_ = imported(workspace, tmp_path / "in", {"Q2.xlsx": second})
    assert [finding.code for finding in outcome.findings] == ["R001", "R003"]
    services = {f.key.service for f in figures(workspace, OFFICER, "refuge") if f.key.measure == "moved-in"}
    assert services == {"haven"}
    periods = [f.period_label for f in figures(workspace, OFFICER, "refuge") if f.key.measure == "moved-in"]
    assert periods == ["2025-26-Q1", "2025-26-Q2"]


def test_a_correction_over_a_renaming_names_only_what_changed(tmp_path: Path) -> None:
    """The answer under its new code is compared with the one under its old code."""
    workspace = a_workspace(tmp_path / "ws")
    imported(workspace, tmp_path / "in", {"Q1.xlsx": a_file("2025-26-Q1", CLEAN_FILE)})
    workspace = edited(workspace, EDITED)
    corrected = a_file("2025-26-Q1", CLEAN_FILE.replace("moved-in 3", "moved-in 4"))
    outcome, *_ = imported(workspace, tmp_path / "in2", {"Q1b.xlsx": corrected}, correction="Counted again.")
    assert [(c.key.code, c.before, c.after) for c in outcome.changes] == [("arrived", "3", "4")]


ANOTHER_KIND = """
- measure.accepted
- measure.accepted-rate
- relation.stays
measure.taken-in = { kind = "fte", services = ["refuge"], continues = ["accepted"] }
"""


def test_a_waiver_holds_for_a_measure_under_its_new_name(tmp_path: Path) -> None:
    """What was waived of the old code is waived of the new one."""
    workspace = a_workspace(tmp_path / "ws")
    broken = CLEAN_FILE.replace("open-at-end 3", "open-at-end 9")
    imported(workspace, tmp_path / "in", {"Q1.xlsx": a_file("2025-26-Q1", broken)})
    matter = Matter(workspace, "refuge", "2025-26-Q1", OFFICER, lambda: NOW)
    waive(matter, "A003", "Households are counted otherwise.", date(2025, 12, 31))
    workspace = edited(workspace, EDITED)
    second = a_file("2025-26-Q2", "open-at-start 9, arrived 4, open-at-end 20, trained 20, moved-out 2", text=EDITED)
    outcome, *_ = imported(workspace, tmp_path / "in", {"Q2.xlsx": second})
    assert [(f.code, f.severity.value, f.measures) for f in outcome.findings if f.code[0] == "A"] == [
        ("A003", "waived", ("open-at-end", "open-at-start", "arrived"))
    ]


def test_an_answer_of_another_kind_or_unit_is_not_moved() -> None:
    """A figure that would mean something else stays under the code it was asked by."""
    old = a_specification()
    text = contract_text(ANOTHER_KIND)
    contract = read_book({"organisations.toml": ORGANISATIONS, "westshire.toml": text}).contracts["westshire"]
    now = specify(contract.latest, old.period)
    moved = move(a_return(CLEAN, old).returned, old, now, contract, contract.latest)
    assert [answer.key.measure for answer in moved.gone] == ["accepted"]
    assert [row.key.measure for row in moved.new] == ["taken-in"]


def test_the_blank_return_shows_last_periods_figure_under_its_new_name() -> None:
    """What is beside an input is what was answered to it, whatever it was called."""
    contract = a_contract(RENAMED)
    posted = entries(a_return(CLEAN, a_specification(contract.versions[0], "2025-26-Q1")))
    period = read_period("2025-26-Q2")
    template = lay_out(contract.latest, period, history_before(continued(posted, contract, contract.latest), period))
    beside = {words.label: words.last_period for _, _, words in template.beside}
    assert (beside["Taken in"], beside["Source: Police"]) == ("48", "40")


def test_the_letter_says_what_is_called_otherwise_and_not_that_it_is_new() -> None:
    """A provider need not look for what has only changed its name."""
    contract, period = a_contract(RENAMED), read_period("2025-26-Q2")
    template = lay_out(contract.terms_for(period), period)
    changes = letter_of(template, contract, "Q2.xlsx", NOW.date()).changes
    assert "Accepted is now called Taken in." in changes
    assert not [change for change in changes if change.startswith(("New:", "No longer asked:"))]
