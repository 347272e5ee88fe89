r"""Changes planted in the LaTeX source of displayed formulas, one at a time.

Each kind is a slip of a pen: a sign turned, an exponent, a factor, an index or a bound that is off
by one. A change is made in the source, and the reader has to read it again.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

KINDS = ("sign", "exponent", "factor", "index", "bound")
_BIG = r"\\(?:sum|prod|int)(?:\\limits|\\nolimits)?(?![A-Za-z])"
_ARGUMENT = r"(?:\{(?P<group>(?:[^{}]|\{[^{}]*\})*)\}|(?P<one>\\[A-Za-z]+|[0-9A-Za-z]))"
_BOUND = re.compile(rf"(?P<mark>[_^])\s*{_ARGUMENT}")
_SCRIPT = re.compile(rf"(?<!\\)(?P<mark>[_^])\s*{_ARGUMENT}")
_NUMBER = re.compile(r"(?<![0-9.,A-Za-z_^\\{])(?<!\[)(\d+)(?![0-9.]|\s*(?:pt|em|ex|mm|cm))")
_SIGN = re.compile(r"(?<=[\w})\]|!])\s*([+-])\s*(?=[\w\\({\[|])")
_WHOLE = re.compile(r"\d+")
_TAKES = re.compile(r"\\(?:left|right|begin|end|quad|text|mathrm|operatorname|label)")
_TERM = re.compile(r"(?:(?<==)|(?<=[+-]))\s*(?=\\(?:frac|sqrt|sum|prod|int|log|sin|cos|exp|pi))")


@dataclass(frozen=True, slots=True)
class Change:
    """A formula with one thing changed, the kind of the change, and what became what."""

    kind: str
    latex: str
    was: str
    now: str
    place: int


def changes(latex: str, step: int = 1) -> Iterator[Change]:
    """Every change of a formula, kind by kind: numbers become larger by `step`, 1 or -1.

    What has no number to change, a sign or a lacking factor, is changed with the step 1 alone.
    """
    bounds = set(_bounds(latex))

    def change(kind: str, start: int, end: int, now: str) -> Change:
        return Change(kind, latex[:start] + now + latex[end:], latex[start:end], now, start)

    for found in _SIGN.finditer(latex) if step == 1 else ():
        if not _in_bound(found.start(1), bounds):
            yield change("sign", *found.span(1), "-" if found[1] == "+" else "+")
    for found in _SCRIPT.finditer(latex):
        kind = "bound" if found.span() in bounds else _kind(found)
        inside = found["group"] if found["group"] is not None else found["one"]
        if (now := _by_one(inside, kind, step)) is not None:
            yield change(kind, *found.span(), f"{found['mark']}{{{now}}}")
    for found in _NUMBER.finditer(latex):
        number = int(found[0]) + step
        if number > 0 and not _in_bound(found.start(), bounds) | _in_script(latex, found.start()):
            yield change("factor", *found.span(), str(number))
    for found in _TERM.finditer(latex) if step == 1 else ():
        if not _in_bound(found.start(), bounds) and not _in_script(latex, found.start()):
            yield change("factor", *found.span(), " 2 ")


def planted(latex: str, rng: random.Random, step: int = 1) -> list[Change]:
    """The changes of a formula in an order by chance, the kinds taking turns."""
    by_kind: dict[str, list[Change]] = {kind: [] for kind in KINDS}
    for change in changes(latex, step):
        by_kind[change.kind].append(change)
    kinds = list(KINDS)
    rng.shuffle(kinds)
    for found in by_kind.values():
        rng.shuffle(found)
    longest = max(map(len, by_kind.values()))
    return [by_kind[k][turn] for turn in range(longest) for k in kinds if turn < len(by_kind[k])]


def _bounds(latex: str) -> Iterator[tuple[int, int]]:
    """Where the bounds of sums, products and integrals stand."""
    for big in re.finditer(_BIG, latex):
        at = big.end()
        for _ in range(2):
            found = _BOUND.match(latex, at + len(latex[at:]) - len(latex[at:].lstrip()))
            if found is None:
                break
            yield found.span()
            at = found.end()


def _in_bound(place: int, bounds: set[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in bounds)


def _in_script(latex: str, place: int) -> bool:
    return any(found.start() <= place < found.end() for found in _SCRIPT.finditer(latex))


def _kind(found: re.Match[str]) -> str:
    return "exponent" if found["mark"] == "^" else "index"


def _by_one(inside: str, kind: str, step: int) -> str | None:
    r"""What a script becomes: its number, or what is no number, with `step` added."""
    text = inside.strip()
    before, sign, last = text.rpartition("=")
    if kind == "bound" and sign:
        found = _by_one(last, kind, step)
        return None if found is None else f"{before}={found}"
    if _WHOLE.fullmatch(text):
        return str(int(text) + step)
    if re.fullmatch(r"-\d+", text):
        return str(int(text) + step)
    if (
        "infty" in text
        or not text
        or _TAKES.search(text)
        or re.search(r"[,<>]|\\(?:in|prime|[lc]?dots|mathrm|top|dagger|star|ast)\b|'", text)
    ):
        return None
    if kind == "index" and len(re.findall(r"[A-Za-z]", re.sub(r"\\[A-Za-z]+", "a", text))) > 2:
        return None  # a word, and no index
    return f"{text}{step:+d}"
