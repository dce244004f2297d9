"""What each key of contract text is for, in the words that an editor shows beside it."""

from collections.abc import Mapping

ANYWHERE: Mapping[str, str] = {
    "on_trial": "true, or a last day: while it lasts it is reported, and does nothing to a return or a rating.",
    "amount": 'How much, in quotes: pounds and pence such as "640000.00".',
    "as_at": "The day on which this was true.",
    "continues": "What it was called in earlier editions, by id: answers to those are answers to this.",
    "bound": "How exact the number is: at least so much, about so much and so on; `exact` if left out.",
    "ends": "The last day or month; `not stated` where the contract does not say.",
    "from": "The first day or month it holds; left out, it holds from the start.",
    "label": "The name that people read.",
    "per": "The amount is so much for each of these.",
    "period": "The year, half, quarter, month or span that it is for.",
    "provider": "Who provides, by the id of an organisation.",
    "says": "In words, what it means.",
    "services": "The services it is for, by id; all of them if left out.",
    "source": "Where it is from.",
    "standing": "Whether it is stated, follows from what is stated, or is still to be confirmed.",
    "starts": "The first day or month; `not stated` where the contract does not say.",
    "sub_contractors": "Who provides for the provider, by the ids of organisations.",
    "title": "The name that people read.",
    "unit": "What is counted: people, households, contacts, GBP.",
    "until": "The last day or month it holds; left out, it holds to the end.",
}
"""Of keys that mean the same wherever they stand."""

