"""The door of layouts: how contract text describes a file in an organisation's own layout, table by table."""

from typing import Annotated, Literal

from pydantic import Field

from commissioning.contract.shapes import PRINTABLE, Id, Number, Table, Words, YesOrNo

Text = Annotated[str, Field(pattern=PRINTABLE)]


class MeaningText(Table):
    """What a text of the file says of the figures it stands for. Of a measure, or one part of it, its code will do."""

    measure: Id | None = None
    service: Id | None = None
    category: Words | None = None
    period: Words | None = None
    times: Words | None = None
    percent: Literal["of a hundred", "of one"] | None = None
    adds: YesOrNo | None = None


MeaningsText = dict[Text, MeaningText | Words]


class AnchorText(Table):
    """A cell, by a text beside it or in it."""

    text: Words
    sheet: Text = ""
    right: Annotated[Number, Field(ge=0)] = 0
    down: Annotated[Number, Field(ge=0)] = 0


class TableText(MeaningText):
    """Figures in rows and columns, and what the texts of these mean; what the table itself says holds of them all."""

    title: Words
    sheet: Text = ""
    sheets: MeaningsText = Field(default_factory=dict)
    starts: Text = ""
    ends: Text = ""
    headings: MeaningsText = Field(default_factory=dict)
    header_rows: Annotated[Number, Field(ge=0, le=9)] = 1
    labels: tuple[Words, ...] = ()
    rows: MeaningsText = Field(default_factory=dict)
    columns: MeaningsText = Field(default_factory=dict)
    ignore: tuple[Words, ...] = ()
    periods: Literal["across", "down"] | None = None
    explanation: Text = ""
    status: Text = ""
    statuses: dict[Text, Literal["final", "to be confirmed", "not known", "not applicable"]] = Field(
        default_factory=dict
    )


class CellText(AnchorText, MeaningText):
    """One figure that stands beside a text of its own."""


class CountText(MeaningText):
    """Rows of a list that are counted, or a column of them that is added up."""

    date: Text = ""
    distinct: Text = ""
    total: Text = Field("", alias="sum")
    where: dict[Text, tuple[Text, ...]] = Field(default_factory=dict)
    by: dict[Text, MeaningsText] = Field(default_factory=dict)


class ListText(Table):
    """One row for each case or event."""

    title: Words
    sheet: Text = ""
    ignore: tuple[Words, ...] = ()
    count: Annotated[tuple[CountText, ...], Field(min_length=1)]


class LayoutText(Table):
    """A file in an organisation's own layout: how it is known, where its figures stand, and what its texts mean."""

    title: Words
    holds: Literal["figures", "cases"] = "figures"
    signs: Annotated[tuple[AnchorText, ...], Field(min_length=1)]
    period: tuple[AnchorText, ...] = ()
    missing: dict[Text, Words] = Field(default_factory=dict)
    ignore_sheets: tuple[Words, ...] = ()
    left_out: tuple[Id, ...] = ()
    tables: tuple[TableText, ...] = Field((), alias="table")
    cells: tuple[CellText, ...] = Field((), alias="cell")
    lists: tuple[ListText, ...] = Field((), alias="list")
