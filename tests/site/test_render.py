"""The pages: what they say, that both readers of Markdown agree on them, and that both builders take them."""

from __future__ import annotations

import dataclasses
import functools
import importlib
import os
import pkgutil
import posixpath
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
import yaml
from selectolax.lexbor import LexborHTMLParser

from generator import site as site_modules
from generator.catalogue.addresses import Address, served
from generator.export.bibtex import as_bibtex
from generator.export.lists import PaperTexts, render_lists
from generator.records.catalogue import Related
from generator.records.paper import Paper
from generator.records.survey import Settings
from generator.resources import base_configuration
from generator.site.annotated_text import Span, annotated
from generator.site.render import render
from generator.text.escape import plain_text
from generator.text.i18n import Translations
from tests.html_page import Page
from tests.once import made_once
from tests.site.shown import shown as shown_on
from tests.text.test_escape import SITE_EXTENSIONS, commonmark, python_markdown
from tests.toy.catalogue import HOSTILE, HOSTILE_PARTS, TAXONOMY, toy_catalogue
from tests.toy.vectors import meant

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
SITE = "https://survey.test/"
OURS = sorted(TEMPLATES.glob("*.md.j2"))

FRAME = {"a", "button", "code", "details", "div", "em", "form", "h1", "h2", "input", "label", "li", "p", "pre"} | {
    "h3", "nav", "span", "strong", "summary", "ul", "br", "figure", "figcaption", "ol", "small",
    "svg", "line", "circle", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td",
    "select", "option", "defs", "g", "path", "rect", "text", "title", "tspan", "use",
}  # fmt: skip
"""The elements that the templates make. Anything else would be a text that became markup."""


@functools.cache
def pages() -> dict[str, str]:
    """Path to Markdown of every page that this module's templates make."""
    return {path: text for path, text in render(toy_catalogue()).items() if path != "explore/index.md"}


def body(path: str) -> str:
    return pages()[path].split("---\n", 2)[2]


def shown(path: str) -> str:
    return " ".join(Page(commonmark(body(path))).text.split())


PATHS = sorted(pages())


def test_every_kind_of_page_is_there() -> None:
    assert {
        "index.md", "about.md", "areas/index.md", "areas/pretraining.md", "areas/empty.md", "areas/unplaced.md",
        "tags/index.md", "tags/task/retrieval.md", "systems/index.md", "systems/clip.md", "authors/index.md",
        "authors/ada-lovelace.md", "years/index.md", "papers/index.md", "papers/flair.md", "papers/flair-2024.md",
    } <= set(PATHS)  # fmt: skip
    assert "systems/coco.md" not in PATHS, "one paper is too few for a page"
    assert "authors/rui-xiao.md" not in PATHS


def test_two_runs_give_the_same() -> None:
    assert list(render(toy_catalogue()).items()) == list(render(toy_catalogue()).items())


# --- as Markdown ---------------------------------------------------------------


def _comparable(page: Page) -> tuple[list[str], list[str], str]:
    tags = [tag for tag, _ in page.elements]
    addresses = [attrs["href"] or "" for tag, attrs in page.elements if tag == "a"]
    return tags, addresses, " ".join(page.text.split())


@pytest.mark.parametrize("path", PATHS)
def test_both_readers_see_the_same_page(path: str) -> None:
    assert _comparable(Page(python_markdown(body(path)))) == _comparable(Page(commonmark(body(path))))


@pytest.mark.parametrize("path", PATHS)
def test_no_text_becomes_markup_and_no_markup_stays_text(path: str) -> None:
    page = Page(commonmark(body(path)))
    assert {tag for tag, _ in page.elements} <= FRAME
    for _, attrs in page.elements:
        assert not any(name.startswith("on") for name in attrs)
        assert not str(attrs.get("href", "")).startswith("javascript")
    text = page.text
    for hostile in (HOSTILE, *HOSTILE_PARTS):
        text = text.replace(hostile, "")
    text = re.sub(r"@\w+\{.*?\n\}", "", text, flags=re.DOTALL)  # BibTeX
    for leak in ("](", "**", "{:", "{{", "{%", "&amp;", "&lt;", "&#", "</", "\\"):
        assert leak not in text, leak


