"""What becomes of the texts and values of a raw entry."""

from __future__ import annotations

import pytest

from generator.ingest.encodings import decode
from generator.ingest.name_lists import split_names
from generator.ingest.normalise import tidy_pages, to_entry
from generator.ingest.raw import RawEntry, RawName
from generator.ingest.readers.detect import parse_entries
from generator.ingest.venues import guess_type, tidy_venue
from generator.records.entry import Entry


def _entry(**fields: object) -> Entry:
    return to_entry(RawEntry(**{"line": 1, "title": "Kites", **fields}), "test", "x")  # type: ignore[arg-type]


def test_an_identifier_in_an_address_is_one() -> None:
    entry = _entry(links=(("publisher", "https://arxiv.org/abs/2401.00001"), ("code", "https://github.com/a/b")))
    assert entry.citation.ids.arxiv == "2401.00001"
    assert [link.kind for link in entry.links] == ["code"]


def test_the_doi_of_a_program_is_not_the_papers() -> None:
    entry = _entry(links=(("code", "https://doi.org/10.5281/zenodo.1"),))
    assert entry.citation.ids.doi is None
    assert len(entry.links) == 1


def test_an_address_under_the_wrong_key_is_still_read() -> None:
    entry = _entry(ids={"doi": "https://arxiv.org/abs/2401.00001"})
    assert entry.citation.ids.arxiv == "2401.00001"
    assert entry.citation.ids.doi is None


@pytest.mark.parametrize("text", ["No abstract available.", "[No abstract available]", "N/A", "-", "None"])
def test_what_stands_for_no_abstract_is_none(text: str) -> None:
    entry = _entry(abstract=text)
    assert entry.abstract is None
    assert entry.notes


def test_the_word_abstract_is_no_part_of_one() -> None:
    assert _entry(abstract="Abstract: We fly.").abstract == "We fly."
    assert _entry(abstract="Abstract kites fly.").abstract == "Abstract kites fly."


def test_people_that_are_none_are_noted() -> None:
    entry = _entry(authors=(RawName(full="Ann Ho*"), RawName(full="et al."), RawName(full="Bo Bell", orcid="x")))
    assert entry.citation.authors == ("Ann Ho", "Bo Bell")
    assert entry.notes == (
        "authors: “et al.” stands for more people than the source names",
        "authors: “x” is no ORCID iD",
    )


def test_numbers_of_books_are_checked() -> None:
    entry = _entry(isbn="978-0-262-03561-3, 978-0-262-03561-4", issn="soon")
    assert entry.citation.isbn == ("9780262035613", "9780262035614")
    assert entry.notes == (
        "isbn: “9780262035614” is kept, though its check digit is wrong",
        "issn: “soon” is left out (it has not the form of one)",
    )


def test_titles_with_formulas_keep_their_latex() -> None:
    title = r"Bounds for $\alpha$-divergences & 5% of $x_i^2$"
    assert _entry(title=title).citation.title_latex == r"Bounds for $\alpha$-divergences \& 5\% of $x_i^2$"
    assert _entry(title="From $5 to $10 & more").citation.title_latex is None
    assert _entry(title="From $5 to $10 & more").title == "From $5 to $10 & more"


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        (r"The robot\textquoteright s end \textendash{} for \emph{all} agents", "The robot’s end – for all agents"),
        (r"A \LaTeX{} guide to M{\"u}ller \& Sons", "A LaTeX guide to Müller & Sons"),
        (r"Bounds for $\alpha$-divergences", "Bounds for α-divergences"),
        (r"Files in C:\temp\new and 5% more", r"Files in C:\temp\new and 5% more"),
    ],
)
def test_latex_in_formats_that_are_none(title: str, shown: str) -> None:
    assert _entry(title=title).title == shown


def test_the_brackets_of_a_translated_title_are_none_of_it() -> None:
    assert _entry(title="[Asthma in children].").title == "Asthma in children"
    assert _entry(title="[Asthma in children.]").title == "Asthma in children"
    assert _entry(title="[Review of:] Kites").title == "[Review of:] Kites"
    assert _entry(title="[0,1] and [1,2]").title == "[0,1] and [1,2]"


def test_a_long_title_is_refused() -> None:
    with pytest.raises(ValueError, match="the title has 4,000 characters, more than 1,000"):
        _entry(title="A" * 4000)


