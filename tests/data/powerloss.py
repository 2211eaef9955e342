"""A disk that loses power: what was not synced may be there afterwards, or not, in any combination.

Assumed, and no more: a file's content lasts when the file was synced after its last write, else it may be empty,
cut short or whole. A name (made, moved or removed) lasts when its folder was synced after, else it may be either way,
whatever became of other names; a rename is two names, which may part.
"""

# ruff: noqa: PTH102, PTH105, PTH106, PTH108
import itertools
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

Tree = dict[str, bytes | None]
"""Path from the top -> content of a file, None for a folder."""


@dataclass(frozen=True)
class Operation:
    """One call that changed the disk, or synced it. Paths are from the top."""

    name: str
    path: str
    target: str = ""
    content: bytes = b""


class Recorder:
    """Stands in for `os` in `data.disk`: does it all for real below `top`, and remembers what changed."""

    def __init__(self, top: Path) -> None:
        self.operations: list[Operation] = []
        self._top = top
        self._open: dict[int, str] = {}

    def __getattr__(self, name):
        return getattr(os, name)

    def open(self, path, flags, mode=0o777):
        descriptor = os.open(path, flags, mode)
        self._open[descriptor] = self._inside(path)
        if flags & os.O_CREAT:
            self._remember("create", path)
        return descriptor

    def write(self, descriptor, content):
        count = os.write(descriptor, content)
        self.operations.append(Operation("write", self._open[descriptor], content=bytes(content[:count])))
        return count

    def fsync(self, descriptor):
        self.operations.append(Operation("sync", self._open[descriptor]))

    def mkdir(self, path):
        os.mkdir(path)
        self._remember("mkdir", path)

    def unlink(self, path):
        os.unlink(path)
        self._remember("remove", path)

    def rmdir(self, path):
        os.rmdir(path)
        self._remember("remove", path)

    def link(self, source, target):
        os.link(source, target)
        self._remember("link", source, self._inside(target))

    def replace(self, source, target):
        os.replace(source, target)
        self._remember("rename", source, self._inside(target))

    def _remember(self, name, path, target=""):
        self.operations.append(Operation(name, self._inside(path), target))

    def _inside(self, path):
        return Path(path).relative_to(self._top).as_posix()


