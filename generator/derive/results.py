"""Finds the headline numbers of an abstract, each with what it counts or improves.

A result quotes the text exactly, in at most seven words: a number with its unit, and the words around it up to the next
boundary; or a measure of medicine with its value, and the interval if there is room: `HR 0.71, 95% CI 0.62–0.84`.
Years, numbers of lists, sizes of models, citations, doses, and what says how sure a number is are no results.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..records.evidence import EVIDENCE_WORDS, Evidence, EvidenceKey
from ..text.sentences import count_words, location_of

_THIN = "\u00a0\u2009\u202f"
"""Spaces between the thousands of a number, beside the common one."""
_NUMBER = re.compile(
    rf"(?<![\w.,^/@('’‘-])(?<!\d[{_THIN} ])[+~]?"
    rf"\d(?:\d{{0,2}}(?:[{_THIN} ]\d{{3}}(?!\d))+|[\d,]*\d)?(?:\.\d+)?"
    r"(?:[–-][\d.,]+)?(?:×[\d,.]*(?:–[\d.]+×)?)?"
    r"(?:\s?(?:%|[KMBkx]\b|million\b|billion\b|thousand\b|TB\b|GB\b))?(?:\+)?(?![\w/]|-\w|\.\d)"
)
_BOUNDARY = re.compile(
    r"[,;:()\[\]]|\.(?!\d)|\s(?:and|or|between|within|without|among|against|after|before|during|not|that|which|while|with|for|from|by|than|achiev\w*|using|to|compared|respectively|"
    r"as|when|where|spanning|across|covering|each|is|are|was|were|under|including|but|has|have|reveal\w*|demonstrat\w*|show\w*|containing|interleaved|describing|rather|vs|versus|"
    r"et|ou|avec|pour|par|que|qui|dont|est|sont|ont|afin|und|oder|mit|für|wird|werden|con|para|pero)\b"
)
_LEAD = re.compile(r"(?:(?:over|more than|up to|around|about|approximately|nearly|fewer than|only|least)\s)+$")
_UNIT_FIRST = re.compile(r"[%×]|\b(?:mAP|mIoU|AP50|points?|accuracy|[Rr]ecall|BLEU|F1|R@1|ANLS|score)\b")
_NO_HEADLINE = re.compile(r"\bCIs?\b|\bconfidence\s+intervals?\b")
"""How sure a number is, which says nothing without it."""
_OF_NOTHING = re.compile(r"[\d.,–-]+ (?:at|in|of|on|over|per)\b")
"""A number without a unit before a preposition, such as `72.9 on average`: of what, another sentence says."""
_CUT_OFF = re.compile(r"[\d.,+–-]+ (?:[-–—].*|(?:Inc|Ltd|Corp|GmbH)\b.*)")
"""A number that ends a date or a name, such as `98 Inc.`."""
_SPAN = re.compile(
    r"(?:[a-z ]+ )?[\d.,+–-]+ (?:days?|weeks?|months?|years?|Tagen?|Wochen?|Monate?n?|Jahre?n?|jours|semaines|mois|ans"
    r"|días|semanas|meses|años)"
)
"""How long something took or was watched, and nothing of it."""
_NOT_BEFORE = re.compile(r"(?:\b(?:[pPnN]|SDs?|SE|IQR|[Rr]ange|I2|I²|CI)\b\s?[=<>≤≥:,]?|±)\s?$")
"""What makes of the number behind it a size of a sample or a measure of how sure another number is."""
_DOSE = re.compile(r"[\d.,+–-]+\s?(?:mg|g|µg|μg|mcg|ml|mL|IU|mmol|kg)\b.*")
_EFFECT = re.compile(
    r"\b(?:(?i:(?:hazard|odds|risk|rate|prevalence|likelihood)\sratio|relative\srisk|risk\sdifference"
    r"|(?:standardi[sz]ed\s|weighted\s)?mean\sdifference|number\sneeded\sto\streat|area\sunder\sthe\scurve"
    r"|sensitivity|specificity)|a?HR|a?OR|a?RR|IRR|SMD|WMD|NNT|AUC|AUROC|PPV|NPV)\b"
)
"""Measures whose value stands behind them."""
_DECIMAL = r"[-−]?\d+(?:[.·]\d+)?"
_OF_EFFECT = re.compile(
    rf"(?:\sfor\s[a-z-]+(?:\s[a-z-]+)?)?(?:\s?[=:,]|\s(?:was|of|is)\b)?\s?{_DECIMAL}(?![.,]?\d)(?:\s?%)?"
    r"(?P<sure>\s?[,;([]{1,2}\s?9\d\s?%\s?(?:CI|[Cc]onfidence\s[Ii]nterval)\b[,:=]?\s?"
    rf"{_DECIMAL}(?:\s?[-–,]\s?|\sto\s){_DECIMAL}[)\]]?)?"
)
"""The value of such a measure, and how sure it is."""
_MEASURED = 5.0
_MOST = 6


def find_figures(abstract: str | None) -> tuple[tuple[str, ...], dict[EvidenceKey, Evidence]]:
    """Return up to six headline results of an abstract, and the evidence for each. Without an abstract there are none.

    Measured improvements come first, then large counts, then other numbers; within each sort the larger number is
    first.
    """
    if not abstract:
        return (), {}
    candidates: dict[str, tuple[float, int]] = {}  # phrase to its weight and its offset
    effects = list(_effects(abstract))
    for start, end in effects:
        candidates.setdefault(abstract[start:end], (_MEASURED, start))
    for match in _NUMBER.finditer(abstract):
        if any(start <= match.start() < end for start, end in effects):
            continue
        phrase, start = _phrase(abstract, match)
        if phrase and phrase not in candidates and not _NOT_BEFORE.search(abstract, 0, start):
            candidates[phrase] = (_weight(match[0], phrase), start)
    best = sorted(candidates, key=lambda phrase: (-candidates[phrase][0], -_value(phrase), candidates[phrase][1]))[
        :_MOST
    ]
    kept = tuple(phrase for phrase in best if candidates[phrase][0] >= 2)
    evidence = {
        EvidenceKey("figures", phrase): Evidence(
            place=location_of("abstract", abstract, candidates[phrase][1]), by="number-with-unit"
        )
        for phrase in kept
    }
    return kept, evidence


def _effects(text: str) -> Iterator[tuple[int, int]]:
    """Yield where in a text each measure with its value begins and ends, with the interval if that makes no more words
    than a quotation may have.
    """
    for measure in _EFFECT.finditer(text):
        if value := _OF_EFFECT.match(text, measure.end()):
            end = value.end()
            whole = text[measure.start() : end]
            if whole[-1] in ")]" and not set("([") & set(whole):  # the bracket around it all
                whole, end = whole[:-1], end - 1
            if count_words(whole) > EVIDENCE_WORDS:
                end = value.start("sure")
            yield measure.start(), end


def _phrase(text: str, match: re.Match[str]) -> tuple[str | None, int]:
    """Return the headline around the number that `match` found in a text, and the index at which it begins. The
    headline is the comparison before the number, the number, and the words that it counts; None if no words follow.
    """
    start, end = match.span()
    lead = _LEAD.search(text, max(0, start - 24), start)
    if lead:
        start = lead.start()
    room = EVIDENCE_WORDS - count_words(text[start:end])
    rest = text[end : end + 90]
    # "12.3 mAP on COCO instance segmentation": one boundary word may be passed for a measure.
    stop = _BOUNDARY.search(rest)
    tail = rest[: stop.start()] if stop else rest.rsplit(" ", 1)[0]
    words = tail.split()
    while words and count_words(" ".join(words)) > room:
        words.pop()
    while words and words[-1].lower() in {"in", "on", "of", "over", "the", "a", "an", "our", "its", "at"}:
        words.pop()
    phrase = " ".join([text[start:end], *words]).strip()
    if not words or not rest[0].isspace():
        return None, start
    return phrase, start


def _value(text: str) -> float:
    """Return the first number of a text; 0 without one."""
    match = re.search(rf"\d(?:\d{{0,2}}(?:[{_THIN} ]\d{{3}}(?!\d))+|[\d,]*)(?:\.\d+)?", text)
    return float(re.sub(r"[^\d.]", "", match[0])) if match else 0.0


def _weight(number: str, phrase: str) -> float:
    """Return how much of a headline a number with its phrase is: 5 measured with a unit, 4 a large count, 2 ten or
    more, 1 less, 0.5 the size of a model, 0 a year or nothing of the paper's.
    """
    value = _value(number)
    if (
        _NO_HEADLINE.search(phrase)
        or _SPAN.fullmatch(phrase)
        or _DOSE.fullmatch(phrase)
        or (_OF_NOTHING.match(phrase) and not _UNIT_FIRST.search(phrase))
    ):
        return 0.0
    if re.fullmatch(r"(?:19|20)\d\d", number.strip()) or (
        _CUT_OFF.fullmatch(phrase) and not _UNIT_FIRST.search(phrase)
    ):
        return 0.0
    if _UNIT_FIRST.search(phrase):
        return _MEASURED
    if re.search(r"[KMBk]\b|million|billion|thousand|TB|GB", number):
        if re.search(r"[BM]\b", number) and re.search(r"\bparameters?|models?|LLM|variants?\b", phrase):
            return 0.5
        return 4.0
    if value >= 1000:
        return 4.0
    return 2.0 if value >= 10 else 1.0
