"""Any text shows as itself: rendered by both readers of Markdown, then read as a browser would."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

import markdown
import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.text import escape
from tests.html_page import Page

SITE_EXTENSIONS = ["toc", "tables", "fenced_code", "md_in_html", "attr_list"]
"""What mkdocs.yml switches on; test_render checks that this is all of it."""

MORE_EXTENSIONS = [
    *SITE_EXTENSIONS, "abbr", "admonition", "def_list", "footnotes", "pymdownx.arithmatex", "pymdownx.betterem",
    "pymdownx.caret", "pymdownx.details", "pymdownx.emoji", "pymdownx.inlinehilite",
    "pymdownx.keys", "pymdownx.magiclink", "pymdownx.mark", "pymdownx.snippets", "pymdownx.superfences",
    "pymdownx.tabbed", "pymdownx.tasklist", "pymdownx.tilde",
]  # fmt: skip
"""What a survey may switch on as well. Not `smartsymbols`, whose point is to change text, nor `critic`,
which reads its marks even inside raw HTML."""

_SITE = markdown.Markdown(extensions=SITE_EXTENSIONS)
_MORE = markdown.Markdown(extensions=MORE_EXTENSIONS)
_COMMONMARK = MarkdownIt("commonmark")


def python_markdown(source: str) -> str:
    return str(_SITE.reset().convert(source))


def more_python_markdown(source: str) -> str:
    return str(_MORE.reset().convert(source))


def commonmark(source: str) -> str:
    return str(_COMMONMARK.render(source))


READERS = [python_markdown, more_python_markdown, commonmark]


PIECES = [
    "*", "**", "_", "__", "`", "```", "~~~", "~", "~~", "^", "|", "||", "[", "]", "(", ")", "<", ">", "&", "&amp;",
    "&#42;", "&copy", ";", "#", "##", "#x", "!", "!!! note", "![a](b)", "[a](b)", "[a]: b", "[^1]", "[^1]: x",
    "*[a]: b", "=", "==", "===", "-", "--", "---", "- ", "+ ", "++a++", "1.", "1)", "1. ", ":", ": ", ":smile:", "::",
    "{", "}", "{{ x }}", "{% x %}", "{: .x }", "{#id}", "{++a++}", "$", "$x$", "$$", "\\", "\\\\", "\\(", "\\*",
    "<b>", "</div>", "<script>alert(1)</script>", "<!-- x -->", "<?php", "<!DOCTYPE x>", "<![CDATA[x]]>",
    "<https://a.b>", "<a@b.c>", "https://a.b/c_d_", "www.a.bc", "a@b.cd", "javascript:alert(1)", "--8<-- \"x\"",
    "[TOC]", '"', "'", "/// note", "??? x", "=== \"x\"", "[ ] x", "[x] x", " ", "  ", "\n", "\n\n", "\t", "    ",
    "\u00a0",
    "\u3000", "\u2028", "\x85", "\x00", "\x02", "\x03", "\x1b", "\ud800", "\ufeff", "a", "b", "word",
    "État", "漢字", "😀",
    "\x02klzzwxh:0000\x03", "wzxhzdk:0", "klzzwxh:0", "amp;", "_a_", "%7B", "@", "1", "é_", "#42", "@name",
]  # fmt: skip
HOSTILE = st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=40)
"""Texts made of what has a meaning somewhere, and texts of any characters at all."""

CASES = [
    "", "a", "``", "`a` \\`", "a\\", "\\", "# x", "C#", "x #", "Wow!", "1. x", "12) x", "- x", "a & b", "a &amp; b",
    "R&D",
    "p < 0.05", "a <b", "a\nb", "***", "---", "a  \nb", "{: .x }", "x {: .x }", "a|b", "| a |", "|---|", ":--|",
    "\\\\`", "`\\`", "[a][b]", "[a]", "![", "a![b](c)", "&", "x&", "&#", "\\&amp;", "*a*", "a*b*c", "_a_b", "\\_a\\_",
]  # fmt: skip

SETTING = settings(max_examples=200, deadline=None)


def check(source: str, expected_text: str, expected_elements: list[str]) -> None:
    for reader in READERS:
        page = Page(reader(source))
        assert page.text == expected_text, (reader.__name__, source)
        assert [tag for tag, _ in page.elements] == expected_elements, (reader.__name__, source)


def each_case(test: Callable[[str], None]) -> Callable[[str], None]:
    for case in CASES:
        test = example(case)(test)
    return test


@each_case
@SETTING
@given(HOSTILE)
def test_any_text_survives_in_a_paragraph(text: str) -> None:
    plain = escape.plain_text(text)
    check(str(escape.markdown_text(text)), plain, ["p"] if plain else [])


@each_case
@SETTING
@given(HOSTILE)
def test_any_text_survives_in_a_heading(text: str) -> None:
    check(f"## {escape.markdown_text(text)}", escape.plain_text(text), ["h2"])


@each_case
@SETTING
@given(HOSTILE)
def test_any_text_survives_in_a_list_item(text: str) -> None:
    plain = escape.plain_text(text)
    if plain:
        check(f"- {escape.markdown_text(text)}\n- x", f"{plain}\nx", ["ul", "li", "li"])


@each_case
@SETTING
@given(HOSTILE)
def test_any_text_survives_in_a_link_label(text: str) -> None:
    check(f"x [{escape.markdown_text(text)}](../a/b.md) y", f"x {escape.plain_text(text)} y", ["p", "a"])


@each_case
@SETTING
@given(HOSTILE)
def test_any_text_survives_before_a_link(text: str) -> None:
    plain = escape.plain_text(text)
    check(f"x{escape.markdown_text(text)}[l](m.md)", f"x{plain}l", ["p", "a"])


@SETTING
@given(HOSTILE, HOSTILE)
def test_any_two_texts_survive_side_by_side_within_inline_elements(one: str, two: str) -> None:
    source = f'x <span class="a">{escape.markdown_part(one)}</span>[{escape.markdown_part(two)}](m.md) y'
    for reader in READERS:
        page = Page(reader(source))
        assert [tag for tag, _ in page.elements] == ["p", "span", "a"]
        assert escape.plain_text(page.text) == escape.plain_text(f"x {one}{two} y"), reader.__name__


@each_case
@SETTING
@given(HOSTILE)
def test_any_text_survives_in_a_block_that_holds_markdown(text: str) -> None:
    plain = escape.plain_text(text)
    for reader in READERS:
        page = Page(reader(f'<div class="x" markdown>\n\n{escape.markdown_text(text)}\n\n</div>\n\nend'))
        assert page.text.split() == [*plain.split(), "end"]
        assert [tag for tag, _ in page.elements] == (["div", "p", "p"] if plain else ["div", "p"])


@each_case
@SETTING
@given(HOSTILE)
def test_any_text_survives_in_an_attribute_within_a_line(text: str) -> None:
    source = f'x <span title="{escape.html_attribute(text)}">y</span>'
    for reader in READERS:
        page = Page(reader(source))
        assert page.elements[1:] == [("span", {"title": escape.plain_text(text)})], reader.__name__
        assert page.text == "x y"


@each_case
@SETTING
@given(HOSTILE)
def test_any_text_survives_in_a_block_of_html(text: str) -> None:
    source = f'<p title="{escape.html_attribute(text)}">{escape.html_text(text)}</p>\n\nend'
    plain = escape.plain_text(text)
    for reader in READERS:
        page = Page(reader(source))
        assert page.elements == [("p", {"title": plain}), ("p", {})], reader.__name__
        assert page.text.split() == [*plain.split(), "end"], reader.__name__


@each_case
@SETTING
@given(HOSTILE)
def test_any_text_survives_in_a_block_of_lines(text: str) -> None:
    shown = escape.plain_text(text) + "."
    for reader in READERS:
        page = Page(reader(f"<pre><code>{escape.html_lines(shown)}\n\n  x</code></pre>\n\nend"))
        assert [tag for tag, _ in page.elements] == ["pre", "code", "p"], reader.__name__
        assert page.text == (f"{shown}\n\n  x\n\nend" if reader is not commonmark else f"{shown}\n\n  x\nend")


@each_case
@SETTING
@given(HOSTILE)
def test_any_text_survives_in_front_matter(text: str) -> None:
    line = f"title: {escape.yaml_text(text)}"
    assert "\n" not in line
    assert yaml.safe_load(line) == {"title": escape.plain_text(text)}
    assert yaml.CSafeLoader(line).get_data() == {"title": escape.plain_text(text)}


@each_case
@SETTING
@given(HOSTILE)
def test_any_lines_survive_in_front_matter(text: str) -> None:
    line = f"head: {escape.yaml_lines(text)}"
    assert "\n" not in line
    assert yaml.safe_load(line) == {"head": "\n".join(map(escape.plain_text, text.split("\n")))}


@SETTING
@given(st.text(max_size=30), st.text(alphabet="ab/_*`[]()<>\\\"' \t&;#?=%é{}|^~", max_size=30))
@example("&copy;x&amp;y", "?a")
def test_any_address_stays_one_destination(anything: str, path: str) -> None:
    address = f"https://a.example/{path}{anything}"
    for reader in (python_markdown, commonmark):
        page = Page(reader(f"x [l]({escape.url(address)}) y"))
        assert [tag for tag, _ in page.elements] == ["p", "a"]
        href = page.elements[1][1]["href"]
        assert re.fullmatch(r"https://a\.example/[!-~]*", href)
        assert unquote(href) == unquote(address.strip()), "it leads where the address does"
        assert page.text == "x l y"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//a.b", "data:text/html,x", "ftp://a.b", "", "https://"])
def test_an_address_that_is_not_of_the_web_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="no http or https address"):
        escape.url(address)


def test_an_ordinary_address_stays_as_it_is() -> None:
    for address in ("https://github.com/a/b_c", "https://a.example/x?y=1#z", "http://a.example:80/~u"):
        assert escape.url(address) == address.replace("&", "&amp;")


def test_an_ordinary_text_stays_as_it_is() -> None:
    for text in ("A plain title: with (some) marks, 3.5-fold & more", "50% off - yes, really?", "«État» 漢字", "x > y"):
        assert escape.markdown_text(text) == text


@SETTING
@given(HOSTILE)
@example("a) b")
@example('"')
@example("++a++ `b` \\")
def test_the_title_of_a_link_is_the_text(text: str) -> None:
    source = f'see [x](y.md "{escape.markdown_title(text)}") *z*'
    for reader in READERS:
        page = Page(reader(source))
        assert [tag for tag, _ in page.elements] == ["p", "a", "em"], reader
        attrs = page.elements[1][1]
        assert attrs["href"] == "y.md"
        assert (attrs.get("title") or "") == escape.plain_text(text)
        assert page.text == "see x z"
