"""What each key of `finance.toml` is for, in the words that an editor shows beside it."""

from collections.abc import Mapping

FINANCE_WORDS: Mapping[str, Mapping[str, str]] = {
    "FinanceText": {
        "extract": "How extracts of a general ledger are laid out, by id.",
        "journal": "The columns of journals that are written; usual ones, if left out.",
        "recipient": "What each organisation that is sent statements may see; little, for one left out.",
        "spend_list": "The published list of payments.",
    },
    "ExtractText": {
        "title": "What the extract is called when it is spoken of.",
        "columns": "The heading of the column of each thing.",
        "sheet": "The sheet it stands on; any that has the headings, if left out.",
        "year_starts": "The month in which an accounting year begins; 4 if left out.",
        "day_first": "true where days in figures are day, month, year; else one that may be either is asked about.",
        "credits_positive": "true where income is positive in the extract and spend is negative.",
    },
    "ExtractColumnsText": {
        "cost_centre": "The heading of the column of cost centres.",
        "posting_period": "The heading of the column of posting periods: 3, P03, 2025-26 P3, Jun-25.",
        "net": "The heading of the column of amounts without VAT.",
        "subjective": "The heading of the column of subjective (account) codes.",
        "accounting_year": "The heading of the column of accounting years, where posting periods do not tell them.",
        "service_date": "The heading of the column of days on which what was paid for was done.",
        "document": "The heading of the column of document (invoice) numbers.",
        "document_date": "The heading of the column of the documents' own days.",
        "vat": "The heading of the column of VAT.",
        "gross": "The heading of the column of amounts with VAT.",
        "payee": "The heading of the column of payees.",
        "text": "The heading of the column of descriptions.",
    },
    "JournalText": {"columns": "Each column's heading and what it holds, in order."},
    "CreditorsText": {
        "cost_centre": "The cost centre of the control account.",
        "subjective": "Its subjective code.",
    },
    "RecipientText": {
        "organisation": "Who, by the id of an organisation.",
        "fewest": "A count of people above 0 and below this is not shown to it; 5 if left out.",
        "hides_places": "Whether places of accommodation are not shown to it; true if left out.",
    },
    "SpendListText": {
        "over": 'Payments above this are listed, in quotes: pounds and pence; "500.00" if left out.',
        "redacted": "Payees whose names are not listed.",
        "says": "What is listed in place of such a name.",
    },
}
"""By table and key."""
