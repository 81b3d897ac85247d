"""What those LaTeX commands print that stand for a character, or that say how their argument is printed."""

from __future__ import annotations

from functools import cache

ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331", "t": "\u0361", "textcommabelow": "\u0326", "G": "\u030f", "U": "\u030e", "h": "\u0309",
}  # fmt: skip
"""Commands of text to the combining mark that they set on the first letter of their argument."""
MATHS_ACCENTS = {
    "grave": "\u0300", "acute": "\u0301", "hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303",
    "widetilde": "\u0303", "bar": "\u0304", "breve": "\u0306", "dot": "\u0307", "ddot": "\u0308", "mathring": "\u030a",
    "check": "\u030c", "vec": "\u20d7",
}  # fmt: skip
LOST = frozenset(
    "begin end label ref eqref pageref autoref cite citep citet citealp citeauthor citeyear parencite textcite nocite "
    "vspace hspace vskip hskip kern noopsort SortNoop sortnoop NoopSort nosort textcolor color fontsize setlength "
    "index phantom".split()
)
"""Commands whose first argument is not printed."""
SILENT = frozenset(
    "bf bfseries it itshape em emph sc scshape sl slshape rm rmfamily sf sffamily tt ttfamily md mdseries up upshape "
    "normalfont normalsize tiny scriptsize footnotesize small large Large LARGE huge Huge left right big Big bigg Bigg "
    "bigl bigr Bigl Bigr middle displaystyle textstyle scriptstyle limits nolimits protect relax noindent centering "
    "unskip ignorespaces allowbreak nobreak penalty boldmath unboldmath selectfont cyr cal mit frenchspacing "
    "raggedright sloppy leavevmode strut null text textrm textit textbf textsf texttt textsl textsc textup textmd "
    "textnormal mathrm mathit mathbf mathsf mathtt mathcal mathfrak mathscr mathnormal boldsymbol bm mbox hbox "
    "operatorname underline uline uppercase lowercase MakeUppercase MakeLowercase url path nolinkurl".split()
)
"""Commands that only change the look of what follows them."""
SPACES = frozenset([*" ,;:\n\t", "\\", "quad", "qquad", "space", "newline", "linebreak", "par", "enspace", "thinspace"])
WORDS = {
    "TeX": "TeX", "LaTeX": "LaTeX", "LaTeXe": "LaTeX2e", "BibTeX": "BibTeX", "XeTeX": "XeTeX", "hyphen": "-",
    "slash": "/", "textasciitilde": "~", "textasciicircum": "^", "textbackslash": "\\", "lbrace": "{", "rbrace": "}",
    "textunderscore": "_", "textquotesingle": "'", "textquotedbl": '"', "textdollar": "$", "textless": "<",
    "textgreater": ">", "textbar": "|", "textasteriskcentered": "*", "textdegree": "°", "degree": "°",
    "prime": "′", "dots": "…", "dotsc": "…", "dotsb": "…", "ldots": "…", "textellipsis": "…", "lt": "<", "gt": ">",
    "colon": ":", "mid": "|", "vert": "|", "lvert": "|", "rvert": "|", "Vert": "‖", "|": "‖", "setminus": "\\",
    "ast": "*", "star": "⋆", "to": "→", "gets": "←", "implies": "⇒", "iff": "⇔", "land": "∧", "lor": "∨", "neg": "¬",
    "lnot": "¬", "ne": "≠", "neq": "≠", "le": "≤", "ge": "≥", "i": "ı", "j": "ȷ", "imath": "ı", "jmath": "ȷ",
    "-": "", "/": "", "!": "", "@": "", "(": "", ")": "", "[": "", "]": "", "+": "",
    "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”", "lq": "‘",
    "rq": "’", "textendash": "–", "textemdash": "—", "textnumero": "№", "epsilon": "ε", "phi": "φ", "varphi": "φ",
    "backslash": "\\", "cdots": "⋯", "textregistered": "®", "textcopyright": "©", "copyright": "©", "ng": "ŋ",
    "NG": "Ŋ", "dh": "ð", "DH": "Ð", "dj": "đ", "DJ": "Đ", "th": "þ", "TH": "Þ", "mu": "μ", "textmu": "µ",
    "guillemotleft": "«", "guillemotright": "»", "og": "«", "fg": "»", "glqq": "„", "grqq": "“", "flqq": "«",
    "frqq": "»", "quotedblbase": "„", "quotesinglbase": "‚", "textperiodcentered": "·", "nobreakspace": " ",
}  # fmt: skip
"""Commands to what they print, where the library's tables lack them or say something that is not plain."""
NAMED = frozenset(
    "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max "
    "min mod Pr sec sin sinh sup tan tanh argmax argmin".split()
)
"""Commands of functions, whose names are printed."""
RELATIONS = frozenset("=<>≤≥≈∼~≠→←↔⇒⇔∈∉⊂⊆⊃⊇≪≫∝≡+±×∧∨∪∩∣|")
"""Signs that keep the spaces around them in a formula."""

