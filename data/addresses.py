"""A database's address as settings write it: the password stands in the environment and is named as ${NAME}."""

import re
from collections.abc import Mapping
from urllib.parse import quote

_NAMED = re.compile(r"\$\{(\w+)\}")
_BEFORE_AT = re.compile(r"\$\{(\w+)\}(?=@)")


def unset(address: str, environ: Mapping[str, str]) -> list[str]:
    """The names in the address that the environment does not have."""
    return [name for name in _NAMED.findall(address) if name not in environ]


def filled(address: str, environ: Mapping[str, str]) -> str:
    """The address with every name replaced. A password, before the @, may hold any character as it is."""
    encoded = _BEFORE_AT.sub(lambda found: quote(environ.get(found[1], ""), safe=""), address)
    return _NAMED.sub(lambda found: environ.get(found[1], ""), encoded)
