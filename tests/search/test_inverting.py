"""From papers to rows of keys, beside a slow count: what papers bring, in whatever pieces they are counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from generator.catalogue.languages import Languages, languages_of
from generator.records.catalogue import Catalogue
from generator.records.paper import Introduced, Paper
from generator.records.survey import Synonyms
from generator.search.inverting import contributions as counted
from generator.search.inverting import reading
from generator.search.inverting.contributions import Contributions, contributions, together
from generator.search.inverting.ragged import Ragged, ends_of
from generator.search.inverting.reading import Strings
from generator.search.inverting.spellings import joined_versions, parts_of_names
from generator.search.inverting.tables import Table
from tests.oracle.contributions import brought
from tests.toy.search import catalogue, crowd

GROUPS = (("image", "scene caption"), ("picture", "drawing"), ("Bild", "Aufnahme der Szene"), ("alone", "alone"))
PAPERS = (
    Paper(id="a-plain", title="Images of boats", abstract="We draw an image of boats; boats and scene captions."),
    Paper(id="b-names", title="A DataLoader for GPT 4V", name="DataLoader", aliases=("The Loader", "Loader of data")),
    Paper(id="c-spaced", title="Seen by GPT\u00a04V and by GPT-4V", abstract="GPT, 4V. GPT 2024 is no version; v2."),
    Paper(id="d-own", title="A loader of HalfEdge data", abstract="HalfEdge loaders load; the HalfEdge of Data."),
    Paper(
        id="e-german",
        title="Die Bilder der Boote und der Häuser",
        abstract="Wir zeichnen das Bild und die Aufnahme der Szene mit dem DataLoader.",
        summary="Boats in images are drawn, and the houses of the harbour too.",
        name="HausNetz",
        aliases=("In",),
        lang="de",
    ),
    Paper(id="f-german", title="Häuser am Meer", summary="Die Häuser stehen am Meer und sind sehr alt.", lang="de"),
    Paper(id="g-told", title="Images of Multi-Modal boats", terms={"image": 5.0, "boats": 3.0, "multimodal": 4.5}),
    Paper(id="h-told", title="Häuser", terms={"häuser": 4.0, "bild": 2.0, "meer": 1.0, "猫の": 1.0}, lang="de"),
    Paper(id="i-told-less", title="Boats", terms={"boats": 3.005, "sails": 0.01, "drawing": 1.0}),
    Paper(id="j-kept", title="Boats", abstract="Sails.", terms={"never": 9.0}),
    Paper(id="k-pairs", title="猫の多模态模型", abstract="猫 and 多模态 and a picture"),
    Paper(
        id="l-people",
        title="Bread",
        authors=("Ada DataLoader", "Li Wei", "Ada DataLoader"),
        venue="Proceedings of CamelCase",
        introduces=(Introduced(name="TideTable 3", kind="dataset"), Introduced(name="The", kind="model")),
        former_ids=("old",),
        year=2024,
    ),
    Paper(id="m-twice", title="Images of boats", abstract="Of the sea, by BERT\u00a02."),
)  # fmt: skip


def mixed() -> Catalogue:
    """Papers in two languages, with names of every form, groups of synonyms, and records without an abstract."""
    others = tuple(paper.model_copy(update={"id": f"z-{paper.id}"}) for paper in crowd(9).papers)
    found = catalogue((*PAPERS, *others), synonyms=Synonyms(groups=GROUPS))
    return found.model_copy(update={"places": {f"z-{id}": place for id, place in crowd(9).places.items()}})


FOUND = mixed()
LANGUAGES = languages_of(FOUND, FOUND.papers)


def as_mapping(table: Table) -> dict[str, dict[int, float]]:
    """Key to position to number."""
    starts = zip(table.keys, table.ends[:-1].tolist(), table.ends[1:].tolist(), strict=True)
    return {
        key: dict(zip(table.papers[start:end].tolist(), table.values[start:end].tolist(), strict=True))
        for key, start, end in starts
    }


def assert_table(table: Table, wanted: Mapping[str, Mapping[int, float]]) -> None:
    assert [*table.keys] == sorted(wanted), "in order, each once"
    assert table.ends[0] == 0 and table.ends[-1] == len(table.papers) == len(table.values)
    for key, numbers in as_mapping(table).items():
        assert list(numbers) == sorted(wanted[key]), key
        assert numbers == pytest.approx(wanted[key], rel=1e-6), key


def assert_equal(one: Contributions, other: Contributions) -> None:
    for own, others in ((one.terms, other.terms), (one.surfaces, other.surfaces), (one.values, other.values)):
        assert [*own.keys] == [*others.keys]
        for numbers, wanted in zip(own[1:], others[1:], strict=True):
            np.testing.assert_array_equal(numbers, wanted)
    np.testing.assert_array_equal(one.lengths, other.lengths)


def of(papers: Sequence[Paper], languages: Languages = LANGUAGES) -> Contributions:
    return contributions(FOUND, papers, languages)


def test_papers_bring_what_a_slow_count_finds() -> None:
    assert LANGUAGES.all == ("en", "de")
    found, wanted = of(FOUND.papers), brought(FOUND, FOUND.papers, LANGUAGES)
    assert_table(found.terms, wanted.terms)
    assert_table(found.surfaces, wanted.surfaces)
    assert_table(found.values, wanted.values)
    assert found.lengths.tolist() == pytest.approx(wanted.lengths)
    counts = found.counts_of_values()
    assert counts["author"]["ada-dataloader", "Ada DataLoader"] == 1
    assert counts["venue"]["cvpr", "CVPR"] == len(wanted.values["venue\tcvpr\tCVPR"]) > 1


def test_what_is_expected_of_single_papers() -> None:
    """Counted by hand: what the slow count could have wrong as well."""
    terms, surfaces = as_mapping(of(FOUND.papers).terms), as_mapping(of(FOUND.papers).surfaces)
    at = {paper.id: number for number, paper in enumerate(FOUND.papers)}
    title, names, abstract = 3.0, 4.0, 1.0
    assert terms["boat"][at["a-plain"]] == title + 2 * abstract
    assert terms["~0"][at["a-plain"]] == title + 2 * abstract, "two members, one of two words"
    assert terms["boat"][at["g-told"]] == title, "three in the record are the title's own"
    assert terms["~0"][at["g-told"]] == title + 2 * abstract
    assert at["i-told-less"] not in terms["drawn"] and terms["sail"][at["i-told-less"]] == pytest.approx(0.01)
    assert terms["gpt4v"].keys() == {at["b-names"], at["c-spaced"]}
    assert terms["loader"][at["b-names"]] == 2 * names, "its own word, not the part of a name"
    assert terms["bert2"] == {at["m-twice"]: abstract}, "a space that parts no pieces"
    assert terms["data"][at["e-german"]] == pytest.approx(0.25 * abstract)
    assert terms["haus"].keys() == {at["f-german"], at["h-told"], at["e-german"]}
    assert terms["!dataloader"] == {at["b-names"]: -8} and terms["!tidetable3"] == {at["l-people"]: -5}
    assert terms[":id=old"] == {at["l-people"]: -1}
    assert at["l-people"] not in terms["data"], "people are not parted"
    assert terms["in"].keys() == {at["e-german"]}, "a stop word of both languages counts as a name alone"
    german_ones = {at["e-german"], at["f-german"], at["h-told"]}
    assert terms[":lang=de"].keys() == german_ones == terms[":text=de"].keys()
    assert at["e-german"] in terms[":text=en"], "whose summary is in English"
    english, german = 1, 2
    assert surfaces["hausnetz\thausnetz\thausnetz"] == {at["e-german"]: english | german}
    assert surfaces["hauser\thauser\thaus"] == {
        at[id]: german for id in ("e-german", "f-german", "h-told")
    } and surfaces["houses\thous\thous"] == {at["e-german"]: english}


@pytest.mark.parametrize("size", [1, 4, 100])
def test_papers_bring_the_same_in_whatever_batches(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = of(FOUND.papers)
    monkeypatch.setattr(counted, "_BATCH", size)
    assert_equal(of(FOUND.papers), whole)


def test_what_is_kept_comes_back_and_takes_little() -> None:
    for papers in (FOUND.papers, ()):
        found = of(papers)
        again = found.small().large()
        assert_equal(again, found)
        for own, others in zip(again[:3], found[:3], strict=True):
            assert [it.dtype for it in own[1:3]] == [it.dtype for it in others[1:3]]
            assert own.values.dtype.kind == others.values.dtype.kind
    small = of(FOUND.papers).small()
    assert_equal(small, of(FOUND.papers))
    assert small.surfaces.papers.dtype == small.surfaces.values.dtype == np.uint8
    assert small.surfaces.ends.dtype == small.surfaces.keys.ends.dtype == np.uint16
    assert small.terms.values.dtype == np.float32


@pytest.mark.parametrize(
    ("gone", "joined"),
    [({}, {1, 5, 20}), ({0, 7}, set()), ({0, 3, 21}, {0, 2, 4, 21}), (set(range(22)), {1, 2}), ({4}, set(range(22)))],
)
def test_papers_that_come_and_go_bring_what_all_of_them_bring(gone: set[int], joined: set[int]) -> None:
    """A paper that is new and takes the place of one that is gone, too."""
    old = [paper for at, paper in enumerate(FOUND.papers) if at in gone or at not in joined]
    left = [paper for at, paper in enumerate(FOUND.papers) if at not in gone or at in joined]
    stay = [paper for paper in old if paper in left and FOUND.papers.index(paper) not in joined]
    places = {paper.id: at for at, paper in enumerate(left)}
    now = np.array([places[paper.id] if paper in stay else -1 for paper in old], np.int32)
    news = [paper for paper in left if paper not in stay]
    at = np.array([places[paper.id] for paper in news], np.int64)
    assert_equal(together(of(old), now, of(news), at), of(left))


def test_a_survey_of_two_languages_needs_no_synonyms() -> None:
    found = catalogue(PAPERS)
    assert_table(contributions(found, PAPERS, LANGUAGES).terms, brought(found, PAPERS, LANGUAGES).terms)


def test_only_texts_that_may_hold_a_version_or_a_synonym_are_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most texts hold neither, and reading one again takes longer than counting it."""
    asked: dict[str, set[str]] = {"joined_versions": set(), "groups_in": set()}

    def noting(name: str, texts: Callable[..., set[str]]) -> None:
        real = getattr(reading, name)

        def note(own: Any, by: Any) -> Any:
            asked[name] |= texts(own)
            return real(own, by)

        monkeypatch.setattr(reading, name, note)

    noting("joined_versions", lambda text, *_: {text})
    noting("groups_in", lambda surfaces, *_: {" ".join(words) for words in surfaces})
    neither = ("boats of a-b 3 rooms", "GPT a-b", "GPT BERT", "c-d", "4v 3 rooms", "a-b\u00a0c-d")
    texts = ("GPT 4V", "BERT\u00a02 boats", "image 3", "An image", *neither)
    papers = tuple(Paper(id=f"p{at}", title="-", abstract=text) for at, text in enumerate(texts))
    contributions(catalogue(papers, synonyms=Synonyms(groups=GROUPS)), papers, languages_of(FOUND, papers))
    assert asked["joined_versions"] == {"GPT 4V", "BERT\u00a02 boats"}
    assert asked["groups_in"] == {"image 3", "an image"}


