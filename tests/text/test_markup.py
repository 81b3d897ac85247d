"""Foreign HTML and JATS to plain characters."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.markup import markup_to_text, tagged_text_to_text

MATHS = (
    '<mml:math xmlns:mml="m"><mml:msup><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msup><mml:mo>=</mml:mo>'
    "<mml:mfrac><mml:mn>1</mml:mn><mml:mn>2</mml:mn></mml:mfrac></mml:math>"
)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<jats:title>Abstract</jats:title><jats:p>We fly.</jats:p>", "We fly."),
        ("<b>Conclusions</b> Kites fly. <strong>Funding:</strong> none", "Conclusions: Kites fly. Funding: none"),
        ("<h3>Methods</h3>We flew.", "Methods: We flew."),
        ("a <b>kite</b> and its results", "a kite and its results"),
        ("<jats:sec><jats:title>Aim</jats:title><jats:p>To fly.</jats:p></jats:sec>", "Aim: To fly."),
        (f"Solves {MATHS}.", "Solves x² = 1/2."),
        (f"<alternatives><tex-math>$x^2$</tex-math>{MATHS}</alternatives>", "x² = 1/2"),
        ("<p>One</p><p>Two<br/>three</p><ul><li>four</li></ul>", "One Two three four"),
        ("<script>alert(1)</script>Safe <!-- hidden --> text", "Safe text"),
        ("10<sup>6</sup> cells of CO<sub>2</sub> and x<sub>i</sub>", "10⁶ cells of CO2 and xᵢ"),
        ("the 21<sup>st</sup> of May", "the 21st of May"),
        ("<![CDATA[Kites & moths]]>", "Kites & moths"),
        ("p < 0.05 and q > 3", "p < 0.05 and q > 3"),
        ("<i>never closed", "never closed"),
    ],
)
def test_html_and_jats(markup: str, text: str) -> None:
    assert markup_to_text(markup) == text


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ('Fast <span style="font-variant:small-caps;">GPU</span> kernels', "Fast GPU kernels"),
        ("Robots &amp; Systems", "Robots & Systems"),
        ("Robots &amp;amp; Systems", "Robots & Systems"),
        ("&lt;i&gt;Vibrio&lt;/i&gt; in water", "Vibrio in water"),
        ("if a < b and c > d", "if a < b and c > d"),
        ("if x<b and c>d", "if x<b and c>d"),
        ("the <b> tag and the <title> tag", "the <b> tag and the <title> tag"),
        ("List<T> and Map<K, V>", "List<T> and Map<K, V>"),
        ("AT&T and R&D; x&y", "AT&T and R&D; x&y"),
        ("A <script>alert(1)</script> is text", "A <script>alert(1)</script> is text"),
        ("caf&eacute; &#8212; &#x3b1;", "café — α"),
    ],
)
def test_a_little_markup_in_plain_text(given: str, text: str) -> None:
    assert tagged_text_to_text(given) == text


@given(st.text(st.characters(exclude_characters="<&")))
def test_text_without_markup_stays(text: str) -> None:
    assert tagged_text_to_text(text) == text


@pytest.mark.parametrize(
    "piece", ["<", "<a ", "<!--", "<i>", "</i>", "&amp;", "<a x='", "<![CDATA[", "<i></b>", "<sub>"]
)
def test_broken_markup_takes_no_time(piece: str) -> None:
    for convert in (markup_to_text, tagged_text_to_text):
        start = time.process_time()
        convert(piece * (100_000 // len(piece)))
        assert time.process_time() - start < 2
