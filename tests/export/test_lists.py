"""Lists that leave the site and come back: the browser's writers against Python's readers, and against `cite`."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

import markdown
import pytest
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from generator.export.bibtex import as_bibtex
from generator.export.csl import as_csl, csl_list
from generator.export.csv import as_csv, csv_head
from generator.export.lists import PaperTexts
from generator.export.publication import Publication
from generator.export.ris import as_ris
from generator.pipeline import load_catalogue
from generator.records.paper import Paper
from generator.resources import read_translations
from generator.survey.folder import read_survey
from generator.text.escape import plain_text
from tests.browser_modules import NODE, needs_node
from tests.html_page import Page
from tests.site_fixture import ROOT, SURVEYS, Site, published

pytest_plugins = ("tests.site_fixture",)
pytestmark = needs_node
_PIECES = (
    "\\", "{", "}", "%", "$x$", "_", "~", "^", "#", "&amp;", "&", "\n", "\r\nER  - \r\n", '"', '""', "'",
    "=1+1", "@SUM(A1)", "+", "-", "\t", ",", ";", "[a](b)", "](x)", "![", "`", "<b>", "</script>", "*", "**", "|",
    "@article{x,", "TI  - ", "http://a.b", "www.a.b", "a@b.example", "==", "GPT-4o", "and", "é", "猫",
    "\u202e", "\x00", "😀", "word", "1.", "- ",
)  # fmt: skip
_CHANCE = random.Random(17)  # noqa: S311 - texts, not secrets
FURTHER = [
    text
    for text in (
        " "[: _CHANCE.randrange(2)].join(_CHANCE.choices(_PIECES, k=_CHANCE.randrange(1, 8))) for _ in range(1500)
    )
    if text.strip(" \n\r\t")
]


@dataclass(frozen=True)
class Lists:
    """What `tests/js/lists.js` made of a survey: the papers' ids in its order, and a text for each format."""

    papers: Mapping[str, Paper]
    written: PaperTexts
    """The same papers as Python writes them."""
    ids: list[str]
    texts: Mapping[str, str]
    back: Mapping[str, list[str]]
    unknown: Mapping[str, list[str]]
    further: Mapping[str, str]
    """The lists of `FURTHER`, papers `p0`, `p1` … whose title, author and venue are such a text."""

    def titles(self) -> list[str]:
        return [plain_text(self.papers[id].bibliographic.title) for id in self.ids]


@pytest.fixture(scope="module", params=SURVEYS)
def lists(request: pytest.FixtureRequest, sites: dict[str, Site], tmp_path_factory: pytest.TempPathFactory) -> Lists:
    site = sites[request.param]
    folder = tmp_path_factory.mktemp("lists")
    shutil.copytree(site.docs / "assets", folder / "assets")
    survey, _ = read_survey(site.survey)
    catalogue, _ = load_catalogue(site.survey)
    assert survey is not None
    assert catalogue is not None
    catalogue = published(catalogue)
    (folder / "titles.json").write_text(json.dumps(FURTHER), encoding="utf-8")
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    command = [str(NODE), str(ROOT / "tests/js/lists.js"), str(folder)]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=300)
    assert run.returncode == 0, run.stderr
    said = json.loads(run.stdout)
    formats = said["lists"]
    return Lists(
        papers={paper.id: paper for paper in survey.papers},
        written=PaperTexts(catalogue, read_translations(catalogue.settings.language)),
        ids=said["ids"],
        texts={key: found["text"] for key, found in formats.items()},
        back={key: found["ids"] for key, found in formats.items()},
        unknown={key: found["unknown"] for key, found in formats.items()},
        further=said["further"],
    )


def test_all_papers_are_taken_and_all_come_back(lists: Lists) -> None:
    assert sorted(lists.ids) == sorted(lists.papers)
    for key in ("bibtex", "ris", "csl", "csv", "markdown"):
        assert lists.back[key] == lists.ids, key
        assert lists.unknown[key] == [], key


def test_lists_without_our_ids_are_found_by_title_and_by_number(lists: Lists) -> None:
    numbered = [id for id in lists.ids if lists.papers[id].bibliographic.ids.arxiv]
    assert lists.back["numbers"] == numbered
    assert lists.back["titles"] == lists.ids[:40]
    assert lists.unknown["numbers"] == lists.unknown["titles"] == []


def test_bibtex_is_that_of_the_papers_pages(lists: Lists) -> None:
    entries = lists.texts["bibtex"].rstrip("\n").split("\n\n")
    assert len(entries) == len(lists.ids)
    for id, entry in zip(lists.ids, entries, strict=True):
        wanted = as_bibtex(lists.papers[id])
        if "\n  url = " not in wanted:  # nothing else to lead to: the paper's page
            entry, count = re.subn(rf"\n  url = {{\S+/papers/{id}/}},", "", entry)
            assert count == 1
        assert entry == wanted


def test_csv_is_what_python_reads(lists: Lists) -> None:
    rows = list(csv.DictReader(io.StringIO(lists.texts["csv"], newline="")))
    assert [row["id"] for row in rows] == lists.ids
    assert [row["title"].removeprefix("'") for row in rows] == [title.removeprefix("'") for title in lists.titles()]
    for row in rows:
        assert None not in row, "no row has a cell too many"
        assert None not in row.values(), "no row has one too few"
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())
        authors = [plain_text(name) for name in lists.papers[row["id"]].bibliographic.authors]
        assert row["authors"].removeprefix("'") == "; ".join(authors)


