"""The browser's modules under Node, for the tests that hold Python and JavaScript together."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from generator.site.assets import PARAMETERS, parameters_module, vendor

ROOT = Path(__file__).parent.parent
NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="Node is not installed; the browser code was not compared")


def answer(question: str, data: object, folder: Path, languages: Sequence[str] = ("en",)) -> Any:
    """What `tests/js/answer.js` makes of some data, with the modules as the site of a survey in some languages has
    them.
    """
    scripts = folder / "assets/js"
    if not scripts.exists():
        shutil.copytree(ROOT / "generator/assets/js", scripts)
        (folder / "package.json").write_text('{"type": "module"}')
        modules = {**vendor(languages), f"assets/js/{PARAMETERS}": parameters_module(languages)}
        for path, text in modules.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
    (folder / "question.json").write_text(json.dumps(data), encoding="utf-8")
    command = [str(NODE), str(ROOT / "tests/js/answer.js"), question, str(folder)]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=300)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)
