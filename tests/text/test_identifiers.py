"""Identifiers and dates in the ways in which bibliographies write them."""

from __future__ import annotations

import datetime

import pytest

from generator.text.dates import parse_date
from generator.text.identifiers import find_identifiers, find_isbns, find_issns, parse_doi


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("https://arxiv.org/abs/2401.00001", {"arxiv": "2401.00001"}),
        ("http://www.arxiv.org/pdf/2401.00001v3.pdf", {"arxiv": "2401.00001v3"}),
        ("https://arxiv.org/html/2401.00001v1", {"arxiv": "2401.00001v1"}),
        ("arXiv:hep-th/9901001", {"arxiv": "hep-th/9901001"}),
        ("math.GT/0309136", {"arxiv": "math.GT/0309136"}),
        ("https://doi.org/10.48550/arXiv.2401.00001", {"arxiv": "2401.00001", "doi": "10.48550/arXiv.2401.00001"}),
        ("https://huggingface.co/papers/2409.20566", {"arxiv": "2409.20566"}),
        ("https://aclanthology.org/P19-1001.pdf", {"acl": "P19-1001"}),
        ("https://www.aclweb.org/anthology/2020.acl-main.1/", {"acl": "2020.acl-main.1"}),
        ("10.3115/v1/P14-1001", {"doi": "10.3115/v1/P14-1001", "acl": "P14-1001"}),
        ("https://pubmed.ncbi.nlm.nih.gov/123456/", {"pubmed": "123456"}),
        ("PMID: 123456", {"pubmed": "123456"}),
        ("https://openalex.org/W123", {"openalex": "W123"}),
        (f"https://www.semanticscholar.org/paper/Kites/{'ab12' * 10}", {"semantic_scholar": "ab12" * 10}),
        ("https://github.com/kites/2401.00001", {}),
        ("https://example.org/papers/10", {}),
    ],
)
def test_identifiers_in_addresses(text: str, ids: dict[str, str]) -> None:
    assert find_identifiers(text) == ids


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("doi:10.1000/x.", "10.1000/x"),
        ("http://dx.doi.org/10.1000/x%2Fy", "10.1000/x/y"),
        ("(10.1016/S0140-6736(05)12345-6)", "10.1016/S0140-6736(05)12345-6"),
        ("https://doi.org/10.1000/x?utm_source=mail", "10.1000/x"),
        ("10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O",
         "10.1002/(SICI)1097-4571(199806)49:8%3C693::AID-ASI4%3E3.0.CO;2-O"),
        ("<a>10.1000/x</a>", "10.1000/x"),
        ("10.1/x", None),
        ("none", None),
    ],
)  # fmt: skip
def test_dois(text: str, doi: str | None) -> None:
    assert parse_doi(text) == doi


def test_check_digits() -> None:
    assert find_isbns("0-306-40615-2; 978 0 306 40615 7; 0-306-40615-3") == (
        ["0306406152", "9780306406157", "0306406153"],
        ["0306406153"],
    )
    assert find_issns("2434561X 0378-5955 0378-5954") == (["2434-561X", "0378-5955", "0378-5954"], ["0378-5954"])


@pytest.mark.parametrize(
    ("text", "year", "day"),
    [
        ("2024", 2024, None),
        ("2019.0", 2019, None),
        ("2024a", 2024, None),
        ("2024-03", 2024, None),
        ("2024-03-01", 2024, (3, 1)),
        ("2024/3/1", 2024, (3, 1)),
        ("2024-03-01T10:00:00Z", 2024, (3, 1)),
        ("12 Mar 2024", 2024, (3, 12)),
        ("March 12, 2024", 2024, (3, 12)),
        ("Mar. 12-15, 2024", 2024, (3, 12)),
        ("2024 Mar 12", 2024, (3, 12)),
        ("2024 Mar-Apr", 2024, None),
        ("Winter 2024", 2024, None),
        ("12. März 2024", 2024, (3, 12)),
        ("3 août 2020", 2020, (8, 3)),
        ("12.3.2024", 2024, (3, 12)),
        ("2024年3月12日", 2024, (3, 12)),
        ("2019/2020", 2019, None),
        ("c2005", 2005, None),
        ("[1999?]", 1999, None),
        ("1687", 1687, None),
        ("c. 1480", 1480, None),
        ("um 1435", 1435, None),
        ("[ca. 1510]", 1510, None),
        ("1882-1886", 1882, None),
    ],
)
def test_dates(text: str, year: int, day: tuple[int, int] | None) -> None:
    assert parse_date(text) == (year, day and datetime.date(year, *day), True)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("in press", None),
        ("n.d.", None),
        ("soon", None),
        ("1498 [1985]", 1498),
        ("146 v. Chr.", None),
        ("10042005", None),
        ("2024, to appear", 2024),
        ("3/4/2024", 2024),
        ("2024-13-40", 2024),
        ("12345", None),
    ],
)
def test_dates_that_are_not_all_understood(text: str, year: int | None) -> None:
    assert parse_date(text) == (year, None, False)
