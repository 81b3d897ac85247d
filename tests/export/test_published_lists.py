"""The files beside each list of papers, read by the tools that people use, and with texts that mean harm."""

from __future__ import annotations

import csv
import datetime
import io
import json
import posixpath
import re
import shutil
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import bibtexparser
import citeproc
import feedparser
import jsonschema
import pybtex.database
import pytest
import rispy
from citeproc.source.json import CiteProcJSON

from generator.catalogue import addresses
from generator.export.bibtex import most_of_bibtex
from generator.export.document import render_document
from generator.export.lists import PaperTexts, list_addresses, lists_of, render_lists
from generator.pipeline import check_survey, load_catalogue
from generator.records.catalogue import Catalogue
from generator.records.paper import Paper
from generator.text.escape import plain_text
from generator.text.i18n import Translations
from tests.site_fixture import SURVEYS, published

ENGLISH = Translations()
HOSTILE = (
    "=cmd|'/C calc'!A0",
    '+1+1; =HYPERLINK("http://a.example","b")',
    "</script><script>alert(1)</script>",
    "a ]]> b <![CDATA[ c",
    "{unclosed \\input{x} } $ % # @article{y, title={z}}",
    "one\nER  - \nTY  - JOUR\nTI  - two",
    "\u202e\ufeff &amp; \u2028 \"quoted\", 'and'",
    "@comment{ and } and, and",
    "\t＝1+1",
)
CSL_NAME = {
    "type": "object",
    "properties": {
        key: {"type": "string", "minLength": 1}
        for key in ("family", "given", "suffix", "non-dropping-particle", "literal")
    },
    "additionalProperties": False,
    "minProperties": 1,
}
CSL_TEXTS = (
    "id citation-key title container-title container-title-short volume issue page publisher publisher-place edition"
    " collection-title archive_location ISBN ISSN number DOI URL keyword"
)
CSL_TYPES = "article-journal paper-conference chapter book thesis report article dataset software document"
CSL = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            **{key: {"type": "string", "minLength": 1} for key in CSL_TEXTS.split()},
            "type": {"enum": CSL_TYPES.split()},
            "author": {"type": "array", "items": CSL_NAME, "minItems": 1},
            "editor": {"type": "array", "items": CSL_NAME, "minItems": 1},
            "translator": {"type": "array", "items": CSL_NAME, "minItems": 1},
            "issued": {
                "type": "object",
                "properties": {"date-parts": {"items": {"items": {"type": "integer"}, "minItems": 1, "maxItems": 3}}},
                "required": ["date-parts"],
                "additionalProperties": False,
            },
        },
        "required": ["id", "type", "title"],
        "additionalProperties": False,
    },
}
"""What the specification of CSL says of the variables that a list uses."""


@cache
def catalogue_of(name: str) -> Catalogue:
    catalogue, _ = load_catalogue(SURVEYS[name])
    assert catalogue is not None
    return published(catalogue)


def with_papers(catalogue: Catalogue, papers: Mapping[str, Mapping[str, Any]]) -> Catalogue:
    """The catalogue with other values of some papers."""
    changed = [paper.model_copy(update=papers.get(paper.id, {})) for paper in catalogue.papers]
    return catalogue.model_copy(update={"papers": tuple(changed)})


def hostile() -> Catalogue:
    """The toy survey with a hostile text in every place of each paper, its own for each."""
    toy = catalogue_of("toy")
    texts = {paper.id: HOSTILE[at % len(HOSTILE)] for at, paper in enumerate(toy.papers)}
    places = "title name summary venue container volume issue publisher".split()
    values = {
        id: {
            **dict.fromkeys((*places, "publisher_place", "edition", "series", "archive"), text),
            "authors": (text, "Ada Quay"),
            "editors": (text,),
            "translators": (text,),
            "title_latex": None,
        }
        for id, text in texts.items()
    }
    return with_papers(toy, values)


CATALOGUES = {"shipped": lambda: catalogue_of("shipped"), "toy": lambda: catalogue_of("toy"), "hostile": hostile}


