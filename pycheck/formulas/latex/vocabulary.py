"""What the macros and signs of LaTeX's mathematics are for the grammar."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DROPPED = _words(
    ", ; : ! quad qquad left right middle displaystyle textstyle scriptstyle limits nolimits "
    "nonumber notag big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm Bigm "
    "allowbreak thinspace medspace thickspace negthinspace enspace"
)
"""Spacing and sizes, which mean nothing."""
DROPPED_WITH_ARGUMENT = frozenset(("label", "tag", "hspace", "vspace", "phantom", "hphantom"))
ACCENTS = _words("bar hat tilde overline underline widehat widetilde dot ddot check breve")
FONTS = _words(
    "mathbf boldsymbol bm vec mathcal mathscr mathfrak mathbb mathsf mathtt mathit mathds pmb"
)
WORDS = frozenset(("text", "textrm", "mathrm", "operatorname", "textit", "mbox", "rm"))
"""Macros whose argument is a word."""
ARGUMENTS = {
    "frac": 2,
    "binom": 2,
    "stirling": 2,
    "over/": 2,
    "sqrt": 1,
    "pmod": 1,
} | dict.fromkeys(ACCENTS | FONTS | WORDS, 1)
"""How many arguments a macro takes."""
AROUND = _words("boxed underbrace overbrace mathbin mathrel mathopen mathclose ensuremath mathop")
"""Macros that change nothing of their argument."""
DECORATED = frozenset(("underbrace", "overbrace"))
"""Those of them of which a script is a remark."""
STACKED = frozenset(("overset", "underset", "stackrel"))
"""Macros that set a remark above or below a relation."""
OLD_FONTS = {"rm": "mathrm", "bf": "mathbf", "it": "mathit", "cal": "mathcal", "sf": "mathsf"}
"""Declarations in braces, and the macro that they are."""
INFIX = {"choose": "binom", "over": "frac", "brace": "stirling", "atop": "over/"}
"""Macros between their arguments."""
SAME = {
    "dfrac": "frac", "tfrac": "frac", "cfrac": "frac", "dbinom": "binom", "tbinom": "binom",
    "le": "leq", "ge": "geq", "leqslant": "leq", "geqslant": "geq", "ne": "neq",
    "lvert": "|", "rvert": "|", "vert": "|", "lVert": "norm", "rVert": "norm", "Vert": "norm",
    "|": "norm", "lbrace": "{", "rbrace": "}", "dots": "dots", "ldots": "dots", "cdots": "dots",
    "dotsb": "dots", "dotsc": "dots", "dotsm": "dots", "rightarrow": "to", "longrightarrow": "to",
    "lbrack": "[", "rbrack": "]", "ast": "*", "colon": ":", "nicefrac": "frac", "sfrac": "frac",
    "mod": "bmod", "pod": "pmod", "coloneqq": "=", "triangleq": "=", "imath": "i", "jmath": "j",
}  # fmt: skip
"""Macros that are another one, or a character."""
RELATIONS = {
    "equiv": "equiv",
    "sim": "sim",
    "leq": "<=",
    "geq": ">=",
    "neq": "!=",
    "approx": "~",
    "lt": "<",
    "gt": ">",
}
INNER = {"to": "->", "mid": "|"}
KINDS = {
    "frac": "FRAC", "binom": "BINOM", "sqrt": "SQRT", "sum": "SUM", "prod": "SUM", "int": "INT",
    "lim": "LIM", "cdot": "TIMES", "times": "TIMES", "div": "SLASH", "dots": "DOTS",
    "infty": "NAME", "partial": "NAME", "i": "NAME", "j": "NAME", "=": "REL", "prime": "PRIME",
    "in": "INNER", "{": "LPAR", "}": "RPAR", "lfloor": "LFLOOR", "rfloor": "RFLOOR",
    "lceil": "LCEIL", "rceil": "RCEIL",
    "|": "BAR", "norm": "BAR", "bmod": "MOD", "pmod": "PMOD", "stirling": "BINOM",
    "over/": "BINOM", "[": "LSQ", "]": "RSQ", "*": "TIMES", ":": "COLON",
} | dict.fromkeys(ACCENTS, "ACCENT") | dict.fromkeys(FONTS, "FONT")  # fmt: skip
SIGNS = {
    "+": "PLUS", "-": "MINUS", "−": "MINUS", "*": "TIMES", "/": "SLASH", "^": "SUP", "_": "SUB",
    "(": "LPAR", ")": "RPAR", "[": "LSQ", "]": "RSQ", ",": "COMMA", ";": "COMMA", "!": "BANG",
    "'": "PRIME", "=": "REL", "<": "REL", ">": "REL", "&": "AMP", "|": "BAR", ":": "COLON",
}  # fmt: skip
"""The terminals of single characters."""
LINES = _words(
    "align align* aligned alignat alignat* split equation equation* multline multline* "
    "eqnarray eqnarray* math displaymath alignedat"
)
"""Environments in which a formula may go over lines."""
EACH = frozenset(("gather", "gather*", "gathered"))
"""Environments in which each line is a formula."""
TABLES = _words("matrix pmatrix bmatrix vmatrix Bmatrix smallmatrix array cases dcases")
WITH_COLUMNS = frozenset(("array", "alignat", "alignat*", "alignedat"))
"""Environments that take an argument."""
PAIRS = {
    "LBRACE": "RBRACE", "LPAR": "RPAR", "LEVAL": "REVAL", "LSQ": "RSQ", "LFLOOR": "RFLOOR",
    "LCEIL": "RCEIL", "BEGIN": "END",
}  # fmt: skip
OPERATORS = frozenset(PAIRS) | {
    "", "PLUS", "MINUS", "TIMES", "SLASH", "REL", "COMMA", "LBAR", "SUM", "INT", "LIM", "AMP",
    "ROW", "INNER", "DOTS", "MOD",
}  # fmt: skip
"""Terminals behind which something begins, so that a bar opens there."""
CONTINUES = frozenset(("+", "-", "=", "<", ">", "/", "cdot", "times", *RELATIONS))
"""What a line begins with that goes on with the one before."""
