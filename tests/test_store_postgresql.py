"""A database's URL as people write it: the ledger there, or one sentence that says why not and never the password."""

import builtins
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError, InternalError, OperationalError, ProgrammingError

from commissioning.cli import main
from commissioning.errors import CommissioningError
from commissioning.store import Store
from commissioning.store.address import address, shown
from commissioning.store.refusals import said_plainly
from commissioning.work.workspace import Workspace
from tests.clients.postgresql import PASSWORD, Postgresql, connected, name_of
from tests.shelved import ACCEPTED, a_receipt, current, put

HOUSE = Path(__file__).parent.parent
SECRET = "hunter2"  # noqa: S105  # what no message may repeat

PLAIN = "postgresql+psycopg://u@h:5433/d"


@pytest.mark.parametrize("url", ["postgres://u@h:5433/d", "postgresql://u@h:5433/d", "postgresql+psycopg://u@h:5433/d"])
def test_every_spelling_of_postgresql_is_read(tmp_path: Path, url: str) -> None:
    """And is printed as the server and its database, without the user."""
    read = address(tmp_path, url)
    assert (read.render_as_string(), shown(read)) == (PLAIN, "postgresql://h:5433/d")


@pytest.mark.parametrize("url", [None, ""])
def test_without_a_url_the_ledger_is_a_file_in_its_folder(tmp_path: Path, url: str | None) -> None:
    """An empty DATABASE_URL names nothing either."""
    assert shown(address(tmp_path, url)) == str(tmp_path / "ledger.db")


WRONG = [
    (f"mysql://u:{SECRET}@h/d", "on SQLite, in the workspace's folder, or on PostgreSQL"),
    (f"sqlite:///{SECRET}.db", "on SQLite, in the workspace's folder, or on PostgreSQL"),
    (f"postgresql+asyncpg://u:{SECRET}@h/d", "on SQLite, in the workspace's folder, or on PostgreSQL"),
    (SECRET, "cannot be read"),
    ("", "cannot be read"),
    (f"postgresql://u:p@{SECRET}@h/d", "%40 for @"),
    (f"postgresql://u:{SECRET}%zz@127.0.0.1:1/d", "cannot be used"),
    (f"postgresql://u:/{SECRET}:?#@127.0.0.1:1/d", "cannot be used"),
    (f"postgresql://u:{SECRET}@h", "names no database"),
    (f"postgresql://u:{SECRET}@h/", "names no database"),
    (f"postgresql://u:{SECRET}@127.0.0.1:1/d", r"cannot be used \(.*refused\): see that its server is running"),
    (f"postgresql://u:{SECRET}@nowhere.invalid/d", "cannot be used .* see that its server is running"),
    (f"postgresql://u:{SECRET}@127.0.0.1:1/d?colour=red", 'cannot be used .*"colour"'),
]


@pytest.mark.parametrize(("url", "words"), WRONG)
def test_a_url_that_leads_nowhere_is_a_mistake_in_one_sentence(tmp_path: Path, url: str, words: str) -> None:
    """Whatever is wrong with it, and wherever a careless sign has put the password."""
    if not url:
        url = "://"
    with pytest.raises(CommissioningError, match=words) as mistake:
        Store.open(tmp_path, url)
    assert (SECRET in str(mistake.value), "\n" in str(mistake.value)) == (False, False)


