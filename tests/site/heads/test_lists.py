"""The heads of lists, of the taxonomy and of the home page."""

from __future__ import annotations

import json
import re
from typing import Any

import yaml
from selectolax.lexbor import LexborHTMLParser

from generator.export.crawlers import crawler_files
from generator.export.pictures import render_pictures
from generator.records.catalogue import Catalogue
from generator.site.render import render
from generator.text.i18n import Translations
from tests.site.heads.references import embedded, listed, metas
from tests.text.test_escape import commonmark, python_markdown
from tests.toy.catalogue import HOSTILE, TAXONOMY, toy_catalogue

ADDRESS = "https://survey.test/toy/"


def toy(address: str = ADDRESS) -> Catalogue:
    catalogue = toy_catalogue()
    settings = catalogue.settings.model_copy(update={"base_url": address, "author": "The Toys"})
    return catalogue.model_copy(update={"settings": settings})


PAGES = render(toy())


def head(path: str) -> str:
    return str(yaml.safe_load(PAGES[path].split("---\n", 2)[1]).get("head", ""))


def graph(path: str) -> dict[str, dict[str, Any]]:
    """The nodes of a page by their type; of several of one type, the last."""
    script = LexborHTMLParser(head(path)).css_first("script")
    assert script is not None
    return {node["@type"]: node for node in json.loads(script.text())["@graph"]}


def test_a_list_has_each_paper_once_in_its_order() -> None:
    catalogue = toy()
    for path, ids in {
        "areas/pretraining.md": catalogue.by_area["pretraining"],
        "tags/task/retrieval.md": catalogue.by_value["task/retrieval"],
    }.items():
        page = graph(path)["CollectionPage"]
        items = page["mainEntity"]["itemListElement"]
        assert page["mainEntity"]["numberOfItems"] == len(ids) == len(items) > 1
        assert [item["position"] for item in items] == [*range(1, len(ids) + 1)]
        assert {item["url"] for item in items} == {f"{ADDRESS}papers/{id}/" for id in ids}
        assert page["url"] == page["about"]["url"]
        assert page["about"]["@type"] == "DefinedTerm"


def test_each_paper_of_a_list_can_be_taken_into_a_reference_manager() -> None:
    titles = {paper.bibliographic.title for paper in toy().papers}
    for markdown in (python_markdown, commonmark):
        html = markdown(PAGES["papers/index.md"].split("---\n", 2)[2])
        found = [*listed(html)]
        assert {it.title for it in found} == titles and len(found) == len(titles)
        assert HOSTILE in titles


def _is_paper(path: str) -> bool:
    """Whether a page is about one paper; those that it lists beside it would be taken for its own."""
    return path.removeprefix("papers/").removesuffix(".md") in {paper.id for paper in toy().papers}


def test_every_list_of_papers_can_be_taken_into_a_reference_manager() -> None:
    """Each paper that a page lists with its title, once, with what it is cited by."""
    of_paper = {paper.bibliographic.title: paper.bibliographic for paper in toy().papers}
    pages = {path: text for path, text in PAGES.items() if 'class="sc-list"' in text and not _is_paper(path)}
    kinds = {path.partition("/")[0] for path in pages}
    assert kinds >= {"index.md", "new.md", "areas", "authors", "papers", "systems", "tags", "years"}
    for path, text in pages.items():
        body = text.split("---\n", 2)[2]
        lists = "".join(part.split("</div>")[0] for part in body.split('<div class="sc-list" markdown>')[1:])
        found = [*listed(python_markdown(lists))]
        assert len(found) == len(re.findall(r"^- \[", lists, re.MULTILINE)) > 0, path
        for it in found:
            facts = of_paper[it.title]
            assert it.date in {str(facts.year or ""), str(facts.venue_year)}, path
            assert len(it.authors) == len(facts.authors), path


def test_reference_managers_do_not_take_a_list_for_a_paper() -> None:
    for path in ("index.md", "areas/pretraining.md", "papers/index.md", "about.md"):
        assert embedded(f"<!doctype html><head>{head(path)}</head>").type == "webpage", path


def test_the_taxonomy_is_a_set_of_defined_terms() -> None:
    areas = graph("areas/index.md")["DefinedTermSet"]
    assert [(it["termCode"], it["name"]) for it in areas["hasDefinedTerm"]] == [
        (area.key, area.title) for area in TAXONOMY.areas
    ]
    script = LexborHTMLParser(head("tags/index.md")).css_first("script")
    assert script is not None
    sets = [node for node in json.loads(script.text())["@graph"] if node["@type"] == "DefinedTermSet"]
    assert [it["@id"] for it in sets] == [f"{ADDRESS}tags/#{facet.key}" for facet in TAXONOMY.facets]
    within = graph("tags/task/retrieval.md")["CollectionPage"]["about"]["inDefinedTermSet"]
    assert within in {it["@id"] for it in sets}


def test_the_home_page_is_a_site_that_can_be_searched() -> None:
    site = graph("index.md")["WebSite"]
    assert site["potentialAction"]["target"]["urlTemplate"] == f"{ADDRESS}explore/?q={{search_term_string}}"
    assert site["creator"]["name"] == "The Toys"


def test_every_page_but_the_home_page_says_where_it_stands() -> None:
    for path in PAGES:
        if path != "index.md" and "redirect:" not in PAGES[path].split("---\n", 2)[1]:
            steps = graph(path)["BreadcrumbList"]["itemListElement"]
            assert len(steps) > 1 and steps[0]["item"] == ADDRESS, path
    assert [it["name"] for it in graph("tags/task/retrieval.md")["BreadcrumbList"]["itemListElement"]] == [
        "Home",
        "Tags",
    ]


def test_every_page_has_a_card_and_no_empty_tag() -> None:
    for path, text in PAGES.items():
        if "redirect:" in text.split("---\n", 2)[1]:
            assert head(path) == ""
            continue
        tags = dict(metas(f"<!doctype html><head>{head(path)}</head>"))
        assert {"og:type", "og:title", "og:description", "og:url"} <= set(tags), path
        assert all(content.strip() for content in tags.values()), path


def test_without_an_address_nothing_names_one() -> None:
    for path, text in render(toy("https://survey-catalogue.example/")).items():
        front = yaml.safe_load(text.split("---\n", 2)[1])
        assert "survey-catalogue.example" not in text, path
        tags = {name for name, _ in metas(f"<!doctype html><head>{front.get('head', '')}</head>")}
        assert not tags & {"og:url", "og:image", "twitter:card"}, path
        assert 'rel="search"' not in front.get("head", "")


def test_a_browser_learns_of_the_search_and_a_network_of_a_picture() -> None:
    assert 'rel="search" href="opensearch.xml"' in head("index.md")
    assert 'rel="search" href="../opensearch.xml"' in head("explore/index.md")
    assert "opensearch.xml" in crawler_files(toy(), Translations())
    pictures = render_pictures(toy())
    for path in PAGES:
        tags = dict(metas(f"<!doctype html><head>{head(path)}</head>"))
        if tags:
            assert tags["twitter:card"] == "summary_large_image"
            assert tags["og:image"].removeprefix(ADDRESS) in pictures, path
    area = next(paper.derived.area for paper in toy().papers if paper.id == "flair")
    shown = {it: dict(metas(f"<!doctype html><head>{head(it)}</head>"))["og:image"] for it in PAGES if head(it)}
    assert shown["papers/flair.md"] == shown[f"areas/{area}.md"] != shown["index.md"]
