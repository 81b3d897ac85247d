"""Postings: which keys a paper is found by, with the sums done by hand; `test_index` compares many with brute force."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from generator.catalogue.assemble import in_name_order, in_order_of_positions
from generator.records.catalogue import Place, Resolved
from generator.records.paper import Paper
from generator.records.survey import Synonyms, System, Term
from generator.search.groups import synonym_groups
from generator.search.parameters import INDEX, SHARDS
from generator.search.postings import HAS, has, open_values, texts_of, value_key, whole_name
from generator.text.analysis import Analyser
from tests.oracle.tiers import Inverted, inverted
from tests.toy.search import catalogue


def paper(id: str = "p", **fields: Any) -> Paper:
    return Paper.model_validate({"id": id, "title": "Zzz", **fields})


def collected(*papers: Paper, **more: Any) -> Inverted:
    return inverted(catalogue(papers, **more), papers)


def level(tf: float, length: float, mean: float) -> int:
    """The level of a key as the module's docstring has it."""
    return max(1, round(8 * tf / (tf + 1.2 * (1 - 0.5 + 0.5 * length / mean))))


def levels(keys: Inverted, key: str) -> Mapping[int, int]:
    """Position to level."""
    return keys.levels(key)


def test_the_constants_are_those_of_the_benchmarks() -> None:
    assert (INDEX.k1, INDEX.b, SHARDS.impacts, INDEX.common_bigram) == (1.2, 0.5, 8, 3)
    assert {name: tuple(field) for name, field in INDEX.fields.items()} == {
        "title": (3, True), "names": (4, True), "summary": (1.5, True), "abstract": (1, True), "facts": (1, True),
        "questions": (1.5, True), "tags": (1, False), "definitions": (0.25, False), "mentions": (0.7, False),
        "authors": (1.5, False), "venue": (1, False), "romanised": (2, False),
    }  # fmt: skip
    assert HAS == ("code", "data", "dataset", "benchmark", "model")


# --- order and names -----------------------------------------------------------


def test_papers_are_in_the_order_of_names_with_numbers_by_value() -> None:
    names = ["4M", "4M-21", "Lamp 2", "Lamp 10", f"Lamp {'9' * 18}", f"Lamp {'1' * 19}", "lamp a", "Zeta"]
    papers = [paper(f"p{at}", title="Any", name=name) for at, name in enumerate(names)]
    found = [it.derived.name for it in in_name_order(reversed(papers))]
    assert found[:5] == names[:5], "18 digits are a number"
    assert found.index(names[5]) < found.index("lamp a"), "19 digits are a word"
    assert found[-1] == "Zeta"


def test_the_order_of_an_earlier_build_spares_looking_at_most_names() -> None:
    papers = [paper(f"p{at}", title=f"Lamp {at * 37 % 101}") for at in range(100)]
    known = in_order_of_positions(papers).labels()
    assert [id for id, _ in known] == [it.id for it in in_name_order(papers)]
    now = [paper("new", title="Lamp 50"), paper("p9", title="Lamp 2b"), *papers[:9], *papers[10:70], *papers[73:]]
    assert in_name_order(now, known) == in_name_order(now)
    assert in_name_order(now[:9], known) == in_name_order(now[:9]), "most are new"
    assert in_name_order(now, [("gone", "Lamp"), *reversed(known[:1]), *known[1:]]) == in_name_order(now)


def test_papers_of_one_name_are_in_the_order_of_their_ids() -> None:
    assert [it.id for it in in_name_order([paper("b"), paper("a"), paper("c")])] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("text", "whole"),
    [("LLaVA-ST", "llavast"), ("llava st", "llavast"), ("The All", "theall"), ("V*", "vstar"), ("!", ""),
     ("a" * 39 + " bc", "a" * 39 + "b")],
)  # fmt: skip
def test_a_whole_name_has_no_marks_and_forty_characters(text: str, whole: str) -> None:
    assert whole_name(text) == whole


