"""The whole survey as data, read by the tools that people use: SQLite, DuckDB, readers of Croissant and of CFF."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import duckdb
import extruct
import jsonschema
import pytest
import yaml

from generator.build import parquet_library
from generator.catalogue import addresses
from generator.cli.publishing import tell_pages
from generator.export import data
from generator.export.data import data_paths, sqlite
from generator.export.data.citation import CITATION, ZENODO, licence_id, render_citation_file, render_zenodo
from generator.export.data.files import DataFile
from generator.export.data.rows import rows_of_table, tables_of
from generator.export.data.tables import RELATIONS, TABLES
from generator.export.data.views import VIEWS
from generator.pipeline import build_docs
from generator.records.catalogue import Catalogue
from generator.records.survey import Settings
from generator.resources import read_translations
from generator.site.components import queries
from generator.site.pages import data as data_page
from generator.text.escape import plain_text
from generator.text.i18n import Translations
from tests.export.published import data_files, published_files
from tests.export.test_published_lists import CATALOGUES, catalogue_of, ids_of, with_papers
from tests.site_fixture import SURVEYS

ENGLISH = Translations()
MAIN = [table.name for table in TABLES if table.main]
SECRET = "Nobody may copy this zyzzyva."


@cache
def files_of(name: str) -> tuple[DataFile, ...]:
    return data_files(CATALOGUES[name](), ENGLISH)


def by_name(files: tuple[DataFile, ...]) -> dict[str, bytes]:
    return {file.name: file.content for file in files}


def paths_of(name: str) -> set[str]:
    """Where the files of a small survey lie."""
    return {path for path in data_paths(CATALOGUES[name]()) if not path.endswith(".gz")}


def opened(content: bytes) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:")
    database.deserialize(content)
    return database


@pytest.fixture(params=list(CATALOGUES))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def folder(name: str, tmp_path: Path) -> Path:
    """The files of a survey as they lie on the site."""
    for file in files_of(name):
        (tmp_path / file.name).write_bytes(file.content)
    return tmp_path


# --- the database --------------------------------------------------------------------------------


@pytest.fixture
def database(name: str) -> Iterator[sqlite3.Connection]:
    with closing(opened(by_name(files_of(name))["catalogue.sqlite"])) as found:
        yield found


def test_sqlite_finds_the_database_whole(database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("INSERT INTO search(search, rank) VALUES ('integrity-check', 1)").rowcount != 0


def test_the_database_says_what_the_catalogue_says(name: str, database: sqlite3.Connection) -> None:
    catalogue = CATALOGUES[name]()
    papers = database.execute("SELECT id, title, year, area, authors FROM papers ORDER BY id").fetchall()
    assert papers == [
        (
            it.id,
            it.bibliographic.title,
            it.bibliographic.year,
            it.derived.area,
            "; ".join(it.bibliographic.authors),
        )
        for it in catalogue.papers
    ]
    tags = database.execute("SELECT tag, papers FROM papers_per_tag").fetchall()
    assert dict(tags) == {tag: len(ids) for tag, ids in catalogue.by_value.items()}
    areas = database.execute("SELECT area, papers FROM papers_per_area").fetchall()
    assert dict(areas) == {area.key: len(catalogue.by_area[area.key]) for area in catalogue.taxonomy.areas}
    persons = {row[0] for row in database.execute("SELECT person FROM authorships")}
    if name != "hostile":  # there the names are others than those by which people are known
        assert persons == {*catalogue.people}
    figures = database.execute("SELECT count(*) FROM results").fetchone()[0]
    assert figures == sum(len(paper.derived.figures) for paper in catalogue.papers)


def test_every_table_has_the_columns_that_the_page_tells_of(name: str, database: sqlite3.Connection) -> None:
    for table in tables_of(CATALOGUES[name]()):
        stored = [row[1] for row in database.execute(f"PRAGMA table_info({table.name})")]
        assert [column for column in stored if column != "number" or table.name != "papers"] == [
            column.name for column in table.columns
        ]


def test_ten_questions_have_an_answer(name: str, database: sqlite3.Connection) -> None:
    assert len(VIEWS) == 10
    answers = {view.name: database.execute(f"SELECT * FROM {view.name}").fetchall() for view in VIEWS}
    if name == "shipped":
        assert [view for view, rows in answers.items() if not rows] == []
    for area, tag in answers["combinations_without_papers"]:
        papers = set(CATALOGUES[name]().by_area[area]) & set(CATALOGUES[name]().by_value[tag])
        assert papers == set()


def test_each_paper_is_found_by_the_words_of_its_title(name: str, database: sqlite3.Connection) -> None:
    found = "SELECT id FROM search WHERE search MATCH ? ORDER BY rank"
    for paper in CATALOGUES[name]().papers:
        words = re.findall(r"[^\W_]{3,}", paper.bibliographic.title)
        if words:
            query = "title: " + " ".join(f'"{word}"' for word in words)
            assert (paper.id,) in database.execute(found, (query,)).fetchall()


@pytest.mark.parametrize(("language", "word"), [("en", "lamps"), ("de", "lamp"), ("zh", "lam")])
def test_words_are_found_in_the_way_of_the_language(language: str, word: str) -> None:
    toy = catalogue_of("toy")
    toy = with_papers(toy, {ids_of(toy)[0]: {"title": "One lamp alone", "abstract": None}})
    toy = toy.model_copy(update={"settings": toy.settings.model_copy(update={"language": language})})
    with closing(opened(by_name(data_files(toy, ENGLISH))["catalogue.sqlite"])) as database:
        found = database.execute("SELECT id FROM search WHERE title MATCH ?", (f'"{word}"',)).fetchall()
    assert (ids_of(toy)[0],) in found


# --- JSON Lines and Parquet ----------------------------------------------------------------------


@pytest.mark.parametrize("table", MAIN)
def test_json_lines_hold_the_rows_of_the_database(name: str, database: sqlite3.Connection, table: str) -> None:
    lines = by_name(files_of(name))[f"{table}.jsonl"].decode().splitlines()
    rows = [json.loads(line) for line in lines]
    columns = [column.name for column in next(it for it in tables_of(CATALOGUES[name]()) if it.name == table).columns]
    stored = database.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall()
    plain = [tuple("; ".join(cell) if isinstance(cell, list) else cell for cell in row.values()) for row in rows]
    assert sorted(plain, key=repr) == sorted(stored, key=repr)
    assert all(list(row) == columns for row in rows)


@pytest.mark.parametrize("table", MAIN)
def test_duckdb_reads_the_same_from_parquet_and_json_lines(name: str, folder: Path, table: str) -> None:
    lines = [json.loads(line) for line in (folder / f"{table}.jsonl").read_text("utf-8").splitlines()]
    with duckdb.connect() as tables:
        read = tables.sql(f"SELECT * FROM '{folder / table}.parquet'")
        rows = [dict(zip(read.columns, row, strict=True)) for row in read.fetchall()]
        counted = tables.sql(f"SELECT count(*) FROM read_json('{folder / table}.jsonl')").fetchall()
    assert [{key: _plain(cell) for key, cell in row.items()} for row in rows] == lines
    assert counted == [(len(lines),)]


def _plain(cell: Any) -> Any:
    return cell.isoformat() if hasattr(cell, "isoformat") else cell


def test_two_builds_have_the_same_bytes(name: str) -> None:
    again = data_files(CATALOGUES[name]().model_copy(deep=True), Translations())
    assert by_name(again) == by_name(files_of(name))
    assert {file.address.path for file in again} == paths_of(name)


@pytest.mark.parametrize("keep", [True, False])
def test_abstracts_are_in_the_data_only_where_the_survey_may_publish_them(keep: bool, tmp_path: Path) -> None:
    toy = catalogue_of("toy")
    toy = toy.model_copy(update={"settings": toy.settings.model_copy(update={"keep_abstracts": keep})})
    told = with_papers(toy, {id: {"abstract": SECRET} for id in ids_of(toy)})
    files = by_name(data_files(told, ENGLISH))
    holding = {name for name, content in files.items() if b"zyzzyva" in content}
    assert holding - {"papers.parquet"} == ({"catalogue.sqlite", "papers.jsonl"} if keep else set())
    (tmp_path / "papers.parquet").write_bytes(files["papers.parquet"])
    columns = duckdb.sql(f"SELECT * FROM '{tmp_path / 'papers.parquet'}'").columns
    assert ("abstract" in columns) == keep
    assert (b"papers/abstract" in files["croissant.json"]) == keep
    with closing(opened(files["catalogue.sqlite"])) as database:
        assert bool(database.execute("SELECT 1 FROM search('zyzzyva')").fetchall()) == keep


def test_a_table_without_rows_is_there_and_empty(tmp_path: Path) -> None:
    toy = catalogue_of("toy")
    bare = with_papers(toy, {id: {"figures": ()} for id in ids_of(toy)})
    files = by_name(data_files(bare, ENGLISH))
    assert files["results.jsonl"] == b""
    (tmp_path / "results.parquet").write_bytes(files["results.parquet"])
    with duckdb.connect() as tables:
        read = tables.sql(f"SELECT * FROM '{tmp_path / 'results.parquet'}'")
        names = [column.name for column in next(table for table in TABLES if table.name == "results").columns]
        assert (read.columns, read.fetchall()) == (names, [])


def test_a_database_that_hosts_would_refuse_is_compressed(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = by_name(files_of("toy"))["catalogue.sqlite"]
    monkeypatch.setattr(data, "LARGEST", len(whole) - 1)
    toy = catalogue_of("toy")
    files = data_files(toy, ENGLISH)
    assert "catalogue.sqlite" not in by_name(files)
    assert gzip.decompress(by_name(files)["catalogue.sqlite.gz"]) == whole
    assert by_name(data_files(toy, ENGLISH)) == by_name(files)
    page = page_of(toy)
    assert 'catalogue.sqlite.gz">' in page and 'catalogue.sqlite">' not in page


def test_where_sqlite_has_no_full_text_index_none_is_made_or_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (sqlite, queries, data_page):
        monkeypatch.setattr(module, "has_full_text", lambda: False)
    toy = catalogue_of("toy")
    files = data_files(toy, ENGLISH)
    with closing(opened(by_name(files)["catalogue.sqlite"])) as database:
        assert database.execute("SELECT name FROM sqlite_master WHERE name = 'search'").fetchall() == []
    page = page_of(toy)
    assert "search(" not in page and "index of all words" not in page


def test_a_survey_without_papers_has_data_that_is_empty_and_valid() -> None:
    toy = catalogue_of("toy")
    nothing = {"papers": (), "places": {}, "people": {}, "with_page": (), "systems": {}, "named_by": {}, "map": {}}
    gone = {"by_area": dict.fromkeys(toy.by_area, ()), "by_value": dict.fromkeys(toy.by_value, ())}
    files = by_name(data_files(toy.model_copy(update=nothing | gone), ENGLISH))
    assert [files[f"{table}.jsonl"] for table in MAIN] == [b""] * len(MAIN)
    with closing(opened(files["catalogue.sqlite"])) as database:
        assert database.execute("SELECT count(*) FROM papers").fetchall() == [(0,)]
        answers = {view.name: database.execute(f"SELECT * FROM {view.name}").fetchall() for view in VIEWS}
    assert answers["papers_per_year"] == answers["papers_per_author"] == answers["reasons_for_areas"] == []


# --- without the library that writes Parquet -----------------------------------------------------


@pytest.fixture
def no_parquet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(parquet_library, "LIBRARY", "no_such_library")
    parquet_library.has_parquet.cache_clear()
    yield
    monkeypatch.undo()
    parquet_library.has_parquet.cache_clear()


def test_without_its_library_no_parquet_is_written_or_promised(no_parquet: None) -> None:
    toy = catalogue_of("toy")
    data = data_files(toy, ENGLISH)
    assert [file.name for file in data if "parquet" in file.name] == []
    page = page_of(toy)
    assert "parquet" not in page.lower()
    assert "read_json('papers.jsonl')" in page
    assert b"parquet" not in by_name(data)["croissant.json"]


def test_the_first_build_says_what_brings_parquet_and_no_other_does(
    no_parquet: None, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(SURVEYS["toy"], tmp_path / "survey")
    docs = tmp_path / "docs"
    said = []
    for title in ("One", "Two"):
        settings = (tmp_path / "survey/survey.yml").read_text("utf-8")
        text = re.sub(r"(?m)^description: .*$", f"description: {title}", settings)
        (tmp_path / "survey/survey.yml").write_text(text, encoding="utf-8")
        written, problems = build_docs(tmp_path / "survey", docs)
        tell_pages(written, problems, "text")
        said.append(capfd.readouterr().err)
    assert ["pip install 'survey-catalogue[parquet]'" in it for it in said] == [True, False]


# --- the description -----------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # in a library of the reader's own
@pytest.mark.parametrize("name", ["toy", pytest.param("shipped", marks=pytest.mark.proof)])
def test_a_reader_of_croissant_reads_every_record(name: str, folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    mlcroissant = pytest.importorskip("mlcroissant")
    files = {file.name: folder / file.name for file in files_of(name)}
    description = files.pop("croissant.json")
    data = mlcroissant.Dataset(description, mapping=files)
    assert data.metadata.ctx.issues.report() == ""
    assert [record.message for record in caplog.records] == []
    facts = data.metadata.to_json()
    assert facts["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    catalogue = CATALOGUES[name]()
    records = [record["papers/id"].decode() for record in data.records("papers")]
    assert records == ids_of(catalogue)
    results = list(data.records("results"))
    assert len(results) == sum(len(paper.derived.figures) for paper in catalogue.papers)
    assert len(list(data.records("relations"))) == len(rows_of_table(catalogue, RELATIONS))


def test_the_description_has_the_size_and_sum_of_each_file(name: str) -> None:
    files = {file.name: file for file in files_of(name)}
    facts = json.loads(files["croissant.json"].content)
    told = {it["name"]: (it["contentSize"], it["sha256"]) for it in facts["distribution"]}
    assert told == {
        it.name: (f"{it.facts.size} B", it.facts.sha256) for it in files.values() if it.name != "croissant.json"
    }
    published = bool(CATALOGUES[name]().settings.address)
    assert all(it["contentUrl"].startswith("https://") == published for it in facts["distribution"])


# --- how it is cited -----------------------------------------------------------------------------


def cff_schema() -> Any:
    """The schema of the Citation File Format, which comes with check-jsonschema."""
    import check_jsonschema

    path = Path(check_jsonschema.__file__).parent / "builtin_schemas/vendor/citation-file-format.json"
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_citation_file_is_as_its_schema_says(name: str) -> None:
    catalogue = CATALOGUES[name]()
    facts = yaml.safe_load(render_citation_file(catalogue, ENGLISH))
    validator = jsonschema.validators.validator_for(cff_schema())
    validator(cff_schema(), format_checker=validator.FORMAT_CHECKER).validate(facts)
    assert facts["title"] == catalogue.settings.title
    assert ("url" in facts) == bool(catalogue.settings.address)


def test_zenodo_is_told_what_it_asks_for(name: str) -> None:
    catalogue = CATALOGUES[name]()
    facts = json.loads(render_zenodo(catalogue))
    assert facts["upload_type"] == "dataset" and facts["license"] == "cc-by-4.0" and facts["language"] == "eng"
    assert facts["creators"] == [{"name": catalogue.settings.author}]
    assert catalogue.edition and facts["publication_date"] == catalogue.edition.isoformat()
    assert "<small>" not in facts["description"]


@pytest.mark.parametrize(
    ("licence", "url", "wanted"),
    [
        ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"),
        ("Share alike", "https://creativecommons.org/licenses/by-nc-sa/3.0/de/", "CC-BY-NC-SA-3.0"),
        ("CC0", "https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ("CC BY-SA 4.0", None, "CC-BY-SA-4.0"),
        ("MIT", None, "MIT"),
        ("All rights reserved", None, None),
    ],
)
def test_a_licence_is_known_by_its_address_or_name(licence: str, url: str | None, wanted: str | None) -> None:
    settings = Settings(title="t", description="d", licence=licence, licence_url=url)
    assert licence_id(settings) == wanted


# --- the page ------------------------------------------------------------------------------------


@cache
def page_of_survey(name: str) -> str:
    return page_of(CATALOGUES[name]())


def page_of(catalogue: Catalogue, language: str = "en") -> str:
    return published_files(catalogue, read_translations(language))[addresses.DATA.path].decode()


def queries_of(page: str) -> dict[str, str]:
    """The queries of the page, by their headings."""
    found = re.findall(r'### (.*)\n(?:(?!###)[\s\S])*?<pre><code id="query-\d+">([\s\S]*?)</code>', page)
    return {title: unescape(code) for title, code in found}


def test_the_page_leads_to_each_file_and_to_none_that_is_not_there(name: str) -> None:
    catalogue = CATALOGUES[name]()
    page = page_of_survey(name)
    linked = {path.removeprefix("../") for path in re.findall(r'<th scope="row"><a href="([^"]+)">', page)}
    published = {*published_files(catalogue, ENGLISH)}
    assert linked <= published
    assert paths_of(name) <= linked
    assert {"papers.bib", "papers.csv", "feed.xml", CITATION.path} <= linked
    assert ZENODO.path in published
    for table in tables_of(catalogue):
        assert f"### <code>{table.name.replace('_', chr(92) + '_')}</code>" in page
        assert all(f"<code>{column.name}</code>" in page for column in table.columns)


def test_search_engines_are_told_of_the_data(name: str) -> None:
    """Of the fields that they ask for, name, description and licence, and where each file is."""
    catalogue, page = CATALOGUES[name](), page_of_survey(name)
    head = str(yaml.safe_load(page.split("---\n", 2)[1])["head"])
    nodes = extruct.extract(f"<html><head>{head}</head></html>", syntaxes=["json-ld"])["json-ld"][0]["@graph"]
    [facts] = [node for node in nodes if node["@type"] == "Dataset"]
    settings = catalogue.settings
    assert (facts["name"], facts["license"]) == (plain_text(settings.title), settings.licence_url)
    assert facts["description"] == plain_text(settings.description)
    places = [it["contentUrl"] for it in facts["distribution"]]
    below = settings.address or "../"
    assert {place.removeprefix(below) for place in places} >= {*paths_of(name), "papers.bib", "CITATION.cff"}
    assert len(places) == len(re.findall(r'<th scope="row"><a href=', page))
    assert all(it["encodingFormat"] and it["contentSize"] for it in facts["distribution"])


@pytest.fixture(scope="module")
def shipped_queries() -> Mapping[str, str]:
    return queries_of(page_of_survey("shipped"))


@pytest.fixture
def shipped_folder(tmp_path: Path) -> Path:
    for file in files_of("shipped"):
        (tmp_path / file.name).write_bytes(file.content)
    return tmp_path


def test_the_page_shows_a_query_in_each_language(shipped_queries: Mapping[str, str]) -> None:
    assert list(shipped_queries) == ["SQL", "Python", "R", "DuckDB", "All words"]


@pytest.mark.parametrize(("title", "first"), [("SQL", 24), ("All words", None)])
def test_the_queries_for_sqlite_run(
    shipped_queries: Mapping[str, str], shipped_folder: Path, title: str, first: int | None
) -> None:
    with closing(sqlite3.connect(shipped_folder / "catalogue.sqlite")) as database:
        rows = database.execute(shipped_queries[title]).fetchall()
    assert len(rows) >= 10
    assert first is None or rows[0][1] == first


def test_the_query_in_python_runs(shipped_queries: Mapping[str, str], shipped_folder: Path) -> None:
    command = [sys.executable, "-c", shipped_queries["Python"]]
    run = subprocess.run(command, cwd=shipped_folder, capture_output=True, text=True, timeout=60, check=True)
    counts = [line.split() for line in run.stdout.splitlines()]
    years = catalogue_of("shipped").by_year
    assert counts == [[str(year), str(len(years[year]))] for year in sorted(years)] and run.stderr == ""


def test_the_query_in_r_runs(shipped_queries: Mapping[str, str], shipped_folder: Path) -> None:
    rscript = shutil.which("Rscript")
    if rscript is None:
        pytest.skip("R is not installed (Debian: r-base-core, r-cran-rsqlite); its query was not run")
    known = subprocess.run([rscript, "-e", "library(RSQLite)"], capture_output=True, timeout=60, check=False)
    if known.returncode:
        pytest.skip("R has no package RSQLite (Debian: r-cran-rsqlite); its query was not run")
    (shipped_folder / "query.R").write_text(shipped_queries["R"], encoding="utf-8")
    command = [rscript, "query.R"]
    run = subprocess.run(command, cwd=shipped_folder, capture_output=True, text=True, timeout=60, check=True)
    assert "Vision-language pre-training" in run.stdout


@pytest.mark.parametrize("source", ["'papers.parquet'", "read_json('papers.jsonl')"])
def test_the_query_in_duckdb_runs(
    shipped_queries: Mapping[str, str], shipped_folder: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    monkeypatch.chdir(shipped_folder)
    with duckdb.connect() as tables:
        rows = tables.sql(shipped_queries["DuckDB"].replace("'papers.parquet'", source)).fetchall()
    by_value = catalogue_of("shipped").by_value
    assert len(rows) == 10 and all(len(by_value[tag]) == papers for tag, papers in rows)


@pytest.mark.parametrize("language", ["de", "zh"])
def test_the_page_keeps_queries_and_names_in_every_language(language: str) -> None:
    toy = catalogue_of("toy")
    toy = toy.model_copy(update={"settings": toy.settings.model_copy(update={"language": language})})
    data = data_files(toy, read_translations(language))
    page = page_of(toy, language)
    assert queries_of(page)["SQL"] == queries_of(page_of_survey("toy"))["SQL"]
    with closing(opened(by_name(data)["catalogue.sqlite"])) as database:
        told = database.execute("SELECT sql FROM sqlite_master WHERE name = 'results'").fetchone()[0]
    assert {"de": "Id der Arbeit.", "zh": "论文的 id。"}[language] in told
