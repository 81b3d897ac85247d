"""In which languages texts hold a word as it stands, so that a query is read as its words are written.

Only a survey in several languages needs it. `chat =chats` lists the languages, by their number in `Languages.all`, in
which texts hold the folded word `chats`; a word of the commonest language alone is left out. Before it stands the stem
that the word has in that language, so that both keys are mostly in one file. `:text=fr` lists the papers that have
texts in a language: title and abstract, or what a curator wrote of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ..catalogue.languages import IN_ALL, Languages
from ..records.catalogue import Catalogue
from ..records.paper import Paper
from ..text.analysis import Analyser, is_paired, is_stop_word
from .parameters import SHARDS
from .postings import texts_of
from .shards import word_key


def word_languages(
    catalogue: Catalogue, papers: Sequence[Paper], analyser: Analyser, languages: Languages
) -> dict[str, list[int]]:
    """Return the keys `stem =word` and `:text=language` with their postings lists; none for texts in one language."""
    if len(languages.all) < 2:
        return {}
    numbers = {language: number for number, language in enumerate(languages.all)}
    words: defaultdict[str, set[int]] = defaultdict(set)
    texts: defaultdict[str, list[int]] = defaultdict(list)
    for position, paper in enumerate(papers):
        own = dict.fromkeys((languages.papers[paper.id], languages.digests[paper.id]))
        for language in own:
            texts[f":text={language}"].append(position * SHARDS.impacts)
        for word, language in _words_of(catalogue, paper, analyser, languages, tuple(own)):
            words[word].add(numbers[language])
    foreign = {word: own for word, own in words.items() if own != {0}}
    listed = {
        word_key(word, languages.all[0]): [number * SHARDS.impacts for number in sorted(own)]
        for word, own in foreign.items()
        if not is_paired(word) and not is_stop_word(word, languages.all[0])
    }
    return {**texts, **listed}


def _words_of(
    catalogue: Catalogue, paper: Paper, analyser: Analyser, languages: Languages, own: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """The folded words of a paper, each with a language in which its texts hold it. Names belong to all of them."""
    for field, said in texts_of(catalogue, paper).items():
        for language in own if field in IN_ALL else languages.of(field, paper):
            for text in said:
                yield from ((word, language) for word in analyser.analyse(text, language=language).surfaces)
    if not paper.bibliographic.abstract:
        for word in paper.derived.terms:
            yield from ((part, languages.papers[paper.id]) for part in analyser.analyse(word).surfaces)
