"""The built site without a browser: whole, its own, light, the same everywhere, and proof against hostile texts."""

from __future__ import annotations

import functools
import gzip
import hashlib
import importlib.util
import json
import os
import posixpath
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import pytest
import yaml
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from generator.build.write import read_manifest
from tests.html_page import Page
from tests.once import made_once

if TYPE_CHECKING:
    from tests.site_fixture import Site

pytest_plugins = ("tests.site_fixture",)

EACH_SITE = [pytest.param("shipped", marks=pytest.mark.proof), "toy"]
"""For what another whole build is needed: `make test` builds the toy survey again, `make proof` the shipped one too."""
PAPER_BYTES = 60_000
EXPLORER_BYTES = 300_000
STYLE_BYTES = 20_000
"""What every page waits for before it shows, uncompressed."""


@functools.cache
def pages(html: Path) -> dict[str, Page]:
    """All pages of a site, by address below its root: "", "papers/ferret/", "404.html"."""
    found = {}
    for path in sorted(html.rglob("*.html")):
        address = path.relative_to(html).as_posix()
        address = address.removesuffix("index.html") if path.name == "index.html" else address
        found[address] = Page(path.read_text(encoding="utf-8"))
    return found


def is_local(address: str) -> bool:
    """Whether the address needs no other host."""
    return not urlsplit(address).netloc and urlsplit(address).scheme in {"", "data"}


def site_address(html: Path) -> str:
    """Where the site says that it is published."""
    return listed_pages(html)[0]


def listed_pages(html: Path) -> list[str]:
    """The addresses of a site map; that of the home page comes first."""
    text = (html / "sitemap.xml").read_bytes()
    return [node.text or "" for node in ElementTree.fromstring(text).iter() if node.tag.endswith("}loc")]  # noqa: S314


def each(sites: dict[str, Site]) -> Iterator[tuple[str, Site, str, Page]]:
    """Every page of both sites: the site's name, the site, the page's address, the page."""
    for name, site in sites.items():
        for address, page in pages(site.html).items():
            yield name, site, address, page


# --- whole ------------------------------------------------------------------------


def test_both_surveys_build_without_a_warning(sites: dict[str, Site]) -> None:
    for site in sites.values():
        said = [line for line in site.said.splitlines() if line.strip()]
        assert all(re.match(r"INFO\s+-\s+(Cleaning|Building|Documentation built)", line) for line in said), site.said


def test_the_repository_holds_no_page_that_is_generated(shipped: Site) -> None:
    from tests.site_fixture import ROOT

    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a clone")
    run = subprocess.run(["git", "ls-files", "docs"], cwd=ROOT, capture_output=True, text=True, check=True)
    kept = set(run.stdout.split())
    assert {"docs/guide/index.md", "docs/guide/library.bib"} <= kept
    written = read_manifest(shipped.docs)["files"]
    assert isinstance(written, dict) and "gaps/index.md" in written
    assert not kept & {f"docs/{name}" for name in written}


def test_every_internal_link_leads_somewhere(sites: dict[str, Site]) -> None:
    broken = []
    for name, site, address, page in each(sites):
        root = site_address(site.html)
        for tag, key, link in dict.fromkeys(page.links):
            target = urljoin(root + address, link)
            if target.startswith(root) and (fault := missing(site.html, root, target)):
                broken.append(f"{name}: {address}: {tag} {key}={link!r}: {fault}")
            elif not target.startswith(root) and is_local(link) and not link.startswith("data:"):
                broken.append(f"{name}: {address}: {tag} {key}={link!r} leaves the site")
    assert not broken, "\n".join(broken[:20])


def test_the_data_comes_through_the_site_builder_as_it_is(sites: dict[str, Site]) -> None:
    """Also the file whose name begins with a dot, which builders of sites leave out unless they are told."""
    for site in sites.values():
        names = [path.relative_to(site.docs).as_posix() for path in (site.docs / "data").iterdir()]
        files = [name for name in names if not name.endswith(".md")]
        assert {"data/catalogue.sqlite", "data/papers.jsonl", "data/croissant.json"} <= {*files}
        for name in (*files, "CITATION.cff", ".zenodo.json"):
            assert (site.html / name).read_bytes() == (site.docs / name).read_bytes(), name


