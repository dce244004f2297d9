"""The text of `finance.toml` and the organisations there are in; a Finance and every fault out."""

from collections import Counter
from collections.abc import Iterator, Mapping

from commissioning.contract.finance_text import ExtractText, FinanceText, RecipientText, SpendListText
from commissioning.contract.parsing import parsed
from commissioning.contract.text import TextFault, admit_table
from commissioning.errors import UnclearMoney
from commissioning.model.finance import ExtractField, ExtractLayout, Finance, Journal, Recipient, SpendList
from commissioning.model.funding import Coding
from commissioning.model.organisation import Organisation
from commissioning.money import read_money
from commissioning.nearest import did_you_mean

FINANCE = "finance.toml"


def read_finance(text: str, organisations: Mapping[str, Organisation]) -> tuple[Finance, tuple[TextFault, ...]]:
    """What a finance office says for all contracts; what is usual where it says nothing, or has a fault."""
    raw, faults = parsed(FINANCE, text)
    found, wrong = admit_table(FinanceText, raw, FINANCE)
    faults += wrong
    if found:
        faults += tuple(TextFault(FINANCE, *said) for said in _faults(found, organisations))
    return (Finance(), faults) if faults or found is None else (finance_of(found), ())


def finance_of(text: FinanceText) -> Finance:
    """Faultless text as a Finance."""
    return Finance(
        extracts=tuple(_extract(id, one) for id, one in text.extract.items()),
        journal=Journal(text.journal.columns) if text.journal else Journal(),
        recipients=tuple(Recipient(one.organisation, one.fewest, one.hides_places) for one in text.recipient),
        spend_list=_spend_list(text.spend_list) if text.spend_list else SpendList(),
        creditors=Coding(text.creditors.cost_centre, text.creditors.subjective) if text.creditors else Coding(),
    )


def _extract(id: str, text: ExtractText) -> ExtractLayout:
    return ExtractLayout(
        id, text.title, _columns(text), text.sheet or "", text.year_starts, text.credits_positive, text.day_first
    )


def _columns(text: ExtractText) -> tuple[tuple[ExtractField, str], ...]:
    """Each field's heading; a key of the text is the field's name with underscores."""
    given = text.columns.model_dump(exclude_none=True)
    return tuple((field, given[key]) for field in ExtractField if (key := field.replace(" ", "_")) in given)


def _spend_list(text: SpendListText) -> SpendList:
    return SpendList(read_money(text.over), text.redacted, text.says)


def _faults(text: FinanceText, organisations: Mapping[str, Organisation]) -> Iterator[tuple[str, str, str]]:
    for id, one in text.extract.items():
        yield from _same_headings(id, one)
    for number, recipient in enumerate(text.recipient):
        yield from _recipient_faults(number, recipient, text.recipient[:number], organisations)
    if text.journal and not text.journal.columns:
        yield "journal.columns", "is empty", "Write at least one, or leave the table out."
    if text.spend_list:
        yield from _no_amount(text.spend_list)


def _same_headings(id: str, text: ExtractText) -> Iterator[tuple[str, str, str]]:
    headings = Counter(heading.casefold().strip() for _, heading in _columns(text))
    for field, heading in _columns(text):
        if headings[heading.casefold().strip()] > 1:
            path = f"extract.{id}.columns.{field.replace(' ', '_')}"
            yield (
                path,
                f"is {heading!r}, as another column is",
                "Name the column of this alone, or leave it out.",
            )


def _recipient_faults(
    number: int, text: RecipientText, before: tuple[RecipientText, ...], organisations: Mapping[str, Organisation]
) -> Iterator[tuple[str, str, str]]:
    path, id = f"recipient.{number}.organisation", text.organisation
    if id not in organisations:
        otherwise = f"Add [{id}] with its name to organisations.toml."
        yield path, f"is {id!r}, which is no organisation", did_you_mean(id, organisations, otherwise)
    if any(id == one.organisation for one in before):
        yield path, f"is {id!r}, like an earlier one", "Join the two."


def _no_amount(text: SpendListText) -> Iterator[tuple[str, str, str]]:
    try:
        pence = read_money(text.over)
    except UnclearMoney:
        pence = -1
    if pence < 0:
        yield "spend_list.over", f"is {text.over!r}", 'Write pounds and pence in quotes, such as "500.00".'
