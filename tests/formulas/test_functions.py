"""Every function of the language at real and complex numbers, against mpmath and closed forms."""

from collections.abc import Callable
from typing import Any

import mpmath
import pytest
import sympy

from pycheck.errors import InputError
from pycheck.formulas.checking import sampled
from pycheck.formulas.names import DERIVED, FUNCTIONS, POLYNOMIALS, SEVERAL, UNARY, WHOLE
from pycheck.formulas.statement import read_formula

mp = mpmath.mp.clone()
mp.dps = 40
i = mp.j
q = mp.mpf(1) / 3
z = mp.mpf(3) / 4 + i / 2
w = mp.mpf(6) / 5 - i / 3
Q, Z, W = "(1/3)", "(3/4 + I/2)", "(6/5 - I/3)"

# Functions of one number: what mpmath says, and where they are known.
ONE: dict[str, tuple[Callable[[Any], Any], str]] = {
    "exp": (mp.exp, "rc"),
    "log": (mp.log, "rc"),
    "ln": (mp.log, "rc"),
    "sqrt": (mp.sqrt, "rc"),
    "sin": (mp.sin, "rc"),
    "cos": (mp.cos, "rc"),
    "tan": (mp.tan, "rc"),
    "sec": (mp.sec, "rc"),
    "csc": (mp.csc, "rc"),
    "cot": (mp.cot, "rc"),
    "asin": (mp.asin, "rc"),
    "acos": (mp.acos, "rc"),
    "atan": (mp.atan, "rc"),
    "asec": (mp.asec, "c"),
    "acsc": (mp.acsc, "c"),
    "acot": (mp.acot, "rc"),
    "sinh": (mp.sinh, "rc"),
    "cosh": (mp.cosh, "rc"),
    "tanh": (mp.tanh, "rc"),
    "sech": (mp.sech, "rc"),
    "csch": (mp.csch, "rc"),
    "coth": (mp.coth, "rc"),
    "asinh": (mp.asinh, "rc"),
    "acosh": (mp.acosh, "c"),
    "atanh": (mp.atanh, "rc"),
    "asech": (mp.asech, "rc"),
    "acsch": (mp.acsch, "rc"),
    "acoth": (mp.acoth, "c"),
    "cbrt": (mp.cbrt, "rc"),
    "log2": (lambda x: mp.log(x, 2), "rc"),
    "log10": (mp.log10, "rc"),
    "Abs": (abs, "rc"),
    "arg": (mp.arg, "rc"),
    "re": (mp.re, "rc"),
    "im": (mp.im, "rc"),
    "conjugate": (mp.conj, "rc"),
    "sign": (mp.sign, "r"),
    "floor": (mp.floor, "r"),
    "ceiling": (mp.ceil, "r"),
    "frac": (mp.frac, "r"),
    "sinc": (mp.sinc, "rc"),
    "gamma": (mp.gamma, "rc"),
    "loggamma": (mp.loggamma, "rc"),
    "digamma": (mp.digamma, "rc"),
    "trigamma": (lambda x: mp.psi(1, x), "rc"),
    "factorial": (mp.factorial, "rc"),
    "zeta": (mp.zeta, "rc"),
    "dirichlet_eta": (mp.altzeta, "rc"),
    "erf": (mp.erf, "rc"),
    "erfc": (mp.erfc, "rc"),
    "erfi": (mp.erfi, "rc"),
    "erfinv": (mp.erfinv, "r"),
    "Ei": (mp.ei, "rc"),
    "li": (mp.li, "rc"),
    "Si": (mp.si, "rc"),
    "Ci": (mp.ci, "rc"),
    "Shi": (mp.shi, "rc"),
    "Chi": (mp.chi, "rc"),
    "fresnels": (mp.fresnels, "rc"),
    "fresnelc": (mp.fresnelc, "rc"),
    "LambertW": (mp.lambertw, "rc"),
    "airyai": (mp.airyai, "rc"),
    "airybi": (mp.airybi, "rc"),
    "airyaiprime": (lambda x: mp.airyai(x, derivative=1), "rc"),
    "airybiprime": (lambda x: mp.airybi(x, derivative=1), "rc"),
    "elliptic_k": (mp.ellipk, "rc"),
    "elliptic_e": (mp.ellipe, "rc"),
    "harmonic": (mp.harmonic, "rc"),
    "Heaviside": (lambda x: (1 + mp.sign(x)) / 2, "r"),
}
# Functions of several numbers at some of them.
MANY: dict[str, Any] = {
    f"beta({Z}, {W})": mp.beta(z, w),
    f"binomial({Q}, {Z})": mp.binomial(q, z),
    "binomial(-3, 4)": 15,
    f"polylog({Z}, {Q})": mp.polylog(z, q),
    f"polylog(2, {Z})": mp.polylog(2, z),
    f"polygamma(2, {Z})": mp.psi(2, z),
    f"zeta({W} + 2, {Z})": mp.zeta(w + 2, z),
    f"zeta(3, {Q})": mp.zeta(3, q),
    f"besselj({Z}, {Q})": mp.besselj(z, q),
    f"besselj({Q}, {Z})": mp.besselj(q, z),
    f"bessely({Q}, {Z})": mp.bessely(q, z),
    f"besseli({W}, {Z})": mp.besseli(w, z),
    f"besselk(2, {Z})": mp.besselk(2, z),
    f"jn(2, {Z})": mp.sqrt(mp.pi / (2 * z)) * mp.besselj(2.5, z),
    f"yn(1, {Q})": mp.sqrt(mp.pi / (2 * q)) * mp.bessely(1.5, q),
    f"hankel1({Q}, {Z})": mp.hankel1(q, z),
    f"hankel2({Q}, {Z})": mp.hankel2(q, z),
    f"hyper([{Z}, 2], [{W}], {Q})": mp.hyp2f1(z, 2, w, q),
    f"hyper([{Q}], [{W}], {Z})": mp.hyp1f1(q, w, z),
    f"hyper([], [{W}], {Z})": mp.hyp0f1(w, z),
    f"elliptic_f({Q}, {Q})": mp.ellipf(q, q),
    f"elliptic_f({Z}, {Q})": mp.ellipf(z, q),
    f"elliptic_e({Z}, {Q})": mp.ellipe(z, q),
    f"elliptic_pi({Q}, {Z})": mp.ellippi(q, z),
    f"elliptic_pi({Q}, {Q}, {Q})": mp.ellippi(q, q, q),
    f"lowergamma({Z}, {W})": mp.gammainc(z, 0, w),
    f"uppergamma({Q}, {Z})": mp.gammainc(q, z),
    f"betainc({W}, {Z}, {Q}, 1/2)": mp.betainc(w, z, q, 0.5),
    f"expint({Q}, {Z})": mp.expint(q, z),
    f"lerchphi({Q}, 2, {Z})": mp.lerchphi(q, 2, z),
    f"rf({Z}, 3)": mp.rf(z, 3),
    f"ff({Z}, 4)": mp.ff(z, 4),
    f"RisingFactorial({Q}, {Z})": mp.rf(q, z),
    f"FallingFactorial({Q}, {Z})": mp.ff(q, z),
    f"LambertW({Z}, 2)": mp.lambertw(z, 2),
    "LambertW(-1/5, -1)": mp.lambertw(-mp.mpf(1) / 5, -1),
    f"root({Q}, 5)": mp.root(q, 5),
    "real_root(-8, 3)": -2,
    "atan2(-1, -2)": mp.atan2(-1, -2),
    "atan2(1, -2)": mp.atan2(1, -2),
    "atan2(-3, 2)": mp.atan2(-3, 2),
    "Mod(-7/2, 2)": mp.mpf(1) / 2,
    "KroneckerDelta(2, 2) + KroneckerDelta(1, 2)": 1,
    "Max(1, 7/2, 3) + Min(5, 4, 6)": mp.mpf(15) / 2,
    "log(8, 2)": 3,
    f"legendre(5, {Z})": mp.legendre(5, z),
    f"chebyshevt(6, {Z})": mp.chebyt(6, z),
    f"chebyshevu(4, {Q})": mp.chebyu(4, q),
    f"hermite(5, {Z})": mp.hermite(5, z),
    f"hermite_prob(5, {Q})": mp.hermite(5, q / mp.sqrt(2)) * mp.mpf(2) ** (-mp.mpf(5) / 2),
    f"laguerre(4, {Z})": mp.laguerre(4, 0, z),
    f"assoc_laguerre(4, {Q}, {Z})": mp.laguerre(4, q, z),
    f"gegenbauer(4, {Q}, {Z})": mp.gegenbauer(4, q, z),
    f"jacobi(3, {Q}, {W}, {Z})": mp.jacobi(3, q, w, z),
    f"bernoulli(5, {Z})": mp.bernpoly(5, z),
    "bernoulli(1)": mp.mpf(1) / 2,
    "bernoulli(12)": mp.bernoulli(12),
    "euler(8)": mp.eulernum(8),
    "harmonic(7)": mp.harmonic(7),
    "harmonic(5, 2)": mp.fsum(1 / mp.mpf(k) ** 2 for k in range(1, 6)),
    "stieltjes(2)": mp.stieltjes(2),
    "Catalan": mp.catalan,
    "EulerGamma*GoldenRatio": mp.euler * mp.phi,
}
# Functions of whole numbers, against sympy.
COUNTED: dict[str, Any] = {
    "gcd(12, 18, 8)": sympy.gcd([12, 18, 8]),
    "lcm(4, 6, 10)": sympy.lcm([4, 6, 10]),
    "totient(36)": sympy.totient(36),
    "fibonacci(-7)": sympy.fibonacci(-7),
    "lucas(9)": sympy.lucas(9),
    "stirling(7, 3)": sympy.functions.combinatorial.numbers.stirling(7, 3),
    "primepi(100)": sympy.primepi(100),
    "prime(25)": sympy.prime(25),
    "divisor_sigma(12, 2)": sympy.divisor_sigma(12, 2),
    "divisor_sigma(28)": 56,
    "divisor_count(360)": sympy.divisor_count(360),
    "mobius(30)": sympy.functions.combinatorial.numbers.mobius(30),
    "catalan(6)": sympy.catalan(6),
    "factorial2(9)": sympy.factorial2(9),
    "subfactorial(6)": sympy.subfactorial(6),
    "bell(7)": sympy.bell(7),
    "partition(20)": 627,
    "primenu(360)": 3,
    "primeomega(360)": 6,
    "jacobi_symbol(5, 21)": sympy.functions.combinatorial.numbers.jacobi_symbol(5, 21),
    "jacobi_symbol(-2, 7)": sympy.functions.combinatorial.numbers.jacobi_symbol(-2, 7),
}