def test_a_list_offers_its_files_in_its_text_and_in_its_head(sites: dict[str, Site]) -> None:
    names = ["papers.bib", "papers.ris", "papers.csl.json", "papers.csv", "papers.json", "feed.xml"]
    for site in sites.values():
        root = site_address(site.html)
        there = [it for it, page in pages(site.html).items() if not is_moved(page) and not is_gone(page)]
        lists = [it for it in there if re.fullmatch(r"papers/|areas/[^/]+/|tags/[^/]+/[^/]+/", it)]
        assert len(lists) > 5
        for address in lists:
            tree = LexborHTMLParser((site.html / address / "index.html").read_text(encoding="utf-8"))
            below = root if address == "papers/" else root + address
            wanted = [below + name for name in names]
            # Were it just "alternate", the theme's script would ask for a sitemap beside each file.
            announced = tree.css('head link[rel~="alternate"]:not([rel="alternate"], [rel~="describedby"])')
            assert [urljoin(root + address, it.attributes["href"]) for it in announced] == wanted
            offered = [urljoin(root + address, it.attributes["href"]) for it in tree.css(".sc-edit.sc-meta a")]
            assert offered == (wanted if tree.css(".sc-list li") else [])


def test_every_page_can_be_come_to_without_the_sidebar(shipped: Site) -> None:
    root = site_address(shipped.html)
    met = [""]
    for address in met:  # grows while it is gone through
        tree = LexborHTMLParser((shipped.html / address / "index.html").read_text(encoding="utf-8"))
        for sidebar in tree.css(".md-sidebar"):
            sidebar.decompose()
        for link in tree.css("a[href]"):
            target = urljoin(root + address, link.attributes["href"]).partition("#")[0].partition("?")[0]
            target = target.removeprefix(root)
            if target in pages(shipped.html) and target not in met:
                met.append(target)
    lost = {it for it, page in pages(shipped.html).items() if not is_moved(page)} - set(met)
    assert lost == {"404.html", "explore/compare/"}, "what is wrong, and what is picked"


def missing(html: Path, root: str, target: str) -> str:
    """What an address within the site lacks: its file, or the element that its fragment names."""
    parts = urlsplit(target.removeprefix(root))
    path = unquote(parts.path).removeprefix("./")
    file = html / path / "index.html" if path.endswith("/") or not path else html / path
    if not file.is_file():
        return "no such file"
    fragment = unquote(parts.fragment)
    if fragment and file.suffix == ".html":
        address = file.relative_to(html).as_posix().removesuffix("index.html")
        if fragment not in pages(html)[address].ids:
            return "no such element"
    return ""


def test_every_id_is_there_once_and_every_reference_to_one_holds(sites: dict[str, Site]) -> None:
    faults = []
    for name, _, address, page in each(sites):
        faults += [f"{name}: {address}: id {id} twice" for id, count in Counter(page.ids).items() if count > 1]
        for tag, own in page.elements:
            wanted = [*own.get("aria-controls", "").split(), *own.get("aria-describedby", "").split()]
            wanted += [own["for"]] if "for" in own else []
            wanted += [own["data-copy"].removeprefix("#")] if "data-copy" in own else []
            # What begins so is the theme's: its script puts some of it there.
            lost = [id for id in wanted if id not in page.ids and not id.startswith("__")]
            faults += [f"{name}: {address}: {tag} refers to {id}" for id in lost]
    assert not faults, "\n".join(faults[:20])


def test_the_sitemap_lists_every_page_that_did_not_move_once(sites: dict[str, Site]) -> None:
    for site in sites.values():
        text = (site.html / "sitemap.xml").read_bytes()
        assert gzip.decompress((site.html / "sitemap.xml.gz").read_bytes()) == text
        root = site_address(site.html)
        moved = {address for address, page in pages(site.html).items() if is_moved(page) or is_gone(page)}
        assert sorted(listed_pages(site.html)) == sorted(
            root + it for it in pages(site.html) if it not in moved | {"404.html"}
        )


