"""Extracts the phrases of texts: one to three words in a row, in the form that cues match, and as texts write them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from typing import NamedTuple

from ...text.analysis import is_paired
from ...text.languages import language_of_tag
from ...text.pieces import Remembered, piece_starts, pieces_of
from ..classify.cue_words import words_of
from .words import is_function_word, is_general, language_of

Phrase = tuple[str, ...]
"""The keys of the words in a row, as `cues.words_of` gives them: lower case, singular."""

LONGEST = 3
"""The most words of a phrase; in a script without spaces, twice as many characters."""
_BREAK = re.compile(r"[^\s\-‐‑/’']")
"""What parts two words so that they are in no phrase together: any mark but a hyphen, a slash, an apostrophe."""
_HYPHENS = "-‐‑"
_CUTTING = frozenset(_HYPHENS)
_HANGUL = re.compile("[가-힣]+")
_PARTICLES = frozenset(
    "가 과 까지 는 들 로 로서 로의 를 만 부터 와 으로 으로서 은 을 의 이 이나 에 에게 에서 에서의 적 하는 한".split()
)
"""What Korean writes at the end of a word without a space, as its particles."""
_MATHEMATICS = re.compile(r"\$[^$]{1,200}\$|\\[A-Za-z]+|\[[Ii]n [A-Z]\w+\]|\b\w&\w\b")
"""No words of a subject: formulas, `[in French]` behind a translated title, `R&D`."""


class Document(NamedTuple):
    """The texts of one paper from which areas are found; `keywords` are those of its source.

    If the abstract is not kept, `terms` are the weighted words that the record stores. `headings` are those under which
    the source lists the paper. `lang` is the tag of the language that the source names.
    """

    title: str
    abstract: str | None = None
    keywords: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    terms: Mapping[str, float] = {}
    lang: str | None = None

    @property
    def text(self) -> str:
        """Return the abstract; if it is not kept, the stored words, separated by full stops since their order is
        lost.
        """
        return self.abstract or ". ".join(self.terms)


class Reading(NamedTuple):
    """The phrases of one document: how often each occurs in the title (`in_title`), how often in title and abstract
    together (`anywhere`), and those of its keywords.
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
        self._written: Counter[tuple[Phrase, str]] = Counter()
        self._written_in_titles: Counter[tuple[Phrase, str]] = Counter()
        self._nouns: set[str] = set()
        """Words that titles in German write with a capital, though not at the beginning."""
        self._total: Counter[Phrase] = Counter()
        self._cut: Counter[Phrase] = Counter()
        """Occurrences at whose end a word of content follows at once, or that a hyphen ties to a word before."""
        self.readings = [self._read(document) for document in documents]
        self.papers = Counter(chain.from_iterable(reading.anywhere for reading in self.readings))
        self._longer: dict[Phrase, int] = {}
        for phrase, count in self._total.items():
            if count > 1:  # one occurrence makes no phrase a part of another
                for part in (phrase[1:], phrase[:-1]):
                    if count > self._longer.get(part, 0):
                        self._longer[part] = count

    def _read(self, document: Document) -> Reading:
        """Return the phrases of one document with their counts, and add how they are written to what is known of
        all.
        """
        words = re.findall(r"[^\W\d_]+", f"{document.title} {document.text}".lower())
        language = language_of_tag(document.lang) or language_of(words, self._language)
        if language == "de":
            inside = re.findall(r"[^\W\d_]+", document.title)[1:]
            self._nouns.update(word for word in inside if word[:1].isupper())
        in_title: Counter[Phrase] = Counter()
        anywhere: Counter[Phrase] = Counter()
        for text, written in ((document.title, self._written_in_titles), (document.text, self._written)):
            text = _without_mathematics(text)
            found = _phrases_of(text, language, self._language)
            anywhere.update(found.phrases)
            self._total.update(found.phrases)
            self._cut.update(found.cut)
            written.update(zip(found.phrases, found.forms, strict=True))
            if written is self._written_in_titles:
                in_title = anywhere.copy()
        keywords = frozenset(
            phrase for word in document.keywords for phrase in _phrases_of(word, language, self._language).phrases
        )
        return Reading(in_title, anywhere, keywords)

    @cached_property
    def _surfaces(self) -> Mapping[Phrase, Counter[str]]:
        return _by_phrase(self._written)

    @cached_property
    def _title_surfaces(self) -> Mapping[Phrase, Counter[str]]:
        return _by_phrase(self._written_in_titles)

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
        is_noun = self._language == "de" or word in self._nouns
        never_small = is_noun if alone is None else lower not in alone
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
            return len(phrase) > 1 and not any(is_function_word(end, code) for end in ends for code in ("zh", "ko"))
        return len(phrase) > 1 or not (is_general(phrase[0]) or is_general(f"{phrase[0]}s") or len(phrase[0]) < 3)