def test_a_paper_s_own_names_say_more_than_those_of_its_things() -> None:
    things = [{"name": "Glim-Set", "kind": "dataset"}, {"name": "GLIM", "kind": "model"}, {"name": "!", "kind": "tool"}]
    keys = collected(paper(name="GLIM", aliases=["Glim Lamp"], introduces=things), paper("q", name="Glim-Set"))
    names = {key: levels(keys, key) for key in keys.common if key.startswith("!")}
    assert names == {"!glim": {0: 8}, "!glimlamp": {0: 8}, "!glimset": {0: 5, 1: 8}}


# --- words, pairs and groups ----------------------------------------------------


def test_each_field_has_its_weight_and_some_make_a_paper_longer() -> None:
    fields = {
        "title": "aaa", "name": "bbb", "summary": "ccc", "abstract": "ddd", "problem": "eee", "idea": "fff",
        "results": "ggg", "figures": ["hhh"], "questions": ["iii"], "authors": ["jjj"], "venue": "kkk",
        "area": "grounding", "facets": {"task": ["ocr"]},
    }  # fmt: skip
    place = Place(mentions=(Resolved(id="lll", target="system", name="lll", as_="mmm"),))
    keys = collected(paper(**fields), paper("q", title="nnn"), places={"p": place})
    length = 3 + 4 + 1.5 + 1 + 4 * 1 + 1.5
    weights = {
        "aaa": 3, "bbb": 4, "ccc": 1.5, "ddd": 1, "eee": 1, "fff": 1, "ggg": 1, "hhh": 1, "iii": 1.5, "jjj": 1.5,
        "kkk": 1, "ground": 1, "read": 1, "lll": 0.7, "mmm": 0.7,
    }  # fmt: skip
    mean = (length + 3) / 2
    assert {key: levels(keys, key) for key in weights} == {
        key: {0: level(weight, length, mean)} for key, weight in weights.items()
    }
    assert levels(keys, "nnn") == {1: level(3, 3, mean)}


def test_a_definition_says_little_but_something() -> None:
    found = catalogue((paper(area="grounding"), paper("q")))
    areas = tuple(
        area.model_copy(update={"definition": "Lamps"} if area.key == "grounding" else {})
        for area in found.taxonomy.areas
    )
    found = found.model_copy(update={"taxonomy": found.taxonomy.model_copy(update={"areas": areas})})
    assert texts_of(found, found.papers[0])["definitions"] == ["Lamps"]
    assert texts_of(found, found.papers[1])["definitions"] == texts_of(found, found.papers[1])["tags"] == []
    assert levels(inverted(found, found.papers), "lamp") == {0: level(0.25, 3, 3)}


def test_pairs_stand_next_to_each_other_and_are_common_in_three_papers() -> None:
    keys = collected(paper("a", title="red lamp sea"), paper("b", title="red lamp"), paper("c", title="red lamp boat"))
    assert levels(keys, "red lamp").keys() == {0, 1, 2}
    assert "red lamp" in keys.common and "red lamp" not in keys.rare
    assert "lamp sea" in keys.rare and "lamp sea" not in keys.common
    assert levels(keys, "lamp sea") == {0: level(3, 9, 8)}
    assert not {"red sea", "sea red", "lamp red"} & {*keys.common, *keys.rare}


def test_groups_are_the_curator_s_then_the_glossary_s() -> None:
    terms = (
        Term(term="Lamp", short="L", also=("light", "Lamp"), definition="It shines."),
        Term(term="Tide", definition="It rises."),
        Term(term="Boat", also=("ship",), definition="It floats."),
    )
    found = catalogue((), synonyms=Synonyms(groups=(("one", "two", "one"), ("six", "six"))), glossary=terms)
    assert synonym_groups(found) == [["one", "two"], ["Lamp", "L", "light"], ["Boat", "ship"]]


