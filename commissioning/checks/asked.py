"""What was typed could mean two things, or something that is not asked: said with its readings, and never guessed."""

from collections.abc import Iterator

from commissioning.checks.answers import Given, declare, declare_trouble, with_trouble
from commissioning.findings import Fault
from commissioning.model.finding import Severity
from commissioning.model.returned import Answer, Trouble
from commissioning.returns.tidying import unit_typed

declare_trouble(
    "C019",
    Trouble.TWO_READINGS,
    "figure_could_be_two_numbers",
    "1,5 may be one and a half or a slip for 15; 1.139 may be a little over one or over a thousand.",
    "{cells} {typed}, where a comma or point could set off thousands or decimals.",
    "Type the digits alone, with a point before decimals, such as 1139 or 1.5.",
)
declare_trouble(
    "C020",
    Trouble.TWO_FIGURES,
    "figure_is_two_figures",
    "12/13 may be two figures, a part of a whole or a date.",
    "{cells} {typed}, which could be two figures, a range, a fraction or a date.",
    "Type the one figure that is asked for, and say the rest in the explanation.",
)
declare_trouble(
    "C021",
    Trouble.A_DATE,
    "figure_became_a_date",
    "A spreadsheet turns 5/4 into a date as soon as it is typed, and what was typed is gone.",
    "{cells} a date. A spreadsheet makes a date of figures typed with / or - between them.",
    "Type the one figure that is asked for.",
)
declare_trouble(
    "C022",
    Trouble.A_DASH,
    "answer_is_a_dash",
    "A dash may mean none, not counted or does not apply.",
    "{cells} {typed}, which could mean none, not known or not applicable.",
    "Enter 0 if there were none, or leave the figure out and choose a status.",
)
declare_trouble(
    "C023",
    Trouble.BOUND_NOT_OFFERED,
    "qualifier_is_not_offered",
    "A count is asked for exactly; a bound that is dropped would make it look exact.",
    "{cells} a figure with a qualifier (such as about, over or +) that this answer does not offer.",
    "Type the exact figure, or choose one of the statuses beside it; say anything more in the explanation.",
)


@declare(
    "C024",
    Severity.STOPS,
    "This cell holds a figure{in_unit}, where the unit asked for is {asked}.",
    "Check that it is the figure asked for, and type it without its unit.",
)
def figure_is_in_another_unit(given: Given) -> Iterator[Fault]:
    """12 women in a row that counts households is the figure of something else."""
    found: dict[tuple[str, str], list[Answer]] = {}
    for row, answer in with_trouble(given, Trouble.OTHER_UNIT):
        found.setdefault((unit_typed(answer.typed), row.unit), []).append(answer)
    for (unit, asked), answers in found.items():
        facts = {"in_unit": f" in {unit}" if unit else " in another unit", "asked": asked}
        measures = tuple(dict.fromkeys(answer.key.measure for answer in answers))
        yield Fault(tuple(answer.place for answer in answers), facts, measures)


declare_trouble(
    "C025",
    Trouble.QUALIFIED_TWICE,
    "figure_and_status_qualify_differently",
    "Of two qualifiers that differ, nobody can tell which is meant.",
    "{cells} a figure or word that says one thing about itself, where the status beside it, or another word, "
    "says another.",
    "Type the figure alone and choose one status.",
)
declare_trouble(
    "C026",
    Trouble.LABEL_UNCLEAR,
    "label_is_near_two",
    "Without its code a row is known by its label, and one that is near two is nobody's.",
    "The row of this answer cannot be told: its code is gone, and the label is near to more than one that was asked.",
    "Put the label back as it was issued, or copy the answers into the return you were sent.",
)
