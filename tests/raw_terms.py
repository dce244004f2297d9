"""Terms of funding as raw dictionaries, drawn at random, and the engine's funding made from them.

A line is `{"code", "funder", "basis", "order", "share", "cap", "price", "matches", "services", "areas", "purposes",
"negatives", "held"}`; shares are text such as `3/8`, money is whole pence, and what does not matter to a basis is not
there.
"""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from commissioning.model.agreed import Agreed
from commissioning.model.contract import Funding
from commissioning.model.funding import FundingLine, LineBasis, Negatives
from commissioning.model.quantity import Quantity, Standing
from tests.money_makers import a_condition, a_funder

Raw = dict[str, Any]
SERVICES = ("refuge", "advocacy")
FUNDERS = ("ash", "beech", "cedar", "dean")
MEASURE = "nights"
AREA = "north"
"""Where every charge is."""
PURPOSES = {"refuge": ("beds",), "advocacy": ("beds", "advice")}
"""What each service is spent on."""
_HELD = {"condition": {"conditions": (a_condition(),)}, "offer": {"standing": Standing.TO_BE_CONFIRMED}}


def funding_of(raw: Raw) -> Funding:
    """The engine's funding, its lines in their raw sequence."""
    return Funding(tuple(map(_line, raw["lines"])), tuple(raw["tie_order"]), whole_percents_only=False)


def _line(raw: Raw) -> FundingLine:
    line = FundingLine(
        raw["code"],
        a_funder(raw["funder"]),
        LineBasis(raw["basis"]),
        Fraction(raw["share"]) if "share" in raw else None,
        Agreed(Quantity(Decimal(raw["cap"]) / 100)) if "cap" in raw else None,
        raw.get("price"),
        MEASURE if "price" in raw else "",
        raw.get("matches", ""),
        raw["order"],
        services=tuple(raw["services"]),
        areas=tuple(raw.get("areas", ())),
        purposes=tuple(raw.get("purposes", ())),
        negatives=Negatives(raw["negatives"]),
    )
    return replace(line, **_HELD.get(raw["held"], {}))


@st.composite
def terms(draw: st.DrawFn, bases: tuple[str, ...] = tuple(LineBasis)) -> Raw:
    """Up to six lines of up to four funders in up to three orders; shares of the total come to 1 or less in each."""
    lines: list[Raw] = []
    for number in range(draw(st.sampled_from([0, 1, 2, 3, 4, 5, 6, 6, 6]))):
        lines.append(_a_raw_line(draw, number, [line["code"] for line in lines], bases))
    for order in (1, 2, 3):
        shares = [line for line in lines if line["order"] == order and line["basis"] == "share of the total"]
        total = sum((Fraction(line["share"]) for line in shares), Fraction(0))
        for line in shares if total > 1 else ():
            line["share"] = str(Fraction(line["share"]) / total)
    return {"lines": draw(st.permutations(lines)), "tie_order": draw(st.permutations(FUNDERS))}


def _a_raw_line(draw: st.DrawFn, number: int, earlier: list[str], bases: tuple[str, ...]) -> Raw:
    basis = draw(st.sampled_from([one for one in bases if one != "match" or earlier]))
    line: Raw = {
        "code": f"line-{number}",
        "funder": draw(st.sampled_from(FUNDERS)),
        "basis": str(basis),
        "order": draw(st.sampled_from([1, 1, 2, 2, 3])),
        "services": draw(st.sampled_from([(), (), (), ("refuge",), ("advocacy",)])),
        "areas": draw(st.sampled_from([(), (), (), (), ("north", "south"), ("south",)])),
        "purposes": draw(st.sampled_from([(), (), (), (), ("beds",), ("advice", "beds")])),
        "negatives": draw(st.sampled_from(["shared", "shared", "shared", "not shared"])),
        "held": draw(st.sampled_from(["", "", "", "", "condition", "offer"])),
    }
    if basis in ("share of the total", "share of what is left", "match"):
        line["share"] = draw(SHARES)
    if basis == "share of what is left":
        line["share"] = str(min(Fraction(1), Fraction(line["share"])))
    if basis == "what is left" and draw(st.booleans()):
        line["share"] = str(draw(st.integers(1, 3)))
    if basis in ("fixed", "reserve") or (basis != "unit price" and draw(st.integers(0, 5)) == 0):
        line["cap"] = draw(st.one_of(st.integers(0, 20_000), st.integers(0, 60)))
    if basis == "unit price":
        line["price"] = draw(st.integers(0, 1_500))
    if basis == "match":
        line["matches"] = draw(st.sampled_from(earlier))
    return line


SHARES = st.sampled_from(("0", "1/100", "1/12", "1/8", "2/7", "1/3", "1/3", "1/2", "1", "5/4"))
PENCE = st.integers(0, 50_000)
CHARGES = st.one_of(st.integers(-50_000, 50_000), st.integers(-5, 101))
DRAWN = st.one_of(st.integers(0, 50), st.integers(0, 25_000))
USED = st.dictionaries(st.sampled_from([f"line-{n}" for n in range(6)]), DRAWN, max_size=3)
COUNTS = st.one_of(st.none(), st.integers(0, 40))
