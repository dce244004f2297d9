"""Days in a file of somebody's own layout: read where they can mean one thing, asked about where two."""

import pytest

from tests.own_files import checked, parts


@pytest.mark.parametrize(
    ("first", "last", "read"),
    [("01/04/2025", "30/06/2025", True), ("1st April 2025", "2025-06-30", True), ("04/05/2025", "05/06/2025", False)],
)
def test_a_period_may_stand_in_two_cells(first: str, last: str, *, read: bool) -> None:
    """Its first and its last day, as dates or in words; where they can be two periods, that is asked."""
    text, sheets = parts("simple")
    two = text.replace('[{ text = "Period", right = 1 }]', '[{ text = "From", right = 1 }, { text = "To", right = 1 }]')
    one = checked(two, sheets.replace("Period | Q1 2025/26", f"From | '{first}\nTo | {last}"))
    assert ("Y003" not in " ".join(finding.code for finding in one.findings)) == read
