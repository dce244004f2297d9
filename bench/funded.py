"""A number of contracts in, a workspace whose returns are paid for by six funders out: posted, with a general ledger.

Every contract has eight services that return what was spent; a share of all, a grant with a cap, and shares of what
these leave pay for it. `python -m bench.funded FOLDER` makes one of 200 contracts, to time commands on.
"""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.corpus import PATTERN, Corpus, make_corpus

SERVICES = tuple(f"service-{n}" for n in range(8))
FUNDERS = tuple(f"funder-{n}" for n in range(6))
QUARTER_MONTHS = 3
_FINANCE = """
[extract.general-ledger]
title = "General ledger"
day_first = true

[extract.general-ledger.columns]
cost_centre = "Cost centre"
subjective = "Subjective"
posting_period = "Period"
accounting_year = "Year"
document = "Document"
net = "Net"
"""
_HEAD = """
title = "Services of six funders, to be measured"
origin = "issued"
legal_form = "contract"
published_contacts = ["returns@council.example"]
value = { amount = "640000.00", says = "a year" }
parties = { lead = "a-council", provider = "a-provider" }
term = { starts = 2025-04-01, ends = 2028-03-31 }
reporting = { frequency = "quarter", due_working_days = 15 }
spend = { net = "spent" }

[measure.spent]
label = "Spent, net of VAT"
kind = "money"
role = "input"
unit = "GBP"
definition = "Costs of the service in the period, without VAT."
counting_rule = "By date of service."

[measure.people]
label = "People supported"
kind = "flow"
role = "output"
unit = "people"
definition = "People who were supported."
counting_rule = "Count each once."

[funding]
shares_are = "exact"
charged_from = "returns"
authority = "A decision"
"""
_LINE = """
[funding.line.{code}]
label = "{code}"
funder = "{funder}"
basis = "{basis}"
order = {order}
{more}
"""
_CODE = """
[[ledger_code]]
cost_centre = "{contract}"
subjective = "{service}"
means = "spend"
service = "{service}"

[payment.{service}]
model = "block"
service = "{service}"
amount = "80000.00"
per = "year"
from = 2025-04-01
instalments = "quarter"
"""


def organisations_text() -> str:
    """The council, the provider and the six funders."""
    names = {"a-council": "A Council", "a-provider": "A Provider", **{id: id.title() for id in FUNDERS}}
    return "".join(f'[{id}]\nname = "{name}"\n' for id, name in names.items())


def contract_text() -> str:
    """The contract: eight services, three orders of lines, a code of the ledger and a block for each service."""
    titles = "".join(f'service.{service}.title = "{service.title()}"\n' for service in SERVICES)
    codes = "".join(_CODE.format(contract=PATTERN, service=service) for service in SERVICES)
    ties = _ties()
    return titles + _HEAD + ties + "".join(_lines()) + codes


def _ties() -> str:
    ids = ", ".join(f'"{id}"' for id in FUNDERS)
    return f"tie_order = [{ids}]\n"


def _lines() -> Iterator[str]:
    def line(code: str, funder: str, basis: str, order: int, more: str) -> str:
        return _LINE.format(code=code, funder=funder, basis=basis, order=order, more=more)

    yield line("tenth", FUNDERS[0], "share of the total", 1, 'share = "10%"')
    yield line("grant", FUNDERS[1], "fixed", 2, 'amount = "90000.00"\nperiod = "2025-26"')
    for funder, share in zip(FUNDERS[2:5], ("1/3", "1/7", "12.5%"), strict=True):
        yield line(f"share-{funder}", funder, "share of what is left", 3, f'share = "{share}"')
    yield line("rest", FUNDERS[5], "what is left", 4, "")


def make_funded(folder: Path, contracts: int) -> Corpus:
    """The workspace, its returns, and the general ledger's extract of the year beside them."""
    corpus = make_corpus(folder, contracts, text=contract_text(), organisations=organisations_text())
    (folder / "contracts" / "finance.toml").write_text(_FINANCE, encoding="utf-8")
    with (folder / "extract.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["Year", "Period", "Cost centre", "Subjective", "Document", "Net"])
        for number in range(1001, 1001 + contracts):
            for service in SERVICES:
                for month in range(1, 13):
                    id = f"bench-{number}"
                    rows.writerow(["2025-26", month, id, service, f"{id}-{service}-{month}", "9271.87"])
    return corpus


if __name__ == "__main__":
    print(make_funded(Path(sys.argv[1]), int(sys.argv[2]) if sys.argv[2:] else 200))
