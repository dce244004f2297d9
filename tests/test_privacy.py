"""What identifies a person is found wherever it stands, and figures, dates and digests are not taken for it."""

import hashlib
import re
import uuid
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.model.finding import Place
from commissioning.model.returned import Cell, Cells, LooseText, SheetCells, Typed
from commissioning.privacy import DETECTORS, masked, scan

# 943 476 5870 is the NHS's own published example; Ofcom keeps 01632 960xxx and 07700 900xxx for drama.
FOUND = """
943 476 5870                                    P001
9434765870                                      P001
943-476-5870                                    P001
NHS No.9434765870                               P001
client (943 476 5870) moved in                  P001
referral_9434765870_final                       P001
943 476 5870                                    P001
９４３４７６５８７０                                P001
AB123456C                                       P002
AB 12 34 56 C                                   P002
ab 12 34 56 c                                   P002
her NI is JG123456A.                            P002
jo@example.org                                  P003
Jo.O'Neil+refuge@mail.example.co.uk             P003
<jo_smith@example.org>;                         P003
mailto:jo@example.org?subject=hello             P003
S::jo@example.org::1f0c                         P003
07700 900123                                    P004
07700900123                                     P004
07700-900-123                                   P004
07700–900–123                                   P004
(01632) 960123                                  P004
01632 96012                                     P004
020 7946 0000                                   P004
+44 7700 900123                                 P004
+44 (0)7700 900123                              P004
+447700900123                                   P004
0044 1632 960 123                               P004
ring 07700 900123, then ask                     P004
WR5 2AB                                         P005
wr52ab                                          P005
SW1A 1AA                                        P005
B1 1BB.                                         P005
EC1A 1BB                                        P005
jo@example.org or 07700 900123                  P003 P004
+33 1 23 45 67 89                               P004
0048 22 123 45 67                               P004
+353 85 123 4567                                P004
Tel 7700 900123                                 P004
mobile: 7911123456                              P004
NHS no: 943 476 5871                            P001
ring about 943 476 5870                         P001
tel 7911123403                                  P004
her NHS number is 9434765871                    P001
B801200005001                                   P006
upn b801200005001                               P006
DOB 05/05/1990                                  P007
D.O.B: 5.5.90                                   P007
born on 5 May 1990                              P007
Date of birth - 5th May 1990                    P007
born 1990-05-05, moved in                       P007
Client name: Jane Smith                         P008
victim's name is Jane                           P008
Surname: O'Neill                                P008
REF/2018/123                                    P010
Client ID 10423                                 P010
case no. AB1234                                 P010
crime reference 06DN/12345/22                   P010
see URN: 4410932                                P010
Mosaic number 123456                            P010
a 34-year-old mother of two from Crewe who fled P012
She is 34 years old, pregnant, and moved to Leeds. P012
Case study: aged 27, attacked by her husband in Stoke. P012
In her thirties, she left her partner near Ashton and was referred. P012
Mrs Sarah Jones                                   P009
we rang Ms. O'Neill-Smith twice                   P009
Spoke to Mrs Sarah Ahmed about the move           P009
Dr Patel wrote on her behalf                      P009
the client, Aisha, has moved                      P009
a service user called Sarah Ahmed said            P009
Survivor Sarah moved out in May                   P009
child Tom's school                                P009
Signed: J. Bloggs                                 P013
Completed by: Ann Lee, team leader                P013
Prepared by Sarah Ahmed                           P013
Yours sincerely, J Bloggs                         P013
A 34-year-old mother of three from Leeds whose husband broke her arm. P012
Amina, 34, came from Crewe with her two sons after her husband stabbed her. P012
A mother (34) fled to Stoke from her husband. P012
She was 27 and pregnant when she was moved to Leeds. P012
A woman 41 years of age, whose ex-partner lives near Crewe, was attacked. P012
"""

