"""The monitoring workbook of a period: the front page, a sheet a contract, who pays, and every row it stands on."""

from collections.abc import Iterable
from dataclasses import replace

from commissioning.model.document import LONGEST_NAME, Document, Look, Sheet, Words
from commissioning.report.by_sheets import by_sheets
from commissioning.report.contract_sheet import contract_sheet
from commissioning.report.data_sheet import data_sheet, uses
from commissioning.report.evidence import ContractEvidence
from commissioning.report.funding_sheet import funding_sheet
from commissioning.report.notes_sheet import notes_sheet
from commissioning.report.returns_sheet import corrections_sheets, findings_sheet, returns_sheet
from commissioning.report.scorecard import scorecard_sheets
from commissioning.report.summary import summary

TAKEN = (
    *("summary", "scorecard", "funding", "by provider", "by area", "by funder", "by measure", "by age"),
    *("returns", "corrections", "findings", "notes", "data", "history"),
)
"""Names of sheets that no contract's may have; spreadsheets keep `history` for themselves."""


def monitoring_workbook(label: str, evidence: tuple[ContractEvidence, ...]) -> Document:
    """The whole workbook as a Document."""
    names = sheet_names(evidence)
    contracts = tuple(contract_sheet(one, names[one.terms.contract], label) for one in evidence)
    funding = funding_sheet(label, evidence)
    closing = (
        funding,
        *by_sheets(label, evidence, names),
        returns_sheet(label, evidence, names),
        *corrections_sheets(label, evidence, names),
        findings_sheet(label, evidence, names),
        notes_sheet(label, evidence),
        data_sheet(label, evidence, uses((*contracts, funding))),
    )
    cards = scorecard_sheets(label, evidence, names)
    contracts = (*cards, *contracts)
    sheets = (summary(label, evidence, names), *contracts, *(_led(sheet, evidence) for sheet in closing))
    return Document(f"Monitoring workbook, {label}", ", ".join(one.terms.title for one in evidence), sheets)


def _led(sheet: Sheet, evidence: tuple[ContractEvidence, ...]) -> Sheet:
    """The sheet with what must be known of where contract text comes from before all else."""
    labels = dict.fromkeys(one.terms.label for one in evidence if one.terms.label)
    return replace(sheet, lead=(*(Words(text, Look.WARNING) for text in labels), *sheet.lead))


def sheet_names(evidence: Iterable[ContractEvidence]) -> dict[str, str]:
    """A short name for each contract's sheet: its id, as far as a spreadsheet allows."""
    names: dict[str, str] = {}
    for one in evidence:
        name = one.terms.contract[:LONGEST_NAME]
        taken = {*TAKEN, *(other.lower() for other in names.values())}
        number = 1
        while name.lower() in taken:
            number += 1
            name = f"{one.terms.contract[: LONGEST_NAME - 3]} {number}"
        names[one.terms.contract] = name
    return names
