"""Example queries of the data, one for each usual tool; tests run them all."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from ...build.parquet_library import has_parquet
from ...export.data.files import DATABASE
from ...export.data.sqlite import SEARCH, has_full_text
from ...text.escape import Markup, html_text
from ..context import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """An example query: its title, mostly the language that it is written in; what must be installed for it (`needs`);
    and the query itself (`code`).
    """

    title: str
    needs: Markup
    code: str


# No line is empty: in plain Markdown it would end the HTML around the query.
_SQL = """SELECT areas.title, count(*) AS papers, max(papers.year) AS newest
FROM papers JOIN areas ON areas.key = papers.area
GROUP BY areas.key
ORDER BY papers DESC;
"""
_PYTHON = """import sqlite3
data = sqlite3.connect("{database}")
for year, papers in data.execute("SELECT year, papers FROM papers_per_year"):
    print(year, papers)
data.close()
"""
_R = """library(DBI)
data <- dbConnect(RSQLite::SQLite(), "{database}")
print(dbGetQuery(data, "SELECT title, papers FROM papers_per_area"))
dbDisconnect(data)
"""
_DUCKDB = """SELECT tag, count(*) AS papers
FROM (SELECT unnest(tags) AS tag FROM {source})
GROUP BY tag
ORDER BY papers DESC, tag
LIMIT 10;
"""


_SEARCH = """SELECT id, title FROM {table}('{word}')
ORDER BY rank
LIMIT 10;
"""
_WORD = re.compile(r"[^\W\d_]{5,}")


def first_queries(site: Site) -> tuple[Query, ...]:
    """Return an example query for each usual tool, the last one for words if the database has a full-text index.

    DuckDB reads Parquet if there is any, else JSON Lines.
    """
    gettext = site.gettext
    shell = gettext("In the shell of SQLite, which `sqlite3 {database}` opens:", database=DATABASE)
    duckdb = gettext("In the shell of DuckDB, in the folder of the files:")
    source = "'papers.parquet'" if has_parquet() else "read_json('papers.jsonl')"
    found = [
        ("SQL", shell, _SQL),
        ("Python", gettext("Nothing needs to be installed:"), _PYTHON.format(database=DATABASE)),
        ("R", gettext("With the packages DBI and RSQLite:"), _R.format(database=DATABASE)),
        ("DuckDB", duckdb, _DUCKDB.format(source=source)),
    ]
    word = site.kept("frequent word", lambda: _frequent_word(site))
    if word and has_full_text():
        about = gettext("The database finds words in titles, summaries and digests, the best match first:")
        found.append((gettext("All words"), about, _SEARCH.format(table=SEARCH, word=word)))
    return tuple(Query(title=title, needs=with_code(needs), code=code) for title, needs, code in found)


def _frequent_word(site: Site) -> str | None:
    """Return the word that most titles have, of equals the first by name; None if no title has one."""
    titles = (paper.bibliographic.title.casefold() for paper in site.catalogue.papers)
    counts = Counter(word for title in titles for word in sorted(set(_WORD.findall(title))))
    return min(counts, key=lambda word: (-counts[word], word)) if counts else None


def with_code(text: str) -> Markup:
    """Return a text of the interface as HTML, in which text between backticks is code."""
    parts = text.split("`")
    return Markup("".join(f"<code>{html_text(it)}</code>" if at % 2 else _shown(it) for at, it in enumerate(parts)))


def _shown(text: str) -> str:
    """Return a stretch of text as HTML, with the spaces at its ends."""
    lead, trail = " " * text.startswith(" "), " " * (text.endswith(" ") and bool(text.strip()))
    return f"{lead}{html_text(text)}{trail}"
