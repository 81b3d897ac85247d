"""Two thousand broken bibliographies of every reader through the whole import: no traceback, no hang, no entry lost
without a word, nothing half written.
"""

from __future__ import annotations

import datetime
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.importing import import_survey
from generator.ingest.importing import import_entries, parse_files
from generator.ingest.readers.detect import READERS, parse_entries
from generator.records.survey import Settings, Survey
from generator.survey.folder import read_survey
from tests.cases import cases

FORMATS = Path(__file__).parents[3] / "shared/formats"
COUNT = 2_000
SECONDS = 5
BYTES = 60_000
"""Of a file that is mutated: beginnings of large ones, so that two thousand take minutes."""
JUNK = (
    *(b"\0", b'"', b"'", b"{", b"}", b"[", b"]", b"<", b">", b"&", b"\\", b"$", b"@", b",", b"\t", b"\n", b"\r\n\r\n"),
    *(
        b"\xff",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
        b"\xe2\x80\xae",
        b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
        b"ER  - \n",
        b"@article{",
    ),
    *(b"(" * 999, b"[" * 999, b"{" * 999, b"<a>" * 999, b"\\" * 99, b"$$" * 99, b"9" * 400, b"- " * 99),
)


def samples() -> list[tuple[str, bytes]]:
    """Files as they are found, and the golden ones, in which each reader has its own."""
    files = sorted(path for path in FORMATS.rglob("*") if path.is_file() and ".expected." not in path.name)
    found = [(path.name, path.read_bytes()[:BYTES]) for path in files]
    golden = [case.values[0] for case in cases("readers", "input path encoding bom fill entries problems")]
    found += [(case.get("path", "x"), case["input"].encode()) for case in golden if "fill" not in case]
    found.append(("form.md", b"### Page in this survey\n\n_No response_\n\n### Title\n\nTying Ropes\n"))
    return found


def test_every_reader_has_a_sample() -> None:
    read = {entries[0].reader for path, data in samples() if (entries := parse_entries(data, path)[0])}
    assert read == {reader.name for reader in READERS}


def mutations() -> Iterator[tuple[str, bytes]]:
    chance = random.Random(8)  # noqa: S311 - the same mutations every time, nothing secret
    files = samples()
    for number in range(COUNT):
        name, data = chance.choice(files)
        for _ in range(chance.randint(1, 6)):
            start = chance.randint(0, len(data))
            end = min(len(data), start + chance.choice((1, 1, 10, 200, 5_000)))
            data = chance.choice(
                (
                    data[:start] + data[end:],
                    data[:start] + chance.choice(JUNK) + data[start:],
                    data[:start] + data[start:end] * 2 + data[end:],
                    data[:start],
                    data[:start]
                    + bytes(byte ^ (1 << chance.randrange(8)) for byte in data[start : start + 3])
                    + data[end:],
                    data[:start] + chance.choice(files)[1][:end],
                )
            )
        yield f"{number}-{name}", data


@pytest.mark.proof
def test_broken_bibliographies_are_read_or_refused() -> None:
    if not FORMATS.is_dir():
        pytest.skip("no ../shared/formats beside the project: no files to break")
    survey = Survey(settings=Settings(title="Broken", description="Broken files."))
    for name, data in mutations():
        start = time.process_time()
        entries, problems = parse_files([(name, data)])
        made = import_entries(entries, problems, survey, datetime.date(2026, 1, 1))
        assert time.process_time() - start < SECONDS, name
        assert entries or problems or not data.strip(), f"{name}: nothing was said of it"
        ledger = made.ledger
        fates = ("new", "unchanged", "changed", "completed", "merged", "refused")
        assert ledger.read == sum(ledger.count(fate) for fate in fates), name
        assert ledger.read == len(entries) + len(problems), name


@pytest.mark.proof
def test_broken_bibliographies_leave_a_whole_survey(tmp_path: Path) -> None:
    """Every twentieth of them into one survey on disk, which can be read after each."""
    day = datetime.date(2026, 1, 1)
    for number, (name, data) in enumerate(mutations()):
        if number % 20:
            continue
        ledger, _ = import_survey([(name, data)], tmp_path / "survey", day)
        if not ledger.written and not (tmp_path / "survey").exists():
            continue
        survey, problems = read_survey(tmp_path / "survey")
        assert survey is not None, (name, problems)
        assert {outcome.id for outcome in ledger.outcomes if outcome.id} <= {paper.id for paper in survey.papers}, name


MEGABYTES = {
    "bibtex": "@article{k, title = {T}, abstract = {%s}}",
    "ris": "TY  - JOUR\nTI  - T\nAB  - %s\nER  - \n",
    "web-of-science": "FN x\nPT J\nAU A, B\nTI T\nSO N\nAB %s\nER\nEF\n",
    "endnote-xml": "<?xml version='1.0'?><xml><records><record><rec-number>1</rec-number><ref-type name='Book'>6"
    "</ref-type><titles><title>T</title></titles><abstract>%s</abstract></record></records></xml>",
    "arxiv": "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><entry><id>http://arxiv.org/abs/2001.00001"
    "</id><title>T</title><summary>%s</summary></entry></feed>",
    "acl-anthology": "<?xml version='1.0'?><collection id='2022.x'><volume id='1'><meta><booktitle>P</booktitle></meta>"
    "<paper id='1'><title>T</title><abstract>%s</abstract></paper></volume></collection>",
    "refer": "%0 Book\n%T T\n%X %s\n",
    "pubmed": "PMID- 1\nTI  - T.\nAB  - %s\n",
    "pubmed-xml": "<?xml version='1.0'?><PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article>"
    "<ArticleTitle>T</ArticleTitle><Abstract><AbstractText>%s</AbstractText></Abstract></Article></MedlineCitation>"
    "</PubmedArticle></PubmedArticleSet>",
    "semantic-scholar": '{"paperId": "' + "a" * 40 + '", "title": "T", "externalIds": {}, "abstract": "%s"}',
    "crossref": '{"DOI": "10.1000/a", "title": ["T"], "abstract": "%s"}',
    "csl-json": '[{"type": "book", "title": "T", "author": [{"family": "A"}], "abstract": "%s"}]',
    "json": '{"title": "T", "abstract": "%s"}',
    "yaml": '- title: T\n  abstract: "%s"\n',
    "form": "### Page in this survey\n\n_No response_\n\n### Title\n\nT\n\n### Abstract\n\n%s\n",
    "markdown": "- **Tying Ropes at Sea** [paper](https://example.org/p) %s\n",
    "table": 'title,year,abstract\nT,2020,"%s"\n',
    "trending-page": "Tying Ropes at Sea\nWe tie ropes at sea. %s\n",
    "openalex": json.dumps(
        {
            "id": "https://openalex.org/W1",
            "title": "T",
            "abstract_inverted_index": {f"w{at}": [at] for at in range(100_000)},
        }
    ),
}
FILLINGS = {"words": "word " * 200_000, "commands": "a^{2} $x$ " * 100_000, "tags": "&lt;b&gt; " * 100_000}


@pytest.mark.parametrize("filling", FILLINGS)
@pytest.mark.parametrize("reader", [reader.name for reader in READERS])
def test_a_megabyte_of_abstract_is_read_fast_or_refused(reader: str, filling: str) -> None:
    text = MEGABYTES[reader].replace("%s", FILLINGS[filling])
    start = time.process_time()
    entries, problems = parse_entries(text.encode(), "x")
    assert time.process_time() - start < 2
    assert problems or entries[0].reader == reader
    assert len(entries) + len(problems) == 1
    assert problems or len(entries[0].abstract or "") <= 100_000
