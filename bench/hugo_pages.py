"""The pages of a survey for Hugo: the same Markdown in the same frame, so that two builders can be timed on equal work.

Hugo checks no link, makes no search index and derives nothing; its pages are those that the docs folder holds.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

_CONFIGURATION = """\
baseURL: https://survey.example/
title: Survey
disableKinds: [RSS, taxonomy, term]
markup: {goldmark: {renderer: {unsafe: true}}}
ignoreLogs: [warning-goldmark-raw-html]
"""
_LINK = r'<a href="{{ replaceRE `(index)?\.md(#|$)` `/$2` .Destination }}">{{ .Text }}</a>'
_ARTICLE = re.compile(r"(<article[^>]*>).*(</article>)", re.DOTALL)
_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)


def write_hugo_pages(docs: Path, page: Path, folder: Path) -> int:
    """Write into `folder` what Hugo makes a site of: the Markdown files and assets of `docs`, and the frame of the
    built `page`; returns the number of pages. Raises ValueError for a page without an article or a title.
    """
    frame = _frame(page.read_text(encoding="utf-8"))
    layouts = folder / "layouts"
    (layouts / "_default/_markup").mkdir(parents=True)
    for name in ("index.html", "_default/single.html", "_default/list.html"):
        (layouts / name).write_text(frame, encoding="utf-8")
    (layouts / "_default/_markup/render-link.html").write_text(_LINK, encoding="utf-8")
    (folder / "hugo.yaml").write_text(_CONFIGURATION, encoding="utf-8")
    sources = sorted(docs.rglob("*.md"))
    for source in sources:
        name = source.relative_to(docs)
        target = folder / "content" / (name.with_name("_index.md") if name.name == "index.md" else name)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = source.read_text(encoding="utf-8")
        front = "" if text.startswith("---\n") else f"---\ntitle: {name.stem}\n---\n"
        target.write_text(front + text, encoding="utf-8")
    shutil.copytree(docs / "assets", folder / "static/assets")
    return len(sources)


def _frame(html: str) -> str:
    """Return a built page as a template of Hugo's: its title and its article are each page's own."""
    article, title = _ARTICLE.search(html), _TITLE.search(html)
    if article is None or title is None or title.end() > article.start():
        raise ValueError("the page has no <title> or no <article> behind it")
    title_shown, content = "<title>{{ .Title }}</title>", "{{ .Content }}"
    before, between, after = html[: title.start()], html[title.end() : article.end(1)], html[article.start(2) :]
    return _plain(before) + title_shown + _plain(between) + content + _plain(after)


def _plain(html: str) -> str:
    """Return text of a template that is no template."""
    return html.replace("{{", '{{ "{{" }}')
