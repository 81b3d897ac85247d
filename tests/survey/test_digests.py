"""The shipped survey's own words: each fact stands in its source, nothing is a set phrase, nothing is missing.

`unsupported` is the checker; its own cases come first and need no corpus.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from generator.checks.completeness import check_completeness
from generator.records.paper import Paper
from generator.records.survey import Survey
from generator.text.analysis import stem
from generator.text.folding import fold_title
from tests.evaluate import CORPUS, PAGE, ROOT

SURVEY = ROOT / "survey"
OWN_WORDS = ROOT.parent / "shared" / "tools" / "own-words"
COUNTS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
NUMBER_WORDS = {word: number for number, word in enumerate(COUNTS.split())}
NUMBER_WORDS |= {
    word: 10 * tens for tens, word in enumerate("thirty forty fifty sixty seventy eighty ninety hundred".split(), 3)
}
SCALES = {"k": 10**3, "m": 10**6, "b": 10**9, "t": 10**12}
SCALES |= {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
LISTED = 3
"""Up to here a number word may be our count of what the source lists."""
EXPANSIONS = {
    "LLM": "language model",
    "OCR": "optical character recognition",
    "MMEB": "massive multimodal embedding benchmark",
}
"""Abbreviations that we may use where the source has the long form, or its head."""
ORDINARY = frozenset("borrowing forcing introductory nobody quantity ready-made visualised".split())
"""Words that begin a sentence of ours and that no abstract has in any form."""

_NUMBER = re.compile(
    r"\ba(?= (?:thousand|million|billion|trillion)\b)|(?P<figure>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)|\b(?P<word>"
    + "|".join(NUMBER_WORDS)
    + r")(?:s\b|\b)",
    re.IGNORECASE,
)
_SCALE = re.compile(r"[\s-]?(thousand|million|billion|trillion)\b|\s?([kKMBT])(?![a-zA-Z])")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)(?:\s*[-–~]\s*(\d+(?:\.\d+)?))?\s*(?:%|percent\b|per cent\b)")
_TOKEN = re.compile(r"[^\s,;:()\[\]“”\"?!/|+=&<>]+")
_INNER = re.compile(r"[-–—_.'’^{}*]")
_STARTS = re.compile(r"(?:^|[.!?:]['’”\")]*\s+)$")


class Source(NamedTuple):
    """What a text may say: numbers, percentages, and names in all their folded forms."""

    numbers: frozenset[float]
    percents: frozenset[float]
    names: frozenset[str]


def plain_source(text: str) -> str:
    """A raw text without the scars that part numbers and names."""
    text = re.sub(r"(?<=\d)\{,\}(?=\d{3})", ",", text.replace("\\", "").replace("$", ""))
    return re.sub(r"(?<=\d)times(?=\d)", "×", text)


def numbers_at(text: str) -> Iterator[tuple[int, str, float]]:
    """Where each number stands, what stands there, and its value: `95K`, `95,000` and `95 thousand` are one."""
    for match in _NUMBER.finditer(text):
        word = (match["word"] or "").lower()
        value = float(NUMBER_WORDS[word] if word else (match["figure"] or "1").replace(",", ""))
        scale = _SCALE.match(text, match.end())
        factor = SCALES[(scale[1] or scale[2]).lower()] if scale else 1
        yield match.start(), match[0] + (scale[0] if scale else ""), value * factor


def _numbers(text: str, *, least_word: int = LISTED + 1) -> Iterator[tuple[str, float]]:
    """Each number as it stands and its value. Number words below `least_word` are passed over."""
    for _, shown, value in numbers_at(text):
        if not shown.isalpha() or value >= least_word:
            yield shown, value


def _percents(text: str) -> Iterator[tuple[str, float]]:
    for match in _PERCENT.finditer(text):
        yield from ((match[0], float(number)) for number in match.groups() if number)


def _fold(word: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", word).lower() if char.isalnum())


def _forms(word: str) -> set[str]:
    """A word folded, in plural and singular."""
    folded = _fold(word)
    return {folded, folded.removesuffix("s"), folded.removesuffix("es")} - {""}


def _tokens(text: str) -> Iterator[tuple[int, str]]:
    for match in _TOKEN.finditer(text):
        word = match[0].strip(".'’‘*–—-~")
        if word:
            yield match.start(), word


def parse_source(text: str) -> Source:
    """All that a text supports; names also as two or three neighbouring words make them (`Vid LLM`)."""
    text = plain_source(text)
    names: set[str] = set()
    last: list[str] = []
    for _, word in _tokens(text):
        names |= _forms(word).union(*(_forms(part) for part in _INNER.split(word)))
        last = [*last[-2:], _fold(word)]
        names |= {"".join(last), "".join(last[-2:])}
    names |= {_fold(short) for short, long in EXPANSIONS.items() if long in text.lower()}
    numbers = frozenset(value for _, value in _numbers(text, least_word=0))
    return Source(numbers, frozenset(value for _, value in _percents(text)), frozenset(names))


def join_sources(sources: Iterable[Source]) -> Source:
    """What any of several texts supports."""
    return Source(*(frozenset[Any]().union(*parts) for parts in zip(*sources, strict=True)))


def unsupported(text: str, source: Source, is_ordinary: Callable[[str], bool]) -> list[str]:
    """The numbers, percentages and capitalised names of a text of ours that its source lacks."""
    missing = [shown for shown, value in _numbers(text) if value not in source.numbers]
    missing += [shown for shown, value in _percents(text) if value not in source.percents]
    tokens = list(_tokens(text))
    for (start, word), (_, following) in zip(tokens, [*tokens[1:], (0, "")], strict=True):
        capital = [part for part in _INNER.split(word) if part != part.lower()]
        if not capital or all(_forms(part) & source.names for part in capital):
            continue
        if (_forms(word) | {_fold(word + following)}) & source.names:
            continue
        only_first = word[1:] == word[1:].lower() and word[0].isupper()
        if not (only_first and _STARTS.search(text[:start]) and is_ordinary(word.lower())):
            missing.append(word)
    return missing


# --- the checker itself ------------------------------------------------------------


@pytest.mark.parametrize(
    ("ours", "source", "missing"),
    [
        ("95,000 pairs and 1.5 billion words", "95K pairs, 1.5B words", []),
        ("95,000 pairs", "95 pairs", ["95,000"]),
        ("95 pairs", "95K pairs", ["95"]),
        ("fifteen thousand photos in seven sets", "15k photos in 7 sets", []),
        ("twelve photos in three sets", "10 photos: a, b, c", ["twelve"]),
        ("a gain of 4-5%", "improves by 4-5\\%", []),
        ("a gain of 5%", "improves by 5 points", ["5%"]),
        ("at 2,560×2,560", "of 2,560times2,560", []),
        ("up by 3.1 mIoU", "up by 31 mIoU", ["3.1"]),
        ("one million images, a million more", "a million images", []),
        ("two billion images", "1 million images", ["two billion"]),
        ("uses CLIPs and MMBench-EN", "clip on MMBench_{EN}", []),
        ("beats DINO", "beats DINOv2", ["DINO"]),
        ("an LLM answers", "a large language model answers", []),
        ("an LLM answers", "a classifier answers", ["LLM"]),
        ("Painting helps. Drying too: Known words.", "words", []),
        ("Qwen helps. GPT too.", "words", ["Qwen", "GPT"]),
        ("UniF²ace and DM²S²", "UniF^2ace, DM^2S^2", []),
        ("seen in VidLLM", "the Vid LLM", []),
        ("on iNaturalist 2017", "on iNaturalist2017", []),
        ("on iNaturalist 2018", "on iNaturalist2017", ["2018", "iNaturalist"]),
        ("3 sets", "three sets", []),
        ("CLIP-based", "CLIP", []),
    ],
)
def test_the_checker_finds_what_is_invented(ours: str, source: str, missing: list[str]) -> None:
    ordinary = {"painting", "drying", "known"}
    assert unsupported(ours, parse_source(source), ordinary.__contains__) == missing


# --- the shipped survey ------------------------------------------------------------


@pytest.fixture(scope="module")
def texts(survey: Survey) -> dict[str, str]:
    """Id to raw title and abstract as the page has them, and the paper's authors and venue."""
    if not PAGE.exists():
        pytest.skip("no ../shared/corpus beside the project: the digests are not compared with their sources")
    page = PAGE.read_text(encoding="utf-8").splitlines()
    lines = (CORPUS / "paper-facts.jsonl").read_text(encoding="utf-8").splitlines()
    facts = {fold_title(json.loads(line)["title"]): json.loads(line) for line in lines}
    found = {}
    for paper in survey.papers:
        assert paper.provenance.source is not None and paper.provenance.source.place is not None, paper.id
        number = int(paper.provenance.source.place.rpartition(":")[2])
        title, abstract = page[number - 1], page[number]
        fact = facts[fold_title(paper.bibliographic.title)]
        said = " ".join([*fact["authors"], str(fact.get("venue", ""))] if "authors" in fact else [])
        found[paper.id] = f"{title.removeprefix('Subscribe')}\n{abstract}\n{said}"
    return found


