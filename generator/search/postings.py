"""Makes the inverted index: from each key to the papers that have it, with the impact of the key on each paper.

| key | stands for | impact |
|---|---|---|
| `word` | a term of `text.analysis` | yes |
| `one two` | a bigram: two terms that stand next to each other | yes |
| `~3` | any member of the third group of synonyms, or a term of the glossary | yes |
| `!llavast` | a name, whole and without marks: the paper's own (8), of a thing it introduces (5) | yes |
| `:title:word`, `:name:word` | a term of the title, of a name | |
| `:author:word`, `:venue:word`, `:mentions:word` | a folded word, not stemmed | |
| `:area=key`, `:FACET=key`, `:year=2024`, `:has=code`, `:venue=key`, `:author=key`, `:mentions=id` | a filter | |
| `:times=3` | papers that three other papers name | |
| `:lang=fr` | papers whose title is in a language, where the survey has several | |
| `stem =word`, `:text=fr` | languages of a word, papers with texts in a language (`word_languages`) | |
| `:id=slug`, `:id=arxiv:2305.03689`, `:id=doi:10.1/x` | the paper itself | |

All but words and bigrams begin with a mark, so that no word's beginning is theirs. Words are also those of other
spellings of a name (`spellings`).

An impact is how much a key says of a paper, from 1 to 8: BM25F (Robertson, Zaragoza and Taylor, "Simple BM25
extension to multiple weighted fields", CIKM 2004) without its inverse document frequency, rounded. For a key t and a
paper d, with field weights w:

    tf(t, d) = sum over fields f of  w_f * count(t, d, f)
    len(d)   = sum over the fields f that count for length of  w_f * terms in (d, f)
    impact   = 8 * tf / (tf + k1 * (1 - b + b * len / mean len)), rounded, at least 1; mean len to three digits

Eight impacts rank as well as exact numbers (`docs/benchmarks.md`), take a third of the bytes, and need neither
lengths nor weights in the browser. Titles, names and texts count for length; tags, mentions, authors and venue do
not, or a paper with a hundred authors would rank below one with three.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from itertools import chain, pairwise
from operator import or_
from typing import Final, NamedTuple

from ..catalogue.families import family_line
from ..catalogue.languages import Languages, languages_of
from ..records.catalogue import Catalogue
from ..records.paper import Derived, Paper
from ..records.survey import System
from ..records.taxonomy import UNPLACED
from ..text.analysis import LONGEST, Analyser, Analysis, stem, words
from .groups import Members, groups_in, members_of, synonym_groups, word_forms
from .parameters import INDEX, SHARDS
from .spellings import add_spellings

HAS: Final = ("code", "data", "dataset", "benchmark", "model")
"""What a paper can come with: links to code and data, and introduced things of these kinds."""

PostingsList = list[int]
"""The papers that have a key, in rising order, each as position * 8 + impact - 1; the impact is 1 for keys without
one.
"""
_Analyses = Mapping[str, Mapping[str, Sequence[Analysis]]]
"""Field to language to the analyses of the texts."""
OpenValues = Mapping[str, Mapping[str, Sequence[str]]]
"""A paper's authors, venue and mentions: from the field to the key of each value to its spellings, the shown one
first.
"""


class InvertedIndex(NamedTuple):
    """The inverted index in three parts.

    `common` maps keys to postings lists; `rare` does so for the keys that only phrases and lists of ids need (bigrams
    of few papers, `:id=…`), so that a browser seldom loads them. `surfaces` are the words as texts write them, folded
    but not stemmed, among which spelling correction looks.
    """

    common: dict[str, PostingsList]
    rare: dict[str, PostingsList]
    surfaces: set[str]


def invert(
    catalogue: Catalogue,
    papers: Sequence[Paper],
    analyser: Analyser | None = None,
    languages: Languages | None = None,
) -> InvertedIndex:
    """Return the inverted index of a catalogue. A paper's number in the postings lists is its position in `papers`.

    `analyser` caches analyses of texts, `languages` are those of the texts; both are made where they are not given.
    """
    analyser = analyser or Analyser()
    languages = languages or languages_of(catalogue, papers)
    surfaces: set[str] = set()
    weighted = _weigh(catalogue, papers, _Reading(languages, analyser), surfaces)
    common: dict[str, PostingsList] = {}
    rare: dict[str, PostingsList] = {}
    for key, postings in weighted.items():
        (common if len(postings) >= INDEX.common_bigram or " " not in key else rare)[key] = postings
    filters: defaultdict[str, PostingsList] = defaultdict(list)
    for position, paper in enumerate(papers):
        for key in dict.fromkeys(_filter_keys(catalogue, paper, analyser, languages)):
            filters[key].append(position * SHARDS.impacts)
        for id in _ids(paper):
            rare[f":id={id}"] = [position * SHARDS.impacts]
        for key, impact in _whole_names(paper.derived).items():
            common.setdefault(key, []).append(position * SHARDS.impacts + impact - 1)
    return InvertedIndex(common | filters, rare, surfaces)


# --- what is weighed: words, bigrams and groups of synonyms -------------------


class _Reading(NamedTuple):
    """What it takes to analyse the texts of a paper."""

    languages: Languages
    analyser: Analyser

    def of(self, fields: Mapping[str, Sequence[str]], paper: Paper) -> _Analyses:
        """The analyses of a paper's texts, by field and language; most fields have one language."""
        return {
            field: {
                language: [self.analyser.analyse(text, stops=field != "names", language=language) for text in texts]
                for language in self.languages.of(field, paper)
            }
            for field, texts in fields.items()
        }


