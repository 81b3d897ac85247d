"""Names: their parts, their shown form, and where indexes file them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.records.paper import PersonName
from generator.text.names import filed_name, in_usual_case, name_of, parse_name, parts_of_name, shown_name


@pytest.mark.parametrize(
    ("text", "shown", "filed"),
    [
        ("Ada Quay", "Ada Quay", "Quay"),
        ("Quay, Ada", "Ada Quay", "Quay"),
        ("Walter Sample Jr.", "Walter Sample Jr.", "Sample"),
        ("Sample, Jr., Walter", "Walter Sample Jr.", "Sample"),
        ("Sample, Walter, Jr.", "Walter Sample Jr.", "Sample"),
        ("Sample Jr., Walter", "Walter Sample Jr.", "Sample"),
        ("Walter Sample, Jr.", "Walter Sample Jr.", "Sample"),
        ("Adam Sample III", "Adam Sample III", "Sample"),
        ("van Gogh, Vincent", "Vincent van Gogh", "Gogh"),
        ("Gogh, Vincent van", "Vincent van Gogh", "Gogh"),
        ("Vincent Van Gogh", "Vincent Van Gogh", "Van Gogh"),
        ("Luc Van Gool", "Luc Van Gool", "Van Gool"),
        ("Ana De La Cruz", "Ana De La Cruz", "De La Cruz"),
        ("Thanh Van Nguyen", "Thanh Van Nguyen", "Nguyen"),
        ("Charles de la Vallée Poussin", "Charles de la Vallée Poussin", "Vallée Poussin"),
        ("van der Maaten, Laurens", "Laurens van der Maaten", "Maaten"),
        ("’t Hooft, Gerard", "Gerard ’t Hooft", "Hooft"),
        ("Santiago Ramón y Cajal", "Santiago Ramón y Cajal", "Ramón y Cajal"),
        ("Muhammad al-Khwarizmi", "Muhammad al-Khwarizmi", "Khwarizmi"),
        ("Salman bin Abdulaziz", "Salman bin Abdulaziz", "Abdulaziz"),
        ("The Maze Collaboration", "The Maze Collaboration", "Maze Collaboration"),
        ("Maze Collaboration, The", "The Maze Collaboration", "Maze Collaboration"),
        ("World Health Organization", "World Health Organization", "World Health Organization"),
        ("Working Group 3 of the Panel", "Working Group 3 of the Panel", "Working Group 3 of the Panel"),
        ("J.-P. Serre", "J.-P. Serre", "Serre"),
        ("JP Serre", "JP Serre", "Serre"),
        ("C. V. Raman", "C. V. Raman", "Raman"),
        ("Charles V", "Charles V", "V"),
        ("王小明", "王小明", "王小明"),
        ("王 小明", "王小明", "王"),
        ("王, 小明", "王小明", "王"),
        ("김 철수", "김철수", "김"),
        ("سارة علي", "سارة علي", "علي"),
        ("Suharto", "Suharto", "Suharto"),
        ("ada van der quay", "ada van der quay", "quay"),
        ("ada b. quay", "ada b. quay", "quay"),
        ("Ada Quay1,2*", "Ada Quay", "Quay"),
        ("Ada Quay †", "Ada Quay", "Quay"),
        ("Ada Quay²", "Ada Quay", "Quay"),
        ("Ada Quay et al.", "Ada Quay", "Quay"),
        ("Ada Quay, PhD", "Ada Quay", "Quay"),
        ("Quay, Ada, M.D.", "Ada Quay", "Quay"),
        ("Xiaoming Wang (王小明)", "Xiaoming Wang", "Wang"),
        ("  Quay ,  Ada ", "Ada Quay", "Quay"),
        ("", "", ""),
        (", ,", "", ""),
    ],
)
def test_reads_shows_and_files_a_name(text: str, shown: str, filed: str) -> None:
    name = parse_name(text)
    assert (shown_name(name), filed_name(name)) == (shown, filed)


def test_an_orcid_is_read_and_is_no_part_of_the_name() -> None:
    for text in ("Ada Quay (0000-0002-1825-009X)", "Quay, Ada https://orcid.org/0000-0002-1825-009x"):
        name = parse_name(text)
        assert (shown_name(name), name.orcid) == ("Ada Quay", "0000-0002-1825-009X")


def test_what_a_source_leaves_in_the_family_name_is_put_in_its_part() -> None:
    name = parts_of_name("Laurens", "", "van der Maaten", "")
    assert (name.given, name.particle, name.family) == ("Laurens", "van der", "Maaten")
    assert parts_of_name("Vincent van", "", "Gogh", "") == parts_of_name("Vincent", "van", "Gogh", "")
    assert parts_of_name("Walter", "", "Sample Jr.", "") == parts_of_name("Walter", "", "Sample", "Jr.")
    assert parts_of_name("María", "", "García Márquez", "").family == "García Márquez"


def test_the_record_knows_what_the_shown_name_does_not_tell() -> None:
    shown = "María García Márquez"
    assert name_of(shown, {}).family == "Márquez"
    assert name_of(shown, {shown: PersonName(given="María", family="García Márquez")}).family == "García Márquez"
    only_orcid = name_of(shown, {shown: PersonName(orcid="0000-0002-1825-0097")})
    assert (only_orcid.family, only_orcid.orcid) == ("Márquez", "0000-0002-1825-0097")


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (["SMITH, JOHN", "LI, BO"], ["John Smith", "Bo Li"]),
        (["JEAN-PIERRE O'BRIEN", "R. MCDONALD"], ["Jean-Pierre O'Brien", "R. McDonald"]),
        (["VAN DER BERG, JP"], ["JP van der Berg"]),
        (["SAMPLE, JR., WALTER", "ADAM SAMPLE III"], ["Walter Sample Jr.", "Adam Sample III"]),
        (["SMITH, JOHN", "ATLAS"], ["John Smith", "ATLAS"]),
        (["SMITH, JOHN", "Quay, Ada"], ["JOHN SMITH", "Ada Quay"]),
        (["J. LI"], ["J. LI"]),
        (["ATLAS"], ["ATLAS"]),
        (["ИВАНОВ, ИВАН"], ["Иван Иванов"]),
        (["王小明", "李雷"], ["王小明", "李雷"]),
    ],
)
def test_names_in_capitals_are_calmed_where_all_are(texts: list[str], shown: list[str]) -> None:
    assert [shown_name(name) for name in in_usual_case([parse_name(text) for text in texts])] == shown


_WORDS = st.sampled_from(
    "Ada van de la Van Jr. III PhD MD The Team y ’t al-Amin 王 小明 علي 1,2 * , et al. and J.-P. O'Brien (B) x".split()
)
_TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=40)


@given(st.lists(_WORDS, max_size=7).map(" ".join) | _TEXTS)
def test_any_text_has_a_shown_form_that_stays(text: str) -> None:
    """What is shown, read again and shown again, is the same: records, exports and pages never drift apart."""
    name = parse_name(text)
    once = shown_name(name)
    assert once == " ".join(once.split())
    again = shown_name(parse_name(once))
    assert shown_name(parse_name(again)) == again
    assert len(in_usual_case([name, name])) == 2
    assert filed_name(name) or not once


@given(st.lists(_WORDS, min_size=1, max_size=5).map(" ".join))
def test_no_part_of_a_name_with_letters_is_lost(text: str) -> None:
    assert shown_name(parse_name(text)) or not any(char.isalpha() for char in text.replace("et al.", ""))


@pytest.mark.parametrize("first", "Ada The Et Of Dr Van Mc Bo".split())
@pytest.mark.parametrize("second", "Quay Team Al Jr Ii Phd Dr Van Project And Others".split())
def test_two_words_are_read_as_they_are_between_spaces(first: str, second: str) -> None:
    assert parse_name(f"{first} {second}") == parse_name(f" {first} {second} ")
