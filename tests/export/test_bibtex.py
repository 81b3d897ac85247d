"""BibTeX itself reads every entry that the site gives out, those of papers without authors too."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.catalogue.citation import bibtex_title
from generator.export.bibtex import as_bibtex, most_of_bibtex
from generator.records.paper import Bibliographic, ExternalIds, Paper, PersonName, PublicationType
from generator.survey.folder import read_survey
from tests.site_fixture import ROOT

_BIBER = shutil.which("biber")
_BIBTEX = shutil.which("bibtex")
_FIND = shutil.which("kpsewhich")
_LATEX = shutil.which("pdflatex")
_STYLES = ("plain", "alpha", "abbrv", "plainnat")
_UNSIGNED = (
    Paper(id="named", title="Wide Boats: a Study", name="Wide_Boats", year=2024),
    Paper(id="unnamed", title="A study of 50% of {boats}", year=2024, venue="IEEE Transactions on Boats"),
    Paper(
        id="at-a-conference", title="On Sails", name="Sails", venue="BOATS 2024", ids=ExternalIds(arxiv="2401.00001")
    ),
)
_NAMES = (
    "Walter Sample Jr.", "Adam Sample III", "Vincent van Gogh", "The Maze Collaboration", "Élodie Quay", "王小明",
    "Charles de la Vallée Poussin", "Santiago Ramón y Cajal", "María García Márquez", "Madonna", "Sand and Sea Group",
)  # fmt: skip
_TYPES = ("article", "inproceedings", "book", "chapter", "thesis", "report", "preprint", "dataset", "software", "other")
_ODD = [
    Paper(
        id=f"odd-{type_}",
        title="Fast GPU kernels for CO₂ & α-divergences: {C++} at 50%",
        type=type_,
        authors=_NAMES,
        people={"María García Márquez": PersonName(given="María", family="García Márquez")},
        container="Robots & Systems #1",
        volume="3_2",
        issue="4",
        pages="12–34, 40–41",
        publisher="P & Q",
        publisher_place="Oxford & Rome",
        edition="22",
        series="Boats #7",
        archive="Toy Archive & Library",
        translators=("Vincent van Gogh",),
        editors=("Ed Itor",),
        isbn=("978-3-16-148410-0",),
        issn=("1234-5678",),
        year=2020,
        ids=ExternalIds(doi="10.1000/a_(b)<c;2-#".replace("<", "-")),
    )
    for type_ in _TYPES
]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Ada Quay", "Ada Quay"),
        ("Walter Sample Jr.", "Sample, Jr., Walter"),
        ("Vincent van Gogh", "van Gogh, Vincent"),
        ("Luc Van Gool", "Van Gool, Luc"),
        ("The Maze Collaboration", "{The Maze Collaboration}"),
        ("Charles de la Vallée Poussin", "de la Vallée Poussin, Charles"),
        ("Santiago Ramón y Cajal", "{Ramón y Cajal}, Santiago"),
        ("Élodie Quay", "Quay, Élodie"),
        ("Sand and Sea Group", "{Sand and Sea Group}"),
        ("Ada and Bo", "{Ada and Bo}"),
        ("王小明", "王小明"),
        ("Madonna", "Madonna"),
        ("Ada_Quay {x}", r"Ada\_Quay \textbraceleft{}x\textbraceright{}"),
    ],
)
def test_a_name_is_taken_apart_as_it_is(name: str, wanted: str) -> None:
    assert f"  author = {{{wanted}}},\n" in as_bibtex(Paper(id="a", title="t", authors=(name,)))


@pytest.mark.parametrize(
    ("title", "latex", "wanted"),
    [
        ("FLAIR: Seeing with GPT-4", None, "{FLAIR}: Seeing with {GPT-4}"),
        ("A (BERT) study, III", None, "A ({BERT}) study, {III}"),
        ("Planners in C++ & C#", None, r"Planners in {C++} \& {C\#}"),
        ("Bounds for α-divergences and x_i² terms", r"Bounds for $\alpha$-divergences and $x_i^2$ terms",
         r"Bounds for {$\alpha$}-divergences and {$x_i^2$} terms"),
        ("Bounds for α-divergences", None, r"Bounds for {$\alpha$}-divergences"),
        ("Plumes of CO₂", None, "Plumes of {CO$_{2}$}"),
        ("Η μάθηση", None, "Η μάθηση"),
        ("Λιμάνια στο Αιγαίο τον 14ο αιώνα και η πόλη", None, "Λιμάνια στο Αιγαίο τον 14ο αιώνα και η πόλη"),
        ("The robot’s dilemma – all", None, "The robot’s dilemma – all"),
        ("evil x", r"evil \input{/etc/passwd} $x$", "evil x"),
        ("evil x", r"evil $x", "evil x"),
        ("evil x", r"evil } $x$ {", "evil x"),
        ("evil x", r"evil \csname input\endcsname $x$", "evil x"),
    ],
)  # fmt: skip
def test_titles_keep_formulas_and_the_case_of_names(title: str, latex: str | None, wanted: str) -> None:
    assert bibtex_title(Bibliographic(title=title, title_latex=latex)) == wanted


def test_the_type_chooses_the_entry_and_its_fields() -> None:
    entries = {paper.id: as_bibtex(paper) for paper in _ODD}
    assert {id.removeprefix("odd-"): entry[1:].partition("{")[0] for id, entry in entries.items()} == {
        "article": "article", "inproceedings": "inproceedings", "book": "book", "chapter": "incollection",
        "thesis": "phdthesis", "report": "techreport", "preprint": "misc", "dataset": "misc", "software": "misc",
        "other": "misc",
    }  # fmt: skip
    article = entries["odd-article"]
    for line in ("journal = {Robots \\& Systems \\#1}", "volume = {3\\_2}", "number = {4}", "issn = {1234-5678}"):
        assert f"  {line},\n" in article
    assert "  pages = {12--34, 40--41},\n" in article and "&amp;" not in article
    assert "  booktitle = {Robots \\& Systems \\#1},\n" in entries["odd-inproceedings"]
    assert "  school = {P \\& Q},\n" in entries["odd-thesis"] and "  institution = {P" in entries["odd-report"]


@pytest.mark.parametrize("type_", _TYPES)
def test_what_names_no_publisher_school_or_journal_keeps_its_kind(type_: PublicationType) -> None:
    kinds = (as_bibtex(Paper(id="a", title="t", type=type_)), as_bibtex(next(it for it in _ODD if type_ in it.id)))
    assert len({entry.partition("{")[0] for entry in kinds}) == 1


_TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=40).filter(str.strip)


@given(_TEXT, _TEXT, _TEXT, st.none() | _TEXT)
def test_whatever_a_record_holds_braces_and_dollars_come_in_pairs(
    title: str, author: str, venue: str, latex: str | None
) -> None:
    paper = Paper(id="a", title=title, authors=(author,), editors=(author,), container=venue, title_latex=latex)
    entry = as_bibtex(paper)
    depth = 0
    for sign in entry:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0
    assert re.sub(r"\\.", "", entry).count("$") % 2 == 0
    assert len(f"{entry}\n".encode()) <= most_of_bibtex(paper, "")


@pytest.mark.parametrize("paper", _UNSIGNED, ids=lambda paper: paper.id)
def test_without_authors_an_entry_has_a_key_to_sort_by(paper: Paper) -> None:
    entry = as_bibtex(paper)
    assert "author" not in entry and "{}," not in entry
    assert re.search(r"(?m)^  key = \{\S.*\},$", entry)


def test_with_authors_an_entry_needs_no_key() -> None:
    entry = as_bibtex(Paper(id="a", title="t", authors=("Ada Quay",)))
    assert "  author = {Ada Quay},\n" in entry and "key =" not in entry


def test_a_book_of_editors_is_sorted_by_them_and_needs_no_key() -> None:
    book = Paper(id="a", title="t", type="book", editors=("Ada Quay",), publisher="Pier", year=2024)
    assert "  editor = {Ada Quay},\n" in as_bibtex(book) and "key =" not in as_bibtex(book)
    chapter = book.model_copy(update={"type": "chapter", "container": "Harbours"})
    assert "  editor = {Ada Quay},\n" in as_bibtex(chapter) and "  key = {t},\n" in as_bibtex(chapter)


@pytest.mark.parametrize("style", _STYLES)
def test_bibtex_takes_every_entry(style: str, tmp_path: Path) -> None:
    if _BIBTEX is None or _FIND is None:
        pytest.skip("BibTeX is not installed (Debian: texlive-binaries, texlive-base); no entry was given to it")
    if subprocess.run([_FIND, f"{style}.bst"], capture_output=True, check=False).returncode:
        pytest.skip(f"the BibTeX style {style} is not installed; no entry was given to it")
    survey, _ = read_survey(ROOT / "survey")
    assert survey is not None
    papers = [*survey.papers, *_UNSIGNED, *_ODD]
    (tmp_path / "all.bib").write_text("\n\n".join(map(as_bibtex, papers)), encoding="utf-8")
    cited = "".join(f"\\citation{{{paper.id}}}\n" for paper in papers)
    (tmp_path / "all.aux").write_text(f"\\bibstyle{{{style}}}\n{cited}\\bibdata{{all}}\n", encoding="utf-8")
    ran = subprocess.run([_BIBTEX, "all"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
    # Of a paper at a conference or in a journal a style says that the author is missing; nothing else may be amiss.
    signed = {paper.id for paper in papers if paper.bibliographic.authors}
    warned = re.findall(r"Warning--(.*)", ran.stdout)
    assert not [it for it in warned if "to sort" in it or ("author" in it and it.split()[-1] in signed)], warned
    # A label of three letters may end within one, since BibTeX counts bytes.
    items = (tmp_path / "all.bbl").read_text(encoding="utf-8", errors="replace")
    assert items.count("\\bibitem") == len(papers)
    assert "Wide" in items.split("{named}")[1]


def test_biber_takes_every_entry(tmp_path: Path) -> None:
    if _BIBER is None:
        pytest.skip("biber is not installed (Debian: biber); no entry was given to it")
    survey, _ = read_survey(ROOT / "survey")
    assert survey is not None
    papers = [*survey.papers, *_UNSIGNED, *_ODD]
    (tmp_path / "all.bib").write_text("\n\n".join(map(as_bibtex, papers)), encoding="utf-8")
    command = [_BIBER, "--tool", "--validate-datamodel", "--output-file", "out.bib", "all.bib"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
    assert not re.findall(r"^(?:WARN|ERROR) - (?!.*(?:datamodel|Datamodel)).*", ran.stdout, re.MULTILINE), ran.stdout
    written = (tmp_path / "out.bib").read_text(encoding="utf-8")
    assert len(re.findall(r"^@\w+\{", written, re.MULTILINE)) == len(papers)


_DOCUMENT = r"""\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage{natbib}
\usepackage{url}
\begin{document}
\nocite{*}
\bibliographystyle{plainnat}
\bibliography{all}
\end{document}
"""


@pytest.mark.proof
def test_latex_sets_every_entry(tmp_path: Path) -> None:
    """Names in letters that the fonts of this program lack are left to LuaLaTeX and XeLaTeX."""
    if _LATEX is None or _BIBTEX is None or _FIND is None:
        pytest.skip("LaTeX is not installed (Debian: texlive-latex-base); no entry was set")
    if subprocess.run([_FIND, "natbib.sty"], capture_output=True, check=False).returncode:
        pytest.skip("the package natbib is not installed (Debian: texlive-latex-base); no entry was set")
    survey, _ = read_survey(ROOT / "survey")
    assert survey is not None
    latin = tuple(name for name in _NAMES if name.isascii() or "é" in name.lower() or "í" in name)
    odd = [paper.model_copy(update={"authors": latin}) for paper in _ODD]
    unseen = Paper(id="unseen", title="\u202eOn \ufeffsails", authors=("\u202e", "Ada\u200b Quay"), year=2024)
    papers = [*survey.papers, *_UNSIGNED, *odd, unseen]
    (tmp_path / "all.bib").write_text("\n\n".join(map(as_bibtex, papers)), encoding="utf-8")
    (tmp_path / "text.tex").write_text(_DOCUMENT, encoding="utf-8")
    latex = [_LATEX, "-interaction=nonstopmode", "text"]
    for command in (latex, [_BIBTEX, "text"], latex, latex):
        run = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=120)
    said = run.stdout.decode("utf-8", "replace")
    assert re.findall(r"(?m)^! .*", said) == [] and "undefined" not in said
    items = (tmp_path / "text.bbl").read_text(encoding="utf-8", errors="replace")
    assert items.count("\\bibitem") == len(papers)