def _weigh(
    catalogue: Catalogue, papers: Sequence[Paper], reading: _Reading, surfaces: set[str]
) -> dict[str, PostingsList]:
    """Words, bigrams and groups, with impacts. Adds the words of each text to `surfaces`."""
    groups = synonym_groups(catalogue)
    members = {language: members_of(groups, language) for language in reading.languages.all}
    frequencies: list[dict[str, float]] = []
    lengths: list[float] = []
    for paper in papers:
        texts = texts_of(catalogue, paper)
        analyses = reading.of(texts, paper)
        for each in analyses.values():
            surfaces.update(*(analysis.surfaces for analysis in chain.from_iterable(each.values())))
        if not paper.bibliographic.abstract:
            surfaces.update(*(reading.analyser.analyse(word).surfaces for word in paper.derived.terms))
        own, length = _frequencies(paper, analyses, members, reading.analyser)
        add_spellings(own, texts, paper, reading.languages, surfaces)
        frequencies.append(own)
        lengths.append(length)
    # Rounded, so that an edit of one paper does not change what words say of others.
    own_mean = float(f"{sum(lengths) / len(lengths):.3g}") if any(lengths) else 1.0
    mean = catalogue.settings.mean_length or own_mean
    inverted: defaultdict[str, PostingsList] = defaultdict(list)
    for position, (own, length) in enumerate(zip(frequencies, lengths, strict=True)):
        norm = INDEX.k1 * (1 - INDEX.b + INDEX.b * length / mean)
        # Most keys of a paper have one of a few frequencies.
        coded = {tf: position * SHARDS.impacts + _impact(tf, norm) - 1 for tf in set(own.values())}
        for key, tf in own.items():
            inverted[key].append(coded[tf])
    return dict(inverted)


def _impact(tf: float, norm: float) -> int:
    return max(1, int(SHARDS.impacts * tf / (tf + norm) + 0.5))


def _frequencies(
    paper: Paper, analyses: _Analyses, members: Mapping[str, Members], analyser: Analyser
) -> tuple[dict[str, float], float]:
    """Key to weighted frequency, and the length of the paper. Where its abstract is not kept, the weighted words of
    its record stand for it.
    """
    frequencies: dict[str, float] = {}
    length = 0.0
    title: Mapping[str, float] = {}
    for name, (weight, long) in INDEX.fields.items():
        counts: Mapping[str, float]
        others: Mapping[str, float]
        if name == "abstract" and paper.derived.terms and not paper.bibliographic.abstract:
            (language,) = analyses[name]
            counts, others = _beyond_title(paper.derived.terms, title, analyser, members[language])
        else:
            counts, others = _counted(analyses[name], members)
        if name == "title":
            title = {**counts, **others}
        for key, count in chain(others.items(), counts.items()):
            frequencies[key] = frequencies.get(key, 0.0) + weight * count
        if long:
            length += weight * sum(counts.values())
    return frequencies, length


