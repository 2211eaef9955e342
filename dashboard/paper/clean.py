"""A source's text for file formats made of XML: its line breaks of one kind, without what XML has no place for."""

import re

_BREAK = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """The text with "\\n" for every line break; control characters, lone surrogates and the like left out."""
    return _FORBIDDEN.sub("", _BREAK.sub("\n", text))
