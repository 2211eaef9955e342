"""What was refused: whole datasets, which every page must say, and the cells behind it."""

import pandas as pd

from dashboard import editions
from dashboard import format as sv
from dashboard.markup import Shown
from dashboard.view import View, per_view
from dashboard.words import REFUSED
from data.datasets import BY_NAME as DATASETS

SHOWN_CELLS = 200
TAB = "Avvisat"


def title(dataset: str) -> str:
    """A dataset's name on screen; an unknown one is shown as it came."""
    return DATASETS[dataset].title if dataset in DATASETS else dataset


@per_view
def warnings(view: View) -> list[str]:
    """One sentence per dataset that was refused whole: which figures are shown instead."""
    sources = view.read("sources")
    refused = sources[sources["status"] == "refused"]
    return [_warning(view, *row) for row in zip(refused["dataset"], refused["kept_from"], strict=True)]


def _warning(view: View, dataset: str, kept_from: str | None) -> str:
    if not isinstance(kept_from, str) or not kept_from:
        return f"Datamängden {title(dataset)} är avvisad och visas inte."
    published = editions.first_published(view).get(kept_from)
    when = f" (inläst {sv.day(published)})" if published else ""
    return f"Datamängden {title(dataset)} är avvisad. Siffrorna är från utgåva {kept_from}{when}."


@per_view
def cells(view: View) -> pd.DataFrame:
    """Every refused cell with its words, in the order of dataset, file or table and row."""
    refused = view.read("refused")
    return refused.assign(
        title=refused["dataset"].map(title),
        rule_text=refused["rule"].map(lambda rule: REFUSED.get(rule, rule)),
    ).sort_values(["title", "source", "row_number", "column"], ignore_index=True)


@per_view
def shown(view: View) -> pd.DataFrame:
    """The first of them, as many as a page can carry; the sentence without the place, which has columns."""
    first = cells(view).head(SHOWN_CELLS)
    places = zip(first["message"], first["source"], first["row_number"], first["column"], strict=True)
    return first.assign(
        sentence=[
            text.removeprefix(f"{source}, rad {row}, kolumn {column}").lstrip(": ")
            for text, source, row, column in places
        ]
    )


@per_view
def counted(view: View) -> pd.DataFrame:
    """How many cells each rule refused, per dataset and column, the most first; and one of them."""
    groups = cells(view).groupby(["title", "column", "rule_text"], as_index=False)
    counts = groups.agg(cells=("rule", "size"), example=("value_shown", "first"))
    return counts.sort_values(["cells", "title"], ascending=[False, True], ignore_index=True)


@per_view
def headline(view: View) -> str:
    """How much was refused."""
    count = len(cells(view))
    if not count:
        return "Inget avvisades i den här utgåvan"
    datasets = cells(view)["dataset"].nunique()
    where = f"i {sv.plural(datasets, 'datamängd', 'datamängder')}"
    return f"{sv.plural(count, 'cell är avvisad', 'celler är avvisade')} {where}"


@per_view
def caption(view: View) -> str:
    """How many of the cells are shown."""
    count = len(cells(view))
    if count <= SHOWN_CELLS:
        return "Avvisade celler"
    return f"De första {SHOWN_CELLS} av {sv.number(count)} avvisade celler; alla finns i Excel-filen"


NOTE = (
    "En datamängd med belopp avvisas hel för en enda felaktig rad; aktiviteter, åtaganden, enkäter och kalender "
    "rad för rad. Rätta i källan: nästa körning läser den på nytt."
)
COUNT_COLUMNS = [
    Shown("title", "Datamängd", str, fixed=True),
    Shown("column", "Kolumn", str),
    Shown("rule_text", "Regel", str),
    Shown("cells", "Celler", sv.number, numeric=True),
    Shown("example", "Ett av värdena", sv.text, loose=True),
]
CELL_COLUMNS = [
    Shown("title", "Datamängd", str),
    Shown("source", "Fil eller tabell", str, loose=True),
    Shown("row_number", "Rad", sv.number, numeric=True),
    Shown("column", "Kolumn", str),
    Shown("value_shown", "Vad som kom", sv.text, loose=True),
    Shown("allowed", "Tillåtet", sv.text),
    Shown("rule_text", "Regel", str),
    Shown("sentence", "Vad som är fel", str, loose=True),
]
EXPORTED = [
    ("title", "Datamängd"),
    ("source", "Fil eller tabell"),
    ("row_number", "Rad"),
    ("column", "Kolumn"),
    ("value_shown", "Vad som kom"),
    ("allowed", "Tillåtet"),
    ("rule_text", "Regel"),
    ("message", "Vad som är fel"),
]
