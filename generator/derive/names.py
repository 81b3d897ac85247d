"""Finds what a paper calls its own: its short name, and all that it introduces.

A candidate is a word that looks like a name (a capital or digit where ordinary
words have none) or a run of capitalised words. It scores by where it stands:
before the title's colon, in brackets after the words it abbreviates, after
“called”, after “we propose”. The best score above a bar is the name; the rest
that an introducing verb vouches for are introduced things.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from ..records.evidence import NAME, Evidence, EvidenceKey
from ..records.paper import Introduced, ThingKind
from ..text.sentences import location_of, phrase_at, sentence_at

_BAR = 3.5
_VERB = (
    r"(?:propos|present|introduc|develop|design|construct|creat|releas|establish|curat|craft|collect|"
    r"contribut|describ|explor|investigat|unveil|build|built|train|offer|provid|employ|defin|annotat|devis)"
    r"(?:e|es|ed|t|s|ing|ied)?"
)
_INTRODUCES = re.compile(
    r"\b(?:we|our|(?:this|the) (?:paper|work|study|note|report|article)|here|to this end|introducing)\b"
    rf"[^.;]*?\b{_VERB}\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(rf"\b(?:is|are|was|were)\b[^.;]{{0,20}}\b{_VERB}\b", re.IGNORECASE)
_CALLED = re.compile(
    r"\b(?:called|named|namely|dubbed(?: as)?|termed(?: as)?|coined|denoted as|referred to as|abbreviated as|"
    r"refer to as|"
    r"predecessor,)\s+(?:the\s+|as\s+)?[“\"‘']?",
)
_WORD = r"[A-Za-z0-9][\w*²³ⁱⁿ⁰¹⁴-⁹]*(?:[-.+][\w*²³ⁱⁿ⁰¹⁴-⁹]+)*[*+]*"
_TOKEN = re.compile(_WORD)
_BRACKETED = re.compile(rf"\(\s*({_WORD})\s*[),;]")
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
_GENERIC = frozenset(
    """AI AGI NLP NLU NLG CV ML DL RL KD GPU CPU API SOTA SoTA QA VQA OCR VL V&L VLM VLMs LVLM LVLMs LVMLs LLM LLMs
    LM LMs LMM LMMs MLLM MLLMs MLM MLMs MM MMs MVLM MVLMs MM-LLM MM-LLMs VLP UMM UMMs LVidLM LVidLMs CLIP GPT
    ICL M-ICL CoT RAG MoE MoEs PEFT SFT RLHF DPO PPO LoRA ViT ViTs CNN CNNs RNN RNNs MLP FFN CLS DM DMs T2I I2T
    I2I V-L L-V MHSA MHSAs MSHAs Convs Conv IN1k NSFW SSL FAR FGVR FGVC FGIR FGVD VCMR MEL MMIR VDU RS HD HN SR
    MLE SG VG REC RES GCG STVG ELC SVG VCR KB-VQA KB MNAR UMMT DFER DFE MII MKS MIC RGB 1-D 2D 3D 3D-VLM 3D-VLMs
    2D-VLMs ITM ITC ROI ROIs SDK URL II III IV US UK Web Internet MNC MKG OA NLI ANLS OOD IID VLA I2T Hi-Fi Top-1
    MLVLM MLVLMs HTML HTMLs PDF UI GUI BLEU CIDEr SPICE METEOR mIoU mAP AP AP50 AUC F1 R@1 Recall@1 COVID-19""".split()
)
_NOT_CAPITALISED_NAMES = frozenset(
    "We The This These Our In To For A An It Code Codes Project Page English Chinese Experiments Extensive "
    "Large Language Model Models Vision Visual Multimodal Multi-modal MultiModal Image Video Text Web Google "
    "Wikipedia Internet First Second Third Figure Table Section Firstly Secondly Specifically However".split()
)


class Named(NamedTuple):
    """The names that a paper gives to its own work.

    `name` is its short name, or None. `introduces` are all things that it introduces; the one with the short name comes
    first. `evidence` has a reason for the name and for each thing. `places` say where the text introduces the things;
    cues of the form `@KIND` match there.
    """

    name: str | None
    introduces: tuple[Introduced, ...]
    evidence: dict[EvidenceKey, Evidence]
    places: tuple[tuple[str, str, int, int], ...]
    """Kind, part (`title` or `abstract`), start and end of each introduced thing's name."""