@pytest.fixture(scope="module", params=list(CATALOGUES))
def catalogue(request: pytest.FixtureRequest) -> Catalogue:
    return CATALOGUES[request.param]()


@pytest.fixture(scope="module")
def files(catalogue: Catalogue) -> dict[str, str]:
    return lists_as_text(PaperTexts(catalogue, ENGLISH))


def lists_as_text(texts: PaperTexts) -> dict[str, str]:
    return {path: text.decode() for path, text in render_lists(texts).items()}


def ids_of(catalogue: Catalogue) -> list[str]:
    return [paper.id for paper in catalogue.papers]


def titles_of(catalogue: Catalogue) -> list[str]:
    return [plain_text(paper.bibliographic.title) for paper in catalogue.papers]


# --- which files there are -----------------------------------------------------------------------


def test_six_files_a_list(catalogue: Catalogue, files: dict[str, str]) -> None:
    taxonomy = catalogue.taxonomy
    unplaced = bool(catalogue.by_area.get("unplaced"))
    lists = 1 + len(taxonomy.areas) + unplaced + sum(len(facet.values) for facet in taxonomy.facets)
    assert len(files) == 6 * lists
    names = "papers.bib papers.ris papers.csl.json papers.csv papers.json feed.xml".split()
    area = taxonomy.areas[0].key
    facet = taxonomy.facets[0]
    for folder in ("", f"areas/{area}/", f"tags/{facet.key}/{facet.values[0].key}/"):
        assert {f"{folder}{name}" for name in names} <= set(files)


def test_two_builds_have_the_same_bytes(catalogue: Catalogue, files: dict[str, str]) -> None:
    again = lists_as_text(PaperTexts(catalogue.model_copy(deep=True), Translations()))
    assert {path: text.encode() for path, text in again.items()} == {
        path: text.encode() for path, text in files.items()
    }


def test_a_list_holds_the_papers_of_its_page(catalogue: Catalogue, files: dict[str, str]) -> None:
    for it in lists_of(catalogue, ENGLISH):
        folder = addresses.beside(it.page, "")
        rows = json.loads(files[f"{folder.path}papers.json"])["papers"]
        assert [row["id"] for row in rows] == list(it.ids)
        records = rispy.loads(files[f"{folder.path}papers.ris"])
        assert [record["id"] for record in records] == list(it.ids)


@pytest.mark.parametrize("keep", [True, False])
def test_no_abstract_leaves_the_site_by_a_list(keep: bool) -> None:
    toy = catalogue_of("toy")
    toy = toy.model_copy(update={"settings": toy.settings.model_copy(update={"keep_abstracts": keep})})
    with_secret = with_papers(toy, {id: {"abstract": "Nobody may copy this sentence."} for id in ids_of(toy)})
    assert [
        path for path, text in lists_as_text(PaperTexts(with_secret, ENGLISH)).items() if "Nobody may" in text
    ] == []


def test_an_empty_list_has_files_that_are_valid_and_empty() -> None:
    toy = catalogue_of("toy")
    area = toy.taxonomy.areas[0].key
    empty = toy.model_copy(update={"by_area": {**toy.by_area, area: ()}})
    files = lists_as_text(PaperTexts(empty, ENGLISH))
    folder = f"areas/{area}"
    assert pybtex.database.parse_string(files[f"{folder}/papers.bib"], "bibtex").entries == {}
    assert rispy.loads(files[f"{folder}/papers.ris"]) == []
    assert json.loads(files[f"{folder}/papers.csl.json"]) == []
    assert json.loads(files[f"{folder}/papers.json"])["papers"] == []
    table = list(csv.reader(io.StringIO(files[f"{folder}/papers.csv"].removeprefix("\ufeff"), newline="")))
    assert len(table) == 1 and "Area" in table[0]
    feed = feedparser.parse(files[f"{folder}/feed.xml"].encode())
    assert (feed.bozo, feed.entries, feed.feed.updated) == (False, [], "2026-02-03T00:00:00Z")


# --- read by the tools that people use -----------------------------------------------------------


