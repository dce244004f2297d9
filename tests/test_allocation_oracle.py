"""Every split against an independent reckoning: raw terms and fractions, and nothing of the engine's arithmetic."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from commissioning.funding.splitting.allocate import Setting, allocate
from commissioning.period import read_period
from tests.raw_terms import AREA, CHARGES, COUNTS, FUNDERS, MEASURE, PURPOSES, SERVICES, USED, Raw, funding_of, terms

NOTHING = Fraction(0)


def reckoned(pence: int, raw: Raw, service: str, used: dict[str, int], count: int | None) -> dict[str, int]:
    """Pence by line's code, 0 ones left out; the empty code is what no line covers."""
    size = abs(pence)
    pots = shares_of(size, [line for line in raw["lines"] if may_pay(line, service, pence)], used, count)
    pots[""] = size - sum(pots.values())
    payers = {line["code"]: (raw["tie_order"].index(line["funder"]), line["code"]) for line in raw["lines"]}
    order = sorted(pots, key=lambda code: (code == "", payers.get(code, (0, ""))))
    pennies = {code: int(pots[code]) for code in order}
    while sum(pennies.values()) < size:
        neediest = max(order, key=lambda code: (pots[code] - pennies[code], -order.index(code)))
        pennies[neediest] += 1
    return {code: given if pence > 0 else -given for code, given in pennies.items() if given}


def may_pay(line: Raw, service: str, pence: int) -> bool:
    """Whether a line pays anything at all for it."""
    fits = not line["services"] or service in line["services"]
    fits = fits and ("areas" not in line or line["areas"] in ((), ("north", "south")))
    fits = fits and (service == "refuge" or line.get("purposes") != ("beds",))
    return fits and not line["held"] and (pence >= 0 or line["negatives"] == "shared")


def shares_of(size: int, lines: list[Raw], used: dict[str, int], count: int | None) -> dict[str, Fraction]:
    """What each line gives of a charge, exactly."""
    room = {line["code"]: max(0, line["cap"] - used.get(line["code"], 0)) for line in lines if "cap" in line}
    given: dict[str, Fraction] = {}
    for order in (1, 2, 3):
        left = size - sum(given.values())
        now = [line for line in lines if line["order"] == order]
        first, rest = apart(now)
        asked = asked_by(first, given, size, left, room, count)
        total = sum(asked.values(), NOTHING)
        factor = left / total if total > left else 1
        given |= {code: part * factor for code, part in asked.items()}
        left -= min(left, total)
        heads = sum(rest.values(), NOTHING)
        given |= {code: limited(left * rest[code] / heads if heads else NOTHING, room, code) for code in rest}
    return given


def apart(now: list[Raw]) -> tuple[list[Raw], dict[str, Fraction]]:
    """The lines of an order that do not take what is left, and the weights of those that do, with what matches them."""
    weights = {line["code"]: Fraction(line.get("share", 1)) for line in now if line["basis"] == "what is left"}
    for _ in now:
        for line in now:
            if line["basis"] == "match" and line["matches"] in weights:
                weights[line["code"]] = Fraction(line["share"]) * weights[line["matches"]]
    return [line for line in now if line["code"] not in weights], weights


def asked_by(
    lines: list[Raw],
    given: dict[str, Fraction],
    size: int,
    left: Fraction,
    room: dict[str, int],
    count: int | None,
) -> dict[str, Fraction]:
    """What lines would give if enough were left."""
    pots = [line["code"] for line in lines if line["basis"] in ("fixed", "reserve")]
    together = sum(room[code] for code in pots)
    asked: dict[str, Fraction] = {}
    for _ in range(len(lines) + 1):
        for line in lines:
            code, share = line["code"], Fraction(line.get("share", 0))
            match line["basis"]:
                case "share of the total":
                    part = share * size
                case "share of what is left":
                    part = share * left
                case "unit price":
                    part = Fraction(line["price"] * (count or 0))
                case "match":
                    part = share * asked.get(line["matches"], given.get(line["matches"], NOTHING))
                case _:
                    part = Fraction(min(left, together)) * room[code] / together if together else NOTHING
            asked[code] = limited(part, room, code)
    return asked


def limited(part: Fraction, room: dict[str, int], code: str) -> Fraction:
    """No more than there is room for."""
    return min(part, Fraction(room[code])) if code in room else part


@settings(max_examples=400)
@given(CHARGES, terms(), st.sampled_from(SERVICES), USED, COUNTS)
def test_the_engine_and_the_reckoning_come_to_the_same_pence(
    pence: int, raw: Raw, service: str, used: dict[str, int], count: int | None
) -> None:
    """For every basis, cap, match, order, restriction and held-back line."""
    units = {} if count is None else {MEASURE: count}
    setting = Setting(service, AREA, read_period("2025-26-Q1"), PURPOSES[service], units)
    parts = allocate(pence, setting, funding_of(raw), used)
    assert {part.line: part.pence for part in parts if part.pence} == reckoned(pence, raw, service, used, count)


@given(st.integers(-20, 20), st.permutations(FUNDERS), st.integers(1, 6))
def test_equal_lines_tie_as_reckoned(pence: int, tie_order: list[str], parts: int) -> None:
    """Funders with as much each, in any tie order, some with two lines."""
    common = {"basis": "what is left", "order": 1, "services": (), "negatives": "shared", "held": ""}
    lines = [common | {"code": f"{funder}-{n}", "funder": funder} for funder in FUNDERS for n in (2, 1)][:parts]
    raw = {"lines": lines, "tie_order": tie_order}
    split = allocate(pence, Setting("refuge", "", read_period("2025-26-Q1")), funding_of(raw), {})
    assert {part.line: part.pence for part in split if part.pence} == reckoned(pence, raw, "refuge", {}, None)


def test_the_reckoning_is_right_where_it_was_done_by_hand() -> None:
    """£100.00 in thirds, and a cap of £60.00 that leaves £40.01 to a quarter of what is left and to nobody."""
    common = {"services": (), "negatives": "shared", "held": ""}
    third = {"basis": "share of the total", "order": 1, "share": "1/3"} | common
    thirds = {
        "tie_order": ["ash", "beech", "cedar"],
        "lines": [third | {"code": c, "funder": c} for c in ("cedar", "beech", "ash")],
    }
    assert reckoned(10_000, thirds, "refuge", {}, None) == {"ash": 3334, "beech": 3333, "cedar": 3333}
    capped = {"code": "pot", "funder": "ash", "basis": "fixed", "order": 1, "cap": 7_000} | common
    rest = {"code": "rest", "funder": "beech", "basis": "share of what is left", "order": 2, "share": "1/4"} | common
    raw = {"tie_order": ["ash", "beech"], "lines": [rest, capped]}
    # 1/4 of 4001 is 1000.25; 3000.75 is left over, and has the larger broken penny.
    assert reckoned(10_001, raw, "refuge", {"pot": 1_000}, None) == {"pot": 6000, "rest": 1000, "": 3001}
