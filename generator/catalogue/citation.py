"""What all formats of citations need: the type of a publication, its title in LaTeX, and the parts of its authors'
names.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ..records.paper import Bibliographic, Citation, PublicationType
from ..text.escape import plain_text
from ..text.names import NAME_PARTS, name_of

_LATEX = str.maketrans(
    {char: "\\" + char for char in "&%$#_"}
    | {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
    | dict.fromkeys("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff", "")
)
"""What LaTeX would read as a command, and what nobody sees and LaTeX does not know."""
_KEPT_CAPITALS = re.compile(r"\S[A-Z]|\d[A-Za-z]|[A-Za-z]\d|^[A-Z][+#*]")
"""In a word with a capital or a digit after its first letter, or C++: a name, which keeps its case."""
_PLAIN_WORD = re.compile("[A-Za-z][a-z]*")
"""A word that stays as it is, as nearly all do."""
_CORE = re.compile(r"([.,;:!?()\[\]\"'“”‘’«»…]*)(.*?)([.,;:!?()\[\]\"'“”‘’«»…]*)", re.DOTALL)
"""A word without the punctuation around it."""
_FORMULA = re.compile(r"(\$[^$]+\$|\\\(.+?\\\))")
_UNSAFE = re.compile(
    r"\\(?:input|include\w*|write\w*|read\w*|open\w*|close\w*|immediate|special|directlua|latelua|csname|catcode|let"
    r"|[egx]?def|futurelet|newcommand|renewcommand|providecommand|usepackage|expandafter|loop|every\w+|output|shipout"
    r"|begin|end\w*|par|verb|href|url)(?![A-Za-z])|\^\^|@"
)
"""What a formula of a title does not need and a hostile title may hold."""
_SYMBOLS = {
    "×": r"\times", "≤": r"\leq", "≥": r"\geq", "≠": r"\neq", "≈": r"\approx", "→": r"\to", "←": r"\leftarrow",
    "↔": r"\leftrightarrow", "∞": r"\infty", "±": r"\pm", "−": "-", "∈": r"\in", "∀": r"\forall", "∃": r"\exists",
    "∇": r"\nabla", "∂": r"\partial", "∑": r"\sum", "√": r"\surd", "·": r"\cdot", "∘": r"\circ", "ℓ": r"\ell",
}  # fmt: skip
_IN_GREEK = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]{2}")
"""A word in Greek: single letters beside it are words, too."""
_LONE_GREEK = r"(?<![\u0370-\u03ff])[α-νξπρστυφχψωΓΔΘΛΞΠΣΦΨΩϵ](?![\u0370-\u03ff])"
_SIGNS = rf"[{''.join(_SYMBOLS)}]|[⁰¹²³⁴-⁹⁺⁻ⁿ]+|[₀-₉₊₋]+"
_MATHEMATICAL = {False: re.compile(rf"{_LONE_GREEK}|{_SIGNS}"), True: re.compile(_SIGNS)}
"""Characters that LaTeX shows in formulas only; by whether the text is in Greek, whose letters are none then."""

ROLES = ("authors", "editors", "translators")
"""The fields of a citation that hold names of people."""

_JOURNAL = re.compile(
    r"\b(journal|transactions|letters|magazine|TMLR|TPAMI|PAMI|IJCV|TIP|TMM|TNNLS|TCSVT|JMLR|TACL|"
    r"Nature|Science|IEEE Access|Pattern Recognition|Neurocomputing|Information Fusion)\b",
    re.IGNORECASE,
)
_PREPRINT = re.compile(r"\b(arxiv|preprint|corr)\b", re.IGNORECASE)


def publication_type(facts: Bibliographic) -> PublicationType:
    """Return the type of a publication: the record's, or else the one that its venue's name tells.

    Without a venue, or with that of a preprint server, it is a preprint; a venue that is no journal is a conference.

    >>> publication_type(Bibliographic(title="t", venue="Journal of Boats"))
    'article'
    """
    if facts.type:
        return facts.type
    venue = facts.container or facts.venue
    if not venue or _PREPRINT.search(venue):
        return "preprint"
    return "article" if _JOURNAL.search(venue) else "inproceedings"


def creators(facts: Citation) -> tuple[str, ...]:
    """Return the authors as they are shown; the editors of what has no authors and appeared in nothing else, as a book.

    >>> creators(Citation(editors=("Ada Li",))), creators(Citation(editors=("Ada Li",), venue="Journal of Boats"))
    (('Ada Li',), ())
    """
    return facts.authors or (() if facts.container or facts.venue else facts.editors)


def latex(text: str) -> str:
    """Return a text as LaTeX source that prints it: the characters of LaTeX's syntax are escaped."""
    return text.translate(_LATEX)


