"""Pages in a real browser: they open without a complaint, ask for nothing, show every figure, and print."""

import re
import struct
import subprocess
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from commissioning.model.document import Document
from commissioning.period import read_period
from commissioning.report.monitoring import monitoring_workbook
from commissioning.report.reply import reply_document
from commissioning.work.checking import read_and_check
from commissioning.work.meeting import questions_for
from commissioning.work.publishing import gather
from commissioning.work.receipts import receipt_for
from commissioning.work.replying import MARKED_BESIDE, remarks_of
from commissioning.work.workspace import Workspace
from commissioning.writers.amounts import numbers_of
from commissioning.writers.html import write_html
from tests.clients import browser as client
from tests.clients.browser import Browser
from tests.worked import ACTOR, HARBOUR, PERIODS

pytestmark = pytest.mark.real_client

DESKTOP, PHONE = (1280, 900), (375, 700)
PAGES = (*PERIODS, "questions", "receipt", "reply")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One real browser for these tests, or a skip that says what is missing."""
    if reason := client.why_not():
        pytest.skip(reason)
    with Browser() as running:
        yield running


@pytest.fixture(scope="module")
def documents(worked_workspace: Workspace) -> dict[str, Document]:
    """Each worked period's workbook, and of the third quarter the questions, the receipt and the reply."""
    workbooks = {p: monitoring_workbook(p, gather(worked_workspace, read_period(p), ACTOR)) for p in PERIODS}
    asked = questions_for(worked_workspace, "2025-26-Q3", ACTOR, date(2026, 1, 22))
    received = receipt_for(worked_workspace, HARBOUR, "2025-26-Q3", ACTOR)
    file = worked_workspace.folder / "returns" / f"{HARBOUR}-2025-26-Q3.xlsx"
    one = read_and_check(file.read_bytes(), file.name)
    replied = reply_document(remarks_of(one, one.findings, alone=True), MARKED_BESIDE)
    return {**workbooks, "questions": asked, "receipt": received, "reply": replied}


