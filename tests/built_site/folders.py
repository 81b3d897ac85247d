"""Compares folders of built pages, file by file."""

from __future__ import annotations

from pathlib import Path


def tree(folder: Path) -> dict[str, bytes]:
    """What each file below a folder holds, by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def differing(one: Path, other: Path) -> list[str]:
    """The paths of files that two folders do not hold alike."""
    left, right = tree(one), tree(other)
    return sorted(name for name in {*left, *right} if left.get(name) != right.get(name))
