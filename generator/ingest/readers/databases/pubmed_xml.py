"""Reads PubMed's XML: articles and books."""

from __future__ import annotations

import re

from ....records.base import Problem
from ....records.entry import Entry
from ....records.paper import PublicationType
from ...raw import RawEntry, RawName
from .entries import make_entries
from .medline import full_pages, full_suffix, given_names, tidy_title, type_of
from .xml_elements import Element, child, children, content_of, local_name, markup_of, parse_elements, root_name

_READ = frozenset(
    "Journal ArticleTitle Pagination ELocationID Abstract AuthorList ArticleDate PublicationTypeList Book "
    "PublicationType ContributionDate LocationLabel ArticleIdList Language".split()
)
_ADMINISTRATIVE = frozenset(
    "PMID DateCompleted DateRevised Article MedlineJournalInfo MeshHeadingList KeywordList".split()
)
_GIVEN = ("ForeName", "FirstName", "Initials")


def reads(path: str, head: str) -> bool:
    """Return whether `head`, the beginning of a file, is XML whose root is one of PubMed's (`PubmedArticleSet` …).
    `path` is not used.
    """
    del path
    return root_name(head) in {"PubmedArticleSet", "PubmedArticle", "PubmedBookArticle", "PubmedBookArticleSet"}


def parse(text: str, path: str) -> tuple[list[Entry], list[Problem]]:
    """Return an entry for each article or book with a title, in the order of the text, and a problem with its line for
    each one without, for a list of deleted articles, and for broken XML. A text without articles gives one problem.
    `path` is that of the file, for both.
    """
    parts, problems = parse_elements(text, path, {"PubmedArticle", "PubmedBookArticle", "DeleteCitation"})
    return make_entries(parts, _raw, "pubmed-xml", path, problems)


def _raw(element: Element, line: int) -> RawEntry:
    if local_name(element) == "DeleteCitation":
        raise ValueError("is a list of articles that PubMed has deleted; remove it")
    book = local_name(element) == "PubmedBookArticle"
    citation = child(element, "BookDocument" if book else "MedlineCitation")
    article = citation if book else child(citation, "Article")
    host = child(article, "Book" if book else "Journal")
    number = child(host, "JournalIssue")
    notes: list[str] = []
    year, date = _dates(article, number if not book else host)
    pubmed = content_of(citation, "PMID")
    return RawEntry(
        line=line,
        key=pubmed,
        markup="html",
        type=_type(article, book=book),
        title=tidy_title(content_of(article, "ArticleTitle") or content_of(host, "BookTitle")),
        abstract=_abstract(child(article, "Abstract")),
        authors=_people(article, notes),
        editors=_people(host, notes) if book else (),
        year=year,
        date=date,
        venue=""
        if book
        else (content_of(host, "ISOAbbreviation") or content_of(citation, "MedlineJournalInfo", "MedlineTA")),
        container=_container(article, host, book=book),
        volume=content_of(number, "Volume") or content_of(host, "Volume"),
        issue=content_of(number, "Issue"),
        pages=_pages(child(article, "Pagination"), article),
        publisher=content_of(host, "Publisher", "PublisherName"),
        isbn=content_of(host, "Isbn"),
        issn=content_of(host, "ISSN"),
        language=content_of(article, "Language"),
        ids=_ids(element, article, pubmed, book=book),
        keywords=_keywords(citation),
        passed_over=(*notes, *_warnings(citation), *_passed_over(citation, article)),
    )


def _type(article: Element | None, *, book: bool) -> PublicationType | None:
    if book:
        return "chapter" if content_of(article, "ArticleTitle") else "book"
    return type_of([content_of(kind) for kind in children(child(article, "PublicationTypeList"), "PublicationType")])


def _container(article: Element | None, host: Element | None, *, book: bool) -> str:
    """Return the name of the journal of an article, or for a chapter of a book the title of its book, `host`; empty for
    a `book` itself.
    """
    if not book:
        return content_of(host, "Title")
    return content_of(host, "BookTitle") if content_of(article, "ArticleTitle") else ""


def _abstract(abstract: Element | None) -> str:
    """Return the parts of an abstract as one text, each after its label, such as `METHODS: …`; empty without one."""
    parts = []
    for part in children(abstract, "AbstractText"):
        label = part.get("Label", "").strip()
        text = markup_of(part).strip()
        parts.append(
            f"{label}: {text}" if text and label and label.upper() not in {"UNLABELLED", "UNLABELED"} else text
        )
    return " ".join(filter(None, parts))


