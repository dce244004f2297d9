"""What `check` and `import` say of a file as JSON: the objects themselves, and the JSON Schema that they hold to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from commissioning.model.finding import Severity
from commissioning.model.posted import Verdict

if TYPE_CHECKING:
    from commissioning.findings import Explained
    from commissioning.model.finding import Finding
    from commissioning.work.checking import Checked
    from commissioning.work.importing import Outcome


Json = dict[str, object]


def checked_json(one: Checked, verdict: Verdict) -> Json:
    """A file that was checked by itself; its period is labelled in years from April."""
    from commissioning.period import label

    return _file_json(one, verdict, label(one.told.period) if one.told.period else None)


def outcome_json(outcome: Outcome) -> Json:
    """A file that was imported, and what came of it; its period is labelled as its contract does."""
    from commissioning.period import label

    period = outcome.period or (label(outcome.told.period) if outcome.told.period else None)
    return _file_json(outcome, outcome.verdict, period) | {
        "posted": outcome.posted,
        "imported_before": outcome.known_before,
        "replaced": outcome.replaced,
        "turned_away": outcome.turned_away,
        "locked_away": outcome.locked_away,
        "judged_again": list(outcome.again),
        "judged_again_since": outcome.because or None,
        "changes": [
            {"answer": change.key.code, "service": change.key.service, "before": change.before, "after": change.after}
            for change in outcome.changes
        ],
    }


def _file_json(one: Checked | Outcome, verdict: Verdict, period: str | None) -> Json:
    return {
        "file": one.file,
        "also_called": list(one.also),
        "sha256": one.sha256,
        "format": one.told.format or None,
        "contract": one.told.contract or None,
        "period": period,
        "span": str(one.told.period) if one.told.period else None,
        "edition": one.told.edition or None,
        "verdict": verdict.value,
        "findings": [finding_json(finding, one.explained) for finding in one.findings],
    }


def finding_json(finding: Finding, explained: tuple[Explained, ...] = ()) -> Json:
    """A finding, with what was explained beside the figures it is about."""
    from commissioning.findings import explanation_of

    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "on_trial": finding.on_trial,
        "places": [{"sheet": place.sheet, "cell": place.cell} for place in finding.places],
        "there": finding.there,
        "remedy": finding.remedy,
        "measures": list(finding.measures),
        "explanation": explanation_of(finding, explained) or None,
    }


def findings_schema() -> Json:
    """The JSON Schema of what `check --json` and `import --json` print: a list with an object for each file."""
    file = {**_OF_A_FILE, "findings": _list("What was found, in the template's own order.", _object(_OF_A_FINDING))}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What commissioning check and commissioning import print with --json",
        "description": "No key is ever taken away or given another meaning; new ones may be added.",
        **_list("An object for each file.", _object(file, _OF_AN_IMPORT)),
    }


def _object(required: Json, optional: Json | None = None) -> Json:
    properties = {**required, **(optional or {})}
    return {"type": "object", "required": list(required), "properties": properties}


def _list(description: str, items: Json) -> Json:
    return {"description": description, "type": "array", "items": items}


def _text(description: str, **more: Any) -> Json:
    return {"description": description, "type": "string", **more}


def _perhaps(description: str) -> Json:
    return {"description": description, "type": ["string", "null"]}


def _yes_or_no(description: str) -> Json:
    return {"description": description, "type": "boolean"}


_OF_A_PLACE: Json = {
    "sheet": _text("The sheet as the file calls it; or, of the whole file, what of it, such as `file name`."),
    "cell": _text("The cell, such as G6; empty where none is meant."),
}
_OF_A_FINDING: Json = {
    "code": _text("The check that found it; `commissioning explain CODE` says more."),
    "severity": _text("What it does to the return.", enum=[severity.value for severity in Severity]),
    "on_trial": _yes_or_no("Whether the rule is on trial: then it is a note, and asks nothing."),
    "places": _list("Every cell it is in; none where the whole file is meant.", _object(_OF_A_PLACE)),
    "there": _text("What is there."),
    "remedy": _text("What to do."),
    "measures": _list("The measures it is about, by code.", {"type": "string"}),
    "explanation": _perhaps("What the provider typed beside the figures; never of a file that names people."),
}
_OF_A_FILE: Json = {
    "file": _text("The file's own name, without what could identify a person."),
    "also_called": _list("The names that the same bytes came under besides, each time.", {"type": "string"}),
    "sha256": _text("The digest of its bytes.", pattern="^[0-9a-f]{64}$"),
    "format": _perhaps("What sort of file its content shows it to be, such as xlsx; null where it was not read."),
    "contract": _perhaps("The contract that it is a return of, by id."),
    "period": _perhaps("The period's label: in its contract's own years, or in years from April when checked alone."),
    "span": _perhaps("The days that the period covers, such as 2025-04-01..2025-06-30."),
    "edition": _perhaps("The digest of the edition that the file names."),
    "verdict": _text("What it comes to, or would if it were sent.", enum=[verdict.value for verdict in Verdict]),
}
_OF_A_CHANGE: Json = {
    "answer": _text("The measure, or its part such as referrals/source/police."),
    "service": _text("The service by id; empty for the whole contract."),
    "before": _text("What was answered."),
    "after": _text("What is answered now."),
}
_OF_AN_IMPORT: Json = {
    "posted": {"description": "How many entries were added to the ledger.", "type": "integer"},
    "imported_before": _yes_or_no("Whether these bytes were recorded before."),
    "replaced": _yes_or_no("Whether a correction has taken its place since."),
    "turned_away": _yes_or_no("Whether it names people: then nothing of it was recorded but a sign that it came."),
    "locked_away": _yes_or_no("Whether a file that was turned away is in quarantine, rather than not kept."),
    "judged_again": _list("Later returns whose verdict changed by it, in words.", {"type": "string"}),
    "judged_again_since": _perhaps("What has changed, where no file came and a recorded return was judged again."),
    "changes": _list("What a correction changed, answer by answer.", _object(_OF_A_CHANGE)),
}