NOT_FOUND = """
In Leeds, 34, in Stoke 12: partner agencies referred them, and five moved.
Referrals from partner agencies (34) rose; women moved to Leeds with a partner.
The waiting list was 34, and a partner in Crewe referred 12 who had left.
Miss October session
Child Protection was told
Client Feedback has been good
the client Outcomes Star
child IDVA and client MARAC cases
Signed: the manager
Signed off by Head of Service
Completed by: Service Manager
Approved: Yes
Prepared by Westshire County Council
Reviewed by: Safe House Women's Aid
the MS Word copy, MR scans and Mr or Mrs
943 476 5871
1234567890
943476587
94347658701
A9434765870
9434765870b
0.9434765870
9434765870.55
QQ123456A
QQ 12 34 56 A
BG123456A
GB123456A
KN123456A
NK123456A
NT123456A
TN123456A
ZZ123456A
DA123456A
AF123456A
AO123456A
AB123456E
AB123456
AB1234567C
XAB123456C
figures@home
@example.org
=SUM(Table1[@Referrals])
1,139
0
0.5
012345
0000012345
2026-04-01
01-04-2026
01-04-2026 10:30
01-04-2026 - 30-06-2026
01/04/2026 to 30/06/2026
05 06 07 08 09
0 12 34 56 78 90
0123456789012
E07000237
E050012345X
1632960123
WR5
WR5 and WR6
Q1 2026
2026-Q1
Y1 2ND
A1 1AA
R001
referrals/age/16-17
=SUM(B2:AB12)
A person counts once in a period. Not known is not the same as 0.
ISBN 1861972717
Invoice 9434765870
PO number 9434765870
UPRN 9434765870
0123456789012345
A801200005001
meeting of 5 May 2019
The contract began on 01/04/2019 and ends on 31/03/2024.
babies born: 4
Domestic Abuse Act 2021, section 57
£1,234,567,890.12
£9434765870
12,345,678
Total budget 1234567890 pence
Declared by: Manager
Job title: Head of services
Women's Aid
West Mercia Women's Aid
Sarah Wigley Associated
Worcestershire County Council
Refuge team, Crewe and Nantwich
Name of service: Harbour House
Service name: Vale Line
Client name is never asked for
Names are not collected.
First name only, where consent is given
See page 12, table 3
Contract reference: DN512345
Invoice ref 2018/1234
Our ref: WR/2019/001
Cabinet minute ref 45/2019
Reference: 2019/20
ref 2019-20-H1
client number 12
case numbers 123 and 124 rose
MARAC heard 123 cases
referrals 1,139 (Q1), 1,187 (Q2)
A 34-year-old woman was helped.
Women aged 25 to 34 from Crewe left their partner
mothers aged 34 and over from Crewe fled
16-17 year olds in Crewe
A mother of two from Crewe fled.
Our partner in Crewe moved to a new office.
The service is 34 years old; our partner in Stoke-on-Trent runs it.
Average age 34; most left with two children
Two children, aged 3 and 5, in refuge
Call 999 in an emergency
Office hours 09:00-17:00
24/7 helpline, 365 days
Call volumes 2019: 1204 1187 1139
1.23456789
50% of 1234567
Version 1.2.3.4
10.0.0.1
xl/worksheets/sheet1.xml
{"edition":"8 cells","rows":[[4,"referrals/age/16-17"],[5,"helpline-calls"]],"limits":[0,100000]}
"""


def a_cell(text: str, formula: str | None = None) -> Cell:
    return Cell(Typed.TEXT, text, formula=formula)


def a_file(*texts: str, name: str = "Refuge", visible: bool = True) -> Cells:
    """One sheet with the texts down column B."""
    return Cells((SheetCells(name, visible, {(row, 2): a_cell(text) for row, text in enumerate(texts, 1)}),))


def codes(cells: Cells, allowed: tuple[str, ...] = ()) -> list[str]:
    return [finding.code for finding in scan(cells, allowed)]


def as_cell(text: str) -> Cells:
    return a_file(text)


def as_hidden_cell(text: str) -> Cells:
    return a_file(text, visible=False)


def as_formula(text: str) -> Cells:
    return Cells((SheetCells("Refuge", True, {(1, 1): a_cell("12", formula=f'=LEN("{text}")')}),))


def as_loose_text(text: str) -> Cells:
    return Cells((), loose=(LooseText("document properties", text),))


@pytest.mark.parametrize("row", FOUND.strip().splitlines())
def test_personal_data_is_found(row: str) -> None:
    """Each text has the kinds of personal data beside it and no other."""
    text, expected = re.fullmatch(r"(.*?) +((?:P\d{3} ?)+)", row).groups()
    assert codes(a_file(text)) == expected.split()


