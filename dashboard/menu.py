"""The pages: which file answers which question, and under which address."""

from dataclasses import dataclass
from pathlib import Path

PAGES_FOLDER = Path(__file__).parent.parent / "pages"


@dataclass(frozen=True)
class Entry:
    """One page in the menu. The first stands at the root, so its address is empty."""

    name: str
    title: str
    icon: str
    address: str

    @property
    def file(self) -> Path:
        return PAGES_FOLDER / f"{self.name}.py"


MENU = (
    Entry("overview", "Översikt", "dashboard", ""),
    Entry("economy", "Ekonomi", "payments", "ekonomi"),
    Entry("forecast", "Prognos", "trending_up", "prognos"),
    Entry("activities", "Aktiviteter", "checklist", "aktiviteter"),
    Entry("staff", "Medarbetare", "groups", "medarbetare"),
    Entry("investments", "Investeringar", "apartment", "investeringar"),
    Entry("dialogue", "Rapport och dialog", "co_present", "dialog"),
    Entry("about", "Om data", "database", "om-data"),
)
BY_NAME = {entry.name: entry for entry in MENU}