def test_marks_of_direction_are_noted() -> None:
    entry = _entry(title="Kites \u202eetoN\u202c")
    assert entry.title == "Kites etoN"
    assert entry.notes[0] == "title: the mark of direction U+202E is left out"


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("12--34", "12–34"),
        ("12 - 34", "12–34"),
        ("pp. 12-34", "12–34"),
        ("e123", "e123"),
        ("1:1--1:24", "1:1–1:24"),
        ("xii-xv", "xii–xv"),
        ("3-5, 7-9", "3–5, 7–9"),
        ("article-12", "article-12"),
    ],
)
def test_pages(text: str, pages: str) -> None:
    assert tidy_pages(text) == pages


@pytest.mark.parametrize(
    ("container", "venue"),
    [
        ("2019 IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)", "CVPR 2019"),
        ("SIGIR '22: The 45th Conference on Information Retrieval", "SIGIR 2022"),
        (
            "Proceedings of the Annual Meeting of the Kite Society",
            "Proceedings of the Annual Meeting of the Kite Society",
        ),
        ("Journal of Machine Learning Research", "Journal of Machine Learning Research"),
        ("Journal of Acoustics (JASA)", "Journal of Acoustics (JASA)"),
        ("Acl injuries in sport", "Acl injuries in sport"),
    ],
)
def test_short_venues_are_the_sources_own(container: str, venue: str) -> None:
    assert tidy_venue(container) == (venue, None)


@pytest.mark.parametrize(
    ("container", "kind"),
    [
        ("Proceedings of the Kite Conference", "inproceedings"),
        ("IEEE Transactions on Kites", "article"),
        ("arXiv preprint arXiv:2401.00001", "preprint"),
        ("PhD thesis, University of the Sky", "thesis"),
        ("Kites and Moths", None),
        ("", "preprint"),
    ],
)
def test_types_are_told_by_the_venue(container: str, kind: str | None) -> None:
    assert guess_type(container, has_issue=False, has_isbn=False, has_arxiv=True) == kind


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ho, Ann", ["Ho, Ann"]),
        ("van Gogh, Vincent and García Márquez, G.", ["van Gogh, Vincent", "García Márquez, G."]),
        ("Ann Ho, Bo Bell and Cy Kite", ["Ann Ho", "Bo Bell", "Cy Kite"]),
        ("Ho, A., Bell, B.", ["Ho, A.", "Bell, B."]),
        ("Ho A, Bell BC", ["Ho, A.", "Bell, B. C."]),
        ("Ho, Jr., Walter", ["Ho, Jr., Walter"]),
        ("张三，李四", ["张三", "李四"]),
        ("Ann Ho | Bo Bell", ["Ann Ho", "Bo Bell"]),
        ("A. Ho, B. Bell, and C. Kite", ["A. Ho", "B. Bell", "C. Kite"]),
        ("Ho, Ann; Bell, Bo; et al.", ["Ho, Ann", "Bell, Bo", "et al."]),
    ],
)
def test_lists_of_people(text: str, names: list[str]) -> None:
    assert [name.full for name in split_names(text)] == names


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("gb18030", "标题,作者\n图像与语言的对齐研究,张三\n基于深度学习的目标检测方法综述,王五\n"),
        ("shift_jis", "題名,著者\n画像と言語の対応付けに関する研究,山田太郎\n深層学習による物体検出,鈴木花子\n"),
        ("cp1251", "Название\nВыравнивание картинок и слов\n"),
        ("cp1252", "title\nDon’t “say” Müller – déjà\n"),
        ("latin-1", "title\nCafé au lait, Ødegård\n"),
        ("utf-16-le", "title,authors\nMüller\n"),
        ("utf-16-be", "title,authors\nMüller\n"),
    ],
)
def test_encodings_that_nobody_says_are_guessed_and_said(encoding: str, text: str) -> None:
    got = decode(text.encode(encoding))
    assert got.text == text
    assert got.note is not None


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("\ufeff\ufeffKites".encode(), "Kites"),
        ("Käfer".encode("utf-16"), "Käfer"),
        ('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>'.encode("latin-1"), "é</a>"),
        ("% Encoding: GBK\n@a{x, title={图像与语言}}".encode("gbk"), "图像与语言"),
        ("Größe Übung ".encode() + b"caf\xe9", "café"),
    ],
)
def test_what_a_file_says_of_its_encoding_counts(data: bytes, text: str) -> None:
    assert text in decode(data).text


