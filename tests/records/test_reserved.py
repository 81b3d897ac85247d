"""Reserved keys: every word that addresses, searches, evidence and pages mean something by is on the list."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.catalogue.authors import people_of
from generator.catalogue.labels import shown_names
from generator.checks.references import check
from generator.derive import fill_missing
from generator.ingest.matching import assign_ids
from generator.records.base import ID_PATTERN
from generator.records.entry import Entry, MendedEntry
from generator.records.paper import Paper
from generator.records.reserved import RESERVED, Keyed, free_key, why_reserved
from generator.records.survey import Author, Settings, Survey
from generator.records.taxonomy import Facet, Taxonomy, Value
from generator.search.facets import facets_of
from generator.search.parameters import QUERY
from generator.site.render import render
from generator.survey.folder import read_survey
from generator.text.i18n import Translations
from tests.oracle.tiers import inverted
from tests.toy.catalogue import toy_catalogue

ROOT = Path(__file__).parent.parent.parent
SCRIPTS = ROOT / "generator/assets/js"
FACETS = set(RESERVED["facet"])


def own_facets() -> set[str]:
    return {facet.key for facet in toy_catalogue().taxonomy.facets}


def test_no_facet_is_a_field_of_searches() -> None:
    catalogue = toy_catalogue()
    offered = {facet["key"] for facet in facets_of(catalogue, catalogue.papers, Translations(), {})}
    assert {"area", "year", "has"} < offered
    assert offered - own_facets() | set(QUERY.open_fields) <= FACETS


def test_no_facet_is_a_parameter_of_the_explorer() -> None:
    script = (SCRIPTS / "search/state.js").read_text(encoding="utf-8")
    parameters = set(re.findall(r'key [!=]== "(\w+)"', script)) | set(re.findall(r"[`?&](\w+)=\$", script))
    assert {"q", "ids", "shown"} < parameters
    assert parameters <= FACETS


def test_no_facet_is_a_column_of_the_explorer() -> None:
    columns = set(re.findall(r'\bkey: "(\w+)"', (SCRIPTS / "explorer/views.js").read_text(encoding="utf-8")))
    assert {"title", "mentioned"} < columns
    assert columns <= FACETS


def test_no_facet_is_a_prefix_in_the_search_index() -> None:
    catalogue = toy_catalogue()
    keys = inverted(catalogue, catalogue.papers)
    prefixes = {match[1] for key in (*keys.common, *keys.rare) if (match := re.match(r":([a-z]+)[=:]", key))}
    assert {"id", "times", "area"} < prefixes
    assert prefixes - own_facets() <= FACETS


def test_no_facet_is_a_kind_of_evidence_or_a_word_of_neighbours() -> None:
    survey, problems = read_survey(ROOT / "tests/toy/survey")
    assert survey is not None, problems
    kinds = {key.kind for paper in fill_missing(survey).papers for key in paper.derived.evidence}
    assert {"area", "name", "mentions"} < kinds
    named = {name.partition(":")[0] for name in shown_names(survey)}
    assert named | kinds <= FACETS | {facet.key for facet in survey.taxonomy.facets}


@pytest.mark.parametrize(
    ("folder", "keyed"),
    [
        ("areas", "area"), ("papers", "paper"), ("systems", "system"), ("authors", "person"), ("paths", "path"),
        ("tags", "facet"),
    ],
)  # fmt: skip
def test_no_key_is_the_address_of_a_list(folder: str, keyed: Keyed) -> None:
    lists = {Path(path).stem for path in render(toy_catalogue()) if re.fullmatch(rf"{folder}/index\.md", path)}
    assert lists == {"index"}
    assert why_reserved(keyed, "index")


def test_every_reserved_key_is_refused_and_the_one_in_its_place_is_not() -> None:
    def keys(problem: str) -> str:
        return str(re.search(r"'([^']+)', which is", problem)[1])  # type: ignore[index]

    def survey(facets: list[str], areas: list[str]) -> Survey:
        taxonomy = Taxonomy(
            areas=tuple(Value(key=key, title=key) for key in areas),
            facets=tuple(Facet(key=key, title=key) for key in facets),
        )
        return Survey(settings=Settings(title="t", description="d"), taxonomy=taxonomy)

    facets, areas = sorted(RESERVED["facet"]), sorted(RESERVED["area"])
    problems = check(survey(facets, areas), Path("s"))
    assert sorted(keys(problem.message) for problem in problems) == sorted(facets + areas)
    assert {problem.level for problem in problems} == {"error"}
    free = survey([free_key("facet", key) for key in facets], [free_key("area", key) for key in areas])
    assert check(free, Path("s")) == []


def test_what_is_proposed_is_a_free_key() -> None:
    for keyed, words in RESERVED.items():
        for key in words:
            assert re.fullmatch(ID_PATTERN, free_key(keyed, key))
            assert why_reserved(keyed, free_key(keyed, key)) is None


def test_an_author_called_index_gets_an_address_of_their_own() -> None:
    papers = (Paper(id="a", title="A", authors=("Index", "Ada Quay")), Paper(id="b", title="B", authors=("INDEX",)))
    people = people_of(papers, (), lambda ids: tuple(sorted(ids)))
    assert {id: person.name for id, person in people.items()} == {
        "index-2": "Index", "ada-quay": "Ada Quay",
    }  # fmt: skip
    given = people_of(papers[:1], (Author(name="Index", id="ida"),), lambda ids: tuple(sorted(ids)))
    assert set(given) == {"ida", "ada-quay"}


def test_an_imported_paper_never_gets_a_reserved_id() -> None:
    entry = Entry(reader="test", path="x", line=1, title="Index", abstract="Nothing.")
    survey = Survey(settings=Settings(title="t", description="d"))
    text = MendedEntry(entry, "Index", "Nothing.", ())
    assert re.fullmatch("index-[0-9a-f]{6}", assign_ids({"0": text}, {"0": None}, survey)["0"])