@pytest.mark.parametrize("text", NOT_FOUND.strip().splitlines())
def test_what_identifies_nobody_is_left_alone(text: str) -> None:
    """Figures, dates, codes, outward postcodes and the official dummy are no one's data."""
    assert codes(a_file(text)) == []


@pytest.mark.parametrize("put", [as_cell, as_hidden_cell, as_formula, as_loose_text])
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("943 476 5870", "P001"),
        ("AB123456C", "P002"),
        ("jo@example.org", "P003"),
        ("07700 900123", "P004"),
        ("WR5 2AB", "P005"),
    ],
)
def test_every_text_of_a_file_is_looked_at(put: Callable[[str], Cells], text: str, code: str) -> None:
    """Cells of hidden sheets, formulas and texts outside cells are looked at as cells are."""
    assert codes(put(text)) == [code]


def test_file_name_is_looked_at() -> None:
    """A file named after a person is found by its name."""
    (finding,) = scan(Cells(()), file_name="referral_943_476_5870 07700 900123.xlsx")
    assert (finding.code, finding.places) == ("P004", (Place("file name"),))


@pytest.mark.parametrize(
    ("name", "code", "shown"),
    [
        ("Mrs_Ahmed_Q1.xlsx", "P009", "Mrs_…_Q1.xlsx"),
        ("2025-26-Q1-client-Sarah-Jones.xlsx", "P009", "2025-26-Q1-client-…-….xlsx"),
        ("Q1 completed by Jo Smith v2.xlsx", "P013", "Q1 completed by … … v2.xlsx"),
    ],
)
def test_a_name_in_the_name_of_a_file_is_found_and_not_repeated(name: str, code: str, shown: str) -> None:
    """Whatever stands between its words."""
    found = scan(Cells(()), file_name=name)
    assert [(finding.code, finding.places) for finding in found] == [(code, (Place("file name"),))]
    assert masked(name) == shown
    assert masked("westshire-refuge-2025-26-Q1.xlsx") == "westshire-refuge-2025-26-Q1.xlsx"


@pytest.mark.parametrize(
    ("label", "typed", "said"),
    [
        ("Signed", "J. Bloggs", ["P013"]),
        ("Return completed by", "Sarah Ahmed", ["P013"]),
        ("Signed off by:", "Service manager", []),
        ("Prepared by", "Priya Shah", []),
    ],
)
def test_a_name_beside_a_signature_is_noted(label: str, typed: str, said: list[str]) -> None:
    """A job title is none, and a published officer may sign."""
    sheet = SheetCells("Refuge", True, {(40, 2): a_cell(label), (40, 3): a_cell(typed)})
    found = scan(Cells((sheet,)), ("Priya Shah",))
    assert [(f.code, [str(place) for place in f.places]) for f in found] == [(code, ["Refuge!C40"]) for code in said]


def test_one_kind_in_many_places_is_one_finding() -> None:
    """The places stand in the order a reader meets them, each once."""
    sheet = SheetCells("Refuge", True, {(3, 28): a_cell("WR5 2AB, WR5 2AD"), (2, 7): a_cell("WR5 2AB")})
    (finding,) = scan(Cells((sheet,), loose=(LooseText("pivot cache", "WR5 2AB"),)))
    assert finding.places == (Place("Refuge", "G2"), Place("Refuge", "AB3"), Place("pivot cache"))


def test_every_finding_speaks_in_the_words_of_its_detector() -> None:
    """Its code, severity, what is there and what to do."""
    findings = scan(a_file(*FOUND.strip().splitlines()))
    of_texts = [each for each in DETECTORS if each.code != "P011"]
    assert [(each.code, each.severity, each.there, each.remedy) for each in findings] == [
        (each.code, each.severity, each.there, each.remedy) for each in of_texts
    ]


