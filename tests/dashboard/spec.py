"""What a test reads out of a Vega-Lite dict."""

from typing import Any


def layers(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """All layers, also nested ones."""
    inner = [layer for child in spec.get("layer", []) for layer in layers(child)]
    return inner or [spec]


def rows_of(layer: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows a layer draws, after its filter on a known value."""
    fields = [step["filter"].split("datum.")[1].strip(")") for step in layer.get("transform", [])]
    return [row for row in layer["data"]["values"] if all(row[field] for field in fields)]


def encodings(spec: dict[str, Any], channel: str, field: str) -> list[dict[str, Any]]:
    found = [layer["encoding"].get(channel, {}) for layer in layers(spec)]
    return [encoding for encoding in found if encoding.get("field") == field]


def orders(spec: dict[str, Any], channel: str, field: str) -> list[list[str]]:
    """The order of names that each layer was given."""
    return [encoding["sort"] for encoding in encodings(spec, channel, field)]


def domains(spec: dict[str, Any], channel: str) -> list[list[float]]:
    """The scale of each layer that has a given one."""
    found = [layer["encoding"].get(channel, {}).get("scale") or {} for layer in layers(spec)]
    return [scale["domain"] for scale in found if isinstance(scale.get("domain", [""])[0], float)]


def selections(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return [param["select"] for param in spec.get("params", []) if "select" in param]


def values(spec: dict[str, Any], field: str) -> list[Any]:
    """What the rows of all layers have in this field, each once."""
    found = [row[field] for layer in layers(spec) for row in rows_of(layer) if row.get(field) is not None]
    return list(dict.fromkeys(found))
