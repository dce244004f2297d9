"""Text: an answer in words. It is kept and printed, and never becomes a formula or a link."""

from commissioning.measures.kind import Kind, Over

TEXT = Kind(
    "text",
    "text",
    None,
    Over.NEVER,
    Over.NEVER,
    why_not_over_time="words are not added",
    why_not_over_services="words are not added",
    rank=13,
    purpose="An answer in words: what went well, what did not.",
    example="A sentence or two that names nobody.",
)
