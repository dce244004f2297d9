"""Statements are issued, agreed, disputed and overtaken: a story, a table of what is refused, and what always holds."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commissioning.errors import CommissioningError, NothingThere
from commissioning.funding.statements.freezing import digest_of, freeze, thaw
from commissioning.model.document import Document
from commissioning.model.organisation import Actor
from commissioning.model.quantity import AnswerKey, Quantity
from commissioning.report.changes import changes
from commissioning.work import statement_steps as steps
from commissioning.work.statement_steps import Signed
from commissioning.work.workspace import Workspace
from commissioning.writers.workbook import write_workbook
from tests.issued_statements import (
    ASH,
    BEECH,
    OFFICER,
    SIGNED,
    a_funded_workspace,
    close,
    close_all,
    document_of,
    now,
    posted,
    ready,
    stated,
)
from tests.money_makers import a_charge
from tests.provider import DRESS

Q1, Q2 = "2025-26-Q1", "2025-26-Q2"
FIRST = "2025-26-Q1/beech/1"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Quarter 1 is charged £90.00, of which Beech pays £30.00, and its posting periods are closed."""
    made = a_funded_workspace(tmp_path / "workspace")
    posted(made, a_charge("ash 45.00, beech 30.00, cedar 9.00, uncovered 6.00"))
    close_all(made, Q1)
    return made


def issued(workspace: Workspace, period: str = Q1, told: str = "") -> str:
    """The number under which Beech's statement is issued."""
    signed = replace(SIGNED, told=told)
    return steps.issue(workspace, OFFICER, ready(stated(workspace, BEECH, period)), signed, now).number


def corrected(workspace: Workspace) -> None:
    """The charge of quarter 1 was £36.00 too low: a correction, posted to period 4, that touches the statement."""
    late = a_charge("ash 18.00, beech 12.00, cedar 3.60, uncovered 2.40", posting="2025-26-P04")
    posted(workspace, replace(late, origin="a correction", touches=(FIRST,)))


def written(document: Document) -> bytes:
    """The workbook of a document."""
    return write_workbook(document, DRESS)


