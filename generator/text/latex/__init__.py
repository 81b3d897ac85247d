"""Converts LaTeX to plain characters. It raises on no text, and its time grows linearly with the text.

1. `_tree` splits a text into characters, commands, groups and formulas. Unmatched braces are left out, and so are those
nested deeper than any title needs.

2. `_Printer` prints the result from left to right; a command takes its arguments from what follows it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import NamedTuple

from .symbols import (
    ACCENTS,
    LOST,
    MATHS_ACCENTS,
    NAMED,
    RELATIONS,
    SILENT,
    SPACES,
    double_struck,
    lowered,
    raised,
    symbol,
)

_MAYBE_LATEX = re.compile(r"[\\{}$~]|--|``|''|`|[!?]`")
_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]+)\*?\s*|\\(?P<sign>.)|(?P<brace>[{}])|(?P<dollar>\$\$?)|(?P<script>[\^_])"
    r"|(?P<ligature>---?|``|''|[!?]`|~)|(?P<text>[^\\{}$^_~\-`'!?]+|.)",
    re.DOTALL,
)
_LIGATURES = {"--": "–", "---": "—", "``": "“", "''": "”", "!`": "¡", "?`": "¿", "~": " "}
_QUOTED = re.compile(r"(?<![\w`\\])`((?:\\[`']|[^`'\n]){1,300})'(?!\w)")
"""A text in single quotes; behind a backslash, either sign is an accent."""
_ESCAPED_TWICE = re.compile(
    r"""\\(?=\\["'`^~=.](?:\{?\\?[A-Za-z]))|(?<=\{)\\(?=\\(?:[ijolOL]|ss|a[ae]|oe|A[AE]|OE)\})"""
)
"""The first of two backslashes before an accent or a letter, as programs write them that escape twice."""
_MATRIX = re.compile(r"\\begin\{([pbvBV]?)matrix\}([^$]{0,500}?)\\end\{\1matrix\}")
_PRICE = re.compile(r"\d[\d.,]*\s[^\\^_]*[A-Za-z]{3}[^\\^_]*")
_OPTION = re.compile(r"\s*\[[^\[\]]{0,200}\]")
_DEEPEST = 40


class _Command(NamedTuple):
    name: str


class _Script(NamedTuple):
    """A sign, `^` or `_`, which raises or lowers what follows in formulas, and is itself elsewhere."""

    sign: str


class _Formula(NamedTuple):
    nodes: list[_Node]


_Node = str | _Command | _Script | _Formula | list["_Node"]


def latex_to_text(latex: str) -> str:
    r"""Return what LaTeX prints, as plain characters on one line.

    An unknown command is dropped and its argument kept; one without an argument is printed as a word.

    >>> latex_to_text(r"{The} {M}aze: na{\"\i}ve \emph{walks} --- $\alpha$-divergence and $x_i^2$")
    'The Maze: naïve walks — α-divergence and xᵢ²'
    """
    if _MAYBE_LATEX.search(latex):
        if "matrix}" in latex:
            latex = _MATRIX.sub(lambda match: f"({_in_rows(match[2])})", latex)
        latex = _ESCAPED_TWICE.sub("", _QUOTED.sub(r"‘\1’", latex))
        latex = _print(_tree(latex), maths=False, depth=0)
    return " ".join(unicodedata.normalize("NFC", latex).split())


class _Open(NamedTuple):
    """A group or formula that is not closed yet: the sign that opened it, the index in the text where it begins
    (`start`), and its content so far (`nodes`).
    """

    sign: str
    start: int
    nodes: list[_Node]


def _in_rows(matrix: str) -> str:
    """Return the rows of a matrix on one line, cells parted by commas and rows by semicolons: `1, 0; 0, 1`."""
    rows = [re.sub(r"\s*&\s*", ", ", row.strip()) for row in re.split(r"\\\\(?:\[[^\[\]]*\])?", matrix)]
    return "; ".join(row for row in rows if row)


def _tree(latex: str) -> list[_Node]:
    """Return a text of LaTeX as a tree of texts, commands, groups and formulas (step 1). A group deeper than `_DEEPEST`
    becomes a part of the group around it; the sign of a group or formula that is never closed becomes text.
    """
    stack = [_Open("", 0, [])]
    too_deep = 0
    for match in _TOKEN.finditer(latex):
        nodes = stack[-1].nodes
        if match["brace"] == "{":
            if len(stack) < _DEEPEST:
                stack.append(_Open("{", match.start(), []))
            else:
                too_deep += 1
        elif match["brace"]:
            if too_deep:
                too_deep -= 1
            else:
                _close_group(stack)
        elif match["dollar"] or match["sign"] in {"(", ")", "[", "]"}:
            _toggle_formula(stack, match, latex)
        elif match["script"]:
            nodes.append(_Script(match["script"]))
        elif match["ligature"]:
            nodes.append(_LIGATURES[match["ligature"]])
        elif match["text"]:
            nodes.append(match["text"])
        else:
            nodes.append(_Command(match["word"] or match["sign"]))
    while len(stack) > 1:
        _give_up(stack)
    return stack[0].nodes


def _close_group(stack: list[_Open]) -> None:
    """Close the innermost open group of the stack, and the formulas in it that nothing closed. Without an open group
    nothing happens, so that the brace is left out.
    """
    if not any(part.sign == "{" for part in stack):
        return
    while stack[-1].sign != "{":
        _give_up(stack)
    group = stack.pop()
    stack[-1].nodes.append(group.nodes)


def _give_up(stack: list[_Open]) -> None:
    """Take the innermost open part off the stack and add its content to the part around it; the dollar of a formula
    becomes text.
    """
    part = stack.pop()
    stack[-1].nodes.extend(["$", *part.nodes] if part.sign == "$" else part.nodes)


def _toggle_formula(stack: list[_Open], match: re.Match[str], latex: str) -> None:
    """Open or close a formula at the dollar or bracket that was matched in the text `latex`; `stack` holds the open
    parts. Two dollars with a price between them make no formula: the second one may open one.
    """
    dollar = match["dollar"]
    if stack[-1].sign == "$" and (dollar or match["sign"] in ")]"):
        if not _PRICE.fullmatch(latex[stack[-1].start + 1 : match.start()][:500]):
            formula = stack.pop()
            stack[-1].nodes.append(_Formula(formula.nodes))
            return
        _give_up(stack)
    if len(stack) < _DEEPEST and (dollar or match["sign"] in "(["):
        stack.append(_Open("$" if dollar else "(", match.start(), []))
        if not dollar:
            stack[-1] = stack[-1]._replace(sign="$")
    elif dollar:
        stack[-1].nodes.append(dollar)


def _print(nodes: list[_Node], *, maths: bool, depth: int) -> str:
    return _Printer(nodes, maths=maths, depth=depth).text()


class _Printer:
    """Prints the nodes of one group (step 2). `nodes`, in reverse, are taken from their end, so that a command can take
    its arguments; `printed` grows.
    """

    def __init__(self, nodes: list[_Node], *, maths: bool, depth: int) -> None:
        self.nodes = nodes[::-1]
        self.maths, self.depth = maths, depth
        self.printed: list[str] = []

    def text(self) -> str:
        while self.nodes:
            self.printed.append(self._node(self.nodes.pop()))
        return "".join(self.printed)

    def _node(self, node: _Node) -> str:
        if isinstance(node, str):
            return node.replace("'", "′") if self.maths else node
        if isinstance(node, _Command):
            return self._command(node.name)
        if isinstance(node, _Script):
            if not self.maths:
                return node.sign
            text = self._argument().strip()
            if not text:
                return ""
            return lowered(text) if node.sign == "_" else raised(text)
        if isinstance(node, _Formula):
            return self._formula(node.nodes)
        return _print(node, maths=self.maths, depth=self.depth + 1)

    def _formula(self, nodes: list[_Node]) -> str:
        """Return the formula that some nodes are, as text; a number set low after a letter of the text is printed as in
        CO2.
        """
        before = self.printed[-1][-1:] if self.printed else ""
        text = " ".join(_print(nodes, maths=True, depth=self.depth + 1).split())
        if nodes and nodes[0] == _Script("_") and before.isalpha():
            return unicodedata.normalize("NFKC", text) if text.isdigit() else text
        return text

    def _command(self, name: str) -> str:
        if name in _WITH_ARGUMENTS:
            return _WITH_ARGUMENTS[name](self) if self.depth < 2 * _DEEPEST else ""
        if name in ACCENTS and not (self.maths and name in "=':`"):
            return self._accent(ACCENTS[name], name if len(name) == 1 and not name.isalpha() else "")
        if name in MATHS_ACCENTS:
            return self._accent(MATHS_ACCENTS[name], "")
        if name in SPACES:
            return " "
        if name in LOST or "noop" in name.lower():
            self._option()
            self._argument()
            return ""
        if name in SILENT or (not name.isalnum() and symbol(name) is None):
            return "" if name.isalnum() else name
        if self.maths and name in NAMED:
            return f"{' ' if self._after_word() else ''}{name}{' ' if self._before_word() else ''}"
        if (sign := symbol(name)) is not None:
            return f"{sign} " if self.maths and sign in RELATIONS and self._after_space() else sign
        return "" if self._next_is_group() else name

    def _after_space(self) -> bool:
        return bool(self.printed) and self.printed[-1][-1:].isspace()

    def _after_word(self) -> bool:
        return bool(self.printed) and self.printed[-1][-1:].isalnum()

    def _before_word(self) -> bool:
        if not self.nodes:
            return False
        node = self.nodes[-1]
        return node[:1].isalnum() if isinstance(node, str) else isinstance(node, _Command)

    def _next_is_group(self) -> bool:
        return bool(self.nodes) and isinstance(self.nodes[-1], list)

    def _accent(self, mark: str, alone: str) -> str:
        """Return the next argument with a combining mark on its first letter; `alone`, the sign itself, if there is no
        letter.
        """
        text = self._argument().lstrip()
        if not text:
            return alone
        first = {"ı": "i", "ȷ": "j"}.get(text[0], text[0])
        if not first.isalpha() and alone:
            return alone + text
        return unicodedata.normalize("NFC", first + mark) + text[1:]

    def _option(self) -> None:
        """Take an optional argument, in square brackets, off the next text and leave it out."""
        if self.nodes and isinstance(self.nodes[-1], str) and (match := _OPTION.match(self.nodes[-1])):
            self.nodes[-1] = self.nodes[-1][match.end() :]

    def _argument(self) -> str:
        """Take the next group, command or character, and return it printed; empty if nothing is left."""
        if self.depth > 2 * _DEEPEST:
            return ""
        while self.nodes and isinstance(self.nodes[-1], str) and not self.nodes[-1].strip():
            self.nodes.pop()
        if not self.nodes:
            return ""
        node = self.nodes.pop()
        if isinstance(node, str):
            node = node.lstrip()
            if len(node) > 1:
                self.nodes.append(node[1:])
            return node[0]
        self.depth += 1
        text = self._node(node)
        self.depth -= 1
        return text

    def _fraction(self) -> str:
        above, below = (text if len(text) < 2 or text.isalnum() else f"({text})" for text in self._arguments(2))
        return f"{above}/{below}"

    def _root(self) -> str:
        self._option()
        text = self._argument()
        return f"√{text}" if len(text) < 2 or text.isdigit() else f"√({text})"

    def _arguments(self, count: int) -> list[str]:
        return [self._argument().strip() for _ in range(count)]

    def _last(self, count: int) -> str:
        return self._arguments(count)[-1]

    def _in_maths(self) -> str:
        before, self.maths = self.maths, True
        text = self._argument()
        self.maths = before
        return text

    def _in_text(self) -> str:
        before, self.maths = self.maths, False
        text = self._argument()
        self.maths = before
        return text

    def _unit(self) -> str:
        return " ".join(filter(None, self._arguments(2)))


_WITH_ARGUMENTS: Mapping[str, Callable[[_Printer], str]] = {
    **dict.fromkeys(("frac", "dfrac", "tfrac", "nicefrac", "sfrac"), _Printer._fraction),
    **dict.fromkeys(("text", "mbox", "hbox", "textrm", "mathrm", "operatorname"), _Printer._in_text),
    "sqrt": _Printer._root,
    "ensuremath": _Printer._in_maths,
    "mathbb": lambda printer: double_struck(printer._argument()),
    "textsuperscript": lambda printer: raised(printer._argument().strip()).replace("^", ""),
    "textsubscript": lambda printer: lowered(printer._argument().strip()).replace("_", ""),
    "href": lambda printer: printer._last(2),
    "footnote": lambda printer: f" ({printer._argument()})",
    "enquote": lambda printer: f"“{printer._argument()}”",
    "mkbibquote": lambda printer: f"“{printer._argument()}”",
    "mkbibparens": lambda printer: f"({printer._argument()})",
    "SI": _Printer._unit,
    "qty": _Printer._unit,
}
"""Commands that print more than their argument, or less."""
