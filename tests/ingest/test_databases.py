"""Answers of databases, spoilt in many ways: nothing raises, hangs or is lost without a word."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from generator.ingest.readers.databases.arxiv_categories import category_name
from generator.ingest.readers.databases.json_objects import parse_objects
from generator.ingest.readers.databases.medline import full_pages, full_suffix, given_names, tidy_title
from generator.ingest.readers.detect import parse_entries, recognise
from tests.cases import GOLDEN

CASES = {
    "arxiv": "arxiv-api arxiv-daily arxiv-withdrawn",
    "acl-anthology": "acl-anthology acl-anthology-journal",
    "pubmed": "pubmed-text",
    "pubmed-xml": "pubmed-xml",
    "openalex": "openalex",
    "semantic-scholar": "semantic-scholar",
    "crossref": "crossref",
}
TEXTS = {
    name: yaml.safe_load((GOLDEN / "readers" / f"{name}.yml").read_text(encoding="utf-8"))["input"]
    for names in CASES.values()
    for name in names.split()
}
SECONDS = 2
FORMATS = Path(__file__).resolve().parents[3] / "shared" / "formats"


@pytest.mark.parametrize(("reader", "case"), [(r, c) for r, cs in CASES.items() for c in cs.split()])
def test_a_format_is_told_by_its_content(reader: str, case: str) -> None:
    found = recognise(TEXTS[case], "download.txt")
    assert found is not None
    assert found.name == reader


@pytest.mark.parametrize(
    "text",
    [
        '[{"id": "kite", "type": "article-journal", "title": "Kites", "DOI": "10.1000/k", "container-title": "Kites"}]',
        '{"title": "Kites", "doi": "10.1000/k", "authors": ["Ann Rain"]}',
        '{"paperId": "kite-1", "title": "Kites"}',
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Kites</title></entry></feed>',
        "<volume><title>Kites</title></volume>",
        "TY  - JOUR\nTI  - Kites\nER  - \n",
    ],
)
def test_other_formats_are_left_to_their_readers(text: str) -> None:
    found = recognise(text, "download.txt")
    assert found is None or found.name not in CASES


def _cut(text: str, chance: random.Random) -> str:
    return text[: chance.randrange(len(text))]


def _hole(text: str, chance: random.Random) -> str:
    start = chance.randrange(len(text))
    return text[:start] + text[start + chance.randrange(1, 40) :]


def _twice(text: str, chance: random.Random) -> str:
    start = chance.randrange(len(text))
    return text[:start] + text[start : start + chance.randrange(1, 400)] + text[start:]


def _swapped(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    return text[:at] + chance.choice('<>&"{}[],:\x00\x1b\ud800\u202e\n{"\\') + text[at + 1 :]


def _other_value(text: str, chance: random.Random) -> str:
    """Another kind of value where a text stood, as services give without notice."""
    ends = [at for at, char in enumerate(text) if char == '"']
    if len(ends) < 4:
        return text
    at = chance.randrange(len(ends) // 2) * 2
    value = chance.choice(("null", "7", "[]", "{}", "true", "[null]", '{"a": [1]}', "1e400", "-" + "9" * 400))
    return text[: ends[at]] + value + text[ends[at + 1] + 1 :]


SPOILERS: tuple[Callable[[str, random.Random], str], ...] = (_cut, _hole, _twice, _swapped, _other_value)


@pytest.mark.parametrize("case", list(TEXTS))
def test_spoilt_files_are_read_or_told(case: str) -> None:
    """What came of a file is entries or problems: an entry that is neither would be lost."""
    chance = random.Random(case)  # noqa: S311
    started = time.process_time()
    for _ in range(60):
        text = TEXTS[case]
        for _ in range(chance.randrange(1, 4)):
            text = chance.choice(SPOILERS)(text, chance) or "x"
        entries, problems = parse_entries(text.encode("utf-8", "surrogatepass"), "spoilt")
        assert entries or problems, text
        assert all(entry.title for entry in entries)
        assert all("\n" not in problem.message and len(problem.message) < 1_000 for problem in problems)
    assert time.process_time() - started < SECONDS * 5


@pytest.mark.parametrize("case", ["arxiv-api", "acl-anthology", "openalex", "semantic-scholar"])
def test_a_file_that_breaks_off_gives_what_is_whole_and_says_so(case: str) -> None:
    text = TEXTS[case].rstrip()
    whole = [(entry.key, entry.title) for entry in parse_entries(text.encode(), "whole")[0]]
    second = text.index(whole[1][1])
    for end in range(second, len(text) - 100, 23):
        entries, problems = parse_entries(text[:end].encode(), "cut")
        got = [(entry.key, entry.title) for entry in entries]
        assert got == whole[: len(got)]
        assert got, "the first entry is whole"
        assert problems, "the rest is told"


@pytest.mark.parametrize(
    "text",
    [
        "<feed><link href='https://arxiv.org/'/>" + "<entry>" * 100_000,
        "<collection id='X'><volume><meta></meta>" + "<paper><title>" + "<b>" * 5_000,
        '{"results": [{"id": "https://openalex.org/W1", "title": ' + "[" * 100_000,
        '[{"paperId": null, "data": ' + '{"data": [' * 50_000,
        '{"id": "https://openalex.org/W1", "title": "Far", "abstract_inverted_index": {"kite": [%s]}}' % ("9" * 40),
        '{"id": "https://openalex.org/W1", "title": "Long", "publication_year": %s}' % ("9" * 9_000),
        "PMID- 1\nTI  - " + "kite\n      " * 100_000,
        "<feed><link href='https://arxiv.org/'/><entry><title>T</title><journal_ref>" + ", (" * 300_000,
        "<feed><link href='https://arxiv.org/'/><entry><title>T</title><comment>" + "accepted at " * 90_000,
    ],
    ids=range(9),
)
def test_hostile_files_end_soon(text: str) -> None:
    started = time.process_time()
    entries, problems = parse_entries(text.encode(), "hostile")
    assert entries or problems
    assert time.process_time() - started < SECONDS


def test_an_encoding_that_the_xml_only_claims_is_no_matter() -> None:
    text = TEXTS["acl-anthology"].replace("UTF-8", "UTF-16")
    assert parse_entries(text.encode(), "x")[0][0].title == "KiteNet: Flying CO2 in Light Wind"
    declared = TEXTS["acl-anthology"].replace("UTF-8", "ISO-8859-1").replace("Vera", "Véra").replace("伟", "x")
    declared = declared.replace("风", "x")
    assert parse_entries(declared.encode("latin-1"), "x")[0][0].citation.editors == ("Véra Gust",)


def test_an_entity_that_nobody_declares_is_a_character() -> None:
    text = TEXTS["pubmed-xml"].replace("On gusts", "On g&uuml;sts")
    assert parse_entries(text.encode(), "x")[0][-1].title == "On güsts"


def test_formulas_of_the_anthology_are_latex() -> None:
    text = TEXTS["acl-anthology-journal"].replace("Strings and Knots", r"Summ<tex-math>\alpha</tex-math> and Knots")
    (entry,), _ = parse_entries(text.encode(), "x")
    assert entry.citation.title_latex == r"Summ\(\alpha\) and Knots"


def test_objects_are_found_where_they_begin() -> None:
    found, problems = parse_objects('{"page": 1,\n"items": [\n {"a": 1},\n\n {"b": 2}]}\n{"c": 3}\n', "x", ("items",))
    assert (found, problems) == ([(3, {"a": 1}), (5, {"b": 2}), (6, {"c": 3})], [])


def test_pubmed_s_shorthand_is_spelt_out() -> None:
    assert full_pages("1123-8") == "1123-1128"
    assert full_pages("S12-9; discussion 20-5") == "S12-S19; discussion 20-25"
    assert [full_suffix(text) for text in ("Jr", "3rd", "IV")] == ["Jr.", "III", "IV"]
    assert [given_names(text) for text in ("Ann B", "JP", "J-P", "Li", "D'Arcy")] == [
        "Ann B.", "J. P.", "J.-P.", "Li", "D'Arcy",
    ]  # fmt: skip
    assert tidy_title("[On sails].") == "On sails"
    assert tidy_title("On the work of Sample et al.") == "On the work of Sample et al."


def test_every_category_has_one_name() -> None:
    assert category_name("cs.CL") == "Computation and Language"
    assert category_name("physics.space-ph") == "Space Physics"
    assert category_name("cond-mat.str-el") == "Strongly Correlated Electrons"
    assert category_name("cs.XX") is None


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("folder", "papers"),
    [("arxiv_atom", (1, 1, 100, 15)), ("acl_xml", (774, 5, 58, 4)), ("semantic_scholar_api", (1, 0, 1, 0))],
)
def test_collected_files_are_read_or_refused_with_a_reason(folder: str, papers: tuple[int, ...]) -> None:
    if not (FORMATS / folder).is_dir():
        pytest.skip("no ../shared/formats beside the project")
    for path, count in zip(sorted((FORMATS / folder).iterdir()), papers, strict=True):
        entries, problems = parse_entries(path.read_bytes(), path.name)
        assert len(entries) == count, path.name
        assert len(problems) == (count == 0), path.name
