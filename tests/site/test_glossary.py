"""Terms of the glossary: linked once, with the definition, and never where Markdown means something."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.records.paper import Paper
from generator.records.survey import Term
from generator.site.context import Site
from generator.site.glossary_links import Terms, term_anchor
from generator.site.pages.glossary import glossary_page
from generator.survey.folder import read_survey
from generator.text.i18n import Translations
from tests.html_page import Page
from tests.site.shown import href, shown
from tests.text.test_escape import PIECES, SETTING, commonmark, python_markdown
from tests.toy.catalogue import HOSTILE, toy_catalogue

TERMS = (
    Term(term="adapter", also=("adapters",), definition=HOSTILE),
    Term(term="chain of thought", short="CoT", definition='Says "why" (step by step).'),
    Term(term="never", definition="Used nowhere."),
)
AROUND = [*PIECES, "adapter", "adapter", "CoT", " adapters ", " CoT ", "\n", "\n\n", "- ", " "]
LINK = '[adapter](../glossary.md#adapter "'


def test_a_term_is_linked_at_its_first_use_only() -> None:
    found = shown(Terms(TERMS).linked("An adapter.\n\n- A CoT, two adapters, an adapter-like thing\n"))
    assert found.count("](../glossary.md") == 2
    assert LINK in found and '[CoT](../glossary.md#chain-of-thought-cot "' in found
    titles = [attrs.get("title") for tag, attrs in Page(commonmark(found)).elements if tag == "a"]
    assert titles == [HOSTILE, 'Says "why" (step by step).']


@pytest.mark.parametrize(
    "source",
    [
        "# An adapter",
        "An adapter\n---",
        "An adapter\n===",
        "| adapter |\n|---|\n| adapter |",
        "    adapter",
        "```\nx\n\nadapter\n\n```",
        "~~~\n\nadapter\n\n~~~\n",
        "<div>adapter</div>",
        "a `adapter` b",
        "a ``x ` adapter`` b",
        "a [adapter](x.md) b",
        "a [the adapter [x]](x.md) b",
        "a [b](adapter) c",
        "a [adapter][ref] b\n\n[ref]: x.md",
        "![adapter](x.png)",
        "a <b title='adapter'> c",
        "a https://x.example/adapter b",
        "a [b\nadapter](x.md) c",
        "a [ adapter",
        "a ` adapter",
        "[adapter]: x.md",
        "the adapter-based way",
    ],
)
def test_what_is_no_plain_text_stays(source: str) -> None:
    assert shown(Terms(TERMS).linked(source)) == source


@SETTING
@given(
    st.lists(st.sampled_from([*PIECES, "adapter", "CoT", " adapters ", "\n", "\n\n", "- ", " "]), max_size=14).map(
        "".join
    )
)
@example("adapter\n\n`\n\nadapter `")
@example("[a]: b\nadapter")
@example("<!-- x\n\nadapter -->")
@example("<div>\n\nadapter")
def test_linking_changes_nothing_else(source: str) -> None:
    linked = shown(Terms(TERMS).linked(source))
    for reader in (python_markdown, commonmark):
        before, after = Page(reader(source)), Page(reader(linked))
        ours = [
            ("a", attrs) for tag, attrs in after.elements if str(attrs.get("href", "")).startswith("../glossary.md")
        ]
        assert after.text == before.text
        assert [it for it in after.elements if it not in ours] == before.elements


def test_the_shipped_essays_keep_their_text() -> None:
    survey, _ = read_survey(Path(__file__).parents[2] / "survey")
    assert survey
    terms = Terms(survey.glossary)
    links = 0
    for essay in survey.introductions.values():
        linked = shown(terms.linked(essay))
        for reader in (python_markdown, commonmark):
            assert Page(reader(linked)).text == Page(reader(essay)).text
        links += linked.count("](../glossary.md#")
    assert links > 40


def test_the_glossary_says_how_many_papers_use_a_term() -> None:
    toy = toy_catalogue()
    papers = (
        Paper(id="a", title="Adapters for all"),
        Paper(id="b", title="b", problem="No adapter, no CoT."),
        *toy.papers,
    )
    site = Site(toy.model_copy(update={"glossary": TERMS, "papers": papers}), Translations())
    assert [site.terms_in_use[term_anchor(term)] for term in TERMS] == [2, 1, 0]
    page = glossary_page(site)
    assert [(it.heading, it.papers) for it in page.terms] == [
        ("adapter", 2),
        ("chain of thought (CoT)", 1),
        ("never", 0),
    ]
    assert href(page.terms[1].search, "glossary.md") == "../explore/?q=%22chain+of+thought%22+OR+%22CoT%22"
    assert [(it.text, shown(it.to, "glossary.md")) for it in page.letters] == [
        ("A", "#adapter"),
        ("C", "#chain-of-thought-cot"),
        ("N", "#never"),
    ]
