"""What can be computed exactly from what is known: linear combinations of groups."""

import numpy as np

from etl.disclosure.groups import Floats, Mask

NOTHING = 1e-6
"""Sums of zeros and ones that are not combinations of each other are never this close to being it."""


class Span:
    """What the known groups tell about the protected ones; grows by one known group at a time.

    A protected group can be computed when nothing of its vector is left outside what is known. What could be computed
    from the beginning (`known`, of earlier snapshots) cannot be taken back and is not watched.
    """

    def __init__(self, protected: Floats, known: Floats) -> None:
        self._basis = np.empty((0, protected.shape[1]))
        self._protected = protected
        self._left = np.asarray((protected**2).sum(axis=1))
        for vector in known:
            self.learn(vector)
        watched = self._left > NOTHING**2 * np.maximum(1, (protected**2).sum(axis=1))
        self._protected, self._left = protected[watched], self._left[watched]

    def gives_away(self, vector: Floats) -> bool:
        """Could a protected group be computed if this were known too?"""
        news = self._news(vector)
        return news is not None and bool((self._after(news) < NOTHING).any())

    def learn(self, vector: Floats) -> None:
        news = self._news(vector)
        if news is not None:
            self._left = self._after(news)
            self._basis = np.vstack([self._basis, news])

    def computable(self) -> Mask:
        """Which of the watched groups can be computed."""
        return np.asarray(self._left < NOTHING)

    def _news(self, vector: Floats) -> Floats | None:
        """The direction of the vector that is not known yet, of length 1; None where all of it is known."""
        rest = vector - self._basis.T @ (self._basis @ vector)
        rest = rest - self._basis.T @ (self._basis @ rest)  # twice: once leaves rounding behind
        length = float(np.linalg.norm(rest))
        return rest / length if length > NOTHING else None

    def _after(self, news: Floats) -> Floats:
        return np.asarray(self._left - (self._protected @ news) ** 2)