@pytest.mark.parametrize("path", PATHS)
def test_front_matter_is_what_the_record_says(path: str) -> None:
    front = yaml.safe_load(pages()[path].split("---\n", 2)[1])
    assert set(front) <= {"title", "description", "hide", "redirect", "exports", "modules", "head", "changed"}
    assert ("head" in front) == ("redirect" not in front)
    assert front["title"] and front["description"]
    if path == "papers/hostile.md":
        assert front["title"] == HOSTILE


@pytest.mark.parametrize("path", PATHS)
def test_every_link_leads_to_a_page(path: str) -> None:
    hrefs = [attrs.get("href", "") for _, attrs in Page(commonmark(body(path))).elements]
    assert [href for href in hrefs if href and not href.startswith("http") and not _leads(path, href)] == []


@functools.cache
def _lists() -> frozenset[str]:
    return frozenset(render_lists(PaperTexts(toy_catalogue(), Translations())))


def _leads(path: str, href: str) -> bool:
    """Whether there is such a page, and its anchor, or an element of that id in the page itself."""
    if href.startswith("#"):
        return f'id="{href[1:]}"' in pages()[path]
    target, anchor = _target(path, href)
    if not anchor:
        return target in {*PATHS, *_lists(), "changes/feed.xml", "explore/index.md", "assets/data/catalogue.json"}
    return f"\n## {anchor}\n" in pages().get(target, "")


def _target(path: str, href: str) -> tuple[str, str]:
    """The page that a link leads to, and the anchor there. In raw HTML a link is one of built pages: it ends in `/`."""
    address, _, anchor = href.partition("#")
    address = address.partition("?")[0]
    if not address.endswith("/"):
        return posixpath.normpath(posixpath.join(posixpath.dirname(path), address)), anchor
    built = path.removesuffix("index.md") if path.endswith("index.md") else path.removesuffix(".md") + "/"
    folder = posixpath.normpath(posixpath.join(built, address)).removeprefix(".")
    return (f"{folder}.md" if f"{folder}.md" in PATHS else posixpath.join(folder, "index.md")), anchor


def test_a_hostile_title_is_shown_as_it_is() -> None:
    for reader in (python_markdown, commonmark):
        heading = LexborHTMLParser(reader(body("papers/hostile.md")), is_fragment=True).css_first("h1")
        assert heading is not None and heading.text() == HOSTILE


# --- what a page says ------------------------------------------------------------


def test_a_paper_page_is_in_order() -> None:
    assert re.findall(r"^#+ (.*)$", body("papers/flair.md"), re.MULTILINE) == [
        "FLAIR: VLM with Fine-grained Language-informed Image Representations", "Problem", "Idea", "Results",
        "Headline figures", "Introduces", "Lineage", "How it relates", "Nearest papers", "Abstract", "Limits", "Notes",
        "How to cite",
    ]  # fmt: skip
    assert re.findall(r"^#+ (.*)$", body("papers/lone.md"), re.MULTILINE) == [
        "A title and nothing else", "How to cite",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Rui Xiao, Ada Lovelace, Grace Hopper, Zeynep Akata · 2024 · CVPR 2025",
        "Area Vision-language pre-training · chosen by the curator; the rule would have chosen Grounding and region "
        "understanding · “fine-grained retrieval” (abstract, sentence 2) · cues",
        "Contribution Model · “a model for” (abstract, sentence 2) · cues",
        "Task Grounding · chosen by the curator",
        "Task Visual question answering · left out by the curator; the rule chose it · “miss details”",
        "Value What it counts or measures 10.8% higher R@1 on long captions 30M image-text pairs",
        "FLAIR-30M (data set): Thirty million recaptioned pairs.",
        "Contrasts with FIBER 2022: Late instead of early fusion.",
        "Builds on CLIP “CLIP has shown strong results, but LLaVA-1.5 and FIBER miss details.”",
        "Measured on COCO “We propose FLAIR, a model for fine-grained retrieval on COCO.”",
        "Mentions LLaVA-1.5 “CLIP has shown",
        "Shared: fine-grained, fusion",
        "abstract: “30M times 2” became “30M × 2” (lost-times)",
        "Previous in Vision-language pre-training: 1. An ordered title "
        "Next in Vision-language pre-training: Coarse-to-Fine Pre-training with Fusion in the Backbone",
    ],
)
def test_a_paper_page_says(text: str) -> None:
    assert text in shown("papers/flair.md")