_RAISED = str.maketrans(
    "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ",
)
_LOWERED = str.maketrans("0123456789+-−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ")
_RAISED_ALREADY = {"∘": "°", "◦": "°", "⊤": "ᵀ", "′": "′", "″": "″", "*": "*", "∗": "*", "†": "†", "‡": "‡", "™": "™"}
_DOUBLE_STRUCK = str.maketrans("CHNPQRZ", "ℂℍℕℙℚℝℤ")


def symbol(name: str) -> str | None:
    r"""Return the character that a command prints, given by its name without the backslash; None if it prints none
    itself.

    >>> symbol("alpha"), symbol("textendash"), symbol("emph")
    ('α', '–', None)
    """
    if name in WORDS:
        return WORDS[name]
    return name if name in NAMED else _library().get(name)


@cache
def _library() -> dict[str, str]:
    """Return what each command without arguments prints, by its name without backslash, from the tables of
    pylatexenc.
    """
    from pylatexenc import latex2text, latexencode  # takes time to load, and few files hold such commands

    found: dict[str, str] = {}
    for rule in latexencode.get_builtin_conversion_rules("unicode-xml"):
        for code, latex in rule.rule.items():
            if latex.startswith("\\") and latex[1:].isalpha():
                found.setdefault(latex[1:], chr(code))
    for spec in latex2text.get_default_latex_context_db().iter_macro_specs():
        shown = spec.simplify_repl
        if isinstance(shown, str) and shown.strip() and "%" not in shown and len(shown) <= 2:
            found[spec.macroname] = shown
    return found


def raised(text: str) -> str:
    """Return a superscript in the characters that Unicode has for it, else after a circumflex.

    >>> raised("2"), raised("∘"), raised("max q")
    ('²', '°', '^(max q)')
    """
    if text in _RAISED_ALREADY:
        return _RAISED_ALREADY[text]
    moved = text.translate(_RAISED)
    return moved if _all_moved(text, moved) else f"^{_in_brackets(text)}"


def lowered(text: str) -> str:
    """Return a subscript in the characters that Unicode has for it, else after a low line.

    >>> lowered("i"), lowered("θ"), lowered("model")
    ('ᵢ', '_θ', '_model')
    """
    moved = text.translate(_LOWERED)
    return moved if _all_moved(text, moved) else f"_{_in_brackets(text)}"


def double_struck(text: str) -> str:
    """Return the name of a set of numbers as it is usually printed; any other text as it is."""
    return text.translate(_DOUBLE_STRUCK) if len(text) == 1 else text


def _all_moved(text: str, moved: str) -> bool:
    return all(before != after for before, after in zip(text, moved, strict=True))


def _in_brackets(text: str) -> str:
    return text if text.isalnum() else f"({text})"
