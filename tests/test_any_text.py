"""Whatever comes in: no text, no bytes and no YAML end in a traceback, and nothing is lost without a word."""

from __future__ import annotations

import datetime
import json
import tempfile
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import yaml
from hypothesis import example, given, reject, settings
from hypothesis import strategies as st

from generator.derive.classify import classify
from generator.derive.classify.cues import Cues
from generator.derive.links import find_links
from generator.derive.mentions import Names, link
from generator.derive.names import name_things
from generator.derive.results import find_figures
from generator.importing import import_survey
from generator.ingest.ledger import Fate
from generator.ingest.readers.detect import parse_entries
from generator.ingest.repair import Repaired, repair
from generator.ingest.repair import count_words as count_page
from generator.pipeline import build_docs
from generator.records.entry import Entry
from generator.records.evidence import EVIDENCE_WORDS, Evidence, EvidenceKey
from generator.records.paper import Bibliographic, Derived, Paper
from generator.records.survey import System
from generator.records.taxonomy import Taxonomy
from generator.survey.folder import as_yaml, read_survey
from generator.survey.yaml.emit import render_yaml
from generator.survey.yaml.parse import parse_record
from generator.survey.yaml.update import update_yaml
from generator.text.sentences import count_words
from tests.checks.test_references import snapshot
from tests.derive.test_classify import TAXONOMY
from tests.derive.test_mentions import ORDINARY, PAPERS, SYSTEMS

DAY = datetime.date(2026, 3, 1)
WORDS = (
    "we present boat lamp Beacon HarborSet (GLIM) https://toy.example/x model that is called of 5 4.5% , . : - “ <b> "
    "{{ [ ] * `"
)
PROSE = st.lists(
    st.sampled_from(WORDS.split()) | st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=6), max_size=30
).map(" ".join)
"""Pieces that the rules look for, among any others."""
SCARS = (
    r"\ours", r"\OurMethod{}", r"\modelname~", r"3.7\%", r"Q\&A", "``quoted''", "`quoted words'", "AB^2C^2", "SET-5^i",
    "Net_{large}", "2,560times2,560", "1.5times-4times", "4times", "sim27%", "work~shows", "[email protected]",
    "https: //github.com/a/b", "htthttps://github.com/a/b", "athttps://github.com/a/b",
    "https://x.example{https://x.example}", "stages.Additionally,", "ex-press",
)  # fmt: skip
LETTERS = {"L", "N"}


def _entry(title: str, abstract: str | None) -> Entry:
    return Entry(reader="test", path="page.txt", line=1, title=title, abstract=abstract)


def _mended(title: str, abstract: str | None) -> Repaired:
    others = _entry("Others", "They express it.")
    return repair(_entry(title, abstract), count_page([_entry(title, abstract), others]))


# --- readers -------------------------------------------------------------------


@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-8", "surrogatepass")))
@example(b'{"title": "x", "arxiv_id": 7, "authors": 3, "year": true, "links": {}}')
@example(b'{"title": "x", "doi": "10.1234/<", "published": "2024-13-40"}')
@example(b"\xef\xbb\xbf\xef\xbb\xbf")
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    entries, problems = parse_entries(data, "page.txt")
    assert entries or problems
    lines = data.count(b"\n") + data.count(b"\r") + 1
    for item in (*entries, *problems):
        assert 0 <= item.line <= lines
    for entry in entries:
        assert entry.title.strip()


@given(
    st.lists(st.sampled_from(["title", "other title", "abstract", "bell", "blank", "huge"]), min_size=1, max_size=14)
)
def test_every_line_of_a_page_is_in_an_entry_or_a_message(kinds: list[str]) -> None:
    text = {
        "title": "A Title of Its Own",
        "other title": "Another Title: of Its Own",
        "abstract": "This made-up abstract is long enough to be one, and says nothing at "
        "all that anybody would ever want to keep for any later use.",
        "bell": "A made-up abstract with a bell \a in it that no reader can see, long "
        "enough to be one, and in need of nothing more than just that.",
        "blank": "",
        "huge": "word " * 25_000 + ".",
    }
    page = ["Get trending papers in your email inbox!", *(text[kind] for kind in kinds)]
    entries, problems = parse_entries("\n".join(page).encode(), "page.txt")
    written = sum(kind != "blank" for kind in kinds)
    if not written:
        assert not entries
        assert len(problems) == 1
        return
    single = sum("no abstract" in p.message or "without a title" in p.message for p in problems)
    assert 2 * len(entries) + 2 * (len(problems) - single) + single == written


