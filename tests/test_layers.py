"""etl and dashboard never import each other; data imports neither; pages import only the reading side."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = {"data": {"data"}, "etl": {"etl", "data"}, "dashboard": {"dashboard", "data", "pages"}}
PAGES = {"pages", "dashboard", "data", "streamlit"}


def imported(file: Path) -> set[str]:
    """Top-level names of everything a file imports, inside functions too."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_the_rooms_below_it(room):
    files = list((ROOT / room).rglob("*.py"))
    strangers = {file.name: imported(file) & {*ROOMS, "pages"} - ROOMS[room] for file in files}
    assert files
    assert not any(strangers.values()), strangers


def test_pages_import_only_the_reading_side():
    strangers = {file.name: imported(file) - PAGES for file in (ROOT / "pages").glob("*.py")}
    assert not any(strangers.values()), strangers
