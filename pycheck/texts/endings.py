"""What stands at the end of a displayed formula: the punctuation of its sentence, and words."""

import re

_BEHIND = re.compile(r"(?:~|\\(?:q?quad|thinspace|enspace|medspace|hfill|qedhere|null))$")
_DELIMITER = re.compile(r"\\(?:left|right|middle|[bB]igg?[lrm]?)\s*\.$")
_WORDED = re.compile(r"\\(?:text(?:rm|it|bf|normal)?|mbox|hbox|mathrm|rm)\{\s*[.,;:]\s*\}$")
_ENVIRONMENT = re.compile(r"\\end\{(?:aligned|alignedat|split|gathered|cases|dcases)\}$")
_TEXT = r"\\(?:text(?:rm|it|bf|sf|normal)?|mbox|hbox|emph)\s*\{"
_WORDS = re.compile(_TEXT)
_LEADING = r"(?:[\s&~({]|\\[,;:!]|\\q?quad(?![A-Za-z]))*"
_CONDITION = re.compile(
    rf"{_LEADING}{_TEXT}\s*\(?\s*(?:if|for|when|whenever|where|provided|unless|as|with|in|on|and"
    r"|or|since|given|otherwise)\b",
    re.IGNORECASE,
)


def without_ending(latex: str) -> str:
    r"""A formula without the punctuation and space at its end.

    >>> without_ending(r"x = 1 \\,.")
    'x = 1'
    >>> without_ending(r"\\left. x \\right.")
    '\\\\left. x \\\\right.'
    """
    closing = ""
    while True:
        latex, before = latex.rstrip(), latex
        odd = (len(latex) - len(latex.rstrip("\\"))) % 2
        if odd and before != latex:  # a backslash and the space behind it
            latex = latex[:-1]
        elif latex.endswith("\\\\"):
            latex = latex[:-2]
        elif found := _BEHIND.search(latex) or _WORDED.search(latex):
            latex = latex[: found.start()]
        elif latex[-1:] in tuple("!,;:.>") and _backslashes(latex[:-1]) % 2:
            latex = latex[:-2]
        elif latex[-1:] in tuple(".,;:") and not latex.endswith("..") and not _ends(latex):
            latex = latex[:-1]
        elif found := _ENVIRONMENT.search(latex):
            latex, closing = latex[: found.start()], found[0] + closing
        else:
            return f"{latex}\n{closing}" if closing else latex


def _ends(latex: str) -> bool:
    return _DELIMITER.search(latex) is not None


def _backslashes(latex: str) -> int:
    return len(latex) - len(latex.rstrip("\\"))


def words_only(latex: str) -> bool:
    r"""Whether there is nothing but words, as ``\text{and}``."""
    rest = latex
    while found := _WORDS.search(rest):
        depth, end = 1, found.end()
        while end < len(rest) and depth:
            depth += (rest[end] == "{") - (rest[end] == "}")
            end += 1
        rest = rest[: found.start()] + rest[end:]
    if rest == latex:
        return False
    return not re.sub(r"\\q?quad(?![A-Za-z])|\\[,;:! ]|[\s&~\0.,;:(){}]", "", rest)


def condition(latex: str) -> bool:
    r"""Whether it begins with words that say when something holds, as ``\text{if } n > 1``."""
    return _CONDITION.match(latex) is not None
