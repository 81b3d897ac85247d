"""The parts of lunr.js that the site carries: the same as the whole, small, and not cut from anything else."""

from __future__ import annotations

import gzip
import json
import random
import re
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest

from generator.site import assets
from generator.site.assets import _LUNR, _cut, vendor
from generator.text.analysis import STOP_WORDS
from tests.browser_modules import NODE, ROOT, needs_node

WHOLE = files("mkdocs").joinpath(*_LUNR).read_text(encoding="utf-8")
PART = vendor()["assets/js/vendor/lunr.js"]
BYTES = 5_000
COMPARE = """\
import { readFileSync } from "node:fs";
import whole from "./whole.cjs";
import part from "./part.js";
const words = JSON.parse(readFileSync("words.json", "utf8"));
const read = (lunr) => words.map((word) => [
  lunr.stemmer({ update: (stem) => stem(word) }), lunr.stopWordFilter(word) ?? null,
]);
const [all, ours] = [read(whole), read(part)];
console.log(JSON.stringify(words.filter((_, at) => String(all[at]) !== String(ours[at]))));
"""


def test_it_is_small_and_keeps_its_licences() -> None:
    assert len(gzip.compress(PART.encode())) < BYTES
    assert PART.startswith(WHOLE[: WHOLE.index("*/")])
    assert PART.count("Copyright (C) 2020 Oliver Nightingale") == 3
    assert "tartarus.org" in PART


def test_nothing_else_of_lunr_is_named() -> None:
    assert set(re.findall(r"^(?:lunr\.\w+|const \w+|export.*)", PART, re.MULTILINE)) == {
        "const lunr",
        "lunr.stemmer",
        "lunr.generateStopWordFilter",
        "lunr.stopWordFilter",
        "export default lunr;",
    }


def _words() -> list[str]:
    """The words of all the survey's records, endings on random stems, the stop words, and odd ones."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "survey").rglob("*.yml"))]
    chance = random.Random(5)  # noqa: S311 - the same words every time, nothing secret
    endings = (
        "s es ed ing ational ization fulness ousli biliti icate ative alize ful ness ement ion e y ies eed".split()
    )
    made = ["".join(chance.choices("abcdeiklnorstuyz", k=chance.randint(1, 7))) for _ in range(20_000)]
    found = {word for text in texts for word in re.findall(r"[a-z]{3,}", text.lower())}
    odd = ["", "__proto__", "constructor", "toString", "猫", "y", "yy", "the", "The"]
    return sorted({*found, *made, *(stem + chance.choice(endings) for stem in made), *STOP_WORDS, *odd})


@needs_node
def test_stems_and_stop_words_are_those_of_the_whole(tmp_path: Path) -> None:
    for name, text in {"whole.cjs": WHOLE, "part.js": PART, "compare.js": COMPARE}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "package.json").write_text('{"type": "module"}')
    words = _words()
    assert len(words) > 30_000
    (tmp_path / "words.json").write_text(json.dumps(words), encoding="utf-8")
    run = subprocess.run(
        [str(NODE), "compare.js"], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", timeout=60
    )
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("@license MIT", "", "does not begin with its licence"),
        ("/*!\n * lunr.stemmer", "/*\n * lunr.stemmer", "no part lunr.stemmer"),
        ("lunr.stemmer = (function(){", "lunr.stemmer = (() => {", r"with \['lunr.stemmer = \(function"),
        ("lunr.stopWordFilter = lunr", "lunr.stopWords = lunr", r"with \['lunr.stopWordFilter = '\]"),
        ("lunr.Pipeline.registerFunction(lunr.stemmer, 'stemmer')\n", "", "one registerFunction"),
    ],
)
def test_another_form_is_refused(before: str, after: str, said: str) -> None:
    assert before in WHOLE
    with pytest.raises(RuntimeError, match=said):
        _cut(WHOLE.replace(before, after))


def test_what_was_made_small_ahead_is_not_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[str, bytes] = {}
    now = assets.asset_texts(keep=kept.__setitem__)
    made: list[str] = []

    def noted(source: bytes) -> object:
        made.append(source.decode())
        return parse(source)

    parse = assets._parse
    monkeypatch.setattr(assets, "read_compiled", kept.get)
    monkeypatch.setattr(assets, "read_cached", lambda name: None)
    monkeypatch.setattr(assets, "write_cached", kept.__setitem__)
    monkeypatch.setattr(assets, "_parse", noted)
    assert assets.asset_texts() == now
    assert made == []
    other = "let a = 1; // another script\n"
    assert assets._once(assets._minified_script, other, None) == "let a = 1;\n"
    assert made == [other]
