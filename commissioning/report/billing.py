"""Billing requests to a Document: a page for each, to send to the funder with its order number."""

from collections.abc import Iterable

from commissioning.funding.contributions.billing import Billed, BillingRequest
from commissioning.model.document import LONGEST_NAME, Column, Document, Look, Number, Sheet, Table, Words
from commissioning.model.funding import VatTreatment
from commissioning.report.money_cells import Row, added, pounds

"""The most characters of a sheet's name."""
VAT_IS_APART = "Every amount is net of VAT. VAT on this request is for you and us to settle apart."


def billing_document(requests: Iterable[BillingRequest]) -> Document:
    """The requests, one a sheet; the total of each is a formula over its parts."""
    found = tuple(requests)
    names = _names(found)
    sheets = tuple(_sheet(one, name) for one, name in zip(found, names, strict=True))
    periods = ", ".join(dict.fromkeys(one.period for one in found))
    title = f"Billing request {found[0].reference}" if len(found) == 1 else f"Billing requests, {periods}"
    return Document(title, periods, sheets)


def _names(requests: tuple[BillingRequest, ...]) -> tuple[str, ...]:
    """A name for each sheet: its funding line, with a number where two would be called the same."""
    if len(requests) == 1:
        return ("Request",)
    return tuple(f"{number} {one.line.code}"[:LONGEST_NAME] for number, one in enumerate(requests, 1))


def _sheet(one: BillingRequest, name: str) -> Sheet:
    lead = (Words(one.label, Look.WARNING),) if one.label else ()
    funder = one.line.funder.name if one.line.funder else "not stated"
    return Sheet(name, f"Billing request: {funder}, {one.period}", lead, (_about(one, funder), _asked(one)))


def _about(one: BillingRequest, funder: str) -> Table:
    source = (("Source", one.line.source),) if one.line.source else ()
    rows = (
        ("To", funder),
        *source,
        ("Your order number", one.line.purchase_order or "not stated: tell us which to quote"),
        ("Our reference", one.reference),
        ("Contract", one.title),
        ("Provider", one.provider),
        ("Period", one.period),
        ("How it was found", one.found),
        ("VAT on the provider's charge", _vat(one)),
    )
    columns = (Column("", 30), Column("", 70))
    return Table("About", columns, tuple((Words(what, Look.STRONG), Words(said)) for what, said in rows))


def _vat(one: BillingRequest) -> str:
    if one.vat.treatment is VatTreatment.NOT_STATED:
        return "Not stated: somebody has to decide it."
    decided = f", decided by {one.vat.decided_by}" if one.vat.decided_by else ""
    return f"{str(one.vat.treatment).capitalize()}{decided}."


def _asked(one: BillingRequest) -> Table:
    columns = (
        Column("Charge", 10),
        Column("Service", 34),
        Column("Period of service", 20),
        Column("Whole charge, £", 16),
        Column("Your part, £", 16),
        Column("How it was found", 60),
    )
    parts = tuple(_part_row(one, place, part) for place, part in enumerate(one.parts))
    rows = (*(parts or (_instalment_row(one),)), *_totals(one))
    return Table("What we ask you to pay", columns, rows, (VAT_IS_APART,))


def _key(one: BillingRequest, place: int | str) -> tuple[str, str, int | str]:
    return ("billing", one.reference, place)


def _part_row(one: BillingRequest, place: int, part: Billed) -> Row:
    return (
        Words(str(part.charge)),
        Words(part.service),
        Words(part.period),
        pounds(part.whole),
        pounds(part.pence, name=_key(one, place)),
        Words(part.why),
    )


def _instalment_row(one: BillingRequest) -> Row:
    amount = pounds(one.pence, name=_key(one, 0))
    return (Words(""), Words("Instalment"), Words(one.period), Words(""), amount, Words(one.found))


def _totals(one: BillingRequest) -> tuple[Row, ...]:
    total = added(_key(one, place) for place in range(max(1, len(one.parts))))
    net = _total_row("Net, to be paid", pounds(one.pence, total, _key(one, "net"), strong=True))
    if one.vat_on_charges is None:
        return (net,)
    return (net, _total_row("VAT on the whole charges, apart and not asked for here", pounds(one.vat_on_charges)))


def _total_row(what: str, amount: Number) -> Row:
    return (Words(""), Words(what, Look.STRONG), Words(""), Words(""), amount, Words(""))
