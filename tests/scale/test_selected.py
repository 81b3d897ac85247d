"""What DuckDB selects and joins, as the page on very many papers shows it, is read by an import."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from generator.ingest.importing import parse_files

PAGE = Path(__file__).parents[2] / "docs/scale.md"


def test_what_the_page_selects_and_joins_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    query = re.search(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert query
    papers = "('a', 'Of Lamps', 2009, 'Ada Quill'), ('b', 'Of Tides', 2021, 'Zoe Gull'), ('c', 'Of Wicks', 2023, NULL)"
    with duckdb.connect() as tables:
        tables.execute(f"COPY (SELECT * FROM (VALUES {papers}) AS t(id, title, year, authors)) TO 'papers.parquet'")
        tables.execute("COPY (SELECT 'b' AS id, 'A tide rises.' AS abstract) TO 'abstracts.csv'")
        tables.execute(query[1])
    entries, problems = parse_files([("chosen.jsonl", Path("chosen.jsonl").read_bytes())])
    assert problems == []
    assert [(entry.title, entry.abstract, entry.citation.year) for entry in entries] == [
        ("Of Tides", "A tide rises.", 2021),
        ("Of Wicks", None, 2023),
    ]
