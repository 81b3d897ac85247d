"""Texts cut into pieces: what is looked up piece by piece is what the whole text gives."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.derive.classify import cue_words, cues
from generator.derive.classify.cue_words import words_of
from generator.derive.classify.cues import Cues
from generator.derive.classify.documents import split_words
from generator.records.taxonomy import Taxonomy
from generator.text import analysis
from generator.text.analysis import Analysis, analyse
from generator.text.pieces import Remembered, piece_starts, pieces_of

_PARTS = (
    *"Mazes pre-trained VLMs C++ C# .NET R&D 3.5 1,000 l'image walk's Ørsted Straße β 迷宫 naïve dell’arte x*".split(),
    *(
        "(",
        ")",
        ". ",
        ", ",
        " ",
        "  ",
        "\n",
        "\t",
        "\u3000",
        "\xa0",
        "-",
        "'",
        '"',
        ":",
        ";",
        ".",
        ",",
        "+",
        "*",
        "\u0301",
    ),
)
texts = st.lists(st.sampled_from(_PARTS) | st.text(max_size=3), max_size=30).map("".join)


@given(texts)
def test_pieces_stand_where_they_are_said_to_stand(text: str) -> None:
    pieces = pieces_of(text)
    starts = piece_starts(pieces)
    assert all(text.startswith(piece, start) for piece, start in zip(pieces, starts, strict=True))
    assert starts[-1] + len(pieces[-1]) == len(text)


@given(texts, st.sampled_from(["en", "fr", "de", "it"]), st.booleans())
def test_a_text_is_analysed_as_its_compounds_are(text: str, language: str, stops: bool) -> None:
    found = []
    for one in analysis._compounds(text).findall(text):
        own, joined, _, _, surfaces = analysis._read(*one, False, stops, language)
        sequence = analysis._read(*one, False, True, language)[0]
        found.append(((*own, joined) if joined else own, sequence, surfaces))
    whole = Analysis(*(tuple(term for one in found for term in one[part]) for part in range(3)))
    assert analyse(text, stops=stops, language=language) == whole
    assert split_words(text, pairs=False) == analyse(text).sequence


@given(texts)
def test_the_words_that_cues_match_are_those_of_the_whole_text(text: str) -> None:
    found = [(*cue_words._key_of(match[0]), *match.span()) for match in cue_words._TOKEN.finditer(text)]
    assert list(words_of(text)) == [(key, start + elided, end) for key, elided, start, end in found]


@given(st.lists(st.sampled_from("a maze of walks VLMs in Mazes pretrained mazelike".split()), max_size=12))
def test_cues_are_found_as_one_after_the_other_would_be(words: list[str]) -> None:
    phrases = ("maze", "maze of walk", "VLM", "a maze*", "of * in", "walk vlm", "pre-trained maze")
    text = " ".join(words)
    taxonomy = Taxonomy.model_validate({"areas": [{"key": "a", "title": "A", "cues": dict.fromkeys(phrases, 1)}]})
    one = r"\b{}\b"
    patterns = {
        "maze": one.format("[Mm]azes?"), "maze of walk": one.format("[Mm]azes? of walks?"), "VLM": one.format("VLMs?"),
        "a maze*": one.format(r"a [Mm]aze\w*"), "of * in": one.format(r"of \w+ in"),
        "walk vlm": one.format("walks? VLMs?"), "pre-trained maze": one.format("pretrained [Mm]azes?"),
    }  # fmt: skip
    wanted = {
        (phrase, match.start(), match.end(1) if match.lastindex else match.end())
        for phrase, pattern in patterns.items()
        for match in (re.compile(pattern).match(text, at) for at in range(len(text)))
        if match
    }
    read = cues._Text(text, Cues(taxonomy)._automaton)
    assert {(cue.text, *read.span(first, last)) for cue, first, last in read.found} == wanted


@given(texts, st.integers(0, 60))
def test_the_words_before_a_character_are_counted(text: str, offset: int) -> None:
    offset = min(offset, len(text))
    read = cues._Text(text, Cues(Taxonomy())._automaton)
    assert read.words_before(offset) == sum(match.start() < offset for match in cue_words._TOKEN.finditer(text))


@given(st.text(alphabet="wehisourtapdk ,.-é", max_size=30))
def test_the_papers_own_work_begins_where_a_plain_pattern_finds_it(text: str) -> None:
    plain = re.compile(
        r"\b(?:we|our|ours|this (?:paper|work|study|report|article|survey|note)|the (?:paper|proposed)|here,)\b", re.I
    )
    for written in (text, text.title(), f"{text}We {text}", f"a {text} this paper. THE PAPER", f"{text} here,a"):
        wanted, found = plain.search(written), cues._OWN_WORK.search(written)
        assert (found and found.start()) == (wanted and wanted.start()), written


def test_of_too_many_pieces_those_that_came_first_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    class Lengths(Remembered[int]):
        def find(self, piece: str) -> int:
            return len(piece)

    monkeypatch.setattr("generator.text.pieces._MOST", 4)
    lengths = Lengths()
    assert [lengths["a" * count] for count in range(60)] == list(range(60))
    assert {"", "a"} <= lengths.keys() and len(lengths) <= 4 and "a" * 59 not in lengths