def test_pybtex_reads_every_paper(catalogue: Catalogue, files: dict[str, str]) -> None:
    entries = pybtex.database.parse_string(files["papers.bib"], "bibtex").entries
    assert list(entries) == ids_of(catalogue)
    assert all(entry.fields["url"].startswith("http") for entry in entries.values())


def test_bibtexparser_reads_every_paper(catalogue: Catalogue, files: dict[str, str]) -> None:
    library = bibtexparser.parse_string(files["papers.bib"])
    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == ids_of(catalogue)
    arxiv = {paper.id: paper.bibliographic.ids.arxiv for paper in catalogue.papers}
    for entry in library.entries:
        fields = {field.key.lower(): field.value for field in entry.fields}
        assert (fields.get("eprint"), fields.get("archiveprefix")) == (
            (arxiv[entry.key], "arXiv") if arxiv[entry.key] else (None, None)
        )


def test_keys_do_not_hang_on_the_order_or_on_other_papers(catalogue: Catalogue, files: dict[str, str]) -> None:
    """Nor do they differ in the case of letters only, which BibTeX does not tell apart."""
    keys = [*pybtex.database.parse_string(files["papers.bib"], "bibtex").entries]
    half = catalogue.model_copy(update={"papers": catalogue.papers[::-2]})
    texts = PaperTexts(half, ENGLISH)
    assert [
        bytes(text).decode().partition("{")[2].partition(",")[0] for text in texts.of("bibtex", ids_of(half))
    ] == keys[::-2]
    assert len({key.lower() for key in keys}) == len(keys)


def test_bibtex_has_as_many_authors_as_the_record(catalogue: Catalogue, files: dict[str, str]) -> None:
    entries = pybtex.database.parse_string(files["papers.bib"], "bibtex").entries
    for paper in catalogue.papers:
        names = list(filter(None, map(plain_text, paper.bibliographic.authors)))
        assert len(entries[paper.id].persons.get("author", ())) == len(names), paper.id


def test_rispy_reads_every_paper(catalogue: Catalogue, files: dict[str, str]) -> None:
    records = rispy.loads(files["papers.ris"])
    assert [record["id"] for record in records] == ids_of(catalogue)
    assert [record["title"] for record in records] == titles_of(catalogue)


def test_csl_is_as_its_specification_says(catalogue: Catalogue, files: dict[str, str]) -> None:
    items = json.loads(files["papers.csl.json"])
    jsonschema.validate(items, CSL)
    assert [item["title"] for item in items] == titles_of(catalogue)


def test_csl_uses_the_words_of_the_official_schema(files: dict[str, str]) -> None:
    """Its lists of types and variables come with citeproc-py; the schema of the JSON itself is in no package."""
    schema = resources.files("citeproc") / "data/schema/schemas/styles"
    types, variables = (
        set(re.findall(r'"([\w-]+)"', (schema / f"csl-{name}.rnc").read_text("utf-8")))
        for name in ("types", "variables")
    )
    for item in json.loads(files["papers.csl.json"]):
        assert item["type"] in types
        assert item.keys() - {"id", "type"} <= variables


@pytest.mark.filterwarnings("ignore:The following arguments for Reference are unsupported. citation_key$")
def test_a_citation_processor_cites_every_paper(catalogue: Catalogue, files: dict[str, str]) -> None:
    """citeproc-py, which knows no variable of CSL 1.0.2."""
    if any(item.get("title") in HOSTILE for item in json.loads(files["papers.csl.json"])):
        pytest.skip("it reads markup in titles, as processors may; what it makes of hostile texts is its own")
    source = CiteProcJSON(json.loads(files["papers.csl.json"]))
    style = citeproc.CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = citeproc.CitationStylesBibliography(style, source, citeproc.formatter.plain)
    for id in ids_of(catalogue):
        bibliography.register(citeproc.Citation([citeproc.CitationItem(id)]))
    shown = [str(entry) for entry in bibliography.bibliography()]
    assert len(shown) == len(ids_of(catalogue))
    assert [
        title for title in titles_of(catalogue) if not any(title[:20].casefold() in it.casefold() for it in shown)
    ] == []


