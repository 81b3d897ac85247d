"""The key of a build's inputs: whatever may change its bytes changes the key."""

from __future__ import annotations

import ast
import importlib.metadata
import sys
from pathlib import Path

import pytest

from generator.build import keys
from generator.build.keys import LIBRARIES, OPTIONAL, _versions, digest_inputs

PACKAGE = Path(keys.__file__).parents[1]
NOT_BUILDING = {"__main__", "cli", "scale", "ingest", "build"}
"""Floors that run a build or an import, and make nothing of its output."""
WITHOUT_EFFECT = {"click", "rich", "ruamel.yaml", "scikit-learn", "scipy", "threadpoolctl"}
"""Libraries of the terminal, of editing a record, and of `catalogue map`, whose result is one of a build's inputs."""


def imported_packages() -> set[str]:
    """The installed packages that the modules of a build import, wherever in a module."""
    names: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        if path.relative_to(PACKAGE).with_suffix("").parts[0] in NOT_BUILDING:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                names.add(node.module.partition(".")[0])
    packages = importlib.metadata.packages_distributions()
    return {packages.get(name, [name])[0].lower() for name in names - sys.stdlib_module_names - {"generator"}}


def test_the_key_holds_every_library_of_a_build() -> None:
    missing = imported_packages() - {*LIBRARIES, *OPTIONAL} - WITHOUT_EFFECT
    assert not missing, f"add to LIBRARIES of build/keys.py: {missing}"


@pytest.mark.parametrize("library", (*LIBRARIES, *OPTIONAL))
def test_another_version_of_a_library_gives_another_key(
    library: str, toy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = digest_inputs(toy, [])
    installed = importlib.metadata.version
    with monkeypatch.context() as changed:
        changed.setattr(importlib.metadata, "version", lambda name: "0" if name == library else installed(name))
        _versions.cache_clear()
        assert digest_inputs(toy, []) != before
    _versions.cache_clear()
