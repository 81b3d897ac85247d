"""What commands ask of the machine on which they run: the date, and git."""

from __future__ import annotations

import datetime
import os
import subprocess
from pathlib import Path


def today() -> datetime.date:
    """Return today's date, or that of the environment variable SOURCE_DATE_EPOCH, with which an import can be
    repeated.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch and epoch.isdigit():
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    return datetime.date.today()


def git_user() -> str:
    """Return the name under which git commits here; an empty text if there is no git, or no name is set."""
    command = ["git", "config", "--get", "user.name"]
    try:
        run = subprocess.run(  # noqa: S603 - a list of our own making, and no shell
            command, capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return run.stdout.strip() if run.returncode == 0 else ""


def has_changes(folder: Path) -> bool:
    """Return whether a folder has changes that are not committed; False if it is in no repository, or git cannot be
    run.
    """
    from ..build.history import run_git

    done = run_git(folder, "status", "--porcelain", "--", ".")
    return bool(done and done.returncode == 0 and done.stdout.strip())


def commit_on_branch(folder: Path, branch: str, message: str) -> str | None:
    """Commit all changes in a folder on a new branch, with a message. Returns None, or the reason if one of git's steps
    failed.
    """
    from ..build.history import run_git

    for command in (
        ("switch", "--create", branch),
        ("add", "--all", "--", "."),
        ("commit", "--quiet", f"--message={message}"),
    ):
        done = run_git(folder, *command)
        if done is None:
            return "git cannot be run"
        if done.returncode:
            return " ".join((done.stderr or done.stdout).split())[:300]
    return None
