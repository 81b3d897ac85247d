"""Repairs the damage that scraping does to a title and an abstract.

A rule changes only what no author would write: each pattern asks for the damage itself, and where sound text could look
alike, for a second sign. The authors' own mistakes stay. Every repair is recorded with its rule, the damaged text and
the repaired one.

The order matters: first addresses (so that no later rule breaks one), then LaTeX, then spacing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from ..records.entry import Entry
from ..records.evidence import Repair
from ..text.pieces import pieces_of

_SUPERSCRIPT = str.maketrans("0123456789in+-", "⁰¹²³⁴⁵⁶⁷⁸⁹ⁱⁿ⁺⁻")
_SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
LOST = "[lost text]"
"""What is written where a page's protection of email addresses swallowed text."""

_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_OWN_NAME_MACRO = re.compile(
    r"\\(?:(?:our|the)?(?:s|method|model|modelname|methodname|name|sysname|system|approach|dataset|bench(?:mark)?)"
    r"|ours)(?![A-Za-z])(?:\{\}|~)?",
    re.IGNORECASE,
)
_STARTERS = (
    "Additionally Afterwards All Also Although An And As At Based Besides Both But By Code Codes Compared "
    "Concretely Consequently Despite Due Each Experimental Experiments Extensive Finally First For From "
    "Furthermore Given Hence Here However If In Indeed Inspired Instead It Its Lastly Meanwhile Moreover "
    "Most Nevertheless Notably On Our Overall Particularly Project Recent Recently Results Second Since "
    "Specifically Such Surprisingly That The Their Then There Therefore These They This Those Though Through "
    "Thus To Unlike Upon Using We When Where Whereas While With Without Yet"
).replace(" ", "|")
_SYLLABLES = frozenset("ac ad al an ap as at be col com con em en ex im in is ob op per sur".split())
"""First syllables that are also words or prefixes, and never half of a compound that has a joined twin."""
_ENDINGS = frozenset(
    "able ance ation ations ed ence ence er ers ible ic ical ing ings ity ive ization ize ized ly ment ments "
    "ness ous sion sions tion tional tions ture tures".split()
)
_FREE_PREFIXES = frozenset(
    "anti auto bi bio co counter cross de e extra fore geo hyper infra inter intra macro mega meta micro mid "
    "mini mono multi near neo neuro non off on out over para photo poly post pre pro proto pseudo psycho quasi "
    "re self semi socio sub super supra trans tri ultra un under uni up vice".split()
)
"""Prefixes that authors write with a hyphen or without; such a hyphen is no scar."""


class _Rule(NamedTuple):
    """A rule of repair: what `pattern` matches is replaced by what `mend` returns. `name` is the rule's, for the record
    of a repair. A text that has none of the characters in `needs` cannot hold such damage, which is seen at next to no
    cost.
    """

    name: str
    needs: str
    pattern: re.Pattern[str]
    mend: Callable[[re.Match[str]], str]


def _rule(name: str, needs: str, pattern: str, mend: str | Callable[[re.Match[str]], str]) -> _Rule:
    if isinstance(mend, str):
        template = mend
        return _Rule(name, needs, re.compile(pattern), lambda match: match.expand(template))
    return _Rule(name, needs, re.compile(pattern), mend)


