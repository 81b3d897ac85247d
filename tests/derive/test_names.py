"""Names: what a paper calls its own."""

from __future__ import annotations

from typing import Any

import pytest

from generator.derive.names import name_things
from tests.cases import cases


@pytest.mark.parametrize("case", cases("name", "title abstract known name introduces evidence"))
def test_names(case: dict[str, Any]) -> None:
    named = name_things(case["title"], case.get("abstract"), case.get("known", ()))
    assert named.name == case["name"]
    things = [{"name": thing.name, "kind": thing.kind} for thing in named.introduces]
    assert things[:1] == case["introduces"][:1], "the paper's own name comes first"
    assert sorted(things, key=str) == sorted(case["introduces"], key=str)
    reasons = {str(key): item.model_dump(exclude_none=True) for key, item in named.evidence.items()}
    wanted = {f"introduces.{thing['name']}" for thing in case["introduces"]} | ({"name"} if case["name"] else set())
    assert set(reasons) == wanted, "every value has its reason, and no reason lacks its value"
    for text in (item.get("phrase", "") for item in reasons.values()):
        assert text in f"{case['title']}\n{case.get('abstract', '')}", "the phrase is the text's own"
    if "evidence" in case:
        want = dict(case["evidence"])
        loose = want.pop("loose", False)
        got = reasons["name"]
        assert {**got, "phrase": want["phrase"]} == want
        assert want["phrase"] in got["phrase"] if loose else want["phrase"] == got["phrase"]
