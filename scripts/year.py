"""The commands of `docs/finance.md`, in the order in which they are typed: a year of the illustrative joint fund."""

import generated

FUND = "--contract illustrative-three-rivers"
CITY = "illustrative-rivermouth-city-council"
RETURN = "returns/illustrative-three-rivers-2025-26"
EXTRACT = "extracts/illustrative-three-rivers-2025-26"
RECORD = f"commissioning money record {{}} {FUND} --line city-share"
ISSUE = (
    f"commissioning statement issue {{}} --funder {CITY}"
    ' --prepared-by "Priya Shah" --reviewed-by "Tom Hall" -o FILE.xlsx'
)
SHARES = f"commissioning shares {{}} {FUND} --funder {CITY}"
CLOSE = "commissioning money close 2025-26-P"

CHAPTERS: dict[str, tuple[str, ...]] = {
    "start": ("commissioning init demo … 3-3", "cd demo"),
    "return": (
        f"commissioning import {RETURN}-Q1.xlsx --received 2025-07-18 … 1",
        f"{SHARES.format('2025-26-Q1')} … 6-11",
    ),
    "working": (f"{SHARES.format('2025-26-Q1')} --working … 20-23",),
    "extract": (f"commissioning spend import {EXTRACT}-Q1.csv",),
    "control": ("commissioning statement control 2025-26-Q1 -o control.xlsx … 3",),
    "corrected": (
        f"commissioning spend import {EXTRACT}-Q1-corrected.csv … 4-4",
        "commissioning statement control 2025-26-Q1 … 2",
    ),
    "pay": (
        f"commissioning payments 2025-26-Q1 {FUND} --schedule schedule.xlsx --billing bills --journal journal.csv"
        " … 3-10",
    ),
    "record": (
        f'{RECORD.format("invoiced 9837.64")} --posting 2025-26-P03 --reference SI-911 --why "Quarter 1."',
        f'{RECORD.format("received 9837.64")} --posting 2025-26-P03 --reference SI-911 --why "Paid in full."',
    ),
    "close 1 and 2": (f"{CLOSE}01", f"{CLOSE}02"),
    "issue": (
        f"{CLOSE}03",
        ISSUE.format("2025-26-Q1").replace("FILE", "city-Q1"),
        f'commissioning statement agree 2025-26-Q1/{CITY}/1 --why "By letter."',
    ),
    "correction": (
        "commissioning import sent-again.xlsx --received 2025-08-04"
        ' --correction "Calls answered at night were left out." … 2',
        "commissioning statement list",
        f"{SHARES.format('2025-26-Q2')} … 6-11",
    ),
    "quarter 2": (f"commissioning import {RETURN}-Q2.xlsx --received 2025-10-17",),
    "forecast": (f"commissioning forecast 2025-26-P06 {FUND} … 4-8",),
    "quarter 3": (f"commissioning import {RETURN}-Q3.xlsx --received 2026-01-16",),
    "year": (
        f"commissioning import {RETURN}-Q4.xlsx --received 2026-04-20 … 1",
        f"commissioning spend import {EXTRACT}.csv … 4-4",
        f'{RECORD.format("received 73100.00")} --posting 2025-26-P12 --reference SI-950 --why "Paid on account."',
        f"commissioning money check 2025-26-P12 {FUND} … 3",
    ),
    "close 4 to 11": tuple(f"{CLOSE}{number:02}" for number in range(4, 12)),
    "true-up": (
        f"{CLOSE}12",
        "commissioning statement control 2025-26 … 1",
        f"commissioning statement 2025-26 --funder {CITY} … 4-11",
    ),
    "carried": (
        f'{RECORD.format("carry-forward 25.00")} --posting 2025-26-P13 --reference "Minute 12" --why "Agreed."',
        f"{CLOSE}13",
        ISSUE.format("2025-26").replace("FILE", "city-year") + " … 1",
        f"commissioning statement 2026-27-Q1 --funder {CITY} … 4-4",
    ),
}
"""What is typed in each part of the page; `generated.Story` says what `…` keeps."""


class Year:
    """The year as it goes on: chapter by chapter, in the order in which they stand."""

    def __init__(self) -> None:
        """At its start."""
        self._story = generated.Story()
        self._left = list(CHAPTERS)

    def until(self, name: str) -> str:
        """What a person sees in the chapter; those before it that the page does not show are typed all the same."""
        while (chapter := self._left.pop(0)) != name:
            self._story.told(*CHAPTERS[chapter])
        if name == "correction":
            self._story.sent_again("illustrative-three-rivers-2025-26-Q1.xlsx", "Helpline", "G7", 3917)
        return self._story.told(*CHAPTERS[name])