class _Candidate(NamedTuple):
    """A word or a run of words that may be a name: how likely (`score`), by which rule, and where it stands."""

    name: str
    score: float
    by: str
    part: str
    start: int
    end: int


def name_things(title: str, abstract: str | None, known: Collection[str] = ()) -> Named:
    """Find a paper's own short name and the things that it introduces.

    Common abbreviations and names such as `VLM`, `CLIP` or `LoRA` are never taken, not even before a title's colon.
    `known` are the names of outside systems: such a name is taken only if it stands before the title's colon.
    """
    # Addresses are blanked, not cut, so that offsets stay true.
    text = re.sub(r"https?://\S+", lambda match: " " * len(match[0]), abstract or "")
    best: dict[str, _Candidate] = {}
    scores: dict[str, float] = {}
    for candidate in (*_from_title(title, text), *_from_abstract(title, text)):
        name = _bare(candidate.name)
        if name in _GENERIC or (name in known and candidate.by != "title-prefix"):
            continue
        key = name.lower()
        scores[key] = max(scores.get(key, 0.0), candidate.score) + (0.5 if key in scores else 0.0)
        if key not in best or candidate.score > best[key].score:
            best[key] = candidate._replace(name=name)
    for key, candidate in best.items():
        uses = len(re.findall(rf"(?<![\w-]){re.escape(candidate.name)}(?![\w])", text))
        in_title = bool(re.search(rf"(?<![\w-]){re.escape(candidate.name)}(?![\w-])", title))
        scores[key] += 0.5 * min(uses, 3) + 2.0 * in_title
    order = sorted(best, key=lambda key: (-scores[key], best[key].start))
    own = [best[key] for key in order if scores[key] >= _BAR and best[key].by not in {"title-word"}]
    # "LVLM-eHub" is no second thing beside "Tiny LVLM-eHub".
    own = [c for c in own if not any(c is not whole and f" {c.name} " in f" {whole.name} " for whole in own)]
    chosen = own[0].name if own else None
    own.extend(_variants(chosen, {c.name for c in own}, text) if chosen else ())
    things = [Introduced(name=c.name, kind=_kind(c, title, text, c.name == chosen), about=None) for c in own]
    evidence = {
        EvidenceKey("introduces", c.name): _evidence(c, title, text).model_copy(update={"value": thing.kind})
        for c, thing in zip(own, things, strict=True)
    }
    if own:
        evidence[NAME] = _evidence(own[0], title, text)
    places = tuple((thing.kind, c.part, c.start, c.end) for thing, c in zip(things, own, strict=True))
    return Named(chosen, tuple(things), evidence, places)


def _variants(name: str, had: set[str], text: str) -> Iterator[_Candidate]:
    """Things named after the name: `MM1.5-Video`, `FILIP300M`, `MULTI-Elite`."""
    for match in _TOKEN.finditer(text):
        word = _bare(match[0])
        rest = word.removeprefix(name)
        if rest != word and word not in had and re.match(r"-[A-Z0-9]|\d+[A-Z]|Bench\b|Eval\b", rest):
            had.add(word)
            yield _Candidate(word, _BAR, "named-after", "abstract", match.start(), match.start() + len(word))


def _from_title(title: str, text: str) -> Iterator[_Candidate]:
    """Names before the title's colon, in its brackets, and after `with` before a colon."""
    prefix = re.match(r"([^:]{2,40}?)\s*:\s", title)
    if prefix:
        words = prefix[1].split()
        namelike = any(_looks_like_name(word) for word in words)
        if (len(words) == 1 and re.search(r"\w", words[0])) or (namelike and len(words) <= 3 and not _is_prose(words)):
            name = _as_printed(prefix[1], text)
            yield _Candidate(name, 12.0, "title-prefix", "title", 0, prefix.end(1))
    for match in _BRACKETED.finditer(title):
        if _looks_like_name(match[1]):
            yield _Candidate(match[1], 5.0, "abbreviation", "title", match.start(1), match.end(1))
    after_with = re.search(rf"\bwith ({_WORD}):", title)
    if after_with and _looks_like_name(after_with[1]):
        start, end = after_with.span(1)
        yield _Candidate(after_with[1], 6.0, "title-prefix", "title", start, end)


