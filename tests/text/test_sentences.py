"""Evidence: where a phrase stands, and how much of a text it may show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.records.evidence import EVIDENCE_WORDS, TITLE, Location
from generator.text.sentences import count_words, location_of, phrase_at, sentence_at, sentence_starts


@pytest.mark.parametrize(
    "sentences",
    [
        ["One only"],
        ["One. ", "Two! ", "Three? ", "Four."],
        ["It ends (here.) ", "“Quoted.”  ", "(In brackets.) ", "[Or these.] ", "3 lamps. ", "‘Six’."],
        ["Lamps, e.g. Lanterns, i.e. Lights, vs. Tides, cf. Boats and resp. Ships."],
        ["So say Quay et al. They, in Fig. 3, Eq. 4, Sec. 5 and No. 6, take approx. 7 of w.r.t. Boats v.s. Ships."],
        ["By A. Quay. ", "By B. Shore."],
        ["No new sentence. begins small. ", "But here."],
        ["One.\n", "Two."],
    ],
)
def test_sentences_begin_where_a_reader_sees_them(sentences: list[str]) -> None:
    text = "".join(sentences)
    starts = [len("".join(sentences[:at])) for at in range(len(sentences))]
    assert sentence_starts(text) == tuple(starts)
    for number, (start, sentence) in enumerate(zip(starts, sentences, strict=True), 1):
        for offset in (start, start + len(sentence) - 1):
            assert sentence_at(text, offset) == (start, start + len(sentence))
            assert location_of("abstract", text, offset) == Location("abstract", number)
            assert location_of("title", text, offset) == TITLE


TEXT = "Old ends. We compare models such as CLIP, which are limited, with the others of this kind. New begins."


@pytest.mark.parametrize(
    ("words", "around", "phrase"),
    [
        ("CLIP", 0, "CLIP"),
        ("CL", 0, "CLIP"),
        ("LIP", 0, "CLIP"),
        ("odels su", 0, "models such"),
        ("CLIP", 1, "as CLIP, which"),
        ("CLIP", 2, "such as CLIP, which are"),
        ("CLIP", 3, "models such as CLIP, which are limited"),
        ("CLIP", 9, "models such as CLIP, which are limited"),
        ("such as CLIP", 3, "compare models such as CLIP, which are"),
        ("such as CLIP, which", 2, "compare models such as CLIP, which are"),
        ("models such as CLIP, which are", 2, "compare models such as CLIP, which are"),
        ("compare models such as CLIP, which are limited, with", 2, "compare models such as CLIP, which are"),
        ("We", 2, "We compare models"),
        ("compare", 3, "We compare models such as"),
        ("kind", 3, "others of this kind."),
        ("others", 3, "limited, with the others of this kind."),
        ("Old", 3, "Old ends."),
        ("New", 3, "New begins."),
        ("begins", 2, "New begins."),
    ],
)
def test_a_phrase_has_the_words_around_it_in_its_sentence(words: str, around: int, phrase: str) -> None:
    start = TEXT.index(words)
    assert phrase_at(TEXT, start, start + len(words), around=around) == phrase


@pytest.mark.parametrize(
    ("text", "words", "phrase"),
    [
        ("(lamps): see; boats", "lamps", "(lamps): see; boats"),
        ("a lamp ; a boat", "lamp", "a lamp ; a"),
        (" ,; :", ",;", ",; :"),
        ("lamps " + "x" * 24 + " end", "lamps", "lamps " + "x" * 24 + " end"),
        ("lamps " + "x" * 25 + " end", "lamps", "lamps"),
        ("x" * 30 + " lamps end", "lamps", "lamps"),
        ("1,1 2,2 3,3 lamp 4,4 5,5 6,6", "lamp", "2,2 3,3 lamp 4,4"),
        ("1,1,1 2,2,2 3,3,3 lamp", "lamp", "2,2,2 3,3,3 lamp"),
        ("1,2,3,4,5,6,7,8 lamps", "1,2", "1,2,3,4,5,6,7,8"),
        ("4,500 lamps of 6,700 and 8,900 boats", "lamps", "4,500 lamps of 6,700"),
        ("图像与语言模型可以指出图中的灯与船在哪里", "灯", "以指出图中的灯与船在哪里"),
    ],
)
def test_no_quotation_slips_into_a_phrase(text: str, words: str, phrase: str) -> None:
    start = text.index(words)
    assert phrase_at(text, start, start + len(words), around=2) == phrase


def test_a_phrase_is_the_words_themselves_unless_more_are_asked_for() -> None:
    assert phrase_at("Old lamps.", 4, 6) == "lamps."


def test_a_long_word_is_cut_on_both_sides() -> None:
    text = "".join(chr(97 + at % 26) for at in range(90))
    assert phrase_at(text, 40, 41, around=3) == text[16:65]
    assert phrase_at(f"a {text[:60]} z", 22, 23, around=3) == f"a {text[:45]}", "its rest is no neighbour"
    assert phrase_at(f"a {text[:60]} z", 42, 43, around=3) == f"{text[16:60]} z"
    assert phrase_at("⺀" * 20, 10, 11, around=3) == "⺀" * 13
    assert phrase_at("⹿" * 20, 10, 11, around=3) == "⹿" * 20, "not yet a script without spaces"


def test_words_far_beyond_the_phrase_are_no_neighbours() -> None:
    text = f"far {' ' * 300} lamp {' ' * 300} away"
    at = text.index("lamp")
    assert phrase_at(text, at, at + 4, around=3) == "lamp"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0), ("– ; …", 0), ("one", 1), ("one two", 2), ("4,500", 2), ("4.5%", 1), ("state-of-the-art", 1),
        ("it’s the model's own", 4), ("https://a.example/b-c?d=e,f", 1), ("see http://a.example now", 3), ("灯 船", 2),
    ],
)  # fmt: skip
def test_words_are_counted_as_the_limit_means_them(text: str, count: int) -> None:
    assert count_words(text) == count


@given(st.text("aB.,( é灯", min_size=1, max_size=80), st.integers(0, 79), st.integers(1, 9), st.integers(0, 9))
def test_a_phrase_is_the_text_s_own_and_short(text: str, start: int, length: int, around: int) -> None:
    start = min(start, len(text) - 1)
    phrase = phrase_at(text, start, min(start + length, len(text)), around=around)
    assert " ".join(phrase.split()) in " ".join(text.split())
    assert count_words(phrase) <= EVIDENCE_WORDS or len(phrase.split()) == 1