XML = "<?xml version='1.0'?>"
FORMS = {
    "bibtex": "@book{k, title = {Über Netze}, langid = {ngerman}}",
    "bibtex-language": "@book{k, title = {Über Netze}, language = {ngerman and english}}",
    "ris": "TY  - BOOK\nTI  - Über Netze\nLA  - ger\nER  - \n",
    "csl-json": '[{"type": "book", "title": "Über Netze", "language": "de_de", "author": [{"family": "A"}]}]',
    "endnote-xml": f"{XML}<xml><records><record><rec-number>1</rec-number><ref-type name='Book'>6</ref-type><titles>"
    "<title>Über Netze</title></titles><language>German</language></record></records></xml>",
    "web-of-science": "FN x\nPT J\nAU A, B\nTI Über Netze\nSO Netze\nLA German\nER\nEF\n",
    "pubmed": "PMID- 1\nTI  - Über Netze.\nLA  - ger\n",
    "pubmed-xml": f"{XML}<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>"
    "Über Netze</ArticleTitle><Language>ger</Language></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>",
    "openalex": '{"id": "https://openalex.org/W1", "title": "Über Netze", "language": "de"}',
    "crossref": '{"DOI": "10.1000/a", "title": ["Über Netze"], "language": "de"}',
    "acl-anthology": f"{XML}<collection id='2022.x'><volume id='1'><meta><booktitle>P</booktitle></meta><paper id='1'>"
    "<title>Über Netze</title><language>deu</language></paper></volume></collection>",
    "table": "title,year,language\nÜber Netze,2020,Deutsch\n",
    "json": '{"title": "Über Netze", "lang": "de"}',
    "yaml": "- title: Über Netze\n  sprache: Deutsch\n",
}


@pytest.mark.parametrize("form", FORMS)
def test_a_language_is_a_tag(form: str) -> None:
    (entry,), problems = parse_entries(FORMS[form].encode(), "library")
    assert not problems
    assert entry.reader == form.removesuffix("-language")
    assert entry.citation.lang in {"de", "de-DE"}
    assert not any("language" in note.lower() or "LA" in note for note in entry.notes)


@pytest.mark.parametrize(
    ("name", "tag"),
    [("阿拉伯语", "ar"), ("alemán", "de"), ("немецкий", "de"), ("हिन्दी", "hi"), ("Altgriechisch", "grc")],
)
def test_a_language_is_known_by_what_other_languages_call_it(name: str, tag: str) -> None:
    (entry,), _ = parse_entries(f"TY  - BOOK\nTI  - Nets\nLA  - {name}\nER  - \n".encode(), "x.ris")
    assert entry.citation.lang == tag


def test_a_language_that_none_is_called_is_told() -> None:
    (entry,), _ = parse_entries(b"TY  - BOOK\nTI  - Nets\nLA  - Seaish\nER  - \n", "x.ris")
    assert entry.citation.lang is None
    assert entry.notes == ("language: “Seaish” is left out (no language is known by it)",)


@pytest.mark.parametrize(
    "written", [r"https://a.example/\~{}ann", r"https://a.example/{\~}ann", "https://a.example/~ann"]
)
def test_a_tilde_of_latex_in_an_address_is_one(written: str) -> None:
    assert [link.url for link in _entry(links=(("publisher", written),)).links] == ["https://a.example/~ann"]


def test_the_number_of_a_book_is_that_of_its_series() -> None:
    text = "@%s{k, title = {Kites}, series = {Sky}, number = {12}}"
    issues = {}
    for kind in ("book", "incollection", "article", "techreport"):
        (entry,), _ = parse_entries((text % kind).encode(), "x.bib")
        issues[kind] = entry.citation.issue
    assert issues == {"book": None, "incollection": None, "article": "12", "techreport": "12"}


@pytest.mark.parametrize(
    ("number", "isbn", "issn"),
    [
        ("9780262035613", ("9780262035613",), ()),
        ("0262035618", ("0262035618",), ()),
        ("978-0-262-03561-3 (pbk)", ("978-0-262-03561-3",), ()),
        ("00280836", (), ("0028-0836",)),
        ("0028-0836 (Print)", (), ("0028-0836",)),
    ],
)
def test_a_number_of_ris_is_of_the_kind_that_it_looks_like(
    number: str, isbn: tuple[str, ...], issn: tuple[str, ...]
) -> None:
    (entry,), _ = parse_entries(f"TY  - BOOK\nTI  - Kites\nSN  - {number}\nER  - \n".encode(), "x.ris")
    assert tuple(one.replace("-", "") for one in entry.citation.isbn) == tuple(one.replace("-", "") for one in isbn)
    assert entry.citation.issn == issn
