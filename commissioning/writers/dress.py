"""What a designer edits: the theme's colours and words of pages, from `templates/`, as a Dress for a writer."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment


@dataclass(frozen=True)
class Dress:
    """A folder of templates: `theme.toml` and jinja pages. What is not in it is taken from the folder `otherwise`."""

    folder: Path
    otherwise: Path | None = None

    @cached_property
    def theme(self) -> Mapping[str, Any]:
        """Fonts, colours and number formats by name."""
        return tomllib.loads((self.folder / "theme.toml").read_text(encoding="utf-8"))

    def lines(self, page: str, **facts: object) -> tuple[str, ...]:
        """A page of plain text, filled in, as lines."""
        return tuple(self._filled(page, facts).splitlines())

    def page(self, page: str, **facts: object) -> str:
        """A page of HTML, filled in with facts that are escaped, and with the theme."""
        return self._filled(page, {**facts, "theme": self.theme})

    def _filled(self, page: str, facts: Mapping[str, object]) -> str:
        return self._pages.get_template(page).render(**facts)

    @cached_property
    def _pages(self) -> "Environment":
        """The pages, each read once."""
        from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

        return Environment(
            loader=FileSystemLoader([folder for folder in (self.folder, self.otherwise) if folder]),
            undefined=StrictUndefined,
            # Plain text goes into cells, written as strings: no markup is made of it.
            autoescape=select_autoescape(["html"]),
            trim_blocks=True,
            lstrip_blocks=True,
        )
