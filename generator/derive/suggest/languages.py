"""Guesses the language of texts from the words that every text of a language holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_COMMON = {
    "en": "the of and to in is for we that with on this are as by from",
    "de": "der die das und von zu den mit wird eine ist auf für werden nicht sich",
    "fr": "le la les des et du une est dans pour que sur par nous avec cette",
    "es": "el los las del y una es por para con que se en este como su",
    "it": "il gli che di della e per una è con sono nel dei questo alla le",
    "pt": "o os das dos e uma é para com que não do da em por se",
    "nl": "de het een van en is voor met dat op wordt zijn deze niet te aan",
}
"""By language, frequent words of it, few of which another has."""
_READ = 300
"""Texts that are read."""
_HAN = re.compile(r"[\u4e00-\u9fff]")
_KANA = re.compile(r"[\u3040-\u30ff]")


def guess_language(texts: Iterable[str]) -> str:
    """Return the code of the language that most of the first texts are written in, such as `de`; `en` if they do not
    show it.
    """
    votes = Counter(_language_of(text) for _, text in zip(range(_READ), texts, strict=False))
    del votes[""]
    return votes.most_common(1)[0][0] if votes else "en"


def _language_of(text: str) -> str:
    """The language of one text; empty if it does not show."""
    if _KANA.search(text):
        return "ja"
    if len(_HAN.findall(text)) * 4 > len(text):
        return "zh"
    words = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    scores = {code: sum(words[word] for word in common.split()) for code, common in _COMMON.items()}
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] > 1 else ""