def test_a_missing_driver_is_named_with_what_installs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine without its extra keeps its ledger on SQLite."""
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "psycopg":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(CommissioningError, match=r"pip install 'commissioning\[postgresql\]'"):
        Store.open(tmp_path, f"postgresql://u:{SECRET}@h/d")


def test_a_folder_has_one_ledger(tmp_path: Path) -> None:
    """Its returns in two would be counted in neither."""
    Store.open(tmp_path / "a").close()
    with pytest.raises(CommissioningError, match=r"has a ledger of its own, ledger\.db"):
        Store.open(tmp_path / "a", f"postgresql://u:{SECRET}@h/d")
    with Store.open(tmp_path / "b") as store:
        store.keep_original(b"a return")
    (tmp_path / "b" / "ledger.db").unlink()
    with pytest.raises(CommissioningError, match=r"name its database with --database or DATABASE_URL"):
        Store.open(tmp_path / "b")


class ReadOnly(Exception):
    """What a server that only copies another says to a writer."""

    sqlstate = "25006"


@pytest.mark.parametrize(
    ("refused", "words"),
    [
        (
            InternalError("INSERT", {}, ReadOnly("read-only transaction")),
            r"\(read-only transaction\): it may only be read",
        ),
        (
            OperationalError("SELECT", {}, Exception("gone\n\tIs it there?")),
            r"\(gone\): see that its server is running",
        ),
    ],
)
def test_what_the_operator_can_mend_is_said_with_what_to_do(refused: DBAPIError, words: str) -> None:
    """In one sentence, without the questions of the driver."""
    with pytest.raises(CommissioningError, match=words), said_plainly(make_url(PLAIN)):
        raise refused


def test_a_question_that_is_our_mistake_crashes() -> None:
    """Nobody but us can mend it."""
    with pytest.raises(ProgrammingError), said_plainly(make_url(PLAIN)):
        raise ProgrammingError("SELEC", {}, Exception("syntax error"))


# On a real server


@pytest.fixture
def new(postgresql: Postgresql) -> Iterator[str]:
    """The name of a new database."""
    with postgresql.database() as url:
        yield name_of(url)


@pytest.mark.real_client
@pytest.mark.parametrize(("place", "words"), [("--database", "before"), ("--database", "after"), ("DATABASE_URL", "")])
def test_a_command_is_told_the_database_in_three_places(
    postgresql: Postgresql, new: str, tmp_path: Path, place: str, words: str
) -> None:
    """Before the command, after it, and in the environment; the files that came stay in the folder."""
    url, where = postgresql.network_url(new), ["--workspace", str(tmp_path)]
    told = [place, url] if place == "--database" else []
    before, after = (told, []) if words == "before" else ([], told)
    env = {} if told else {place: url}
    CliRunner().invoke(main, ["init", str(tmp_path)], catch_exceptions=False)
    returned = str(tmp_path / "returns" / "illustrative-harbour-and-vale-2025-26-Q1.xlsx")
    ran = CliRunner().invoke(main, [*before, "import", returned, *where, *after], env=env, catch_exceptions=False)
    assert (ran.exit_code, "accepted" in ran.output) == (0, True)
    assert sorted(path.name for path in (tmp_path / "ledger").iterdir()) == ["originals", "replies"]
    with Workspace(tmp_path, url).store() as store:
        assert {entry.file for entry in store.entries()} == {Path(returned).name}
    forgot = CliRunner().invoke(main, ["import", returned, *where])
    assert (forgot.exit_code, "name its database with --database or DATABASE_URL" in forgot.output) == (2, True)


@pytest.mark.real_client
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"password": SECRET}, "password authentication failed .* the user and the password are right"),
        ({"user": "nobody", "password": SECRET}, "password authentication failed"),
        ({"name": "nothing"}, 'database "nothing" does not exist'),
    ],
)
def test_a_server_that_refuses_is_repeated_without_the_password(
    postgresql: Postgresql, new: str, tmp_path: Path, change: dict[str, str], words: str
) -> None:
    """The server's own reason, and what to look at."""
    with pytest.raises(CommissioningError, match=words) as mistake:
        Store.open(tmp_path, postgresql.network_url(**{"name": new, **change}))
    assert [secret for secret in (SECRET, PASSWORD) if secret in str(mistake.value)] == []
    assert "\n" not in str(mistake.value)


