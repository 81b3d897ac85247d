"""A curator's Markdown: it shows what was typed, and gives no tag, attribute or address of its own to a page."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st

from generator.cli import main
from generator.records.survey import Term
from generator.site.glossary_links import Terms
from generator.survey.folder import read_survey
from generator.text.markdown import find_parts, safe_markdown, why_refused, words_of
from tests.checks.test_references import here as here
from tests.checks.test_references import lay
from tests.html_page import Page
from tests.site.shown import shown
from tests.text.test_escape import PIECES, READERS, SETTING, python_markdown

ROOT = Path(__file__).parents[2]
HOSTILE_PIECES = [
    *PIECES,
    "<script>alert(1)</script>", "<script", "</script>", "<iframe src=https://e.invalid>", "<style>*{}</style>",
    "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<p onclick='x'>", "<div markdown>", "</div></main>",
    "<div markdown='1' onclick=x>\n\n", "<a href=javascript:alert(1)>", "<base href=//e.invalid>", "<!--", "-->",
    "<!-- <b> -->", "<b", "<x-y z>", "<![CDATA[", "<?", "?>", "<pre>", "<textarea>", "&lt;script&gt;", "&#60;b&#62;",
    "[a](javascript:alert(1))", "[a](JaVaScRiPt:alert(1))", "[a](java&#115;cript:alert(1))", "[a](java%73cript:x)",
    "[a](<java\tscript:x>)", "[a](data:text/html,x)", "[a](vbscript:x)", "[a](//e.invalid)", "[a](\\\\\\\\e.invalid)",
    "[a](/\\e.invalid)", "<javascript:alert(1)>", "[r]: javascript:alert(1)\n", "[r]: <data:x>\n", "[r]", "[a][r]",
    "![i](https://e.invalid/x.png)", "![i](//e.invalid/x.png)", "![i](data:image/svg+xml,x)", "![i][r]",
    '[a](x.md "t\\" onclick=x")', "[a](x.md '\" onclick=\"x')", '[a](x.md"onclick="x)', "![a\"onerror=x](x.png)",
    "{: onclick=alert(1) }", "{: #main }", "{onclick=x}", "{{ config }}", "{% include 'x' %}", "!ENV [HOME]",
    "---\ntemplate: x.html\n---\n", "--8<-- \"secret.txt\"",
    "| a | b |\n|---|---|\n| c | `|` |\n", "|---|", "    code\n",
    "```html\n", "```\n", "~~~\n", "`<b>`", "``", "> ", "- ", "1. ", "    - ", "\n\n", "\n", "***", "**", "*", "# ",
]  # fmt: skip
SOURCES = st.lists(st.sampled_from(HOSTILE_PIECES), max_size=14).map("".join)

OURS = frozenset(
    "p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre code table thead tbody tr th td hr br em strong a img".split()
)
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "th": {"style", "align"},
    "td": {"style", "align"},
    **{f"h{level}": {"id"} for level in range(1, 7)},
}
TERMS = Terms((Term(term="a", definition='Says "b" <c>.'), Term(term="code", definition="x")))


def assert_harmless(source: str) -> None:
    for reader in READERS:
        for tag, attributes in Page(reader(source)).elements:
            assert tag in OURS, (reader.__name__, tag, source)
            assert set(attributes) <= ATTRIBUTES.get(tag, set()), (reader.__name__, tag, attributes, source)
            for name in {"href", "src"} & {*attributes}:
                address = attributes[name] or ""
                assert why_refused(address, "image" if name == "src" else "link") is None, (address, source)
            assert (attributes.get("style") or "text-align:").startswith("text-align:"), attributes


@SETTING
@given(SOURCES)
@example("`\n<script>alert(1)</script>\n`")
@example("- x\n\n      <script>alert(1)</script>\n\n  ```\n  <!-- x\n  ```\n")
@example("> ```\n> <script>\n>\n> </div>\n> ```\n")
@example("[a]: javascript:x\n\n![a]\n\n[a]\n")
@example("*a **b *c** d*e\n\n***x***y**z*")
def test_nothing_hostile_comes_through(source: str) -> None:
    assert_harmless(safe_markdown(source))
    assert_harmless(shown(TERMS.linked(safe_markdown(source))))


@SETTING
@given(SOURCES)
def test_within_the_page_it_stays_within_its_place(source: str) -> None:
    """The block around it, and what follows, are not taken in."""
    around = f'<div class="sc-essay" markdown>\n\n{safe_markdown(source)}\n\n</div>\n\n## End\n'
    page = Page(python_markdown(around))
    assert page.elements[0] == ("div", {"class": "sc-essay"})
    assert [tag for tag, _ in page.elements].count("div") == 1
    assert page.elements[-1][0] == "h2"


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("`<b>` and ``x `y` <i>``", "<b> and x `y` <i>"),
        ("    <b>&amp;\n\n    *x*", "<b>&amp;\n\n*x*"),
        ("```html\n<script>\n```", "<script>"),
        ("- a\n\n      <b>", "a\n<b>"),
        ("a <b>b</b> <!-- c --> &lt;d>", "a <b>b</b> <!-- c --> <d>"),
        ("<div markdown>\n*x*\n</div>", "<div markdown>\n*x*\n</div>"),
        ("10&nbsp;GB, 漢\u3000字", "10\u00a0GB, 漢\u3000字"),
        ("{: onclick=x }\n{{ config }}", "{: onclick=x }\n{{ config }}"),
    ],
)
def test_code_and_html_show_as_typed(source: str, shown: str) -> None:
    for reader in READERS:
        text = Page(reader(safe_markdown(source))).text
        assert [line.strip() for line in text.split("\n") if line.strip()] == [
            line.strip() for line in shown.split("\n") if line.strip()
        ], reader.__name__


def test_ordinary_markdown_looks_as_before() -> None:
    survey, _ = read_survey(ROOT / "survey")
    assert survey and survey.home
    for text in (survey.home, *survey.introductions.values()):
        before, after = Page(python_markdown(text)), Page(python_markdown(safe_markdown(text)))
        assert (before.elements, before.text) == (after.elements, after.text)


def test_all_of_markdown_is_kept() -> None:
    source = (
        "## A *b* **c**\n\n1. x\n2. y\n   - z\n   - `w`\n\n> q\n> r\n\n---\n\n| a | b |\n|:--|--:|\n| c | d |\n\n"
        "![Words](images/x.png) [l][r]  \nbroken\n\n- one\n\n  more\n- two\n\n[r]: about.md 'T'\n"
    )
    assert [tag for tag, _ in Page(python_markdown(safe_markdown(source))).elements] == (
        "h2 em strong ol li li ul li li code blockquote p hr table thead tr th th tbody tr td td p img a br "
        "ul li p p li p".split()
    )
    assert '[l](about.md "T")' in safe_markdown(source)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:x", "JAVASCRIPT:x", "java&#115;cript:x", "java&#x73;cript&colon;x", "javascript&colon;x",
        "java%73cript%3Ax", "java%2573cript:x", "\x01javascript:x", "java\tscript:x", "java\nscript:x",
        "data:text/html,x", "vbscript:x", "file:///etc/passwd", "ftp://a.b", "//e.invalid", "\\\\e.invalid",
        "/\\e.invalid", "%2F%2Fe.invalid", "https:", "https:///x", "http:\\\\e.invalid", "/rooted.md",
    ],
)  # fmt: skip
def test_addresses_that_are_refused(address: str) -> None:
    assert why_refused(address, "link")
    assert why_refused(address, "image")


@pytest.mark.parametrize("address", ["https://a.example/?u=javascript%3Ax#y", "mailto:a@b.example"])
def test_the_web_is_for_links_and_not_for_pictures(address: str) -> None:
    assert why_refused(address, "link") is None
    assert why_refused(address, "image")


@pytest.mark.parametrize("address", ["../papers/clip.md#a", "images/a%20b.png", "#top", "?q=x", "a/b.md?x=1:2"])
def test_addresses_of_the_site(address: str) -> None:
    assert why_refused(address, "link") is None
    assert why_refused(address, "image") is None


def test_parts_have_their_lines() -> None:
    source = (
        "x\ny [a](b.md)\n<b> z\n\n- [c](d.md)\n  ![e](f.png)\n\n| g |\n|---|\n| [h](i.md) |\n\n<div>\n\n[j]: k.md\n"
    )
    found = [(part.kind, part.target, part.line) for part in find_parts(source)]
    assert found == [
        ("link", "b.md", 2),
        ("html", "<b>", 3),
        ("link", "d.md", 5),
        ("image", "f.png", 6),
        ("link", "i.md", 10),
        ("html", "<div>", 12),
        ("link", "k.md", 14),
    ]


def test_words_of_a_heading_are_plain() -> None:
    assert words_of("R&amp;D \\* **b** [l](x.md) `c` <em>d</em>") == "R&D * b l c d"


def test_many_marks_do_not_end_the_build() -> None:
    for piece in ("*a ", "> ", "[", "![", "- ", "`", "**", "<b>", "|", "1. "):
        assert_harmless(safe_markdown(piece * 4000))
    deep = " ".join(["*a"] * 3000) + " " + " ".join(["a*"] * 3000)
    assert_harmless(safe_markdown(deep))


@pytest.mark.parametrize("raw", [False, True])
def test_html_runs_only_where_the_settings_say_so(raw: bool, here: Path) -> None:
    lay(here / "s", {"home.md": "Hi <script>alert(1)</script>\n", "areas/boats.md": "<b>x</b>\n"})
    if raw:
        with (here / "s/survey.yml").open("a", encoding="utf-8") as stream:
            stream.write("raw_html: true\n")
    checked = CliRunner().invoke(main, ["check", "--survey", "s"])
    assert ("s/home.md:1: holds HTML, '<script>', which readers see as text" in checked.stderr) is not raw
    built = CliRunner().invoke(main, ["build", "--survey", "s", "--docs", "d"])
    assert (checked.exit_code, built.exit_code) == (0, 0)
    for page in ("index.md", "areas/boats.md"):
        tags = {tag for tag, _ in Page(python_markdown((here / "d" / page).read_text(encoding="utf-8"))).elements}
        assert bool({"script", "b"} & tags) is raw