def test_csl_is_json_with_every_author(lists: Lists) -> None:
    items = json.loads(lists.texts["csl"])
    assert [item["id"] for item in items] == lists.ids
    assert [item["title"] for item in items] == lists.titles()
    for item in items:
        parts = ("given", "non-dropping-particle", "family", "suffix", "literal")
        names = [" ".join(name[part] for part in parts if part in name) for name in item.get("author", [])]
        shown = [plain_text(name) for name in lists.papers[item["id"]].bibliographic.authors]
        # Where the family name is shown first, its order is another, and no word is lost.
        assert [sorted(name.split()) for name in names] == [sorted(name.replace(",", "").split()) for name in shown]


def test_ris_has_one_record_a_paper(lists: Lists) -> None:
    lines = lists.texts["ris"].split("\r\n")
    assert all(line == "" or re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines)
    assert [line[6:] for line in lines if line.startswith("ID  - ")] == lists.ids
    assert [line[6:] for line in lines if line.startswith("TI  - ")] == lists.titles()
    assert len([line for line in lines if line == "ER  - "]) == len(lists.ids)


def linked_titles(page: str) -> list[tuple[str, str]]:
    """The id and the title of each paper of a list in HTML, in which no text became an element."""
    assert {tag for tag, _ in Page(page).elements} <= {"ul", "li", "a", "em", "p"}
    links = LexborHTMLParser(page, is_fragment=True).css("li > a:first-child, li > p > a:first-child")
    before, after = "https://survey.example/papers/", "/"
    return [((it.attributes["href"] or "").removeprefix(before).removesuffix(after), it.text()) for it in links]


def test_markdown_shows_the_texts_as_they_are(lists: Lists) -> None:
    # Under Node the site lies in a folder, and readers of Markdown follow no such address.
    text = re.sub(r"\(file://[^)]*/papers/", "(https://survey.example/papers/", lists.texts["markdown"])
    for page in (markdown.markdown(text), MarkdownIt("commonmark").render(text)):
        assert linked_titles(page) == list(zip(lists.ids, lists.titles(), strict=True))


def test_hostile_texts_stay_in_their_place(lists: Lists) -> None:
    titles = [plain_text(title) for title in FURTHER]
    ids = [f"p{at}" for at in range(len(titles))]
    rows = list(csv.DictReader(io.StringIO(lists.further["csv"], newline="")))
    assert [row["id"] for row in rows] == ids
    for row, title in zip(rows, titles, strict=True):
        assert None not in row and None not in row.values()
        for cell in (row["title"], row["authors"], row["venue"] or title):
            assert re.sub(r"(\A|; *)'(?='*[=+\-@\t\r＝＋－＠])", r"\1", cell) == title
            assert cell[0] not in "=+-@"
    assert [item["title"] for item in json.loads(lists.further["csl"])] == titles
    lines = lists.further["ris"].split("\r\n")
    assert [line[6:] for line in lines if line.startswith("TI  - ")] == titles
    for page in (
        markdown.markdown(lists.further["markdown"]),
        MarkdownIt("commonmark").render(lists.further["markdown"]),
    ):
        assert linked_titles(page) == list(zip(ids, titles, strict=True))


# --- the same lists as Python writes them --------------------------------------------------------


def in_browser(lists: Lists, key: str) -> str:
    """A list as the browser wrote it, below the survey's own address: under Node the site lies in a folder."""
    base = lists.written.catalogue.settings.address.rstrip("/")
    return re.sub(r"file://[^\s\"}]*?/papers/", f"{base}/papers/", lists.texts[key])


def test_both_write_the_same_bibtex(lists: Lists) -> None:
    assert in_browser(lists, "bibtex") == b"\n".join(lists.written.text("bibtex", id) for id in lists.ids).decode()


def test_both_write_the_same_ris(lists: Lists) -> None:
    assert in_browser(lists, "ris") == b"\r\n".join(lists.written.text("ris", id) for id in lists.ids).decode()


def test_both_write_the_same_csl(lists: Lists) -> None:
    assert in_browser(lists, "csl") == csl_list(lists.written.text("csl", id) for id in lists.ids).decode()


def test_both_write_the_same_csv(lists: Lists) -> None:
    titles = [facet.title for facet in lists.written.catalogue.taxonomy.facets]
    wanted = csv_head(["Area", *titles]) + b"".join(lists.written.text("csv", id) for id in lists.ids).decode()
    assert in_browser(lists, "csv") == wanted


def test_both_write_the_same_of_hostile_texts(lists: Lists) -> None:
    made = [_publication(f"p{at}", plain_text(title)) for at, title in enumerate(FURTHER)]
    assert lists.further["ris"] == "\r\n".join(map(as_ris, made))
    assert lists.further["csl"] == csl_list(as_csl(it).encode() for it in made).decode()
    assert lists.further["csv"] == csv_head(()) + "".join(map(as_csv, made))


def _publication(id: str, text: str) -> Publication:
    """A paper whose title, author and venue are one text, as `tests/js/lists.js` makes it."""
    page = f"https://survey.example/papers/{id}/"
    return Publication(
        id=id, title=text, name="", authors=(text,) if text else (), editors=(), translators=(), people={},
        type="preprint", year="", venue=text, container="", volume="", issue="", pages="", publisher="",
        publisher_place="", edition="", series="", archive="", isbn=(), issn=(), doi="", arxiv="",
        acl="", language="", url=page, page=page, summary="", tags=(),
    )  # fmt: skip
