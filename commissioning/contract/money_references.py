"""Questions about money in contract text: does each line say all that its basis asks, and name what is there?"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import product

from commissioning.contract.raw import WHOLE_CONTRACT, Raw, Said, day_of, listed, shares_of, table, tables, unknown
from commissioning.contract.shares import greatest_total, read_fraction, read_share
from commissioning.contract.times import read_time
from commissioning.errors import CommissioningError
from commissioning.model.contract import FundingShare
from commissioning.model.funding import LineBasis
from commissioning.model.organisation import Organisation
from commissioning.money import round_half_up
from commissioning.period import Period

SHARE = 'Write a share such as "87%" or "1/3".'
Needed = tuple[tuple[str, ...], str]
"""Keys of which one must stand, and what to do where none does."""

ASKED_OF_A_LINE: Mapping[str, tuple[Needed, ...]] = {
    LineBasis.SHARE: ((("share",), SHARE),),
    LineBasis.SHARE_OF_REST: ((("share",), SHARE),),
    LineBasis.FIXED: ((("amount", "contribution"), "Write the most that it pays, or name the contribution it draws."),),
    LineBasis.RESIDUAL: (),
    LineBasis.UNIT: (
        (("price",), 'Write the price of a unit, such as "12.50".'),
        (("measure",), "Name the measure that counts the units."),
    ),
    LineBasis.RESERVE: ((("amount", "reserve"), "Write what is in it, or name the reserve it draws."),),
    LineBasis.MATCH: (
        (("matches",), "Name the line that it matches."),
        (("share",), 'Write how much for each penny of that line, such as "1/2".'),
    ),
}
BASES_OF_KEY: Mapping[str, tuple[LineBasis, ...]] = {
    "share": (LineBasis.SHARE, LineBasis.SHARE_OF_REST, LineBasis.RESIDUAL, LineBasis.MATCH),
    "amount": (LineBasis.FIXED, LineBasis.RESERVE),
    "contribution": (LineBasis.FIXED,),
    "reserve": (LineBasis.RESERVE,),
    "price": (LineBasis.UNIT,),
    "measure": (LineBasis.UNIT,),
    "matches": (LineBasis.MATCH,),
}
"""The bases on which a key of a line means something."""


def lines_of(raw: Raw) -> tuple[tuple[str, Raw], ...]:
    """The funding lines that stand under ids of their own."""
    return tuple(tables(table(raw, "funding"), "line"))


def line_codes(raw: Raw) -> tuple[str, ...]:
    """What every funding line is called: a share by its funder's id, any other by its own."""
    shares = (str(share.get("funder")) for _, share in shares_of(table(raw, "funding")))
    return tuple(dict.fromkeys((*shares, *(code for code, _ in lines_of(raw)))))


def _lines_say_what_their_basis_asks(raw: Raw) -> Iterator[Said]:
    for code, line in lines_of(raw):
        basis, path = str(line.get("basis")), f"funding.line.{code}"
        for keys, advice in ASKED_OF_A_LINE.get(basis, ()):
            if not any(key in line for key in keys):
                yield f"{path}.{keys[0]}", "is not there", advice
            elif all(key in line for key in keys[:2]) and len(keys) > 1:
                yield f"{path}.{keys[1]}", f"stands beside {keys[0]}", "Keep one of the two; each states its amount."
        for key, bases in BASES_OF_KEY.items():
            if key in line and basis in ASKED_OF_A_LINE and basis not in bases:
                yield f"{path}.{key}", f"stands where the basis is {basis}", "Take it out, or change the basis."
        if "funder" not in line and "contribution" not in line and "reserve" not in line:
            yield f"{path}.funder", "is not there", 'Write who pays, or "not stated".'


