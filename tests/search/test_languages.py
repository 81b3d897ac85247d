"""Texts in several languages: their stop words and stems, the same in the browser, and what a reader finds."""

from __future__ import annotations

import importlib
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
import snowballstemmer

from generator.catalogue.languages import languages_of
from generator.records.paper import Paper
from generator.records.survey import Synonyms
from generator.search.engine.rank import search
from generator.search.engine.store import Store
from generator.search.index import index
from generator.site.assets import asset_texts, parameters_module, vendor
from generator.text.analysis import folded_stop_words, stem, terms
from generator.text.languages import LANGUAGES, detect, language_of_tag
from tests.browser_modules import answer, needs_node
from tests.toy.search import catalogue, toy

PAPERS = (
    Paper(id="car", title="Car detection with the networks of tomorrow", abstract="We detect cars in the images."),
    Paper(id="die", title="Die casting of alloys", abstract="The die is filled with metal, and the alloy is cooled."),
    Paper(id="fr", title="L’apprentissage des réseaux de neurones pour les images", name="NeuroLire"),
    Paper(id="fr2", title="Un modèle de langue et ses données, dans le cadre de la traduction", lang="fr-CA"),
    Paper(id="de", title="Die Erkennung von Häusern in den Bildern", abstract="Wir erkennen die Häuser und Straßen."),
    Paper(id="de2", title="Straße und Haus: eine Lösung für das Lernen"),
    Paper(id="ru", title="Глубокое обучение для классификации изображений"),
    Paper(id="ru2", title="Новый метод распознавания речи"),
    Paper(id="ar", title="التعلم العميق للصور الطبية"),
    Paper(id="ar2", title="الشبكات في معالجة اللغة"),
    Paper(id="zh", title="面向图像识别的深度学习方法"),
    Paper(id="ja", title="深層学習による画像認識"),
    Paper(id="ko", title="딥러닝 기반 영상 인식"),
    Paper(id="th", title="การเรียนรู้เชิงลึกสำหรับภาพ"),
)
FOUND = catalogue(PAPERS, synonyms=Synonyms(groups=(("réseau", "maillage"), ("image", "figure"))))
FILES = index(FOUND)
CASES = [
    ("car detection ", "car"),
    ("car ", "car"),
    ("die casting ", "die"),
    ("réseau ", "fr"),
    ("reseaux ", "fr"),
    ("un réseau de neurone ", "fr"),
    ("NeuroLire ", "fr"),
    ("maillages ", "fr"),
    ("apprentissages ", "fr"),
    ("modèles ", "fr2"),
    ("Haus erkennen ", "de"),
    ("eine Lösungen ", "de2"),
    ("strasse ", "de2"),
    ("классификация изображения ", "ru"),
    ("новые методы ", "ru2"),
    ("تعلم ", "ar"),
    ("tuxiang shibie ", "zh"),
    ("tu xiang shi bie ", "zh"),
    ("túxiàng shíbié ", "zh"),
    ("glubokoe obuchenie ", "ru"),
    ("raspoznavaniya rechi ", "ru2"),
    ("yeongsang ", "ko"),
    ("شبكة ", "ar2"),
    ("深度学习", "zh"),
    ("画像認識", "ja"),
    ("영상 인식", "ko"),
    ("การเรียนรู้", "th"),
    ('"réseaux de neurones"', "fr"),
    ('"car detection"', "car"),
    ("title:réseau", "fr"),
    ("resaux ", "fr"),
]


def found(query: str) -> list[str]:
    return [id for id, _ in search(Store(FILES), query).hits]


@pytest.mark.parametrize(("query", "first"), CASES)
def test_a_query_in_any_language_finds_its_paper(query: str, first: str) -> None:
    assert found(query)[0] == first


def test_function_words_of_one_language_are_words_of_another() -> None:
    assert found('"car detection"') == ["car"]
    assert "fr2" not in found("car ")
    assert found("die casting AND alloys ")[0] == "die"
    assert "de" not in found('"die casting"')


def test_what_is_told_is_of_the_reading_that_found_most() -> None:
    assert search(Store(FILES), "réseaux ").corrections == {}
    assert search(Store(FILES), "resaux ").corrections == {"resaux": "reseaux"}


