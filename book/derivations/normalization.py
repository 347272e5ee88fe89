"""LayerNorm and RMSNorm, without gain, bias and the small constant under the root (ch. 7)."""

from collections.abc import Callable, Sequence
from typing import Any

import sympy as sp

from pycheck.checks.derivation import Working, typeset
from pycheck.checks.outcomes import Derivation, check

Norm = Callable[[Sequence[Any]], list[sp.Expr]]


def mean(values: Sequence[Any]) -> sp.Expr:
    """The mean of the entries."""
    return sum(values) / sp.Integer(len(values))


def rms_norm(values: Sequence[Any]) -> list[sp.Expr]:
    """Every entry over the root of the mean square."""
    root = sp.sqrt(sp.factor(mean([x**2 for x in values])))
    return [x / root for x in values]


def layer_norm(values: Sequence[Any]) -> list[sp.Expr]:
    """Centred, then divided by the standard deviation, the root of E[x^2] - E[x]^2."""
    centre = mean(values)
    deviation = sp.sqrt(sp.factor(mean([x**2 for x in values]) - centre**2))
    return [(x - centre) / deviation for x in values]


def _differences(left: Sequence[sp.Expr], right: Sequence[sp.Expr]) -> list[sp.Expr]:
    return [a - b for a, b in zip(left, right, strict=True)]


def derive_norms(layer_norm: Norm) -> Derivation:
    """Whether a candidate LayerNorm is RMSNorm of the centred input and ignores shifts."""
    w = Working()
    c = sp.Symbol("c", real=True)
    scale = sp.Symbol("a", positive=True)
    for size in (2, 3, 4):
        x = sp.symbols(f"x1:{size + 1}", real=True)
        centred = [entry - mean(x) for entry in x]
        w.equal(
            f"{size} entries: the variance $E[x^{{2}}] - E[x]^{{2}}$ is the mean square of the "
            "centred entries, so both divide the same numerators by the same root.",
            mean([entry**2 for entry in x]) - mean(x) ** 2,
            mean([entry**2 for entry in centred]),
            r"\overline{x^2}-\bar x^2=\overline{(x-\bar x)^2}",
        )
        w.vanish(
            "LayerNorm is RMSNorm of the centred input.",
            _differences(layer_norm(x), rms_norm(centred)),
        )
        w.vanish(
            "LayerNorm does not see a shift of all entries.",
            _differences(layer_norm([entry + c for entry in x]), layer_norm(x)),
        )
        w.vanish(
            "RMSNorm does not see a positive rescaling.",
            _differences(rms_norm([scale * entry for entry in x]), rms_norm(x)),
        )
        squares = sp.Mul(sp.Add(*(y**2 for y in rms_norm(x)), evaluate=False), sp.Rational(1, size))
        mean_square = sp.simplify(mean([y**2 for y in rms_norm(x)]))
        w.equal(
            "The output of RMSNorm has mean square one.",
            squares,
            1,
            r"\overline{y^2}=1",
        )
    first, second, centre = sp.symbols("m_1 m_2 mu")
    spread = sp.expand(second - 2 * centre * first + centre**2)
    w.equal(
        r"Any number of entries, by linearity of the mean: $E[(x - \mu)^{2}]$ at $\mu = E[x]$.",
        sp.Subs(spread, centre, first),
        second - first**2,
    )
    shifted = (
        rms_norm([sp.Integer(1), sp.Integer(2)])[0] - rms_norm([sp.Integer(2), sp.Integer(3)])[0]
    )
    w.require(
        "RMSNorm does see a shift: (1, 2) and (2, 3) come out differently.",
        sp.simplify(shifted) != 0,
        typeset(sp.simplify(shifted)),
    )
    return w.done(mean_square=mean_square)


@check
def layer_norm_is_centred_rms_norm() -> Derivation:
    r"""$\mathrm{LayerNorm}(x) = \mathrm{RMSNorm}(x - \bar x)$; LayerNorm ignores shifts,
    RMSNorm rescaling.
    """
    return derive_norms(layer_norm)