def _lines_name_what_is_there(raw: Raw) -> Iterator[Said]:
    funding = table(raw, "funding")
    for code, line in lines_of(raw):
        path = f"funding.line.{code}"
        for key in ("contribution", "reserve"):
            if isinstance(line.get(key), str):
                yield from unknown(f"{path}.{key}", line[key], table(funding, key), f"funding.{key}")
        for service in listed(line, "services"):
            yield from unknown(f"{path}.services", service, [*table(raw, "service"), WHOLE_CONTRACT], "service")
        for area in listed(line, "areas"):
            yield from unknown_area(raw, f"{path}.areas", area)
        for purpose in listed(line, "purposes"):
            if known := _of_services(raw, "purposes"):
                yield from unknown(f"{path}.purposes", purpose, known, "purpose")


def areas_of(raw: Raw) -> tuple[str, ...]:
    """Every area that a service of the contract is for."""
    return _of_services(raw, "areas")


def _of_services(raw: Raw, key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for _, service in tables(raw, "service") for word in listed(service, key)))


def unknown_area(raw: Raw, path: str, area: str) -> Iterator[Said]:
    """The fault of an area that no service is for; none where no service states its areas."""
    if known := areas_of(raw):
        yield from unknown(path, area, known, "area")


def _lines_draw_for_one_funder(raw: Raw) -> Iterator[Said]:
    """A line that names another funder than the contribution that it draws."""
    funding = table(raw, "funding")
    for code, line in lines_of(raw):
        drawn = table(funding, "contribution", str(line.get("contribution")))
        if drawn and "funder" in line and line["funder"] != drawn.get("funder"):
            there = f"is {line['funder']!r}, and the contribution is of {drawn.get('funder')!r}"
            yield f"funding.line.{code}.funder", there, "Take it out, or draw another contribution."


def _codes_of_lines_stand_once(raw: Raw) -> Iterator[Said]:
    shares = {str(share.get("funder")) for _, share in shares_of(table(raw, "funding"))}
    for code, _ in lines_of(raw):
        if code in shares:
            yield f"funding.line.{code}", "has the id of a share's funder", "Choose another id."


def _parts_can_be_read(raw: Raw) -> Iterator[Said]:
    for number, share in shares_of(table(raw, "funding")):
        if read_share(str(share.get("share", ""))) is None:
            yield f"funding.share.{number}.share", f"is {share.get('share')!r}", SHARE
    for code, line in lines_of(raw):
        words = line.get("share")
        read = read_fraction if line.get("basis") == LineBasis.MATCH else read_share
        if isinstance(words, str) and words and read(words) is None:
            yield f"funding.line.{code}.share", f"is {words!r}", SHARE


def _held(line: Raw) -> Period:
    """When a line holds; always, where its words cannot be read."""
    try:
        return read_time(line.get("period"), line.get("from"), line.get("until")) or Period(None, None)
    except CommissioningError:
        return Period(None, None)


def _matches_lead_to_a_line(raw: Raw) -> Iterator[Said]:
    lines = dict(lines_of(raw))
    orders = {code: _order(lines.get(code, {})) for code in line_codes(raw)}
    for code, line in lines.items():
        path, matched = f"funding.line.{code}.matches", line.get("matches")
        if not isinstance(matched, str):
            continue
        yield from unknown(path, matched, orders, "funding.line")
        if code in (circle := _followed(lines, code)):
            yield path, f"leads back to itself by {', '.join(circle)}", "Match a line that matches none of these."
        elif matched in orders and orders[matched] > _order(line):
            advice = "Give this line that order or a later one."
            yield path, f"is {matched}, which is met later, in order {orders[matched]}", advice


def _order(line: Raw) -> int:
    order = line.get("order", 1)
    return order if isinstance(order, int) else 1


def _followed(lines: Mapping[str, Raw], code: str) -> tuple[str, ...]:
    """The lines that a match leads to, one after another, until one comes again."""
    seen: list[str] = []
    while isinstance(matched := lines.get(code, {}).get("matches"), str) and matched not in seen:
        seen.append(matched)
        code = matched
    return tuple(seen)


