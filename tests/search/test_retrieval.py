"""`make eval`: ids of any form, and figures that can be worked out by hand."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import pytest

from bench import retrieval
from tests.browser_modules import needs_node

DOCUMENTS = {"MED/1": "zebra zebra", "med/1": "giraffe", "D:2 ü": "zebra lion", "3": ""}
QUERIES = {"q1": "zebra", "q2": "lion giraffe", "q3": "unjudged zebra", "q4": '"'}


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    folder = tmp_path / "small"
    folder.mkdir()
    documents = [{"id": id, "title": "", "abstract": f"{text}\x07"} for id, text in DOCUMENTS.items()]
    queries = [{"id": id, "text": text} for id, text in QUERIES.items()]
    for name, rows in {"docs": documents, "queries": queries}.items():
        (folder / f"{name}.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    (folder / "qrels.tsv").write_text(
        "query\tdocument\tgrade\nq1\tMED/1\t2\nq1\t3\t1\nq2\tmed/1\t0\nq2\tD:2 ü\t1\n", "utf-8"
    )
    (folder / "other.tsv").write_text("query\tdocument\tgrade\nq1\tD:2 ü\t1\n", "utf-8")
    return folder


def measured(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> dict[str, float]:
    monkeypatch.setattr(sys, "argv", ["retrieval", *arguments])
    assert retrieval.main() == 0
    (line,) = capsys.readouterr().out.splitlines()
    figures: dict[str, float] = json.loads(line)
    return figures


@needs_node
def test_the_figures_are_those_of_the_formulas(
    collection: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = measured([str(collection)], monkeypatch, capsys)
    keys = "collection queries ndcg@10 recall@100 mrr@10 ndcg@10_interval p50_ms p95_ms index_bytes vectors"
    assert list(figures) == keys.split()
    low, high = figures["ndcg@10_interval"]
    assert 0 < low <= figures["ndcg@10"] <= high <= 1
    assert (figures["collection"], figures["queries"]) == ("small", 2)
    # q1 finds its paper of grade 2 first and never the one without words; q2 finds its own second: of two papers with
    # one of its words each, equally rare, the shorter comes first.
    first, second = 3 / (3 + 1 / math.log2(3)), 1 / math.log2(3)
    assert figures["ndcg@10"] == round((first + second) / 2, 4)
    assert figures["recall@100"] == 0.75
    assert figures["mrr@10"] == 0.75
    assert 0 <= figures["p50_ms"] <= figures["p95_ms"]
    assert figures["index_bytes"] > 100


@needs_node
def test_other_judgements(
    collection: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = measured([str(collection), "other.tsv"], monkeypatch, capsys)
    assert (figures["queries"], figures["recall@100"], figures["mrr@10"]) == (1, 1.0, 0.5)
    assert figures == measured([str(collection), str(collection / "other.tsv")], monkeypatch, capsys) | {
        key: figures[key] for key in ("p50_ms", "p95_ms")
    }


def test_what_is_absent_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for arguments, said in (([], "usage: make eval"), ([""], "usage"), ([str(tmp_path)], "docs.jsonl is absent")):
        monkeypatch.setattr(sys, "argv", ["retrieval", *arguments])
        assert retrieval.main() == 2
        assert said in capsys.readouterr().err