def _counted(
    analyses: Mapping[str, Sequence[Analysis]], members: Mapping[str, Members]
) -> tuple[Counter[str], Counter[str]]:
    """The terms of a field, and its bigrams and groups, with how often they stand there; of a text that was read in
    several languages, as often as in the one that has a key most.
    """
    counts = [Counter(chain.from_iterable(analysis.terms for analysis in own)) for own in analyses.values()]
    others = [_bigrams_and_groups(own, members[language]) for language, own in analyses.items()]
    return reduce(or_, counts), reduce(or_, others)


def _bigrams_and_groups(analyses: Sequence[Analysis], members: Members) -> Counter[str]:
    """The bigrams and the groups of synonyms that stand in some texts, with how often they do."""
    counts = Counter(" ".join(pair) for analysis in analyses for pair in pairwise(analysis.sequence))
    if analyses:
        counts.update(groups_in([analysis.surfaces for analysis in analyses], members))
    return counts


def _beyond_title(
    weights: Mapping[str, float], title: Mapping[str, float], analyser: Analyser, members: Members
) -> tuple[dict[str, float], dict[str, float]]:
    """The counts of the terms of an abstract that is not kept, and those of the groups in it: a record's words count
    the title three times beside it.
    """
    counts: defaultdict[str, float] = defaultdict(float)
    groups: defaultdict[str, float] = defaultdict(float)
    language = members.language
    for word, weight in weights.items():
        # The words of a record are folded and alone already, so that plain ones need only the stem.
        plain = word.isascii() and word.isalnum()
        for term in [stem(word, language)] if plain else analyser.analyse(word, language=language).terms:
            counts[term] += weight
        for form in word_forms(word, language):
            for group in members.alone.get(form, ()):
                groups[group] += weight
    return _without_title(counts, title), _without_title(groups, title)


def _without_title(counts: Mapping[str, float], title: Mapping[str, float]) -> dict[str, float]:
    rest = {key: count - 3 * title.get(key, 0) for key, count in counts.items()}
    return {key: count for key, count in rest.items() if count >= 0.01}


def texts_of(catalogue: Catalogue, paper: Paper) -> dict[str, list[str]]:
    """Return the searched texts of a paper, by field: all keys of `IndexParameters.fields`. A list may be empty."""
    context = catalogue.places.get(paper.id)
    tags = [area for area in catalogue.taxonomy.areas if area.key == paper.derived.area]
    for facet in catalogue.taxonomy.facets:
        chosen = paper.derived.facets.get(facet.key, ())
        tags += [value for value in facet.values if value.key in chosen]
    mentions = {
        text: None
        for mention in (context.mentions if context else ())
        for text in (mention.name, mention.as_, *_families(mention.id, catalogue.systems))
    }
    return {
        "title": [paper.bibliographic.title],
        "names": _names(paper),
        "summary": _some(paper.digest.summary),
        "abstract": _some(paper.bibliographic.abstract),
        "facts": [*_some(paper.digest.problem, paper.digest.idea, paper.digest.results), *paper.derived.figures],
        "questions": list(paper.digest.questions),
        "tags": [tag.title for tag in tags],
        "definitions": [tag.definition for tag in tags if tag.definition],
        "mentions": list(mentions),
        "authors": list(paper.bibliographic.authors),
        "venue": _some(paper.bibliographic.venue),
    }


def _families(id: str, systems: Mapping[str, System]) -> Iterator[str]:
    """The names of the families of which a system is a version: who asks for one means each of its versions."""
    return (systems[family].name for family in list(family_line(id, systems))[1:])


def _names(paper: Paper) -> list[str]:
    """A paper's own names, and those of the things that it introduces."""
    return [*_some(paper.derived.name), *paper.derived.aliases, *(thing.name for thing in paper.derived.introduces)]


def _some(*texts: str | None) -> list[str]:
    return [text for text in texts if text]