def test_no_papers_bring_nothing() -> None:
    nothing = of(())
    assert [*nothing.terms.keys] == [*nothing.surfaces.keys] == [*nothing.values.keys] == []
    assert nothing.lengths.tolist() == [] and nothing.counts_of_values() == {}


def test_a_year_or_a_share_is_no_version() -> None:
    text = "In 3 rooms, Paris 2024 had 5; Llama 3.1 and Claude v2 won 3% of Table 12, The 2, Accuracy 93%, Loss 1,5"
    assert list(joined_versions(text, "en")) == ["llama31", "claudev2", "table12"]


def test_what_is_no_name_in_camel_case_is_not_parted() -> None:
    text = "LLaVA, OpenAI, iPhone, VQA, Paris, McDonald, a dataLoader and HalfEdge_Mesh-TextHawk2"
    assert list(parts_of_names(text, "en")) == ["data", "loader", "half", "edge", "text", "hawk"]
    assert list(parts_of_names("TheLoader DieKatze", "en")) == ["loader", "die", "katze"]
    assert list(parts_of_names("TheLoader DieKatze", "de")) == ["the", "loader", "katze"]


def test_strings_are_numbered_as_they_come() -> None:
    strings = Strings()
    assert [strings[text] for text in ("b", "a", "b", "")] == [1, 2, 1, 0]


def test_lists_of_different_lengths_stand_in_one_array() -> None:
    lists = Ragged.sparse(4, {0: [3, 4, 5], 3: [6]})
    assert (lists.ends.tolist(), lists.lengths().tolist()) == ([0, 3, 3, 3, 4], [3, 0, 0, 1])
    picked = lists.pick(np.array([3, 0, 1, 3]))
    assert (picked.ends.tolist(), picked.values.tolist()) == ([0, 1, 4, 4, 5], [6, 3, 4, 5, 6])
    joined = lists.joined(np.array([0, 2, 4]))
    assert (joined.ends.tolist(), joined.values.tolist()) == ([0, 3, 4], [3, 4, 5, 6])
    pairs = lists.pairs(10)
    assert (pairs.ends.tolist(), pairs.values.tolist()) == ([0, 2, 2, 2, 2], [34, 45])
    assert Ragged.sparse(2, {}).pairs(10).values.tolist() == []
    assert ends_of([2, 0, 3]).tolist() == [0, 2, 2, 5]