@pytest.fixture(scope="module")
def sources(texts: Mapping[str, str]) -> dict[str, Source]:
    """Id to what the paper's texts support."""
    return {id: parse_source(text) for id, text in texts.items()}


@pytest.fixture(scope="module")
def ordinary(survey: Survey, texts: Mapping[str, str]) -> Callable[[str], bool]:
    """Whether a word is one that some abstract or digest writes small, in whatever form."""
    all_texts = [*texts.values(), *(text for paper in survey.papers for _, text in digest(paper))]
    small = {stem(word) for text in all_texts for word in re.findall(r"(?<![\w.])[a-z]+(?!\w)", text)}
    return lambda word: word in ORDINARY or word in NUMBER_WORDS or stem(re.split(r"['’-]", word)[0]) in small


def digest(paper: Paper) -> Iterator[tuple[str, str]]:
    """The texts of a record that state facts, each with its key."""
    for field in ("summary", "problem", "idea", "results", "limits"):
        if text := getattr(paper.digest, field):
            yield field, text
    yield from (("figures", figure) for figure in paper.derived.figures)
    for thing in paper.derived.introduces:
        yield "introduces", thing.name
        yield "introduces", thing.about or ""


def _listing(found: Iterable[str]) -> str:
    return "\n".join(found)


@pytest.mark.corpus
def test_every_number_and_name_of_a_digest_is_in_its_source(
    survey: Survey, sources: dict[str, Source], ordinary: Callable[[str], bool]
) -> None:
    """A token that the record's `notes` explain is excused."""
    found = []
    for paper in survey.papers:
        for field, text in digest(paper):
            for token in unsupported(text, sources[paper.id], ordinary):
                if token not in (paper.digest.notes or ""):
                    found.append(f"{paper.id}: {field}: {token!r} in {text[:100]!r}")
    assert not found, _listing(found)


