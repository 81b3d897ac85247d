"""The search in Python and the one in the browser: the same functions under the same names, and no number twice."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

from generator.resources import search_parameters
from generator.search.parameters import QUERY, RANKING, SHARDS
from generator.site.assets import parameters_module

ROOT = Path(__file__).parent.parent.parent / "generator"
BROWSER = ROOT / "assets/js/search"
ENGINE = ROOT / "search/engine"

TWINS = {
    "analysis": ROOT / "text/analysis.py",
    **{
        name: ENGINE / f"{name}.py"
        for name in (
            "conditions", "edit_distance", "field_values", "order", "parts", "pieces", "query", "rank", "readings",
            "scores", "store", "synonyms", "unknown_fields", "vectors"
        )
    },
}  # fmt: skip
IN_PYTHON_ONLY = {
    # The index is made in Python.
    "analyse", "analysed", "folded_stop_words", "marks", "run", "piece", "compound", "step1c", "doublec", "ends",
    "codes",
    # Many texts are read piece by piece.
    "find", "join_analyses", "analysed_words",
    # The pattern of ASCII saves time where many texts are read.
    "compounds",
    # JavaScript has a sticky expression for it.
    "word_end",
    # A property of what the browser knows of a language.
    # A worker ends with the page.
    "forget_words",
    # `engine.js` orders by year, and `feedback.js` makes the vocabulary.
    "search", "years", "vocabulary_of",
    "facets",
}  # fmt: skip
IN_BROWSER_ONLY = {
    # Python's is a class.
    "porter",
    # Default values, which Python's records have.
    "piece", "condition_of", "cell", "match_at",
    # `Sequence` methods and an equality that Python has.
    "words_of", "is_operator", "is_equal",
    # Order of code points and two halves of a character, which are Python's own.
    "in_order",
    # Files come when they are fetched.
    "forgo", "each_store", "settle", "fill", "fetched", "take", "opened", "open_shard", "open_words",
    # The command line shows no more than ids and titles.
    "stored_fields",
    # Written beside the encoder, in `search/shards.py`.
    "is_word", "member_forms", "forms_of", "word_forms", "front_decoded",
    "file_name",
    "constructor",
    # A part whose files cannot be fetched is left out, and the others are opened anew; tags are shown by the page.
    "open_parts", "moved_values",
}  # fmt: skip
GROUPS_AND_BASES = {"field_values": {3}, "store": {36}, "vectors": {36}}
"""The number of a group of an expression, and that of the digits which both languages read by themselves."""
FORMULA = {0, 1, 2, 0.5, 16, 17}
"""Numbers of a formula, an index or a cache, which nobody would tune: `(n + 0.5)`, `1 << 16`."""


def script_of(name: str) -> Path:
    """The script of a twin, in whichever folder of the browser's search it lies."""
    (path,) = BROWSER.rglob(f"{name}.js")
    return path


def python_names(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    return {name.strip("_") for name in names if not name.startswith("__")}


def bare(script: str) -> str:
    """A script without comments, texts and regular expressions."""
    script = re.sub(r"/\*.*?\*/|//[^\n]*", "", script, flags=re.DOTALL)
    inside = r"/(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/\w*"
    script = re.sub(rf"(?<=[(,=:?!&|] ){inside}|(?<=\(){inside}", "/", script)
    return re.sub(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`", '""', script)


def script_names(path: Path) -> set[str]:
    script = bare(path.read_text(encoding="utf-8"))
    names = re.findall(r"^(?:export )?(?:async )?function (\w+)", script, re.MULTILINE)
    names += re.findall(r"^  (?:async )?(\w+)\([^()]*\) \{$", script, re.MULTILINE)
    return {re.sub(r"(?<=[a-z0-9])([A-Z])", lambda upper: f"_{upper[1].lower()}", name) for name in names} - {
        "if",
        "for",
    }


@pytest.mark.parametrize("name", TWINS)
def test_twins_have_the_same_functions(name: str) -> None:
    ours, theirs = python_names(TWINS[name]), script_names(script_of(name))
    assert ours - IN_PYTHON_ONLY == theirs - IN_BROWSER_ONLY
    assert theirs - IN_BROWSER_ONLY, "the pattern finds the functions"


def numbers_of(path: Path) -> set[float]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    values = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {float(value) for value in values if isinstance(value, int | float) and not isinstance(value, bool)}


@pytest.mark.parametrize("name", TWINS)
def test_no_number_stands_in_both(name: str) -> None:
    script = bare(script_of(name).read_text(encoding="utf-8"))
    theirs = {float(number.replace("_", "")) for number in re.findall(r"(?<![\w.])\d[\d_]*(?:\.\d+)?(?:e\d+)?", script)}
    assert numbers_of(TWINS[name]) & theirs <= FORMULA | GROUPS_AND_BASES.get(name, set())


def test_the_browser_gets_the_numbers_of_the_index_and_of_the_ranking() -> None:
    sections = dict(re.findall(r"^export const (?!LANGUAGES)(\w+) = (.*);$", parameters_module(), re.MULTILINE))
    read = {name.lower(): json.loads(text) for name, text in sections.items()}
    assert read == search_parameters()
    assert 'export const LANGUAGES = {"en":{}};' in parameters_module(), "English alone costs nothing"
    for name, values in (("shards", SHARDS), ("query", QUERY), ("ranking", RANKING)):
        assert read[name] == {
            key: list(value) if isinstance(value, tuple) else value for key, value in values._asdict().items()
        }
