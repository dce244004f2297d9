"""Lines of a general ledger and contracts in; the lines of contracts' codes, and what is of none, out."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from commissioning.model.accounts import LedgerLine
from commissioning.model.contract import Contract, Origin
from commissioning.model.funding import Coding, LedgerCode

Owned = dict[Coding, dict[str, LedgerCode]]


@dataclass(frozen=True, slots=True)
class Coded:
    """Lines given what their codes mean; `unclear` are under a code of several contracts, `not_coded` under a cost
    centre of one contract with another subjective code, and `others` counts lines of each other cost centre."""

    lines: tuple[LedgerLine, ...]
    not_coded: tuple[LedgerLine, ...] = ()
    unclear: tuple[tuple[LedgerLine, tuple[str, ...]], ...] = ()
    others: tuple[tuple[str, int], ...] = ()


def coded(lines: Iterable[LedgerLine], contracts: Iterable[Contract]) -> Coded:
    """Each line by the contract whose code it bears; a contract transcribed from a paper has none."""
    ours = [contract for contract in contracts if contract.latest.origin is not Origin.TRANSCRIBED]
    owned = _owned(ours)
    centres: dict[str, set[str]] = {}
    for coding, owners in owned.items():
        centres.setdefault(coding.cost_centre, set()).update(owners)
    known: list[LedgerLine] = []
    not_coded: list[LedgerLine] = []
    unclear: list[tuple[LedgerLine, tuple[str, ...]]] = []
    others = Counter[str]()
    for line in lines:
        owners = owned.get(line.coding, {})
        there = centres.get(line.coding.cost_centre, set())
        if len(owners) == 1:
            known.append(_meant(line, *next(iter(owners.items()))))
        elif owners or len(there) > 1:
            unclear.append((line, tuple(sorted(owners or there))))
        elif there:
            not_coded.append(replace(line, contract=next(iter(there))))
        else:
            others[line.coding.cost_centre] += 1
    return Coded((*known, *not_coded), tuple(not_coded), tuple(unclear), tuple(others.most_common()))


def coded_since(lines: Iterable[LedgerLine], contract: Contract) -> tuple[LedgerLine, ...]:
    """A contract's lines; one whose code its text did not state when it was kept, by what the text says of it now."""
    known = tuple(lines)
    if all(line.means for line in known):
        return known
    owned = _owned([contract])
    return tuple(
        _meant(line, contract.id, owned[line.coding][contract.id])
        if line.means is None and line.coding in owned
        else line
        for line in known
    )


def _owned(contracts: Iterable[Contract]) -> Owned:
    """What each code means to each contract that has it, as its newest version that has it says."""
    found: Owned = {}
    for contract in contracts:
        for terms in contract.versions:
            for code in terms.money.codes:
                found.setdefault(code.coding, {})[contract.id] = code
    return found


def _meant(line: LedgerLine, contract: str, code: LedgerCode) -> LedgerLine:
    return replace(line, contract=contract, service=code.service, area=code.area, means=code.means, line=code.line)
