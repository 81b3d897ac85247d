"""A survey as it was: its folder as git has it at another commit. Outside a repository there is none."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SECONDS = 120


class HistoryError(Exception):
    """Git has no such state; the message says why."""


def commit_of(folder: Path, revision: str) -> str | None:
    """Return the commit that a tag, a branch, or the beginning of a commit's name stands for in the repository of a
    folder; None if it stands for nothing.
    """
    return _said(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}") or None


def commit_that_added(folder: Path, name: str) -> str | None:
    """Return the commit in which a file of a folder first was; None where the history does not reach so far back."""
    if _said(folder, "rev-parse", "--is-shallow-repository") != "false":
        return None
    added = _said(folder, "log", "--diff-filter=A", "--format=%H", "--", name)
    return added.splitlines()[-1] if added else None


@contextmanager
def survey_at(folder: Path, place: str) -> Iterator[Path]:
    """Give the folder of a survey as it was: at a commit, a branch or a tag, or in a folder that holds a copy. Raises
    HistoryError if `place` is none of them.
    """
    if Path(place).is_dir():
        yield Path(place)
        return
    commit = commit_of(folder, place)
    if commit is None:
        raise HistoryError("is no folder, and no commit, branch or tag of the survey's repository")
    with as_it_was(folder, commit) as then:
        yield then


@contextmanager
def as_it_was(folder: Path, commit: str) -> Iterator[Path]:
    """Give the folder as it was at a commit, in a checkout of its own that is deleted when the `with` block ends; what
    stands above the folder in its repository is there as well. Raises HistoryError if git cannot make one.
    """
    below = _said(folder, "rev-parse", "--show-prefix")
    with tempfile.TemporaryDirectory(prefix="survey-") as place:
        checkout = Path(place).resolve() / folder.resolve().name
        # A hook of the repository has no business here.
        made = run_git(
            folder, "-c", "core.hooksPath=/dev/null", "worktree", "add", "--quiet", "--detach", str(checkout), commit
        )
        if made is None or made.returncode:
            raise HistoryError(" ".join(made.stderr.split())[:300] if made else "git cannot be run")
        try:
            if not (checkout / below).is_dir():
                raise HistoryError(f"there is no folder {below!r} at {commit[:12]}")
            yield checkout / below
        finally:
            run_git(folder, "worktree", "remove", "--force", str(checkout))


def _said(folder: Path, *arguments: str) -> str:
    """What git prints; nothing where it fails."""
    done = run_git(folder, *arguments)
    return done.stdout.strip() if done and done.returncode == 0 else ""


def run_git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str] | None:
    """Run git in a folder; returns None if it cannot be run."""
    try:
        return subprocess.run(  # noqa: S603 - a list of our own making, and no shell
            ["git", "-C", str(folder), *arguments],  # noqa: S607 - the user's git, wherever it is
            capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=_SECONDS, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return None
