"""Softmax block by block (ch. 34), and what "exact" means in floating point (ch. 18)."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations, pairwise

import sympy as sp

from pycheck.checks.derivation import Working
from pycheck.checks.outcomes import Derivation, check

Scores = Sequence[Fraction]


def blocks(length: int) -> list[list[range]]:
    """Every way to cut a row of that length into consecutive blocks."""
    cuts = [cut for count in range(length) for cut in combinations(range(1, length), count)]
    return [[range(a, b) for a, b in pairwise((0, *cut, length))] for cut in cuts]


def online_attention(exponentials: Scores, values: Scores, cut: Sequence[range]) -> Fraction:
    """Softmax-weighted mean of values in one pass over blocks, with a running maximum.

    Scores enter as their exponentials, so that exp(s - m) is a quotient and everything rational.
    """
    maximum, total, mixed = exponentials[cut[0][0]], Fraction(0), Fraction(0)
    for block in cut:
        higher = max(maximum, *(exponentials[i] for i in block))
        rescale = maximum / higher
        weights = {i: exponentials[i] / higher for i in block}
        total = total * rescale + sum(weights.values())
        mixed = mixed * rescale + sum(weight * values[i] for i, weight in weights.items())
        maximum = higher
    return mixed / total


def derive_blocks(algorithm: Callable[[Scores, Scores, Sequence[range]], Fraction]) -> Derivation:
    """Whether a block-by-block algorithm gives the softmax-weighted mean for every cut of a row."""
    w = Working()
    s, m, block = sp.symbols("s m m_1", real=True)
    w.equal(
        "A block's exponentials relative to its own maximum, rescaled to a common one, term by "
        "term: blocks of any size merge.",
        sp.exp(block - m) * sp.exp(s - block),
        sp.exp(s - m),
        r"\sum_{i\in A\cup B}e^{s_i-m}=e^{m_1-m}\sum_{i\in A}e^{s_i-m_1}"
        r"+e^{m_2-m}\sum_{i\in B}e^{s_i-m_2}",
    )
    total = sp.Symbol("Z", positive=True)
    w.equal(
        "The reference cancels from the weight.",
        sp.exp(s - m) / (sp.exp(-m) * total),
        sp.exp(s) / total,
        r"\frac{e^{s_i-m}}{\sum_j e^{s_j-m}}=\frac{e^{s_i}}{\sum_j e^{s_j}}",
    )
    low, high, part, more, mixed_part, mixed_more = sp.symbols("x y B C M N", positive=True)
    for top in (low, high):
        w.vanish(
            "Blocks of any size, whichever maximum is the larger: a running total $B/x$ and a "
            "mixed sum $M/x$, rescaled from $x$ to the new maximum, and a block's $C$ and $N$ "
            "relative to that, give the same output as the sums of both without any maximum.",
            [
                (mixed_part / low * (low / top) + mixed_more / top)
                / (part / low * (low / top) + more / top)
                - (mixed_part + mixed_more) / (part + more)
            ],
            r"\frac{\frac Mx\frac xm+\frac Nm}{\frac Bx\frac xm+\frac Cm}=\frac{M+N}{B+C}",
        )
    for row in ((1, 1, 1, 1), (5, 4, 3, 2, 1), (1, 2, 2, 9, 9)):
        e, v = [Fraction(x) for x in row], [Fraction(3 * x - 7, x + 1) for x in row]
        mean = sum((a * b for a, b in zip(e, v, strict=True)), Fraction(0)) / sum(e)
        w.require(
            f"Run on the exponentials {row}, in every cut: one output.",
            all(algorithm(e, v, cut) == mean for cut in blocks(len(e))),
        )
    exponentials = [Fraction(x) for x in (3, 7, 2, 11, 5, 1)]
    values = [Fraction(x) for x in (1, -4, 9, 2, -7, 3)]
    mixed = sum((e * v for e, v in zip(exponentials, values, strict=True)), Fraction(0))
    whole = mixed / sum(exponentials)
    cuts = blocks(len(exponentials))
    w.require(
        r"The algorithm run on six scores $\log 3$, $\log 7$, ... in exact arithmetic: all "
        f"{len(cuts)} ways to cut the row give one and the same output.",
        all(algorithm(exponentials, values, cut) == whole for cut in cuts),
        f"{whole}",
        [sp.Rational(whole.numerator, whole.denominator)],
    )
    return w.done(output=sp.Rational(whole.numerator, whole.denominator))


@check
def block_by_block() -> Derivation:
    """Running maximum and sum, rescaled at every block, give exactly the softmax of the row."""
    return derive_blocks(online_attention)


def rounded(value: Fraction, bits: int = 53) -> Fraction:
    """The nearest binary floating-point number with that many significant bits, ties to even."""
    if value == 0:
        return value
    exponent = value.numerator.bit_length() - value.denominator.bit_length() - bits
    unit = Fraction(2) ** exponent
    while abs(value) / unit >= 2**bits:
        unit *= 2
    return round(value / unit) * unit


@check
def order_of_addition() -> Derivation:
    """Exact is not bit for bit: in binary64 the blocks of a row can change its sum."""
    w = Working()
    tiny = Fraction(1, 2**53)
    row = [Fraction(1), tiny, tiny]
    w.definition("A row of three terms to be added.", r"1,\ 2^{-53},\ 2^{-53}")
    in_one_pass = rounded(rounded(row[0] + row[1]) + row[2])
    in_two_blocks = rounded(row[0] + rounded(row[1] + row[2]))
    exact = sum(row)
    w.require("Every term is a binary64 number.", all(rounded(x) == x for x in row))
    one_pass, two_blocks = (
        sp.Rational(x.numerator, x.denominator) for x in (in_one_pass, in_two_blocks)
    )
    w.require(
        "In two blocks, [1] and [2, 3], the sum is exact.",
        in_two_blocks == exact,
        r"1+2^{-52}",
        [two_blocks],
    )
    w.require(
        "From left to right both small terms are rounded away: the two sums differ in a bit.",
        in_one_pass == 1 and in_one_pass != in_two_blocks,
        "1\\ne1+2^{-52}",
        [one_pass],
    )
    same = w.compare("Whether the two sums are one number:", one_pass, "=", two_blocks)
    return w.done(
        left_to_right=one_pass,
        in_two_blocks=two_blocks,
        bit_for_bit=same,
    )
