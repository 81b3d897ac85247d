"""The head of a paper's page, as reference managers and search engines of papers read it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from generator.catalogue import addresses
from generator.catalogue.assemble import assemble
from generator.records.catalogue import Catalogue
from generator.records.paper import Paper, PublicationType
from generator.records.survey import Settings, Survey
from generator.records.taxonomy import Taxonomy, Value
from generator.site.context import Site
from generator.site.heads.page import page_head
from generator.site.pages.paper import paper_page
from generator.text.escape import plain_text
from generator.text.i18n import Translations
from tests.site.heads.references import Reference, embedded, faults, listed, metas

ADDRESS = "https://survey.test/boats/"
ZOTERO: dict[PublicationType, str] = {
    "article": "journalArticle",
    "inproceedings": "conferencePaper",
    "book": "book",
    "chapter": "bookSection",
    "thesis": "thesis",
    "report": "report",
    "preprint": "preprint",
    "dataset": "dataset",
    "software": "computerProgram",
    "other": "document",
}
WHOLE: dict[str, Any] = {
    "title": "Boats & <b>Tides</b>: \"small\" models",
    "authors": ["Ada van der Quay", "Jan Willem van der Berg", "木村芽衣", "The Maze Collaboration", "Bo Chen"],
    "people": {
        "Ada van der Quay": {"given": "Ada", "particle": "van der", "family": "Quay"},
        "Jan Willem van der Berg": {"given": "Jan Willem", "particle": "van der", "family": "Berg"},
        "The Maze Collaboration": {"corporate": True},
        "Bo Chen": {"orcid": "0000-0002-1825-0097"},
    },
    "year": 2024,
    "container": "Journal of Boats",
    "venue": "JB",
    "volume": "3",
    "issue": "4",
    "pages": "12–34",
    "publisher": "P & Q",
    "isbn": ["978-3-16-148410-0"],
    "issn": ["1234-5678"],
    "keywords": ["boats; ships", "tides"],
    "ids": {"doi": "10.1000/a(b)c", "arxiv": "2001.00001", "pubmed": "123"},
}  # fmt: skip


def catalogue(*papers: Paper, address: str = ADDRESS) -> Catalogue:
    settings_ = Settings(title="The <survey>", description="d", base_url=address, author_pages_from=1)
    taxonomy = Taxonomy(areas=(Value(key="boats", title="Boats"),))
    return assemble(Survey(settings=settings_, taxonomy=taxonomy, papers=papers), {}, None)


def page_of(paper: Paper, address: str = ADDRESS) -> str:
    """The page as a program meets it, without its body."""
    site = Site(catalogue(paper, address=address), Translations())
    return f"<!doctype html><head>{page_head(site, addresses.paper(paper.id), paper_page(site, paper))}</head>"


def entry_of(paper: Paper) -> Reference:
    """What a list of papers tells of it."""
    (entry,) = listed(f"<p>{Site(catalogue(paper), Translations()).item(paper.id).coins}</p>")
    return entry


def links(html: str) -> list[tuple[str, str]]:
    nodes = LexborHTMLParser(html).css("head > link")
    return [(node.attributes.get("rel") or "", node.attributes.get("href") or "") for node in nodes]


def graph(html: str) -> list[dict[str, Any]]:
    script = LexborHTMLParser(html).css_first('script[type="application/ld+json"]')
    assert script is not None
    nodes: list[dict[str, Any]] = json.loads(script.text())["@graph"]
    return nodes


@pytest.mark.parametrize("lang", [None, "pt-BR"])
def test_the_language_of_a_paper_is_named_where_it_is_known(lang: str | None) -> None:
    html = page_of(Paper.model_validate({"id": "a", "lang": lang, **WHOLE}))
    assert dict(metas(html)).get("citation_language") == lang
    assert graph(html)[0].get("inLanguage") == lang


@pytest.mark.parametrize("kind", get_args(PublicationType))
def test_every_type_is_recognised(kind: PublicationType) -> None:
    paper = Paper.model_validate({"id": "a", "type": kind, **WHOLE})
    html = page_of(paper)
    assert faults(html, ADDRESS) == []
    read = embedded(html)
    assert (read.type, read.title, read.authors) == (ZOTERO[kind], WHOLE["title"], tuple(WHOLE["authors"]))
    assert (read.date, read.doi, read.url) == ("2024", "10.1000/a(b)c", "https://arxiv.org/abs/2001.00001")
    item = entry_of(paper)
    assert (item.type, item.title, item.authors, item.date) == (ZOTERO[kind], WHOLE["title"], read.authors, "2024")
    assert (item.doi, item.url) == (read.doi, read.url)
    assert item.where == {
        "article": "Journal of Boats",
        "chapter": "Journal of Boats",
        "inproceedings": "Journal of Boats",
    }.get(kind, "")


@pytest.mark.parametrize("kind", get_args(PublicationType))
def test_a_type_without_any_other_fact_is_recognised(kind: PublicationType) -> None:
    html = page_of(Paper.model_validate({"id": "a", "type": kind, "title": "T"}))
    assert faults(html) == []
    assert embedded(html) == Reference(
        type=ZOTERO[kind], title="T", authors=(), date="", where="", url=f"{ADDRESS}papers/a/", doi=""
    )


def test_each_known_fact_has_its_tag() -> None:
    tags = dict(metas(page_of(Paper.model_validate({"id": "a", "type": "article", **WHOLE}))))
    assert {name.removeprefix("citation_"): content for name, content in tags.items() if name.startswith("cit")} == {
        "title": WHOLE["title"],
        "author": "Chen, Bo",
        "publication_date": "2024",
        "journal_title": "Journal of Boats",
        "journal_abbrev": "JB",
        "volume": "3",
        "issue": "4",
        "firstpage": "12",
        "lastpage": "34",
        "publisher": "P & Q",
        "issn": "1234-5678",
        "isbn": "978-3-16-148410-0",
        "doi": "10.1000/a(b)c",
        "arxiv_id": "2001.00001",
        "pmid": "123",
        "keywords": "boats, ships; tides; Unplaced",
        "public_url": "https://arxiv.org/abs/2001.00001",
    }


@pytest.mark.parametrize(
    ("facts", "date", "online"),
    [
        ({"year": 2023}, "2023", None),
        ({"year": 2023, "published": datetime.date(2023, 5, 7)}, "2023/05/07", None),
        ({"year": 2023, "venue": "CVPR", "venue_year": 2024}, "2024", None),
        ({"year": 2023, "venue": "CVPR", "venue_year": 2024, "published": "2023-05-07"}, "2024", "2023/05/07"),
        ({"year": 2023, "venue": "Boats", "type": "article", "published": "2023-05-07"}, "2023/05/07", None),
    ],
)
def test_the_date_is_that_of_the_publication(facts: dict[str, Any], date: str, online: str | None) -> None:
    tags = dict(metas(page_of(Paper.model_validate({"id": "a", "title": "T", **facts}))))
    assert (tags.get("citation_publication_date"), tags.get("citation_online_date")) == (date, online)


def test_typed_links_lead_to_the_paper_its_author_and_its_area() -> None:
    html = page_of(Paper.model_validate({"id": "a", "type": "article", "area": "boats", **WHOLE}))
    assert links(html) == [
        ("cite-as", "https://doi.org/10.1000/a(b)c"),
        ("author", "https://orcid.org/0000-0002-1825-0097"),
        ("type", "https://schema.org/AboutPage"),
        ("type", "https://schema.org/ScholarlyArticle"),
        ("item", "https://arxiv.org/pdf/2001.00001"),
        ("collection", "../../areas/boats/"),
        ("license", "https://creativecommons.org/licenses/by/4.0/"),
    ]


def test_the_graph_says_what_the_paper_is_part_of() -> None:
    article, trail = graph(page_of(Paper.model_validate({"id": "a", "type": "article", "area": "boats", **WHOLE})))
    issue, survey = article["isPartOf"]
    assert issue["isPartOf"]["isPartOf"] == {"@type": "Periodical", "name": "Journal of Boats", "issn": ["1234-5678"]}
    assert survey == {"@type": "Collection", "name": "The <survey>", "url": ADDRESS}
    assert [author["@type"] for author in article["author"]] == ["Person"] * 3 + ["Organization", "Person"]
    assert [(it["position"], it["name"], it["item"]) for it in trail["itemListElement"]] == [
        (1, "Home", ADDRESS),
        (2, "Areas", f"{ADDRESS}areas/"),
        (3, "Boats", f"{ADDRESS}areas/boats/"),
    ]


def _empty(value: object) -> Iterator[object]:
    """What says nothing in a graph."""
    if isinstance(value, dict | list):
        for it in value.values() if isinstance(value, dict) else value:
            yield from _empty(it)
    if value in ("", None, [], {}):
        yield value


LINE = st.text(alphabet="ab</>!-\"'&;=,` \u2028\u2029{}[]%#$+_*~|漢é", min_size=1, max_size=12).filter(
    lambda text: plain_text(text) != "" and ";" not in text
)


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    """A paper with any of the facts that a bibliography gives, each of them hostile."""
    facts: dict[str, Any] = {"id": "a", "title": draw(LINE | st.just("</script><!--<script>"))}
    for name in ("venue", "container", "volume", "issue", "pages", "publisher"):
        facts[name] = draw(st.none() | LINE)
    for name in ("authors", "isbn", "issn", "keywords"):
        facts[name] = draw(st.lists(LINE, max_size=3))
    facts |= {
        "type": draw(st.none() | st.sampled_from(get_args(PublicationType))),
        "year": draw(st.none() | st.just(2020)),
    }
    facts["published"] = draw(st.none() | st.just("2020-02-03"))
    facts["ids"] = draw(st.sampled_from([{}, {"doi": "10.1000/(a)&b;'%[]"}, {"arxiv": "2001.00001"}]))
    return Paper.model_validate(facts)


@settings(max_examples=40, deadline=None)
@given(papers())
def test_any_paper_has_a_head_without_an_empty_tag(paper: Paper) -> None:
    html = page_of(paper)
    facts = paper.bibliographic
    assert faults(html, ADDRESS) == []
    assert all(content.strip() for _, content in metas(html))
    assert not [*_empty(graph(html))]
    read = embedded(html)
    assert read.title == plain_text(facts.title)
    assert bool(read.date) == bool(facts.year or facts.published)
    if facts.type:
        assert read.type == ZOTERO[facts.type]
    item = entry_of(paper)
    assert item.title == read.title and item.type == read.type
    assert item.authors == tuple(filter(None, map(plain_text, facts.authors)))
