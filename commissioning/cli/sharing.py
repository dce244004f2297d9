"""What is posted for each funder: shares of a period, charge by charge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from commissioning.cli.desk import (
    Desk,
    commissioner_option,
    json_option,
    page_option,
    print_json,
    print_page,
    workspace_option,
)

if TYPE_CHECKING:
    from pathlib import Path

    from commissioning.funding.charges.shares import Shares
    from commissioning.model.accounts import Charge


@click.command()
@click.argument("period")
@click.option("--contract", metavar="ID", help="One contract only; its own reporting year is then meant by PERIOD.")
@click.option("--funder", metavar="ORG", help="One funder's part only, by the organisation's id.")
@click.option("--working", is_flag=True, help="Say of every posted penny how it was found.")
@page_option
@commissioner_option
@workspace_option
@json_option
@click.pass_obj
def shares(  # noqa: PLR0913  # each is an option of the command
    desk: Desk,
    period: str,
    contract: str | None,
    funder: str | None,
    output: Path | None,
    *,
    working: bool,
    as_json: bool,
) -> None:
    """Show what is posted in PERIOD: each charge with every funder's part, and the year to date.

    A charge is posted in the last month of its period, or the next that is open; the last month of an accounting year
    takes what is posted in its period 13 too.
    """
    from commissioning.report.shares_posted import shares_document
    from commissioning.work.sharing import shares_posted

    asked = desk.workspace.period(period, desk.actor, contract)
    found = shares_posted(desk.workspace, asked, desk.actor, contract, funder)
    if as_json:
        print_json([_shares_json(one) for one in found])
    else:
        page = shares_document(period, found, with_charges=output is not None, with_working=working)
        print_page(page, output, desk.workspace.dress)


def _shares_json(one: Shares) -> dict[str, Any]:
    return {
        "contract": one.contract.id,
        "label": one.contract.latest.label or None,
        "period": str(one.asked),
        "payers": [
            {
                "funder": payer.funder or None,
                "line": payer.line or None,
                "name": payer.name,
                "pence": sum(payer.part_of(charge) for charge in one.charges),
                "year_to_date_pence": sum(payer.part_of(charge) for charge in (*one.earlier, *one.charges)),
            }
            for payer in one.payers
        ],
        "charges": [_charge_json(charge) for charge in one.charges],
        "earlier_in_year": [charge.number for charge in one.earlier],
        "provisional_again": sorted(one.waiting),
        "not_posted": [
            {
                "service": each.service or None,
                "area": each.area or None,
                "period": str(each.period),
                "pence": each.pence,
                "why": each.why,
            }
            for each in one.not_charged
        ],
        "illustrative": [
            {
                "service": each.of.service or None,
                "period": str(each.of.period),
                "parts": [{"name": name, "pence": pence, "doubt_pence": width} for name, pence, width in each.parts],
            }
            for each in one.illustrated
        ],
        "to_post": one.to_post,
    }


def _charge_json(charge: Charge) -> dict[str, Any]:
    return {
        "number": charge.number,
        "service": charge.service or None,
        "area": charge.area or None,
        "period": str(charge.period),
        "posting": str(charge.posting),
        "source": charge.source.value,
        "credits": charge.credits or None,
        "pence": charge.pence,
        "vat_pence": charge.vat,
        "touches": list(charge.touches),
        "parts": [
            {
                "line": part.line or None,
                "funder": part.funder or None,
                "quota": str(part.quota),
                "pence": part.pence,
                "why": part.why,
            }
            for part in charge.parts
        ],
    }


COMMANDS = (shares,)
