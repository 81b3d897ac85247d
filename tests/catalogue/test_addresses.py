"""Addresses of pages: made relative, they lead from any page to the one that was meant, in Markdown and in HTML."""

from __future__ import annotations

import ast
import html
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.catalogue import addresses
from generator.catalogue.addresses import Address, destination, href, page_of_list, served
from generator.records.survey import Settings

SITE = "https://survey.example/base/"
KEYS = st.sampled_from(("a", "b", "index", "an-index", "2", "2024", "areas"))
"""Among them keys that look like the index of a folder, like a page of a list and like a folder."""
FIRST_PAGES = st.one_of(
    st.sampled_from(list(addresses.PAGES.values())),
    st.sampled_from((addresses.HOME, addresses.NEWS, addresses.GAPS, addresses.COMPARE, addresses.GLOSSARY)),
    KEYS.map(addresses.paper),
    KEYS.map(addresses.area),
    KEYS.map(addresses.system),
    KEYS.map(addresses.gap_table),
    st.builds(addresses.value, KEYS, KEYS),
    st.integers(2, 2030).map(addresses.year),
)
PAGES = st.builds(page_of_list, FIRST_PAGES, st.integers(1, 3))
TARGETS = st.builds(
    lambda page, query, anchor: Address(page.path, query=query, anchor=anchor),
    PAGES,
    st.sampled_from(("", "q=a", "q=a&year=..2012")),
    st.sampled_from(("", "lack-1")),
)


@given(page=PAGES, to=TARGETS)
@example(page=page_of_list(addresses.area("a"), 2), to=page_of_list(addresses.area("a"), 3))
@example(page=addresses.value("a", "2"), to=addresses.value("a", "3"))
@example(page=addresses.paper("a"), to=addresses.paper("a"))
def test_a_markdown_link_leads_to_its_page(page: Address, to: Address) -> None:
    way = urlsplit(html.unescape(destination(page.path, to)))
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), way.path)) if way.path else page.path
    assert (path, way.query, way.fragment) == (to.path, to.query, to.anchor)


@given(page=PAGES, to=TARGETS)
@example(page=addresses.HOME, to=addresses.HOME)
@example(page=addresses.HOME, to=Address("index.md", query="q=a"))
@example(page=addresses.area("an-index"), to=addresses.paper("a"))
def test_a_link_in_raw_html_leads_to_its_built_page(page: Address, to: Address) -> None:
    here = urljoin(SITE, _built(page.path))
    query = f"?{to.query}" if to.query else ""
    anchor = f"#{to.anchor}" if to.anchor else ""
    assert urljoin(here, html.unescape(href(page.path, to))) == urljoin(SITE, _built(to.path)) + query + anchor
    assert href(page.path, to), "an empty address is no link"


def _built(path: str) -> str:
    """Where MkDocs serves the page of a file, by its rules for `use_directory_urls`."""
    folder, name = posixpath.split(posixpath.splitext(path)[0])
    address = folder if name == "index" else posixpath.join(folder, name)
    return f"{address}/" if address else ""


@pytest.mark.parametrize(
    ("page", "to", "markdown", "raw"),
    [
        ("index.md", addresses.paper("clip"), "papers/clip.md", "papers/clip/"),
        ("papers/a.md", addresses.paper("clip"), "../papers/clip.md", "../../papers/clip/"),
        ("papers/index.md", addresses.PAPERS, "../papers/index.md", "../papers/"),
        ("areas/a.md", Address("areas/a/2.md"), "a/2.md", "../../areas/a/2/"),
        ("areas/a/2.md", addresses.area("a"), "../a.md", "../../../areas/a/"),
        ("areas/a/2.md", Address("areas/a/3.md"), "../a/3.md", "../../../areas/a/3/"),
        ("areas/a/2.md", addresses.area("b"), "../../areas/b.md", "../../../areas/b/"),
        ("new/2.md", addresses.NEWS, "../new.md", "../../new/"),
        ("glossary.md", addresses.term("cot"), "#cot", "../glossary/#cot"),
        ("a.md", addresses.gap_choice("area", "task"),
         "gaps/index.md?rows=area&amp;columns=task", "../gaps/?rows=area&amp;columns=task"),
    ],
)  # fmt: skip
def test_the_way_leads_through_the_root_or_the_folder_of_the_list(
    page: str, to: Address, markdown: str, raw: str
) -> None:
    assert (destination(page, to), href(page, to)) == (markdown, raw)


@given(st.dictionaries(st.text(min_size=1), st.text(min_size=1), min_size=1))
def test_the_explorer_is_asked_exactly_what_was_meant(filters: dict[str, str]) -> None:
    address = html.unescape(href("papers/a.md", addresses.explorer(filters)))
    assert dict(parse_qsl(urlsplit(address).query, strict_parsing=True)) == filters
    assert not set(destination("papers/a.md", addresses.explorer(filters))) & set(" ()<>\"'`\\*[]{}|")