def _commonest(forms: Counter[str]) -> str:
    plain: Counter[str] = Counter()
    for form, count in forms.items():
        plain[" ".join(form.split())] += count
    return min(plain, key=lambda form: (-plain[form], sum(char.isupper() for char in form), form))


def _by_phrase(written: Mapping[tuple[Phrase, str], int]) -> Mapping[Phrase, Counter[str]]:
    """Return for each phrase how often it is written in each form."""
    forms: dict[Phrase, Counter[str]] = defaultdict(Counter)
    for (phrase, form), count in written.items():
        forms[phrase][form] = count
    return forms


def _without_mathematics(text: str) -> str:
    """Return a text of the same length with full stops in place of formulas."""
    if "$" in text or "\\" in text or "[" in text or "&" in text:
        return _MATHEMATICS.sub(lambda match: "." * len(match[0]), text)
    return text


class _Found(NamedTuple):
    """The phrases of a text, each with its `forms`, as the text writes it; and those that are `cut` out of a longer one
    there: a word of content follows at once, or a hyphen ties it to a word before.
    """

    phrases: list[Phrase]
    forms: list[str]
    cut: list[Phrase]


def _phrases_of(text: str, language: str, usual: str) -> _Found:
    """Return the phrases of a text in its `language`; `usual` is the survey's."""
    found = _Found([], [], [])
    phrases, forms, cut = found
    for run in _runs(text, language, usual):
        longest = LONGEST * 2 if is_paired(run[0][0]) else LONGEST
        keys, words = tuple([key for key, _, _ in run]), len(run)
        korean = longest > LONGEST and any("가" <= key <= "힣" for key in keys)
        for first, (_, start, _) in enumerate(run):
            tied = start > 0 and text[start - 1] in _HYPHENS
            if korean and start > 0 and _HANGUL.match(text, start - 1) and _HANGUL.match(text, start):
                continue  # within a word
            for behind in range(first + 1, min(first + longest, words) + 1):
                end = run[behind - 1][2]
                phrase = keys[first:behind]
                phrases.append(phrase)
                forms.append(text[start:end])
                if tied or (_ends_inside(text, end) if korean else behind < words) or text[end : end + 1] in _CUTTING:
                    cut.append(phrase)
    return found


def _ends_inside(text: str, end: int) -> bool:
    """Return whether a stretch of a text that ends at `end` leaves out a part of a Korean word that is no particle.

    >>> text = "서당 교육의 실제"
    >>> [_ends_inside(text, end) for end in (2, 4, 5, 6)]
    [False, True, False, False]
    """
    rest = _HANGUL.match(text, end)
    return rest is not None and _HANGUL.match(text, end - 1) is not None and rest[0] not in _PARTICLES


class _Words(Remembered[tuple[tuple[str, int, int, bool], ...]]):
    """The words of a piece of a text, as `words_of` gives them, each with whether it is a word of content: no number,
    and no function word of its text's language or the survey's, in which titles stand beside abstracts in another.
    """

    def __init__(self, language: str, usual: str) -> None:
        super().__init__()
        self._languages = (language, usual)

    def find(self, piece: str) -> tuple[tuple[str, int, int, bool], ...]:
        """Return the words of a piece: key, start and end in the piece, and whether it is a word of content."""
        return tuple((*word, self._is_content(word[0], piece[word[1] : word[2]].lower())) for word in words_of(piece))

    def _is_content(self, key: str, word: str) -> bool:
        return not (key.isdigit() or any(is_function_word(word, language) for language in self._languages))


@lru_cache(maxsize=8)
def _words_in(language: str, usual: str) -> _Words:
    return _Words(language, usual)


def _runs(text: str, language: str, usual: str) -> Iterator[list[tuple[str, int, int]]]:
    """Yield the stretches of a text that hold words of content only, each word as its key, start and end. Function
    words are those of the text's language and of `usual`, the survey's.
    """
    run: list[tuple[str, int, int]] = []
    before = 0
    known, pieces = _words_in(language, usual), pieces_of(text)
    for offset, piece in zip(piece_starts(pieces), pieces, strict=True):
        for key, first, last, is_content in known[piece]:
            start = offset + first
            if run and (
                not is_content
                or (text[before:start] != " " and _BREAK.search(text, before, start))
                or is_paired(key) != is_paired(run[-1][0])
            ):
                yield run
                run = []
            before = offset + last
            if is_content:
                run.append((key, start, before))
    if run:
        yield run
