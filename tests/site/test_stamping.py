"""The converter of pages beside Python-Markdown: what it reads, it reads alike; what it does not know, it refuses."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from mkdocs.utils.meta import get_data

from generator.site.stamping.blocks import convert
from generator.site.stamping.front_matter import split_front_matter
from generator.site.stamping.inline import DESTINATION, Pieces
from generator.site.stamping.known import Heading, UnknownMarkdownError
from generator.site.stamping.links import PageLinks, SiteLinks
from generator.site.stamping.output import write
from generator.text.escape import html_attribute, html_lines, html_text, markdown_text, markdown_title
from generator.text.markdown import safe_markdown

TEXTS = st.text(st.sampled_from(list("ab1é #*_`[]()<>&!\\|~^$:;.\"'-+={}/@\nпж")), max_size=20)
WORDS = st.one_of(
    TEXTS, st.sampled_from(["C# and F#", "1. one", "- a", "a_b", "&amp;", "<b>", "AT&T", "x  \ny", "+", "1990."])
)


@cache
def reference() -> Markdown:
    toc = {"permalink": True, "permalink_title": "Here"}
    extensions = ["toc", "tables", "fenced_code", "md_in_html"]
    return Markdown(extensions=extensions, extension_configs={"toc": toc})


def flat(tokens: Sequence[dict[str, object]]) -> list[Heading]:
    found = []
    for token in tokens:
        found.append(Heading(token["level"], token["id"], token["name"]))  # type: ignore[arg-type]
        found += flat(token["children"])  # type: ignore[arg-type]
    return found


def permalink(anchor: str) -> str:
    return f'<a class="headerlink" href="#{anchor}" title="Here">&para;</a>'


class AsWritten:
    """Links that lead where they say."""

    own = "nothing"
    known: Mapping[int, Mapping[str, Pieces]] = defaultdict(dict)

    def address(self, to: str) -> str:
        return to

    def opening(self, to: str) -> str:
        return f'<a href="{to}">' if DESTINATION.fullmatch(to) else ""

    def line(self, text: str, make: Callable[[str], str]) -> str:
        return make(text)

    def item(self, line: str, make: Callable[[str], str]) -> str:
        return make(line)

    def learnt(self, source: str, depth: int, make: Callable[[str], Pieces]) -> Pieces:
        assert depth >= 0
        return make(source)


def assert_alike(source: str) -> bool:
    """Whether the converter knows all of it. What it makes of it is what Python-Markdown makes."""
    try:
        made = convert(source, AsWritten(), permalink)
    except UnknownMarkdownError:
        return False
    reader = reference()
    assert made.html == reader.reset().convert(source)
    assert list(made.headings) == flat(reader.toc_tokens)  # type: ignore[attr-defined]
    return True


@st.composite
def pages(draw: st.DrawFn) -> str:
    """A page of parts as templates write them, with any texts in them."""

    def text() -> str:
        return markdown_text(draw(WORDS)) or "x"

    def attribute() -> str:
        return html_attribute(draw(WORDS))

    def link() -> str:
        label, title = text(), markdown_title(draw(WORDS))
        return draw(st.sampled_from([f"[{label}](a.md)", f'[{label}](b.md#c "{title}")', f"**{label}**"]))

    parts = [
        lambda: f"# {text()}",
        lambda: f"## {text()}",
        lambda: f"{text()} {link()} · {text()}",
        lambda: f"- {link()} {text()}  \n  {text()}\n- {text()}",
        lambda: f"- {link()} {text()}  \n{text()}  \n{link()}: {text()}\n- {text()}",
        lambda: f"- {text()}\n    - {link()}\n    - <small>{text()}</small>\n- {link()}",
        lambda: f"1. {text()}\n1. {link()}",
        lambda: f'<p class="x" id="{attribute()}">{html_text(draw(WORDS))}</p>',
        lambda: f"<pre><code>{html_lines(draw(WORDS))}</code></pre>",
        lambda: (
            f'<table id="t" class="s">\n<thead><tr><th scope="col">{html_text(draw(WORDS))}</th></tr></thead>\n</table>'
        ),
        lambda: f'<span class="k" title="{attribute()}">{text()}</span> {link()}',
        lambda: f"| {text().replace('|', '&#124;')} | b |\n|:--|---|\n| {link().replace('|', '&#124;')} | c |",
        lambda: safe_markdown(draw(WORDS) + "\n\n" + draw(WORDS)) or "x",
        lambda: draw(WORDS) or "x",
    ]
    blocks = [draw(st.sampled_from(parts))() for _ in range(draw(st.integers(1, 5)))]
    inside = [draw(st.sampled_from(parts))() for _ in range(draw(st.integers(0, 3)))]
    container = [f'<div class="c" aria-label="{attribute()}" data-x markdown>', *inside, "</div>"]
    return "\n\n".join([*blocks, *container] if draw(st.booleans()) else blocks)


@settings(max_examples=150, deadline=None)
@given(pages())
@example(
    '<div class="b" aria-label="&quot;&#39;" markdown>\n\n<p class="b" aria-label="a">x &gt; <b>y</b>\n</p>\n\n</div>'
)
@example("<div markdown>\n</div>\n\ntext")
@example("a  \n  [b](c.md)\n\nb  \n  c")
@example("# A\n\n## A\n\n## A_1\n\n## &amp;")
@example("text\n<div>\nraw\n</div>\nmore")
@example("```sh\na <b> & 'c'\n\n# no heading\n```\n\ntext")
def test_is_read_as_python_markdown_reads_it(source: str) -> None:
    assert_alike(source)


@pytest.mark.parametrize(
    "source",
    [
        "# A *title* with [a link](a.md)\n\ntext **strong** and `code`",
        "- one\n- two\n    - three\n- four",
        "- [one](a.md) x  \nShared: y\n- two  \n  z  \n[b](c.md)",
        "1. one\n1. two",
        '<div class="a" markdown>\n\n## B\n\n<table>\n<tr><td>1</td></tr>\n</table>\n\n</div>',
        "<details>\n<summary>a</summary>\n<p>b</p>\n</details>\n\ntext",
        "| a | b |\n|---|--:|\n| `c` | d |",
        "C# &amp; F\\#",
    ],
)
def test_what_templates_write_is_known(source: str) -> None:
    assert assert_alike(source)


@pytest.mark.parametrize(
    "source",
    [
        "> quote", "    code", "a\n===", "a\n---", "***", "[a]: b", "[a][b]", "![a](b.png)", "<http://a.example>",
        "<!-- a -->", "- a\n\n- b", "- a\n\n    b", "<div>\n<b>\n", "*a* **b", "_a_", "<script>\n</script>",
        "~~~\na\n~~~", "Term\n: x", "[TOC]", "a & b &c", "<div markdown>\n\n<h2>raw</h2>\n\n</div>", "- > a",
        "-     a\n\n      b", "&am<b>p;</b>", "a<b>_c</b>", "a![b](c.md)",
        "[a](b.md)![c](d.md)", '<b title="[a](b.md)">',
    ],
)  # fmt: skip
def test_what_is_not_known_for_certain_is_refused(source: str) -> None:
    with pytest.raises(UnknownMarkdownError):
        convert(source, AsWritten(), permalink)


ENTRIES = (
    'title: "a"', 'title: "b\\"c"', "hide:", "  - toc", '  - "x"', "exports:", '  - title: "a"', '    type: "b\\\\n"',
    "empty: 1", 'head: "a\\nb \\uFEFF"', "other: [1]", 'changed: "2024-01-01"', 'description: "é \u2028"',
    'description: "a" # b', "---", 'description: "a\\/b\\tc"', 'next: "\\u0041"', 'previous: "\\\\uD800"',
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(ENTRIES), max_size=6), st.sampled_from(["\n\n# A\n", "\nA: b\n", ""]))
def test_front_matter_is_read_as_mkdocs_reads_it(lines: list[str], rest: str) -> None:
    source = "\n".join(["---", *lines, "---"]) + rest
    assert split_front_matter(source, source.encode()) == get_data(source)


@pytest.mark.parametrize(
    ("to", "shown"),
    [
        ("b.md", "../b/"),
        ("a.md#x", "./#x"),
        ("../index.md", "../../"),
        ("../d/a%20b.pdf", "../../d/a%20b.pdf"),
        ("#here", "#here"),
        ("https://a.example/?b=1&amp;c", "https://a.example/?b=1&amp;c"),
        ("a/deep.md", "deep/"),
        ("../index.md?q=b%20c+d#x", "../../?q=b%20c+d#x"),
        ("a.md?q=1", "./?q=1"),
    ],
)
def test_links_lead_where_mkdocs_leads_them(to: str, shown: str) -> None:
    addresses = {
        "p/a.md": "p/a/",
        "p/b.md": "p/b/",
        "index.md": "./",
        "d/a b.pdf": "d/a%20b.pdf",
        "p/a/deep.md": "p/a/deep/",
    }
    links = SiteLinks(addresses)
    assert links.of_page("p/b.md", "p/b/").address("a.md") == "../a/"  # what is known of a page beside it
    assert links.of_page("p/a.md", "p/a/").address(to) == shown


def test_a_line_of_many_pages_is_converted_once() -> None:
    addresses = {f"p/{name}.md": f"p/{name}/" for name in ("one", "two", "three")}
    links, made = SiteLinks(addresses), []
    for name in ("one", "two", "three"):
        page = links.of_page(f"p/{name}.md", f"p/{name}/")

        def make(text: str, page: PageLinks = page) -> str:
            made.append(text)
            return page.address(text)

        shown = {"one": "./", "two": "../one/", "three": "../one/"}[name]
        assert page.line("one.md", make) == shown
        assert page.line("three.md#a", make) == ("./#a" if name == "three" else "../three/#a")
        assert page.anchors == {("p/three.md", "a"): "three.md#a"}
    assert made.count("one.md") == 2, "the page itself, and one for all beside it"


@pytest.mark.parametrize("to", ["c.md", "/p/a.md", "a", "b.md?", "?q=1", "b.md?a&b", "a.md#b#c", "//host/a", "tel:1"])
def test_a_link_that_leads_nowhere_is_left_to_mkdocs(to: str) -> None:
    with pytest.raises(UnknownMarkdownError):
        SiteLinks({"p/a.md": "p/a/", "p/b.md": "p/b/"}).of_page("p/a.md", "p/a/").address(to)


def test_a_folder_that_another_process_made_meanwhile_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, calls = os.mkdir, []

    def late(folder: str | Path, *mode: int) -> None:
        calls.append(folder)
        if len(calls) == 1:
            make(tmp_path / "a")
            make(tmp_path / "a/b")
            raise FileNotFoundError
        make(folder, *mode)

    monkeypatch.setattr(os, "mkdir", late)
    write(str(tmp_path / "a/b/index.html"), b"page")
    assert (tmp_path / "a/b/index.html").read_bytes() == b"page"