# Two capitals mark a name; "Re:Zero", "Pre- and post-training" or "Single- versus …" has but one.
_TITLE_RULES = (
    _rule("title-separator", " : ", r"^(\S+) : (?=\S)", r"\1: "),
    _rule("title-separator", ":", r"^([A-Z][\w*²³]*[A-Z][\w*²³]*):(?=[A-Z][a-z])", r"\1: "),
    _rule("title-separator", "- ", r"^(\w*[A-Z]\w*[A-Z]\w*)- (?=[A-Z])", r"\1: "),
)
_ADDRESS_RULES = (
    _rule("address-space", "//", r"\b(https?):\s+//(?=\w)", r"\1://"),
    _rule("address-twice", "{", r"(https?://[^\s{}]+)\{\1\}", r"\1"),
    _rule("address-glued", "http", r"\b(at|in|on|from|see|via|to|here|is)(?=https?://)", r"\1 "),
    _rule("address-stutter", "http", r"\b(?:htt|http|ht|h)(?=https?://)", ""),
    _rule("lost-text", "[email", r"\[email\s+protected\]", LOST),
)
# Databases put the publisher's notice into the abstract, whose words would speak for areas.
_NOTICE = r"(?:Crown )?(?:[Cc]opyright )?(?:©|\([cC]\))[ ,]?(?:(?:The )?Authors?(?:\(s\))?,? )?(?:19|20)\d\d\b,?"
_NOTICE_RULES = tuple(
    rule
    for sign in ("©", "(c)", "(C)")
    for rule in (
        _rule("publisher-notice", sign, rf"^{_NOTICE}(?: [\w&/,.'’()-]+?){{0,8}}?\. ?(?=[A-Z][a-z]* [a-z])", ""),
        _rule("publisher-notice", sign, rf"(?<=[.!?)\]])\s*{_NOTICE}[^\n]{{0,160}}\Z", ""),
    )
)
_TEXT_RULES = (
    _rule("latex-quotes", "``", r"``([^`]{1,300}?)''", r"“\1”"),
    _rule("latex-quotes", "`", r"(?<![\w`\\])`((?:\\[`']|[^`'\n]){1,300}?)'(?!\w)", r"‘\1’"),
    _rule("latex-quotes", "''", r"(?<![\w'])''([^'\n]{1,300}?)''(?!\w)", r"“\1”"),
    _rule("latex-tie", "~", r"(?<=[a-z])~(?=[A-Za-z`‘“\\])", " "),
    _rule("latex-math", "$", r"\$(\d[\d.,]*)\\?(%?)\$", r"\1\2"),
    _rule("latex-escape", "\\", r"\\([%&#_$])", r"\1"),
    # {CLASS} and {BERT} stay: they may be the slot of a prompt.
    _rule("latex-group", "{", r"(?<![\w${}\\^])\{([A-Z][a-z]+[A-Z]\w*)\}(?![{}])", r"\1"),
    _rule("latex-superscript", "^{", r"(?<=[\w)\]])\^\{(\d+|[in])\}", lambda m: m[1].translate(_SUPERSCRIPT)),
    _rule("latex-superscript", "^", r"(?<=[\w)\]])\^(\d+|[in](?![A-Za-z]))", lambda m: m[1].translate(_SUPERSCRIPT)),
    _rule("latex-subscript", "_{", r"(?<=[A-Za-z)\]])_\{(\d+)\}", lambda m: m[1].translate(_SUBSCRIPT)),
    _rule("latex-subscript", "_{", r"(?<=[A-Za-z])_\{([A-Za-z]+)\}", r"-\1"),
    _rule("lost-times", "times-", r"(?<=\d)times-(\d[\d.]*)times(?![A-Za-z])", r"×–\1×"),
    _rule("lost-times", "times", r"(?<=\d)(?:\\times|times)(?=\d|[\s.,;)]|$)", "×"),
    _rule("lost-sim", "sim", r"(?<![\w\\])\\?sim(?=\d+(?:\.\d+)?(?:%|×|[KMB]\b))", "~"),
    _rule(
        "sentence-space",
        ".",
        # The full stop comes first, since a text is searched for it faster than for what may stand around it.
        rf"\.(?=[A-Z])(?<=[a-z)\]]\.)(?<![\W_][a-z]\.)(?<!\be\.g\.)(?<!\bi\.e\.)(?=(?:{_STARTERS})\b(?!\.))",
        ". ",
    ),
)


class Repaired(NamedTuple):
    """The title and abstract of an entry after repair, and every repair that was made. The abstract is None if there is
    none.
    """

    title: str
    abstract: str | None
    repairs: tuple[Repair, ...]


def repair(entry: Entry, words: Mapping[str, int]) -> Repaired:
    """Return the repaired title and abstract of an entry, with the repairs; the reader's own repairs come first.

    `words` counts the lower-case words of all entries that are read together (`count_words`). It tells whether a hyphen
    is left from a line break: other texts then write the word whole.
    """
    repairs = list(entry.repairs)
    title = _apply((*_TITLE_RULES, *_TEXT_RULES), entry.title, "title", repairs)
    name = own_name(title)
    if entry.abstract is None:
        return Repaired(title, None, tuple(dict.fromkeys(repairs)))
    text = _apply((*_NOTICE_RULES, *_ADDRESS_RULES), entry.abstract, "abstract", repairs)
    if name:
        macro = _Rule("own-name-macro", "\\", _OWN_NAME_MACRO, lambda m: name + _space_for_tie(m))
        text = _apply((macro,), text, "abstract", repairs)
    text = _apply(_TEXT_RULES, text, "abstract", repairs)
    text = _mend_broken_words(text, words, repairs)
    text = _drop_repeated_clause(text, repairs)
    return Repaired(title, text, tuple(dict.fromkeys(repairs)))


def _space_for_tie(match: re.Match[str]) -> str:
    """Return what a matched macro with a tie (`~`) behind it leaves in place of the tie: a space, unless white space
    follows; empty without a tie.
    """
    follows = match.string[match.end() : match.end() + 1]
    return " " if match[0].endswith("~") and not follows.isspace() else ""


