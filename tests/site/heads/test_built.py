"""The built sites, asked by the tools and by the rules of those who read them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import extruct
import pytest

from generator.catalogue.citation import publication_type
from generator.export.publication import year_of
from generator.records.paper import Bibliographic
from generator.text.escape import plain_text
from tests.site.heads.references import embedded, faults, listed, metas
from tests.site.heads.test_papers import ZOTERO

if TYPE_CHECKING:
    from tests.site_fixture import Site

pytest_plugins = ("tests.site_fixture",)


def words(name: str) -> list[str]:
    """The words of a name; which of them is the family name is told by `test_papers`."""
    return sorted(plain_text(name).replace(",", "").split())


def papers(site: Site) -> Iterator[tuple[dict[str, Any], Bibliographic, str]]:
    """Each paper: what the published data say of it, its bibliography, and its page."""
    published = json.loads((site.docs / "assets/data/catalogue.json").read_text(encoding="utf-8"))
    for paper in published["papers"]:
        facts = {key: paper[key] for key in paper if key in Bibliographic.model_fields}
        page = site.html / "papers" / paper["id"] / "index.html"
        yield paper, Bibliographic.model_validate(facts), page.read_text(encoding="utf-8")


def test_every_paper_is_recognised_on_its_page(sites: dict[str, Site]) -> None:
    for name, site in sites.items():
        recognised = 0
        for paper, facts, html in papers(site):
            assert faults(html) == [], paper["id"]
            read = embedded(html)
            assert read.type == ZOTERO[publication_type(facts)], paper["id"]
            assert read.title == plain_text(facts.title)
            assert [*map(words, read.authors)] == [*map(words, facts.authors)], paper["id"]
            years = {str(facts.year), str(facts.venue_year)} - {"None"}
            assert (read.date[:4] in years) if years else not read.date
            recognised += 1
        assert recognised >= {"shipped": 203, "toy": 8}[name]


def test_every_known_fact_stands_in_the_head(sites: dict[str, Site]) -> None:
    for site in sites.values():
        for paper, facts, html in papers(site):
            tags = metas(html)
            names = {name for name, _ in tags}
            assert all(content.strip() for _, content in tags), paper["id"]
            ids = facts.ids
            known = {
                "citation_title": True,
                "citation_author": bool(facts.authors),
                "citation_publication_date": bool(facts.year),
                "citation_doi": bool(ids.doi),
                "citation_arxiv_id": bool(ids.arxiv),
                "citation_volume": bool(facts.volume),
                "citation_firstpage": bool(facts.pages),
                "citation_keywords": True,
                "og:title": True,
                "og:type": True,
                "og:description": True,
                "description": True,
            }
            assert {name: name in names for name in known} == known, paper["id"]


def test_every_paper_can_be_taken_from_the_list_of_all(sites: dict[str, Site]) -> None:
    for site in sites.values():
        found = [*listed((site.html / "papers" / "index.html").read_text(encoding="utf-8"))]
        expected = sorted(
            (
                plain_text(facts.title),
                ZOTERO[publication_type(facts)],
                tuple(map(plain_text, facts.authors)),
                str(year_of(facts) or ""),
            )
            for _, facts, _ in papers(site)
        )
        assert sorted((it.title, it.type, it.authors, it.date) for it in found) == expected


@pytest.mark.parametrize("name", ["toy", "shipped"])
def test_a_crawler_reads_the_facts_of_every_paper(name: str, sites: dict[str, Site]) -> None:
    site = sites[name]
    for paper, facts, html in papers(site):
        read = extruct.extract(
            html, base_url=f"https://survey.test/papers/{paper['id']}/", syntaxes=["json-ld", "opengraph"]
        )
        (card,) = read["opengraph"]
        assert dict(card["properties"])["og:title"] == plain_text(facts.title)
        (graph,) = read["json-ld"]
        article, trail = graph["@graph"]
        assert (article.get("headline") or article["name"]) == plain_text(facts.title)
        assert [it["name"] for it in article.get("author", ())] == [*map(plain_text, facts.authors)]
        assert article["isPartOf"][-1]["@type"] == "Collection"
        assert trail["@type"] == "BreadcrumbList"


@pytest.mark.parametrize("name", ["toy", "shipped"])
def test_the_page_of_the_data_describes_files_that_are_there(name: str, sites: dict[str, Site]) -> None:
    html = (sites[name].html / "data" / "index.html").read_text(encoding="utf-8")
    (graph,) = extruct.extract(html, base_url="https://survey.test/data/", syntaxes=["json-ld"])["json-ld"]
    dataset = next(node for node in graph["@graph"] if node["@type"] == "Dataset")
    assert 50 <= len(dataset["description"]) <= 5000, "what data searches take"
    files = {it["contentUrl"]: it["encodingFormat"] for it in dataset["distribution"]}
    root = dataset["url"].removesuffix("data/")
    missing = [it for it in files if not (sites[name].html / it.removeprefix(root)).is_file()]
    assert not missing and len(files) > 8
    assert files[f"{root}data/catalogue.sqlite"] == "application/vnd.sqlite3"
    assert "application/octet-stream" not in files.values()
