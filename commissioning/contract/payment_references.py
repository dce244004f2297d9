"""Questions about budgets, payment, spend and coding in contract text: can they be read, and name what is there?"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from commissioning.contract.agreed_references import rows_of
from commissioning.contract.cycles import years_start
from commissioning.contract.money_references import line_codes, unknown_area
from commissioning.contract.raw import WHOLE_CONTRACT, Raw, Said, is_number, listed, table, tables, unknown
from commissioning.contract.shares import read_fraction
from commissioning.contract.times import read_day_month_or_year
from commissioning.errors import CommissioningError
from commissioning.measures import KINDS
from commissioning.measures.kind import Over
from commissioning.model.funding import Means, PaymentModel
from commissioning.money import read_money
from commissioning.period import YEAR_MONTHS, length, read_period

COUNTS, MONEY = "a count that adds up", "money"
ASKED_OF_A_PAYMENT: Mapping[str, Mapping[str, str]] = {
    PaymentModel.BLOCK: {"amount": 'Write the sum of a year, or "not stated".'},
    PaymentModel.UNIT_PRICE: {
        "measure": "Name the measure that counts the units.",
        "band": 'Write the price of each unit, such as [{ first = 1, price = "12.50" }].',
    },
    PaymentModel.RESULTS: {
        "measure": "Name the measure that counts accepted outcomes.",
        "band": 'Write the price of each outcome, such as [{ first = 1, price = "250.00" }].',
    },
    PaymentModel.GRANT: {
        "measure": "Name the money measure that claims eligible spend.",
        "amount": 'Write the award, or "not stated".',
    },
}
MODELS_OF_KEY: Mapping[str, tuple[PaymentModel, ...]] = {
    "amount": (PaymentModel.BLOCK, PaymentModel.GRANT),
    "measure": (PaymentModel.UNIT_PRICE, PaymentModel.RESULTS, PaymentModel.GRANT),
    "band": (PaymentModel.UNIT_PRICE, PaymentModel.RESULTS),
    "floor": (PaymentModel.UNIT_PRICE, PaymentModel.RESULTS),
    "ceiling": (PaymentModel.UNIT_PRICE, PaymentModel.RESULTS),
    "in_advance": (PaymentModel.BLOCK,),
    "indexation": (PaymentModel.BLOCK, PaymentModel.UNIT_PRICE, PaymentModel.RESULTS),
}
"""The models by which a key of a payment means something."""
MEETS_AN_OVERSPEND = ("carry forward", "risk pool", "pro rata", "provider")
"""What may meet an overspend beside funding lines."""
FOR_A_FUNDER = (Means.INVOICED, Means.RECEIVED)


def _budgets_are_of_a_year_and_a_service(raw: Raw) -> Iterator[Said]:
    seen: set[tuple[str, object]] = set()
    for code, budget in tables(raw, "budget"):
        path, service, year = f"budget.{code}", str(budget.get("service", WHOLE_CONTRACT)), budget.get("year")
        yield from unknown(f"{path}.service", service, [*table(raw, "service"), WHOLE_CONTRACT], "service")
        yield from _year(raw, f"{path}.year", year)
        if (service, year) in seen:
            yield path, f"is a second budget of {service} in {year}", "Join the two."
        seen.add((service, year))


def _year(raw: Raw, path: str, year: object) -> Iterator[Said]:
    if not isinstance(year, str) or not year:
        return
    try:
        whole = length(read_period(year, years_start(table(raw, "reporting"))))
    except CommissioningError as unclear:
        yield path, f"is {year!r}", str(unclear)
        return
    if not whole or whole != (YEAR_MONTHS, 0):
        yield path, f"is {year!r}, which is no year", "Write a year such as 2025-26."


def _payments_say_what_their_model_asks(raw: Raw) -> Iterator[Said]:
    for code, payment in tables(raw, "payment"):
        model, path = str(payment.get("model")), f"payment.{code}"
        for key, advice in ASKED_OF_A_PAYMENT.get(model, {}).items():
            if key not in payment:
                yield f"{path}.{key}", "is not there", advice
        for key, models in MODELS_OF_KEY.items():
            if key in payment and model in ASKED_OF_A_PAYMENT and model not in models:
                yield f"{path}.{key}", f"stands where the model is {model}", "Take it out, or change the model."
        if model == PaymentModel.BLOCK and _is_sum(payment.get("amount")) and payment.get("per") != "year":
            yield f"{path}.per", "is not there", 'Write per = "year": a block is so much a year.'
        yield from unknown(f"{path}.service", str(payment.get("service", WHOLE_CONTRACT)), _services(raw), "service")


def _is_sum(amount: object) -> bool:
    """Whether an amount is stated."""
    return isinstance(amount, str) and amount not in ("", "not stated")


def _services(raw: Raw) -> tuple[str, ...]:
    return (*table(raw, "service"), WHOLE_CONTRACT)


def _measures_count_what_they_are_named_for(raw: Raw) -> Iterator[Said]:
    for code, line in tables(table(raw, "funding"), "line"):
        yield from _measure(raw, f"funding.line.{code}.measure", line.get("measure"), COUNTS)
    for code, payment in tables(raw, "payment"):
        asks = MONEY if payment.get("model") == PaymentModel.GRANT else COUNTS
        yield from _measure(raw, f"payment.{code}.measure", payment.get("measure"), asks)
    for key in ("net", "vat", "gross", "accruals"):
        yield from _measure(raw, f"spend.{key}", table(raw, "spend").get(key), MONEY)


def _measure(raw: Raw, path: str, code: object, asks: str) -> Iterator[Said]:
    if not isinstance(code, str):
        return
    yield from unknown(path, code, table(raw, "measure"), "measure")
    kind = KINDS.get(str(table(raw, "measure", code).get("kind")))
    if kind and (kind.key == MONEY) != (asks == MONEY):
        yield path, f"is {code}, of the kind {kind.key}", f"Name a measure that is {asks}."
    elif kind and kind.over_time is not Over.SUM:
        yield path, f"is {code}, whose figures do not add up over a year", f"Name a measure that is {asks}."


def _bands_follow_each_other(raw: Raw) -> Iterator[Said]:
    for code, payment in tables(raw, "payment"):
        before: int | None = 0
        for number, band in rows_of(payment, "band"):
            path, first, last = f"payment.{code}.band.{number}", band.get("first"), band.get("last")
            if type(first) is not int or type(last) not in (int, type(None)):
                break
            yield from _follows(path, first, before)
            if last is not None and last < first:
                yield f"{path}.last", f"is {last}, before the band begins", "Write the last unit at this price."
            before = last


def _follows(path: str, first: int, before: int | None) -> Iterator[Said]:
    """A band that does not begin right after the one before it."""
    if before is None:
        yield f"{path}.first", f"is {first}, after a band without an end", "Write where the band before ends."
    elif first != before + 1:
        sort = "leaves a gap" if first > before + 1 else "overlaps"
        yield f"{path}.first", f"is {first}, and {sort} after {before}", f"Write {before + 1}."


def _sums_can_be_read(raw: Raw) -> Iterator[Said]:
    for path, words in _sums(raw):
        if not isinstance(words, str) or not words:
            continue
        try:
            if read_money(words) < 0:
                yield path, f"is {words!r}, below nothing", "Write it without a minus."
        except CommissioningError as unclear:
            yield path, f"is {words!r}", str(unclear)


def _sums(raw: Raw) -> Iterator[tuple[str, object]]:
    """Pounds that are only pounds: whatever has a bound or a time is read beside other amounts."""
    for code, line in tables(table(raw, "funding"), "line"):
        yield f"funding.line.{code}.price", line.get("price")
    for code, budget in tables(raw, "budget"):
        yield f"budget.{code}.amount", budget.get("amount")
    for code, payment in tables(raw, "payment"):
        yield from ((f"payment.{code}.{key}", payment.get(key)) for key in ("floor", "ceiling"))
        for number, band in rows_of(payment, "band"):
            yield f"payment.{code}.band.{number}.price", band.get("price")


def _floor_is_below_the_ceiling(raw: Raw) -> Iterator[Said]:
    for code, payment in tables(raw, "payment"):
        floor, ceiling = (_pence(payment.get(key)) for key in ("floor", "ceiling"))
        if floor is not None and ceiling is not None and ceiling < floor:
            yield f"payment.{code}.ceiling", "is below the floor", "Write the most of a year, or a smaller floor."


def _pence(words: object) -> int | None:
    try:
        return read_money(words) if isinstance(words, str) else None
    except CommissioningError:
        return None


def _indexation_is_clear(raw: Raw) -> Iterator[Said]:
    for code, payment in tables(raw, "payment"):
        rises = rows_of(payment, "indexation")
        for number, rise in rises:
            path = f"payment.{code}.indexation.{number}"
            yield from _one_indexation(path, rise)
        days = [str(rise.get("from")) for _, rise in rises]
        for day in _twice(days):
            yield f"payment.{code}.indexation", f"states two rises from {day}", "Keep one of them."
        if days != sorted(days):
            yield f"payment.{code}.indexation", "is not in order of its days", "Write the earliest first."


def _one_indexation(path: str, rise: Raw) -> Iterator[Said]:
    forms = [key for key in ("fixed", "index") if rise.get(key)]
    if len(forms) != 1:
        there = "states both a fixed rise and an index" if forms else "states no rise"
        yield path, there, 'Write fixed = "3%", or an index with its base and its values.'
    if forms == ["index"] and not ("base" in rise and rise.get("values")):
        yield path, "is an index without its base or its values", "Write base, and values with their days."
    if is_number(rise.get("base")) and not str(rise["base"]).strip("0."):
        yield f"{path}.base", "is 0", "Write the index's value at the base."
    for key in ("fixed", "cap", "collar"):
        if isinstance(rise.get(key), str) and read_fraction(rise[key]) is None:
            yield f"{path}.{key}", f"is {rise[key]!r}", 'Write a part such as "3%".'
    cap, collar = (read_fraction(str(rise.get(key, ""))) for key in ("cap", "collar"))
    if cap is not None and collar is not None and cap < collar:
        yield f"{path}.cap", "is below the collar", "Write the most that prices rise, then the least."
    for day in _twice([str(value.get("from")) for _, value in rows_of(rise, "values")]):
        yield f"{path}.values", f"states two values from {day}", "Keep the one that holds."


def _twice(words: Iterable[str]) -> list[str]:
    return sorted(word for word, times in Counter(words).items() if times > 1)


def _year_end_can_be_read(raw: Raw) -> Iterator[Said]:
    year_end, known = table(raw, "year_end"), (*MEETS_AN_OVERSPEND, *line_codes(raw))
    for word in listed(year_end, "overspend"):
        if word not in known:
            advice = f"Write the id of a funding line, or one of: {', '.join(MEETS_AN_OVERSPEND)}."
            yield "year_end.overspend", f"is {word!r}", advice
    for word in _twice(listed(year_end, "overspend")):
        yield "year_end.overspend", f"names {word} twice", "Name each once."
    day = year_end.get("declare_by", "not stated")
    if isinstance(day, str) and day not in ("", "not stated"):
        try:
            read_day_month_or_year(day)
        except CommissioningError as unclear:
            yield "year_end.declare_by", f"is {day!r}", str(unclear)


def _spend_is_broken_down(raw: Raw) -> Iterator[Said]:
    spend = table(raw, "spend")
    net = table(raw, "measure", str(spend.get("net")))
    for key in ("area", "cost"):
        word = spend.get(key)
        if isinstance(word, str) and net and word not in listed(net, "breakdowns"):
            there = f"is {word!r}, which is no breakdown of {spend.get('net')}"
            yield f"spend.{key}", there, f"Name it in the breakdowns of {spend.get('net')}, or take it out."
    categories = table(raw, "dimension", str(spend.get("area")), "categories")
    for id, area in categories.items():
        yield from unknown_area(raw, f"dimension.{spend['area']}.categories.{id}", str(area))


def _ledger_codes_are_clear(raw: Raw) -> Iterator[Said]:
    rows = rows_of(raw, "ledger_code")
    codings = [(str(row.get("cost_centre")), str(row.get("subjective"))) for _, row in rows]
    for (number, row), coding in zip(rows, codings, strict=True):
        path = f"ledger_code.{number}"
        if codings.index(coding) < number:
            yield path, f"is {coding[0]} {coding[1]}, like an earlier one", "Say once what a code is."
        yield from unknown(f"{path}.service", str(row.get("service", WHOLE_CONTRACT)), _services(raw), "service")
        if isinstance(row.get("area"), str) and row["area"]:
            yield from unknown_area(raw, f"{path}.area", row["area"])
        if isinstance(row.get("line"), str):
            yield from unknown(f"{path}.line", row["line"], line_codes(raw), "funding.line")
        elif row.get("means") in FOR_A_FUNDER:
            yield f"{path}.line", "is not there", "Name the funding line whose contribution it is."


def _decisions_name_who_decided(raw: Raw) -> Iterator[Said]:
    vat = table(raw, "vat")
    if vat and vat.get("treatment") != "not stated" and not vat.get("decided_by"):
        yield "vat.decided_by", "is not there", "Write who decided it, by their office, and when."


PAYMENT_QUESTIONS: tuple[Callable[[Raw], Iterator[Said]], ...] = (
    _budgets_are_of_a_year_and_a_service,
    _payments_say_what_their_model_asks,
    _measures_count_what_they_are_named_for,
    _bands_follow_each_other,
    _sums_can_be_read,
    _floor_is_below_the_ceiling,
    _indexation_is_clear,
    _year_end_can_be_read,
    _spend_is_broken_down,
    _ledger_codes_are_clear,
    _decisions_name_who_decided,
)