# --- what is not weighed: names, ids and filters -------------------------------


def _whole_names(derived: Derived) -> dict[str, int]:
    """The keys of a paper's names and of those of the things that it introduces, with their impacts."""
    impacts = {whole_name(thing.name): INDEX.introduced_name_impact for thing in derived.introduces}
    impacts |= {whole_name(name): SHARDS.impacts for name in [*_some(derived.name), *derived.aliases]}
    return {f"!{name}": impact for name, impact in impacts.items() if name}


def whole_name(text: str) -> str:
    """Return a name folded and without spaces and punctuation: `LLaVA-ST`, `llava st` and `LLaVA ST` all give
    `llavast`.
    """
    return "".join(word.whole for word in words(text, stops=False))[:LONGEST]


def _ids(paper: Paper) -> list[str]:
    """What a paper can be found by in a list from elsewhere: ids of this survey, arXiv without version, DOI."""
    arxiv = [f"arxiv:{re.sub(r'v[0-9]+$', '', paper.bibliographic.ids.arxiv)}"] if paper.bibliographic.ids.arxiv else []
    return [
        *paper.former_ids,
        *arxiv,
        *([f"doi:{paper.bibliographic.ids.doi.lower()}"] if paper.bibliographic.ids.doi else []),
        paper.id,
    ]


def _filter_keys(catalogue: Catalogue, paper: Paper, analyser: Analyser, languages: Languages) -> Iterator[str]:
    """The keys of filters, which are not weighed: they only say whether a paper passes."""
    yield f":area={paper.derived.area or UNPLACED}"
    for facet, values in paper.derived.facets.items():
        yield from (f":{facet}={value}" for value in values)
    if paper.bibliographic.year:
        yield f":year={paper.bibliographic.year}"
    yield from (f":has={kind}" for kind in has(paper))
    own = languages.papers[paper.id]
    if len(languages.all) > 1:
        yield f":lang={own}"
    yield from (f":title:{term}" for term in analyser.analyse(paper.bibliographic.title, language=own).terms)
    for name in _names(paper):
        for language in languages.all:
            yield from (f":name:{term}" for term in analyser.analyse(name, stops=False, language=language).terms)
    for field, named in open_values(catalogue, paper, analyser).items():
        for value, names in named.items():
            yield f":{field}={value}"
            yield from (f":{field}:{word}" for name in names for word in analyser.analyse(name).surfaces)
    context = catalogue.places.get(paper.id)
    yield f":times={len(context.mentioned_by) if context else 0}"


def open_values(catalogue: Catalogue, paper: Paper, analyser: Analyser | None = None) -> OpenValues:
    """Return a paper's values of the fields `author`, `venue` and `mentions`: field to value's key to the value's
    spellings.

    The key of an author or venue is that of `value_key`, and names without words are left out; the key of a mention is
    the system's id, and its spellings are its name, that in the text and the system's aliases.
    """
    analyser = analyser or Analyser()
    context = catalogue.places.get(paper.id)
    mentioned: dict[str, list[str]] = {}
    for mention in context.mentions if context else ():
        system = catalogue.systems.get(mention.id)
        mentioned.setdefault(mention.id, [mention.name, mention.as_, *(system.aliases if system else ())])
    venue = _some(paper.bibliographic.venue)
    return {
        "author": {key: [name] for name in paper.bibliographic.authors if (key := value_key(name, analyser))},
        "venue": {key: [name] for name in venue if (key := value_key(name, analyser))},
        "mentions": mentioned,
    }


def value_key(text: str, analyser: Analyser) -> str:
    """Return the key of an author or venue, its folded words joined by hyphens: `Wei Wang` gives `wei-wang`; empty
    without words.
    """
    return "-".join(analyser.analyse(text).surfaces)


def has(paper: Paper) -> list[str]:
    """Return which values of the filter `has` a paper meets, in the order of `HAS`. A link to a model does not count as
    `model`.
    """
    links = {link.kind for link in paper.derived.links}
    things = {thing.kind for thing in paper.derived.introduces}
    return [kind for kind in HAS if kind in links | things and (kind != "model" or "model" in things)]