@pytest.mark.corpus
def test_every_system_that_a_paper_builds_on_or_meets_is_named_in_its_source(
    survey: Survey, texts: dict[str, str]
) -> None:
    """By its name, an alias, or the name without its version."""
    known = {system.id: (system.name, *system.aliases) for system in survey.systems}
    known |= {paper.id: (paper.label, paper.bibliographic.title, *paper.derived.aliases) for paper in survey.papers}
    found = []
    for paper in survey.papers:
        said = _fold(plain_source(texts[paper.id]))
        for id in (*paper.digest.builds_on, *paper.digest.compares_with, *paper.digest.evaluated_on):
            names = [*known[id], known[id][0].partition("-")[0]]
            if not any(_fold(name) in said for name in names):
                found.append(f"{paper.id}: {id}")
    assert not found, _listing(found)


@pytest.mark.corpus
def test_every_number_and_name_of_a_relation_s_note_is_in_one_of_the_two(
    survey: Survey, sources: dict[str, Source], ordinary: Callable[[str], bool]
) -> None:
    names = {
        paper.id: parse_source(" , ".join(filter(None, (paper.derived.name, *paper.derived.aliases))))
        for paper in survey.papers
    }
    found = []
    for paper in survey.papers:
        for relation in paper.digest.relations:
            both = join_sources(known[id] for id in (paper.id, relation.to) for known in (sources, names))
            for token in unsupported(relation.note or "", both, ordinary):
                found.append(f"{paper.id}: to {relation.to}: {token!r} in {relation.note!r}")
    assert not found, _listing(found)