class TestIssuing:
    def test_it_is_numbered_signed_and_frozen(self, workspace: Workspace) -> None:
        assert issued(workspace) == FIRST
        frozen = steps.frozen_of(workspace, OFFICER, FIRST)
        assert (frozen.prepared_by, frozen.reviewed_by, frozen.totals) == (
            "Priya Shah",
            "Tom Hall",
            (("westshire", 3000),),
        )
        assert frozen.document.sheets[0].lead[0].text == (
            "Statement 2025-26-Q1/beech/1, issued on 10 July 2025. Prepared by Priya Shah; reviewed by Tom Hall."
        )

    def test_a_later_one_says_what_it_takes_the_place_of(self, workspace: Workspace) -> None:
        issued(workspace)
        assert issued(workspace, told="With a note.") == "2025-26-Q1/beech/2"
        assert steps.frozen_of(workspace, OFFICER, "2025-26-Q1/beech/2").takes_place_of == FIRST
        assert [one.state for one in steps.listed(workspace, OFFICER)] == ["replaced by 2025-26-Q1/beech/2", "issued"]

    def test_the_same_is_not_issued_again(self, workspace: Workspace) -> None:
        issued(workspace)
        with pytest.raises(CommissioningError, match="Nothing has changed since 2025-26-Q1/beech/1"):
            issued(workspace)

    def test_what_changed_since_is_said_row_by_row(self, workspace: Workspace) -> None:
        earlier, later = (
            document_of(stated(workspace, BEECH, Q1)),
            document_of(replace(stated(workspace, BEECH, Q1), charges=())),
        )
        assert [one for one in changes(earlier, later) if one.startswith("Share, 1, ")] == [
            "Share, 1, Charge, £ net: 90.00, now not there.",
            "Share, 1, VAT, £: not stated, now not there.",
            "Share, 1, Your share, £: 30.00, now not there.",
        ]
        assert changes(earlier, earlier) == ()

    def test_funders_are_counted_apart(self, workspace: Workspace) -> None:
        issued(workspace)
        made = ready(stated(workspace, ASH, Q1))
        assert steps.issue(workspace, OFFICER, made, SIGNED, now).number == "2025-26-Q1/ash/1"

    def test_what_the_funder_is_told_stays_on_it(self, workspace: Workspace) -> None:
        signed = replace(SIGNED, told="£0.01 is still being looked for.")
        steps.issue(workspace, OFFICER, ready(stated(workspace, BEECH, Q1, off_by=1)), signed, now)
        lead = steps.frozen_of(workspace, OFFICER, FIRST).document.sheets[0].lead
        assert "Not agreed: £0.01 is still being looked for." in [words.text for words in lead]

    @pytest.mark.parametrize(
        ("signed", "says"),
        [
            (Signed("Priya Shah", ""), "who reviewed it"),
            (Signed("Priya Shah", "priya shah "), "two different names"),
            (Signed("Priya Shah", "943 476 5919"), "personal data"),
            (Signed("Priya Shah", "Tom Hall", "Ask 943 476 5919"), "personal data"),
        ],
    )
    def test_what_is_not_signed_by_two_is_refused(self, workspace: Workspace, signed: Signed, says: str) -> None:
        with pytest.raises(CommissioningError, match=says):
            steps.issue(workspace, OFFICER, ready(stated(workspace, BEECH, Q1)), signed, now)
        assert steps.listed(workspace, OFFICER) == ()

    @pytest.mark.parametrize(
        ("off_by", "says"), [(1, "£0.01 is not explained"), (-250, "-£2.50 is"), (None, "not compared")]
    )
    def test_what_is_not_agreed_is_refused_unless_the_funder_is_told(
        self, workspace: Workspace, off_by: int | None, says: str
    ) -> None:
        with pytest.raises(CommissioningError, match=says):
            steps.issue(workspace, OFFICER, ready(stated(workspace, BEECH, Q1, off_by=off_by)), SIGNED, now)

    def test_whole_percents_are_refused(self, workspace: Workspace) -> None:
        made = stated(workspace, BEECH, Q1)
        rough = replace(made, covers=tuple(replace(one, is_illustrative_shares=True) for one in made.covers))
        with pytest.raises(CommissioningError, match="whole percents"):
            steps.issue(workspace, OFFICER, ready(rough), SIGNED, now)

    def test_a_real_councils_is_refused(self, workspace: Workspace) -> None:
        made = stated(workspace, BEECH, Q1)
        real = replace(made, covers=tuple(replace(one, is_transcribed=True) for one in made.covers))
        with pytest.raises(CommissioningError, match="nothing is issued here for a real council"):
            steps.issue(workspace, OFFICER, ready(real), SIGNED, now)

    def test_an_open_posting_period_is_refused_since_a_correction_would_be_in_no_statement(
        self, workspace: Workspace
    ) -> None:
        close(workspace, "2025-26-P04")
        with pytest.raises(CommissioningError, match="2025-26-P05 of westshire is still open"):
            steps.issue(workspace, OFFICER, ready(stated(workspace, BEECH, Q2)), SIGNED, now)

    def test_what_is_posted_while_it_is_worked_out_stops_it(
        self, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Else what was posted before the periods were closed could be in no statement."""

        def meanwhile(*asked: object) -> object:
            made = worked_out(*asked)
            corrected(workspace)
            return made

        worked_out, signed = steps.statement_for, replace(SIGNED, told="Not compared yet.")
        monkeypatch.setattr(steps, "statement_for", meanwhile)
        with pytest.raises(CommissioningError, match="while the statement was worked out"):
            steps.issue_for(workspace, OFFICER, Q1, "beech", signed, now)
        assert steps.listed(workspace, OFFICER) == ()
        monkeypatch.setattr(steps, "statement_for", worked_out)
        assert steps.issue_for(workspace, OFFICER, Q1, "beech", signed, now)[0].number == FIRST


class TestAgreeing:
    def test_it_is_agreed_once(self, workspace: Workspace) -> None:
        issued(workspace)
        assert steps.agree(workspace, OFFICER, FIRST, now).state == "agreed"
        with pytest.raises(CommissioningError, match="agreed already, by Priya Shah on 10 July 2025"):
            steps.agree(workspace, OFFICER, FIRST, now)
        with pytest.raises(CommissioningError, match="corrected in the next one"):
            steps.dispute(workspace, OFFICER, FIRST, "The refuge was closed in May.", now)

    def test_a_dispute_needs_a_reason_and_can_be_settled(self, workspace: Workspace) -> None:
        issued(workspace)
        with pytest.raises(CommissioningError, match="Say why"):
            steps.dispute(workspace, OFFICER, FIRST, " ", now)
        assert steps.dispute(workspace, OFFICER, FIRST, "The refuge was closed in May.", now).state == "disputed"
        assert steps.agree(workspace, OFFICER, FIRST, now).state == "agreed"

    def test_what_was_replaced_cannot_be_agreed(self, workspace: Workspace) -> None:
        issued(workspace)
        issued(workspace, told="With a note.")
        with pytest.raises(CommissioningError, match="replaced by 2025-26-Q1/beech/2; agree that one"):
            steps.agree(workspace, OFFICER, FIRST, now)

    def test_one_that_is_not_there_names_the_nearest(self, workspace: Workspace) -> None:
        issued(workspace)
        with pytest.raises(NothingThere, match="did you mean 2025-26-Q1/beech/1"):
            steps.agree(workspace, OFFICER, "2025-26-Q1/beach/1", now)

    def test_another_funder_does_not_see_it(self, workspace: Workspace) -> None:
        issued(workspace)
        seen = {
            who: len(steps.listed(workspace, Actor(who, organisations=(who,)))) for who in ("ash", "beech", "cedar")
        }
        assert seen == {"ash": 1, "beech": 1, "cedar": 0}


class TestCorrections:
    def test_a_later_correction_is_named_with_what_it_moves(self, workspace: Workspace) -> None:
        issued(workspace)
        corrected(workspace)
        [standing] = steps.listed(workspace, OFFICER)
        assert [(c.number, pence, str(c.posting)) for c, pence in standing.overtaken_by] == [(2, 1200, "2025-26-P04")]

    def test_it_leaves_the_issued_bytes_and_is_agreed_all_the_same(self, workspace: Workspace) -> None:
        issued(workspace)
        before = written(steps.frozen_of(workspace, OFFICER, FIRST).document)
        corrected(workspace)
        assert written(steps.frozen_of(workspace, OFFICER, FIRST).document) == before
        assert steps.agree(workspace, OFFICER, FIRST, now).is_agreed

    def test_it_stands_in_the_next_statement(self, workspace: Workspace) -> None:
        issued(workspace)
        corrected(workspace)
        assert (stated(workspace, BEECH, Q1).share, stated(workspace, BEECH, Q2).share) == (3000, 1200)

    def test_text_that_was_tampered_with_is_not_shown(self, workspace: Workspace) -> None:
        issued(workspace)
        [standing] = steps.listed(workspace, OFFICER)
        other = replace(standing.issued, content=standing.issued.content.replace("3000", "3001"))
        with pytest.raises(CommissioningError, match="is not what was issued"):
            steps.opened(other)

    @settings(max_examples=4, deadline=None)
    @given(st.lists(st.integers(-9999, 9999).filter(bool), min_size=1, max_size=4))
    def test_corrections_move_the_next_statement_by_exactly_themselves(self, pence: list[int]) -> None:
        with TemporaryDirectory() as folder:
            made = a_funded_workspace(Path(folder) / "workspace")
            posted(made, a_charge("ash 45.00, beech 30.00"))
            close_all(made, Q1)
            number = issued(made)
            frozen, next_one = steps.frozen_of(made, OFFICER, number), stated(made, BEECH, Q2).share
            for count, each in enumerate(pence):
                late = a_charge(f"beech {each / 100:.2f}", posting="2025-26-P05")
                posted(made, replace(late, origin=f"correction {count}", touches=(number,)))
            assert stated(made, BEECH, Q2).share - next_one == sum(pence)
            again = steps.frozen_of(made, OFFICER, number)
            assert written(again.document) == written(frozen.document)
            [standing] = steps.listed(made, OFFICER)
            assert sum(moved for _, moved in standing.overtaken_by) == sum(pence)


class Colour(Enum):
    """A word."""

    RED = "red"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf of a tree to freeze."""

    of: object


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch of a tree to freeze."""

    name: str
    leaves: tuple[object, ...]


CLASSES: dict[str, type] = {each.__name__: each for each in (Colour, Leaf, Branch, Quantity, AnswerKey)}
EXACT = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(),
    st.fractions(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.just(datetime(2025, 7, 10, 12, tzinfo=now().tzinfo)),
    st.just(Colour.RED),
    st.just(AnswerKey("refuge", "referrals")),
    st.frozensets(st.integers(), max_size=3),
)
TREES = st.recursive(
    EXACT,
    lambda inner: st.one_of(
        st.builds(Leaf, inner),
        st.builds(Branch, st.text(), st.lists(inner, max_size=3).map(tuple)),
        st.dictionaries(st.text(), inner, max_size=3),
    ),
    max_leaves=12,
)


class TestFreezing:
    @given(TREES)
    def test_what_is_frozen_comes_back_as_it_was(self, tree: object) -> None:
        text = freeze(tree)
        assert thaw(text, CLASSES) == tree
        assert freeze(thaw(text, CLASSES)) == text

    @given(TREES, TREES)
    def test_different_trees_never_share_a_digest(self, one: object, other: object) -> None:
        assert (freeze(one) == freeze(other)) == (digest_of(freeze(one)) == digest_of(freeze(other)))
        if repr(one) != repr(other) and one != other:
            assert freeze(one) != freeze(other)

    def test_a_float_is_refused(self) -> None:
        with pytest.raises(TypeError, match="float"):
            freeze(Leaf(0.1))

    def test_one_of_a_class_that_is_gone_still_tells_itself_apart(self) -> None:
        text = freeze(Branch("b", (Leaf(1), Leaf(2))))
        thawed = thaw(text, {"Branch": Branch})
        assert thawed == Branch("b", (("Leaf", 1), ("Leaf", 2)))
