"""Suggest: a first taxonomy in the papers' own words, for few papers and many, whatever their order and language."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.derive.classify import classify
from generator.derive.classify.cues import Cues
from generator.derive.classify.drafts import draft_of, told_by
from generator.derive.classify.field import Field, speaks_of_all_fields
from generator.derive.suggest import Document, Suggestion, suggest_missing_areas, suggest_taxonomy
from generator.derive.suggest.facets import contribution_facet
from generator.derive.suggest.languages import guess_language
from generator.derive.suggest.phrases import Phrases
from generator.derive.suggest.words import language_of
from generator.records.entry import Entry
from generator.records.paper import Citation, Paper
from generator.records.taxonomy import Taxonomy, Value
from generator.resources import in_all_languages, read_translations
from generator.survey.folder import read_survey

SHARED = Path(__file__).parent.parent.parent.parent / "shared"
SHIPPED = Path(__file__).parent.parent.parent / "survey"
_SUBJECTS = {
    "celestial navigation": ["sextant", "star", "almanac", "meridian", "horizon"],
    "hull corrosion": ["rust", "anode", "paint", "steel plates", "salt water"],
    "wind turbines": ["rotor blade", "gearbox", "wind farm", "tower", "generator"],
}


def _library(papers: int) -> list[Document]:
    """Papers of three subjects by turns, each with words of its own subject between words of every paper."""
    chance = random.Random(7)  # noqa: S311 - chooses words of a test
    documents = []
    for number in range(papers):
        subject = list(_SUBJECTS)[number % 3]
        words = chance.sample(_SUBJECTS[subject], 3)
        title = f"A novel method for {subject} with the {words[0]}"
        abstract = f"We propose a new approach. Problems of {subject} are solved by the {words[1]} and the {words[2]}."
        documents.append(Document(title, abstract))
    return documents


def _areas(suggestion: Suggestion) -> dict[str, tuple[int, ...]]:
    return {area.title: suggestion.holds[area.key] for area in suggestion.taxonomy.areas}


def test_subjects_become_areas_in_the_words_of_the_papers() -> None:
    suggestion = suggest_taxonomy(_library(12))
    assert _areas(suggestion) == {
        "Celestial navigation": (0, 3, 6, 9),
        "Hull corrosion": (1, 4, 7, 10),
        "Wind turbines": (2, 5, 8, 11),
    }
    assert suggestion.holds[None] == ()
    for area in suggestion.taxonomy.areas:
        assert area.definition and area.definition.startswith("Draft: ")
        assert area.title.lower() in area.definition
        assert not {"novel method", "new approach", "propose", "problems", "novel", "approach"} & set(area.cues)


def test_the_order_of_the_papers_changes_nothing() -> None:
    documents = _library(30)
    mixed = random.Random(3).sample(documents, len(documents))  # noqa: S311
    assert suggest_taxonomy(mixed).taxonomy == suggest_taxonomy(documents).taxonomy


@pytest.mark.parametrize("papers", [0, 1, 2, 3, 4, 7, 40])
def test_every_paper_is_held_once_and_no_area_by_one_paper(papers: int) -> None:
    suggestion = suggest_taxonomy(_library(papers))
    assert sorted(number for held in suggestion.holds.values() for number in held) == list(range(papers))
    assert len(suggestion.taxonomy.areas) <= max(1, papers // 3)
    assert all(len(suggestion.holds[area.key]) >= 2 for area in suggestion.taxonomy.areas)


def test_papers_of_one_subject_are_one_area() -> None:
    suggestion = suggest_taxonomy([Document("On hull corrosion", f"Hull corrosion in year {n}.") for n in range(3)])
    assert _areas(suggestion) == {"Hull corrosion": (0, 1, 2)}


def test_headings_that_cover_most_papers_are_the_areas() -> None:
    def entry(title: str, *headings: str) -> Entry:
        return Entry(reader="test", path="list.md", line=1, title=title, headings=headings)

    suggestion = suggest_taxonomy(
        [
            entry("Masts", "Awesome list", "Ships", "2019"),
            entry("Sails", "Awesome list", "SHIPS", "2020"),
            entry("Oil lamps", "Awesome list", "Lamps: old ones", "2019"),
            entry("Bread", "Awesome list"),
            entry("Keels", "Awesome list", "Ships", "2021"),
        ]
    )
    assert _areas(suggestion) == {"Ships": (0, 1, 4), "Lamps: old ones": (2,)}
    assert suggestion.holds[None] == (3,)
    assert [area.key for area in suggestion.taxonomy.areas] == ["ships", "lamps-old-ones"]


def test_headings_of_few_papers_are_no_areas() -> None:
    documents = [*_library(12), Document("Masts", headings=("Ships",)), Document("Lamps", headings=("Lamps",))]
    assert "Ships" not in _areas(suggest_taxonomy(documents))


def test_a_key_is_never_reserved_and_never_given_twice() -> None:
    headings = ["Index", "Index!", "Unplaced", "灯", "灯!"]
    documents = [Document(f"Paper {n}", headings=(heading + " ¡" * n,)) for n, heading in enumerate(headings)]
    keys = [area.key for area in suggest_taxonomy(documents).taxonomy.areas]
    assert len(keys) == len(set(keys))
    assert not {"index", "unplaced"} & set(keys)
    assert all(re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", key) for key in keys)


def test_keywords_of_the_source_are_a_facet_where_papers_have_them() -> None:
    citation = Citation(keywords=("Sea Trial", "one off"))
    entries = [
        Entry(reader="t", path="a", line=1, title="A sea trial of a hull", citation=citation),
        Entry(reader="t", path="a", line=2, title="Another sea trial", citation=Citation(keywords=("sea trial",))),
        *[Entry(reader="t", path="a", line=n, title=f"A keel {n}") for n in range(3, 6)],
    ]
    facets = {facet.key: facet for facet in suggest_taxonomy(entries).taxonomy.facets}
    assert [value.title for value in facets["keyword"].values] == ["Sea Trial"]
    without = suggest_taxonomy(_library(12)).taxonomy.facets
    assert [facet.key for facet in without] == ["contribution"]


def test_kinds_of_contribution_that_no_paper_has_are_left_out() -> None:
    documents = [*_library(6), Document("Hull corrosion: a survey", "This survey covers all.")]
    (facet,) = suggest_taxonomy(documents).taxonomy.facets
    assert [value.key for value in facet.values] == ["method", "survey"]


@pytest.mark.parametrize(
    ("language", "titles", "areas"),
    [
        (
            "de",
            [
                "Klinische Diagnostik mit Bildern",
                "Über die klinische Diagnostik",
                "Zur klinischen Diagnostik: klinische Diagnostik heute",
                "Mittelalterliche Handschriften lesen",
                "Katalog der mittelalterlichen Handschriften",
                "Mittelalterliche Handschriften und ihre Schreiber",
            ],
            {"Klinische Diagnostik", "Mittelalterliche Handschriften"},
        ),
        (
            "fr",
            [
                "L’analyse sémantique des verbes",
                "Une analyse sémantique du lexique",
                "D’une analyse sémantique à l’autre",
                "La traduction automatique des brevets",
                "De la traduction automatique",
                "Traduction automatique et mémoire",
            ],
            {"Analyse sémantique", "Traduction automatique"},
        ),
        (
            "zh",
            [
                "强化学习的机器人",
                "深度强化学习",
                "强化学习与控制",
                "中文分词的模型",
                "基于网络的中文分词",
                "中文分词研究",
            ],
            {"强化学习", "中文分词"},
        ),
        (
            "ko",
            [
                "서당 교육의 실제",
                "서당 교육과 향교",
                "조선의 서당 교육",
                "대학입시제도의 변천",
                "대학입시제도와 학교",
                "근대의 대학입시제도 연구",
            ],
            {"교육", "대학입시제도"},
        ),
    ],
)
def test_other_languages(language: str, titles: list[str], areas: set[str]) -> None:
    suggestion = suggest_taxonomy([Document(title) for title in titles], read_translations(language))
    assert set(_areas(suggestion)) == areas
    assert suggestion.holds[None] == ()
    drafted = {area.definition for area in suggestion.taxonomy.areas if area.definition}
    assert language == "ko" or not any(definition.startswith("Draft") for definition in drafted)


def test_the_language_of_a_text_is_told_by_its_function_words() -> None:
    assert language_of("la traduction des brevets dans le monde".split(), "en") == "fr"
    assert language_of("bert".split(), "de") == "de"


def test_words_stand_for_an_abstract_that_may_not_be_kept() -> None:
    documents = [
        Document("On iron", terms={"corrosion": 3, "hull": 1}),
        Document("Bread", terms={"corrosion": 1, "anode": 2}),
        Document("Last words", terms={"corrosion": 2, "paint": 2}),
    ]
    assert _areas(suggest_taxonomy(documents)) == {"Corrosion": (0, 1, 2)}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=60), st.text(max_size=200) | st.none()), max_size=12))
def test_any_text_is_sorted(texts: list[tuple[str, str | None]]) -> None:
    suggestion = suggest_taxonomy([Document(title, abstract) for title, abstract in texts])
    assert sorted(number for held in suggestion.holds.values() for number in held) == list(range(len(texts)))
    assert all(len(suggestion.holds[area.key]) >= 2 for area in suggestion.taxonomy.areas)


@pytest.mark.parametrize(
    ("texts", "language"),
    [
        (["Die Boote und das Meer in der Nacht"], "de"),
        (["唐代诗歌研究", "敦煌写本", "История русской деревни", "تاريخ الأدب العربي", "Ιστορία της Κρήτης"], "en"),
        (["История русской деревни", "Die Boote und das Meer in der Nacht", "Очерки старообрядчества"], "en"),
        (["唐代诗歌研究", "敦煌写本", "Boats"], "zh"),
        (["唐代诗歌研究", "Schiffe in der Nacht", "On $E = mc^2$"], "en"),
        (["唐代诗歌研究", "Boats", "On $E = mc^2$"], "en"),
        (["Die Boote und das Meer in der Nacht", "Boats", "On $E = mc^2$"], "de"),
        ([], "en"),
    ],
)
def test_a_survey_speaks_the_language_of_more_than_half_of_its_papers(texts: list[str], language: str) -> None:
    assert guess_language(texts) == language


def test_titles_of_areas_hold_no_function_words_of_another_language() -> None:
    """French titles above English abstracts, with the note of a translation."""
    titles = [
        f"L’analyse automatique de cordes de {thing} (Rope {thing}) [in French]" for thing in "ab cd ef gh".split()
    ]
    titles += [f"L’évaluation de ports : R&D de {thing} [in French]" for thing in "ij kl mn op".split()]
    abstracts = [
        "We tie the ropes of all boats in the harbour with knots.",
        "Nous nouons les cordes du port avec soin.",
    ]
    documents = [Document(title, abstracts[at % 2]) for at, title in enumerate(titles)]
    phrases = Phrases(documents, "fr")
    shown = {phrases.shown(phrase) for phrase in phrases.papers}
    ends = {end for text in shown for end in (text.split()[0].lower(), text.split()[-1].lower())}
    assert not ends & {"l", "l’analyse", "de", "in", "french", "du", "the", "r", "d"}


def _records(documents: list[Document], area: str | None = None) -> list[Paper]:
    return [
        Paper(id=f"{area or 'none'}-{n}", title=document.title, abstract=document.abstract, area=area)
        for n, document in enumerate(documents)
    ]


def test_unplaced_papers_that_speak_of_the_same_make_an_area() -> None:
    by_subject = [_library(36)[subject::3] for subject in range(3)]
    placed = _records(by_subject[0], "navigation")
    lacking = [*_records(by_subject[2][:5]), Paper(id="alone", title="Tithes of guilds", abstract="We read charters.")]
    taxonomy = Taxonomy.model_validate({"areas": [{"key": "navigation", "title": "Navigation"}]})
    unplaced = {paper.id for paper in lacking}
    (missing,) = suggest_missing_areas([*placed, *lacking], unplaced, taxonomy)
    assert missing.area.title == "Wind turbines"
    assert set(missing.papers) == {f"none-{n}" for n in range(5)}, "a paper alone is in no area"
    assert not {"novel method", "new approach", "problems"} & set(missing.area.cues), "words that all papers use"
    again = suggest_missing_areas(reversed([*placed, *lacking]), unplaced, taxonomy)
    assert again == [missing], "the order of the papers changes nothing"


def test_two_unplaced_papers_or_unlike_ones_make_no_area() -> None:
    taxonomy = Taxonomy.model_validate({"areas": [{"key": "wind-turbines", "title": "Wind turbines"}]})
    two = _records(_library(36)[2::3][:2])
    assert suggest_missing_areas(two, {paper.id for paper in two}, taxonomy) == []
    unlike = [Paper(id=f"u{n}", title=f"On {word}", abstract=f"We read {word}.") for n, word in enumerate("abcdef")]
    assert suggest_missing_areas(unlike, {paper.id for paper in unlike}, taxonomy) == []
    placed, papers = _records(_library(36)[0::3], "navigation"), _records(_library(36)[2::3][:4])
    (missing,) = suggest_missing_areas([*placed, *papers], {paper.id for paper in papers}, taxonomy)
    assert missing.area.key == "wind-turbines-2", "a key that is taken is not given again"


@pytest.mark.corpus
@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not there")
def test_papers_of_another_field_are_proposed_as_its_area_in_the_shipped_survey() -> None:
    survey, problems = read_survey(SHIPPED)
    assert survey is not None, problems
    rows = map(json.loads, (SHARED / "cases" / "foreign-60.jsonl").read_text(encoding="utf-8").splitlines())
    foreign = [Paper(id=f"foreign-{n}", title=row["title"], abstract=row["abstract"]) for n, row in enumerate(rows)]
    unplaced = {paper.id for paper in foreign}
    first, *_ = suggest_missing_areas([*survey.papers, *foreign], unplaced, survey.taxonomy)
    assert first.area.title == "Reinforcement learning"
    assert len(first.papers) >= 20


_IN_LANGUAGES = {
    "de": (
        "Ein Verfahren für Leuchttürme",
        "In dieser Arbeit schlagen wir ein neues Verfahren für die Türme der Küste vor.",
    ),
    "fr": (
        "Une méthode pour les phares",
        "Dans cet article, nous proposons une nouvelle méthode pour les phares de la côte.",
    ),
    "es": ("Un método para los faros", "En este trabajo proponemos un nuevo método para los faros de la costa."),
    "zh": ("灯塔的识别方法", "本文提出了一种新方法，用于识别海岸上的灯塔，并与已有的方法进行了比较。"),
}


@pytest.mark.parametrize("language", ["de", "fr", "es", "zh"])
def test_a_draft_speaks_the_language_of_the_survey(language: str) -> None:
    _, abstract = _IN_LANGUAGES[language]
    papers = [Document(title, abstract, (title, "Küste")) for title in ("Turm", "Boot", "Turm", "Boot", "Licht")]
    facets = suggest_taxonomy(papers, read_translations(language)).taxonomy.facets
    assert [facet.key for facet in facets] == ["contribution", "keyword"]
    english = {facet.key: facet.title for facet in suggest_taxonomy(papers).taxonomy.facets}
    assert {facet.definition for facet in facets}.isdisjoint(
        {"What the paper gives.", "As the papers’ source gives them, or their text."}
    )
    assert language == "fr" or all(facet.title != english[facet.key] for facet in facets)
    assert speaks_of_all_fields(facets[0]), "kinds of contribution suit all fields in any language"


def test_the_sentence_of_a_draft_is_none_of_the_words_of_its_field() -> None:
    areas = [("sails", "wind"), ("ropes", "knots"), ("nets", "fish")]
    drafts = [
        Value(key=a, title=a, definition=draft_of((a, b), read_translations("zh")), cues={a: 2, b: 2}) for a, b in areas
    ]
    plain = [
        area.model_copy(update={"definition": f"{area.title}, {b}"}) for area, (_, b) in zip(drafts, areas, strict=True)
    ]
    assert Field(Taxonomy(areas=tuple(drafts))).bar == Field(Taxonomy(areas=tuple(plain))).bar


def test_a_further_language_of_the_interface_is_a_file_of_translations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a line of code: the words of a first draft, and what tells a draft from a curator's definition."""
    (tmp_path / "it.po").write_text(_ITALIAN, encoding="utf-8")
    monkeypatch.setattr("generator.resources._LOCALE", tmp_path)
    in_all_languages.cache_clear()
    try:
        papers = [Document(f"Un metodo per le navi {n}", "We propose a new method for ships.") for n in range(4)]
        taxonomy = suggest_taxonomy(papers, read_translations("it")).taxonomy
        (facet,) = taxonomy.facets
        (area,) = taxonomy.areas
        assert (facet.title, facet.values[0].title) == ("Contributo", "Metodo")
        assert area.definition and area.definition.startswith("Bozza: lavori su navi")
        assert told_by("Bozza: lavori su navi, mare.") == "navi, mare"
    finally:
        in_all_languages.cache_clear()


