"""Templates are compiled once, by whoever installs the generator or by the first build."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from jinja2 import Environment

from generator import resources
from generator.site.links import Link
from generator.site.rendering import compiled
from generator.site.rendering import environment as rendering


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "templates"
    folder.mkdir()
    for name in ("gone.md.j2", "_front.md.j2"):
        shutil.copy(resources.templates_folder() / name, folder / name)
    for module in (resources, compiled):
        monkeypatch.setattr(module, "templates_folder", lambda: folder)
    monkeypatch.setattr("generator.files._cache", lambda: tmp_path / "cache")
    monkeypatch.setattr(rendering, "make_environment", rendering.make_environment.__wrapped__)
    return folder


def _compiled_now(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that are compiled while a page is looked up."""
    names: list[str] = []
    compile_one = Environment.compile

    def noted(self: Environment, source: str, name: str | None = None, *rest: object, **more: object) -> object:
        names.append(str(name))
        return compile_one(self, source, name, *rest, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Environment, "compile", noted)
    rendering.make_environment().get_template("gone.md.j2")
    monkeypatch.undo()
    return names


def test_a_template_that_was_compiled_ahead_is_not_compiled_again(
    templates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendering.compile_ahead()
    assert _compiled_now(monkeypatch) == []


@pytest.mark.parametrize("name", ["gone.md.j2", "_front.md.j2"])
def test_a_template_that_was_changed_since_is_compiled(
    templates: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Also if only a template that it includes was changed."""
    rendering.compile_ahead()
    with (templates / name).open("a") as file:
        file.write("\n")
    assert _compiled_now(monkeypatch) == ["gone.md.j2"]


def test_a_template_that_asks_for_what_is_not_there_is_refused_with_its_name_and_line() -> None:
    template = rendering.make_environment().from_string("A\n{{ page.titel }}")
    with pytest.raises(AttributeError, match="titel") as refused:
        template.render(page=Link(text="A"), path="index.md")
    assert [entry.lineno + 1 for entry in refused.traceback][-1] == 2