@dataclass(eq=False)
class File:
    """`written` is what everyone sees, `lasting` what is on the disk for certain."""

    written: bytes = b""
    lasting: bytes | None = None

    def contents(self) -> list[bytes]:
        """What may be in it after a power loss."""
        if self.lasting == self.written:
            return [self.written]
        return list(dict.fromkeys([self.lasting or b"", self.written[: len(self.written) // 2], self.written]))


@dataclass(eq=False)
class Folder:
    lasting: dict[str, "File | Folder"] = field(default_factory=dict)
    pending: list[tuple[str, "File | Folder | None"]] = field(default_factory=list)

    def entries(self, kept: list[tuple[str, "File | Folder | None"]]) -> dict[str, "File | Folder"]:
        """The lasting names, changed by those pending ones that were kept."""
        merged = self.lasting | dict(kept)
        return {name: node for name, node in merged.items() if node is not None}

    def sync(self) -> None:
        self.lasting, self.pending = self.entries(self.pending), []


class Disk:
    """The state of a disk after some operations, and every state that a power loss may make of it."""

    def __init__(self, tree: Tree) -> None:
        """`tree` is all lasting."""
        self.top = Folder()
        for path in sorted(tree):
            content = tree[path]
            parent, name = self._place(path)
            parent.lasting[name] = Folder() if content is None else File(content, content)

    def apply(self, operation: Operation) -> None:
        if operation.name in ("write", "sync"):
            self._touch(self._node(operation.path), operation)
            return
        if operation.name == "create":
            self._create(operation.path)
        if operation.name == "mkdir":
            self._name(operation.path, Folder())
        if operation.name in ("link", "rename"):
            self._name(operation.target, self._node(operation.path))
        if operation.name in ("remove", "rename"):
            self._name(operation.path, None)

    def as_seen(self) -> Tree:
        """What is there while the power is on: also after a kill."""
        return self._tree(self.top, "", None, {})

    def after_power_loss(self, most: int, seed: int) -> Iterator[Tree]:
        """Every state, or where they are more than `most` as many drawn by chance."""
        folders, files = self._all()
        names = [(folder, index) for folder in folders for index in range(len(folder.pending))]
        choices = [*[(False, True)] * len(names), *[file.contents() for file in files]]
        for choice in drawn(choices, most, seed):
            kept = {place for place, keep in zip(names, choice, strict=False) if keep}
            contents = dict(zip(files, choice[len(names) :], strict=True))
            yield self._tree(self.top, "", kept, contents)

    def _create(self, path: str) -> None:
        """A new file, or the one that is there made empty."""
        folder, name = self._place(path)
        there = folder.entries(folder.pending).get(name)
        if isinstance(there, File):
            there.written = b""
        else:
            self._name(path, File())

    def _touch(self, node, operation: Operation) -> None:
        if operation.name == "write":
            node.written += operation.content
        elif isinstance(node, Folder):
            node.sync()
        else:
            node.lasting = node.written

    def _name(self, path: str, node) -> None:
        folder, name = self._place(path)
        folder.pending.append((name, node))

    def _place(self, path: str) -> tuple[Folder, str]:
        parent, _, name = path.rpartition("/")
        return self._node(parent), name

    def _node(self, path: str):
        node = self.top
        for name in Path(path).parts:
            node = node.entries(node.pending)[name]
        return node

    def _tree(self, folder: Folder, path: str, kept, contents: dict) -> Tree:
        """`kept` None keeps every name."""
        pending = [p for index, p in enumerate(folder.pending) if kept is None or (folder, index) in kept]
        found: Tree = {}
        for name, node in folder.entries(pending).items():
            below = f"{path}/{name}".lstrip("/")
            if isinstance(node, Folder):
                found[below] = None
                found |= self._tree(node, below, kept, contents)
            else:
                found[below] = contents.get(node, node.written)
        return found

    def _all(self) -> tuple[list[Folder], list[File]]:
        """Every folder and file with something unsettled in it, also those that no name leads to for certain."""
        folders, files, waiting = [], [], [self.top]
        while waiting:
            folder = waiting.pop()
            folders.append(folder)
            for node in [*folder.lasting.values(), *(node for _, node in folder.pending)]:
                if isinstance(node, Folder) and node not in folders:
                    waiting.append(node)
                elif isinstance(node, File) and len(node.contents()) > 1 and node not in files:
                    files.append(node)
        return folders, files


def drawn(choices: list, most: int, seed: int) -> Iterator[tuple]:
    """All combinations, or the two ends and so many others that there are `most`."""
    total = 1
    for options in choices:
        total *= len(options)
    if total <= most:
        yield from itertools.product(*choices)
        return
    chance = random.Random(seed)
    yield tuple(options[0] for options in choices)
    yield tuple(options[-1] for options in choices)
    for _ in range(most - 2):
        yield tuple(chance.choice(options) for options in choices)


def tree_of(top: Path) -> Tree:
    return {path.relative_to(top).as_posix(): path.read_bytes() if path.is_file() else None for path in top.rglob("*")}


def put_on_disk(tree: Tree, top: Path, instead_of: Tree | None = None) -> Path:
    """The tree in a fresh folder; or in one that holds another tree, of which it changes what differs."""
    there = instead_of or {}
    top.mkdir(parents=True, exist_ok=True)
    for path in sorted(there.keys() - tree.keys(), reverse=True):
        (top / path).rmdir() if there[path] is None else (top / path).unlink()
    for path in sorted(path for path in tree if path not in there or there[path] != tree[path]):
        content = tree[path]
        (top / path).mkdir() if content is None else (top / path).write_bytes(content)
    return top
