"""Writing without sign-in is open only where nobody but this machine can ask."""

import pytest

from dashboard import exposure


@pytest.fixture(autouse=True)
def untold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test begins in a server that has not told where it listens."""
    monkeypatch.setattr(exposure, "_served_on", [])


OURS = {"Host": "localhost:8501"}


@pytest.mark.parametrize("address", ["localhost", "LOCALHOST", "127.0.0.1", "127.8.9.1", "::1"])
def test_a_server_on_loopback_asked_straight_is_only_here(address: str) -> None:
    exposure.served_on(address)
    assert exposure.only_here(OURS)


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "", "10.1.2.3", "fe80::1", "uppfoljning.region.se"])
def test_a_server_that_listens_to_others_is_not(address: str) -> None:
    exposure.served_on(address)
    assert not exposure.only_here(OURS)


def test_a_server_that_has_not_told_is_taken_to_be_open() -> None:
    assert not exposure.only_here(OURS)


def test_the_last_address_that_is_told_counts() -> None:
    exposure.served_on("127.0.0.1")
    exposure.served_on("0.0.0.0")
    assert not exposure.only_here(OURS)


@pytest.mark.parametrize(
    "header",
    ["Forwarded", "Via", "X-Forwarded-For", "x-forwarded-for", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP"],
)
def test_a_proxys_header_tells_that_others_come_through(header: str) -> None:
    exposure.served_on("127.0.0.1")
    assert not exposure.only_here({**OURS, header: "127.0.0.1"})


@pytest.mark.parametrize(
    ("host", "ours"),
    [
        ("localhost", True),
        ("127.0.0.1:8501", True),
        ("[::1]:8501", True),
        ("::1", True),
        ("uppfoljning.region.se", False),
        ("localhost.region.se", False),  # begins as ours
        ("127.0.0.1.region.se:8501", False),
        ("10.1.2.3:8501", False),
        ("[2001:db8::1]:8501", False),
        ("", False),
    ],
)
def test_who_asks_for_another_name_than_ours_comes_through_something(host: str, ours: bool) -> None:
    exposure.served_on("localhost")
    assert exposure.only_here({"host": host}) is ours


@pytest.mark.parametrize(
    ("origin", "ours"),
    [
        ("http://localhost:8501", True),
        ("http://[::1]:8501", True),
        ("https://uppfoljning.region.se", False),  # a proxy that leaves no other trace: nginx as it comes
        ("null", False),
    ],
)
def test_a_page_that_was_opened_under_another_name_does_too(origin: str, ours: bool) -> None:
    exposure.served_on("localhost")
    assert exposure.only_here({**OURS, "Origin": origin}) is ours