OF_TABLE: Mapping[str, Mapping[str, str]] = {
    "OrganisationText": {
        "name": "The canonical name, printed everywhere.",
        "aliases": "Other names that papers and returns use for it.",
        "roles": "What it is to contracts.",
    },
    "ContractText": {
        "title": "The contract's name, as it is printed on returns and in workbooks.",
        "origin": "Issued by you, transcribed from a published paper, or illustrative: it decides what is printed.",
        "legal_form": "Contract, grant, framework agreement and so on, in words.",
        "source": "The paper that a transcribed contract was read from.",
        "published_contacts": "Public e-mail addresses, telephone numbers, postcodes and names: returns may hold them.",
        "value": "What the contract is worth.",
        "funnel": "Whole counts of one period, in the order in which people pass through a service.",
        "parties": "Who commissions and who provides.",
        "term": "From when and until when the contract runs.",
        "reporting": "When returns are owed.",
        "service": "The strands of the contract, each under an id of its own.",
        "dimension": "The breakdowns that measures may have, each under an id of its own.",
        "measure": "What returns ask, each under an id of its own.",
        "relation": "What must hold between answers, each under an id of its own.",
        "rating": "How far from a target is Amber, each policy under an id of its own.",
        "funding": "Who pays which part.",
        "capacity": "What is agreed to be provided and is not reported, each under an id of its own.",
        "event": "What happened to the arrangement, or is planned.",
        "variation": "What changes from a day on; it is laid over the text so far.",
    },
    "SourceText": {
        "paper": "The paper's own title and who published it.",
        "dated": "The paper's day.",
        "lines": "Where in the paper it stands.",
    },
    "ValueText": {"says": "Of what the amount is the worth: a year, the whole term, and so on."},
    "PartiesText": {
        "lead": "Who leads for the commissioners, by the id of an organisation.",
        "commissioners": "Who commissions beside the lead, by the ids of organisations.",
        "partners": "Who takes part beside them, by the ids of organisations.",
    },
    "ReportingText": {
        "frequency": "How often a return is owed; `span` for dated spans alone.",
        "year_starts": "The month, 1 to 12, in which the reporting year starts; April if left out.",
        "due_working_days": "How many working days after the period's end a return is due.",
        "span": "The one span that is reported, such as 2019-20-H1 or 2019-04-01..2019-09-30.",
        "spans": "The spans that are reported.",
    },
    "ServiceText": {
        "areas": "The areas it serves, as they are called.",
        "eligibility": "Whom it is for, in words.",
    },
    "DimensionText": {
        "exclusive": "true where each case is in one category, so that the parts add up to the whole.",
        "categories": "The categories in order: an id and the words that people read.",
        "continues": "For a category, the ids it had in earlier editions: answers to those are answers to it.",
        "unknowns": "false where not known and prefer not to say are not asked.",
    },
    "MeasureText": {
        "kind": "What sort of answer it is: how it is typed, read, shown and added up.",
        "role": "What it says about the service.",
        "definition": "What is counted, in words that leave no choice.",
        "counting_rule": "When and how often each is counted.",
        "polarity": "Whether more is better, less is better, or neither; targets need one.",
        "breakdowns": "The breakdowns that are asked, by id.",
        "target": "What is aimed at.",
        "rating": "The rating policy, by id.",
        "required": "false where an answer may be left blank.",
        "bounds": "The bounds that a provider may choose beside the figure.",
        "numerator": "Of a ratio: the measure above the line.",
        "denominator": "Of a ratio: the measure below the line.",
        "base": "Of a stated percentage: the measure that it is a percentage of.",
        "count": "Of a stated percentage: the measure that counts what it is a percentage for.",
        "count_is": "Whether the count is of what the percentage is for, or of the rest.",
        "opens": "Of an opening figure: the measure whose last closing figure it repeats.",
        "since": "Of what is counted since a start: from when.",
        "people_may_be_in_both": "Why the services are not added up: how one person may be counted in two of them.",
    },
    "TargetText": {
        "per_period": "What each period's own figure is to reach.",
        "cumulative": "What the year to date is to reach by the end of each period, in order.",
        "annual": "What the year's figure is to reach.",
    },
    "RelationText": {
        "says": "What must hold, as a sentence for people.",
        "holds": "What must hold, in measures: open-at-start + new - closed = open-at-end.",
        "when_broken": "What a broken relation does to a return.",
    },
    "RatingText": {
        "tolerance": "How far from the target is Amber, in percent of it, or in points.",
        "in_points": "true where the tolerance is in percentage points.",
        "minimum_denominator": "A ratio of fewer than this is too small to rate.",
    },
    "FunnelText": {
        "title": "What people pass through, as it is printed above the stages.",
        "measures": "The stages in order, by the ids of measures.",
    },
    "FundingText": {
        "shares_are": "Whether shares are exact, or known only as whole percents and so illustrative.",
        "tie_order": "Who gets the odd penny first, by the ids of funders.",
        "share": "Each funder's part.",
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
    "CapacityText": {
        "kind": "What sort of number it is.",
        "on_trial": "true, or a last day: while it lasts it is reported, and does nothing to a return or a rating.",
        "amount": "How many in all.",
        "amounts": "How many of each service, by id.",
        "is": "Whether it is agreed, planned and so on.",
    },
    "EventText": {
        "sort": "What happened or is planned.",
        "on": "The day, month or year of it.",
        "by": "The day, month or year by which it is planned.",
        "was": "The day, month or year that was planned before.",
        "from_provider": "Who provided before, by the id of an organisation.",
        "to_provider": "Who provides after, by the id of an organisation.",
    },
    "PoliciesText": {
        "quarantine": "Keeps a return that names people, locked away; left out, such a file is not kept.",
    },
    "QuarantineText": {
        "public_key": "What such a file is locked with: the line that `commissioning quarantine keys` prints.",
    },
    "Variation": {
        "from": "The first day on which the change holds; a period that has begun is not touched.",
        "reason": "Why it was changed: printed in the workbook and in the letter of the next return.",
    },
}
"""Of keys that mean something of their own in one table."""


def words_for(table: str, key: str) -> str:
    """What a key of a table is for; empty where nobody has said."""
    return OF_TABLE.get(table, {}).get(key) or ANYWHERE.get(key, "")
