"""The illustrative joint fund's four quarters of 2025-26: what its provider answers, as a table; its returns, imported.

Spent in the year: £431,721.53. By service: refuge £247,456.37 (budget £247,250.00), helpline £83,684.74 (£84,000.00),
advocacy £100,580.42 (£100,000.00). By area: Upper Valley £185,061.58 (floor £150,000.00), Lower Valley £246,659.95
(floor £247,000.00).
"""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

from commissioning.contract import read_book
from commissioning.model.contract import Contract
from commissioning.model.organisation import Actor
from commissioning.model.quantity import AnswerKey
from commissioning.model.template import Template
from commissioning.period import read_period
from commissioning.specification import write_specification
from commissioning.template import lay_out
from commissioning.work.importing import Outcome, import_returns
from commissioning.work.shipped import shipped
from commissioning.work.workspace import Workspace
from commissioning.writers.returns import write_return
from tests.builders import shipped_texts
from tests.provider import DRESS, Typed, filled, sent

THREE_RIVERS = "illustrative-three-rivers"
QUARTERS = ("2025-26-Q1", "2025-26-Q2", "2025-26-Q3", "2025-26-Q4")
CAME = (date(2025, 7, 14), date(2025, 10, 15), date(2026, 1, 16), date(2026, 4, 20))
"""The day on which each quarter's return came."""
PROVIDER = Actor("Riverside Support")

ANSWERS = """
refuge    moved-in                          14        11        16        13
refuge    moved-in/area/upper-valley         6         4         7         6
refuge    moved-in/area/lower-valley         8         7         9         7
refuge    refuge-claim                25118.40  24760.15  23902.88  22790.31
refuge    spent-net                   61812.47  62104.33  60998.71  62540.86
refuge    spent-net/area/upper-valley 27815.61  27743.18  26904.47  28129.63
refuge    spent-net/area/lower-valley 33996.86  34361.15  34094.24  34411.23
refuge    spent-net/cost/staff        44504.97  44715.12  43919.07  45029.41
refuge    spent-net/cost/other        17307.50  17389.21  17079.64  17511.45
refuge    spent-vat                   12362.49  12420.87  12199.74  12508.17
refuge    spent-gross                 74174.96  74525.20  73198.45  75049.03
refuge    accruals                     3120.00      0.00   2875.50   4410.25
helpline  calls                           4205      4390      4288      4177
helpline  calls-answered                  3871      4019      3990      3867
helpline  spent-net                   20411.09  21377.18  21006.53  20889.94
helpline  spent-net/area/upper-valley  8164.43   8550.87   8402.62   8355.97
helpline  spent-net/area/lower-valley 12246.66  12826.31  12603.91  12533.97
helpline  spent-net/cost/staff        16839.15  17636.17  17330.39  17234.21
helpline  spent-net/cost/other         3571.94   3741.01   3676.14   3655.73
helpline  spent-vat                    4082.22   4275.44   4201.31   4177.99
helpline  spent-gross                 24493.31  25652.62  25207.84  25067.93
helpline  accruals                        0.00    612.35      0.00    980.00
advocacy  people-supported                  61        64        70        66
advocacy  closed                            52        47        58        50
advocacy  safer                             38        33        44        36
advocacy  spent-net                   24316.61  25083.07  25402.95  25777.79
advocacy  spent-net/area/upper-valley  9726.65  10284.05  10415.21  10568.89
advocacy  spent-net/area/lower-valley 14589.96  14799.02  14987.74  15208.90
advocacy  spent-net/cost/staff        20553.54  21195.19  21475.49  21782.23
advocacy  spent-net/cost/other         3763.07   3887.88   3927.46   3995.56
advocacy  spent-vat                    4863.32   5016.61   5080.59   5155.56
advocacy  spent-gross                 29179.93  30099.68  30483.54  30933.35
advocacy  accruals                      450.00      0.00      0.00   1205.40
"""
"""Service, answer, and what is typed in each quarter."""


def three_rivers() -> Contract:
    """The contract as it is shipped."""
    return read_book(shipped_texts()).contracts[THREE_RIVERS]


def answered(quarter: str) -> dict[AnswerKey, str]:
    """What the provider answers in a quarter, by its key."""
    rows = (line.split() for line in ANSWERS.strip().splitlines())
    return {AnswerKey(row[0], *row[1].split("/")): row[2 + QUARTERS.index(quarter)] for row in rows}


def a_template(quarter: str) -> Template:
    """What is asked in a quarter."""
    period = read_period(quarter)
    return lay_out(three_rivers().terms_for(period), period)


@cache
def a_quarter(quarter: str, changes: tuple[tuple[AnswerKey, str], ...] = ()) -> bytes:
    """The return of a quarter as the provider sends it, with other answers to some keys for a correction."""
    template = a_template(quarter)
    given = answered(quarter) | dict(changes)
    typed = {key: Typed(float(words) if "." in words else int(words)) for key, words in given.items()}
    declared = {row.key: Typed("Manager") for _, row in template.specification.rows() if row.key.code == "declared-by"}
    return filled(write_return(template, DRESS), template, {**typed, **declared})


def a_joint_fund(folder: Path, database: str | None = None) -> Workspace:
    """A workspace with this contract alone and the editions of its four returns."""
    contracts, editions = folder / "contracts", folder / "returns" / "editions"
    contracts.mkdir(parents=True)
    editions.mkdir(parents=True)
    for path in shipped("contracts").glob("*.toml"):
        if path.stem in BESIDE:
            (contracts / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    for quarter in QUARTERS:
        template = a_template(quarter)
        (editions / f"{template.edition}.json").write_text(write_specification(template.specification))
    return Workspace(folder, database)


BESIDE = (THREE_RIVERS, "organisations", "policies", "finance")
"""The files of contract text that such a workspace holds."""


def came(workspace: Workspace, quarter: str, changes: tuple[tuple[AnswerKey, str], ...] = (), why: str = "") -> Outcome:
    """A quarter's return imported on the day it came; `why` says what a later one corrects."""
    day = CAME[QUARTERS.index(quarter)]
    paths = sent(workspace.folder / "came", {f"{THREE_RIVERS}-{quarter}.xlsx": a_quarter(quarter, changes)})
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return import_returns(workspace, paths, PROVIDER, lambda: moment, received=day, correction=why)[0]


def a_year(folder: Path) -> Workspace:
    """The joint fund with its four quarters imported."""
    return _copied(len(QUARTERS), folder)


def a_first_quarter(folder: Path) -> Workspace:
    """The joint fund with its first quarter imported."""
    return _copied(1, folder)


def _copied(quarters: int, folder: Path) -> Workspace:
    copytree(_made(quarters), folder, dirs_exist_ok=True)
    return Workspace(folder)


@cache
def _made(quarters: int) -> Path:
    """The joint fund with so many quarters imported: made once, for every test to take its own copy."""
    folder = Path(_KEPT.name) / str(quarters)
    came(a_joint_fund(folder) if quarters == 1 else _copied(quarters - 1, folder), QUARTERS[quarters - 1])
    return folder


_KEPT = TemporaryDirectory(prefix="three-rivers-")
