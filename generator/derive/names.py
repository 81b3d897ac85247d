"""Finds the name that a paper gives to its own work, and all things that it introduces.

A candidate is a word that looks like a name (a capital or digit where ordinary words have none) or a run of capitalised
words. Its score depends on where it occurs: before the title's colon, in brackets behind the words that it abbreviates,
after “called”, after “we propose”. The candidate with the highest score above a bar is the name; the other candidates
above it that follow an introducing verb are introduced things.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import islice
from typing import NamedTuple

from ..records.evidence import NAME, Evidence, EvidenceKey
from ..records.paper import Introduced, ThingKind
from ..text.languages.tags import is_languages
from ..text.sentences import location_of, phrase_at, sentence_at
from .abbreviations import BRACKETED, abbreviates, find_expansions
from .introductions import (
    INTRODUCES,
    VERB,
    is_anothers,
    is_given,
    is_modifier,
    is_object,
    is_team,
    letters_of,
    other_abbreviations,
    own_expansions,
)
from .name_words import GENERIC, WORD, looks_like_name, places_of
from .prefixes import is_prefix

_BAR = 3.5
_SENTENCE_MOST = 500
"""Characters after an introducing verb in which names are looked for; some texts have no full stops."""
_PLACES_MOST = 100
"""Places of one kind at which a text may introduce something; an abstract has some five."""
_WELL_KNOWN = re.compile(
    r"(?:(?:ro|al|m|distil|de|xlm-?ro)?bert(?:a)?(?:-?(?:base|large|small|xl))?|(?:chat)?gpt(?:-?\d[\w.]*)?|t5(?:-\w+)?|"
    r"xlm-r|elmo|glove|longformer|bart|electra|deberta|llama(?:-?\d[\w.]*)?|word2vec|mixup|transformers?|pytorch|tensorflow)",
    re.IGNORECASE,
)
"""Names that no paper of today gives its own work but in front of a title's colon."""
_OF_OTHERS = re.compile(r"\b(?:explor|investigat|employ|train)\w*$", re.IGNORECASE)
"""A verb of which a thing in the rest of the sentence is as often another's."""
_CALLED = re.compile(
    r"[acdnprtw](?<!\w.)(?:(?<=c)(?:alled|oined|all (?:this|it|our \w+|the (?:resulting |proposed )?\w+))"
    r"|(?<=n)ame(?:d|ly)|(?<=d)(?:ubbed(?: as)?|enoted as)|(?<=t)ermed(?: as)?|(?<=r)efer(?:red)? to as"
    r"|(?<=a)bbreviated as|(?<=w)(?:hich we|e) call|(?<=p)redecessor,)\s+(?:the\s+|as\s+)?[“\"‘']?",
)
_SIGNS_OF_CALLED = ("call", "name", "dubbed", "termed", "coined", "denoted", "refer", "abbreviated", "predecessor")
"""One of these is in each text that `_CALLED` matches; to look for them takes a fraction of the time."""
_OWN = re.compile(rf"\b(?:our|ours|proposed|resulting|novel|new|first|we call|call this|{VERB})\b", re.IGNORECASE)
"""A word that makes a sentence one about the paper's own."""
_LIST = re.compile(r"[\w-]+(?:, [\w-]+)*,? and [A-Z]")
"""Several names in a row: examples of a kind."""
_QUOTED = re.compile(r"(?P<name>[\w-]+(?: [\w-]+){0,4})[”\"](?P<more>,? (?:and|or) [“\"])?")
"""A name in quotes, and whether another one follows."""
_TOKEN = re.compile(rf"(?<!\w){WORD}")
_OF_NAMES = re.compile(r"[A-Z\d²³ⁱⁿ*](?:(?<=\S[A-Z])|(?<=[A-Za-z]\d)|(?<=[²³ⁱⁿ*]))")
"""What `looks_like_name` asks of a word: where a stretch of text has none of it, its words are not looked at."""
_GOES_ON = re.compile(r"-[A-Z0-9]|\d+[A-Z]|Bench\b|Eval\b")
"""What makes another name of a name."""
_BLANKED = re.compile(r"https?://\S+|\*\*")
_HUNG_ON = re.compile(r"(?:['’]s|[.,;:])$")
_STOP = re.compile(
    r"\b(?:based on|by (?!the name)|using|from|over|on top of|such as|like|to assess|with which|than|for evaluating)\b"
)
"""What ends the part of a sentence, after its verb, that may hold names."""
_BEGINS_LARGE = re.compile(r"\s+(?:the\s+|an?\s+)?(?:(?:novel|new)\s+)?[“\"]?[A-Z]")
"""What the next three begin with."""
_RUN = re.compile(r"\s+(?:the\s+|an?\s+)?(?:(?:novel|new)\s+)?((?:[A-Z][a-z]+[\s-]){1,4}[A-Z][a-z]+)(?=[\s,.(;])")
_QUOTED_RUN = re.compile(r"\s+(?:the\s+|an?\s+)?[“\"]([A-Z][^”\"]{3,60})[”\"]")
_SINGLE = re.compile(r"\s+(?:the\s+)?([A-Z][a-z]{2,})(?=[,.]|\s+(?:a|is|which|that|to|for|model)\b)")
_KINDS: tuple[tuple[ThingKind, str], ...] = (
    (
        "benchmark",
        r"benchmark(?:s|ing)?|evaluating|evaluation (?:of|suite|framework)|leaderboard|testbed|test suite|challenge",
    ),
    ("dataset", r"datasets?|data set|corpus|corpora|collection|image-text pairs"),
    ("metric", r"metrics?|score"),
    ("task", r"tasks?|setting|problem"),
    (
        "module",
        r"modules?|mechanism|sampler|connector|aggregator|encoder|tokenizer|adapter|packer|block|network to",
    ),
    (
        "model",
        r"(?:M?LL?M{1,2}s?|LVLM|VLM|L?MM|models?|family|architecture|network|transformer|assistant|generalist)",
    ),
    (
        "method",
        r"methods?|frameworks?|approach|pipeline|algorithm|strategy|objective|loss|technique|paradigm|recipe|"
        r"optimization|tuning|learning|engine|scheme|training",
    ),
)
_KIND_PATTERNS = tuple((kind, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for kind, words in _KINDS)
_NOT_CAPITALISED_NAMES = frozenset(
    "We The This These Our In To For A An It Code Codes Project Page English Chinese Experiments Extensive "
    "Large Language Model Models Vision Visual Multimodal Multi-modal MultiModal Image Video Text Web Google "
    "Wikipedia Internet First Second Third Figure Table Section Firstly Secondly Specifically However".split()
)


class Named(NamedTuple):
    """The names that a paper gives to its own work.

    `name` is its short name, or None. `introduces` are all things that it introduces; the one with the short name comes
    first. `evidence` has a reason for the name and for each thing. `places` is for cues of the form `@KIND`.
    """

    name: str | None
    introduces: tuple[Introduced, ...]
    evidence: dict[EvidenceKey, Evidence]
    places: tuple[tuple[str, str, int, int], ...]
    """For each introduced thing its kind, the part that names it (`title` or `abstract`), and start and end of its name
    there.
    """


class _Candidate(NamedTuple):
    """A word or a run of words that may be a name: how likely it is one (`score`), by which rule (`by`), and where it
    stands: in `part`, the title or the abstract, from `start` to `end`.
    """

    name: str
    score: float
    by: str
    part: str
    start: int
    end: int


def name_things(title: str, abstract: str | None, known: Collection[str] = ()) -> Named:
    """Return a paper's own short name and the things that it introduces, with evidence; there may be none.

    Common abbreviations and names such as `VLM`, `CLIP` or `LoRA` are never taken. `known` are names of outside systems
    and words of the field: such a name is only taken if it stands before the title's colon.
    """
    # Addresses and the marks of bold type are blanked, not cut, so that offsets stay true.
    text = _BLANKED.sub(lambda match: " " * len(match[0]), abstract or "")
    own = _ranked(title, text, known)
    chosen = own[0].name if own else None
    own.extend(_variants(chosen, {c.name for c in own}, text) if chosen else ())
    things = [Introduced(name=c.name, kind=_kind(c, title, text, c.name == chosen), about=None) for c in own]
    evidence = {
        EvidenceKey("introduces", c.name): _evidence(c, title, text).model_copy(update={"value": introduced.kind})
        for c, introduced in zip(own, things, strict=True)
    }
    if own:
        evidence[NAME] = _evidence(own[0], title, text)
    places = tuple((introduced.kind, c.part, c.start, c.end) for introduced, c in zip(things, own, strict=True))
    return Named(chosen, tuple(things), evidence, places)


def _ranked(title: str, text: str, known: Collection[str]) -> list[_Candidate]:
    """Return the names that a paper gives itself and the things that it introduces, the likeliest first, which is its
    own. `text` is its abstract; names that are `known` are only taken from before the title's colon.
    """
    others = other_abbreviations(title, text)
    best: dict[str, _Candidate] = {}
    scores: dict[str, float] = {}
    for candidate in (*_from_title(title, text), *_from_abstract(title, text)):
        name = _bare(candidate.name)
        if name in GENERIC or (
            candidate.by != "title-prefix" and (name in known or name in others or _is_term(candidate))
        ):
            continue
        key = name.lower()
        scores[key] = max(scores.get(key, 0.0), candidate.score) + (0.5 if key in scores else 0.0)
        if key not in best or candidate.score > best[key].score:
            best[key] = candidate._replace(name=name)
    for key, candidate in best.items():
        uses = sum(1 for _ in places_of(candidate.name, text, before="-"))
        in_title = any(True for _ in places_of(candidate.name, title, before="-", after="-"))
        scores[key] += 0.5 * min(uses, 3) + 2.0 * in_title
    order = sorted(best, key=lambda key: (-scores[key], best[key].start))
    own = [best[key] for key in order if scores[key] >= _BAR and best[key].by not in {"title-word"}]
    # "LVLM-eHub" is no second thing beside "Tiny LVLM-eHub".
    return [c for c in own if not any(c is not whole and f" {c.name} " in f" {whole.name} " for whole in own)]


def _variants(name: str, had: set[str], text: str) -> Iterator[_Candidate]:
    """Yield the words of a text that are names made of a name: `MM1.5-Video`, `FILIP300M`, `MULTI-Elite`. Those that
    were found before are in `had`, to which the new ones are added.
    """
    at = text.find(name)
    while at >= 0 and not _GOES_ON.match(text, at + len(name)):
        at = text.find(name, at + 1)
    for match in _TOKEN.finditer(text) if at >= 0 else ():
        if not match[0].startswith(name):
            continue
        word = _bare(match[0])
        rest = word.removeprefix(name)
        if rest != word and word not in had and _GOES_ON.match(rest):
            had.add(word)
            yield _Candidate(word, _BAR, "named-after", "abstract", match.start(), match.start() + len(word))


def _from_title(title: str, text: str) -> Iterator[_Candidate]:
    """Yield the candidates in the title: before its colon, in its brackets, and after `with` before a colon. The
    abstract, `text`, tells how a name is written.
    """
    prefix = re.match(r"[“\"«‘]?([^:]{2,40}?)\s*:\s", title)
    if prefix and is_prefix(prefix[1], title[prefix.end() :], text):
        name = _as_printed(prefix[1], text)
        yield _Candidate(name, 12.0, "title-prefix", "title", prefix.start(1), prefix.end(1))
    expanded = {found.short for found in find_expansions(title)}
    for match in BRACKETED.finditer(title):
        if looks_like_name(match[1]) and (match[1] in expanded or title.startswith(match[1])):
            yield _Candidate(match[1], 5.0, "abbreviation", "title", match.start(1), match.end(1))
    after_with = re.search(rf"\bwith ({WORD}):", title)
    if after_with and looks_like_name(after_with[1]):
        start, end = after_with.span(1)
        yield _Candidate(after_with[1], 6.0, "title-prefix", "title", start, end)


def _from_abstract(title: str, text: str) -> Iterator[_Candidate]:
    """Yield the candidates in the abstract, `text`: after `called`, in brackets after the words that they abbreviate,
    and after an introducing verb.
    """
    yield from _called(title, text)
    for expansion in own_expansions(title, text):
        if looks_like_name(expansion.short) or re.fullmatch(r"(?:[A-Z][a-z]+-)+[A-Z]{2,}", expansion.short):
            spelled_out = letters_of(text[expansion.long_start : expansion.start])
            of_title = len(spelled_out) > 8 and spelled_out in letters_of(title)
            begins = letters_of(title).startswith(spelled_out)
            score, by = (8.0 if begins else 6.5, "abbreviation-of-title") if of_title else (3.5, "abbreviation")
            end = expansion.start + len(expansion.short)
            yield _Candidate(expansion.short, score, by, "abstract", expansion.start, end)
    for match in islice(INTRODUCES.finditer(text), _PLACES_MOST):
        _, end = sentence_at(text, match.start())
        if not is_given(text, match.end()):
            yield from _after_verb(title, text, match.end(), end)


def _called(title: str, text: str) -> Iterator[_Candidate]:
    """Yield the names that follow a word such as `called` in the abstract, `text`."""
    for match in islice(_CALLED.finditer(text) if any(sign in text for sign in _SIGNS_OF_CALLED) else (), _PLACES_MOST):
        low, _ = sentence_at(text, match.start())
        if not _OWN.search(text[low : match.end()]) or _LIST.match(text, match.end()):
            continue
        if match[0].endswith(("“", '"')) and (quoted := _QUOTED.match(text, match.end())):
            if not quoted["more"] and any(looks_like_name(word) for word in quoted["name"].split()):
                yield _Candidate(quoted["name"], 6.0, "called", "abstract", *quoted.span("name"))
                continue
            if quoted["more"]:
                continue
        short = re.match(rf"[^().;:]{{3,110}}?\(\s*({WORD})\s*\)", text[match.end() :])
        if (
            short
            and looks_like_name(short[1])
            and abbreviates(short[1], text[match.end() : match.end() + short.start(1)])
        ):
            start = match.end() + short.start(1)
            yield _Candidate(short[1], 6.0, "called", "abstract", start, start + len(short[1]))
        else:
            yield from (
                candidate
                for candidate in _name_here(text, match.end(), 6.0, "called")
                if not is_anothers(candidate.name, title, text[candidate.end : candidate.end + 60])
                and not (match[0].startswith("namely") and re.match(r" and [A-Z]", text[candidate.end :]))
            )


def _is_term(candidate: _Candidate) -> bool:
    """Return whether a candidate is no name of the paper's: a model that everybody uses, an event with its year, or if
    no expansion vouches for it, two capitals or the plural of an abbreviation.
    """
    plural = r"[A-Z]{2}|(?:\w+-)*[A-Z]{2,}s" if candidate.by == "introducing-verb" else r"(?!)"
    return bool(_WELL_KNOWN.fullmatch(candidate.name)) or bool(
        re.fullmatch(rf"{plural}|.*[A-Za-z].*['’-]?(?:19|20)\d\d", candidate.name)
    )


def _after_verb(title: str, text: str, start: int, end: int) -> Iterator[_Candidate]:
    """Yield the candidates in the rest of a sentence of the abstract, `text`, from `start`, after its verb, to `end`;
    those right after the verb have the highest score. The title tells names of others.
    """
    stop = _STOP.search(text[start:end])
    limit = min(start + stop.start() if stop else end, start + _SENTENCE_MOST)
    of_others = _OF_OTHERS.search(text, max(0, start - 20), start)
    tokens = _TOKEN.finditer(text, start, limit) if _OF_NAMES.search(text, start, limit) else ()
    for position, match in enumerate(tokens):
        if not looks_like_name(match[0]):
            continue
        between, after = text[start : match.start()], text[match.end() : match.end() + 60]
        if not is_object(between) or is_modifier(between, after):
            continue
        noun = re.match(r"[\s,]+(?:a|an|the|which|that|is)?\b|\s*\(", after)
        direct = re.fullmatch(r"\s+(?:the\s+)?", between) and re.match(r"\s*[,(]", after)
        if (
            is_team(match[0], title, after)
            or is_anothers(match[0], title, after)
            or (of_others and not (direct and of_others[0].startswith("train")))
        ):
            continue
        score = 6.0 if direct else 3.5 if position < 3 else 2.5 if position < 14 and noun else 1.5
        yield _Candidate(match[0], score, "introducing-verb", "abstract", match.start(), match.end())
    yield from _plain_after_verb(title, text, start, limit, may_run=not of_others)


def _plain_after_verb(title: str, text: str, start: int, limit: int, *, may_run: bool) -> Iterator[_Candidate]:
    """Yield the candidates right after a verb, which ends in the abstract at `start`, that look like ordinary words:
    runs of capitalised words (if `may_run`), quoted words, one capitalised word. None reaches over `limit`; one that
    the title has, too, is likelier.
    """
    rest = text[start:limit]
    if not _BEGINS_LARGE.match(rest):
        return
    run, quoted, single = _RUN.match(rest), _QUOTED_RUN.match(rest), _SINGLE.match(rest)
    for match, score, score_in_title in ((run, 2.5, 4.5), (quoted, 0.0, 4.5), (single, 3.0, 3.0)):
        if (
            match is None
            or set(match[1].split()) <= _NOT_CAPITALISED_NAMES
            or is_languages(match[1])
            or (match is run and not may_run)
        ):
            continue
        low, high = start + match.start(1), start + match.end(1)
        if match is run and re.match(r"\s*\(|\s+(?:from|of|for|with|in) [A-Z]|\s+of (?:an?|the)\b", text[high:]):
            continue
        if match is run and any(True for part in (title, text) for _ in places_of(match[1].lower(), part)):
            continue  # what is written small elsewhere is no name
        score = score_in_title if letters_of(match[1]) in letters_of(title) else score
        if score:
            yield _Candidate(match[1], score, "introducing-verb", "abstract", low, high)


def _name_here(text: str, start: int, score: float, by: str) -> Iterator[_Candidate]:
    """Yield, at most once, the candidate that begins in the abstract, `text`, at the index `start`: a word that looks
    like a name, or capitalised words. It gets the score and the rule, `by`.
    """
    match = _TOKEN.match(text, start)
    if match and (looks_like_name(match[0]) or match[0][0].isupper()):
        if match[0] in _NOT_CAPITALISED_NAMES:
            return
        run = re.compile(rf"{WORD}(?:\s[A-Z][\w-]+){{0,4}}").match(text, start)
        whole = run[0] if run and not looks_like_name(match[0]) else match[0]
        bracket = re.match(r"\s*\(", text[start + len(whole) :])
        if not (bracket and " " in whole):
            yield _Candidate(whole, score, by, "abstract", start, start + len(whole))


def _as_printed(name: str, text: str) -> str:
    """Return a name of the title as the abstract, `text`, always spells it, if the title has it in capitals only; else
    as it is in the title.
    """
    if name.isupper() and len(name) > 3 and not any(True for _ in places_of(name, text)):
        used = re.findall(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text, re.IGNORECASE)
        if len(used) > 1 and len(set(used)) == 1:
            return str(used[0])
    return name.strip()


def _bare(name: str) -> str:
    """Return a name without what the sentence hangs on it: the `'s` of `MMRA's`, or a full stop."""
    return _HUNG_ON.sub("", name)


def _kind(candidate: _Candidate, title: str, text: str, is_main: bool) -> ThingKind:
    """Return the kind of thing that a candidate names: the one of which the words after the name speak, else those
    before it; for the paper's main name (`is_main`) those in the title come first. `method` if none tells.
    """
    source = title if candidate.part == "title" else text
    where = next(places_of(candidate.name, text, before="-", after="-"), None)
    start = candidate.start if where is None else where
    host = source if where is None else text
    low, high = sentence_at(host, start)
    after = host[start + len(candidate.name) : min(high, start + len(candidate.name) + 70)]
    before = host[max(low, start - 60) : start]
    tests = [after[:30], before, after]
    if is_main and candidate.part == "title":
        tests.insert(0, title[candidate.end :])
    for piece in tests:
        hits = [
            (m.start() if piece is not before else -m.start(), kind)
            for kind, pattern in _KIND_PATTERNS
            for m in pattern.finditer(piece)
        ]
        if hits:
            return min(hits)[1]
    return "method"


def _evidence(candidate: _Candidate, title: str, text: str) -> Evidence:
    """Return the evidence of a name in the title or the abstract, `text`: it quotes the words around the name, three on
    each side in the abstract, one in the title.
    """
    source = title if candidate.part == "title" else text
    return Evidence(
        value=candidate.name,
        phrase=phrase_at(source, candidate.start, candidate.end, around=3 if candidate.part == "abstract" else 1),
        place=location_of(candidate.part, source, candidate.start),
        by=candidate.by,
    )
