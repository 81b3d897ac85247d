"""Golden cases: a folder a stage, a YAML file a case. A new case is a new file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
import yaml

GOLDEN = Path(__file__).parent / "golden"


def cases(stage: str, keys: str) -> list[Any]:
    """The cases of a stage as test parameters. `keys` names the keys a case may have besides `about`."""
    allowed = {"about", *keys.split()}
    found = []
    for path in sorted((GOLDEN / stage).glob("*.yml")):
        case = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert isinstance(case, dict), path
        assert case.get("about"), f"{path} does not say what it shows"
        assert set(case) <= allowed, f"{path} has the unknown keys {set(case) - allowed}"
        found.append(pytest.param(case, id=path.stem))
    assert found, f"no cases in {GOLDEN / stage}"
    return found


def filled(text: str, fill: Mapping[str, Mapping[str, Any]]) -> str:
    """The text with each placeholder replaced by its text, so many times."""
    for mark, what in fill.items():
        text = text.replace(mark, str(what["text"]) * int(what["times"]))
    return text


def assert_messages(got: Iterable[object], wanted: Iterable[str]) -> None:
    """All messages, in order. An asterisk in a wanted one stands for any text."""
    have, want = [str(item) for item in got], list(wanted)
    shown = "\n".join(["got:", *have, "wanted:", *want])
    assert len(have) == len(want), shown
    for message, pattern in zip(have, want, strict=True):
        literal = pattern.replace("[", "[[]").replace("?", "[?]")
        assert fnmatchcase(message, literal), f"{message!r} is not {pattern!r}\n{shown}"
