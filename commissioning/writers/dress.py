"""What a designer edits: the theme's colours and words of pages, from `templates/`, as a Dress for a writer."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Dress:
    """A folder of templates: `theme.toml` and jinja pages."""

    folder: Path

    @cached_property
    def theme(self) -> Mapping[str, Any]:
        """Fonts, colours and number formats by name."""
        return tomllib.loads((self.folder / "theme.toml").read_text(encoding="utf-8"))

    def lines(self, page: str, **facts: object) -> tuple[str, ...]:
        """A page of plain text, filled in, as lines; no markup is made here."""
        return tuple(self._filled(page, facts, escape=False).splitlines())

    def page(self, page: str, **facts: object) -> str:
        """A page of markup, filled in: whatever people typed stays text."""
        return self._filled(page, facts, escape=True)

    def _filled(self, page: str, facts: Mapping[str, object], *, escape: bool) -> str:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

        pages = Environment(  # escaping is off for plain text alone, which is written as strings
            loader=FileSystemLoader(self.folder),
            undefined=StrictUndefined,
            autoescape=escape,  # noqa: S701  # off for plain text alone
            trim_blocks=True,
            lstrip_blocks=True,
        )
        return pages.get_template(page).render(**facts)
