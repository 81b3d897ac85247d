"""A paper's page says where exactly the paper appeared, who wrote it, and which way its texts run."""

from __future__ import annotations

from generator.catalogue.assemble import assemble
from generator.catalogue.labels import short_authors
from generator.records.paper import Bibliographic, ExternalIds, Paper, PersonName, Version
from generator.records.survey import Settings, Survey
from generator.site.components.citation import citation, versions
from generator.site.render import render
from generator.text.i18n import Translations

ARABIC = "نموذج BERT للعربية: دراسة (2021)!"
PAPER = Paper(
    id="a",
    title=ARABIC,
    abstract="نقدم نموذج BERT للعربية، النتائج أفضل بنسبة 5%!",
    type="article",
    authors=("سارة علي", "Ada Quay"),
    people={"Ada Quay": PersonName(orcid="0000-0002-1825-0097")},
    venue="JB",
    container="Journal of Boats",
    volume="3",
    issue="4",
    pages="12–34",
    publisher="P & Q",
    publisher_place="Oxford",
    edition="2",
    series="Boats & Ropes, 7",
    archive="Toy Archive, B 12",
    editors=("Ed Itor", "Di Tor"),
    translators=("Ada Quay", "Bo Quay"),
    isbn=("978-3-16-148410-0",),
    ids=ExternalIds(pubmed="123", openalex="W12", semantic_scholar="a" * 40),
    versions=(Version(type="preprint", year=2020, ids=ExternalIds(arxiv="2001.00001")),),
)


def pages() -> dict[str, str]:
    survey = Survey(settings=Settings(title="t", description="d", author_pages_from=1), papers=(PAPER,))
    return {str(path): page for path, page in render(assemble(survey, {}, None), Translations()).items()}


def test_the_line_names_type_container_numbers_publisher_and_editors() -> None:
    assert citation(Translations(), PAPER.bibliographic) == (
        "Journal article · Journal of Boats 3(4), pages 12–34 · series Boats & Ropes, 7 · Oxford: P & Q · edition 2"
        " · edited by Ed Itor, Di Tor · translated by Ada Quay, Bo Quay"
        " · ISBN 978-3-16-148410-0 · shelf mark Toy Archive, B 12"
    )
    assert citation(Translations(), Paper(id="b", title="t", venue="JB").bibliographic) is None
    for said, shown in (("Revised", "Revised edition"), ("1881", "1881 edition"), ("3., verb. Aufl.",) * 2):
        assert citation(Translations(), Bibliographic(title="t", edition=said)) == shown
    patent = Bibliographic(title="t", issue="US 1,234 B2", publisher_place="US")
    assert citation(Translations(), patent) == "no. US 1,234 B2 · US"
    volume = Bibliographic(title="t", type="article", venue="JB", container="JB", volume="3", pages="12")
    assert citation(Translations(), volume) == "Journal article · vol. 3, pages 12"
    full = volume.model_copy(update={"container": "Journal of Boats"})
    assert citation(Translations(), full) == "Journal article · Journal of Boats 3, pages 12"
    german = Bibliographic(title="t", publisher="Toy", lang="de-AT")
    assert citation(Translations(), german) == "Toy · Austrian German"
    assert citation(Translations(language="de"), german) == "Toy"
    assert [(it.text, it.to) for it in versions(Translations(), PAPER.bibliographic)] == [
        ("Preprint, arXiv 2020", "https://arxiv.org/abs/2001.00001")
    ]


def test_editors_stand_for_the_authors_of_a_book_that_has_none() -> None:
    book = Paper(id="b", title="Kaufleute", type="book", editors=("Ed Itor", "Di Tor"), publisher="Toy")
    assert citation(Translations(), book.bibliographic) == "Book · Toy"
    assert short_authors(Translations(), book.bibliographic) == "Ed Itor and Di Tor (eds.)"
    survey = Survey(settings=Settings(title="t", description="d"), papers=(book, PAPER))
    made = {str(path): page for path, page in render(assemble(survey, {}, None), Translations()).items()}
    assert "Ed Itor and Di Tor (eds.)" in made["papers/b.md"] and "Authors not recorded" not in made["papers/b.md"]
    assert "Ed Itor" in made["papers/index.md"]
    # The editors of a container wrote nothing of what stands in it.
    assert not short_authors(Translations(), PAPER.bibliographic.model_copy(update={"authors": ()}))


def test_a_page_links_orcid_and_every_identifier() -> None:
    page = pages()["papers/a.md"]
    assert "Ada Quay" in page and "[iD](https://orcid.org/0000-0002-1825-0097)" in page
    for address in ("pubmed.ncbi.nlm.nih.gov/123/", "openalex.org/W12", "semanticscholar.org/paper/aaa"):
        assert address in page
    assert "[ORCID](https://orcid.org/0000-0002-1825-0097)" in pages()["authors/ada-quay.md"]


def test_what_runs_from_right_to_left_has_its_own_direction() -> None:
    found = pages()
    assert '\n# <span dir="auto">نموذج' in found["papers/a.md"]
    assert '<span dir="auto">نقدم' in found["papers/a.md"]
    assert '<span dir="auto">سارة علي</span>' in found["papers/a.md"]
    assert '[<span dir="auto">نموذج' in found["papers/index.md"]
    assert "dir=" not in found["authors/ada-quay.md"].split("## Papers")[0]


def test_a_page_names_thirty_authors_and_folds_the_others_away() -> None:
    names = tuple(f"Ada Quay{at}" for at in range(500))
    survey = Survey(settings=Settings(title="t", description="d"), papers=(Paper(id="b", title="t", authors=names),))
    page = {str(path): page for path, page in render(assemble(survey, {}, None), Translations()).items()}["papers/b.md"]
    above, folded = page.split("<summary>470 more authors</summary>")
    assert "Ada Quay29 …" in above and "Quay30," not in above.split("---\n")[2]
    assert all(name in folded for name in names[30:])
    cited = page.split("How to cite")[1]
    assert cited.index("<summary>BibTeX entry</summary>") < cited.index("@misc{b,") < cited.index("</details>")


def test_the_bibtex_of_few_authors_stands_open() -> None:
    assert "<summary>BibTeX entry</summary>" not in pages()["papers/a.md"]
