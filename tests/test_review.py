"""What contract text raises by itself, before any return has come: by file, key and the arithmetic in the words."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from commissioning.checks import Agreement, Agreements, check_agreement, codes_of
from commissioning.findings import cells_in_words
from commissioning.model.contract import Contract
from commissioning.model.finding import Clause, Finding, Severity
from commissioning.work.reviewing import review
from commissioning.work.workspace import Workspace
from tests.builders import a_contract
from tests.worked import ACTOR

PAPERS = Path(__file__).parents[1]

# File, code, key, words with the arithmetic.
RAISED = (
    ("cheshire-east-specialist-da.toml", "B001", "funding.share", "87%, 5%, 7%, 1%"),
    ("cheshire-east-specialist-da.toml", "B001", "funding.share", "£5,000 either way of every £1,000,000"),
    # 1,836,000 less 600,000 and 421,000
    ("staffordshire-da-services.toml", "B002", "funding.floor.stoke-on-trent", "at least £815,000.00 has none stated"),
    ("staffordshire-da-services.toml", "B002", "value", "£600,000.00 + £421,000.00 = £1,021,000.00"),
    # 1,836,000 less 600,000
    ("staffordshire-da-services.toml", "B003", "value", "at least £1,236,000.00 has none stated"),
    ("trafford-victim-support.toml", "B004", "term.ends", "until 31 March 2018"),
    ("trafford-victim-support.toml", "B004", "funding.contribution.core-services", "ends on 31 March 2017"),
    ("trafford-is-lite.toml", "B005", "capacity.programme-months", "is 18 months, and the money for it is for 2016-17"),
    (
        "trafford-is-lite.toml",
        "B006",
        "funding.contribution.offer.condition.1",
        "by 30 March 2016; on 15 April 2016",
    ),
)


@pytest.fixture(scope="module")
def asked() -> tuple[Finding, ...]:
    """What there is to ask about the contracts as they are."""
    return review(Workspace(PAPERS), ACTOR)


@pytest.mark.parametrize(
    ("file", "code", "key", "words"), RAISED, ids=[f"{row[0]} {row[1]} {row[3]}" for row in RAISED]
)
def test_what_a_paper_says_of_its_contract_and_does_not_fit_is_asked(
    asked: tuple[Finding, ...], file: str, code: str, key: str, words: str
) -> None:
    """At its key of contract text, with the arithmetic."""
    [found] = [f for f in asked if f.code == code and f.places[0].sheet == file]
    assert f"{file}: {key}" in map(str, found.places)
    assert words in found.there


def test_every_question_that_can_be_asked_has_a_paper_that_raises_it() -> None:
    """A check that no case raises is not done."""
    declared = {code for evidence in (Agreement, Agreements) for code in codes_of(evidence)}
    assert {code for _, code, *_ in RAISED} == declared


def test_every_question_about_contract_text_is_a_note(asked: tuple[Finding, ...]) -> None:
    """Contract text is not at fault for what a paper says: nothing of it stops a return."""
    assert {finding.severity for finding in asked} == {Severity.NOTE}


def codes(contract: Contract) -> Iterable[str]:
    """What one contract's text raises."""
    return [finding.code for finding in check_agreement(Agreement(contract)) if finding.code <= "B006"]


PAID = """
title = "Westshire domestic abuse services"
origin = "issued"
legal_form = "not stated"
reporting = "not stated"
term = {{ starts = 2025-04-01, ends = 2026-03-31 }}
parties = {{ lead = "westshire-council", provider = "safe-house" }}
value = {{ amount = "{value}", period = "2025-26", says = "all services" }}
[funding.contribution.city]
funder = "westshire-council"
amount = "{city}"
period = "2025-26"
"""


@pytest.mark.parametrize(
    ("value", "city", "found"),
    [
        ("100000.00", "100000.00", []),
        ("100000.01", "100000.00", ["B003"]),
        ("99999.99", "100000.00", []),
    ],
    ids=["all of it has a funder", "a penny has none", "more is promised than it costs"],
)
def test_a_penny_without_a_funder_is_asked_about(value: str, city: str, found: list[str]) -> None:
    """To the penny; more than the value is nobody's gap."""
    contract = a_contract("", base=PAID.format(value=value, city=city))
    assert [code for code in codes(contract) if code in {"B002", "B003"}] == found


def test_one_file_is_said_once_before_its_keys() -> None:
    """A question about three keys of one file names the file once."""
    keys = (Clause("a.toml", "value"), Clause("a.toml", "term.ends"), Clause("b.toml", "value"))
    assert cells_in_words(keys) == "a.toml: value, term.ends, b.toml: value"
