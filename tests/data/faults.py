"""A system that refuses: stands in for `os` in `data.disk`, and fails the k-th call, once or from then on."""

import errno
import os
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from data import disk

CALLS = {"open", "write", "fsync", "close", "link", "replace", "unlink", "mkdir", "rmdir", "listdir"}
ERRORS = {
    errno.ENOSPC: "disken är full",
    errno.EMFILE: "för många filer är öppna",
    errno.EACCES: "behörighet saknas",
    errno.EIO: "disken svarar med fel",
}


@dataclass
class Refusing:
    """`at` counts from 0 over all calls. `failed` tells which calls were refused."""

    at: int
    error: int
    for_good: bool = False

    def __post_init__(self) -> None:
        self.count = 0
        self.failed: list[str] = []

    def __getattr__(self, name):
        real = getattr(os, name)
        if name not in CALLS:
            return real

        def call(*arguments, **named):
            if self._refuses(name):
                if name == "close":
                    real(*arguments)  # the system lets go of the descriptor all the same
                raise OSError(self.error, os.strerror(self.error))
            return real(*arguments, **named)

        return call

    def _refuses(self, name: str) -> bool:
        now = self.count
        self.count += 1
        refused = now == self.at or (self.for_good and now > self.at)
        if refused:
            self.failed.append(name)
        return refused


@contextmanager
def refusing(at: int, error: int, for_good: bool = False):
    """Within the block the k-th call fails; what it yields tells whether there was one."""
    system = Refusing(at, error, for_good)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(disk, "os", system)
        yield system
