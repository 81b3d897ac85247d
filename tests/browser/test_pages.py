"""A page of every kind in Chromium: accessible, steady, as wide as the screen, quiet, and alone with its own host.

Each kind is looked at once, in turn on a desktop and on a telephone, in light and in dark; `make axe` looks at the
largest pages too, at both sizes and in both schemes.
"""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser

from bench.built_site.audit import NARROW, SCHEMES, WIDE, Fault, audit, lacks, report
from bench.built_site.host import host
from bench.built_site.kinds import Sample, samples

if TYPE_CHECKING:
    from tests.site_fixture import Site

pytest_plugins = ("tests.site_fixture",)
pytestmark = [pytest.mark.browser, pytest.mark.skipif(bool(lacks()), reason=lacks())]


LOOKS = list(itertools.product((NARROW, WIDE), SCHEMES))


@pytest.mark.parametrize("look", range(len(LOOKS)), ids=[f"{scheme}-{width}" for width, scheme in LOOKS])
def test_nothing_is_wrong_with_a_page_of_any_kind(browser: Browser, sites: dict[str, Site], look: int) -> None:
    width, scheme = LOOKS[look]
    faults: list[Fault] = []
    for name, kinds in _of_every_kind(sites).items():
        faults += audit(browser, sites[name].url, kinds[look :: len(LOOKS)], width, [scheme])
    assert not faults, "\n".join(report(faults))


def test_there_are_many_kinds_of_pages(sites: dict[str, Site]) -> None:
    assert sum(map(len, _of_every_kind(sites).values())) > 30


def _of_every_kind(sites: dict[str, Site]) -> dict[str, list[Sample]]:
    """The smallest page of every kind of the shipped survey, and of the kinds that only the toy survey has."""
    shipped, toy = ({it.kind: it for it in samples(sites[name].html)} for name in ("shipped", "toy"))
    # The page for a missing address knows where its site is published, which the toy survey's server does too.
    del shipped["404.html"]
    return {"shipped": list(shipped.values()), "toy": [it for kind, it in toy.items() if kind not in shipped]}


PAGE = """<!doctype html><html lang="en">
<head><title>A</title><link rel="icon" href="data:,"><meta name="viewport" content="width=device-width"></head>
<body><main><h1>A</h1><p>{body}</p></main></body></html>"""


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("", ""),
        ('<img src="a.png">', "axe: image-alt"),
        ('<span style="color: #ccc">pale</span>', "axe: color-contrast"),
        ('<div style="width: 500px">wide</div>', "wider than the screen"),
        ('<button style="height: 30px; width: 60px">low</button>', "small to tap"),
        ("<script>console.log('hm')</script>", "console"),
        ('<link rel="preload" as="image" href="http://127.0.0.2:9/a.png">', "request to another host"),
        (
            "<script>const twice = (then) => requestAnimationFrame(() => requestAnimationFrame(then));"
            "const move = () => (document.querySelector('h1').style.marginTop = '200px');"
            "addEventListener('load', () => twice(move))</script>",
            "layout shift",
        ),
    ],
)
def test_what_is_wrong_is_found(browser: Browser, tmp_path: Path, body: str, rule: str) -> None:
    (tmp_path / "index.html").write_text(PAGE.format(body=body), encoding="utf-8")
    (tmp_path / "a.png").touch()
    with host({"/": tmp_path}) as server:
        found = audit(browser, f"{server}/", [Sample("home", "")], NARROW)
    rules = {it.rule for it in found} - ({"console"} if rule == "request to another host" else set())
    assert len(rules) == bool(rule), found
    assert all(it.startswith(rule) for it in rules), found