def test_the_language_is_what_the_record_says_or_what_the_text_tells() -> None:
    languages = languages_of(FOUND, PAPERS)
    told = {"fr": "fr", "fr2": "fr", "de": "de", "ru": "ru", "ar": "ar", "zh": "en", "car": "en", "die": "en"}
    assert {id: languages.papers[id] for id in told} == told
    assert set(languages.all) == {"en", "fr", "de", "ru", "ar"}
    seldom = (*(PAPERS[0].model_copy(update={"id": f"p{at}"}) for at in range(200)), PAPERS[4])
    assert languages_of(catalogue(seldom), seldom).all == ("en",), "one title may deceive"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Attention is all you need", "en"),
        ("LLaVA-ST", "en"),
        ("Multi-task end-to-end NER", "en"),
        ("Les Misérables: a study", "en"),
        ("Réseaux de neurones pour la reconnaissance", "fr"),
        ("Maschinelles Lernen für die Bildverarbeitung", "de"),
        ("Reti neurali per la classificazione delle immagini", "it"),
        ("Aprendizagem profunda para a classificação das imagens", "pt"),
        ("Modelos de lenguaje para el análisis de los textos", "es"),
        ("La peste en el reino", "es"),
        ("Orașul de peste râu și oamenii lui", "ro"),
        ("Глибоке навчання зображень і їх", "en"),
        ("ΜΑΘΗΣΗ ΜΗΧΑΝΩΝ", "el"),
    ],
)
def test_a_text_tells_its_language(text: str, language: str) -> None:
    assert detect(text) == language


def test_bibliographies_name_languages_in_many_ways() -> None:
    assert [language_of_tag(tag) for tag in ("fr", "fr-CA", "fre", "French", "ngerman", "de_AT")] == [
        "fr", "fr", "fr", "fr", "de", "de",
    ]  # fmt: skip
    assert (language_of_tag("eng"), language_of_tag("tlh"), language_of_tag(None), language_of_tag("")) == (
        "en", "en", None, None,
    )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_stop_words_say_nothing(language: str) -> None:
    assert len(folded_stop_words(language)) > 50
    assert terms(" ".join(LANGUAGES[language]["stops"].split()), language=language) == []


MIXED = (
    Paper(id="tone", title="The tone of the speaker in a dialogue", abstract="We find the tone and the mood of it."),
    Paper(id="mood", title="Mood and tone in spoken dialogue", abstract="The tones of the voice tell what is meant."),
    Paper(id="tons", title="Tons of the data for the speech", abstract="There are tons of it, and this is of no use."),
    Paper(id="comment", title="The comments of the readers", abstract="A comment is what the reader says of it."),
    Paper(id="tonos", title="Los tonos de las lenguas de México y su análisis", abstract="Un tono en la lengua."),
    Paper(id="lengua", title="El análisis de los textos para las lenguas", abstract="Con la red ERNIE se analiza."),
    Paper(id="chat", title="Comment le chat voit les images dans la nuit", abstract="Le chat est un animal."),
    Paper(id="chats", title="Chat with the robots of tomorrow", abstract="We chat, and the robots answer to this."),
    Paper(id="evaluer", title="Comment évaluer les modèles de la parole", abstract="Les données sont pour la parole."),
    Paper(id="ton", title="Der Ton und die Töne für das Lernen", abstract="Wir hören die Töne und lernen aus ihnen."),
)
MIXED_FILES = index(catalogue(MIXED, synonyms=Synonyms(groups=(("tono", "entonación"),))))
MIXED_CASES = [
    ("tone ", ["tone", "mood", "ton"]),  # not Spanish *tonos*, whose stem it has; German *Töne* is written so
    ("the tone ", ["tone", "mood"]),
    ("tonos ", ["tonos"]),
    ("tono ", ["tonos"]),
    ("los tonos ", ["tonos"]),
    ("Töne ", ["ton", "tone", "mood"]),
    ("Die Töne ", ["ton", "tone", "mood"]),
    ("tons ", ["tons"]),
    ("comment ", ["comment"]),
    ("comment évaluer les données ", ["evaluer"]),
    ("chat ", ["chat", "chats"]),
    ("chats ", ["chat", "chats"]),
    ("lenguas ", ["lengua", "tonos"]),
    ("ernie ", ["lengua"]),
    ("México ", ["tonos"]),
]


@pytest.mark.parametrize(("query", "first"), MIXED_CASES)
def test_a_word_as_it_is_written_counts_more_than_a_stem_in_another_language(query: str, first: list[str]) -> None:
    hits = [id for id, _ in search(Store(MIXED_FILES), query).hits]
    assert set(hits[: len(first)]) == set(first)
    foreign = {"tonos", "tons"} if query.strip() in {"tone", "the tone"} else set()
    assert foreign.isdisjoint(hits[: len(first)])


def test_a_word_of_one_language_gives_no_synonyms_of_another() -> None:
    assert search(Store(MIXED_FILES), "tonos ").groups == [0]
    assert search(Store(MIXED_FILES), "tone ").groups == []


