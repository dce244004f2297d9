"""Money: pounds and pence, exact. Periods and services add up."""

from commissioning.measures.kind import MONEY_BOUNDS, Guard, Kind, Over

MONEY = Kind(
    "money",
    "money",
    Guard(2, None, None, "£#,##0.00", "Pounds and pence; a credit with -."),
    Over.SUM,
    Over.SUM,
    bounds=MONEY_BOUNDS,
    rank=11,
    purpose="Pounds and pence, spent or charged.",
    example="£12,500.00 and £12,500.50 are £25,000.50. A credit has a minus.",
)