def test_members_of_a_group_are_found_whole_and_in_order() -> None:
    papers = (
        paper("a", title="scan"),
        paper("b", title="paper page"),
        paper("c", title="page paper"),
        paper("d", title="big paper page here"),
        paper("e", title="page"),
        paper("f", title="scan scan"),
    )
    keys = collected(*papers, synonyms=Synonyms(groups=(("boat", "ship"), ("scan", "paper page", "the and of"))))
    mean = (3 + 6 + 6 + 12 + 3 + 6) / 6
    assert "~0" not in keys.common
    assert levels(keys, "~1") == {
        0: level(3, 3, mean), 1: level(3, 6, mean), 3: level(3, 12, mean), 5: level(6, 6, mean)
    }  # fmt: skip


def test_members_of_a_group_are_found_in_their_inflections_alone() -> None:
    titles = ["explain", "explains", "explained", "explainability", "explainable", "explaining", "图像检索", "picture"]
    papers = [paper(f"p{at}", title=title) for at, title in enumerate(titles)]
    groups = (("explain", "tell why"), ("explainability", "reasons"), ("图像", "picture"))
    keys = collected(*papers, synonyms=Synonyms(groups=groups))
    assert {key: [*levels(keys, key)] for key in ("~0", "~1", "~2")} == {"~0": [0, 1, 2], "~1": [3, 4, 5], "~2": [6, 7]}


def test_a_paper_without_words_has_no_levels() -> None:
    assert collected(paper(title="!")).common.keys() == {":area=unplaced", ":times=0"}
    assert inverted(catalogue(()), ()) == Inverted({}, {}, set())


def test_the_words_of_a_record_stand_for_its_abstract() -> None:
    told = {"lamps": 4.5, "zzz": 3.0, "glim": 2.0, "x-y": 1.0}
    keys = collected(paper(terms=told), paper("q", title="qqq"), synonyms=Synonyms(groups=(("glim", "six"),)))
    beyond = 4.5 + 2 + sum(1.0 for key in ("x", "y", "xy") if levels(keys, key))
    mean = (3 + beyond + 3) / 2
    assert levels(keys, "lamp") == {0: level(4.5, 3 + beyond, mean)}
    assert levels(keys, "glim") == levels(keys, "~0") == {0: level(2, 3 + beyond, mean)}
    assert levels(keys, "zzz") == {0: level(3, 3 + beyond, mean)}, "the title's own count is not doubled"
    assert {"lamps", "glim"} <= keys.surfaces
    both = collected(paper(terms=told, abstract="Only lamps."))
    assert "glim" not in both.common and "glim" not in both.surfaces, "an abstract that is kept is read itself"


def test_an_abstract_never_says_less_than_nothing_of_a_word_of_the_title() -> None:
    told = {"zzz": 1.0, "lamp": 3.005, "glim": 2.0, "mast": 1.0}
    keys = collected(paper(title="Zzz lamp", terms=told), paper("q", title="qqq"))
    mean = (6 + 3 + 3) / 2
    assert levels(keys, "zzz") == levels(keys, "lamp") == {0: level(3, 9, mean)}
    assert levels(keys, "glim") == {0: level(2, 9, mean)}
    assert levels(keys, "mast") == {0: level(1, 9, mean)}, "a word that stands there once counts"


def test_words_are_kept_as_they_are_written() -> None:
    keys = collected(paper(title="Bright Lamps", summary="A rower"))
    assert {"bright", "lamps", "rower"} <= keys.surfaces


# --- choices ----------------------------------------------------------------------


def plain_keys(keys: Inverted) -> set[str]:
    return {key for key in keys.common if key.startswith(":")}


