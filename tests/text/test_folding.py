"""Folding: addresses, headings and the order of an index, in any script."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyuca import Collator

from generator.text.collation import Collation
from generator.text.folding import in_letter_order, initial, romanised, slug, sort_key


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Bjørn Ødegård", "bjorn-odegard"),
        ("α-divergences and x²", "alpha-divergences-and-x2"),
        ("CO₂ plumes", "co2-plumes"),
        ("λόγος", "logos"),
        ("图像与语言模型", "tu-xiang-yu-yu-yan-mo-xing"),
        ("日本語のモデル", "ri-ben-yu-nomoderu"),
        ("한국어 모델", "hangugeo-model"),
        ("Привет, мир!", "privet-mir"),
        ("हिन्दी", "hindi"),
        ("C++ or C#?", "cpp-or-c-sharp"),
        ("😀 → !", ""),
    ],
)
def test_an_address_is_readable_in_any_script(text: str, wanted: str) -> None:
    assert slug(text) == wanted


@given(st.text(max_size=60))
def test_any_text_gives_an_address(text: str) -> None:
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug(text))
    assert slug(slug(text)) == slug(text)


def test_texts_are_sorted_by_unicode_rules() -> None:
    ordered = ["1", "ab", "apfel", "Apfel", "Äpfel", "«Étude»", "Łódź", "Orange", "Øre", "ørsted", "Zebra"]
    ordered += ["Ωmega", "Вода", "ירח", "قمر", "달", "灯"]
    assert sorted(set(ordered), key=sort_key) == ordered


def test_the_table_is_read_in_part_and_sorts_as_the_whole_does() -> None:
    part, whole = Collation(), Collator()

    @given(st.text(max_size=12))
    def same(text: str) -> None:
        assert part.sort_key(text) == whole.sort_key(text)

    @given(st.text(st.one_of(st.characters(max_codepoint=0x370), st.sampled_from("ẞữ’–…Ωж")), max_size=12))
    def same_key(text: str) -> None:
        assert part.key(text) == "".join(map(chr, whole.sort_key(text)))

    same()
    same_key()
    for text in ("L·L", "क्ष", "เก", "灯", "\U00017000", "\U0001d400", "e\u0323\u0302", "\ud800"):
        assert part.sort_key(text) == whole.sort_key(text), text


def test_headings_are_letters_and_scripts_in_the_order_of_the_names() -> None:
    names = ["Øre", "3D", "Ωmega", "Вода", "ירח", "قمر", "달", "かな", "カナ", "灯", "Äpfel", "—", "Þór"]
    assert [initial(name) for name in names] == [
        "O", "0–9", "Grek", "Cyrl", "Hebr", "Arab", "Hang", "Jpan", "Jpan", "Hani", "A", "", "T",
    ]  # fmt: skip
    headings = {initial(name) for name in names}
    ordered = ["A", "O", "T", "0–9", "Grek", "Cyrl", "Hebr", "Arab", "Hang", "Jpan", "Hani", ""]
    assert in_letter_order(headings) == ordered


# --- other scripts in Latin letters, as readers type them ---------------------------


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("声调", ["shengdiao"]),
        ("语言学史", ["yuyan", "yanxue", "xueshi", "yuyanxue", "yanxueshi", "yuyanxueshi"]),
        ("绿 (女性)", ["lu", "nuxing"]),
        ("李白, 李白", ["libai"]),
        ("Московский университет", ["moskovskiy", "universitet"]),
        ("Щукин и Ё. в", ["shchukin"]),
        ("Ἀριστοτέλης", ["aristotelis"]),
        ("한국어 문법", ["hangugeo", "munbeob"]),
        ("हिन्दी भाषा।", ["hindi", "bhasa"]),
        ("ქართული ენა", ["kartuli", "ena"]),
        ("日本語の音声", []),
        ("コーパス", []),
        ("القانون الدولي", []),
        ("שפה עברית", []),
        ("β-VAE, Ødegård’s “naïve” x² ∞ 😀", []),
    ],
)
def test_words_of_other_scripts_are_spelt_as_they_sound(text: str, wanted: list[str]) -> None:
    assert romanised(text) == wanted


@given(st.text())
def test_what_is_spelt_is_plain(text: str) -> None:
    assert all(word.isascii() and word.isalnum() and word == word.lower() for word in romanised(text))


@given(st.text(alphabet=st.characters(max_codepoint=0x24F)))
def test_latin_letters_stay_as_they_are(text: str) -> None:
    assert romanised(text) == []
