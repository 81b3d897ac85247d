"""Extracts the phrases of texts: one to three words in a row, in the form that cues match, and as texts write them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ...text.analysis import is_paired
from ..classify.cues import words_of
from .words import is_function_word, is_general, language_of

Phrase = tuple[str, ...]
"""The keys of the words in a row, as `cues.words_of` gives them: lower case, singular."""

LONGEST = 3
"""The most words of a phrase; in a script without spaces, twice as many characters."""
_BREAK = re.compile(r"[^\s\-‐‑/’']")
"""What parts two words so that they are in no phrase together: any mark but a hyphen, a slash, an apostrophe."""
_HYPHENS = "-‐‑"
_MATHEMATICS = re.compile(r"\$[^$]{1,200}\$|\\[A-Za-z]+|\[[Ii]n [A-Z]\w+\]|\b\w&\w\b")
"""No words of a subject: formulas, `[in French]` behind a translated title, `R&D`."""


class Document(NamedTuple):
    """The texts of one paper from which areas are found.

    If the abstract is not kept, `terms` are the weighted words that the record stores. `headings` are those under which
    the source lists the paper.
    """

    title: str
    abstract: str | None = None
    keywords: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    terms: Mapping[str, float] = {}

    @property
    def text(self) -> str:
        """Return the abstract; if it is not kept, the stored words, separated by full stops since their order is
        lost.
        """
        return self.abstract or ". ".join(self.terms)


class Reading(NamedTuple):
    """The phrases of one document: how often each occurs in the title, how often in title and abstract, and those of
    keywords.
    """

    in_title: Counter[Phrase]
    anywhere: Counter[Phrase]
    keywords: frozenset[Phrase]


class Phrases:
    """The phrases of all documents, with counts that tell a complete phrase from a part of a longer one.

    `readings` has the phrases of each document in order, `papers` the number of documents with each phrase.
    """

    def __init__(self, documents: Sequence[Document], language: str) -> None:
        """Extract the phrases of documents. `language` is the survey's, in which a text counts as written if nothing
        tells its language.
        """
        self._language = language
        self.has_abstracts = any(document.abstract for document in documents)
        self._surfaces: dict[Phrase, Counter[str]] = defaultdict(Counter)
        self._title_surfaces: dict[Phrase, Counter[str]] = defaultdict(Counter)
        self._total: Counter[Phrase] = Counter()
        self._cut: Counter[Phrase] = Counter()
        """Occurrences at whose end a word of content follows at once, or that a hyphen ties to a word before."""
        self.readings = [self._read(document) for document in documents]
        self.papers = Counter(phrase for reading in self.readings for phrase in reading.anywhere)
        self._longer: dict[Phrase, int] = {}
        for phrase, count in self._total.items():
            for part in (phrase[1:], phrase[:-1]):
                self._longer[part] = max(self._longer.get(part, 0), count)

    def _read(self, document: Document) -> Reading:
        """Return the phrases of one document with their counts, and add how they are written to what is known of
        all.
        """
        words = [word.lower() for word in re.findall(r"[^\W\d_]+", f"{document.title} {document.text}")]
        language = language_of(words, self._language)
        in_title: Counter[Phrase] = Counter()
        anywhere: Counter[Phrase] = Counter()
        for text, surfaces in ((document.title, self._title_surfaces), (document.text, self._surfaces)):
            text = _MATHEMATICS.sub(lambda match: "." * len(match[0]), text)
            found = list(_phrases_of(text, language, self._language))
            phrases = [phrase for phrase, *_ in found]
            anywhere.update(phrases)
            self._total.update(phrases)
            self._cut.update(phrase for phrase, _, _, is_cut in found if is_cut)
            for phrase, start, end, _ in found:
                surfaces[phrase][text[start:end]] += 1
            if surfaces is self._title_surfaces:
                in_title = anywhere.copy()
        keywords = frozenset(
            phrase for word in document.keywords for phrase, *_ in _phrases_of(word, language, self._language)
        )
        return Reading(in_title, anywhere, keywords)

    def shown(self, phrase: Phrase) -> str:
        """Return a phrase as running text writes it most often, with capitals only where its words always have them:
        `language models`, `Monte Carlo`, `BERT`.
        """
        form = _commonest(self._surfaces.get(phrase) or self._title_surfaces[phrase])
        return re.sub(r"[^\W_]+", lambda word: self._written_small(word[0]), form)

    def _written_small(self, word: str) -> str:
        """Return a word in lower case, unless it has capitals inside or running text never writes it small. A German
        word that stands in titles only may be a noun, and keeps its capital.
        """
        lower = word.lower()
        alone = next((self._surfaces[key,] for key, _, _ in words_of(word) if (key,) in self._surfaces), None)
        never_small = self._language == "de" if alone is None else lower not in alone
        return word if word[1:] != lower[1:] or never_small else lower

    def is_whole(self, phrase: Phrase) -> bool:
        """Return whether a phrase is mostly not part of a longer one: `machine translation` is, `neural machine` is
        not.
        """
        total = self._total[phrase]
        return self._cut[phrase] <= 0.6 * total and self._longer.get(phrase, 0) <= 0.7 * total

    def names_a_subject(self, phrase: Phrase) -> bool:
        """Return whether a phrase can be a title or a cue: it has several words, or is a single word that names a
        subject.
        """
        if is_paired(phrase[0]):
            ends = ("".join(phrase[:2]), "".join(phrase[-2:]))
            return len(phrase) > 1 and not any(is_function_word(end, "zh") for end in ends)
        return len(phrase) > 1 or not (is_general(phrase[0]) or is_general(f"{phrase[0]}s") or len(phrase[0]) < 3)


def _commonest(forms: Counter[str]) -> str:
    plain: Counter[str] = Counter()
    for form, count in forms.items():
        plain[" ".join(form.split())] += count
    return min(plain, key=lambda form: (-plain[form], sum(char.isupper() for char in form), form))


def _phrases_of(text: str, language: str, usual: str) -> Iterator[tuple[Phrase, int, int, bool]]:
    """Yield each phrase of a text with its start, its end, and whether it is cut out of a longer one there: a word of
    content follows at once, or a hyphen ties it to a word before.
    """
    for run in _runs(text, language, usual):
        longest = LONGEST * 2 if is_paired(run[0][0]) else LONGEST
        keys = tuple(key for key, _, _ in run)
        for first, (_, start, _) in enumerate(run):
            tied = text[start - 1 : start] in _HYPHENS and start > 0
            for last in range(first, min(first + longest, len(run))):
                end = run[last][2]
                is_cut = tied or last + 1 < len(run) or (text[end : end + 1] in _HYPHENS and end < len(text))
                yield keys[first : last + 1], start, end, is_cut


def _runs(text: str, language: str, usual: str) -> Iterator[list[tuple[str, int, int]]]:
    """Yield the stretches of a text that hold words of content only, each word as its key, start and end. Function
    words of the survey's `usual` language are none either: titles stand beside abstracts in another language.
    """
    run: list[tuple[str, int, int]] = []
    before = 0
    for key, start, end in words_of(text):
        parted = _BREAK.search(text, before, start) is not None
        word = text[start:end].lower()
        is_content = not (is_function_word(word, language) or is_function_word(word, usual) or key.isdigit())
        if run and (parted or not is_content or is_paired(key) != is_paired(run[-1][0])):
            yield run
            run = []
        if is_content:
            run.append((key, start, end))
        before = end
    if run:
        yield run