@pytest.fixture(scope="module")
def pages(
    documents: dict[str, Document], worked_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """The same as pages on disk."""
    folder = tmp_path_factory.mktemp("pages")
    written = {name: folder / f"{name}.html" for name in documents}
    for name, path in written.items():
        path.write_bytes(write_html(documents[name], worked_workspace.dress))
    return written


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_without_a_complaint_and_asks_for_nothing(browser, pages, name):
    """The page itself is the only address, and the console stays empty."""
    seen = browser.open(pages[name])
    assert seen.complaints == []
    assert {url for url in seen.requests if not url.startswith("data:")} == {pages[name].as_uri()}


def test_a_page_that_asks_for_more_is_caught(browser, tmp_path):
    """A picture from elsewhere, a script: the test above can fail."""
    page = tmp_path / "spoilt.html"
    page.write_text("<img src='missing.png'><script>console.error('Hello')</script>")
    seen = browser.open(page)
    assert (tmp_path / "missing.png").as_uri() in seen.requests
    assert any("Hello" in complaint for complaint in seen.complaints)


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_own_policy_keeps_a_stranger_out(browser, pages, tmp_path, name):
    """A script that got into the page would not run, and a picture would not be fetched."""
    page = tmp_path / f"{name}.html"
    stranger = "<script>document.title = 'taken'</script><img src='missing.png'></body>"
    page.write_text(pages[name].read_text(encoding="utf-8").replace("</body>", stranger), encoding="utf-8")
    seen = browser.open(page)
    assert browser.run("document.title") != "taken"
    assert len([complaint for complaint in seen.complaints if "Content Security Policy" in complaint]) >= 2


@pytest.mark.parametrize("name", PAGES)
def test_a_browser_shows_every_sheet_table_and_figure(browser, pages, documents, name):
    """As many as the Document has, and none of them hidden."""
    browser.open(pages[name])
    sheets = documents[name].sheets
    assert browser.run("document.querySelectorAll('section').length") == len(sheets)
    assert browser.run("document.querySelectorAll('table').length") == sum(len(sheet.tables) for sheet in sheets)
    shown = browser.run("[...document.querySelectorAll('tbody .number')].filter(e => e.offsetHeight > 0).length")
    assert shown == len(list(numbers_of(documents[name])))


@pytest.mark.parametrize("name", PERIODS)
def test_every_way_through_a_page_brings_its_place_into_view(browser, pages, name):
    """Every link names a place. Of them a hundred at most, from all over the page, are clicked, since a browser refuses
    more than 200 in a row: the place then stands in the window."""
    browser.open(pages[name])
    browser.run("for (const one of document.querySelectorAll('details')) one.open = true")
    browser.run("document.documentElement.style.scrollBehavior = 'auto'")
    assert browser.run(f"{LINKS}.filter(link => !document.getElementById(link.hash.slice(1))).length") == 0
    lost, clicked = browser.run(f"""
        const links = {LINKS}, each = Math.ceil(links.length / 100);
        const some = links.filter((link, number) => number % each === 0);
        const lost = some.filter(link => {{
            link.click();
            const box = document.getElementById(link.hash.slice(1)).getBoundingClientRect();
            return location.hash !== link.hash || box.top < -1 || box.top >= innerHeight;
        }});
        [lost.map(link => link.outerHTML), some.length]
    """)
    assert lost == []
    assert clicked > 0


LINKS = "[...document.querySelectorAll('a[href]')]"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_no_wider_than_its_window(browser, pages, name, size):
    """Nothing is cut off at the side, and what is shown is no blank sheet."""
    browser.open(pages[name], *size)
    assert browser.run("document.documentElement.scrollWidth") <= size[0]
    assert different_lines(browser.picture()) > 100


def test_a_blank_page_would_be_seen(browser, tmp_path):
    """The test above can fail."""
    page = tmp_path / "blank.html"
    page.write_text("<p> </p>")
    browser.open(page)
    assert different_lines(browser.picture()) < 5


def different_lines(png: bytes) -> int:
    """How many different lines of points a picture has, as they are kept in it."""
    width, height = struct.unpack(">II", png[16:24])
    at, kept = 8, b""
    while at < len(png):
        [length] = struct.unpack(">I", png[at : at + 4])
        kept += png[at + 8 : at + 8 + length] if png[at + 4 : at + 8] == b"IDAT" else b""
        at += length + 12
    lines = zlib.decompress(kept)
    step = len(lines) // height
    assert step > width
    return len({lines[step * n : step * (n + 1)] for n in range(height)})


def printed_pages(content: bytes, path: Path) -> list[str]:
    """The words of each page of a PDF, by poppler."""
    path.write_bytes(content)
    ran = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True)
    return ran.stdout.split("\f")[:-1]


@pytest.mark.parametrize("name", PERIODS)
def test_a_page_prints_a_sheet_a_page_with_headings_repeated(browser, pages, documents, name, tmp_path):
    """Every sheet begins on a page of its own, and each page of Data says what its columns are."""
    browser.open(pages[name])
    printed = printed_pages(browser.printed(), tmp_path / "page.pdf")
    titles = [sheet.title for sheet in documents[name].sheets[1:]]
    for title in titles:
        assert [page for page in printed if flat(page).startswith(flat(title))], title
    data = next(at for at, page in enumerate(printed) if flat(page).startswith("Data,"))
    assert all("Value" in page for page in printed[data:] if "sha256" in page)
    assert sum("sha256" in page for page in printed[data:]) >= len(printed[data:]) - 1


def flat(words: str) -> str:
    """Words with one space between them."""
    return " ".join(words.split())


def test_the_questions_of_a_meeting_fit_on_one_page(browser, pages, tmp_path):
    """A4, upright: 595 by 842 points."""
    browser.open(pages["questions"])
    content = browser.printed()
    assert len(printed_pages(content, tmp_path / "questions.pdf")) == 1
    found = subprocess.run(["pdfinfo", tmp_path / "questions.pdf"], check=True, capture_output=True, text=True).stdout
    assert re.search(r"Page size: +59[45](\.\d+)? x 84[12]", found), found
