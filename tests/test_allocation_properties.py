"""What always holds of charges met by funding lines, of credits and of a year's drift, over random terms."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from commissioning.funding.splitting.allocate import allocate, true_up
from commissioning.model.accounts import Charge, Part
from commissioning.model.contract import Funding
from tests.money_makers import REFUGE, a_charge, credited
from tests.raw_terms import AREA, CHARGES, COUNTS, MEASURE, PENCE, PURPOSES, SERVICES, USED, Raw, funding_of, terms


def parts_of(pence: int, raw: Raw, service: str, used: dict[str, int], count: int | None) -> tuple[Part, ...]:
    """A charge by raw terms."""
    units = {} if count is None else {MEASURE: count}
    setting = replace(REFUGE, service=service, area=AREA, purposes=PURPOSES[service], units=units)
    return allocate(pence, setting, funding_of(raw), used)


ANY = (CHARGES, terms(), st.sampled_from(SERVICES), USED, COUNTS)


@given(*ANY)
def test_parts_come_to_the_charge_and_have_its_sign(
    pence: int, raw: Raw, service: str, used: dict[str, int], count: int | None
) -> None:
    """No penny is lost or made, none is negative on a positive charge, and exact parts come to it too."""
    parts = parts_of(pence, raw, service, used, count)
    assert sum(part.pence for part in parts) == sum(part.quota for part in parts) == pence
    for part in parts:
        assert abs(part.pence - part.quota) < 1
        assert part.pence * pence >= 0
        assert part.quota or not part.pence


@given(*ANY)
def test_no_cap_is_passed_and_restricted_or_held_money_pays_nothing(
    pence: int, raw: Raw, service: str, used: dict[str, int], count: int | None
) -> None:
    """Whatever was drawn before."""
    lines = {line["code"]: line for line in raw["lines"]}
    for part in parts_of(pence, raw, service, used, count):
        line = lines.get(part.line, {"services": (), "areas": (), "purposes": (), "held": ""})
        may = not line["held"] and (not line["services"] or service in line["services"])
        may = may and (not line["areas"] or AREA in line["areas"])
        may = may and (not line["purposes"] or set(PURPOSES[service]) <= set(line["purposes"]))
        assert may or not part.pence
        assert "cap" not in line or abs(part.pence) <= max(0, line["cap"] - used.get(part.line, 0))


@given(*ANY, st.randoms(use_true_random=False))
def test_the_sequence_of_lines_never_matters(
    pence: int, raw: Raw, service: str, used: dict[str, int], count: int | None, random: Random
) -> None:
    """The same lines in any sequence give the same parts, in words too."""
    mixed = raw | {"lines": random.sample(raw["lines"], len(raw["lines"]))}
    assert parts_of(pence, mixed, service, used, count) == parts_of(pence, raw, service, used, count)


@given(PENCE, terms(), st.sampled_from(SERVICES), USED, COUNTS)
def test_a_charge_below_nothing_mirrors_one_above(
    pence: int, raw: Raw, service: str, used: dict[str, int], count: int | None
) -> None:
    """Where every line shares in it."""
    shared = raw | {"lines": [line | {"negatives": "shared"} for line in raw["lines"]]}
    above, below = (parts_of(sign * pence, shared, service, used, count) for sign in (1, -1))
    assert [(part.line, -part.quota, -part.pence) for part in below] == [(p.line, p.quota, p.pence) for p in above]


@given(st.lists(PENCE, max_size=6), terms())
def test_charges_one_after_another_never_pass_a_cap(amounts: list[int], raw: Raw) -> None:
    """Each draws on what those before it left."""
    drawn: Counter[str] = Counter()
    for pence in amounts:
        for part in parts_of(pence, raw, "refuge", dict(drawn), 3):
            drawn[part.line] += part.pence
    assert drawn.total() == sum(amounts)
    assert all(drawn[line["code"]] <= line["cap"] for line in raw["lines"] if "cap" in line)


@given(CHARGES, terms(), st.lists(st.integers(0, 100), max_size=4))
def test_a_charge_and_its_credits_cancel_for_each_line(pence: int, raw: Raw, percents: list[int]) -> None:
    """In pence and exactly, after any part credits; and none of them turns a part over."""
    charge = replace(a_charge("ash 0.00"), pence=pence, parts=parts_of(pence, raw, "refuge", {}, 3), number=1)
    posted = [charge]
    for percent in [*percents, 100]:
        left = sum(one.pence for one in posted)
        posted.append(credited(charge, -(left * percent // 100), *posted[1:]))
        totals = by_line(posted)
        assert all(now * then >= 0 for now, then in zip(totals.values(), by_line([charge]).values(), strict=True))
    assert not any(by_line(posted).values())
    assert not any(sum((one.parts[n].quota for one in posted), Fraction(0)) for n in range(len(charge.parts)))
    assert true_up(posted) == ()


@given(st.lists(CHARGES, max_size=8), terms())
def test_a_true_up_comes_to_nothing_and_leaves_each_line_at_its_exact_part(amounts: list[int], raw: Raw) -> None:
    """To within a penny; and once it is posted there is nothing more to settle."""
    year = [charged_by(pence, funding_of(raw)) for pence in amounts]
    settled = true_up(year, raw["tie_order"])
    assert sum(part.pence for part in settled) == 0
    after = [*year, replace(a_charge("ash 0.00"), pence=0, parts=settled)]
    exact: dict[str, Fraction] = {}
    for part in (part for one in year for part in one.parts):
        exact[part.line] = exact.get(part.line, Fraction(0)) + part.quota
    assert all(abs(total - exact[line]) < 1 for line, total in by_line(after).items())
    assert true_up(after, raw["tie_order"]) == ()


def charged_by(pence: int, funding: Funding) -> Charge:
    """A charge of the refuge."""
    return replace(a_charge("ash 0.00"), pence=pence, parts=allocate(pence, REFUGE, funding, {}))


def by_line(charges: Sequence[Charge]) -> dict[str, int]:
    """What charges come to for each line."""
    totals: dict[str, int] = {}
    for part in (part for one in charges for part in one.parts):
        totals[part.line] = totals.get(part.line, 0) + part.pence
    return totals
