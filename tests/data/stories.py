"""What is done to a store, told so that the power can be taken after each operation of it."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from powerloss import Disk, Operation, Recorder, Tree, put_on_disk, tree_of

from data import disk

EVERY_STATE = 5_000
"""No crash of a publication leaves more; where the janitor is stopped there may be, and as many are drawn."""


@dataclass(frozen=True)
class Story:
    """What is there, what is done to it, what may be seen if the power goes meanwhile, and what must be after."""

    prepare: Callable[[Path], object]
    act: Callable[[Path], object]
    meanwhile: set[str]
    after: str
    look: Callable[[Path], str]


class Bench:
    """Plays stories in folders of its own, and looks at each state of a disk once."""

    def __init__(self, folder: Path, seed: int = 2019) -> None:
        self._folder = folder
        self._seed = seed
        self._used = 0
        self._looked_at, self._tree = self._fresh(), dict[str, bytes | None]()
        self._seen: dict[tuple[str, frozenset], str] = {}

    def record(self, start: Tree, act: Callable[[Path], object], run: str = "run") -> list[Operation]:
        """What `act` does to a store that is on the disk already. `run` stands in the names that only it uses."""
        top = put_on_disk(start, self._fresh())
        recorder = Recorder(top)
        used = itertools.count()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(disk, "os", recorder)
            patch.setattr(disk, "unique", lambda: f"{run}{next(used)}")
            act(top / "store")
        return recorder.operations

    def prepared(self, story: Story) -> Tree:
        top = put_on_disk({"a neighbour": b""}, self._fresh())
        story.prepare(top / "store")
        return tree_of(top)

    def crashes(
        self, story: Story, start: Tree, operations: list[Operation], first: int = 0, most: int = EVERY_STATE
    ) -> Iterator[str]:
        """Each crash that shows what it must not, in words."""
        for done in range(first, len(operations) + 1):
            state = Disk(start)
            for operation in operations[:done]:
                state.apply(operation)
            allowed = {story.after} if done == len(operations) else story.meanwhile
            for tree in state.after_power_loss(most, self._seed + done):
                seen = self._look(story, tree)
                if seen not in allowed:
                    yield f"after {done} of {len(operations)} operations a reader gets {seen}"

    def states_looked_at(self) -> int:
        return len(self._seen)

    def _look(self, story: Story, tree: Tree) -> str:
        key = (story.look.__name__, frozenset(tree.items()))
        if key not in self._seen:
            put_on_disk(tree, self._looked_at, instead_of=self._tree)
            self._tree = tree
            self._seen[key] = story.look(self._looked_at / "store")
        return self._seen[key]

    def _fresh(self) -> Path:
        self._used += 1
        return self._folder / str(self._used)


def without(operations: list[Operation], index: int) -> list[Operation]:
    return operations[:index] + operations[index + 1 :]


def syncs(operations: list[Operation]) -> list[int]:
    return [index for index, operation in enumerate(operations) if operation.name == "sync"]


def described(operations: list[Operation], index: int) -> str:
    before = operations[index - 1]
    return f"sync of {operations[index].path} after {before.name} {before.target or before.path}"


def needless_syncs(
    bench: Bench, story: Story, start: Tree, operations: list[Operation], most: int = EVERY_STATE
) -> list[str]:
    """Those without which no crash shows anything that it must not."""
    return [
        described(operations, index)
        for index in syncs(operations)
        if next(bench.crashes(story, start, without(operations, index), most=most), None) is None
    ]
