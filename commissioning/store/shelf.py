"""The store as the jobs see it: a folder or a database's URL in, one shelf to put nouns on and take them from."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

from commissioning.model.accounts import Charge, IssuedStatement, LedgerLine, MoneyEvent, StatementStep
from commissioning.model.organisation import Actor
from commissioning.model.posted import Decision, Entry, Issue, Judgement, Receipt, Rival, Stands, State, TurnedAway
from commissioning.model.reply import Reply
from commissioning.period import Period
from commissioning.store import originals, replies
from commissioning.store.rivals import OwnDays, all_days

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sqlalchemy import Connection, Engine

Noun = TypeVar("Noun")


@dataclass(frozen=True, slots=True)
class Store:
    """Rows, originals, and the newest reply to each return. No row or original is ever changed or removed; the newest
    row counts."""

    folder: Path
    engine: "Engine"

    @classmethod
    def open(cls, folder: Path, url: str | None = None) -> Self:
        """The store in a folder, made where there is none: `ledger.db` (or the database at the URL), `originals/`,
        `replies/`."""
        from commissioning.store.address import refuse_two_ledgers
        from commissioning.store.database import opened

        folder.mkdir(parents=True, exist_ok=True)
        refuse_two_ledgers(folder, url, has_files=bool(originals.kept(folder / "originals")))
        return cls(folder, opened(folder, url))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def keep_original(self, content: bytes) -> str:
        """Keep a file as it was received and say its sha256; one already kept is left alone."""
        return originals.keep(self.folder / "originals", content)

    def original(self, sha256: str) -> bytes:
        """The file of that sha256; NothingThere where it is not kept, CommissioningError where it is damaged."""
        return originals.original(self.folder / "originals", sha256)

    def originals(self) -> frozenset[str]:
        """The sha256 of every file kept."""
        return originals.kept(self.folder / "originals")

    def quarantine(self, content: bytes, public_key: str) -> str:
        """Lock a file away under a public key, and say what its box is called."""
        from commissioning.store.quarantine import locked

        return originals.keep(self.folder / "quarantine", locked(content, public_key))

    def unlocked(self, box: str, private_key: str) -> bytes:
        """The file in a box of the quarantine, of whose name the beginning is enough; NothingThere where there is no
        such box, CommissioningError where the key is not the one it was locked for."""
        from commissioning.store.quarantine import the_box, unlocked

        folder = self.folder / "quarantine"
        return unlocked(originals.original(folder, the_box(originals.kept(folder), box)), private_key)

    def keep_reply(self, sha256: str, reply: Reply) -> None:
        """Keep the newest reply to a return, beside the return."""
        replies.keep(self.folder / "replies", sha256, reply)

    def reply(self, sha256: str) -> Reply:
        """The newest reply to a return; NothingThere where none is kept."""
        return replies.reply(self.folder / "replies", sha256)

    def sweep(self) -> None:
        """Remove what is left of files whose writing broke off over an hour ago."""
        originals.sweep(self.folder / "originals")
        originals.sweep(self.folder / "quarantine")
        originals.sweep(self.folder / "replies")

    def keep_edition(
        self, digest: str, contract: str, contract_digest: str, period: Period, text: str, actor: Actor
    ) -> None:
        """Keep an issued specification under its digest; one already kept is left alone."""
        from commissioning.store import rows, writing

        named: rows.Columns = {"digest": digest, "contract": contract, "contract_digest": contract_digest}
        edition = named | rows.period_columns(period) | {"text": text}
        self._write(lambda connection: writing.keep_edition(connection, edition, actor, datetime.now(UTC)))

    def editions(self) -> tuple[str, ...]:
        """The texts of every specification issued from this workspace."""
        from commissioning.store import reading

        return self._read(reading.editions)

    def edition(self, digest: str) -> str | None:
        """The text of the issued specification of that digest."""
        from commissioning.store import reading

        return self._read(lambda connection: reading.edition(connection, digest))

    def record(
        self,
        receipt: Receipt,
        judgement: Judgement,
        entries: tuple[Entry, ...],
        actor: Actor,
        at: datetime,
        own: OwnDays = all_days,
    ) -> None:
        """Record a return, its judgement and its entries: all of it or nothing, and nothing twice.

        A number that its kind's scale cannot hold, or a part of another return, is a ValueError. `own` tells of a
        period the days that no other return is for: where two of a contract share one of those, they are rivals.
        """
        from commissioning.store import rows, writing

        if {judgement.sha256, *(entry.sha256 for entry in entries)} != {receipt.sha256}:
            raise ValueError(f"a judgement or an entry is not of the return {receipt.sha256}")
        marks = rows.stamp(actor.name, at)
        self._write(lambda connection: writing.record(connection, receipt, judgement, entries, marks, own))

    def posted(self, sha256: str) -> bool:
        """Whether a return has entries, standing or replaced."""
        from commissioning.store import reading

        return self._read(lambda connection: reading.posted(connection, sha256))

    def receipts(self, contract: str | None = None) -> tuple[Receipt, ...]:
        """Every receipt, of one contract or of all, oldest first."""
        from commissioning.store import reading

        return self._read(lambda connection: reading.receipts(connection, contract))

    def receipt(self, sha256: str) -> Receipt | None:
        """The receipt of one file."""
        from commissioning.store import reading

        return self._read(lambda connection: reading.receipt(connection, sha256))

    def judgement(self, sha256: str) -> Judgement | None:
        """The newest judgement of a return, with its findings in order."""
        from commissioning.store import reading

        return self._read(lambda connection: reading.judgement(connection, sha256))

    def decide(self, decision: Decision) -> None:
        """Record a decision about a return."""
        from commissioning.store import writing

        self._write(lambda connection: writing.decide(connection, decision))

    def decisions(self) -> tuple[Decision, ...]:
        """Every decision, in the order they were recorded."""
        from commissioning.store import reading

        return self._read(reading.decisions)

    def issue(self, sent: tuple[Issue, ...]) -> None:
        """Record blank returns that were sent out, all of them or none; their editions are kept already."""
        from commissioning.store import writing

        self._write(lambda connection: writing.issue(connection, sent))

    def issues(self) -> tuple[Issue, ...]:
        """Every issue of a blank return, in the order they were recorded."""
        from commissioning.store import reading

        return self._read(reading.issues)

    def turn_away(self, sign: TurnedAway) -> None:
        """Record that a file came which names people."""
        from commissioning.store import writing

        self._write(lambda connection: writing.turn_away(connection, sign))

    def turned_away(self) -> tuple[TurnedAway, ...]:
        """The sign of every file that was turned away, in the order they came."""
        from commissioning.store import reading

        return self._read(reading.turned_away)

    def note_rival(self, rival: Rival) -> None:
        """Record that a return came whose place another had or claimed; once, however often it comes."""
        from commissioning.store import writing

        self._write(lambda connection: writing.note_rival(connection, rival))

    def rivals(self) -> tuple[Rival, ...]:
        """The sign of every rival, in the order they were recorded."""
        from commissioning.store import reading

        return self._read(reading.rivals)

    def entries(self, contract: str | None = None) -> tuple[Entry, ...]:
        """The current entries, of one contract or of all, in posting order."""
        from commissioning.store import reading

        return self._read(lambda connection: reading.entries(connection, contract))

    def stand(self, contract: str | None = None) -> tuple[Stands, ...]:
        """The returns whose entries stand, of one contract or of all, in posting order."""
        from commissioning.store import reading

        return self._read(lambda connection: reading.stand(connection, contract))

    def state(self, sha256: str) -> State | None:
        """The state of one return's entries; None where none of them stand."""
        from commissioning.store import reading

        return self._read(lambda connection: reading.state(connection, sha256))

    def entries_of(self, sha256: str) -> tuple[Entry, ...]:
        """The entries of one return, standing or replaced by a correction, in posting order."""
        from commissioning.store import reading

        return self._read(lambda connection: reading.entries_of(connection, sha256))

    def explained(self) -> frozenset[str]:
        """The returns of which somebody has accepted all that their newest judgement leaves to be explained."""
        from commissioning.store import reading

        return self._read(reading.explained)

    def bases(self) -> dict[str, str]:
        """What the newest judgement of every return was judged by, by the return's sha256."""
        from commissioning.store import reading

        return self._read(reading.bases)

    def states(self) -> dict[str, State]:
        """The state of every return whose entries stand, by its sha256."""
        from commissioning.store import reading

        return self._read(reading.states)

    def post_charges(
        self,
        charges: tuple[Charge, ...],
        actor: Actor,
        at: datetime,
        seen: int | None = None,
        seen_event: int | None = None,
    ) -> tuple[Charge, ...]:
        """Post charges with their parts, all of them or none, and say them with their numbers.

        PostedMeanwhile where one's origin stands already or a credit goes beyond its charge, and, with the number of
        the charge of its contract that was `seen` last (0 for none), where that is no longer the last; so with the
        number of the event that was seen last. Parts that do not come to their charge are a ValueError.
        """
        from commissioning.store import money_writing, rows

        for charge in charges:
            money_writing.refuse_uneven(charge)
        marks = rows.stamp(actor.name, at)
        return self._write(lambda connection: money_writing.post_charges(connection, charges, marks, seen, seen_event))

    def charges(self, contract: str | None = None) -> tuple[Charge, ...]:
        """Every charge, of one contract or of all, in the order they were posted."""
        from commissioning.store import money_reading

        return self._read(lambda connection: money_reading.charges(connection, contract))

    def keep_ledger_lines(self, lines: tuple[LedgerLine, ...], actor: Actor, at: datetime) -> int:
        """Keep lines of a general ledger, and say how many are new; one whose key is there already is left alone."""
        from commissioning.store import money_writing, rows

        marks = rows.stamp(actor.name, at)
        return self._write(lambda connection: money_writing.keep_ledger_lines(connection, lines, marks))

    def ledger_lines(self, contract: str | None = None) -> tuple[LedgerLine, ...]:
        """Every line of a general ledger, of one contract or of all, in the order they were kept."""
        from commissioning.store import money_reading

        return self._read(lambda connection: money_reading.ledger_lines(connection, contract))

    def record_money(
        self, events: tuple[MoneyEvent, ...], actor: Actor, seen: int | None = None
    ) -> tuple[MoneyEvent, ...]:
        """Record what happened with money, all of it or nothing, and say it with its numbers.

        PostedMeanwhile, with the number of the event of their contracts that was `seen` last (0 for none), where that
        is no longer the last.
        """
        from commissioning.store import money_writing

        return self._write(lambda connection: money_writing.record_money(connection, events, actor.name, seen))

    def money_events(self, contract: str | None = None) -> tuple[MoneyEvent, ...]:
        """Everything recorded about money, of one contract or of all, in the order it was recorded."""
        from commissioning.store import money_reading

        return self._read(lambda connection: money_reading.money_events(connection, contract))

    def newest_money(self, contracts: "Iterable[str]") -> "Mapping[str, tuple[int, ...]]":
        """The numbers of the newest charge, event and ledger line of each of some contracts; 0 where there is none."""
        from commissioning.store import money_reading

        newest = self._read(money_reading.newest_by_contract)
        return {id: newest.get(id, money_reading.NO_MONEY) for id in contracts}

    def issue_statement(
        self, statement: IssuedStatement, step: StatementStep, seen: "Mapping[str, tuple[int, ...]] | None" = None
    ) -> None:
        """Keep a statement as it is issued; CommissioningError where another has its number.

        PostedMeanwhile, with the `newest_money` of contracts that was seen before it was worked out, where there is
        newer by now.
        """
        from commissioning.store import money_writing

        self._write(lambda connection: money_writing.issue_statement(connection, statement, step, seen or {}))

    def step_statement(self, step: StatementStep) -> None:
        """Record that an issued statement was agreed or disputed; NothingThere where it is not there."""
        from commissioning.store import money_writing

        self._write(lambda connection: money_writing.step_statement(connection, step))

    def statements(self) -> tuple[IssuedStatement, ...]:
        """Every statement, in the order they were issued, each with its steps."""
        from commissioning.store import money_reading

        return self._read(money_reading.statements)

    def _read(self, question: "Callable[[Connection], Noun]") -> Noun:
        from commissioning.store.database import reading
        from commissioning.store.refusals import said_plainly

        with said_plainly(self.engine.url), reading(self.engine) as connection:
            return question(connection)

    def _write(self, action: "Callable[[Connection], Noun]") -> Noun:
        from commissioning.store.refusals import said_plainly

        with said_plainly(self.engine.url), self.engine.begin() as connection:
            return action(connection)
