"""The command that searches a survey as its site does: search."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .console import show_problems, tell_next, waiting
from .options import SURVEY, ending

if TYPE_CHECKING:
    from ..search.engine.store import Store
    from ..search.engine.unknown_fields import UnknownField


# What begins with a dash and is no option is part of the query: `-learning` leaves papers out.
@click.command(
    epilog=ending('search "wild bees" --limit 5', "whether or not papers are found", "if the survey has errors"),
    context_settings={"ignore_unknown_options": True},
)
@click.argument("words", nargs=-1, required=True, metavar="QUERY")
@SURVEY
@click.option(
    "--with", "others", type=click.Path(path_type=Path, file_okay=False, exists=True), multiple=True, metavar="FOLDER",
    help="Search the survey in FOLDER too, as the sites of a divided survey do; can be given again for more.",
)  # fmt: skip
@click.option("--limit", default=10, show_default=True, help="Number of papers to print at most.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object with the papers and how the query was read."
)
def search(words: tuple[str, ...], survey: Path, others: tuple[Path, ...], limit: int, as_json: bool) -> None:
    """Search the survey, just as its site does.

    Prints a line for each paper, best first: score, id, title. QUERY may hold "words together", -without, author:NAME,
    area:KEY, year:2022..2024 and more, as the guide on searching tells.
    """
    from ..search.engine.rank import search as rank

    if mistyped := next((word for word in words if word.startswith("--") and " " not in word), None):
        raise click.NoSuchOption(mistyped)
    query = " ".join(words)
    with waiting("searching"):
        store, titles = _opened((survey, *others))
        response = rank(store, query, limit)
    if as_json:
        results = [{"id": id, "score": round(score, 6), "title": titles[id]} for id, score in response.hits]
        unread = [
            {"field": unknown.field, "value": unknown.value, "near": unknown.near} for unknown in response.unknown
        ]
        said = {
            "query": query,
            "corrections": response.corrections,
            "unread": unread,
            "sentence": response.sentence,
            "results": results,
        }
        click.echo(json.dumps(said, ensure_ascii=False))
    else:
        for word, term in response.corrections.items():
            click.echo(f"{word!r} is unknown; searched for {term.lstrip('!')!r}", err=True)
        for unknown in response.unknown:
            click.echo(_unread(unknown, response.fields), err=True)
        if response.sentence:
            click.echo("read as a sentence: its quotes, dashes, parentheses, AND, OR and NOT are words", err=True)
        for id, score in response.hits:
            click.echo(f"{score:8.3f}  {id}  {titles[id]}")
        tell_next("catalogue explain ID, for why a paper stands where it stands" if response.hits else "other words")


def _opened(folders: Sequence[Path]) -> tuple[Store, dict[str, str]]:
    """Return the search index of the surveys in these folders, asked as one, and the titles of their papers by id. If
    one has errors, they are printed and the command ends with exit code 1.
    """
    from ..pipeline import load_catalogue
    from ..search.engine.parts import Part, Parts
    from ..search.engine.store import Store
    from ..search.index import index

    parts: list[Part] = []
    titles: dict[str, str] = {}
    for folder in folders:
        catalogue, problems = load_catalogue(folder)
        if catalogue is None:
            show_problems(problems, "text")
            sys.exit(1)
        titles = {paper.id: paper.bibliographic.title for paper in catalogue.papers} | titles
        parts.append(Part(catalogue.settings.title, Store(index(catalogue))))
    return (Parts(parts) if len(parts) > 1 else parts[0].store), titles


def _unread(unknown: UnknownField, fields: Sequence[str]) -> str:
    what = (
        f"{unknown.field}: has no value {unknown.value!r}" if unknown.known else f"there is no field {unknown.field!r}"
    )
    hint = (
        f"; did you mean {unknown.near}?" if unknown.near else "" if unknown.known else f"; fields: {', '.join(fields)}"
    )
    return f"{what}, so this was read as words{hint}"
