"""Contracts as rows for a list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from commissioning.checks import Stated, check_contract
from commissioning.contract.reporting import period_label
from commissioning.model.contract import Contract, Terms
from commissioning.model.finding import Finding


@dataclass(frozen=True)
class ContractRow:
    """One contract, as a list shows it."""

    contract: str
    title: str
    provider: str
    reports: str
    measures: int
    versions: int
    origin: str


def contract_rows(contracts: Mapping[str, Contract]) -> tuple[ContractRow, ...]:
    """Every contract that could be read, in order of id."""
    return tuple(
        ContractRow(
            contract=id,
            title=contract.latest.title,
            provider=contract.latest.parties.provider.name if contract.latest.parties.provider else "not stated",
            reports=_reports(contract.latest),
            measures=len(contract.latest.measures),
            versions=len(contract.versions),
            origin=contract.latest.origin.value,
        )
        for id, contract in contracts.items()
    )


def contract_notes(contracts: Mapping[str, Contract]) -> Iterator[tuple[str, Finding]]:
    """What there is to say of the contracts' text that is no fault: the file, and the finding."""
    for contract in contracts.values():
        yield from ((contract.file, finding) for finding in check_contract(Stated(contract.latest)))


def _reports(terms: Terms) -> str:
    if terms.reporting is None:
        return "not stated"
    spans = ", ".join(period_label(terms, span) for span in terms.reporting.spans)
    return spans or f"every {terms.reporting.frequency}"
