"""The pages that stand for their kinds: none is forgotten, and the same ones are chosen every time."""

from __future__ import annotations

import gzip
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from bench.built_site.host import host
from bench.built_site.kinds import Sample, kind_of, samples
from generator.catalogue import addresses
from generator.catalogue.editions.moves import find_moves
from generator.pipeline import load_catalogue
from generator.site import context
from generator.site.render import _pages
from generator.text.i18n import Translations

if TYPE_CHECKING:
    from tests.site_fixture import Site

pytest_plugins = ("tests.site_fixture",)
TEMPLATES = Path(__file__).parents[2] / "templates"


def test_every_template_makes_one_of_the_pages_looked_at(sites: dict[str, Site]) -> None:
    seen: set[str] = set()
    for site in sites.values():
        catalogue, _ = load_catalogue(site.survey)
        assert catalogue
        made = {page.address: page.template for page in _pages(context.Site(catalogue, Translations()), {})}
        templates: dict[str, str] = {addresses.served(address): template for address, template in made.items()}
        moves = find_moves(catalogue, {address.path for address in made})
        templates |= dict.fromkeys(moves.moved, "redirect.md.j2") | dict.fromkeys(moves.gone, "gone.md.j2")
        seen |= {templates[it.address] for it in samples(site.html, both=False) if it.address in templates}
    assert seen == {path.name for path in TEMPLATES.glob("*.md.j2") if not path.name.startswith("_")}


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("", "home"), ("about/", "about/"), ("404.html", "404.html"), ("papers/", "papers/"),
        ("papers/ferret/", "papers/*/"), ("tags/task/grounding/", "tags/*/*/"), ("papers/2/", "papers/N/"),
        ("tags/task/grounding/12/", "tags/*/*/N/"), ("years/2024/", "years/*/"),
    ],
)  # fmt: skip
def test_a_kind_is_the_shape_of_an_address(address: str, kind: str) -> None:
    assert kind_of(address) == kind


def test_the_largest_and_the_smallest_page_stand_for_a_kind(tmp_path: Path) -> None:
    for name, size in (("b", 9), ("a", 9), ("c", 5), ("d", 7)):
        _write(tmp_path / f"papers/{name}/index.html", "x" * size)
    _write(tmp_path / "papers/lost/index.html", '<meta name="robots" content="noindex">')
    _write(tmp_path / "papers/old/index.html", '<meta http-equiv="refresh" content="0; url=../a/">')
    assert samples(tmp_path) == [
        Sample("papers/*/", "papers/a/"),
        Sample("papers/*/", "papers/c/"),
        Sample("papers/*/ gone", "papers/lost/"),
        Sample("papers/*/ moved", "papers/old/", moved=True),
    ]
    assert [it.address for it in samples(tmp_path, both=False)] == ["papers/a/", "papers/lost/", "papers/old/"]


def test_names_of_pictures_differ(sites: dict[str, Site]) -> None:
    for site in sites.values():
        names = [it.name for it in samples(site.html)]
        assert len(set(names)) == len(names)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_the_server_compresses_keeps_the_connection_and_stays_in_its_folder(tmp_path: Path) -> None:
    _write(tmp_path / "site/index.html", "<p>home" * 100)
    _write(tmp_path / "site/papers/a/index.html", "<p>a")
    _write(tmp_path / "site/404.html", "<p>missing")
    _write(tmp_path / "secret.txt", "secret")
    with host({"/lamps/": tmp_path / "site"}) as server:
        connection = HTTPConnection(urlsplit(server).netloc)
        for path, status, kind in (
            ("/lamps/", 200, "text/html; charset=utf-8"),
            ("/lamps/papers/a/?q=1", 200, "text/html; charset=utf-8"),
            ("/lamps/no/", 404, "text/html; charset=utf-8"),
            ("/lamps/../secret.txt", 404, "text/html; charset=utf-8"),
            ("/lamps/%2e%2e/secret.txt", 404, "text/html; charset=utf-8"),
            ("/lamps/papers/a", 301, None),
            ("/elsewhere/", 404, "text/html;charset=utf-8"),
        ):
            connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            body = answer.read()
            assert (answer.status, answer.headers["Content-Type"]) == (status, kind), path
            if path.startswith("/lamps/") and status != 301:
                assert answer.headers["Content-Encoding"] == "gzip"
                assert b"secret" not in gzip.decompress(body)
                assert not answer.will_close
        connection.close()
