"""Words for special functions, each of which mpmath knows by itself."""

from collections.abc import Callable, Mapping

from pycheck.statements.language.trees import Node
from pycheck.statements.language.types import REAL
from pycheck.statements.programs.analysis import function_of
from pycheck.statements.programs.arithmetic import Nodes
from pycheck.statements.programs.helpers import SPECIAL as NAMED
from pycheck.statements.programs.patterns import constant, function, pattern
from pycheck.statements.programs.scope import Scope, Word
from pycheck.statements.programs.text import ATOM, Text


def _called(name: str, arity: int) -> Word:
    """A function of several numbers, in mpmath's order."""
    places = ", ".join(f"{{{i}}}" for i in range(arity))
    return pattern(arity, f"{name}({places})", *range(arity), needs=name, sort="real")


def _integral(*ends: int | str) -> Callable[[Scope, Nodes], Text]:
    """An integral between ends, each an argument or a text of Python."""

    def write(scope: Scope, args: Nodes) -> Text:
        def end(at: int | str) -> str:
            return at if isinstance(at, str) else scope.argument(args[at], REAL).code

        scope.use("quad", *(["inf"] if any(isinstance(at, str) for at in ends) else []))
        scope.writer.rough = True
        f: Node = args[0]
        first, last = map(end, ends)
        return Text(f"quad({function_of(scope, f, REAL).code}, [{first}, {last}])", ATOM, "real")

    return write


SPECIAL: Mapping[str, Word] = {
    "Special.erf": function(NAMED["Special.erf"]),
    "Special.erfc": function(NAMED["Special.erfc"]),
    "Special.gamma": function("gamma"),
    "Special.loggamma": function(NAMED["Special.loggamma"]),
    "Special.digamma": function("digamma"),
    "Special.zeta": function("zeta"),
    "Special.hurwitz": _called("zeta", 2),
    "Special.elliptic_k": function("ellipk"),
    "Special.elliptic_e": function("ellipe"),
    "Special.Ei": function("ei"),
    "Special.Si": function("si"),
    "Special.lambertw": function("lambertw"),
    "Special.beta": _called("beta", 2),
    "Special.polygamma": _called("psi", 2),
    "Special.polylog": _called(NAMED["Special.polylog"], 2),
    "Special.stieltjes": function("stieltjes"),
    "Special.binomial": _called("binomial", 2),
    "Special.factorial": pattern(1, "gamma({0} + 1)", 0, needs="gamma", sort="real"),
    "Special.modulo": pattern(2, "({0} - {1} * whole(div({0}, {1})))", 0, 1, needs="whole div"),
    "Special.natural": pattern(1, "max({0}, 0)", 0, sort="int"),
    "Special.integral": Word(3, _integral(1, 2)),
    "Special.integralFrom": Word(2, _integral(1, "inf")),
    "Special.integralUpTo": Word(2, _integral("-inf", 1)),
    "Special.integralOverLine": Word(1, _integral("-inf", "inf")),
    "Real.sinc": function("sinc"),
    "Special.airyai": function("airyai"),
    "Special.airybi": function("airybi"),
    "Special.airyaiprime": pattern(1, "airyai({0}, derivative=1)", 0, needs="airyai", sort="real"),
    "Special.airybiprime": pattern(1, "airybi({0}, derivative=1)", 0, needs="airybi", sort="real"),
    "Special.Ci": function("ci"),
    "Special.Chi": function("chi"),
    "Special.Shi": function("shi"),
    "Special.erfi": function("erfi"),
    "Special.erfinv": function("erfinv"),
    "Special.fresnels": function("fresnels"),
    "Special.fresnelc": function("fresnelc"),
    "Special.dirichlet_eta": function("altzeta"),
    "Special.catalan": constant("+catalan", "catalan"),
    "Special.lambertwBranch": _called("lambertw", 2),
    "Special.expint": _called("expint", 2),
    "Special.lowergamma": pattern(2, "gammainc({0}, 0, {1})", 0, 1, needs="gammainc", sort="real"),
    "Special.uppergamma": _called("gammainc", 2),
    "Special.betainc": _called("betainc", 4),
    "Special.elliptic_f": _called("ellipf", 2),
    "Special.elliptic_e_inc": _called("ellipe", 2),
    "Special.elliptic_pi": _called("ellippi", 2),
    "Special.elliptic_pi_inc": _called("ellippi", 3),
    "Special.lerchphi": _called("lerchphi", 3),
    "Special.rising": _called("rf", 2),
    "Special.falling": _called("ff", 2),
    "Special.legendre": _called("legendre", 2),
    "Special.chebyshevt": _called("chebyt", 2),
    "Special.chebyshevu": _called("chebyu", 2),
    "Special.hermite": _called("hermite", 2),
    "Special.laguerre": pattern(2, "laguerre({0}, 0, {1})", 0, 1, needs="laguerre", sort="real"),
    "Special.assoc_laguerre": _called("laguerre", 3),
    "Special.gegenbauer": _called("gegenbauer", 3),
    "Special.jacobi": _called("jacobi", 4),
    "Special.bernoulli": _called("bernpoly", 2),
    **{f"Special.bessel{kind}": _called(f"bessel{kind.lower()}", 2) for kind in "JYIK"},
    **{
        f"Special.hyper{above}{below}": _called(f"hyp{above}f{below}", above + below + 1)
        for above, below in ((0, 1), (1, 1), (2, 1), (1, 2), (2, 2), (3, 2))
    },
}
