"""A certificate that ``C_V(1, N) / log(N)**2`` falls with every step of N from 2 on.

Adding the distance N + 1 of weight ``w = 1 / (N + 1)`` to the sums ``S_k`` of ``log(d)**k / d``
gives, with ``l = log(N + 1)``, ``L = log N``, ``U = S_1 / S_0`` and V the variance,

    V' = S_0 / (S_0 + w) * (V + w * (l - U)**2 / (S_0 + w)).

Since ``l - L >= w``, the ratio falls at this step as soon as

    V * (2 * S_0 + L) > L * (l - U)**2.                                                    (*)

Up to ``exp(8)`` each ratio is compared with the one before it; from there on (*) is a polynomial in
1 / L with certain coefficients.
"""

from math import exp

from flint import acb, arb, arb_poly

from pycheck.balls.power_law import variance
from pycheck.balls.precision import working


def first_context_not_certified(log_of_far: int = 8) -> int | None:
    """The first N whose step is not certified to lower the ratio, or None when all are.

    From ``exp(log_of_far)`` on the polynomial decides: it cannot where that is too small.
    """
    far = int(exp(log_of_far)) + 1
    with working(64):
        sums = [arb(1), arb(0), arb(0)]
        ratio = arb.pos_inf()
        for context in range(2, far + 1):
            log_n = arb(context).log()
            for k in range(3):
                sums[k] += log_n**k / context
            previous, ratio = ratio, variance(sums) / (log_n * log_n)
            if not ratio < previous:
                return context - 1
        return None if falls_beyond(log_of_far) else far


def falls_beyond(log_n: int) -> bool:
    """Whether (*) holds at every N from ``exp(log_n)`` on.

    With ``u = 1 / L`` the sums are ``S_k = L**(k+1) * (1 / (k+1) + gamma_k * u**(k+1) + r_k)``,
    where ``0 <= r_k <= u / N`` (see `boundary_limit`), and ``l <= L * (1 + u / N)``. Since
    ``L**2 / exp(L)`` falls from L = 2 on, ``u / N <= c * u**3`` with ``c = log_n**2 / exp(log_n)``.
    Then (*) times ``216 * S_0**2 / L**5`` is a polynomial in u, written with sixfold sums so that
    its constant coefficient is exactly 0; it is positive while its next one outweighs the rest.
    """
    rest = arb(0, (arb(log_n) ** 2 / arb(log_n).exp()).abs_upper())
    sums = []
    for k in range(3):
        coefficients = [arb(6) / (k + 1), arb(0), arb(0), 6 * rest]
        coefficients[k + 1] += 6 * acb.stieltjes(k).real
        sums.append(arb_poly(coefficients))
    next_log = arb_poly([1, 0, 0, rest])
    spread = sums[2] * sums[0] - sums[1] * sums[1]
    distance = next_log * sums[0] - sums[1]
    constant, first, *others = (spread * (2 * sums[0] + 6) - 6 * distance * distance).coeffs()
    weight = arb(0)
    for j, coefficient in enumerate(others, start=1):
        weight += abs(coefficient) / arb(log_n) ** j
    return bool(constant == 0 and first > weight)