def test_what_only_a_model_calls_near_is_said_to_be_so() -> None:
    toy = toy_catalogue()
    near = Related(id="fiber", why=("fusion",), by_meaning=True, similarity=0.4, shared=0.01)
    places = {**toy.places, "flair": toy.places["flair"].model_copy(update={"related": (near,)})}
    vectors = meant(list(toy.papers), flair=[100, 0], fiber=[90, 0])
    plain, meaning = render(toy), render(toy.model_copy(update={"places": places, "vectors": vectors}))
    assert "Similar in meaning. Shared: fusion" in meaning["papers/flair.md"]
    assert "a model of language, toy; both count half" in meaning["about.md"]
    assert "in words, tags or meaning" in meaning["map/index.md"]
    assert not any("Similar in meaning" in text for text in plain.values())


def test_a_name_that_the_title_does_not_begin_with_is_shown() -> None:
    assert "DM²S² · also called DM2S2" in shown("papers/dm2s2.md")
    assert "FLAIR, also" not in shown("papers/flair.md")


def test_an_author_is_linked_however_the_name_is_spelt() -> None:
    settings = Settings(title="t", description="d", author_pages_from=1)
    pages = render(toy_catalogue(settings))
    assert "[José Núñez](../authors/jose-nunez.md)" in pages["papers/dm2s2.md"]


def test_a_version_without_a_page_leads_to_its_family() -> None:
    assert "[LLaVA-1.5](../systems/llava.md)" in body("papers/flair.md")
    assert "as LLaVA-1.5" in body("systems/llava.md")


def test_an_introduction_is_inserted_as_it_stands() -> None:
    assert toy_catalogue().introductions["pretraining"].strip() in body("areas/pretraining.md")


def test_edit_links_need_a_repository() -> None:
    assert "Correct this page" not in body("papers/flair.md")
    settings = Settings(title="t", description="d", repository="https://code.example/o/r")
    assert "https://code.example/o/r/edit/main/papers/flair.yml" in render(toy_catalogue(settings))["papers/flair.md"]
    settings = Settings(title="t", description="d", repository="https://code.example/o/r/edit/dev/s")
    assert (
        "https://code.example/o/r/edit/dev/s/areas/grounding.md"
        in render(toy_catalogue(settings))["areas/grounding.md"]
    )


@pytest.mark.parametrize(
    ("links", "marks", "expected"),
    [
        ([], [], "We test CLIP-ViT on COCO and CLIP."),
        (["CLIP"], [], "We test [CLIP](to)-ViT on COCO and CLIP."),
        (["CLIP", "CLIP-ViT"], [], "We test [CLIP-ViT](to) on COCO and [CLIP](to)."),
        (["COCO"], ["on COCO and"], "We test CLIP-ViT {on }[{COCO}](to){ and} CLIP."),
        (["CLIP-ViT"], ["test CLIP"], "We {test }[{CLIP}-ViT](to) on COCO and CLIP."),
        (["clip-vit", "absent", "LIP"], ["absent"], "We test [CLIP-ViT](to) on COCO and CLIP."),
    ],
)
def test_mentions_and_evidence_in_an_abstract(links: list[str], marks: list[str], expected: str) -> None:
    spans = [*(Span(it, to=Address("to")) for it in links), *(Span(it, reason="why") for it in marks)]
    found = shown_on(annotated("We test CLIP-ViT on COCO  and\nCLIP.", spans), "index.md")
    assert found == expected.replace("{", '<span class="sc-ev" title="why">').replace("}", "</span>")


def test_a_huge_abstract_is_shown_plainly_and_quickly() -> None:
    text = plain_text(HOSTILE * 6_000)
    assert len(text) > 1_000_000
    source = shown_on(annotated(text, [Span("star", to=Address("to"))]))
    for reader in (python_markdown, commonmark):
        page = Page(reader(f"{source}\n\nend"))
        assert [tag for tag, _ in page.elements] == ["p", "p"]
        assert " ".join(page.text.split()) == f"{text} end"


def test_bibtex() -> None:
    paper = Paper(id="a", title="{x} 50% of GPT-4 & _y_", authors=("A, B", "C and D"), year=2020, venue="arXiv")
    assert as_bibtex(paper) == (
        "@misc{a,\n  title = {\\textbraceleft{}x\\textbraceright{} 50\\% of {GPT-4} \\& \\_y\\_},\n"
        "  author = {B A and {C and D}},\n  howpublished = {arXiv},\n  year = {2020},\n}"
    )
    assert as_bibtex(Paper(id="b", title="t", venue="IEEE Transactions on X")).startswith("@article{b,")


