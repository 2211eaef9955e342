"""Can only this machine reach the server, and is it this machine that asks?"""

import re
from collections.abc import Mapping
from ipaddress import ip_address

_PROXY_HEADERS = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
_HOST = re.compile(r"(\[(?P<bracketed>[0-9a-f:.]+)\]|(?P<plain>[a-z0-9.-]+))(:\d+)?")
"""A host with or without its port; an IPv6 address of several colons has none."""
_served_on: list[str] = []


def served_on(host: str) -> None:
    """Tell which address the server listens on; untold, as in development, it is taken to be open."""
    _served_on[:] = [host]


def only_here(headers: Mapping[str, str]) -> bool:
    """The server listens on loopback alone, and the request came straight to it.

    A proxy in front makes a loopback server open to others: it is known by its headers, or by a name that is not ours,
    asked for (Host) or of the page that asks (Origin, which a proxy leaves as the browser wrote it).
    """
    told = {name.lower(): value for name, value in headers.items()}
    asked = [told.get("host", "localhost"), told.get("origin", "//localhost").partition("//")[2]]
    return bool(_served_on) and not told.keys() & set(_PROXY_HEADERS) and all(map(is_loopback, [*_served_on, *asked]))


def is_loopback(host: str) -> bool:
    """ "localhost", "127.0.0.1:8501", "[::1]:8501"."""
    named = _HOST.fullmatch(host.strip().lower())
    name = (named["bracketed"] or named["plain"]) if named else host
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
