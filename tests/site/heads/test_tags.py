"""The heads of pages: what programs read there, and that no text becomes more than a text."""

from __future__ import annotations

import json

from hypothesis import example, given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from generator.site.heads.tags import as_json, joined, link, linked_data, meta, meta_property
from generator.text.escape import plain_text

HOSTILE = st.text(alphabet="ab</>!-\"'&;=` \n\u2028\u2029\x00{}[]%#script", max_size=40)


@given(HOSTILE)
@example("</script><script>alert(1)</script>")
@example("<!--<script>")
@example('"><meta http-equiv="refresh" content="0; url=//a">')
@example("]]>\u2028\u2029")
def test_any_text_stays_a_text(text: str) -> None:
    node = as_json({"name": text, "n": 1})
    page = joined([meta("a", text), meta_property("b", text), link("c", "d", title=text), linked_data([node])])
    tree = LexborHTMLParser(f"<!DOCTYPE html><html><head>{page}</head><body><p>end</p></body></html>")
    head = tree.css_first("head")
    assert head is not None
    found = [(node.tag, node.attributes) for node in head.iter()]
    plain = plain_text(text)
    expected: list[tuple[str, dict[str, str]]] = []
    if plain:
        expected += [("meta", {"name": "a", "content": plain}), ("meta", {"property": "b", "content": plain})]
    expected += [("link", {"rel": "c", "href": "d", **({"title": plain} if plain else {})})]
    assert found == [*expected, ("script", {"type": "application/ld+json"})]
    script = tree.css_first("script")
    assert script is not None
    assert not set(script.text()) & set("<>&\u2028\u2029\n")
    assert json.loads(script.text())["@graph"] == [{"name": plain, "n": 1} if plain else {"n": 1}]


def test_what_says_nothing_is_no_element() -> None:
    assert joined([meta("a", ""), meta("a", None), meta("a", " \n"), link("b", None), linked_data([])]) == ""
    assert as_json({"c": {"d": [""], "e": None}, "f": {}}) == "{}"
