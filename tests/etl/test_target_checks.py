"""Targets that do not fit the catalogue are findings, each with its year and indicator."""

import pytest
from worked import dataset

from etl.checking.targets import fit_the_catalogue

HEADER = "year indicator_id target limit direction"


def broken(row: str) -> list[str]:
    return [check.check_id for check in fit_the_catalogue(dataset("target", f"{HEADER}\n{row}")) if not check.passed]


@pytest.mark.parametrize(
    ("row", "checks"),
    [
        ("2019 sick_leave_r12  0.04 0.06 lower", []),
        ("2019 sick_leave_r12  0.04 0.06 higher", ["target/direction"]),
        ("2019 hme             75   70   higher", []),  # an index is not a share
        ("2019 hme             75   70   lower", ["target/direction"]),
        ("2019 full_time_share 0.8  -    higher", []),  # the catalogue takes no side
        ("2019 sick_leave_r12  4    -    lower", ["target/scale"]),
        ("2019 sick_leave_r12  -    6    lower", ["target/scale"]),
        ("2019 full_time_share 1    -    higher", []),
        ("2019 sick_leave      0.04 -    lower", ["target/indicator"]),
    ],
)
def test_a_target_that_does_not_fit_is_found(row, checks):
    assert broken(row) == checks


def test_the_finding_names_year_and_indicator():
    found = fit_the_catalogue(dataset("target", f"{HEADER}\n2019 hme 75 - lower\n2018 hme 75 - higher"))
    (check,) = [check for check in found if not check.passed]
    assert "1 st (2019 hme)" in check.message
    assert check.severity == "serious"


def test_no_targets_are_no_findings():
    assert all(check.passed for check in fit_the_catalogue(dataset("target", HEADER)))