def test_a_paper_is_found_by_each_of_its_choices() -> None:
    fields = {
        "title": "Bright Lamps", "name": "The GLIM", "aliases": ["Glimmer"], "year": 2024, "area": "grounding",
        "facets": {"task": ["ocr", "grounding"]}, "authors": ["Ada Quay", "!"], "venue": "Tide Conf",
        "introduces": [{"name": "Dim Set", "kind": "dataset"}], "links": [{"kind": "code", "url": "https://a.example"}],
    }  # fmt: skip
    mention = Resolved(id="beacon", target="system", name="Beacon", as_="BCN")
    place = Place(mentions=(mention,), mentioned_by=("q", "r"))
    found = catalogue((paper(**fields),), places={"p": place}).model_copy(
        update={"systems": {"beacon": System(id="beacon", kind="model", name="Beacon", aliases=("Old Light",))}}
    )
    keys = inverted(found, found.papers)
    assert plain_keys(keys) == {
        ":area=grounding", ":task=ocr", ":task=grounding", ":year=2024", ":has=code", ":has=dataset", ":title:bright",
        ":title:lamp", ":name:the", ":name:glim", ":name:glimmer", ":name:dim", ":name:set", ":author=ada-quay",
        ":author:ada", ":author:quay", ":venue=tide-conf", ":venue:tide", ":venue:conf", ":mentions=beacon",
        ":mentions:beacon", ":mentions:bcn", ":mentions:old", ":mentions:light", ":times=2",
    }  # fmt: skip
    assert all(keys.common[key] == {0: 1} for key in plain_keys(keys))
    assert open_values(found, found.papers[0]) == {
        "author": {"ada-quay": ["Ada Quay"]},
        "venue": {"tide-conf": ["Tide Conf"]},
        "mentions": {"beacon": ["Beacon", "BCN", "Old Light"]},
    }


def test_who_names_a_version_is_found_by_its_families_too() -> None:
    systems = (
        System(id="llama", name="Llama", kind="model"),
        System(id="llama-3", name="Llama 3", kind="model", family="llama"),
        System(id="llama-3-1", name="Llama 3.1", kind="model", family="llama-3"),
    )
    mention = Resolved(id="llama-3-1", target="system", name="Llama 3.1", as_="LLaMA 3.1")
    found = catalogue((paper(),), {"p": Place(mentions=(mention,))})
    found = found.model_copy(update={"systems": {system.id: system for system in systems}})
    assert texts_of(found, paper())["mentions"] == ["Llama 3.1", "LLaMA 3.1", "Llama 3", "Llama"]


def test_choices_lead_to_their_papers_in_order() -> None:
    keys = collected(*(paper(f"p{at}", year=2020 + at % 2) for at in range(5)))
    assert [*keys.common[":year=2020"]] == [0, 2, 4]
    assert [*keys.common[":year=2021"]] == [1, 3]


def test_what_a_paper_lacks_gives_no_key() -> None:
    assert plain_keys(collected(paper())) == {":area=unplaced", ":title:zzz", ":times=0"}
    assert open_values(catalogue((paper(venue="!"),)), paper(venue="!")) == {"author": {}, "venue": {}, "mentions": {}}


@pytest.mark.parametrize(
    ("links", "things", "kinds"),
    [
        ([], [], []),
        (["code", "data", "project"], [], ["code", "data"]),
        (["model"], [], []),
        (["model"], ["model"], ["model"]),
        ([], ["benchmark", "dataset", "tool"], ["dataset", "benchmark"]),
    ],
)
def test_what_a_paper_comes_with(links: list[str], things: list[str], kinds: list[str]) -> None:
    given = [{"kind": kind, "url": "https://a.example"} for kind in links]
    assert has(paper(links=given, introduces=[{"name": kind, "kind": kind} for kind in things])) == kinds


def test_a_paper_is_found_by_its_ids() -> None:
    ids = {"arxiv": "2401.00001v12", "doi": "10.1234/ABC"}
    keys = collected(paper("a", ids=ids, former_ids=["old"]), paper("b", ids={"arxiv": "2401.00002"}))
    assert {key: posting for key, posting in keys.rare.items() if key.startswith(":")} == {
        ":id=old": {0: 1}, ":id=arxiv:2401.00001": {0: 1}, ":id=doi:10.1234/abc": {0: 1}, ":id=a": {0: 1},
        ":id=arxiv:2401.00002": {1: 1}, ":id=b": {1: 1},
    }  # fmt: skip


def test_a_value_s_key_is_its_words() -> None:
    assert value_key("Tide & Boat, 2.", Analyser()) == "tide-boat-2"