@pytest.mark.real_client
def test_a_user_who_may_not_write_is_told_whom_to_ask(postgresql: Postgresql, new: str, tmp_path: Path) -> None:
    """Nothing is made, nothing is recorded."""
    with connected(postgresql.url(new)) as keeper:
        keeper.execute(f"DROP ROLE IF EXISTS clerk; CREATE ROLE clerk LOGIN PASSWORD '{SECRET}'")
    with pytest.raises(CommissioningError, match=r"permission denied .*: ask whoever keeps the database") as mistake:
        Store.open(tmp_path, postgresql.network_url(new, "clerk", SECRET))
    assert SECRET not in str(mistake.value)
    Store.open(tmp_path, postgresql.url(new)).close()
    with pytest.raises(CommissioningError, match=r"permission denied .*: ask whoever keeps the database"):
        Store.open(tmp_path, postgresql.network_url(new, "clerk", SECRET))


@pytest.mark.real_client
def test_a_database_that_cannot_hold_every_letter_is_refused(postgresql: Postgresql, tmp_path: Path) -> None:
    """A name from Gwynedd would be refused one day, in the middle of an import."""
    narrow = "TEMPLATE template0 ENCODING LATIN1 LOCALE_PROVIDER libc LOCALE 'C'"
    with (
        postgresql.database(options=narrow) as url,
        pytest.raises(CommissioningError, match=r"keeps its text as LATIN1.*createdb --encoding UTF8"),
    ):
        Store.open(tmp_path, url)


@pytest.mark.real_client
def test_what_the_server_thinks_of_isolation_and_letters_does_not_matter(
    postgresql: Postgresql, new: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer reads what was committed before its turn, a reader one moment, and every letter goes through."""
    postgresql.tell(f"ALTER DATABASE {new} SET default_transaction_isolation = 'repeatable read'")
    monkeypatch.setenv("PGCLIENTENCODING", "LATIN1")
    with Store.open(tmp_path, postgresql.url(new)) as store:
        put(store, a_receipt("Llŷn.xlsx"), ACCEPTED, "referrals 12")
        assert current(store) == ["Llŷn.xlsx referrals 12 accepted"]
        with store.engine.begin() as writer:
            assert writer.exec_driver_sql("SHOW transaction_isolation").scalar() == "read committed"


@pytest.mark.real_client
def test_a_server_that_stops_between_two_questions_is_said_to_be_gone(
    new: str, tmp_path: Path, postgresql: Postgresql
) -> None:
    """In one sentence, and the next one to ask finds it again."""
    with Store.open(tmp_path, postgresql.url(new)) as store:
        postgresql.send_away(new)
        with pytest.raises(CommissioningError, match="see that its server is running"):
            store.entries()
        assert store.entries() == ()


STARTED_AND_KILLED = """
import os, signal
from tests.clients.postgresql import Postgresql, connected
with Postgresql() as server, connected(server.url("postgres")) as asking:
    print(asking.execute("SHOW data_directory").fetchone()[0], flush=True)
    {ends}
"""


@pytest.mark.real_client
@pytest.mark.parametrize("ends", ["pass", "os.kill(os.getpid(), signal.SIGKILL)"], ids=["ended", "killed"])
@pytest.mark.usefixtures("postgresql")
def test_a_private_server_ends_with_whoever_started_it(ends: str) -> None:
    """Whatever becomes of them: nothing listens any more, and not a file is left."""
    program = [sys.executable, "-c", STARTED_AND_KILLED.format(ends=ends)]
    said = subprocess.run(program, capture_output=True, text=True, check=False, cwd=HOUSE).stdout
    folder, until = Path(said.strip()).parent, time.monotonic() + 20
    assert folder.name.startswith("ledger-")
    while folder.exists() and time.monotonic() < until:
        time.sleep(0.05)
    running = [path for path in Path("/proc").glob("[0-9]*/cmdline") if str(folder) in _words(path)]
    assert (folder.exists(), running) == (False, [])


def _words(command_line: Path) -> str:
    try:
        return command_line.read_text()
    except OSError:
        return ""