# --- repair ----------------------------------------------------------------------


@given(st.text(max_size=300), st.text(max_size=300))
@example("GLIM: A Lamp", "Unlike \\ours, 4\\% more. 4\\% more.")
def test_any_text_is_mended_and_every_change_is_told(title: str, abstract: str) -> None:
    got = _mended(title or "x", abstract)
    texts = {"title": (title or "x", got.title), "abstract": (abstract, got.abstract or "")}
    changed = {place for place, (was, now) in texts.items() if was.strip() != now.strip()}
    assert changed <= {mended.place for mended in got.repairs}


@given(st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=9), unique=True, min_size=1, max_size=40))
def test_no_rule_fires_on_plain_words(words: list[str]) -> None:
    text = " ".join(words).capitalize() + "."
    assert _mended("A Plain Title", text) == Repaired("A Plain Title", text, ())


@given(st.text(st.characters(min_codepoint=0x370, max_codepoint=0xFFFF, exclude_categories=["Cs", "Cc"]), max_size=200))
def test_other_scripts_come_through_letter_for_letter(text: str) -> None:
    got = _mended("A Plain Title", text)
    if not got.repairs:
        assert got.abstract == text
    else:
        assert {repair.rule for repair in got.repairs} == {"repeated-clause"}


@given(
    st.lists(
        st.sampled_from(SCARS) | st.sampled_from("boats lamps Привет 图像 naïve (or) and, then; 5 x.".split()),
        max_size=25,
    )
)
def test_scars_are_mended_once_and_cost_no_letter(pieces: list[str]) -> None:
    raw = " ".join(pieces)
    once = _mended("GLIM: A Lamp", raw)
    assert once.abstract is not None
    assert _mended("GLIM: A Lamp", once.abstract) == Repaired(once.title, once.abstract.strip(), ())
    if "repeated-clause" not in {mended.rule for mended in once.repairs}:
        assert _foreign(once.abstract) == _foreign(raw)
    for mended in once.repairs:
        assert mended.was != mended.became
    if not any(piece in SCARS for piece in pieces) and not once.repairs:
        assert once.abstract == raw


def _foreign(text: str) -> Counter[str]:
    """Letters and digits beyond ASCII, without those that a repair writes."""
    return Counter(
        c for c in text if ord(c) > 0x2FF and unicodedata.category(c)[0] in LETTERS and not 0x2070 <= ord(c) <= 0x209C
    )


# --- the rules --------------------------------------------------------------------


@settings(max_examples=150)
@given(PROSE, PROSE | st.none())
@example("https://", "See https://, http://[ and https://[::1 now.")
@example("(:", "(A) ((((AB")
def test_rules_survive_any_text_and_quote_it_exactly(title: str, abstract: str | None) -> None:
    named = name_things(title, abstract, {"Beacon"})
    links, link_evidence = find_links(abstract)
    figures, figure_evidence = find_figures(abstract)
    placed = classify(title, abstract, Cues(TAXONOMY), named.places)
    paper = Paper.model_construct(
        id="own",
        bibliographic=Bibliographic.model_construct(title=title, abstract=abstract),
        derived=Derived.model_construct(name=named.name, introduces=named.introduces, aliases=()),
    )
    mentions, mention_evidence = link(paper, Names(SYSTEMS, PAPERS, ORDINARY))
    text = " ".join(f"{title}\n{abstract or ''}".split())
    evidence: dict[EvidenceKey, Evidence] = {
        **named.evidence,
        **link_evidence,
        **figure_evidence,
        **placed.evidence,
        **mention_evidence,
    }
    for reason in evidence.values():
        if reason.phrase:
            assert " ".join(reason.phrase.split()) in text
            assert count_words(reason.phrase) <= EVIDENCE_WORDS or len(reason.phrase.split()) == 1
    assert all(link.url.startswith(("http://", "https://")) for link in links)
    assert all(" ".join(figure.split()) in text for figure in figures)
    assert all(" ".join(mention.as_.split()) in text for mention in mentions)


