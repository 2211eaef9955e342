"""Rows of the Markdown table."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

HEAD = ("What", "Ours", "Stock or bare", "Ratio", "Aim", "Met")


@dataclass(frozen=True)
class Row:
    """One line; every cell is ready text, and an empty `aim` means that nothing was promised."""

    what: str
    ours: str
    stock: str = ""
    ratio: str = ""
    aim: str = ""
    met: str = ""


def compared(what: str, ours: Sequence[float], stock: Sequence[float], unit: str, at_most: float | None = None) -> Row:
    """Medians with their lowest and highest, and the ratio of the medians against what it may be at most."""
    ratio = median(ours) / median(stock)
    aim = f"≤ {at_most:g} x" if at_most else ""
    return Row(what, spread(ours, unit), spread(stock, unit), f"{ratio:.2f}", aim, verdict(ratio, at_most))


def limited(what: str, ours: float, stock: float, unit: str, below: float) -> Row:
    """One figure on each side, ours against a limit of its own."""
    aim, met = f"< {figure(below)} {unit}", "yes" if ours < below else "no"
    return Row(what, f"{figure(ours)} {unit}", f"{figure(stock)} {unit}", f"{ours / stock:.2f}", aim, met)


def verdict(value: float, at_most: float | None) -> str:
    if at_most is None:
        return ""
    return "yes" if value <= at_most else "no"


def spread(values: Sequence[float], unit: str) -> str:
    """ "310 ms (290-350)"."""
    around = f" ({figure(min(values))}-{figure(max(values))})" if len(values) > 1 else ""
    return f"{figure(median(values))} {unit}{around}"


def figure(value: float) -> str:
    """Whole from one hundred and up, else two significant digits or so."""
    return f"{value:.0f}" if abs(value) >= 10 else f"{value:.2g}"


def markdown(rows: Sequence[Row]) -> str:
    """The table, padded so that it can be read as text too."""
    cells = [HEAD, *[(row.what, row.ours, row.stock, row.ratio, row.aim, row.met) for row in rows]]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEAD))]
    lines = [_line(line, widths) for line in cells]
    return "\n".join([lines[0], _line(tuple("-" * width for width in widths), widths), *lines[1:]])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"
