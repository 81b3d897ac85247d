"""What a kind of thing is called: a model, a data set, a benchmark …"""

from __future__ import annotations

from generator.records import ThingKind
from generator.words import Words


def kind_name(words: Words, kind: ThingKind) -> str:
    """In the singular, in the survey's language, as within a sentence."""
    names: dict[ThingKind, str] = {
        "model": words.say("model"),
        "method": words.say("method"),
        "module": words.say("module"),
        "dataset": words.say("data set"),
        "benchmark": words.say("benchmark"),
        "metric": words.say("metric"),
        "task": words.say("task"),
        "tool": words.say("tool"),
    }
    return names[kind]
