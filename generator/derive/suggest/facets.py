"""The facets of a suggested taxonomy: kinds of contribution, and the keywords of the source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from ...records.base import gettext_noop
from ...records.taxonomy import Facet, Value
from ...text.folding import capitalised, fold_title
from ...text.i18n import ENGLISH, Translations
from .contributions import IN_OTHER_LANGUAGES
from .phrases import Document

_WITH_KEYWORDS = 0.3
"""The share of papers that must have keywords for these to be a facet."""
_MOST_KEYWORDS = 24


class _Kind(NamedTuple):
    """A kind of contribution: its title and definition in English, and its cue phrases with their weights, of which
    `title_cues` count in titles alone.
    """

    title: str
    definition: str
    cues: Mapping[str, float]
    title_cues: Mapping[str, float] = {}


_CONTRIBUTIONS: Mapping[str, _Kind] = {
    "method": _Kind(
        title=gettext_noop("Method"),
        definition=gettext_noop("A technique, algorithm, model or framework that is new."),
        cues={
            "we propose": 1.2, "this paper proposes": 1.2, "we develop": 0.8, "we present": 0.5, "we introduce": 0.5,
            "new method": 2, "novel method": 2, "our method": 2, "proposed method": 2, "proposed method*": 2,
            "our approach": 2, "proposed approach": 2, "novel approach": 2, "new approach": 2, "novel framework": 2,
            "new framework": 1.5, "our algorithm": 2, "new algorithm": 2, "novel algorithm": 2, "proposed algorithm": 2,
            "our model": 1.5, "novel model": 2, "novel architecture": 2, "outperform*": 0.6, "survey": -1,
        },
    ),
    "dataset": _Kind(
        title=gettext_noop("Data set"),
        definition=gettext_noop("A collection of data that others can use."),
        cues={
            "new dataset": 2, "novel dataset": 2, "new data set": 2, "new corpus": 2, "a corpus of": 1.5,
            "we release": 1, "we collect*": 0.8, "publicly available dataset": 1, "our dataset": 1.5,
            "large-scale dataset": 1, "dataset of": 1, "annotated corpus": 1.5, "present a dataset": 2,
            "introduce a dataset": 2, "present a corpus": 2, "@dataset": 1.5,
        },
        title_cues={"dataset": 1, "data set": 1, "corpus": 1, "corpora": 0.7, "treebank": 1, "database": 0.7},
    ),
    "evaluation": _Kind(
        title=gettext_noop("Evaluation"),
        definition=gettext_noop("A benchmark, a measure, a shared task or a comparison of what exists."),
        cues={
            "new benchmark": 2, "novel benchmark": 2, "our benchmark": 2, "benchmark for": 1, "shared task": 1.2,
            "evaluation metric": 1, "new metric": 2, "we benchmark": 2, "evaluation framework": 1.5, "test suite": 1.5,
            "comparative study": 2, "systematic comparison": 2, "we compare": 0.8, "systematic evaluation": 2,
            "@benchmark": 2, "@metric": 2,
        },
        title_cues={
            "benchmark": 1, "benchmarking": 1, "evaluation": 0.8, "evaluating": 0.8, "comparison": 0.8,
            "comparing": 0.7, "metric": 0.7, "shared task": 0.8, "challenge": 0.4,
        },
    ),
    "study": _Kind(
        title=gettext_noop("Empirical study"),
        definition=gettext_noop("An experiment, an analysis or an observation that explains something."),
        cues={
            "empirical study": 2, "empirical analysis": 2, "case study": 1.5, "we analy*": 0.9, "we investigate": 0.9,
            "we examine": 1, "our findings": 1.2, "we find that": 1, "our analysis": 1, "user study": 1.2,
            "participants": 1, "interview*": 1, "in this study": 0.8, "we study": 0.7, "we conduct": 0.5,
            "statistically significant": 1, "were measured": 1, "we observe": 0.6, "randomized": 1.5, "cohort": 1.5,
        },
        title_cues={
            "analysis": 0.7, "analyzing": 0.7, "study": 0.7, "investigation": 1, "case study": 1, "exploring": 0.5,
            "understanding": 0.4, "probing": 0.8, "effect of": 0.8, "effects of": 0.8,
        },
    ),
    "theory": _Kind(
        title=gettext_noop("Theory"),
        definition=gettext_noop("A proof, a bound, a formal model or an argument."),
        cues={
            "we prove": 2, "theorem": 1.5, "proof": 1, "proofs": 1, "lower bound": 1.2, "upper bound": 1.2,
            "bounds": 0.6, "regret bound": 2, "sample complexity": 1.5, "convergence guarantee": 2,
            "theoretical guarantee": 2, "theoretical analysis": 1.5, "theoretically": 0.8, "provably": 1.5,
            "asymptotic*": 1, "conjecture": 1.5,
            "necessary and sufficient": 2, "closed form": 1, "formal framework": 1.5, "axiom*": 1.5,
        },
        title_cues={"theory": 0.8, "provably": 0.7, "bounds": 0.7, "convergence": 0.5, "theoretical": 0.7},
    ),
    "system": _Kind(
        title=gettext_noop("Software and systems"),
        definition=gettext_noop("A tool, library, platform or running system."),
        cues={
            "toolkit": 1.5, "open-source": 0.9, "open source": 0.9, "software": 1, "library": 0.8, "web interface": 1.5,
            "platform": 0.8, "demo": 1, "prototype": 1.2, "we implement*": 0.6, "user interface": 1, "deployed": 0.8,
            "python package": 2, "python library": 2, "source code": 0.5, "@tool": 2,
        },
        title_cues={"toolkit": 1, "system": 0.4, "library": 0.8, "platform": 0.8, "tool": 0.8, "framework": 0.3},
    ),
    "survey": _Kind(
        title=gettext_noop("Survey"),
        definition=gettext_noop("A survey, review, tutorial or overview."),
        cues={
            "this survey": 2, "we survey": 2, "we review": 2, "this review": 2, "survey paper": 2,
            "systematic review": 2, "literature review": 2, "comprehensive review": 2, "comprehensive survey": 2,
            "state of the field": 1.5, "meta-analysis": 2, "this tutorial": 2, "this article reviews": 2,
            "this paper reviews": 2, "this paper surveys": 2, "overview of the": 0.6, "taxonomy of": 0.6,
        },
        title_cues={"survey": 0.8, "review": 0.8, "overview": 0.8, "tutorial": 0.8, "introduction to": 0.7},
    ),
    "position": _Kind(
        title=gettext_noop("Position"),
        definition=gettext_noop("An opinion, a vision or a call to the field."),
        cues={
            "we argue": 1.6, "position paper": 2, "we call for": 2, "research agenda": 2, "this essay": 2,
            "perspective paper": 2, "we advocate": 2, "this paper argues": 2,
        },
        title_cues={"position": 0.5, "perspective": 0.7, "towards": 0.2, "manifesto": 1, "call for": 0.8},
    ),
}  # fmt: skip
"""Kinds of contribution that all fields have, with the phrases of English papers that tell them."""


def contribution_facet(languages: Collection[str] = (), translations: Translations = ENGLISH) -> Facet:
    """Return the facet of kinds of contribution, with English cue phrases and those of the papers' `languages`, where
    there are some. Its titles and definitions are in the survey's language, that of the `translations`.
    """
    others = [IN_OTHER_LANGUAGES[language] for language in sorted(languages) if language in IN_OTHER_LANGUAGES]
    values = tuple(
        Value(
            key=key,
            title=translations.gettext(kind.title),
            definition=translations.gettext(kind.definition),
            cues=dict(kind.cues) | {cue: weight for other in others for cue, weight in other[key].items()},
            title_cues=kind.title_cues,
        )
        for key, kind in _CONTRIBUTIONS.items()
    )
    return Facet(
        key="contribution",
        title=translations.gettext("Contribution"),
        definition=translations.gettext("What the paper gives."),
        values=values,
    )


def keyword_facet(
    documents: Sequence[Document], key_of: Callable[[str], str], translations: Translations
) -> Facet | None:
    """Return a facet of the commonest keywords of documents, each with itself as cue; None if fewer than three in ten
    documents have keywords, or no keyword is common enough.

    `key_of` makes a key from a title. The facet is named in the survey's language, that of the `translations`.
    """
    forms: dict[str, Counter[str]] = {}
    papers: Counter[str] = Counter()
    for document in documents:
        for folded, shown in {fold_title(keyword): keyword for keyword in document.keywords}.items():
            if folded:
                papers[folded] += 1
                forms.setdefault(folded, Counter())[shown] += 1
    if sum(bool(document.keywords) for document in documents) < _WITH_KEYWORDS * len(documents):
        return None
    least = max(2, len(documents) // 100)
    common = [word for word, count in papers.items() if least <= count <= 0.5 * len(documents)]
    chosen = sorted(common, key=lambda word: (-papers[word], word))[:_MOST_KEYWORDS]
    values: dict[str, Value] = {}
    for word in chosen:
        shown = min(forms[word], key=lambda form: (-forms[word][form], form))
        title = capitalised(shown)
        values.setdefault(key_of(title), Value(key=key_of(title), title=title, cues={shown.lower(): 2.0}))
    if not values:
        return None
    return Facet(
        key="keyword",
        title=translations.gettext("Keyword"),
        definition=translations.gettext("As the papers’ source gives them, or their text."),
        values=(*values.values(),),
    )
