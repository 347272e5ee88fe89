"""sympy and mpmath on a formula, each in a process that can be ended.

``python -m bench.python_peers ROAD`` answers the question on its standard input: sympy by
``simplify`` of left minus right, or by ``equals``, as it does without anybody's help; mpmath by
both sides at random points, in 30 digits.
"""

import argparse
import contextlib
import json
import sys
import time
from collections.abc import Callable
from typing import Any

import mpmath
import sympy

from bench.dialects import MPMATH
from bench.judging import CANNOT, FALSE, SHOWN, UNDECIDED, judged, sign_of
from bench.points import DIGITS, namespace, points
from bench.systems import SECONDS, run
from bench.translating import CannotState, Translator
from pycheck.formulas import symbolic, translation
from pycheck.formulas.statement import Formula, read_formula

_STARTING = 10


@mpmath.workdps(DIGITS)  # type: ignore[untyped-decorator]
def by_mpmath(formula: Formula) -> str:
    """Both sides at random points; one at which mpmath fails says nothing."""
    sign = sign_of(formula)
    translator = Translator(MPMATH, formula)
    left, right = (
        compile(translator.value(side.node, side), "side", "eval")
        for side in formula.relations.sides
    )
    numbers = []
    for point in points(formula):
        scope = namespace(point, formula)
        with contextlib.suppress(ArithmeticError, ValueError, TypeError, IndexError):
            one, other = eval(left, scope), eval(right, scope)
            gap = _size(one - other) if sign == "=" else one - other
            numbers.append((gap, _size(one) + _size(other)))
    return judged(formula, numbers)


def _size(value: Any) -> Any:
    return mpmath.mnorm(value, "f") if isinstance(value, mpmath.matrix) else abs(value)


def _sympy_sides(formula: Formula) -> tuple[Any, Any]:
    try:
        translator = translation.Translator(formula.conditions, symbolic.symbols(formula))
        left, right = (translator.side(side) for side in formula.relations.sides)
    except translation.Untranslated as reason:
        raise CannotState(str(reason)) from reason
    return _as_written(left).doit(), _as_written(right).doit()


def _as_written(side: Any) -> Any:
    """A side with bound symbols by their names, as a person writes them: the same on both sides."""
    return side.xreplace(
        {
            bound: sympy.Symbol(bound.name, real=True, integer=bound.is_integer)
            for bound in side.atoms(sympy.Dummy)
        }
    )


def by_simplify(formula: Formula) -> str:
    """Whether ``simplify`` makes the difference zero, or the order true or false."""
    sign = sign_of(formula)
    left, right = _sympy_sides(formula)
    if sign == "~":
        number = sympy.N(left - right, DIGITS)
        return judged(formula, [(mpmath.mpmathify(number), 1.0)])
    if sign != "=":
        order = {"<": sympy.Lt, "<=": sympy.Le, ">": sympy.Gt, ">=": sympy.Ge}[sign]
        said = sympy.simplify(order(left, right))
        return {sympy.true: SHOWN, sympy.false: FALSE}.get(said, UNDECIDED)
    difference = left - right
    parts = list(difference) if isinstance(difference, sympy.MatrixBase) else [difference]
    simple = [sympy.simplify(part) for part in parts]
    return SHOWN if all(part == 0 for part in simple) else UNDECIDED


def by_equals(formula: Formula) -> str:
    """Whether ``equals`` says so, which tries numbers too."""
    if sign_of(formula) != "=":
        return UNDECIDED
    left, right = _sympy_sides(formula)
    return {True: SHOWN, False: FALSE}.get(left.equals(right), UNDECIDED)


ROADS: dict[str, Callable[[Formula], str]] = {
    "mpmath": by_mpmath,
    "simplify": by_simplify,
    "equals": by_equals,
}


def _answered(road: str, formula: Formula) -> tuple[str, float]:
    """The word of a road, from another process, and the seconds that the work there took."""
    question = json.dumps({"formula": formula.text, "where": list(formula.where)})
    command = [sys.executable, "-m", "bench.python_peers", road, str(SECONDS)]
    said = run(command, question, SECONDS + _STARTING)
    if not said.strip():
        return UNDECIDED, float(SECONDS)
    answer = json.loads(said.splitlines()[-1])
    return answer["word"], min(answer["seconds"], float(SECONDS))


def asked(name: str, formula: Formula) -> tuple[str, float]:
    """The word of sympy or of mpmath for a formula, and its seconds."""
    if name == "mpmath":
        return _answered("mpmath", formula)
    word, spent = _answered("simplify", formula)
    if word != UNDECIDED:
        return word, spent
    word, more = _answered("equals", formula)
    return word, spent + more


def main() -> None:
    """Answer one question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("road", choices=ROADS)
    parser.add_argument("seconds", type=int)
    given = parser.parse_args()
    question = json.load(sys.stdin)
    formula = read_formula(question["formula"], question["where"])
    start = time.perf_counter()
    try:
        word = ROADS[given.road](formula)
    except CannotState:
        word = CANNOT
    except Exception:  # sympy raises whatever it likes, and then has said nothing
        word = UNDECIDED
    spent = time.perf_counter() - start
    if spent > given.seconds:
        word = UNDECIDED
    print(json.dumps({"word": word, "seconds": spent}))


if __name__ == "__main__":
    main()