def is_moved(page: Page) -> bool:
    return any(tag == "meta" and own.get("http-equiv") == "refresh" for tag, own in page.elements)


def is_gone(page: Page) -> bool:
    return any(tag == "meta" and own.get("content") == "noindex" for tag, own in page.elements)


def test_style_sheets_and_scripts_name_files_that_exist(sites: dict[str, Site]) -> None:
    faults = []
    for site in sites.values():
        for path in sorted((site.html / "assets").rglob("*.css")):
            for link in re.findall(r"url\(\s*['\"]?([^'\")]+)", path.read_text(encoding="utf-8")):
                if not link.startswith(("data:", "#")) and not (path.parent / link.split("#")[0]).is_file():
                    faults.append(f"{path.name}: {link}")
        for path in own_scripts(site.html):
            faults += [f"{path.name}: {it}" for it in imports(path) if not (path.parent / it).is_file()]
    assert not faults


def own_scripts(html: Path) -> list[Path]:
    return sorted((html / "assets" / "js").rglob("*.js"))


def imports(script: Path) -> list[str]:
    """The modules that a script imports, at once or later; types in comments are not loaded."""
    code = re.sub(r"/\*.*?\*/", "", script.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.findall(r"""(?:\bfrom|\bimport)\s*\(?\s*["'](\.[^"']+)["']""", code)


def test_the_explorer_announces_every_module_that_it_loads(shipped: Site) -> None:
    scripts = " ".join(pages(shipped.html)["explore/"].scripts)
    names = re.search(r'names = "([^"]+)"', scripts)
    assert names and "modulepreload" in scripts
    announced = set(names[1].split())
    assert {"explorer/main.js", "search/worker.js", "vendor/lunr.js"} <= announced
    folder = shipped.html / "assets/js"
    for name in announced:
        code = (folder / name).read_text(encoding="utf-8")
        loaded = re.findall(r"""^(?:import|export)[^"';]*from\s*["'](\.[^"']+)["']""", code, re.MULTILINE)
        assert {posixpath.normpath(posixpath.join(posixpath.dirname(name), it)) for it in loaded} <= announced, name


def test_a_former_address_leads_to_the_paper(sites: dict[str, Site]) -> None:
    found = 0
    for name, site in sites.items():
        for paper in catalogue(site)["papers"]:
            for former in paper.get("former_ids", ()):
                page, address = pages(site.html)[f"papers/{former}/"], f"papers/{former}/"
                new = f"papers/{paper['id']}/"
                targets = [urljoin(address, link) for tag, _, link in page.links if tag in {"meta", "a"}]
                assert targets[0] == new, (name, former)
                assert targets.count(new) >= 2, "a link for whoever is not sent on"
                assert ("link", "href", site_address(site.html) + new) in page.links, "the canonical address"
                found += 1
    assert found


def catalogue(site: Site) -> dict[str, Any]:
    """What the site publishes for machines."""
    data: dict[str, Any] = json.loads((site.html / "assets/data/catalogue.json").read_text(encoding="utf-8"))
    return data


# --- its own ----------------------------------------------------------------------


TOLD_ONLY = {"canonical", "cite-as", "author", "type", "item", "license"}
"""What links of a head lead to without being fetched, and may be elsewhere."""


def test_no_page_loads_anything_from_another_host(sites: dict[str, Site]) -> None:
    foreign = [(name, address, it) for name, _, address, page in each(sites) for it in page.loads if not is_near(it)]
    assert not foreign, foreign[:10]
    for _, site, address, page in each(sites):
        head = [own["href"] for tag, own in page.elements if tag == "link" and own.get("rel") not in TOLD_ONLY]
        assert all(is_local(link) for link in head), (site.survey.name, address)


def is_near(address: str) -> bool:
    return is_local(address) and not address.startswith("//")


FAR_IN_CSS = re.compile(r"""@import[^;]*(?:https?:)?//|url\(\s*['"]?(?:https?:)?//""")
FAR_IN_JS = re.compile(
    r"""(?:\b(?:fetch|import|importScripts|open|sendBeacon|Worker|EventSource|WebSocket|URL)\s*\(|\bfrom\b)"""
    r"""\s*["'`](?:https?:|wss?:)?//"""
)


WRITTEN_FOR_READERS = re.compile(r"https://(?:aclanthology\.org|arxiv\.org/abs|doi\.org)/")
"""Papers' addresses in the lists that a reader takes away; nothing is fetched from there."""


def test_no_style_sheet_or_script_loads_anything_from_another_host(sites: dict[str, Site]) -> None:
    for site in sites.values():
        for path in sorted(site.html.rglob("*.css")):
            assert not FAR_IN_CSS.search(path.read_text(encoding="utf-8")), path.name
        for path in sorted(site.html.rglob("*.js")):
            assert not FAR_IN_JS.search(path.read_text(encoding="utf-8")), path.name
        for path in own_scripts(site.html):
            code = re.sub(r"/\*.*?\*/|^\s*//.*$", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
            assert "://" not in WRITTEN_FOR_READERS.sub("", code), path.name
        for address, page in pages(site.html).items():
            assert not any(FAR_IN_JS.search(script) for script in page.scripts), address


def dormant(page: Page) -> list[str]:
    """Elements that make the theme's script ask another host: diagrams, and the facts of a repository."""
    return [
        tag
        for tag, own in page.elements
        if "mermaid" in own.get("class", "").split() or own.get("data-md-component") == "source"
    ]


def test_nothing_wakes_what_the_theme_would_load_from_another_host(sites: dict[str, Site]) -> None:
    assert not [(name, address) for name, _, address, page in each(sites) if dormant(page)]


def test_a_repository_address_is_shown_without_asking_its_host(toy_site: Site, tmp_path: Path) -> None:
    from tests.site_fixture import configure, environment, run_mkdocs

    (tmp_path / "docs/papers").mkdir(parents=True)
    shutil.copyfile(toy_site.docs / "papers/glimmer.md", tmp_path / "docs/papers/glimmer.md")
    config = configure(toy_site.survey, tmp_path, "repo_url: https://github.com/example/lamps")
    run_mkdocs(config, environment(SOURCE_DATE_EPOCH="0"), strict=False)  # its links lead to pages left out
    page = pages(tmp_path / "site")["papers/glimmer/"]
    assert any(link == "https://github.com/example/lamps" for _, _, link in page.links)
    assert not dormant(page), "the theme's script would ask api.github.com"


# --- light ------------------------------------------------------------------------


def test_paper_pages_are_light(sites: dict[str, Site]) -> None:
    sizes = {
        f"{name}: {path.parent.name}": path.stat().st_size
        for name, site in sites.items()
        for path in (site.html / "papers").glob("*/index.html")
    }
    assert len(sizes) > 200
    assert not {paper: size for paper, size in sizes.items() if size >= PAPER_BYTES}


def test_what_the_explorer_loads_is_light(shipped: Site) -> None:
    page = shipped.html / "explore" / "index.html"
    files = {page}
    for link in pages(shipped.html)["explore/"].loads:
        if link and not link.startswith("data:"):
            files.add(Path(os.path.normpath(page.parent / link)))
    scripts = [path for path in files if path.is_relative_to(shipped.html / "assets/js")]
    for script in scripts:  # grows while it is gone through
        scripts += [
            path for it in imports(script) if (path := Path(os.path.normpath(script.parent / it))) not in scripts
        ]
    files |= {path for path in scripts if path.name != "search_dialog.js"}
    files.add(shipped.html / "assets/search/index.json")  # the other files of the index wait for a question
    files = {path for path in files if path.is_file()}
    sizes = {path.relative_to(shipped.html).as_posix(): len(gzip.compress(path.read_bytes())) for path in files}
    assert {"assets/search/index.json", "assets/js/explorer/main.js", "assets/js/vendor/lunr.js"} <= set(sizes)
    assert sum(sizes.values()) < EXPLORER_BYTES, sizes


def test_the_style_sheet_of_every_page_is_light(sites: dict[str, Site]) -> None:
    for site in sites.values():
        assert (site.html / "assets/css/catalogue.css").stat().st_size < STYLE_BYTES


def test_the_head_of_a_column_is_as_wide_before_a_script_makes_it_a_button(sites: dict[str, Site]) -> None:
    html = sites["toy"].html
    script = (html / "assets/js/page/sort_table.js").read_text("utf-8")
    [sign] = re.findall(r'none:\s*("[^"]*")', script)
    assert f'content:"{json.loads(sign)}"' in (html / "assets/css/catalogue.css").read_text("utf-8")


# --- the same everywhere ----------------------------------------------------------

CLOCK = '''
"""Another day: 400 days later, for all that Python asks."""
import datetime, time
SHIFT = 400 * 86400
_time, _time_ns, _gmtime, _localtime = time.time, time.time_ns, time.gmtime, time.localtime
time.time = lambda: _time() + SHIFT
time.time_ns = lambda: _time_ns() + SHIFT * 10**9
time.gmtime = lambda seconds=None: _gmtime(time.time() if seconds is None else seconds)
time.localtime = lambda seconds=None: _localtime(time.time() if seconds is None else seconds)
_strftime = time.strftime
time.strftime = lambda form, moment=None: _strftime(form, time.localtime() if moment is None else moment)
_datetime = datetime.datetime
class datetime_(_datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)
    @classmethod
    def utcnow(cls):
        return cls.fromtimestamp(time.time(), datetime.timezone.utc).replace(tzinfo=None)
    today = now
datetime_.__name__ = datetime_.__qualname__ = "datetime"
datetime.datetime = datetime_
'''


def hashes(folder: Path) -> dict[str, str]:
    """Every file with the hash of its bytes."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def build_again(site: Site, folder: Path) -> tuple[Path, Path]:
    """Pages and site of the same survey, made in another folder, on another day, in another place of the world."""
    from tests.site_fixture import ROOT, configure, copy_written_pages, environment, epoch, run_mkdocs

    (folder / "clock").mkdir()
    (folder / "clock" / "sitecustomize.py").write_text(CLOCK, encoding="utf-8")
    path = os.pathsep.join([str(folder / "clock"), str(ROOT)])
    env = environment(PYTHONPATH=path, TZ="Pacific/Kiritimati", PYTHONHASHSEED="7", LC_ALL="C")
    days = "import datetime as d, time; print(d.date.today().year, d.datetime.now().year, time.strftime('%Y'))"
    asked = [
        subprocess.run([sys.executable, "-c", days], env=one, capture_output=True, text=True, check=True).stdout.split()
        for one in (environment(), env)
    ]
    assert all(int(now) < int(then) for now, then in zip(*asked, strict=True)), "the clock is another one"
    survey, docs = folder / "a much deeper" / "folder" / "of-papers", folder / "docs"
    shutil.copytree(site.survey, survey, copy_function=shutil.copyfile)
    docs.mkdir()
    copy_written_pages(site.survey, docs)
    command = [sys.executable, "-P", "-m", "generator", "build", "--survey", str(survey), "--docs", str(docs)]
    run = subprocess.run(command, env=env, cwd=folder, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr
    run_mkdocs(configure(site.survey, folder), {**env, "SOURCE_DATE_EPOCH": epoch(survey, env)})
    return docs, folder / "site"


@pytest.mark.parametrize("name", EACH_SITE)
def test_another_folder_on_another_day_gives_the_same_bytes(sites: dict[str, Site], name: str, tmp_path: Path) -> None:
    docs, html = build_again(sites[name], tmp_path)
    assert differing(sites[name].docs, docs) == []
    assert differing(sites[name].html, html) == []


def differing(one: Path, other: Path) -> list[str]:
    """Files that are not the same, or only in one of the folders."""
    ours, theirs = hashes(one), hashes(other)
    assert ours
    return sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))


# --- plain Markdown ---------------------------------------------------------------


def rendered(path: Path) -> Page:
    """A page's Markdown as CommonMark alone shows it, without its front matter."""
    text = path.read_text(encoding="utf-8")
    if text.startswith("---\n"):
        text = text.split("\n---\n", 1)[1]
    return Page(MarkdownIt("commonmark").render(text))


@functools.cache
def plain_pages(docs: Path) -> dict[str, Page]:
    """All pages as CommonMark shows them, by their address on the site."""
    found = {}
    for path in sorted(docs.rglob("*.md")):
        name = path.relative_to(docs).as_posix().removesuffix(".md")
        address = "" if name == "index" else name.removesuffix("/index") + "/"
        found[address] = rendered(path)
    return found


LEFT_OVER = ("](", "**", "{:", "```", "<div", "<span", "</", "markdown>", "&#", "&lt;", "&amp;", "\\_", "\\*", "::")
HOSTILE = (
    '<script>alert("title")</script> *Stars* & [Links](javascript:alert(1)) in {{ 7 * 7 }} Titles',
    "<img src=x onerror=alert(1)> and </script> tags, **bold** words, `ticks`, a [link](javascript:alert(2))",
    "O'Brien, <b>Pat</b>",
    "<i>Markup</i> & Sons",
    "<i>any</i>",
    "[x](javascript:alert(3))",
    "&lt;entities&gt;",
    "{: .class }",
    "Lamps & Tides: a <small> survey",
    "First <b>light</b>",
    "Begin *here*.",
    "No lamp, [but](javascript:alert(1)) a *buoy* {{ 7 * 7 }}",
    "Sunken <script>alert('gone')</script> Lamps",
    "GLIMMER: <b>Pointing</b> *at* Things",
    "[most](javascript:alert(1))",
    "<i>any</i>",
)
"""Texts of the toy survey that look like what should not be left over. They are to be shown as they are."""


def test_commonmark_alone_leaves_no_syntax_in_the_text(sites: dict[str, Site]) -> None:
    faults = []
    for name, site in sites.items():
        for address, page in plain_pages(site.docs).items():
            text = page.words_without_code
            for hostile in HOSTILE if name == "toy" else ():
                text = text.replace(hostile, "…")
            faults += [f"{name}: {address}: {sign} in {around(text, sign)}" for sign in LEFT_OVER if sign in text]
    assert not faults, "\n".join(faults[:20])


def around(text: str, sign: str) -> str:
    at = text.index(sign)
    return repr(text[max(0, at - 30) : at + 30])


def test_commonmark_alone_shows_the_words_of_the_built_page(sites: dict[str, Site]) -> None:
    faults = []
    for name, site in sites.items():
        for address, page in plain_pages(site.docs).items():
            ours, theirs = without_rules(page.words), without_rules(pages(site.html)[address].words)
            if ours != theirs:
                pairs = enumerate(zip(ours, theirs, strict=False))
                at = next((n for n, (one, other) in pairs if one != other), min(len(ours), len(theirs)))
                faults.append(f"{name}: {address}: {ours[at - 3 : at + 5]} and {theirs[at - 3 : at + 5]}")
    assert not faults, "\n".join(faults[:20])


def without_rules(words: list[str]) -> list[str]:
    """The words but for a table's rules: CommonMark shows a table as its source, which reads as a table."""
    return [word for word in words if not re.fullmatch(r"[|:-]+", word)]


def test_commonmark_alone_keeps_the_headings_and_links(sites: dict[str, Site]) -> None:
    for site in sites.values():
        for address, page in plain_pages(site.docs).items():
            built = pages(site.html)[address]
            for tag in ("h1", "h2", "h3", "li", "a", "form", "details"):
                marks = sum(own.get("class") == "headerlink" for _, own in built.elements) if tag == "a" else 0
                assert page.article.count(tag) == built.article.count(tag) - marks, (address, tag)


# --- the other builder ------------------------------------------------------------


def build_with_zensical(site: Site, folder: Path) -> None:
    """The same pages as Zensical builds them."""
    from tests.site_fixture import configure, environment

    shutil.copytree(site.docs, folder / "docs")
    config = configure(site.survey, folder)
    command = [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", str(config)]
    run = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=environment(), cwd=folder, timeout=300
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "warning" not in (run.stdout + run.stderr).lower()


@pytest.fixture(params=EACH_SITE)
def both(
    request: pytest.FixtureRequest, sites: dict[str, Site], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Site, Path]:
    """A site, and how Zensical builds it."""
    if importlib.util.find_spec("zensical") is None:
        pytest.skip("zensical is not installed; that it builds the same pages was not tested")
    site = sites[request.param]
    name = f"{request.param}-by-zensical"
    return site, made_once(tmp_path_factory, name, lambda folder: build_with_zensical(site, folder)) / "site"


def test_zensical_builds_every_page_too(both: tuple[Site, Path]) -> None:
    site, html = both
    assert set(pages(html)) == set(pages(site.html))


def test_zensical_shows_the_same_words(both: tuple[Site, Path]) -> None:
    site, html = both
    for address, page in pages(site.html).items():
        assert pages(html)[address].words == page.words, address


# --- hostile texts ----------------------------------------------------------------


@pytest.mark.parametrize("both", ["toy"], indirect=True)
def test_hostile_texts_become_no_element_and_no_attribute(both: tuple[Site, Path]) -> None:
    for html in (both[0].html, both[1]):
        for address, page in pages(html).items():
            assert not {"script", "img", "iframe", "b", "i", "object", "embed"} & set(page.article), address
            assert not {"img", "iframe", "object", "embed"} & {tag for tag, _ in page.elements}, address
            assert not [script for script in page.scripts if "alert" in script], address
            for tag, own in page.elements:
                assert not [key for key in own if key.startswith("on")], (address, tag, own)
                for key in ("href", "src", "action", "formaction", "data"):
                    value = re.sub(r"[\x00-\x20]", "", own.get(key, "")).lower()
                    assert not value.startswith(("javascript:", "vbscript:", "data:text")), (address, tag, own)


@pytest.mark.parametrize("both", ["toy"], indirect=True)
def test_the_title_of_the_survey_becomes_no_element(both: tuple[Site, Path]) -> None:
    for html in (both[0].html, both[1]):
        for path in html.rglob("*.html"):
            text = path.read_text(encoding="utf-8")
            assert "a <small> survey" not in text and "a <small>  survey" not in text, path
            assert "a &lt;small&gt; survey" in text, path


def test_hostile_texts_are_shown_as_they_are(toy_site: Site) -> None:
    page = pages(toy_site.html)["papers/script-alert-title/"]
    text = " ".join(page.words)
    record = yaml.safe_load((toy_site.survey / "papers/script-alert-title.yml").read_text(encoding="utf-8"))
    for wanted in (record["title"], record["abstract"], record["notes"], record["authors"][0], record["venue"]):
        assert " ".join(wanted.split()) in text


def test_hostile_texts_reach_machines_unharmed(toy_site: Site) -> None:
    papers = {paper["id"]: paper for paper in catalogue(toy_site)["papers"]}
    blocks = [json.loads(path.read_text(encoding="utf-8")) for path in toy_site.html.glob("assets/search/cards-*.json")]
    cards = {card["id"]: card for block in blocks for card in block}
    for path in sorted((toy_site.survey / "papers").glob("*.yml")):
        record = yaml.safe_load(path.read_text(encoding="utf-8"))
        paper = papers[path.stem]
        for key in ("title", "abstract", "venue", "notes", "authors"):
            if key in record:
                assert paper[key] == record[key], (path.stem, key)
        assert cards[path.stem]["title"] == record["title"]


def test_all_json_of_the_sites_can_be_read(sites: dict[str, Site]) -> None:
    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON, and no browser reads it")

    for site in sites.values():
        for path in sorted((site.html / "assets").rglob("*.json")):
            read = json.loads(path.read_text(encoding="utf-8"), parse_constant=refuse)
            assert isinstance(read, dict | list) and read, path.name
