"""Does what `ci/Containerfile` says, where no container runs: `make container`.

    debootstrap ─▶ a clean Debian ─▶ COPY and RUN ─▶ CMD, without a network, on a new survey of docs/guide/library.bib

The image that the file begins with is replaced by Debian 12 with its own Python 3.11 in a virtual environment. What
pip needs is fetched beforehand, so that the installing step, too, takes nothing from anywhere else. Needs root,
debootstrap and unshare; says so where one of them is missing.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / ".cache/container"
PACKAGES = "python3,python3-venv"
PATH = "/venv/bin:/usr/sbin:/usr/bin:/sbin:/bin"
OFFLINE = {"PATH": PATH, "HOME": "/root", "LC_ALL": "C.UTF-8", "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "/wheels"}


def missing() -> str:
    """Return what this machine lacks; empty if nothing."""
    wanted = [name for name in ("debootstrap", "unshare", "chroot") if shutil.which(name) is None]
    return ", ".join([*wanted, *([] if os.geteuid() == 0 else ["root"])])


def steps(containerfile: str) -> Iterator[tuple[str, str]]:
    """The instructions of a Containerfile with what they are given.

    >>> [*steps("# why\\nRUN a \\\\\\n && b\\n")]
    [('RUN', 'a  && b')]
    """
    lines = [line for line in containerfile.splitlines() if not line.startswith("#")]
    for line in re.sub(r"\\\n", " ", "\n".join(lines)).splitlines():
        name, _, rest = line.partition(" ")
        if name:
            yield name, rest.strip()


def run(*command: str | Path, **environment: str) -> None:
    """Run a command, with nothing else in its environment where one is given. Raises if it fails."""
    subprocess.run(command, env=environment or None, check=True)


def clean_root() -> Path:
    """Return the folder of a Debian in which nothing was done yet; it is made once, and copied anew at each call."""
    base, root = PLACE / "debian", PLACE / "root"
    if not (base / "usr/bin/python3").exists():
        shutil.rmtree(base, ignore_errors=True)
        base.mkdir(parents=True)
        run("debootstrap", "--variant=minbase", f"--include={PACKAGES}", "bookworm", base)
        run("chroot", base, "python3", "-m", "venv", "/venv", **OFFLINE)
    shutil.rmtree(root, ignore_errors=True)
    run("cp", "--archive", "--reflink=auto", base, root)
    return root


def new_survey() -> Path:
    """Return a survey as `catalogue new` makes it, with this generator in its `ci/`."""
    survey = PLACE / "bees"
    shutil.rmtree(survey, ignore_errors=True)
    run(sys.executable, "-m", "generator", "new", survey, ROOT / "docs/guide/library.bib")
    return survey


def fetch(requirements: Path, wheels: Path) -> None:
    """Put the locked libraries into a folder."""
    wheels.mkdir()
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--require-hashes", "--no-deps"]
    run(*pip, "--requirement", requirements, "--dest", wheels)


def follow(containerfile: str, survey: Path, root: Path) -> None:
    """Do what the file says, in its order."""
    here = "/"
    for name, rest in steps(containerfile):
        if name == "COPY":
            source, target = shlex.split(rest)
            shutil.copytree(survey / source, root / target.lstrip("/"), dirs_exist_ok=True)
        elif name == "WORKDIR":
            here = rest
            (root / here.lstrip("/")).mkdir(parents=True, exist_ok=True)
        elif name == "RUN":
            run("chroot", root, "sh", "-c", f"cd {here} && {rest}", **OFFLINE)
        elif name == "CMD":
            without_network(survey, root, here, json.loads(rest))
        elif name != "FROM":
            raise SystemExit(f"the Containerfile says {name}, which this program does not know")


def without_network(survey: Path, root: Path, here: str, command: list[str]) -> None:
    """Run the command of the image on the survey, as `podman run --network none --volume` does."""
    asks = "import socket; socket.create_connection(('192.0.2.1', 80), 1)"
    inside = f"chroot {shlex.quote(str(root))}"
    script = f"""
        mount --bind {shlex.quote(str(survey))} {shlex.quote(str(root / here.lstrip("/")))}
        {inside} python3 -c {shlex.quote(asks)} 2>&1 | grep -q "Network is unreachable"
        exec {inside} sh -c {shlex.quote(f"cd {here} && {shlex.join(command)}")}
    """
    run("unshare", "--net", "--mount", "sh", "-e", "-c", script, **OFFLINE)


def main() -> None:
    """Build a site in a clean Debian, and say how many files it has."""
    if lacking := missing():
        print(f"not proved that ci/Containerfile builds a site: this machine lacks {lacking}")
        return
    started = time.monotonic()
    root, survey = clean_root(), new_survey()
    fetch(survey / "ci/requirements.txt", root / "wheels")
    follow((survey / "ci/Containerfile").read_text(encoding="utf-8"), survey, root)
    site = survey / "site"
    files = sum(path.is_file() for path in site.rglob("*"))
    if not (site / "index.html").is_file() or "<title>Bees" not in (site / "index.html").read_text(encoding="utf-8"):
        raise SystemExit("the site that was built is not that of the survey")
    print(f"a clean Debian installed the survey's ci/ and built {files} files without a network, in "
          f"{time.monotonic() - started:.0f} s")  # fmt: skip


if __name__ == "__main__":
    main()
