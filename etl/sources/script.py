"""Letters that look like others: a Cyrillic A in an id makes two ids of one."""

import re
import unicodedata

OTHER_THAN_LATIN = re.compile(r"[^\x00-\u024f\u1e00-\u1eff]")
"""A quick look: text without any of these needs no second one."""

LOOKALIKES = {"CYRILLIC", "GREEK", "ARMENIAN", "COPTIC", "CHEROKEE"}
WORD = re.compile(r"[^\W\d_]+")


def stranger(text: str, whole: bool) -> int | None:
    """Place of the first letter that does not belong; None where all do.

    In an id (`whole`) every letter is Latin. In a name only a word that mixes scripts is suspect: a whole word in
    Greek is somebody's name.
    """
    if text.isascii() or not (whole or OTHER_THAN_LATIN.search(text)):
        return None
    if whole:
        return next((i for i, letter in enumerate(text) if letter.isalpha() and script(letter) != "LATIN"), None)
    return next((word.start() + place for word in WORD.finditer(text) if (place := _mixed(word[0])) is not None), None)


def script(letter: str) -> str:
    """First word of the letter's Unicode name, which is its script."""
    return unicodedata.name(letter, "?").split()[0]


def _mixed(word: str) -> int | None:
    """Place of the first look-alike in a word that also has Latin letters."""
    scripts = [script(letter) for letter in word]
    if "LATIN" not in scripts:
        return None
    return next((i for i, name in enumerate(scripts) if name in LOOKALIKES), None)