def _from_abstract(title: str, text: str) -> Iterator[_Candidate]:
    """Names after `called`, in brackets after the words that they abbreviate, and after an introducing verb."""
    for match in _CALLED.finditer(text):
        short = re.match(rf"[^().;:]{{3,110}}?\(\s*({_WORD})\s*\)", text[match.end() :])
        if (
            short
            and _looks_like_name(short[1])
            and _abbreviates(short[1], text[match.end() : match.end() + short.start(1)])
        ):
            start = match.end() + short.start(1)
            yield _Candidate(short[1], 6.0, "called", "abstract", start, start + len(short[1]))
        else:
            yield from _name_here(text, match.end(), 6.0, "called")
    for match in _BRACKETED.finditer(text):
        long_form = text[max(0, match.start() - 120) : match.start()]
        if not _looks_like_name(match[1]) or not _abbreviates(match[1], long_form):
            continue
        start, _ = sentence_at(text, match.start())
        spelled_out = " ".join(long_form.split()[-len(re.sub(r"[^A-Z]", "", match[1])) :])
        if len(spelled_out) > 8 and spelled_out.lower() in title.lower():
            yield _Candidate(match[1], 4.5, "abbreviation-of-title", "abstract", match.start(1), match.end(1))
        elif _vouched(text[start : match.start()]):
            yield _Candidate(match[1], 3.5, "abbreviation", "abstract", match.start(1), match.end(1))
    for match in _INTRODUCES.finditer(text):
        _, end = sentence_at(text, match.start())
        yield from _after_verb(title, text, match.end(), end)


def _vouched(before: str) -> bool:
    """Whether the sentence up to a name says that the paper introduces it."""
    return bool(_INTRODUCES.search(before) or re.search(r"\b(?:our|called|termed|namely|module|is then)\b", before))


def _after_verb(title: str, text: str, start: int, end: int) -> Iterator[_Candidate]:
    """Names in the rest of the sentence: the first words after the verb count most."""
    stop = re.search(
        r"\b(?:based on|by (?!the name)|using|from|over|on top of|such as|like|to assess|with which|than"
        r"|for evaluating)\b",
        text[start:end],
    )
    limit = start + stop.start() if stop else end
    for position, match in enumerate(_TOKEN.finditer(text, start, limit)):
        if _looks_like_name(match[0]):
            noun = re.match(r"[\s,]+(?:a|an|the|which|that|is)?\b|\s*\(", text[match.end() :])
            direct = re.fullmatch(r"\s+(?:the\s+)?", text[start : match.start()]) and re.match(
                r"\s*[,(]", text[match.end() :]
            )
            score = 6.0 if direct else 3.5 if position < 3 else 2.5 if position < 14 and noun else 1.5
            yield _Candidate(match[0], score, "introducing-verb", "abstract", match.start(), match.end())
    direct = re.match(r"\s+(?:the\s+|an?\s+)?((?:[A-Z][a-z]+[\s-]){1,4}[A-Z][a-z]+)(?=[\s,.(;])", text[start:limit])
    if direct and not set(direct[1].split()) <= _NOT_CAPITALISED_NAMES:
        at = start + direct.start(1)
        if not re.match(r"\s*\(", text[at + len(direct[1]) :]):
            in_title = _letters(direct[1]) in _letters(title)
            yield _Candidate(
                direct[1], 4.5 if in_title else 2.5, "introducing-verb", "abstract", at, at + len(direct[1])
            )
    quoted = re.match(r"\s+(?:the\s+|an?\s+)?[“\"]([A-Z][^”\"]{3,60})[”\"]", text[start:limit])
    if quoted and _letters(quoted[1]) in _letters(title):
        at = start + quoted.start(1)
        yield _Candidate(quoted[1], 4.5, "introducing-verb", "abstract", at, at + len(quoted[1]))
    single = re.match(
        r"\s+(?:the\s+)?([A-Z][a-z]{2,})(?=[,.]|\s+(?:a|is|which|that|to|for|model)\b)", text[start:limit]
    )
    if single and single[1] not in _NOT_CAPITALISED_NAMES:
        at = start + single.start(1)
        yield _Candidate(single[1], 3.0, "introducing-verb", "abstract", at, at + len(single[1]))