def _people(holder: Element | None, notes: list[str]) -> tuple[RawName, ...]:
    people = []
    for group in children(holder, "AuthorList"):
        if group.get("CompleteYN") == "N":
            notes.append("authors: PubMed says that its list is not complete")
        for author in children(group, "Author"):
            if author.get("ValidYN") == "N":
                notes.append("a wrong spelling of an author")
                continue
            if children(author, "AffiliationInfo", "Affiliation"):
                notes.append("AffiliationInfo")
            people.append(_person(author))
    return tuple(people)


def _person(author: Element) -> RawName:
    if collective := content_of(author, "CollectiveName"):
        return RawName(full=collective, corporate=True)
    identifiers = [one for one in children(author, "Identifier") if one.get("Source", "").upper() == "ORCID"]
    orcid = content_of(identifiers[0]) if identifiers else ""
    return RawName(
        given=given_names(next((text for key in _GIVEN if (text := content_of(author, key))), "")),
        family=content_of(author, "LastName"),
        suffix=full_suffix(content_of(author, "Suffix")),
        orcid=re.sub(r"^(\d{4})(\d{4})(\d{4})(\d{3}[\dXx])$", r"\1-\2-\3-\4", orcid),
    )


def _dates(article: Element | None, number: Element | None) -> tuple[str, str]:
    """Return the year of the issue, `number`, and the full date of the issue or, if that has no day, of the article's
    appearance in the same year; each empty if it is not given.
    """
    issue = child(number, "PubDate")
    year = content_of(issue, "Year")
    printed = " ".join(filter(None, (year, content_of(issue, "Month"), content_of(issue, "Day"))))
    appeared = child(article, "ArticleDate")
    parts = [content_of(appeared, part) for part in ("Year", "Month", "Day")]
    if not content_of(issue, "Day") and all(parts) and (not year or parts[0] == year):
        return year, "-".join(part.zfill(2) for part in parts)
    return year, printed or content_of(issue, "MedlineDate")


def _pages(pagination: Element | None, article: Element | None) -> str:
    """Return the pages in full, such as 123-129 for 123-9, or the number of an article that has no pages."""
    first, last = content_of(pagination, "StartPage"), content_of(pagination, "EndPage")
    text = content_of(pagination, "MedlinePgn") or "-".join(filter(None, (first, last)))
    if text:
        return full_pages(text)
    numbers = [one for one in children(article, "ELocationID") if one.get("EIdType") == "pii"]
    number = content_of(numbers[0]) if numbers else ""
    return number if re.fullmatch(r"e?\d{1,8}", number) else ""


def _ids(element: Element, article: Element | None, pubmed: str, *, book: bool) -> dict[str, str]:
    """Return the PubMed number and the DOI of an article, or of a `book`, by kind. `pubmed` is the number if the
    article itself states it; those of the works that it cites stand elsewhere in the XML.
    """
    own = child(element, "PubmedBookData" if book else "PubmedData", "ArticleIdList")
    if own is None and book:
        own = child(article, "ArticleIdList")
    given = {identifier.get("IdType", ""): content_of(identifier) for identifier in children(own, "ArticleId")}
    located = [
        identifier
        for identifier in children(article, "ELocationID")
        if identifier.get("EIdType") == "doi" and identifier.get("ValidYN") != "N"
    ]
    doi = given.get("doi") or (content_of(located[0]) if located else "")
    return {kind: text for kind, text in (("pubmed", pubmed or given.get("pubmed", "")), ("doi", doi)) if text}


def _keywords(citation: Element | None) -> tuple[str, ...]:
    """Return the authors' keywords, then the headings of MeSH, each once."""
    own = [content_of(word) for group in children(citation, "KeywordList") for word in children(group, "Keyword")]
    mesh = [content_of(one, "DescriptorName") for one in children(child(citation, "MeshHeadingList"), "MeshHeading")]
    return tuple(dict.fromkeys(filter(None, (*own, *mesh))))


def _warnings(citation: Element | None) -> list[str]:
    """Return notes on what a curator must know of the article of a citation: that it was retracted, or that concern was
    expressed.
    """
    told = []
    for element in children(child(citation, "CommentsCorrectionsList"), "CommentsCorrections"):
        kind = element.get("RefType", "")
        if kind in {"RetractionIn", "ExpressionOfConcernIn", "PartialRetractionIn"}:
            word = "retracted" if "Retraction" in kind else "doubted"
            told.append(
                f"{word}: PubMed names a notice in {content_of(element, 'RefSource')}; look whether it belongs here"
            )
    return told


def _passed_over(citation: Element | None, article: Element | None) -> list[str]:
    known = _READ | _ADMINISTRATIVE
    holders = [citation] if citation is article else [citation, article]
    return [local_name(one) for holder in holders for one in children(holder) if local_name(one) not in known]