@pytest.mark.corpus
def test_every_number_of_an_essay_is_in_a_paper_of_its_area_or_a_linked_one(
    survey: Survey, sources: dict[str, Source]
) -> None:
    """Of the home page, About and the reading paths too. Number words are our own counts of papers."""
    found = []
    courses = {
        f"path {path.key}": "\n".join(
            [path.about or "", *(f"{step.note} (papers/{step.paper}.md)" for step in path.steps)]
        )
        for path in survey.paths
    }
    pages = {"home": survey.home or "", "method": survey.method or ""}
    ours = {len(survey.papers), len(survey.taxonomy.areas)}
    for key, essay in {**survey.introductions, **pages, **courses}.items():
        linked = set(re.findall(r"papers/([a-z0-9-]+)\.md", essay))
        papers = [paper for paper in survey.papers if paper.derived.area == key or paper.id in linked]
        digests = [parse_source(text) for paper in papers for _, text in digest(paper)]
        source = join_sources([parse_source(""), *(sources[paper.id] for paper in papers), *digests])
        shown = re.sub(r"\]\([^)]*\)|^(?:#+ .*$|\d+\. )", " ", essay, flags=re.MULTILINE)
        for what, value in (*_numbers(shown), *_percents(shown)):
            counted = what.isalpha() or (key in pages and value in ours)
            if not counted and value not in source.numbers:
                found.append(f"{key}: {what}")
    assert not found, _listing(found)


def test_no_phrase_of_ours_is_a_set_phrase(survey: Survey) -> None:
    """No run of five words stands in more than three records; so far not even a name needs leave."""
    holders: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for paper in survey.papers:
        said = [text for _, text in digest(paper)]
        said += [
            *paper.digest.questions,
            paper.digest.notes or "",
            *(relation.note or "" for relation in paper.digest.relations),
        ]
        for text in said:
            words = re.findall(r"[a-z0-9]+(?:['’.-][a-z0-9]+)*", text.lower())
            for at in range(len(words) - 4):
                holders[tuple(words[at : at + 5])].add(paper.id)
    found = [f"{' '.join(run)}: {', '.join(sorted(ids))}" for run, ids in holders.items() if len(ids) > 3]
    assert not found, _listing(found)


def test_every_record_is_checked_and_complete(survey: Survey) -> None:
    assert len(survey.papers) == 203
    assert [paper.id for paper in survey.papers if not paper.provenance.checked] == []
    assert [str(problem) for problem in check_completeness(survey, Path("survey"))] == []
    assert set(survey.introductions) == {area.key for area in survey.taxonomy.areas}


def test_most_records_say_how_they_stand_to_others(survey: Survey) -> None:
    assert sum(bool(paper.digest.relations) for paper in survey.papers) >= 150


@pytest.mark.corpus
def test_the_survey_is_in_its_own_words() -> None:
    if not OWN_WORDS.exists():
        pytest.skip("no ../shared/tools/own-words beside the project: copied runs of words are not looked for")
    files = [str(path) for path in sorted(SURVEY.rglob("*")) if path.suffix in {".yml", ".md"}]
    result = subprocess.run([sys.executable, str(OWN_WORDS), *files], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
