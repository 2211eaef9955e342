"""Where comments on activities are kept, and whether the screen takes new ones: `[comments]` of the settings file.

`FOLLOWUP_COMMENTS` (address) and `FOLLOWUP_WRITING` (on or off) in the environment come before the file.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from data import toml
from data.addresses import filled, unset
from data.database import default_url
from data.errors import UsageError
from data.location import published_root
from data.toml import Section

ADDRESS, WRITING = "FOLLOWUP_COMMENTS", "FOLLOWUP_WRITING"
SWITCH = {"on": True, "off": False}
EXAMPLES = "sqlite:////mapp/comments.sqlite eller postgresql+psycopg://anvandare:${LOSENORD}@server/databas"


@dataclass(frozen=True)
class CommentSettings:
    """`url` may hold a password and is never shown. `writing` is None where the server's own address decides."""

    url: str = field(repr=False)
    writing: bool | None

    def at(self, root: Path) -> "CommentSettings":
        """With an address also where none is set: a file in the data folder."""
        return replace(self, url=self.url or default_url(root))


def load(environ: Mapping[str, str] = os.environ, root: Path | None = None) -> CommentSettings:
    """From the file that `FOLLOWUP_CONFIG` names, if any; `root` is the data folder. Raises `UsageError`."""
    named = environ.get("FOLLOWUP_CONFIG")
    top = Section(Path(named or ""), "", toml.read(Path(named)) if named else {}, [])
    found = from_section(top.section("comments"), environ)
    if top.problems:
        raise UsageError("\n".join(top.problems))
    return found.at(root or published_root(environ))


def from_section(section: Section, environ: Mapping[str, str]) -> CommentSettings:
    """What the section and the environment say; faults of both are added to the section's problems.

    The address is empty where neither names one.
    """
    url, writing = section.text("url"), section.optional_flag("writing")
    section.refuse_the_rest()
    for got, allowed in _faults(url, environ):
        section.wrong("url", got, allowed)
    chosen, switch = environ.get(ADDRESS, ""), environ.get(WRITING, "")
    section.problems += [_in_environment(ADDRESS, *fault) for fault in _faults(chosen, environ)]
    if switch and switch not in SWITCH:
        section.problems.append(_in_environment(WRITING, switch, " eller ".join(SWITCH)))
    return CommentSettings(filled(chosen or url, environ), SWITCH.get(switch, writing))


def _faults(url: str, environ: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What is wrong in an address, shown without what may be a password, and what is allowed."""
    missing = unset(url, environ)
    for name in missing:
        yield f"${{{name}}}", f"en miljövariabel som är satt; sätt {name}"
    if url and not missing:
        shown = f"{url.partition('://')[0]}://..." if "://" in url else "..."
        try:
            address = make_url(filled(url, environ))
            address.get_dialect()
        except (ArgumentError, ImportError, ValueError):
            yield shown, f"en adress som SQLAlchemy kan använda: {EXAMPLES}"
            return
        if address.get_backend_name() == "sqlite" and address.database in (None, "", ":memory:"):
            yield shown, "en databas som finns kvar när programmet slutar: sqlite:////mapp/comments.sqlite"


def _in_environment(name: str, got: str, allowed: str) -> str:
    return f"Miljövariabeln {name} är {got!r}. Tillåtet: {allowed}. Rätta den och kör igen."
