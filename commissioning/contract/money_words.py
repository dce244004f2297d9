"""What each key of contract text about money is for, in the words that an editor shows beside it."""

from collections.abc import Mapping

_CODING: Mapping[str, str] = {
    "purchase_order": "The order number that it is billed under.",
    "cost_centre": "Its cost centre in the general ledger.",
    "subjective": "Its subjective code in the general ledger.",
}

MONEY_WORDS: Mapping[str, Mapping[str, str]] = {
    "FundingText": {
        "shares_are": "Whether shares are exact, or known only as whole percents and so illustrative.",
        "tie_order": "Who gets the odd penny first, by the ids of funders.",
        "share": "Each funder's part, the short way of writing lines that are shares of the total.",
        "line": "Funders' money for charges, on any basis and in a stated order, each line under an id of its own.",
        "charged_from": "What the charges are taken from; the returns, if left out.",
        "authority": "Who approved the spending, and when.",
        "contribution": "Sums that funders give, each under an id of its own.",
        "floor": "The least that is to be spent in an area, each under an id of its own.",
        "ceiling": "The most that is to be spent in an area, each under an id of its own.",
        "reserve": "Money held back, each under an id of its own.",
    },
    "ShareText": {
        "funder": "Who pays, by the id of an organisation.",
        "share": 'The part, in quotes: "45%", "1/3" or "12.5%".',
    },
    "ConditionText": {"says": "What must be so.", "by": "By when."},
    "ContributionText": {
        "funder": "Who gives it, by the id of an organisation.",
        "source": "Where the funder has it from.",
        "purposes": "What it is given for, in words.",
        "condition": "What must be so for it to be given.",
    },
    "LimitText": {"area": "The area, as it is called."},
    "ReserveText": {
        "holder": "Who holds it, by the id of an organisation.",
        "likely_spent_by": "By when it is likely to be spent.",
    },
    "LineText": {
        **_CODING,
        "funder": "Who pays, by the id of an organisation; that of what it draws, if left out.",
        "basis": "How its part of a charge is found.",
        "share": 'The part, in quotes: "45%", "1/3"; of a match, how much for each penny; of what is left, its weight.',
        "amount": "The most that it pays, or what is in the reserve.",
        "contribution": "The contribution that it draws, by id: its amount is the most that it pays.",
        "reserve": "The reserve that it draws, by id.",
        "price": "Pounds and pence for each unit.",
        "measure": "The measure that counts the units, by id.",
        "matches": "The line that it matches, by id.",
        "order": "Lines of a lower order are met first; 1 if left out.",
        "areas": "The areas it may pay for; all of them if left out.",
        "purposes": "What it may pay for, in words; anything if left out.",
        "condition": "What must be so for it to pay; a day that is stated holds it back until that is recorded.",
        "negatives": "Whether it takes its part of a credit that names no charge.",
        "source": "Where the funder has it from.",
        "instalments": "How often it is billed in equal parts; left out, actual charges are billed.",
        "in_advance": "true where an instalment is due when its period begins.",
    },
    "BudgetText": {
        "service": "The service it is for, by id; the whole contract if left out.",
        "year": "The year, such as 2025-26.",
    },
    "PaymentText": {
        **_CODING,
        "model": "How what is owed is found.",
        "service": "The service it pays for, by id; the whole contract if left out.",
        "amount": "A block's sum of a year, or a grant's award.",
        "instalments": "How often a block is paid.",
        "in_advance": "true where an instalment is paid when its period begins.",
        "measure": "What is counted or claimed, by the id of a measure.",
        "band": "The price of each unit of a year, by its number.",
        "floor": "The least of a year, in pounds.",
        "ceiling": "The most of a year, in pounds.",
        "indexation": "Rises of sums and prices, the earliest first.",
    },
    "PriceBandText": {
        "first": "The number of the first unit of a year at this price, from 1.",
        "last": "The number of the last one; no end, if left out.",
        "price": "Pounds and pence for each.",
    },
    "IndexationText": {
        "from": "The first day of the new prices.",
        "fixed": 'By how much, in quotes: "3%".',
        "index": "The index, by its published name.",
        "base": "Its value when prices were agreed.",
        "values": "Its values, each with the day from which it is the one to use.",
        "cap": 'The most that prices rise: "5%".',
        "collar": 'The least that prices rise: "1%".',
    },
    "YearEndText": {
        "underspend": "What becomes of money that is left over.",
        "overspend": "What meets an overspend, one after another: ids of funding lines, carry forward, risk pool, "
        "pro rata, provider.",
        "declare_by": "By when an underspend must be declared.",
    },
    "SpendText": {
        "net": "The measure of what was spent without VAT: this is charged.",
        "vat": "The measure of the VAT on it.",
        "gross": "The measure of what was spent with VAT.",
        "accruals": "The measure of what is owed for the period and not yet invoiced.",
        "area": "The breakdown of the net by areas, by id; its labels are the areas of services.",
        "cost": "The breakdown of the net by sorts of cost, by id.",
    },
    "LedgerCodeText": {
        **_CODING,
        "means": "What lines of this code are.",
        "service": "The service they are of, by id; the whole contract if left out.",
        "area": "The area they are of.",
        "line": "The funding line whose contribution they are, by id.",
    },
    "VatText": {
        "treatment": "How it is treated.",
        "decided_by": "Who decided it, by their office, and when.",
    },
}
"""By table."""
