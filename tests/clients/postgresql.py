"""Nothing in, a private PostgreSQL with new databases out, and nothing of it left at the end."""

import os
import pwd
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

INSTALLED = Path("/usr/lib/postgresql")
"""Where Debian keeps the programs of each version."""
SERVANT = "postgres"
"""Who runs the server where the tests run as root, since PostgreSQL refuses to be root."""
KEEPER, PASSWORD = "keeper", "not-a-secret"
"""The only user, and the password over the network; over its own socket the server asks for none."""
SECONDS_TO_START = 60
SECONDS_TO_STOP = 20

# No test pulls the plug of the machine, so nothing need be forced onto the disk.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=50", "shared_buffers=32MB")

# The server and its folder end with whoever started it, however that ends: the pipe between them is then closed.
WATCHED = 'folder=$1; shift; "$@" & server=$!; read -r _; kill -INT $server; wait $server; cd /; rm -rf "$folder"'


class PostgresqlFault(AssertionError):
    """PostgreSQL did not start."""


@cache
def programs() -> Path | None:
    """The folder of the newest version's programs."""
    found = [path.parent for path in INSTALLED.glob("*/bin/initdb") if (path.parent / "postgres").exists()]
    return max(found, key=lambda path: [int(part) for part in re.findall(r"\d+", str(path))], default=None)


@cache
def why_not() -> str:
    """Why no PostgreSQL can be started on this machine; empty where one can."""
    if programs() is None:
        return f"PostgreSQL is not installed in {INSTALLED}: run `make set-up` as root"
    if find_spec("psycopg") is None:
        return "the driver psycopg is not installed: run `make set-up`"
    if os.getuid() == 0 and SERVANT not in {user.pw_name for user in pwd.getpwall()}:
        return f"PostgreSQL does not run as root, and there is no user {SERVANT} to run it"
    return ""


class Postgresql:
    """One server in a folder of its own, on a socket there and a free port of this machine alone.

    Text is sorted as English is, where the version can: what rests on the order of bytes would show.
    """

    def __init__(self) -> None:
        """Nothing runs yet."""
        self._names = count(1)
        self._folder = Path(tempfile.mkdtemp(prefix="ledger-", dir="/tmp"))  # a socket's path must be short
        self._server: subprocess.Popen[bytes] | None = None
        self.port = _free_port()

    def __enter__(self) -> Self:
        """Start it."""
        try:
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, wrong: BaseException | None, at: TracebackType | None) -> None:
        """Stop it, and remove what it kept."""
        self.stop()

    def stop(self) -> None:
        """End the server, whatever is still connected."""
        if self._server:
            assert self._server.stdin
            self._server.stdin.close()
            try:
                self._server.wait(SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                self._server.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    @contextmanager
    def database(self, like: str | None = None, options: str = "") -> Iterator[str]:
        """The URL of a new database for as long as it is needed: an empty one, or one like that of another URL."""
        name = f"ledger_{next(self._names)}"
        template = f"TEMPLATE {name_of(like)}" if like else options
        self.tell(f"CREATE DATABASE {name} {template}")
        try:
            yield self.url(name)
        finally:
            self.tell(f"DROP DATABASE {name} WITH (FORCE)")

    def url(self, name: str) -> str:
        """The URL of a database by the server's socket."""
        return f"postgresql://{KEEPER}@/{name}?host={self._folder}&port={self.port}"

    def network_url(self, name: str, user: str = KEEPER, password: str = PASSWORD) -> str:
        """The URL of a database by the port, where a password is asked for."""
        return f"postgres://{user}:{password}@127.0.0.1:{self.port}/{name}"

    def tell(self, statement: str) -> None:
        """Have the server do something, in no transaction."""
        with connected(self.url("postgres")) as connection:
            connection.execute(statement)

    def send_away(self, name: str) -> None:
        """End every connection to a database."""
        with connected(self.url("postgres")) as connection:
            ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
            connection.execute(ended, [name])

    def _start(self) -> None:
        data, secret = self._folder / "data", self._folder / "password"
        secret.write_text(PASSWORD)
        as_servant: dict[str, Any] = {}
        if os.getuid() == 0:
            shutil.chown(self._folder, SERVANT)
            shutil.chown(secret, SERVANT)
            group = pwd.getpwnam(SERVANT).pw_gid
            as_servant = {"user": SERVANT, "group": group, "extra_groups": [], "cwd": self._folder}
        bin_folder = programs()
        assert bin_folder
        making = [bin_folder / "initdb", "-D", data, "-U", KEEPER, "-A", "scram-sha-256", "--auth-local=trust"]
        making += ["--pwfile", secret, "--no-sync", "-E", "UTF8", *_sorted_as_english(bin_folder)]
        made = subprocess.run(making, check=False, capture_output=True, text=True, **as_servant)
        if made.returncode:
            raise PostgresqlFault(made.stdout + made.stderr)
        where = ("listen_addresses=127.0.0.1", f"port={self.port}", f"unix_socket_directories={self._folder}")
        settings = [part for setting in (*where, *CARELESS) for part in ("-c", setting)]
        program = ["/bin/sh", "-c", WATCHED, "sh", self._folder, bin_folder / "postgres", "-D", data, *settings]
        with (self._folder / "log").open("wb") as log:
            self._server = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=log, stderr=log, **as_servant)
        self._wait()

    def _wait(self) -> None:
        from psycopg import OperationalError

        until = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < until and self._server and self._server.poll() is None:
            with suppress(OperationalError), connected(self.url("postgres")):
                return
            time.sleep(0.02)
        raise PostgresqlFault((self._folder / "log").read_text())


def settle(url: str) -> None:
    """Wait until a database has noticed that whoever used it is gone."""
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    until = time.monotonic() + SECONDS_TO_STOP
    with connected(url) as watching:
        while watching.execute(others).fetchone() != (0,):
            assert time.monotonic() < until, "somebody is still connected"
            time.sleep(0.005)


def name_of(url: str) -> str:
    """The database that a URL names."""
    return urlsplit(url).path.removeprefix("/")


def connected(url: str) -> Any:
    """A connection without transactions."""
    import psycopg

    return psycopg.connect(url, autocommit=True)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _sorted_as_english(bin_folder: Path) -> list[str]:
    """The options of initdb for that, where this version has them."""
    offered = subprocess.run([bin_folder / "initdb", "--help"], check=True, capture_output=True, text=True).stdout
    return ["--locale-provider=icu", "--icu-locale=en-GB", "--locale=C.UTF-8"] if "--icu-locale" in offered else []
