"""BibTeX itself reads every entry that the site gives out, those of papers without authors too."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from generator.export.bibtex import as_bibtex
from generator.records.paper import ExternalIds, Paper
from generator.survey.folder import read_survey
from tests.site_fixture import ROOT

_BIBTEX = shutil.which("bibtex")
_FIND = shutil.which("kpsewhich")
_STYLES = ("plain", "alpha", "abbrv", "plainnat")
_UNSIGNED = (
    Paper(id="named", title="Wide Boats: a Study", name="Wide_Boats", year=2024),
    Paper(id="unnamed", title="A study of 50% of {boats}", year=2024, venue="IEEE Transactions on Boats"),
    Paper(
        id="at-a-conference", title="On Sails", name="Sails", venue="BOATS 2024", ids=ExternalIds(arxiv="2401.00001")
    ),
)


@pytest.mark.parametrize("paper", _UNSIGNED, ids=lambda paper: paper.id)
def test_without_authors_an_entry_has_a_key_to_sort_by(paper: Paper) -> None:
    entry = as_bibtex(paper)
    assert "author" not in entry and "{}," not in entry
    assert re.search(r"(?m)^  key = \{\S.*\},$", entry)


def test_with_authors_an_entry_needs_no_key() -> None:
    entry = as_bibtex(Paper(id="a", title="t", authors=("Ada Quay",)))
    assert "  author = {Ada Quay},\n" in entry and "key =" not in entry


@pytest.mark.parametrize("style", _STYLES)
def test_bibtex_takes_every_entry(style: str, tmp_path: Path) -> None:
    if _BIBTEX is None or _FIND is None:
        pytest.skip("BibTeX is not installed (Debian: texlive-binaries, texlive-base); no entry was given to it")
    if subprocess.run([_FIND, f"{style}.bst"], capture_output=True, check=False).returncode:
        pytest.skip(f"the BibTeX style {style} is not installed; no entry was given to it")
    survey, _ = read_survey(ROOT / "survey")
    assert survey is not None
    papers = [*survey.papers, *_UNSIGNED]
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
