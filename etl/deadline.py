"""The run's total time limit: past it the process ends, whatever it waits for. The store bears that at any point."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol


class Stoppable(Protocol):
    """What is left of a deadline once it is set."""

    def cancel(self) -> None: ...


@contextmanager
def deadline(minutes: float, overdue: Callable[[], None], end: Callable[[int], None] = os._exit) -> Iterator[Stoppable]:
    """Runs `overdue` and ends the process with status 1 after so many minutes, unless left or cancelled before.

    A thread cannot be stopped in the middle of a driver's call, a process can.
    """

    def stop() -> None:
        try:
            overdue()
        finally:
            end(1)

    timer = threading.Timer(minutes * 60, stop)
    timer.daemon = True
    timer.start()
    try:
        yield timer
    finally:
        timer.cancel()
