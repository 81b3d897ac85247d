"""LaTeX to plain characters."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.text.latex import latex_to_text


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        # matrices, in a line
        (r"$\begin{pmatrix}1&0\\0&1\end{pmatrix}$ twice", "(1, 0; 0, 1) twice"),
        # letters escaped twice
        (r"Swe{\\i}g", "Sweıg"),
        # braces
        ("{T}he {GPU} in {{Mazes}}", "The GPU in Mazes"),
        ("{LaTeX}: {A} {Document}: {System}", "LaTeX: A Document: System"),
        ("a } b { c", "a b c"),
        # accents and letters
        (r"Ji{\v{r}}{\'{\i}} Matou\v sek, na\"\i ve", "Jiří Matoušek, naïve"),
        (r"Erd{\H o}s, \L\'{o}d\'z, {\o}re, {\ss}, \AA, \c{c}a, {\th}{\'a}ttur", "Erdős, Łódź, øre, ß, Å, ça, þáttur"),
        (r"\^{} and \~{}", "^ and ~"),
        (r"D\\'ecoret", "Décoret"),
        # dashes, quotes, spaces
        ("12--34 --- ``so'' and `so'", "12–34 — “so” and ‘so’"),
        (r"{\`a} l'{\'e}poque de", "à l'époque de"),
        (r"D\`es l'aube, `caf\'e' \`a l'ancienne", "Dès l'aube, ‘café’ à l'ancienne"),
        (r"The robot\textquoteright s dilemma \textendash{} for \emph{all}", "The robot’s dilemma – for all"),
        (r"1.5~nm\,wide\ now", "1.5 nm wide now"),
        ("Zotero's `Homepage", "Zotero's `Homepage"),
        # signs
        (r"A\&M: 100\% of \$5 for \#1 \_x \{y\}", "A&M: 100% of $5 for #1 _x {y}"),
        # commands
        (r"\textbf{Bold} and {\it slanted} \textsc{Small}", "Bold and slanted Small"),
        (r"\BERT: a \foo{model}", "BERT: a model"),
        (r"{\noopsort{1973b}}1973", "1973"),
        (r"\href{https://a.example}{Home} \textcolor{red}{now}\footnote{Then}", "Home now (Then)"),
        (r"as \cite[p. 3]{ho2019} shows", "as shows"),
        (r"\url{https://a.example/x_y}", "https://a.example/x_y"),
        # formulas
        (r"$\alpha$-divergence and $x_i^2$", "α-divergence and xᵢ²"),
        (r"CO$_2$ at 25$^\circ$C, $^{13}$C, 10$^{th}$", "CO2 at 25°C, ¹³C, 10ᵗʰ"),
        (r"$\mathbb{R}^n$, \(O(n \log n)\), $\frac{1}{2}$, $\sqrt{n}$", "ℝⁿ, O(n log n), 1/2, √n"),
        (r"$p \leq 0.05$ and $x_{model}$ and $f'$", "p ≤ 0.05 and x_model and f′"),
        ("costs $5 and then $10 in all", "costs $5 and then $10 in all"),
        ("one $ sign, file_name, 2^x", "one $ sign, file_name, 2^x"),
    ],
)
def test_latex_to_text(latex: str, text: str) -> None:
    assert latex_to_text(latex) == text


PIECES = st.sampled_from(
    [
        "\\",
        "{",
        "}",
        "$",
        "^",
        "_",
        "~",
        "\\frac",
        "\\'",
        "\\sqrt[",
        "\\emph{",
        "\\(",
        "\\)",
        "`",
        "''",
        " ",
        "a",
        "7",
        "é",
    ]
)


@given(st.lists(PIECES | st.text(max_size=3), max_size=60).map("".join))
def test_any_text(latex: str) -> None:
    text = latex_to_text(latex)
    assert text == " ".join(text.split())


@given(st.text(st.characters(categories=["L", "N"]), max_size=40))
@example("\U0002f800")
def test_plain_text_stays(text: str) -> None:
    assert latex_to_text(f"{{{text}}}") == latex_to_text(text)


@pytest.mark.parametrize(
    "piece",
    ["{", "}", "$", "\\'", "\\frac", "${", "$^", "^", "`a", "\\sqrt[", "\\ensuremath{", "$_{", "\\begin{matrix}"],
)
def test_hostile_repetition(piece: str) -> None:
    """A text ten times as long takes some ten times as long, not a hundred times."""

    def seconds(length: int) -> float:
        start = time.process_time()
        latex_to_text(piece * (length // len(piece)))
        return time.process_time() - start

    assert min(seconds(200_000) for _ in range(2)) < 60 * max(seconds(20_000), 0.01)
