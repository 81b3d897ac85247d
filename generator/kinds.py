"""What a kind of thing is called: a model, a data set, a benchmark …"""

from __future__ import annotations

from generator.records import ThingKind
from generator.words import Words


def kind_names(words: Words) -> dict[ThingKind, str]:
    """What one of each kind is called, as within a sentence."""
    return {
        "model": words.say("model"),
        "method": words.say("method"),
        "module": words.say("module"),
        "dataset": words.say("data set"),
        "benchmark": words.say("benchmark"),
        "metric": words.say("metric"),
        "task": words.say("task"),
        "tool": words.say("tool"),
    }


def kind_titles(words: Words) -> dict[ThingKind, str]:
    """What several of each kind are called, in the order of the index."""
    return {
        "model": words.say("Models"),
        "method": words.say("Methods"),
        "module": words.say("Modules"),
        "dataset": words.say("Data sets"),
        "benchmark": words.say("Benchmarks"),
        "metric": words.say("Metrics"),
        "task": words.say("Tasks"),
        "tool": words.say("Tools"),
    }
