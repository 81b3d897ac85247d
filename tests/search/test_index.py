"""The index: what its keys say, beside brute force, and how it is written."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.catalogue.assemble import in_order_of_positions
from generator.records.catalogue import Catalogue
from generator.records.paper import ExternalIds, Introduced, Link, Paper
from generator.records.survey import Synonyms
from generator.search import coding, postings, shards
from generator.search.bundles import FOLDER
from generator.search.coding import coded_texts, front_decoded, has_impacts
from generator.search.engine.store import Store
from generator.search.index import index
from generator.search.parameters import INDEX, SHARDS
from generator.search.postings import value_key
from generator.search.shards import NO_PAPERS, encode
from generator.search.tiers import least_common
from generator.text.analysis import Analyser, is_paired, plain, stem, terms
from tests.oracle.index import exact_levels, filter_keys, parts, texts_of
from tests.oracle.shards import Keys, decoded_keys, opened
from tests.oracle.tiers import inverted, tier_of, tiers_from
from tests.toy.catalogue import HOSTILE
from tests.toy.search import TAXONOMY, catalogue, crowd, toy

# --- generated catalogues ----------------------------------------------------

STOCK = (
    "scan scans image text LLaVA-ST llava 1.5 4,338 DataLoader Loader GPT 4V TextHawk2 the of V* state-of-the-art "
    '猫 猫の 多模态 𠀀𠀁 é État Привет DM²S² <b> "quoted" a,b \\ ẞ ﬁne ½ x'
).split()
LINE = st.lists(st.sampled_from(STOCK), min_size=1, max_size=5).map(" ".join)
ANY = st.text(st.characters(exclude_categories=["Cc", "Cs", "Z"]), min_size=1, max_size=8).filter(str.strip)
NAMES = st.lists(st.one_of(LINE, ANY), max_size=2).map(tuple)


def _papers_of(drawn: Sequence[Paper]) -> tuple[Paper, ...]:
    return tuple(paper.model_copy(update={"id": f"p{at}"}) for at, paper in enumerate(drawn))


PAPERS = st.lists(
    st.builds(
        lambda **values: Paper.model_validate(values),
        id=st.just("p"),
        title=st.one_of(LINE, ANY),
        lang=st.just("en"),
        name=st.none() | LINE | ANY,
        added=st.none() | st.sampled_from([datetime.date(2026, 1, day) for day in (1, 2, 3)]),
        aliases=NAMES,
        year=st.none() | st.integers(1999, 2030),
        authors=NAMES,
        venue=st.none() | LINE,
        area=st.none() | st.sampled_from([area.key for area in TAXONOMY.areas]),
        facets=st.fixed_dictionaries(
            {}, optional={"task": st.sets(st.sampled_from(["ocr", "grounding"])).map(sorted).map(tuple)}
        ),
        summary=st.none() | LINE,
        problem=st.none() | LINE,
        figures=NAMES,
        abstract=st.none() | LINE | ANY,
        questions=NAMES,
        links=st.lists(st.sampled_from(["code", "data", "other"]), max_size=2).map(
            lambda kinds: tuple(Link(kind=kind, url="https://a.example/") for kind in kinds)
        ),
        introduces=st.lists(st.tuples(LINE, st.sampled_from(["model", "dataset", "tool"])), max_size=2).map(
            lambda things: tuple(Introduced(name=name, kind=kind) for name, kind in things)
        ),
    ),
    max_size=7,
).map(_papers_of)
GROUPS = st.lists(st.lists(LINE, min_size=2, max_size=3).map(tuple), max_size=3).map(tuple)


# --- what the keys say -------------------------------------------------------


def assert_levels(got: Keys, exact: Mapping[str, Mapping[int, float]]) -> None:
    """Levels are those of brute force, rounded; what lies on the edge may be rounded either way."""
    assert got.keys() == exact.keys()
    for key, papers in exact.items():
        assert got[key].keys() == papers.keys(), key
        for paper, level in papers.items():
            assert 1 <= got[key][paper] <= SHARDS.impacts
            assert abs(got[key][paper] - max(level, 0.5)) <= 0.5 + 1e-9, (key, paper)


def _split(files: Mapping[str, str]) -> tuple[Keys, Keys, Keys, Keys]:
    """Words, pairs and groups; whole names; choices; ids."""
    every = decoded_keys(files) | decoded_keys(files, "rare")
    weighed = {key: papers for key, papers in every.items() if key[0] not in ":!"}
    names = {key: papers for key, papers in every.items() if key.startswith("!")}
    ids = {key: papers for key, papers in every.items() if key.startswith(":id=")}
    return weighed, names, {key: papers for key, papers in every.items() if key[0] == ":" and key not in ids}, ids


@settings(max_examples=150)
@given(PAPERS, GROUPS)
def test_files_hold_what_brute_force_finds(papers: tuple[Paper, ...], groups: tuple[tuple[str, ...], ...]) -> None:
    found = catalogue(papers, synonyms=Synonyms(groups=groups))
    files = index(found)
    weighed, names, chosen, ids = _split(files)
    assert_levels(weighed, exact_levels(found))
    in_order = in_order_of_positions(found.papers).papers
    wanted: dict[str, dict[int, int]] = {}
    for at, paper in enumerate(in_order):
        for key in filter_keys(found, paper):
            wanted.setdefault(key, {})[at] = 1
    assert chosen == wanted
    assert ids == {f":id={paper.id}": {at: 1} for at, paper in enumerate(in_order)}
    assert all(set(levels.values()) <= {5, SHARDS.impacts} for levels in names.values())


@given(PAPERS, GROUPS)
def test_files_decode_to_what_was_collected(papers: tuple[Paper, ...], groups: tuple[tuple[str, ...], ...]) -> None:
    found = catalogue(papers, synonyms=Synonyms(groups=groups))
    files = index(found)
    collected = inverted(found, in_order_of_positions(papers).papers)
    for tier, wanted in (("common", collected.common), ("rare", collected.rare)):
        assert decoded_keys(files, tier) == wanted
        store = Store(files)
        assert {key: store.postings(key, tier) for key in wanted} == wanted


@pytest.mark.parametrize("made", [toy, lambda: crowd(120)], ids=["toy", "crowd"])
def test_every_key_of_a_paper_leads_back_to_it(made: Callable[[], Catalogue]) -> None:
    found = made()
    store = Store(index(found))
    weighed, _, chosen, _ = _split(index(found))
    for at, paper in enumerate(in_order_of_positions(found.papers).papers):
        assert all(at in store.postings(key) for key in filter_keys(found, paper))
        assert {key for key in chosen if at in chosen[key]} == filter_keys(found, paper)
        for id in (paper.id, *paper.former_ids):
            assert store.postings(f":id={id}", "rare") == {at: 1}
        if paper.bibliographic.ids.arxiv:
            assert store.postings(f":id=arxiv:{paper.bibliographic.ids.arxiv.partition('v')[0]}", "rare") == {at: 1}
        if paper.bibliographic.ids.doi:
            assert store.postings(f":id=doi:{paper.bibliographic.ids.doi.lower()}", "rare") == {at: 1}
        assert store.hit(at)["id"] == paper.id
        for term in terms(f"{paper.bibliographic.title} {paper.bibliographic.abstract or ''}"):
            assert at in weighed[term]


def test_a_pair_is_rare_until_it_stands_in_enough_papers() -> None:
    for many in (INDEX.common_bigram - 1, INDEX.common_bigram):
        papers = tuple(Paper(id=f"p{at}", title=f"alpha beta {at}") for at in range(many))
        files = index(catalogue(papers))
        assert ("alpha beta" in decoded_keys(files)) == (many == INDEX.common_bigram)
        assert ("alpha beta" in decoded_keys(files, "rare")) == (many < INDEX.common_bigram)


def test_of_very_many_papers_a_share_must_have_a_common_pair() -> None:
    assert [least_common(papers) for papers in (0, 3, 3_499, 3_501, 10_001)] == [3, 3, 3, 4, 10]


def test_whole_names_have_no_marks() -> None:
    names = {key: papers for key, papers in decoded_keys(index(toy())).items() if key.startswith("!")}
    first, _, llava, mm15, _, vstar = range(6)
    assert names == {
        "!dm2s2": {first: SHARDS.impacts},
        "!llavast": {llava: SHARDS.impacts},
        "!stalign": {llava: 5},
        "!mm15": {mm15: SHARDS.impacts},
        "!vstar": {vstar: SHARDS.impacts},
    }


def test_words_of_a_record_stand_for_its_abstract_less_the_title() -> None:
    abstract = "gated gated sets sets learning"
    told = {"gated": 2.0, "sets": 3.0 + 2, "learning": 1.0, "deep": 3.0, "multi": 3.0, "modal": 3.0, "multimodal": 3.0}
    other = Paper(id="b", title="Another one", abstract="sets of gated things")
    kept, weighed = (
        decoded_keys(
            index(catalogue((Paper.model_validate({"id": "a", "title": "Deep Multi-Modal Sets"} | rest), other)))
        )
        for rest in ({"abstract": abstract}, {"terms": told})
    )
    words = [key for key in kept if key[0] not in "!:~" and " " not in key]
    assert {"gate", "set", "learn", "deep"} <= set(words)
    assert {key: kept[key] for key in words} == {key: weighed.get(key) for key in words}


def test_stop_words_stay_in_names_only() -> None:
    found = decoded_keys(index(catalogue((Paper(id="all", title="All you need", name="ALL"),))))
    assert "all" in found
    assert "!all" in found
    assert ":title:all" not in found
    assert "you" not in found


def test_authors_and_tags_make_no_paper_longer() -> None:
    bare = Paper(id="a", title="alpha beta", abstract="gamma")
    rich = bare.model_copy(
        update={"authors": tuple(f"Ada {n}" for n in range(50)), "venue": "CVPR", "area": "documents"}
    )
    other = Paper(id="b", title="alpha beta gamma delta")
    one, more = (decoded_keys(index(catalogue((paper, other)))) for paper in (bare, rich))
    assert all(one[key] == more[key] for key in ("alpha", "beta", "gamma"))


@given(st.text(max_size=20))
def test_a_value_s_key_is_its_own(text: str) -> None:
    """A choice in an address is folded again when it is read."""
    assert value_key(value_key(text, Analyser()), Analyser()) == value_key(text, Analyser())


# --- how it is written -------------------------------------------------------

KEY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="<"), min_size=1, max_size=50)
STEMS = st.sampled_from(["a" * 40, "wort =wort", "𠀀" * 36, "猫の", ":id=doi:10.1/", "", "e\u0301", "\ue000\uffff"])
POSTING = st.dictionaries(st.integers(0, 100_000), st.integers(1, SHARDS.impacts), min_size=1, max_size=12)
ANY_KEYS = st.dictionaries(st.tuples(STEMS, KEY).map("".join), POSTING, max_size=40)


@given(ANY_KEYS, ANY_KEYS)
def test_any_keys_and_postings_come_back(common: Keys, rare: Keys) -> None:
    files = encode(tiers_from(common, rare), NO_PAPERS, {"groups": []}).files()
    store = Store(files)
    for tier, own in (("common", common), ("rare", rare)):
        wanted = {key: dict(papers) if has_impacts(key) else dict.fromkeys(papers, 1) for key, papers in own.items()}
        assert decoded_keys(files, tier) == wanted
        assert list(decoded_keys(files, tier)) == sorted(own)
        assert {key: Store(files).postings(key, tier) for key in own} == wanted
    for key in common:
        assert store.has(key)
        assert not store.has(f"{key}\0") or f"{key}\0" in common
        assert store.expand_prefix(key, 10_000) == sorted(other for other in common if other.startswith(key))


@given(st.sets(st.tuples(STEMS, KEY).map("".join)))
def test_front_coding_comes_back(some: set[str]) -> None:
    assert front_decoded(coding.front_coded(sorted(some))) == sorted(some)


@given(
    st.dictionaries(KEY, st.sets(st.integers(0, 5_000), min_size=1, max_size=60), min_size=1, max_size=60),
    st.integers(20, 200),
)
def test_shards_are_full_give_or_take_a_margin(papers: dict[str, set[int]], most: int) -> None:
    posted = {key: dict.fromkeys(found, 1) for key, found in papers.items() if key[0] != ":"}
    cut = shards._shards(tier_of(posted), most)
    sizes = [[len(code) for code in json.loads(file.texts[0])["postings"].split(" ")] for _, file in cut]
    for own, after in pairwise([*sizes, [0]]):
        full = sum(own) + 6 * len(own)
        assert len(own) == 1 or full <= most * 115 // 100
        assert after == [0] or full >= most * 85 // 100 or full + 6 + after[0] > most * 115 // 100
    assert [first for first, _ in cut] == sorted(first for first, _ in cut)


def test_a_key_that_comes_or_goes_changes_few_shards() -> None:
    texts = {f"word{number * 7919 % 10_000}": "x" * (number % 40) for number in range(3_000)}

    def cut(texts: Mapping[str, str]) -> set[tuple[str, bytes]]:
        return {(first, file.made_from) for first, file in shards._shards(coded_texts(texts), 2_000)}

    before = cut(texts)
    assert len(before) > 30
    for key in list(texts)[::200]:
        assert len(before - cut({it: code for it, code in texts.items() if it != key})) <= 4


def test_shards_grow_with_the_survey_but_for_two_bounds() -> None:
    for characters, wanted in (
        (100_000, 4_500),  # a small survey: small files
        (450 * 6_000, 6_000),  # as many files as hosts bear
        (5_000_000, 9_000),  # as large as a reader's line bears: more files
        (150_000_000, 25_000),  # as many first keys as the head bears
    ):
        assert shards._shard_size("common", np.full(characters // 1_000, 994)) == wanted
    tier = np.full(5_000, 994)
    assert shards._shard_size("common", tier, few_files=False) == 4_500, "where no host counts files"


@pytest.mark.parametrize("papers", [1_000, 9_600, 12_000])
def test_the_largest_of_several_sites_keeps_within_a_host_that_counts_files(papers: int) -> None:
    pages, words = 1.37 * papers, 700
    assert pages + words + sum(papers / each for each in shards._sizes(papers, True).values()) < 20_000


def test_the_filters_of_a_field_share_no_shard_with_anything_else() -> None:
    keys = ["!name", ":author:lovelace", ":author=ada-lovelace", ":year=2024", ":year=2025", "word", "~1"]
    cut = shards._shards(coded_texts(dict.fromkeys(keys, "!")), 4_500)
    assert [first for first, _ in cut] == ["", ":", ":author=", ":y", "w"], "as short as tells them apart"
    long = {f":year={year}": "x" * 9_000 for year in range(2000, 2005)}
    assert [first for first, _ in shards._shards(coded_texts(long), 4_500)] == ["", ":year=2003"]


def test_papers_share_files_the_more_there_are() -> None:
    sizes = [
        shards._papers_a_file(papers, 2, 12, 840) for papers in (1, 203, 1_680, 1_681, 5_000, 10_000, 20_000, 100_000)
    ]
    assert sizes == [2, 2, 2, 3, 6, 12, 12, 2]


def vocabulary(files: Mapping[str, str]) -> dict[str, int]:
    """The words and `!` names that a misspelling is compared with, with their spread."""
    head, content = opened(files)
    found: dict[str, int] = {}
    for letter, number in head["words"].items():
        file = content[f"words-{number}"]
        own = dict(zip(front_decoded(file["words"]), file["spread"], strict=True))
        assert list(own) == sorted(own)
        assert all(word.removeprefix("!")[0] == letter for word in own)
        found |= {word: int(digit, 36) for word, digit in own.items()}
    return found


@given(PAPERS)
def test_the_vocabulary_holds_every_word_and_name_that_may_be_meant(papers: tuple[Paper, ...]) -> None:
    found = catalogue(papers)
    files = index(found)
    every = decoded_keys(files)
    fields = [(field, text) for paper in papers for field, own in texts_of(found, paper).items() for text in own]
    written = {word for _, text in fields for word in plain(text)}
    written |= {part for field, text in fields if field != "authors" for part in parts(text)}
    meant = {word: len(every[stem(word)]) for word in written if stem(word) in every}
    meant |= {key: 1 for key in every if key[0] == "!"}
    meant = {word: many for word, many in meant.items() if word.strip("!")[:1].isalpha() and not is_paired(word)}
    assert vocabulary(files) == {word: many.bit_length() - 1 for word, many in meant.items()}


def test_in_a_large_survey_a_word_of_one_paper_corrects_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    papers = (Paper(id="a", title="misspelld shared", name="Once"), Paper(id="b", title="shared"))
    assert {"misspelld", "shared", "!once"} <= vocabulary(index(catalogue(papers))).keys()
    monkeypatch.setattr(shards, "_MANY_KEYS", 1)
    assert vocabulary(index(catalogue(papers))).keys() & {"misspelld", "shared", "!once"} == {"shared", "!once"}


def test_the_same_survey_has_the_same_bytes_and_a_file_that_changes_another_name() -> None:
    files = index(crowd(40))
    assert list(files.items()) == list(index(crowd(40)).items())
    assert all(text.endswith("\n") for text in files.values())
    found = crowd(40)
    for change in ({"title": "Changed"}, {"year": 1999}, {"summary": "More."}, {"links": ()}):
        papers = (found.papers[0].model_copy(update=change), *found.papers[1:])
        other = index(found.model_copy(update={"papers": papers}))
        assert set(files) != set(other)
        same = set(files) & set(other) - {f"{FOLDER}/index.json"}
        assert [name for name in same if files[name] != other[name]] == []


def test_an_edit_renames_few_files() -> None:
    found = crowd(1500)
    papers = list(found.papers)
    papers[700] = papers[700].model_copy(update={"summary": "An otter with a lamp reads of harbours."})
    before, after = index(found), index(found.model_copy(update={"papers": tuple(papers)}))
    assert len(set(before) - set(after)) < len(before) / 4


def test_an_empty_catalogue_has_an_index() -> None:
    files = index(catalogue(()))
    head, _ = opened(files)
    assert head["papers"] == 0
    assert decoded_keys(files) == decoded_keys(files, "rare") == {}
    assert Store(files).postings("anything") == {}
    assert Store(files).expand_prefix("a", 2) == Store(files).spellings(["a"]) == []


def test_hostile_text_comes_back_as_it_was() -> None:
    paper = Paper(
        id="a",
        title=f"{HOSTILE} </script> \u2028",
        name="__proto__",
        aliases=("constructor", "]]>"),
        authors=('"', "<i>Ada</i>"),
        summary=HOSTILE,
        problem=HOSTILE,
        venue="\\",
        ids=ExternalIds(doi="10.1000/a,b\\';--&lt,"),
        introduces=(Introduced(name=HOSTILE, kind="tool", about=HOSTILE),),
    )
    files = index(catalogue((paper, Paper(id="b", title="10.1000"))))
    _, content = opened(files)
    (card,) = [card for card in content["cards-0"] if card["id"] == "a"]
    assert (card["title"], card["also"], card["authors"]) == (
        paper.bibliographic.title,
        list(paper.derived.aliases),
        list(paper.bibliographic.authors),
    )
    assert card["summary"] == HOSTILE
    (detail,) = [detail for detail in content["details-0"] if detail["id"] == "a"]
    assert detail["problem"] == HOSTILE
    found = decoded_keys(files)
    assert "!proto" in found
    assert "!constructor" in found
    assert Store(files).postings(":id=doi:10.1000/a,b\\';--&lt,", "rare")


# --- what a reader chooses from, and what a result shows ----------------------


def test_the_head_says_what_can_be_chosen() -> None:
    head, _ = opened(index(toy()))
    shape = [(one["key"], one["several"], one["open"]) for one in head["dimensions"]]
    assert shape == [
        ("area", False, False),
        ("task", True, False),
        ("modality", True, False),
        ("year", False, False),
        ("has", True, False),
        ("venue", False, True),
        ("author", True, True),
        ("mentions", True, True),
    ]
    values = {one["key"]: one["values"] for one in head["dimensions"]}
    assert values["area"][-1] == ["unplaced", "Unplaced"]
    assert [key for key, _ in values["year"]] == ["2025", "2024", "2023", "2022"]
    assert values["has"] == [["code", "Code"], ["data", "Data"], ["dataset", "Introduces a data set"]]
    assert values["venue"] == [
        ["cvpr-2025", "CVPR 2025"],
        ["ieee-transactions-on-image-processing", "IEEE Transactions on Image Processing"],
    ]
    assert values["mentions"][0] == ["coco", "MS COCO"]
    assert ["jose-nunez", "José Núñez"] in values["author"]


def test_of_many_values_the_commonest_are_offered() -> None:
    papers = tuple(
        Paper(id=f"p{at:03}", title="x", authors=(f"Author {at}", f"Author {at // 3}", "Zoë Last")) for at in range(200)
    )
    head, _ = opened(index(catalogue(papers)))
    (offered,) = [one["values"] for one in head["dimensions"] if one["key"] == "author"]
    assert offered[0] == ["zoe-last", "Zoë Last"]
    assert len(offered) == 60
    assert all(int(name.split()[1]) < 200 // 3 + 1 for _, name in offered[1:])


def test_a_card_says_what_is_known_where_there_is_no_summary() -> None:
    _, content = opened(index(toy()))
    cards = {card["id"]: card for card in content["cards-0"]}
    assert cards["llava-st"]["known"] == "Introduces ST-Align (data set) · Mentions LLaVA-1.5, MS COCO"
    assert "known" not in cards["mm15"]
    assert set(cards["plain"]) == {"id", "title", "values"}
    assert cards["vstar"]["mentioned"] == 2
    assert cards["vstar"]["near"] == [[0, 0.4], [1, 0.2]]


def test_a_card_s_values_are_numbers_in_the_head() -> None:
    found = crowd(50)
    head, content = opened(index(found))
    names = {one["key"]: [key for key, _ in one["values"]] for one in head["dimensions"]}
    cards = [card for number in range(-(-50 // head["cards"])) for card in content[f"cards-{number}"]]
    for card, paper in zip(cards, in_order_of_positions(found.papers).papers, strict=True):
        told = {f":{key}={names[key][value]}" for key, values in card["values"].items() for value in values}
        own = {key for key in filter_keys(found, paper) if key.startswith((":area=", ":has=", ":task=", ":modality="))}
        assert told == own


LABELS = ("GPT-10", "gpt-2", "GPT-2", "Äpfel", "zebra", "猫", "1.5", "10")


def test_positions_of_papers_that_joined_together_are_in_order_of_names() -> None:
    papers = tuple(Paper(id=f"p{at}", title="t", name=label) for at, label in enumerate(LABELS))
    order = in_order_of_positions(papers)
    assert [paper.label for paper in order.papers] == ["10", "1.5", "Äpfel", "gpt-2", "GPT-2", "GPT-10", "zebra", "猫"]
    assert list(order.names) == list(range(8))
    assert not [path for path in index(catalogue(papers)) if "order-" in path], "a file that would say nothing"


@given(st.lists(st.none() | st.dates(datetime.date(2026, 1, 1), datetime.date(2026, 1, 4)), min_size=8, max_size=8))
def test_a_paper_that_joins_later_has_the_last_position_and_moves_no_other(days: list[datetime.date | None]) -> None:
    papers = tuple(
        Paper(id=f"p{at}", title="t", name=label, added=day)
        for at, (label, day) in enumerate(zip(LABELS, days, strict=True))
    )
    later = Paper(id="a", title="t", name="0", added=datetime.date(2026, 1, 5))
    before, order = in_order_of_positions(papers), in_order_of_positions((later, *papers))
    assert order.papers == [*before.papers, later]
    assert Store(index(catalogue((later, *papers)))).names == list(order.names) == [*(at + 1 for at in before.names), 0]


def test_the_fields_are_those_that_are_searched() -> None:
    assert (
        postings.texts_of(toy(), toy().papers[0]).keys()
        == INDEX.fields.keys()
        == texts_of(toy(), toy().papers[0]).keys()
    )
