"""What the operators of a query mean, of a tree of conditions and one paper."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import TypeAlias

from generator.search.engine.pieces import Condition

Tree: TypeAlias = "str | tuple[str, list[Tree]]"
"""A condition as it is written, or `not`, `all`, `any` or `beside` with the trees that it binds."""
_POWER = {"beside": 0, "any": 1, "all": 2, "not": 3}
_BETWEEN = {"beside": " ", "any": " OR ", "all": " AND "}


def written(tree: Tree, dashes: bool, least: int = 0) -> str:
    """The tree as a query, with parentheses only where they are needed; `dashes` stand for NOT."""
    if isinstance(tree, str):
        return tree
    kind, bound = tree
    inner = [written(branch, dashes, _POWER[kind] + 1) for branch in bound]
    text = f"{'-' if dashes else 'NOT '}{inner[0]}" if kind == "not" else _BETWEEN[kind].join(inner)
    return f"({text})" if _POWER[kind] < least else text


def is_true(tree: Tree, words: Mapping[str, str], paper: Set[str]) -> bool:
    """Whether the tree holds for a paper of these words. `words` gives the word that a written condition asks for."""
    if isinstance(tree, str):
        return words[tree] in paper
    kind, bound = tree
    each = [is_true(branch, words, paper) for branch in bound]
    return not each[0] if kind == "not" else any(each) if kind == "any" else all(each)


def is_soft(tree: Tree, words: Mapping[str, str]) -> bool:
    """Whether the tree is bare words only, which rank and are no condition."""
    if isinstance(tree, str):
        return words[tree] == tree
    return tree[0] == "beside" and all(is_soft(branch, words) for branch in tree[1])


def holds(condition: Condition, paper: Set[str]) -> bool:
    """Whether a condition, as the query was understood, holds for a paper of these words."""
    each = [holds(part, paper) for part in condition.parts]
    match condition.kind:
        case "all":
            return all(each)
        case "any":
            return any(each)
        case "not":
            return not each[0]
        case "field":
            return condition.values[0] in paper
    return condition.text in paper
