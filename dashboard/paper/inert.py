"""Texts that no program on the way to the paper takes for anything but texts."""

from typing import Any

from dashboard.paper.clean import clean


def inert(value: Any) -> Any:
    """Nested dicts and lists with every text cleaned: what XML has no place for ends the drawing process."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: inert(item) for key, item in value.items()}
    return [inert(item) for item in value] if isinstance(value, list | tuple) else value