def test_a_spreadsheet_shows_the_table_and_computes_nothing(catalogue: Catalogue, files: dict[str, str]) -> None:
    data = files["papers.csv"].encode()
    assert data.startswith(b"\xef\xbb\xbf"), "Excel takes it for another encoding"
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    assert [row["id"] for row in rows] == ids_of(catalogue)
    guard = re.compile(r"(\A|; *)'(?='*[=+\-@\t\r＝＋－＠])")
    assert [guard.sub(r"\1", row["title"]) for row in rows] == titles_of(catalogue)
    for row in rows:
        assert None not in row and None not in row.values()
        assert [cell for cell in row.values() if cell.lstrip()[:1] in {*"=+-@＝＋－＠"} - {""}] == []


def test_a_spreadsheet_that_splits_at_semicolons_computes_nothing_either() -> None:
    """Where the comma is the decimal sign, Excel takes the semicolon for the end of a cell."""
    toy = catalogue_of("toy")
    first = ids_of(toy)[0]
    changes = {first: {"title": "a;=1+1; @b;'=c", "authors": ("Ada", "=2+2"), "venue": ";-3", "name": "'=4"}}
    text = lists_as_text(PaperTexts(with_papers(toy, changes), ENGLISH))["papers.csv"]
    cells = [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=";") for cell in row]
    assert [cell for cell in cells if cell.lstrip(' "')[:1] in {*"=+-@"}] == []
    [row] = [row for row in csv.DictReader(io.StringIO(text[1:], newline="")) if row["id"] == first]
    assert (row["title"], row["authors"], row["venue"]) == ("a;'=1+1; '@b;''=c", "Ada; '=2+2", ";'-3")


def test_json_says_the_same_as_the_catalogue(catalogue: Catalogue, files: dict[str, str]) -> None:
    wanted = {paper["id"]: paper for paper in json.loads(render_document(catalogue))["papers"]}
    document = json.loads(files["papers.json"])
    assert document["page"] == catalogue.settings.base_url
    for row in document["papers"]:
        assert row.items() <= wanted[row["id"]].items()
        assert {"id", "title", "path"} <= row.keys()


# --- the feed ------------------------------------------------------------------------------------


def test_feedparser_reads_the_feed(catalogue: Catalogue, files: dict[str, str]) -> None:
    base = catalogue.settings.base_url
    papers = {f"{base}papers/{paper.id}/": paper for paper in catalogue.papers}
    ElementTree.fromstring(files["feed.xml"])  # noqa: S314 - made a moment ago
    feed = feedparser.parse(files["feed.xml"].encode(), sanitize_html=False)
    assert not feed.bozo
    assert feed.feed.id == f"{base}feed.xml"
    assert {(link.rel, link.href) for link in feed.feed.links} == {("self", f"{base}feed.xml"), ("alternate", base)}
    assert len(feed.entries) == min(50, len(papers))
    times = [entry.updated for entry in feed.entries]
    assert times == sorted(times, reverse=True) and feed.feed.updated == times[0]
    for entry in feed.entries:
        _assert_shows(entry, papers[entry.id], catalogue)


def _assert_shows(entry: Any, paper: Paper, catalogue: Catalogue) -> None:
    """The entry's link, title, authors, summary and categories are those of the paper."""
    assert entry.link == entry.id
    assert entry.title == plain_text(paper.bibliographic.title)
    assert [it.get("name", "") for it in entry.get("authors", [])] == [
        *map(plain_text, paper.bibliographic.authors)
    ] or [catalogue.settings.author]
    assert entry.get("summary", "") == plain_text(paper.digest.summary or "")
    keys = [key for facet in catalogue.taxonomy.facets for key in paper.derived.facets.get(facet.key, ())]
    wanted = [paper.derived.area, *keys] if paper.derived.area else keys
    assert [tag.term for tag in entry.get("tags", [])] == wanted