def _letters(text: str) -> str:
    """A text's letters and digits in lower case, so that spaces and hyphens make no difference."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _name_here(text: str, start: int, score: float, by: str) -> Iterator[_Candidate]:
    """The name that begins at an offset, if one does: a word that looks like one, or capitalised words."""
    match = _TOKEN.match(text, start)
    if match and (_looks_like_name(match[0]) or match[0][0].isupper()):
        if match[0] in _NOT_CAPITALISED_NAMES:
            return
        run = re.compile(rf"{_WORD}(?:\s[A-Z][\w-]+){{0,4}}").match(text, start)
        whole = run[0] if run and not _looks_like_name(match[0]) else match[0]
        bracket = re.match(r"\s*\(", text[start + len(whole) :])
        if not (bracket and " " in whole):
            yield _Candidate(whole, score, by, "abstract", start, start + len(whole))


def _looks_like_name(word: str) -> bool:
    """Whether a word has capitals, digits or signs where ordinary words have none."""
    plain = word.strip(".")
    if len(plain) < 2 or plain in _GENERIC or not re.search(r"[A-Za-z]", plain):
        return False
    if (
        re.fullmatch(r"\d[\d.,]*(?:[KMBTkx%]|st|nd|rd|th|D|k|TB|GB|HD)?", plain)
        or re.fullmatch(r"\d+(?:\.\d+)?[A-Za-z]{1,2}(?:-\d+\w?)?", plain)
        or re.fullmatch(r"\d+[BMK]", plain)
    ):
        return False
    if re.fullmatch(r"[A-Z]?[a-z]+(?:-[A-Z]?[a-z]+)*\d*", plain) and not re.search(r"[a-z]\d", plain):
        return False
    if re.fullmatch(
        r"(?:[A-Z][a-z]+-)+[A-Za-z]+|[A-Za-z]+-(?:based|style|like|level|grained|aware|centric|guided|driven|blind|free)",
        plain,
    ):
        return False
    if re.fullmatch(r"[a-z]+[A-Z]{2,}s?|[A-Z]{2,3}[a-z]{6,}|[A-Z][a-z]+[A-Z]{2}s", plain):
        return False  # letters picked out to explain an abbreviation: transformER, COntrastive
    return bool(re.search(r".[A-Z]|[A-Za-z]\d|\d[A-Z]|[²³ⁱⁿ*]", plain))


def _abbreviates(short: str, long_form: str) -> bool:
    """Whether the capitals of `short` begin, in order, words or inner capitals of the words before it."""
    letters = [char.lower() for char in short if char.isalnum() and not char.islower()] or [short[0].lower()]
    text = long_form.lower()
    position = len(text)
    for letter in reversed(letters):
        if letter.isdigit() or letter in "²³":
            continue
        position = text.rfind(letter, 0, position)
        if position < 0:
            return False
    return True


def _is_prose(words: list[str]) -> bool:
    """Whether a function word is among them, as in no name."""
    return any(
        word.lower() in {"the", "of", "from", "and", "is", "to", "for", "how", "what", "with", "in", "as", "on"}
        for word in words
    )


def _as_printed(name: str, text: str) -> str:
    """Where a title shouts a name that the abstract, which uses it more, spells otherwise: the abstract's form."""
    if name.isupper() and len(name) > 3 and not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text):
        used = re.findall(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text, re.IGNORECASE)
        if len(used) > 1 and len(set(used)) == 1:
            return str(used[0])
    return name.strip()


def _bare(name: str) -> str:
    """A name without what the sentence hangs on it: `MMRA's`, or a full stop."""
    return re.sub(r"(?:['’]s|\.)$", "", name)


def _kind(candidate: _Candidate, title: str, text: str, is_main: bool) -> ThingKind:
    """The kind of thing that the words near its name say it is: after it, before it, for the main one in the title."""
    source = title if candidate.part == "title" else text
    name = re.escape(candidate.name)
    where = re.search(rf"(?<![\w-]){name}(?![\w-])", text)
    start = where.start() if where else candidate.start
    host = text if where else source
    low, high = sentence_at(host, start)
    after = host[start + len(candidate.name) : min(high, start + len(candidate.name) + 70)]
    before = host[max(low, start - 60) : start]
    tests = [after[:30], before, after]
    if is_main and candidate.part == "title":
        tests.insert(0, title[candidate.end :])
    for piece in tests:
        hits = [
            (m.start() if piece is not before else -m.start(), kind)
            for kind, pattern in _KINDS
            for m in re.finditer(rf"\b(?:{pattern})\b", piece, re.IGNORECASE)
        ]
        if hits:
            return min(hits)[1]
    return "method"


def _evidence(candidate: _Candidate, title: str, text: str) -> Evidence:
    """Quote the words around a name, three on each side in the abstract, one in the title."""
    source = title if candidate.part == "title" else text
    return Evidence(
        value=candidate.name,
        phrase=phrase_at(source, candidate.start, candidate.end, around=3 if candidate.part == "abstract" else 1),
        place=location_of(candidate.part, source, candidate.start),
        by=candidate.by,
    )
