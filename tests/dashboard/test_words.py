"""Every code that the ETL publishes has Swedish words."""

from dashboard import words
from etl.restatements import MEASURES
from etl.sources.refusals import RULES


def test_every_rule_that_refuses_a_cell_has_words() -> None:
    assert set(words.REFUSED) == set(RULES)


def test_every_measure_that_is_followed_after_closing_has_words() -> None:
    assert set(words.RESTATED) == set(MEASURES)