# --- YAML --------------------------------------------------------------------------

YAML_PIECES = st.sampled_from(
    [
        "id: x\n", "title: X\n", "links:\n", "- {kind: code, url: 'https://x.example'}\n", "  - a\n", "&a ", "*a ",
        "? ", ": ", "!!python/name:os ", "{", "}", "[", "]", "|\n", ">-\n", "'", '"', "\t", "# c\n", "---\n", "...\n",
        "<<: {title: Y}\n", "terms: {a: .nan}\n", "year: 1e400\n", "added: 2024-13-01\n", "0o7: x\n", "~: x\n",
        "evidence: {a: {by: b, score: .inf}}\n", "title: !!binary aGk=\n", "year: 12:30:45\n", "\x85", "\u2028",
    ]
)  # fmt: skip


@given(st.lists(YAML_PIECES | st.text(max_size=5), max_size=12).map("".join))
@example("id: x\ntitle: X\nfacets: {a: {b: c}}\n")
@example("? [id, x]\n: 1\n")
@example("{[1]: 2}\n")
@example("1: 2\n")
@example("id: x\ntitle: X\nlinks: [[1]]\n")
@example("id: x\ntitle: X\nmentions: [{id: x, as_: X}]\n")
@example("id: x\ntitle: X\nevidence: {1: {by: x}}\n")
@example("<<: 3\n")
def test_any_yaml_is_a_record_or_problems(text: str) -> None:
    for model in (Paper, Taxonomy, System):
        record, problems = parse_record(text, "x.yml", model)
        assert (record is None) == bool(problems)
        for problem in problems:
            assert 0 <= problem.line <= len(text.splitlines()) + 1
            assert problem.message


@settings(max_examples=40)
@given(st.binary(max_size=60))
@example(b"\xff\xfe")
@example(b"id: x\ntitle: \xc3\x28\n")
@example(b"\x00")
def test_any_file_in_a_survey_is_read_or_named(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "papers").mkdir()
        (folder / "areas").mkdir()
        for path in ("survey.yml", "taxonomy.yml", "papers/x.yml", "areas/a.md"):
            (folder / path).write_bytes(data)
        survey, problems = read_survey(folder)
        assert (survey is None) == any(problem.level == "error" for problem in problems)


@given(title=st.text(min_size=1), words=st.lists(st.text(min_size=1), max_size=3), note=st.text())
@example(title="a: b # c", words=["- x", "*", "&", "null", "2024-01-01", "1e3", "yes", "0x1F", "12:30"], note="\n x\n")
@example(title="\ufeffBOM \U0001f642 \u2028 end", words=["\x85"], note=" trailing \n")
def test_records_survive_their_file(title: str, words: list[str], note: str) -> None:
    try:
        paper = Paper.model_validate({"id": "x", "title": title, "authors": words, "notes": note})
    except ValueError:
        reject()  # control characters and blank lines are refused at the edge
    record, problems = parse_record(render_yaml(as_yaml(paper)), "x.yml", Paper)
    assert problems == []
    assert record == paper


PLAIN = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["Cc", "Cs", "Zl", "Zp"]),
    min_size=1,
    max_size=20,
)


