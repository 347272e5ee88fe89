"""Pieces of a reading: text in the language's syntax with how strongly it binds."""

from typing import NamedTuple

SUM, PRODUCT, POWER, ATOM = 1, 2, 4, 5


class Out(NamedTuple):
    """An expression as text, and how strongly its outermost sign binds."""

    text: str
    strength: int = ATOM

    def at(self, least: int) -> str:
        """The text, in brackets where it binds less than `least`."""
        return self.text if self.strength >= least else f"({self.text})"


def call(name: str, *args: Out | str) -> Out:
    """A function of its arguments."""
    return Out(f"{name}({', '.join(a if isinstance(a, str) else a.text for a in args)})")


def times(left: Out, right: Out) -> Out:
    """A product."""
    return Out(f"{left.at(PRODUCT)}*{right.at(PRODUCT)}", PRODUCT)


def over(left: Out, right: Out) -> Out:
    """A quotient."""
    return Out(f"{left.at(PRODUCT)}/{right.at(POWER)}", PRODUCT)


def power(base: Out, exponent: Out) -> Out:
    """A power."""
    if base.text == "exp(1)":
        return call("exp", exponent)
    return Out(f"{base.at(ATOM)}**{exponent.at(ATOM)}", POWER)


def plus(left: Out, sign: str, right: Out) -> Out:
    """A sum or a difference."""
    return Out(f"{left.text} {sign} {right.at(PRODUCT)}", SUM)


def minus(inside: Out) -> Out:
    """The negative of a product."""
    return Out(f"-{inside.at(PRODUCT)}", SUM)
