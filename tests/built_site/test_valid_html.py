"""A page of every kind is valid HTML, as the Nu Html Checker sees it. `make validate` asks about every page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bench.built_site.kinds import samples
from bench.built_site.validate import check, lacks

if TYPE_CHECKING:
    from tests.site_fixture import Site

pytest_plugins = ("tests.site_fixture",)


@pytest.mark.skipif(bool(lacks()), reason=lacks())
def test_a_page_of_every_kind_is_valid(sites: dict[str, Site]) -> None:
    faults = []
    for name, site in sites.items():
        addresses = dict.fromkeys(it.address.partition("?")[0] for it in samples(site.html))
        files = [site.html / it if it.endswith(".html") else site.html / it / "index.html" for it in addresses]
        messages = check(files, site.html)
        faults += [f"{name}: {it.page}:{it.line}: {it.text} {it.extract}" for it in messages if it.level == "error"]
    assert not faults, "\n".join(faults[:20])


@pytest.mark.skipif(bool(lacks()), reason=lacks())
def test_the_checker_is_asked_and_heard(tmp_path: Path) -> None:
    page = tmp_path / "papers/index.html"
    page.parent.mkdir()
    page.write_text('<!doctype html><html lang="en"><title>A</title><p id="a">One<p id="a">Two', encoding="utf-8")
    (message,) = (it for it in check([page], tmp_path) if it.level == "error")
    assert (message.page, message.line) == ("papers/index.html", 1)
    assert "Duplicate ID" in message.text