def test_what_changed_last_comes_first_and_what_has_no_date_last() -> None:
    toy = catalogue_of("toy")
    first, undated, *_ = ids_of(toy)
    nothing = dict.fromkeys(("added", "changed", "published", "year"))
    dated = with_papers(toy, {first: {"changed": datetime.date(2026, 2, 2)}, undated: nothing})
    feed = feedparser.parse(lists_as_text(PaperTexts(dated, ENGLISH))["feed.xml"].encode())
    assert feed.entries[0].id.endswith(f"/{first}/") and feed.feed.updated == "2026-02-02T00:00:00Z"
    assert feed.entries[-1].id.endswith(f"/{undated}/") and feed.entries[-1].updated.startswith("1980-")


def test_without_an_address_links_count_from_the_feed() -> None:
    toy = catalogue_of("toy")
    nowhere = toy.model_copy(update={"settings": toy.settings.model_copy(update={"base_url": "https://toy.example/"})})
    files = lists_as_text(PaperTexts(nowhere, ENGLISH))
    lists = {path: feedparser.parse(text.encode()) for path, text in files.items() if path.endswith("feed.xml")}
    assert len({feed.feed.id for feed in lists.values()}) == len(lists) > 3
    for path, feed in lists.items():
        assert not feed.bozo and feed.feed.id.startswith("urn:uuid:")
        assert [link.rel for link in feed.feed.links] == ["alternate"]
        for entry in feed.entries:
            page = posixpath.normpath(posixpath.join(posixpath.dirname(path), entry.link))
            assert page.startswith("papers/") and entry.id.startswith("urn:uuid:")
    everything = {entry.id for entry in lists["feed.xml"].entries}
    assert {entry.id for feed in lists.values() for entry in feed.entries} == everything, "a paper has one id"
    assert [path for path, text in files.items() if "toy.example" in text] == []
    assert "page" not in json.loads(files["papers.json"])


# --- linked from an essay ------------------------------------------------------------------------


def test_an_essay_may_lead_to_the_files_of_a_list(tmp_path: Path) -> None:
    survey = tmp_path / "survey"
    shutil.copytree(SURVEYS["toy"], survey)
    essay = survey / "areas/pointing.md"
    essay.write_text("Take [all](pointing/papers.bib), not [these](pointing/papers.bob).", encoding="utf-8")
    said = [problem.message for problem in check_survey(survey) if "papers.b" in problem.message]
    assert len(said) == 1 and "'pointing/papers.bob' leads to no page" in said[0]


# --- large lists ---------------------------------------------------------------------------------


def test_bibtex_is_cut_where_a_file_would_be_too_large() -> None:
    texts = PaperTexts(catalogue_of("shipped"), ENGLISH)
    ids = ids_of(texts.catalogue)
    parts = texts.bibtex_files(addresses.area("a"), ids, largest=20_000)
    assert list(parts)[:3] == ["areas/a/papers.bib", "areas/a/papers-2.bib", "areas/a/papers-3.bib"]
    assert [id for part in parts.values() for id in part] == ids
    sizes = [len(b"\n".join(texts.text("bibtex", id) for id in part)) for part in parts.values()]
    assert max(sizes) <= 20_000 and min(sizes[:-1]) > 15_000


@pytest.mark.parametrize("name", list(CATALOGUES))
def test_no_entry_is_longer_than_was_foretold(name: str) -> None:
    texts = PaperTexts(CATALOGUES[name](), ENGLISH)
    for paper in texts.catalogue.papers:
        page = addresses.absolute(texts.catalogue.settings, addresses.paper(paper.id))
        assert len(texts.text("bibtex", paper.id)) <= most_of_bibtex(paper, page), paper.id


def test_a_cut_list_offers_and_has_all_its_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = PaperTexts(catalogue_of("toy"), ENGLISH)
    whole = texts.bibtex_files

    def cut(page: addresses.Address, ids: list[str]) -> dict[str, list[str]]:
        return whole(page, ids, largest=1000)

    monkeypatch.setattr(texts, "bibtex_files", cut)
    files = lists_as_text(texts)
    offered = [to.path for _, to in list_addresses(texts, addresses.HOME, ids_of(texts.catalogue))]
    assert offered[:2] == ["papers.bib", "papers-2.bib"]
    assert set(offered) == {path for path in files if "/" not in path}
