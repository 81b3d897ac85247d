"""The service worker, with which pages that a reader has seen can be read without a connection."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping

from ..build.staging import Content, hash_of, size_of

_SOURCE = "assets/js/sw.js"
_WORKER = "sw.js"
"""At the root: a service worker has power over what lies below its own address."""
_SMALL = 3_000_000
"""Bytes of a whole index that is kept once search was used; a third of that or less comes over the line."""


def add_offline(files: Mapping[str, Content]) -> dict[str, Content]:
    """Return the site's files with the service worker among them: from the path below the docs folder to text or bytes.

    The service worker contains a hash of all other files, so that browsers drop their cached pages after a build that
    changed anything. Raises RuntimeError if its source lacks one of the lines that are filled in.
    """
    script = str(files[_SOURCE])
    for name, value in {"BUILD": _hash(files), "FILES": _needed(files)}.items():
        line = re.compile(rf"^const {name} = .*;$", re.MULTILINE)
        if len(line.findall(script)) != 1:
            raise RuntimeError(f"{_SOURCE} has no line “const {name} = …;”")
        text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
        script = line.sub(lambda _, name=name, text=text: f"const {name} = {text};", script)  # type: ignore[misc]
    return {**{name: text for name, text in files.items() if name != _SOURCE}, _WORKER: script}


def _hash(files: Mapping[str, Content]) -> str:
    told = "".join(f"{name}\0{hash_of(content)}\0" for name, content in sorted(files.items(), key=lambda it: it[0]))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _needed(files: Mapping[str, Content]) -> list[str]:
    """Return the paths, sorted, of those files that the search needs to work offline beside the explorer's page: its
    scripts, and its index if that is small.
    """
    code = [name for name in files if name.startswith("assets/js/") and name != _SOURCE]
    index = [name for name in files if name.startswith("assets/search/")]
    small = sum(map(size_of, (files[name] for name in index))) <= _SMALL
    return sorted([*code, *(index if small else ())])
