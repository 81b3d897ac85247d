"""robots.txt, llms.txt and the description of the search."""

from __future__ import annotations

from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt

from generator.catalogue.assemble import assemble
from generator.export.crawlers import crawler_files
from generator.records.catalogue import Catalogue
from generator.records.paper import Paper
from generator.records.survey import Settings, Survey
from generator.records.taxonomy import Taxonomy, Value
from generator.text.escape import plain_text
from generator.text.i18n import Translations

ADDRESS = "https://survey.test/boats/"
_NAMES = {"o": "http://a9.com/-/spec/opensearch/1.1/"}


def catalogue(title: str = "Boats: a survey of very small ones", address: str = ADDRESS) -> Catalogue:
    taxonomy = Taxonomy(areas=(Value(key="sails", title="Sails [1]", definition="What *pulls*."),))
    paper = Paper.model_validate({"id": "a", "title": "A", "area": "sails"})
    settings = Settings(title=title, description="d", base_url=address)
    return assemble(Survey(settings=settings, taxonomy=taxonomy, papers=(paper,)), {}, None)


def test_robots_may_read_everything_and_learn_of_the_site_map() -> None:
    robots = RobotFileParser()
    robots.parse(crawler_files(catalogue(), Translations())["robots.txt"].splitlines())
    assert robots.can_fetch("anybody", f"{ADDRESS}papers/a/")
    assert robots.site_maps() == [f"{ADDRESS}sitemap.xml"]


def test_a_browser_can_search_by_the_address_of_the_explorer() -> None:
    root = etree.fromstring(crawler_files(catalogue(), Translations())["opensearch.xml"].encode())
    (search,) = root.xpath("o:Url[@type='text/html']/@template", namespaces=_NAMES)
    assert search == f"{ADDRESS}explore/?q={{searchTerms}}"
    assert root.findtext("o:ShortName", namespaces=_NAMES) == "Boats: a survey"


@given(st.text(alphabet="ab <>&\"'漢\u2028{}", min_size=1, max_size=60).filter(lambda text: plain_text(text) != ""))
def test_any_title_stays_a_text(title: str) -> None:
    files = crawler_files(catalogue(title), Translations())
    root = etree.fromstring(files["opensearch.xml"].encode())
    assert root.findtext("o:Description", namespaces=_NAMES) == plain_text(title)
    short = root.findtext("o:ShortName", namespaces=_NAMES)
    assert short and len(short) <= 16 and plain_text(title).startswith(short)
    heading = MarkdownIt().parse(files["llms.txt"])[1]
    assert "".join(it.content for it in heading.children or ()) == plain_text(title)


def test_a_language_model_finds_areas_and_data() -> None:
    text = crawler_files(catalogue(), Translations())["llms.txt"]
    links = [
        (child.attrs["href"], token.children[1].content, token.content)
        for token in MarkdownIt().parse(text)
        for child in token.children or ()
        if child.type == "link_open" and token.children
    ]
    assert links[0][:2] == (f"{ADDRESS}areas/sails/", "Sails [1]")
    assert {str(href).removeprefix(ADDRESS) for href, _, _ in links} >= {
        "papers.bib",
        "feed.xml",
        "assets/data/catalogue.json",
    }


def test_without_an_address_nothing_names_one() -> None:
    files = crawler_files(catalogue(address=""), Translations())
    assert set(files) == {"robots.txt", "llms.txt"}
    assert not any(urlsplit(word).netloc for text in files.values() for word in text.replace("(", " ").split())
    assert "](areas/sails/)" in files["llms.txt"]