def own_name(title: str) -> str | None:
    """Return the single word before the colon of a title, None if there is none: `CLIP: Learning from Text` gives
    `CLIP`.
    """
    match = re.match(r"(\S{2,30}): \S", title)
    return match[1] if match else None


def count_words(entries: Iterable[Entry]) -> Counter[str]:
    """Return how often each lower-case word occurs in the titles and abstracts of all entries; a hyphenated word is one
    word.

    Counts of several batches of entries can be added.
    """
    pieces: Counter[str] = Counter()
    for entry in entries:
        pieces.update(pieces_of(f"{entry.title} {entry.abstract or ''}".lower()))
    counts: Counter[str] = Counter()
    for piece, count in pieces.items():
        for word in _WORD.findall(piece):
            counts[word] += count
    return counts


def _apply(rules: tuple[_Rule, ...], text: str, place: str, repairs: list[Repair]) -> str:
    """Return the text with the rules applied in order, and append each repair to `repairs`. Web addresses are left as
    they are by all but the rules for addresses. `place` is `title` or `abstract`.
    """
    for rule in rules:
        if rule.needs not in text or not rule.pattern.search(text):
            continue
        spared = [] if rule.name.startswith("address") else [m.span() for m in re.finditer(r"https?://\S+", text)]

        def mend(match: re.Match[str], rule: _Rule = rule, spared: list[tuple[int, int]] = spared) -> str:
            if any(start <= match.start() < end for start, end in spared):
                return match[0]
            became = rule.mend(match)
            record = _record(rule.name, place, match.string, match.span(), became)
            # Two scars in one word make one repair: DM^2S^2, not DM²S^2 and then DM^2S².
            whole = rule.pattern.sub(rule.mend, record.was).strip()
            repairs.append(record.model_copy(update={"became": whole}) if whole != record.was else record)
            return became

        text = rule.pattern.sub(mend, text)
    return text


def _record(rule: str, place: str, text: str, span: tuple[int, int], became: str) -> Repair:
    """Return the record of a repair by which `text[span]`, in the title or the abstract (`place`), `became` another
    text. The texts in it hold the words around, cut to what a reader needs to recognise them.
    """
    start, end = span
    while start > 0 and not text[start - 1].isspace() and span[0] - start < 25:
        start -= 1
    while end < len(text) and not text[end].isspace() and end - span[1] < 25:
        end += 1
    before, after = text[start : span[0]], text[span[1] : end]
    was, now = text[start:end], before + became + after
    if len(was.split()) > 6:
        cut = (
            f"{' '.join(t.split()[:2])} … {' '.join(t.split()[-2:])}" if len(t.split()) > 4 else t for t in (was, now)
        )
        was, now = cut
    return Repair(rule=rule, place=place, was=was, became=now)


def _mend_broken_words(text: str, words: Mapping[str, int], repairs: list[Repair]) -> str:
    """Return the text with `ex-press` joined where other texts have `express` and none has `ex-press`; each is appended
    to `repairs`. `words` has how often each word is in all texts.

    A compound of two words (`long-standing`) stays: the right half must be an ending, or the left one a first syllable
    before what stands alone nowhere in these texts.
    """

    def mend(match: re.Match[str]) -> str:
        left, right = match[1].lower(), match[2].lower()
        if left + right not in words or left in _FREE_PREFIXES or words.get(f"{left}-{right}", 0) > 1:
            return match[0]
        if right not in _ENDINGS and (left not in _SYLLABLES or right in words):
            return match[0]
        became = match[1] + match[2]
        repairs.append(_record("broken-word", "abstract", text, match.span(), became))
        return became

    return re.sub(r"(?<![\w/.-])([A-Za-z]{2,})-([a-z]{2,})(?![\w/-])", mend, text)


def _drop_repeated_clause(text: str, repairs: list[Repair]) -> str:
    """Return the text without the second of two equal runs of 4 to 40 words that follow each other, the first such pair
    only; it is appended to `repairs`.
    """
    plain = text.split()
    last: dict[str, int] = {}
    for second, word in enumerate(plain):
        first = last.get(word)
        last[word] = second
        length = second - first if first is not None else 0
        if first is None or not 4 <= length <= 40 or plain[first:second] != plain[second : second + length]:
            continue
        shown = f"{' '.join(plain[first : first + 2])} …"
        repairs.append(Repair(rule="repeated-clause", place="abstract", was=f"{shown} {shown}", became=shown))
        starts = [match.start() for match in re.finditer(r"\S+", text)]
        return text[: starts[first]] + text[starts[second] :]
    return text