# --- the templates themselves ----------------------------------------------------


def _table(heading: str) -> dict[str, list[str]]:
    """Rows of a table of the README by their first cell."""
    section = (TEMPLATES / "README.md").read_text("utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line[:1] == "|"]
    return {row[0]: row[1:] for row in rows[2:]}


SHOWN = ("generator.site.pages.", "generator.site.components.", "generator.site.links")
"""Modules that hold the records of templates."""


@functools.cache
def _records() -> dict[str, type]:
    """Every record that a template is given, by its name."""
    modules = [
        importlib.import_module(found.name)
        for found in pkgutil.walk_packages(site_modules.__path__, "generator.site.")
        if found.name.startswith(SHOWN)
    ]
    return {
        name: record
        for module in modules
        for name, record in vars(module).items()
        if dataclasses.is_dataclass(record) and isinstance(record, type) and record.__module__ == module.__name__
    }


def _fields(record: str) -> list[str]:
    return [field.name for field in dataclasses.fields(_records()[record])]


def test_the_readme_describes_every_template() -> None:
    described = {**_table("Pages"), **_table("Parts")}
    assert set(described) == {path.name for path in TEMPLATES.glob("*.md.j2")}
    for name, (_, record, fields) in _table("Pages").items():
        assert fields.split(", ") == _fields(record), name
        assert f"page: {record}" in (TEMPLATES / name).read_text("utf-8").splitlines()[0]
    theme = {path.relative_to(TEMPLATES / "theme").as_posix() for path in (TEMPLATES / "theme").rglob("*.*")}
    assert set(_table("theme/")) == theme


def test_the_readme_describes_every_record() -> None:
    records = {
        **{row[1]: row[2] for row in _table("Pages").values()},
        **{k: v[0] for k, v in _table("Records within the pages'").items()},
    }
    assert set(records) == set(_records())
    for name in _records():
        assert records[name].split(", ") == _fields(name), name


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_no_template_goes_round_the_escaping(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.startswith("{#"), "a template begins by saying what it is given"
    for expression in re.findall(r"{{.*?}}|{%.*?%}", text):
        code = re.sub(r'"[^"]*"', '""', expression)
        assert not re.search(r"\bsafe\b|~|\bmacro\b|\bset\b|Markup", code), expression


def test_mkdocs_switches_on_no_extension_that_was_not_tested() -> None:
    text = re.sub(r"!ENV.*", "x", base_configuration().read_text("utf-8"))
    names = [next(iter(it)) if isinstance(it, dict) else it for it in yaml.safe_load(text)["markdown_extensions"]]
    assert {*names, "toc", "tables", "fenced_code"} <= set(SITE_EXTENSIONS)


# --- built ------------------------------------------------------------------------

MKDOCS = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q"]


def _site(folder: Path, command: list[str], **environment: str) -> Path:
    """Build the toy in a folder of its own; the site."""
    for path, text in {**pages(), "explore/index.md": "# Explore\n"}.items():
        file = folder / "docs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    shutil.copytree(ROOT / "generator" / "assets" / "css", folder / "docs" / "assets" / "css")
    shutil.copytree(ROOT / "generator" / "assets" / "icons", folder / "docs" / "assets" / "icons")
    for path in ("assets/data/catalogue.json", "assets/js/page/main.js"):
        (folder / "docs" / path).parent.mkdir(parents=True)
        (folder / "docs" / path).write_text("{}\n", "utf-8")
    shutil.copytree(TEMPLATES / "theme", folder / "templates" / "theme")
    site = (ROOT / "mkdocs.yml").read_text("utf-8").replace('[SITE_URL, ""]', f"[SITE_URL, {SITE}]")
    (folder / "mkdocs.yml").write_text(site, "utf-8")
    (folder / "generator" / "site").mkdir(parents=True)
    shutil.copy(base_configuration(), folder / "generator" / "site")
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1790000000", **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


@pytest.fixture(scope="module")
def site(site_builder: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_once(tmp_path_factory, "rendered-by-mkdocs", functools.partial(_site, command=MKDOCS)) / "site"


@pytest.fixture(scope="module", params=["mkdocs", "zensical"])
def any_site(request: pytest.FixtureRequest, site_builder: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.param == "mkdocs":
        made: Path = request.getfixturevalue("site")
        return made
    zensical = Path(sysconfig.get_path("scripts")) / "zensical"
    if not zensical.exists():
        pytest.skip("zensical is not installed")
    command = [str(zensical), "build", "--strict"]
    return made_once(tmp_path_factory, "rendered-by-zensical", functools.partial(_site, command=command)) / "site"


def test_two_builds_in_different_places_give_the_same_bytes(site: Path, tmp_path: Path) -> None:
    other = _site(tmp_path / "elsewhere", MKDOCS, TZ="Pacific/Auckland")
    files = {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    assert files == {path.relative_to(other): path.read_bytes() for path in other.rglob("*") if path.is_file()}


def test_a_built_hostile_page_runs_nothing(any_site: Path) -> None:
    page = Page((any_site / "papers" / "hostile" / "index.html").read_text("utf-8"))
    scripts = [attrs for tag, attrs in page.elements if tag == "script"]
    ordinary = Page((any_site / "papers" / "lone" / "index.html").read_text("utf-8"))
    assert scripts == [attrs for tag, attrs in ordinary.elements if tag == "script"]
    assert {tag for tag, _ in page.elements} <= {tag for tag, _ in ordinary.elements} | {"br", "em"} | FRAME
    text = (any_site / "papers" / "hostile" / "index.html").read_text("utf-8")
    title = LexborHTMLParser(text).css_first("title")
    assert title is not None and title.text().startswith(HOSTILE)
    descriptions = [attrs["content"] for tag, attrs in page.elements if attrs.get("name") == "description"]
    assert len(descriptions) == 1 and str(descriptions[0]).startswith("<script>alert(1)</script> <b>bold</b> *star*")


def test_the_head_of_a_page_goes_in_as_it_is(any_site: Path) -> None:
    for path, text in pages().items():
        front = yaml.safe_load(text.split("---\n", 2)[1])
        built = any_site / path.removesuffix(".md").removesuffix("index") / "index.html"
        whole, _ = built.read_text("utf-8").split("</head>", 1)
        assert front.get("head", "") in whole, path
        assert ("og:title" in whole) == ("redirect" not in front)


def test_a_moved_page_leads_on(any_site: Path) -> None:
    page = Page((any_site / "papers" / "flair-2024" / "index.html").read_text("utf-8"))
    assert ("meta", {"http-equiv": "refresh", "content": "0; url=../flair/"}) in page.elements
    canonical = f"{SITE}papers/flair/"
    assert ("link", {"rel": "canonical", "href": canonical}) in page.elements
    sitemap = (any_site / "sitemap.xml").read_text("utf-8")
    assert "papers&#x2f;flair-2024" not in sitemap and "papers/flair-2024" not in sitemap
    assert sitemap.count("<loc>") == len(PATHS) + 1 - 2, "all pages and the explorer, without the two that moved"


def test_the_site_map_has_the_days_of_the_records(any_site: Path) -> None:
    sitemap = (any_site / "sitemap.xml").read_text("utf-8").replace("&#x2f;", "/")
    told = dict(re.findall(r"<loc>([^<]*)</loc>(?:<lastmod>([\d-]*)</lastmod>)?", sitemap))
    for path, text in pages().items():
        front = yaml.safe_load(text.split("---\n", 2)[1])
        if "redirect" not in front:
            assert told[SITE + served(Address(path))] == front.get("changed", ""), path


def test_a_missing_page_offers_search_and_lists(any_site: Path) -> None:
    page = Page((any_site / "404.html").read_text("utf-8"))
    assert any(tag == "form" and attrs.get("action") == "/explore/" for tag, attrs in page.elements)
    links = {attrs.get("href") for tag, attrs in page.elements if tag == "a"}
    assert {"/areas/", "/tags/", "/systems/", "/authors/", "/years/", "/papers/"} <= links


def test_built_pages_are_small_and_ask_no_other_host(any_site: Path) -> None:
    for path in any_site.rglob("*.html"):
        text = path.read_text("utf-8")
        assert len(text.encode()) < 60_000, path
        for asked in Page(text).loads:
            assert not re.match(r"(https?:)?//", asked), (path, asked)
        assert "data-search-open" in text


def test_the_taxonomy_is_covered(site: Path) -> None:
    for facet in TAXONOMY.facets:
        for value in facet.values:
            assert (site / "tags" / facet.key / value.key / "index.html").exists()