def says(call: str, value: Any) -> str:
    """What sampling says of a call that should have a value."""
    value = mp.mpc(mp.mpmathify(value))
    real, imaginary = (mp.nstr(part, 34) for part in (value.real, value.imag))
    text = f"Abs({call} - ({real} + ({imaginary})*I)) < 1/10**25"
    return sampled(read_formula(text), 1, 0).status


def accepted(call: str, value: Any) -> None:
    assert says(call, value) == "unrefuted", call
    assert says(call, mp.mpmathify(value) + mp.mpf(10) ** -20) == "refuted", call


@pytest.mark.parametrize("name", sorted(n for n in ONE if "r" in ONE[n][1]))
def test_at_a_real_number(name: str) -> None:
    accepted(f"{name}({Q})", ONE[name][0](q))


@pytest.mark.parametrize("name", sorted(n for n in ONE if "c" in ONE[n][1]))
def test_at_complex_numbers(name: str) -> None:
    accepted(f"{name}({Z})", ONE[name][0](z))
    accepted(f"{name}(-{W})", ONE[name][0](-w))


@pytest.mark.parametrize("call", sorted(MANY))
def test_several_numbers(call: str) -> None:
    accepted(call, MANY[call])


@pytest.mark.parametrize("call", sorted(COUNTED))
def test_whole_numbers(call: str) -> None:
    accepted(call, int(COUNTED[call]))


def test_every_function_is_looked_at() -> None:
    called = {*ONE, *(name.partition("(")[0] for name in (*MANY, *COUNTED))}
    named = {*UNARY, *SEVERAL, *WHOLE, *DERIVED, *POLYNOMIALS}
    assert named - called == set()
    assert called - FUNCTIONS <= {"Catalan", "EulerGamma*GoldenRatio"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("erfinv(I) = 1", "complex"),
        ("sign(I) = 1", "complex"),
        ("legendre(1/2, 3) = 1", "whole number"),
        ("elliptic_pi(1) = 1", "2 arguments"),
        ("S(1)/2 = 1", "numbers are exact as they stand"),
        ("hyper([1], 2) = 1", "3 arguments"),
    ],
)
def test_what_is_not_known(text: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        read_formula(text)
