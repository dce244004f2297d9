"""Questions about funnels: is each stage a measure that is there, and a whole count of what happened in a period?"""

from collections.abc import Iterator

from commissioning.contract.raw import Raw, Said, listed, services_of, table, unknown
from commissioning.measures import KINDS, Over


def funnels_count_what_passes(raw: Raw) -> Iterator[Said]:
    """Stages that are no measures, no whole counts of a period, or asked of no service in common."""
    found = raw.get("funnel")
    for number, funnel in enumerate(found if isinstance(found, list) else ()):
        path = f"funnel.{number}.measures"
        stages = listed(funnel, "measures") if isinstance(funnel, dict) else ()
        measures = [table(raw, "measure", stage) for stage in stages]
        for stage, measure in zip(stages, measures, strict=True):
            yield from unknown(path, stage, table(raw, "measure"), "measure")
            yield from _is_no_count(path, stage, measure)
        if len(stages) == 1:
            yield path, "names one stage", "Name two or more, in order."
        services = [set(services_of(raw, measure)) for measure in measures if measure]
        if services and not set.intersection(*services):
            yield path, "names measures that no one service is asked for", "Name measures of one service."


def _is_no_count(path: str, stage: str, measure: Raw) -> Iterator[Said]:
    kind = KINDS.get(str(measure.get("kind")))
    if kind and (kind.guard is None or kind.guard.places or kind.is_percent or kind.over_time is Over.LAST):
        yield path, f"uses {stage}, a {kind.title}", "Use whole counts of what happened in a period."