@settings(max_examples=60)
@given(
    data=st.dictionaries(st.sampled_from(["title", "name", "venue", "notes"]), PLAIN, min_size=1),
    change=st.dictionaries(
        st.sampled_from(["title", "year", "authors", "facets"]), st.none() | PLAIN | st.lists(PLAIN, max_size=2)
    ),
)
def test_changes_to_a_file_keep_its_comments(data: dict[str, Any], change: dict[str, Any]) -> None:
    lines = ["# at the top"]
    for number, (key, value) in enumerate(data.items()):
        lines += [f"# above {number}", f"{key}: {json.dumps(value, ensure_ascii=False)}  # beside {number}"]
    text = "\n".join(lines) + "\n"
    got = update_yaml(text, change)
    merged = {key: value for key, value in {**data, **change}.items() if value is not None}
    assert (yaml.safe_load(got) or {}) == merged
    assert "# at the top" in got
    for number, key in enumerate(data):
        if key not in change:
            assert f"# beside {number}" in got
    assert update_yaml(text, {}) == text


# --- the whole ----------------------------------------------------------------------

LINES = st.sampled_from(
    [
        "KITE: Flying on a String",
        "MOTH : Around the Lamp",
        "<script>alert(1)</script> {{ 7 * 7 }} **T**",
        "Привет: 图像与语言",
        "???",
        "We present KITE, a model that can point at a region of the sky, "
        "unlike Beacon, and that holds on to its string in any wind at all.",
        "We present \\ours, a model that reads a document page by page, gains "
        "4.5\\% and is compared with KITE in every single experiment of ours.",
        "A document of <img src=x onerror=alert(1)>, "
        "[links](javascript:alert(1)), {{ config }}, `ticks`, | and &amp; is only text here.",
        "Stray words",
    ]
)


@settings(max_examples=25)
@given(st.lists(LINES, min_size=1, max_size=10))
def test_nothing_is_lost_without_a_line_in_the_ledger(lines: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _small_survey(folder)
        page = [("page.txt", "\n".join(lines).encode())]
        ledger, problems = import_survey(page, folder, DAY)
        assert problems == []
        assert ledger.read == sum(ledger.count(fate) for fate in get_args(Fate))
        assert ledger.count("refused") == len(ledger.refused)
        survey, faults = read_survey(folder)
        assert survey is not None, faults
        assert len(survey.papers) == ledger.count("new")
        before = snapshot(folder)
        again, _ = import_survey(page, folder, DAY + datetime.timedelta(days=1))
        assert (again.read, again.count("new"), again.count("changed")) == (ledger.read, 0, 0)
        assert snapshot(folder) == before


@settings(max_examples=8)
@given(PLAIN, PLAIN, st.lists(PLAIN, max_size=2))
@example("{{ x }} </script><b>*t*", "a|b --> ]]> {% raw %} &amp;", ["=SUM(A1)", "O'Neil <a@b.example>"])
def test_any_text_survives_import_and_build(title: str, words: str, authors: list[str]) -> None:
    abstract = f"{words} and this made-up abstract goes on for long enough."
    row = json.dumps({"title": title, "abstract": abstract, "authors": authors})
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _small_survey(folder)
        ledger, _ = import_survey([("x.jsonl", row.encode())], folder, DAY)
        if ledger.refused:
            assert not (folder / "papers").exists()
            return
        written, problems = build_docs(folder, folder / "docs")
        assert written is not None, problems
        document = json.loads((folder / "docs" / "assets" / "data" / "catalogue.json").read_text(encoding="utf-8"))
        paper = document["papers"][0]
        (entry,), _ = parse_entries(row.encode(), "x.jsonl")
        mended = _mended(entry.title, entry.abstract)
        assert paper["title"] == mended.title
        assert paper["abstract"] == mended.abstract
        assert paper.get("authors", []) == list(entry.citation.authors)


def _small_survey(folder: Path) -> None:
    (folder / "survey.yml").write_text("title: Small\ndescription: Small.\n", encoding="utf-8")
    (folder / "systems.yml").write_text("systems: [{id: beacon, name: Beacon, kind: model}]\n", encoding="utf-8")
    taxonomy = {"areas": [{"key": "sky", "title": "Sky", "cues": {"sky": 1, "document": 1}}]}
    (folder / "taxonomy.yml").write_text(yaml.safe_dump(taxonomy), encoding="utf-8")
