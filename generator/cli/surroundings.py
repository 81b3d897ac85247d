"""What commands ask of the machine they run on: the day, and whom git knows."""

from __future__ import annotations

import datetime
import os
import subprocess


def today() -> datetime.date:
    """Return the day of SOURCE_DATE_EPOCH where the environment gives it, so that an import can be repeated; else
    today's.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch and epoch.isdigit():
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    return datetime.date.today()


def git_user() -> str:
    """Return the name under which git commits here; empty if there is no git or no name."""
    command = ["git", "config", "--get", "user.name"]
    try:
        run = subprocess.run(  # noqa: S603 - a list of our own making, and no shell
            command, capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return run.stdout.strip() if run.returncode == 0 else ""