_ITALIAN = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Contribution"
msgstr "Contributo"

msgid "Method"
msgstr "Metodo"

msgid "Draft: papers that speak of {phrases}."
msgstr "Bozza: lavori su {phrases}."
"""


def test_german_nouns_keep_their_capitals_in_a_survey_of_several_languages() -> None:
    german = [Document(f"Hansisches Urkundenbuch und {what}", lang="de") for what in ("Salz", "Bier", "Zoll", "Recht")]
    english = [Document(f"The Merchant Letters from {where}") for where in ("Reval", "Calais", "Bergen", "Lynn")]
    phrases = Phrases([*german, *english], "en")
    shown = {phrases.shown(phrase) for phrase in phrases.papers if len(phrase) == 2}
    assert "hansisches Urkundenbuch" in shown and "merchant letters" in shown


@pytest.mark.parametrize("language", _IN_LANGUAGES)
def test_contributions_are_told_in_the_language_of_the_papers(language: str) -> None:
    title, abstract = _IN_LANGUAGES[language]
    papers = [Document(f"{title} {number}", abstract) for number in range(4)]
    taxonomy = suggest_taxonomy(papers, read_translations(language)).taxonomy
    assert [(facet.key, [value.key for value in facet.values]) for facet in taxonomy.facets] == [
        ("contribution", ["method"])
    ]
    found = classify(title, abstract, Cues(taxonomy))
    (reason,) = (reason for key, reason in found.evidence.items() if key.kind == "contribution")
    assert reason.phrase is not None and reason.phrase in abstract
    assert not classify(title, "", Cues(taxonomy)).facets, "a title alone is not enough"


def test_a_survey_in_english_gets_no_cues_of_other_languages() -> None:
    (facet,) = suggest_taxonomy(_library(12)).taxonomy.facets
    known = {value.key: value for value in contribution_facet().values}
    assert facet.values and all(value == known[value.key] for value in facet.values)


def test_a_french_paper_on_corpora_is_no_data_set() -> None:
    cues = Cues(Taxonomy(facets=(contribution_facet(["fr"]),)))
    assert classify("Extraction de termes à partir de corpus", "On extrait des termes.", cues).facets == {}
    made = classify("Constitution d'un corpus de phares", "On le décrit.", cues).facets
    assert made == {"contribution": ("dataset",)}
