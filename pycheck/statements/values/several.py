"""Functions of Arb of several arguments, each of which may be complex or differentiated."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flint import acb, arb

from pycheck.statements.values import balls, reals
from pycheck.statements.values.reals import Jet, Real
from pycheck.statements.values.special import Analytic, from_one, negative


def _nowhere(*_: acb) -> bool:
    return False


@dataclass(frozen=True)
class Several:
    """An analytic function of several numbers.

    `cut` says whether they may lie on a branch cut, as `Analytic` does.
    """

    of: Callable[..., acb]
    cut: Callable[..., bool] = _nowhere

    def __call__(self, *args: Real) -> Real:
        """The value, with its slope where one of the numbers is differentiated."""
        tag = max((x.tag for x in args if isinstance(x, Jet)), default=0)
        if not tag:
            place = next((i for i, x in enumerate(args) if isinstance(x, acb)), len(args) - 1)
            return self._at(args, place)(args[place])
        parts = [_split(x, tag) for x in args]
        values = tuple(value for value, _ in parts)
        slope: Real = balls.ZERO
        for i, (_, inner) in enumerate(parts):
            if not reals.is_zero(inner):
                slope = reals.add(slope, reals.mul(self._at(values, i, 1)(values[i]), inner))
        return Jet(tag, self(*values), slope)

    def _at(self, args: tuple[Real, ...], place: int, order: int = 0) -> Analytic:
        """The function of one of the numbers, or its derivative."""
        given = [
            acb(0) if i == place else acb(balls.ball(reals.scalar(x, "a special function")))
            for i, x in enumerate(args)
        ]

        def put(f: Callable[..., Any]) -> Callable[[acb], Any]:
            return lambda z: f(*given[:place], z, *given[place + 1 :])

        return Analytic(put(self.of), put(self.cut), order)


def _split(x: Real, tag: int) -> tuple[Real, Real]:
    return (x.value, x.slope) if isinstance(x, Jet) and x.tag == tag else (x, balls.ZERO)


def _modulus_cut(phi: acb, m: acb) -> bool:
    """Whether ``1 - m sin²`` may leave the right half plane between 0 and the angle."""
    inside = abs(phi.real) < arb.pi() / 2
    return not (inside and (1 - m * phi.sin() ** 2).real > 0)


def _characteristic_cut(n: acb, phi: acb, m: acb) -> bool:
    return _modulus_cut(phi, m) or _modulus_cut(phi, n)


def _complete_cut(n: acb, m: acb) -> bool:
    return from_one(n) or from_one(m)


ELLIPTIC_F = Several(lambda phi, m: acb.elliptic_f(phi, m), _modulus_cut)
ELLIPTIC_E = Several(lambda phi, m: acb.elliptic_e_inc(phi, m), _modulus_cut)
ELLIPTIC_PI = Several(lambda n, m: acb.elliptic_pi(n, m), _complete_cut)
ELLIPTIC_PI_INC = Several(lambda n, phi, m: acb.elliptic_pi_inc(n, phi, m), _characteristic_cut)
LOWER_GAMMA = Several(lambda s, z: z.gamma_lower(s), lambda _, z: negative(z))
UPPER_GAMMA = Several(lambda s, z: z.gamma_upper(s), lambda _, z: negative(z))
LOWER_BETA = Several(
    lambda a, b, z: z.beta_lower(a, b), lambda _a, _b, z: negative(z) or from_one(z)
)
EXPINT = Several(lambda s, z: z.expint(s), lambda _, z: negative(z))
LERCH = Several(lambda z, s, a: acb.lerch_phi(z, s, a), lambda z, _s, _a: from_one(z))
