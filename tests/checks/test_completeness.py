"""What a record that says `checked` must hold, and an essay must name: every gap with its file and line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.checks.completeness import check_completeness
from generator.records.relations import SYMMETRIC_RELATIONS
from generator.survey.folder import read_survey
from generator.survey.yaml.faults import locate
from tests.cases import assert_messages, cases, filled
from tests.checks.test_references import SOUND, here, lay

__all__ = ["here"]
WHOLE = {
    "summary": "Paints hulls that stay dry.",
    "problem": "Hulls leak.",
    "idea": "Paint them.",
    "questions": "[How do I keep my feet dry at sea?, What stops a leak?, Which paint lasts in salt water?]",
    "checked": "true",
}
"""What a complete record has besides its title and area."""


def whole(id: str, title: str, keys: dict[str, str | None]) -> str:
    """A complete record's file with some keys replaced, added or (None) left out."""
    lines = {"id": id, "title": repr(title), "area": "boats", **WHOLE, **keys}
    return "".join(f"{key}: {value}\n" for key, value in lines.items() if value is not None)


def complaints(folder: Path) -> list[str]:
    """The messages on the survey in `s`, located."""
    survey, problems = read_survey(Path("s"))
    assert survey is not None, problems
    found = locate(check_completeness(survey, Path("s")), lambda path: (folder / path).read_text(encoding="utf-8"))
    assert {problem.level for problem in found} <= {"warning"}
    return [str(problem) for problem in found]


@pytest.mark.parametrize("case", cases("completeness", "papers files fill messages"))
def test_completeness(case: dict[str, Any], here: Path) -> None:
    """`papers`: id to keys that differ from a whole record; `files`: whole files; good.yml is not `checked`."""
    fill = case.get("fill", {})
    for id, keys in case.get("papers", {}).items():
        title = keys.pop("title", f"The {id.title()} Paper")
        lay(here / "s", {f"papers/{id}.yml": filled(whole(id, title, keys), fill)})
    lay(here / "s", {name: filled(text, fill) for name, text in case.get("files", {}).items()})
    assert_messages(complaints(here), case["messages"])


@pytest.mark.parametrize("kind", sorted(SYMMETRIC_RELATIONS))
def test_every_symmetric_relation_is_wanted_back(kind: str, here: Path) -> None:
    lay(here / "s", {"papers/hull.yml": whole("hull", "Hull", {"relations": f"[{{to: good, kind: {kind}}}]"})})
    (message,) = complaints(here)
    assert message.startswith(f"s/papers/hull.yml:9: '{kind}' holds both ways, but good does not say it of hull")
    back = SOUND["papers/good.yml"] + f"relations: [{{to: hull, kind: {kind}}}]\n"
    lay(here / "s", {"papers/good.yml": back})
    assert complaints(here) == []


@pytest.mark.parametrize("kind", ["extends", "applies"])
def test_other_relations_need_no_return(kind: str, here: Path) -> None:
    lay(here / "s", {"papers/hull.yml": whole("hull", "Hull", {"relations": f"[{{to: good, kind: {kind}}}]"})})
    assert complaints(here) == []
