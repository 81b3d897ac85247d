"""Detects the language of texts by the frequent words of each language."""

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
_OTHER, _OTHER_SCRIPT = "other", re.compile(r"[\u0370-\u1fff\uac00-\ud7af]")
"""What stands for the languages of Greek, Cyrillic, Hebrew, Arabic, Indian, Korean and other letters."""
_TOLD_BY_SCRIPT = {"zh", "ja"}
_KANA = re.compile(r"[\u3040-\u30ff]")


def guess_language(texts: Iterable[str]) -> str:
    """Return the code of the language of more than half of the first 300 texts, such as `de`; `en` if there is none.

    Texts whose language cannot be told are not counted, except against Chinese and Japanese, which their script tells.
    """
    votes = Counter(language_of_text(text) for _, text in zip(range(_READ), texts, strict=False))
    untold = votes.pop("", 0)
    best, count = max(votes.items(), key=lambda vote: vote[1], default=("", 0))
    voters = votes.total() + (untold if best in _TOLD_BY_SCRIPT else 0)
    return best if best != _OTHER and count * 2 > voters else "en"


def language_of_text(text: str) -> str:
    """Return the code of a text's language, an empty text if it cannot be told, or `other` for a script that is not
    distinguished (Greek, Cyrillic, Arabic …).
    """
    if _KANA.search(text):
        return "ja"
    if len(_HAN.findall(text)) * 4 > len(text):
        return "zh"
    if len(_OTHER_SCRIPT.findall(text)) * 2 > len(text):
        return _OTHER
    words = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    scores = {code: sum(words[word] for word in common.split()) for code, common in _COMMON.items()}
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] > 1 else ""