@pytest.mark.parametrize(
    "secret", ["943 476 5870", "AB 12 34 56 C", "jo@example.org", "07700 900123", "WR5 2AB", "(01632) 960123"]
)
def test_finding_never_repeats_what_it_found(secret: str) -> None:
    """Not even where a sheet, and so a place, was named after a person."""
    cells = Cells(a_file(secret, name=f"for {secret}").sheets, loose=(LooseText(f"notes on sheet {secret}", secret),))
    findings = scan(cells, file_name=f"{secret}.xlsx")
    assert findings
    assert secret not in repr(findings)
    assert "for …!B1" in [str(place) for place in findings[0].places]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Sarah Jones 07700 900123 return.xlsx", "… return.xlsx"),
        ("jo.smith@example.org.xlsx", "….xlsx"),
        ("Refuge 07700 900456", "Refuge …"),
        ("Mrs. Khan", "Mrs. …"),
        ("Case ref DA1001.xlsx", "….xlsx"),
    ],
)
def test_of_a_name_that_identifies_somebody_only_common_words_are_repeated(name: str, shown: str) -> None:
    """Beside a telephone number stands the name of whose it is; a reference number is not repeated either."""
    assert masked(name) == shown


@pytest.mark.parametrize(
    ("published", "typed"),
    [
        ("helpline@example.org", "Write to Helpline@Example.org."),
        ("0808 2000 247", "0808-200-0247"),
        ("01632 960001", "+44 (0)1632 960001"),
        ("+44 1632 960001", "(01632) 960 001"),
        ("WR5 2AB", "wr52ab"),
    ],
)
def test_published_contact_points_are_allowed(published: str, typed: str) -> None:
    """However they are typed; the same contact point that nobody published is found."""
    assert (codes(a_file(typed), (published,)), len(codes(a_file(typed)))) == ([], 1)


def test_published_contact_point_does_not_cover_another_beside_it() -> None:
    """A helpline's number in a cell does not let a person's number through."""
    assert codes(a_file("Ring 0808 2000 247 or 07700 900123"), ("0808 2000 247",)) == ["P004"]


@given(st.binary(min_size=8).map(lambda content: hashlib.sha256(content).hexdigest()), st.integers(12, 64))
def test_digests_identify_nobody(digest: str, length: int) -> None:
    """A digest, whole or cut short, alone or in JSON, is not taken for anything."""
    cut = digest[:length]
    assert codes(a_file(cut, cut.upper(), f'{{"edition":"{cut}","of":"sha256:{cut}"}}', f"return-{cut}.xlsx")) == []


@given(st.text("0123456789", min_size=12, max_size=64).filter(lambda digits: not digits.startswith("00")))
def test_long_runs_of_digits_identify_nobody(digits: str) -> None:
    """Ten digits inside a longer run are no number of their own; after 00 they may be a telephone's, from abroad."""
    assert codes(a_file(digits, f"a{digits}f")) == []


@given(st.integers(100, 999), st.integers(2000, 2098), st.sampled_from(["", "-Q1", "-H2"]))
def test_a_file_called_by_its_contract_and_period_identifies_nobody(number: int, year: int, part: str) -> None:
    """A contract whose id ends in 0 and three digits has a return that begins like a telephone number."""
    name = f"vale-0{number}-{year}-{(year + 1) % 100:02}{part}.xlsx"
    assert masked(name) == name
    assert scan(Cells(a_file("").sheets), file_name=name) == ()


@given(st.uuids())
def test_generated_identifiers_identify_nobody(identifier: uuid.UUID) -> None:
    """Programs mark comments and sheets with these."""
    assert codes(a_file(str(identifier), f"{{{str(identifier).upper()}}}")) == []


@given(st.text("0123456789", min_size=9, max_size=9).filter(lambda digits: digits[0] != "0"))
def test_at_most_one_check_digit_in_ten_makes_an_nhs_number(digits: str) -> None:
    """Nine digits have one check digit or none, so nine in ten wrong ones are told apart."""
    assert sum(codes(a_file(f"{digits}{check}")) == ["P001"] for check in range(10)) <= 1


@given(st.text(max_size=200))
def test_any_text_can_be_looked_at(text: str) -> None:
    """Whatever is typed, each finding is of a kind that is declared."""
    assert set(codes(a_file(text))) <= {detector.code for detector in DETECTORS}


def test_very_long_text_is_looked_at_in_time() -> None:
    """A text made to slow a search down is read in one pass."""
    for unit in (
        "a",
        "a.",
        "0 ",
        "1-",
        "(",
        "a@",
        "07700 ",
        "@a.",
        "ref/",
        "case no ",
        "34yo ",
        "born 1 ",
        "client name: ",
    ):
        assert "P004" in codes(a_file(unit * 50_000 + " 07700 900123"))
