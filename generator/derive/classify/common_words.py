"""Words that papers of every field use, such as `method`, `model` and `show`.

They say nothing about whether a paper belongs to a field, so they are no evidence on their own.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from ...text.analysis import analyse, stem

COMMON_STEMS: Final = frozenset(
    stem(form)
    for word in """
    ability able abstract accuracy achieve across adapt address advance agent aim algorithm align allow analysis
    analyze answer application apply approach architecture art article assess assume attention augment author
    automatic available average base baseline behavior benchmark better bias bound build capable case challenge
    change choice class classify close code collect combine common compare comparison complete complex component
    computation compute concept condition confirm consider consist construct context contribute control correct cost
    count create current data dataset decision deep define demonstrate dense depend describe design detail detect
    determine develop difference different difficult dimension direct discover discuss distribution diverse domain
    dynamic effect effective efficient embed empirical enable encode end enhance environment error establish
    estimate evaluate evidence exist expect experiment explain explore extend extensive extract factor feature
    feedback few final find fine first focus form framework full function fundamental further future gap general
    generate give global goal good graph group guide handle high human hypothesis idea identify impact implement
    important improve include increase independent individual infer influence information input insight instance
    integrate interact interest interpret introduce investigate involve issue item joint key know knowledge label
    lack large last latent learn learning level leverage limit linear link local long low machine main make many map
    match measure mechanism memory method metric mixture model modular module multi multiple natural need network
    neural new noise noisy novel number objective observe obtain offer open operate optimal optimization optimize
    order outperform output overall paper parallel parameter part partial particular pattern perform performance
    phenomenon plan play policy pose position positive possible potential practical pre precise predict prefer
    present previous principle prior problem procedure process produce program promising property propose prove
    provide public purpose quality quantify question random range rank rate real reason recent recognize reduce
    regular reinforcement relation relative release relevant reliable remain report represent representation require
    research resource respond result reveal review reward rich robust role rule sample scale scheme score search
    self sequence series set setting several share shift shot show signal significant similar simple simulate single
    size small social solution solve source space sparse special specific stage standard state statistic step
    strategies strategy strong structure study style subset success suggest suitable superior supervise supply
    support survey system tackle target task teach technical technique term test theory time token tool top topic
    train training transfer transform transition two type understand unified unify unique unit unknown unsupervised
    update use useful user valid value variable variant variety various vary view way weight well wide work world
    zero
    """.split()
    for form in (word, f"{word}s")
)
"""The stems of these words."""


def is_common(term: str) -> bool:
    """Return whether a term, which is a stem as `analyse` gives it, is a word of every field or a number: `model` is
    one, `parser` is not.
    """
    return term in COMMON_STEMS or term.isdigit()


@lru_cache(maxsize=1 << 14)
def is_specific(cue: str) -> bool:
    """Return whether a cue has at least one word that is not common to all fields."""
    return any(not is_common(word) for word in analyse(cue.replace("*", "")).sequence)