@dataclass(frozen=True, slots=True)
class _Part:
    """A share as text states it: what it is of, in which order it is met, and what it may pay for."""

    key: str
    basis: str
    order: int
    share: FundingShare
    services: tuple[str, ...]
    areas: tuple[str, ...]
    purposes: tuple[str, ...]

    def is_for(self, service: str, area: str, purpose: str) -> bool:
        """Whether it pays for charges of that service, area and purpose."""
        asked = ((self.services, service), (self.areas, area), (self.purposes, purpose))
        return all(not allowed or word in allowed for allowed, word in asked)


def _parts(raw: Raw) -> Iterator[_Part]:
    nobody = Organisation("", "")
    for _, row in shares_of(table(raw, "funding")):
        if (part := read_share(str(row.get("share", "")))) is not None:
            held = FundingShare(nobody, part, day_of(row, "from"), day_of(row, "until"))
            yield _Part("funding.share", LineBasis.SHARE, 1, held, (), (), ())
    for _, line in lines_of(raw):
        basis, part, when = str(line.get("basis")), read_share(str(line.get("share", ""))), _held(line)
        if part is not None and basis in (LineBasis.SHARE, LineBasis.SHARE_OF_REST):
            held = FundingShare(nobody, part, when.start, when.end)
            allowed = (listed(line, key) for key in ("services", "areas", "purposes"))
            yield _Part("funding.line", basis, _order(line), held, *allowed)


def _shares_add_up(raw: Raw) -> Iterator[Said]:
    """Shares of one order that come to more than the whole, of any service, area and purpose, on any day."""
    parts = tuple(_parts(raw))
    for basis, order in dict.fromkeys((part.basis, part.order) for part in parts):
        group = tuple(part for part in parts if (part.basis, part.order) == (basis, order))
        total, day = max(_totals(group), key=lambda found: found[0])
        if total > 1:
            left = f" of what is left in order {order}" if basis == LineBasis.SHARE_OF_REST else ""
            since = f" from {day}" if day else ""
            percent = f"{round_half_up(total * 100, 2).normalize():f}%"
            advice = "Correct the shares; together they may not pass 100%."
            yield group[0].key, f"comes to {percent}{left}{since}", advice


def _totals(group: tuple[_Part, ...]) -> Iterator[tuple[Fraction, date | None]]:
    """What shares of one order come to, for everything that any of them is kept to."""
    kept = ((part.services, part.areas, part.purposes) for part in group)
    services, areas, purposes = (_each(words) for words in zip(*kept, strict=True))
    for one in product(services, areas, purposes):
        yield greatest_total(part.share for part in group if part.is_for(*one))


def _each(kept: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Everything that is named, and what is not."""
    return ("", *dict.fromkeys(word for words in kept for word in words))


def _ties_name_each_funder_once(raw: Raw) -> Iterator[Said]:
    funding = table(raw, "funding")
    named = [str(share.get("funder")) for _, share in shares_of(funding)]
    named += [funder for _, line in lines_of(raw) if isinstance(funder := payer_of(funding, line), str)]
    funders = tuple(funder for funder in dict.fromkeys(named) if funder != "not stated")
    if funders and sorted(listed(funding, "tie_order")) != sorted(funders):
        yield "funding.tie_order", "does not name each funder once", f"Write the order of ties: {', '.join(funders)}."


def payer_of(funding: Raw, line: Raw) -> object:
    """Who pays a line: whom it names, or who gives or holds what it draws."""
    given = table(funding, "contribution", str(line.get("contribution")))
    held = table(funding, "reserve", str(line.get("reserve")))
    return line.get("funder", given.get("funder", held.get("holder")))


FUNDING_QUESTIONS: tuple[Callable[[Raw], Iterator[Said]], ...] = (
    _lines_say_what_their_basis_asks,
    _lines_name_what_is_there,
    _lines_draw_for_one_funder,
    _codes_of_lines_stand_once,
    _parts_can_be_read,
    _matches_lead_to_a_line,
    _shares_add_up,
    _ties_name_each_funder_once,
)
