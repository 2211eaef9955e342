"""An HR partner on Medarbetare: the four questions, small groups, a missing month, the definitions and a file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect
from published_rows import rows
from test_every_page import CONTRASTS, ENGLISH, LEAKED, TOO_WIDE, VISIBLE_TEXT
from visit import Visit

QUESTIONS = ["Är vi inom målet?", "Rör det sig?", "Var skiljer det sig?", "Vad säger enkäterna?"]
SMALL, MIDDLE, UNIT = "Politisk ledning och kansli", "Social hållbarhet", "Näringsliv"
PICTURES = 7
OVERLAPS = """() => [...document.querySelectorAll("svg.marks")].flatMap(svg => {
  const seen = new Map();
  for (const e of svg.querySelectorAll("text")) {
    if (!e.textContent.trim()) continue;
    const { left, right, top, bottom } = e.getBoundingClientRect();
    const place = { words: e.textContent, left: left + 1, right: right - 1, top: top + 4, bottom: bottom - 4 };
    seen.set(`${place.words} ${Math.round(left)} ${Math.round(top)}`, place);  // a halo is written twice
  }
  const texts = [...seen.values()];
  return texts.flatMap((a, i) => texts.slice(i + 1)
    .filter(b => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
    .map(b => `${a.words} / ${b.words}`));
})"""
"""Words in a picture that stand on other words."""


def test_august_2019_answers_the_four_questions_in_order(visit: Callable[..., Visit]) -> None:
    seen = visit("medarbetare")
    seen.settle(charts=PICTURES)
    expect(seen.title).to_have_text("Sjukfrånvaro R12 är 2,35\u00a0%\u00a0◆, inom mål (högst 4\u00a0%)")
    assert seen.page.get_by_role("main").get_by_role("heading", level=2).all_inner_texts() == QUESTIONS
    expect(seen.page.get_by_text("✓ inom mål (högst 13\u00a0%)")).to_be_visible()
    assert seen.cells("Alla")[0].replace("\u00a0", " ") == "2,35 %"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_withheld_and_missing_are_calm_in_both_themes(visit: Callable[..., Visit], theme: str) -> None:
    seen = visit("medarbetare", theme=theme, period="november 2017")
    calm(seen)
    for small in (SMALL, MIDDLE):
        seen.open("medarbetare", avdelning=small)
        expect(seen.filter("Avdelning")).to_have_value(small)
        calm(seen)


def calm(seen: Visit) -> None:
    text = seen.measure(VISIBLE_TEXT)
    assert LEAKED.findall(text) == []
    assert ENGLISH.findall(text) == []
    assert [(words, round(ratio, 1)) for words, ratio, _ in seen.measure(CONTRASTS) if ratio < 4.5] == []


@pytest.mark.parametrize(
    "chosen",
    [{}, {"period": "november 2017"}, {"period": "januari 2017"}, {"avdelning": MIDDLE}, {"avdelning": "Ekonomi"}],
    ids=lambda chosen: "-".join(chosen.values()) or "august",
)
def test_no_word_in_a_picture_stands_on_another(visit: Callable[..., Visit], chosen: dict[str, str]) -> None:
    seen = visit("medarbetare", size=(1024, 1000), **chosen)
    seen.settle(charts=3)
    drawn = set()
    for width in (1024, 1440, 1920):
        seen.resize(width, 1000)
        drawn.add(seen.charts.first.bounding_box()["width"])
        assert (width, seen.measure(OVERLAPS)) == (width, [])
    assert len(drawn) == 3  # drawn anew for each window


def test_the_definitions_open_by_keyboard_and_fit_the_page(visit: Callable[..., Visit]) -> None:
    seen = visit("medarbetare")
    seen.settle(charts=PICTURES)
    summary = seen.page.locator("summary").filter(has_text="Definitioner")
    summary.focus()
    summary.press("Enter")
    expect(seen.page.get_by_text("medelvärdet av tillsvidareanställda").first).to_be_visible()
    expect(seen.page.get_by_role("cell", name="2019: mål högst 13\u00a0%")).to_be_visible()
    assert seen.measure(TOO_WIDE) == []


def test_a_unit_gets_the_file_of_its_department(visit: Callable[..., Visit], published: Path, tmp_path: Path) -> None:
    seen = visit("medarbetare", avdelning=UNIT)
    seen.settle()
    expect(seen.page.get_by_text(f"Därför visas Regional utveckling i stället för {UNIT}.")).to_be_visible()
    with seen.page.expect_download() as started:
        seen.page.get_by_role("button", name="Hämta som Excel").click()
    started.value.save_as(tmp_path / "file.xlsx")
    book = load_workbook(tmp_path / "file.xlsx")
    header, *body = book["Data"].iter_rows(values_only=True)
    at = header.index("Avdelning")
    units = {row["name"] for row in rows(published, "departments") if row["level"] == "unit"}
    assert {row[at] for row in body} == {"Regional utveckling"}
    assert not units & {cell for row in body for cell in row}
    assert any(
        "enheter under avdelning lämnas inte ut" in str(value) for _, value in book["Om"].iter_rows(values_only=True)
    )
