"""What readers type that is no plain word, in both engines: names with signs, Greek letters, signs alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.records.paper import Paper
from generator.search.engine.rank import search
from generator.search.engine.store import Store
from generator.search.index import index
from tests.browser_modules import answer, needs_node
from tests.toy.search import catalogue

TITLES = {
    "c": "A compiler for C",
    "cpp": "Templates in C++17 and how they are used",
    "csharp": "Garbage collection in C# programs",
    "dotnet": "The .NET runtime",
    "r": "Statistics with R",
    "f1": "Why F1 is no mean",
    "water": "Simulating H₂O at the surface",
    "dino": "DINO: a detector",
    "dinoplus": "DINO+: a better detector",
    "beta": "β-VAE and the α-divergence",
    "cat": "Cats 😀 everywhere",
}
CASES = [
    ("C++", ["cpp"]),
    ("c++ ", ["cpp"]),
    ("c plus plus ", ["c", "cpp"]),
    ("C ", ["c"]),
    ("C# ", ["csharp"]),
    ("c sharp ", ["c", "csharp"]),
    (".NET ", ["dotnet"]),
    ("dotnet ", ["dotnet"]),
    ("R ", ["r"]),
    ("F1 ", ["f1"]),
    ("H2O ", ["water"]),
    ("H₂O ", ["water"]),
    ("DINO+ ", ["dinoplus", "dino"]),
    ("dino plus ", ["dinoplus", "dino"]),
    ("beta vae ", ["beta"]),
    ("beta-VAE ", ["beta"]),
    ("α divergence ", ["beta"]),
    ("alpha-divergence ", ["beta"]),
    ("😀", []),
    ("?", []),
    ("+ ", []),
    ('"😀"', []),
    ("…!", []),
]
FILES = index(catalogue(tuple(Paper(id=id, title=title) for id, title in sorted(TITLES.items()))))


@pytest.mark.parametrize(("query", "found"), CASES)
def test_a_name_with_signs_finds_what_it_names(query: str, found: list[str]) -> None:
    assert [id for id, _ in search(Store(FILES), query).hits] == found


@pytest.mark.parametrize("query", ["", " ", '"', "-", "(", "- (“"])
def test_what_only_begins_a_query_finds_all(query: str) -> None:
    assert len(search(Store(FILES), query).hits) == len(TITLES)


@needs_node
def test_the_browser_finds_the_same(tmp_path: Path) -> None:
    queries = [*(query for query, _ in CASES), "", "-", "( “"]
    theirs = answer("ranks", {"files": FILES, "texts": queries}, tmp_path)
    for query, (positions, *_) in zip(queries, theirs["answers"], strict=True):
        ours = [id for id, _ in search(Store(FILES), query).hits]
        assert [theirs["ids"][position] for position in positions] == ours, query
