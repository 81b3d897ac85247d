"""The texts of a paper that a sentence model reads, and the words in them."""

from __future__ import annotations

import hashlib
from collections import Counter
from itertools import pairwise

from ...records.paper import Paper
from ...text.analysis import words
from ...text.sentences import sentence_starts
from ..languages import Languages
from .learning import Bag

_SENTENCES = 3


def text_of(paper: Paper) -> str:
    """Return the text of a paper that a sentence model reads: its title, and its abstract or else its digest."""
    bibliographic = paper.bibliographic
    said = bibliographic.abstract or " ".join(parts_of(paper))
    return f"{bibliographic.title}. {said}" if said else bibliographic.title


def parts_of(paper: Paper) -> list[str]:
    """Return the parts of a paper's digest that stand in for an abstract that is not kept; an empty list if there is an
    abstract.
    """
    digest = paper.digest
    if paper.bibliographic.abstract:
        return []
    return [part for part in (digest.summary, digest.problem, digest.idea, digest.results) if part]


def questions_of(paper: Paper) -> list[str]:
    """Return the questions that a paper answers, as its curator wrote them."""
    return list(paper.digest.questions)


def sentences_of(paper: Paper) -> list[str]:
    """Return the first three sentences of a paper's abstract; fewer if it is shorter, none without one."""
    abstract = paper.bibliographic.abstract or ""
    starts = [*sentence_starts(abstract), len(abstract)][: _SENTENCES + 1]
    return [abstract[start:end].strip() for start, end in pairwise(starts) if end > start]


def language_of(paper: Paper, languages: Languages) -> str:
    """Return the language of what `text_of` returns: the digest's if there is no abstract, else the paper's."""
    return (languages.digests if parts_of(paper) else languages.papers)[paper.id]


def bag_of(text: str, language: str) -> Bag:
    """Return the stems of a text with their counts, made by the rules of the language as for a query."""
    return Counter(term for word in words(text, language=language) for term in word.terms)


def hash_of(paper: Paper) -> str:
    """Return the first 16 hexadecimal digits of a hash of all texts of a paper that a sentence model reads."""
    return hashlib.sha256("\n".join((text_of(paper), *paper.digest.questions)).encode()).hexdigest()[:16]
