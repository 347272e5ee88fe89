"""Whether a relation holds at some points, by sympy and mpmath alone.

It shares nothing with the evaluator of statements: sympy parses the relation, numbers are put in,
and both sides are evaluated as floating-point numbers.
"""

import random
import re
import signal
from collections.abc import Iterator, Sequence
from types import FrameType
from typing import Any

import sympy as sp

from pycheck.formulas.syntax import split

SAME, DIFFERS, OPEN = "same", "differs", "open"
SECONDS = 5
_POINTS, _TRIED, _ENOUGH = 6, 400, 2
_NUMBERS = [sp.Rational(n, 60) for n in (-165, -98, -37, 13, 23, 47, 73, 112, 155)]
_DOMAIN = re.compile(r"^(?P<names>[\w, ]+) (?P<domain>real|natural|integer|complex)$")
_FAMILY = re.compile(r"^(\w+)\(.*?\)")
_KNOWN = {"rf": sp.RisingFactorial, "ff": sp.FallingFactorial, "gamma": sp.gamma, "beta": sp.beta}
_CLOSE = 1e-8


def holds(text: str, where: Sequence[str], seed: int = 0) -> str:
    """Whether both sides are the same at points that satisfy the conditions.

    `differs` at one of them, the `same` at two or more and at none another one, else `open`.
    """
    relations = split(text)
    if len(relations.signs) != 1:
        return OPEN
    names, families = _names(text, where)
    said = []
    before = signal.signal(signal.SIGALRM, _late)
    signal.alarm(SECONDS)
    try:
        for point in _points(names, where, random.Random(seed)):
            values = [_value(side.text, point, families) for side in relations.sides]
            left, right = values
            if left is None or right is None:
                continue
            said.append(_satisfied(left, relations.signs[0], right))
            if not said[-1]:
                break
    except TimeoutError:
        pass
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    if False in said:
        return DIFFERS
    return SAME if len(said) >= _ENOUGH else OPEN


def _late(_: int, __: FrameType | None) -> None:
    raise TimeoutError


def _names(text: str, where: Sequence[str]) -> tuple[dict[str, str], set[str]]:
    """The names of numbers with their domains, and those of families."""
    families = {m[1] for said in where if (m := _FAMILY.match(said))}
    domains: dict[str, str] = {}
    for said in where:
        if found := _DOMAIN.match(said):
            domains |= {name.strip(): found["domain"] for name in found["names"].split(",")}
        else:
            for name in re.findall(r"[^\W\d]\w*", said):
                domains.setdefault(name, "real")
    used = set(re.findall(r"[^\W\d]\w*", text))
    return {n: d for n, d in domains.items() if n in used and n not in families}, families


def _points(
    names: dict[str, str], where: Sequence[str], rng: random.Random
) -> Iterator[dict[str, Any]]:
    """Some points at which the conditions hold; one where there are no names."""
    relations = [w for w in where if not _DOMAIN.match(w) and not _FAMILY.match(w)]
    found = 0
    for _ in range(_TRIED):
        point = {name: _drawn(domain, rng) for name, domain in names.items()}
        if all(_fulfilled(relation, point) for relation in relations):
            yield point
            found += 1
        if found == (_POINTS if names else _ENOUGH):
            return


def _drawn(domain: str, rng: random.Random) -> Any:
    if domain == "natural":
        return sp.Integer(rng.randint(0, 6))
    if domain == "integer":
        return sp.Integer(rng.randint(-5, 6))
    imaginary = rng.choice(_NUMBERS) if domain == "complex" else 0
    return rng.choice(_NUMBERS) + sp.I * imaginary


def _fulfilled(relation: str, point: dict[str, Any]) -> bool:
    try:
        links = split(relation).links
        pairs = [
            (_value(a.text, point, set()), s, _value(b.text, point, set())) for a, s, b in links
        ]
    except TimeoutError:
        raise
    except Exception:
        return False
    return all(a is not None and b is not None and _satisfied(a, s, b) for a, s, b in pairs)


def _satisfied(left: complex, sign: str, right: complex) -> bool:
    close = abs(left - right) <= _CLOSE * (1 + max(abs(left), abs(right)))
    if sign in ("=", "~"):
        return close
    if sign == "!=":
        return not close
    if sign in ("<", ">") and close:
        return False
    return close or (left.real < right.real) == (sign in ("<", "<="))


def _value(text: str, point: dict[str, Any], families: set[str]) -> complex | None:
    """A side as a number; None where sympy finds none."""
    unknown: dict[str, Any] = {
        name: sp.Symbol(name)
        for name in re.findall(r"[^\W\d]\w*(?!\w|\s*\()", text)
        if not hasattr(sp, name) or name in point or (len(name) == 1 and name not in "EI")
    }
    meant = {**unknown, **_KNOWN, **{name: sp.Function(name) for name in families}}
    try:
        given = sp.sympify(text.replace("^", "**"), locals=meant)
        given = given.subs({sp.Symbol(name): value for name, value in point.items()})
        given = _written_out(given)
        given = given.replace(
            lambda e: getattr(e, "is_Function", False) and e.func.__name__ in families, _member
        )
        found = complex(given.evalf(15))
    except TimeoutError:
        raise
    except Exception:  # whatever sympy raises, there is no number
        return None
    return found if abs(found) < 1e300 else None


def _written_out(given: Any) -> Any:
    """Finite sums and products term by term, and derivatives taken."""

    def finite(part: Any) -> bool:
        return isinstance(part, sp.Sum | sp.Product) and all(
            end.is_Integer for limit in part.limits for end in limit[1:]
        )

    given = given.replace(finite, lambda part: part.doit(deep=False))
    return given.replace(lambda e: isinstance(e, sp.Derivative | sp.Limit), lambda e: e.doit())


def _member(applied: Any) -> Any:
    """A member of a family: a number that goes by its name and its index."""
    return sp.Rational(random.Random(str(applied)).randint(-40, 60), 17)