@needs_node
def test_the_browser_stems_as_python_does(tmp_path: Path) -> None:
    chance = random.Random(15)  # noqa: S311 - the same words every time, nothing secret
    words = {}
    for language, known in LANGUAGES.items():
        endings = known["stops"].split()
        letters = sorted(set("".join(endings)) | set("abcdefghilmnoprstuvz"))
        made = {
            "".join(chance.choices(letters, k=chance.randint(2, 8))) + "".join(chance.choices(endings, k=1))
            for _ in range(400)
        }
        words[language] = sorted({*made, *endings, "l’image", "qu'est", "imagens", "informação", "x1", "😀😀😀"})
    theirs = answer("stems", {"words": words}, tmp_path, ("en", *LANGUAGES))
    for language, own in words.items():
        ours = [[stem(word, language), terms(word, language=language)] for word in own]
        assert [word for word, one, other in zip(own, ours, theirs[language], strict=True) if one != other] == []


@needs_node
def test_the_browser_finds_the_same(tmp_path: Path) -> None:
    queries = [*(query for query, _ in CASES), "figures ", "image", "les", "die", "car AND detection", "-réseau", "été"]
    assert_browser_agrees(FILES, queries, tmp_path / "one", languages_of(FOUND, PAPERS).all)
    mixed = languages_of(catalogue(MIXED), MIXED).all
    assert set(mixed) == {"en", "es", "fr", "de"}
    assert_browser_agrees(MIXED_FILES, [query for query, _ in MIXED_CASES], tmp_path / "other", mixed)


def assert_browser_agrees(
    files: dict[str, str], queries: Sequence[str], folder: Path, languages: Sequence[str]
) -> None:
    folder.mkdir()
    theirs = answer("ranks", {"files": files, "texts": queries}, folder, languages)
    for query, (positions, scores, corrections, groups) in zip(queries, theirs["answers"], strict=True):
        ours = search(Store(files), query)
        assert [(theirs["ids"][at], score) for at, score in zip(positions, scores, strict=True)] == ours.hits, query
        assert (dict(corrections), groups) == (ours.corrections, ours.groups), query


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fast_stemmer_is_the_one_that_browsers_have(language: str) -> None:
    name = LANGUAGES[language]["name"]
    slow = getattr(importlib.import_module(f"snowballstemmer.{name}_stemmer"), f"{name.capitalize()}Stemmer")()
    fast = snowballstemmer.stemmer(name)
    written = sorted(folded_stop_words(language))
    letters, chance = "".join(written), random.Random(language)  # noqa: S311 - no secret
    made = ["".join(chance.choices(letters, k=chance.randint(3, 12))) for _ in range(100)]
    for word in [*written, *made, *(f"{one}{other}" for one, other in zip(written, made, strict=False))]:
        assert fast.stemWord(word) == slow.stemWord(word), word


def test_english_alone_costs_nothing() -> None:
    assert "languages" not in index(toy())["assets/search/index.json"]
    assert not [path for path in {**asset_texts(), **vendor()} if "stemmer" in path]
    assert "import" not in parameters_module()
    scripts = {**asset_texts(languages=("en", "fr")), **vendor(("en", "fr"))}
    assert "FrenchStemmer" in scripts["assets/js/vendor/stemmers.js"]
    assert "GermanStemmer" not in scripts["assets/js/vendor/stemmers.js"]


def test_one_idea_is_one_clause() -> None:
    groups = (("llm", "language model"), ("mllm", "multimodal language model"), ("llm", "chat model"), ("image", "pic"))
    texts = ["an llm", "an mllm", "a chat model", "no idea", "language model", "parrot", "tree", "bush"]
    papers = tuple(Paper(id=f"p{at}", title=f"{text} image") for at, text in enumerate(texts))
    store = Store(index(catalogue(papers, synonyms=Synonyms(groups=groups))))
    assert search(store, "llm ").groups == [0, 2]
    assert search(store, "multimodal language model ").groups == [0, 1], (
        "a member within a longer one counts as words do"
    )
    assert search(store, "image ").groups == [], "all papers have it"
    assert search(store, "pic ").groups == [3], "an unknown word still finds what it means"


def test_a_group_is_meant_by_its_words_and_not_by_their_stems() -> None:
    groups = (("explainability", "reasons"), ("图像", "picture"))
    titles = ["Explainability of nets", "Explain nets", "The reasons", "图像检索", "A picture", "A net", "Nets", "Sea"]
    papers = tuple(Paper(id=f"p{at}", title=title) for at, title in enumerate(titles))
    store = Store(index(catalogue(papers, synonyms=Synonyms(groups=groups))))
    assert search(store, "explain ").groups == []
    assert [id for id, _ in search(store, "explain ").hits] == ["p1", "p0"]
    assert search(store, "explainability ").groups == [0]
    assert search(store, "图像 ").groups == [1], "a word in a script without spaces has synonyms, too"
    assert {"p3", "p4"} <= {id for id, _ in search(store, "picture ").hits}
