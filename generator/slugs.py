"""Texts as parts of addresses."""

from __future__ import annotations

import re

from .tokens import fold


def slug(text: str) -> str:
    """Lower-case letters a to z, digits and single hyphens; empty where a text has none of them.

    >>> slug("Bjørn Ødegård"), slug("DM²S²")
    ('bjorn-odegard', 'dm2s2')
    """
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