def names_in_parts(facts: Bibliographic) -> dict[str, dict[str, str]]:
    """Return the parts of those names of people in `facts`, a paper's bibliographic data, whose family name is not just
    the last word. The keys are names as they are shown.

    The parts are those of CSL (`given`, `particle`, `family`, `suffix`), or `literal` for a group.
    """
    known: dict[str, dict[str, str]] = {}
    for shown in map(plain_text, (name for role in ROLES for name in getattr(facts, role))):
        name = name_of(shown, facts.people)
        given, _, family = shown.rpartition(" ")
        parts = {key: value for key in NAME_PARTS if (value := getattr(name, key))}
        if name.corporate:
            parts = {"literal": shown}
        if parts != {"given": given, "family": family} and (given or parts != {"family": shown}):
            known[shown] = parts
    return known


def bibtex_title(facts: Bibliographic) -> str:
    r"""Return a title as a BibTeX field: formulas in LaTeX, names in braces so that they keep their capitals.

    Formulas are those of the record's `title_latex`, unless that holds commands that do more than print; else
    mathematical characters are converted.

    >>> bibtex_title(Bibliographic(title="α-divergences of GPT-4: CO₂"))
    '{$\\alpha$}-divergences of {GPT-4}: {CO$_{2}$}'
    """
    if facts.title_latex and _is_safe(facts.title_latex):
        parts = _FORMULA.split(facts.title_latex)
        return "".join(f"{{{it}}}" if at % 2 else _braced_words(it, escape=False) for at, it in enumerate(parts))
    return capitals_kept(facts.title)


def capitals_kept(title: str) -> str:
    """Return a title as LaTeX, its special characters escaped, with names in braces, so that BibTeX keeps their
    capitals: `{FLAIR}: Seeing with {GPT-4}`.

    A name is a word with a capital after its first character or a digit beside a letter, or one like `C++`.
    """
    return _braced_words(plain_text(title), escape=True)


def _braced_words(text: str, *, escape: bool) -> str:
    """Return a text for BibTeX with braces around names, whose capitals must stay; a word with a command is left as it
    is. `escape` says whether LaTeX's special characters are escaped.
    """
    greek = not text.isascii() and _IN_GREEK.search(text) is not None
    words = text.split(" ")
    return " ".join([word if _PLAIN_WORD.fullmatch(word) else _braced(word, escape, greek) for word in words])


@lru_cache(maxsize=1 << 15)
def _braced(word: str, escape: bool, greek: bool) -> str:
    if not escape and re.search(r"[\\{}$]", word):
        return word
    match = _CORE.fullmatch(word)
    before, core, after = match.groups() if match else ("", word, "")
    kept = _KEPT_CAPITALS.search(unicodedata.normalize("NFKC", core)) is not None
    if escape:
        before, core, after = map(latex, (before, core, after))
        core = _MATHEMATICAL[greek].sub(lambda found: _formula(found) if kept else f"{{{_formula(found)}}}", core)
    return f"{before}{{{core}}}{after}" if kept else f"{before}{core}{after}"


def _formula(match: re.Match[str]) -> str:
    """Return the LaTeX formula that prints the matched Greek letter, symbol, or raised or lowered digits."""
    text = match[0]
    if known := _SYMBOLS.get(text):
        return f"${known}$"
    raised = unicodedata.decomposition(text[0]).partition(" ")[0]
    if raised in {"<super>", "<sub>"}:
        plain = unicodedata.normalize("NFKC", text).replace("−", "-")
        return f"${'^' if raised == '<super>' else '_'}{{{plain}}}$"
    name = unicodedata.name(text).split()[-1]
    name = {"LAMDA": "LAMBDA", "SYMBOL": "EPSILON"}.get(name, name)
    return f"$\\{name.lower() if text.islower() else name.capitalize()}$"


def _is_safe(text: str) -> bool:
    """Return whether a text is LaTeX that only prints: braces and dollar signs stand in pairs, and no command does
    more.
    """
    depth = 0
    for sign in re.sub(r"\\.", "", text):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth < 0:
            return False
    dollars = re.sub(r"\\.", "", text).count("$")
    return depth == 0 and dollars % 2 == 0 and not _UNSAFE.search(text) and not re.search(r"(?<!\\)[%#]|\\$", text)