def test_the_address_below_the_root() -> None:
    pages = (addresses.HOME, addresses.PAPERS, addresses.paper("a"), page_of_list(addresses.PAPERS, 2))
    assert [served(page) for page in pages] == ["", "papers/", "papers/a/", "papers/index/2/"]


def test_a_file_lies_beside_the_built_page_of_its_list() -> None:
    pages = (addresses.HOME, addresses.area("a"), addresses.value("task", "vqa"), addresses.PAPERS)
    files = [addresses.beside(page, "feed.xml") for page in pages]
    assert [served(file) for file in files] == [
        "feed.xml", "areas/a/feed.xml", "tags/task/vqa/feed.xml", "papers/feed.xml",
    ]  # fmt: skip
    assert destination("areas/a.md", files[1]) == "a/feed.xml"
    assert destination("papers/index.md", files[0]) == "../feed.xml"


@pytest.mark.parametrize("base", ["https://survey.test/base/", "https://survey.test/base"])
def test_the_full_address_has_one_slash_behind_the_base(base: str) -> None:
    settings = Settings(title="T", description="D", base_url=base)
    assert addresses.absolute(settings, addresses.HOME) == "https://survey.test/base/"
    assert addresses.absolute(settings, addresses.paper("clip")) == "https://survey.test/base/papers/clip/"


@pytest.mark.parametrize("base", ["", "https://survey.example/base/", "https://www.example.org/"])
def test_no_address_is_named_where_none_is_known(base: str) -> None:
    settings = Settings(title="T", description="D", base_url=base)
    assert settings.address == addresses.absolute(settings, addresses.paper("clip")) == ""


@pytest.mark.parametrize(
    ("repository", "folder", "wanted"),
    [
        ("https://code.test/o/r", "", "https://code.test/o/r/edit/main"),
        ("https://code.test/o/r.git", "my papers", "https://code.test/o/r/edit/main/my%20papers"),
        ("https://code.test/o/r/edit/dev/s/", "survey", "https://code.test/o/r/edit/dev/s"),
        ("https://code.test/o/r/_edit/dev", "survey", "https://code.test/o/r/_edit/dev"),
    ],
)
def test_files_are_edited_in_the_folder_of_the_survey(repository: str, folder: str, wanted: str) -> None:
    assert addresses.editing_folder(repository, folder) == wanted


# --- spelt once ----------------------------------------------------------------------------------

ROOT = Path(__file__).parents[2]
FOLDERS = "areas|authors|changes|claims|data|explore|gaps|health|map|papers|paths|systems|tags|years"
SPELT = re.compile(rf"(?<!assets/)\b(?:{FOLDERS})/(?!\S*\.yml)|\b(?:glossary|new|built-on)\.md(?!\.)")
"""A page's path; `papers/ID.yml` is a file of the survey, `glossary.md.j2` a template."""
SURVEY_FILES = (
    "records/edition.py",
    "records/survey.py",
    "splitting/__init__.py",
    "survey/folder.py",
    "survey/edit.py",
    "survey/migrate.py",
    "survey/papers.py",
    "ingest/readers/form.py",
    "survey/regroup_files.py",
    "survey/starter.py",
    "checks/curated.py",
    "files.py",
    "text/identifiers.py",
)
"""Modules that speak of `areas/KEY.md` as a file of the survey, edit links in it, write a new mkdocs.yml or know an
old one, read an address that somebody typed, or know those of other sites.
"""


@pytest.mark.parametrize("path", sorted((ROOT / "generator").rglob("*.py")), ids=lambda path: path.name)
def test_no_other_module_spells_the_path_of_a_page(path: Path) -> None:
    name = path.relative_to(ROOT / "generator").as_posix()
    if name == "catalogue/addresses.py" or name in SURVEY_FILES:
        return
    for line, text in _strings(ast.parse(path.read_text("utf-8"))):
        assert not SPELT.search(text), f"{name}:{line} spells {text!r}"


def _strings(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Each string with its line, `X` in place of an f-string's values; without docstrings and files to be edited."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "edit_address":
        return
    if isinstance(node, ast.JoinedStr):
        yield node.lineno, "".join(str(it.value) if isinstance(it, ast.Constant) else "X" for it in node.values)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.lineno, node.value
    else:
        for child in ast.iter_child_nodes(node):
            yield from _strings(child)


@pytest.mark.parametrize("path", sorted((ROOT / "templates").glob("*.md.j2")), ids=lambda path: path.name)
def test_no_template_spells_the_path_of_a_page(path: Path) -> None:
    """`index.md` is the index beside the page."""
    text = re.sub(r"{#.*?#}", "", path.read_text("utf-8"), flags=re.DOTALL)
    for way in re.findall(r"\]\(([^){}]*)\)|(?:href|action)=\"([^\"{}]*)\"", text):
        assert "".join(way) in {"index.md", ".", "assets/data/catalogue.json"} or "".join(way).startswith("#"), way
