"""Formulas beside other tools: what each is asked, what its answer means, and the table."""

import json
import time

import mpmath
import pytest

from bench import formulas, python_peers, systems
from bench.dialects import FRICAS, FRICAS_AT_POINTS, MAXIMA, MPMATH, PARI, Dialect
from bench.judging import agrees, judged
from bench.points import points
from bench.translating import CannotState, Translator
from pycheck.formulas.api import read_file
from pycheck.formulas.statement import Formula, read_formula

DIALECTS = (MPMATH, MAXIMA, PARI, FRICAS)


def left(text: str, dialect: Dialect, *where: str) -> str:
    formula = read_formula(f"{text} = 0", where)
    side = formula.relations.sides[0]
    return Translator(dialect, formula).value(side.node, side)


@pytest.mark.parametrize(
    ("text", "where", "written"),
    [
        (
            "x_1**2/3 - pi",
            (),
            (
                "(((vxu1**mpf(2))/mpf(3))-pi)",
                "(((vxu1^2)/3)-%pi)",
                "(((vxu1^2)/3)-Pi)",
                "(((vxu1^2)/3)-%pi)",
            ),
        ),
        (
            "Sum(x(i), (i, 1, n))",
            ("n natural", "x(i) real"),
            (
                "nsum(lambda bi: vx(bi), [mpf(1), vn])",
                "sum(vx[bi],bi,1,vn)",
                "sum(bi=1,vn,vx(bi))",
                "sum(vx(bi),bi=1..vn)",
            ),
        ),
        (
            "Integral(exp(-t), (t, 0, oo))",
            (),
            (
                "quad(lambda bt: exp((-bt)), [mpf(0), inf])",
                "integrate(exp((-bt)),bt,0,inf)",
                "integral(bt->exp((-bt)),0,[oo,1])",
                'integrate(exp((-bt)),bt=0..%plusInfinity,"noPole")',
            ),
        ),
        (
            "Derivative(x**3, x, 2)",
            (),
            (
                "diff(lambda bx: (bx**mpf(3)), vx, 2)",
                "subst(vx,bx,diff((bx^3),bx,2))",
                "derivnum(bx=vx,(bx^3),2)",
                "eval(D((bx^3),bx,2),bx=vx)",
            ),
        ),
        (
            "Limit(1/x, x, oo) + Max(a, b)",
            (),
            (
                "(limit(lambda bx: (mpf(1)/bx), inf)+max(va,vb))",
                "(limit((1/bx),bx,inf)+max(va,vb))",
                "(limit(bx->(1/bx))+max(va,vb))",
                "(limit((1/bx),bx=%plusInfinity)+((va+vb+abs(va-vb))/2))",
            ),
        ),
    ],
)
def test_every_language_has_its_own_words(
    text: str, where: tuple[str, ...], written: tuple[str, ...]
) -> None:
    assert tuple(left(text, dialect, *where) for dialect in DIALECTS) == written


def test_a_series_is_summed_as_its_terms_decay() -> None:
    assert left("Sum(1/n**2, (n, 1, oo))", PARI) == "sumnum(bn=1,(1/(bn^2)))"
    assert left("Sum(x**n/n, (n, 1, oo))", PARI) == "suminf(bn=1,((vx^bn)/bn))"


def test_an_index_in_a_definition_is_another_one_than_that_around_it() -> None:
    text = left(
        "Sum(x(i) - m, (i, 1, n))", MAXIMA, "n natural", "x(i) real", "m = Sum(x(i), (i, 1, n))/n"
    )
    assert text == "sum((vx[bi]-(sum(vx[bib],bib,1,vn)/vn)),bi,1,vn)"


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        ("totient(n)", MPMATH),
        ("Piecewise((x, x > 0), (0, True))", FRICAS),
        ("EulerGamma", FRICAS),
        ("stieltjes(n)", MAXIMA),
    ],
)
def test_what_a_language_lacks_is_named(text: str, dialect: Dialect) -> None:
    with pytest.raises(CannotState, match=text.partition("(")[0]):
        left(text, dialect, "n natural")


def test_a_case_is_decided_at_a_point_in_fricas_too() -> None:
    text = left("Piecewise((x, x > 0), (0, True))", FRICAS_AT_POINTS)
    assert text == "(if vx>0 then vx else 0)"


def test_the_points_satisfy_the_conditions() -> None:
    where = ("n integer", "n >= 2", "k integer", "0 <= k", "k < n", "p(i) > 0", "q > 0", "q < 1")
    formula = read_formula("p(k) < n", (*where, "q real", "Sum(p(i), (i, 1, n)) = 1"))
    found = points(formula)
    assert len(found) == 20
    for point in found:
        n, k, q = (point.numbers[name] for name in "nkq")
        assert n.denominator == k.denominator == 1
        assert n >= 2
        assert 0 <= k < n
        assert 0 < q < 1
        assert sum(point.tables["p"][1 : int(n) + 1]) == 1
        assert min(point.tables["p"]) > 0
    assert points(read_formula("x = 0", ("x > 0", "x < 0"))) == []


def test_numbers_say_whether_a_relation_holds() -> None:
    equal, order = read_formula("x = 0"), read_formula("x >= 0")
    assert agrees(equal, mpmath.mpf("1e-12"), mpmath.mpf(1)) is True
    assert agrees(equal, mpmath.mpf("1e-6"), mpmath.mpf(1)) is False
    assert agrees(equal, mpmath.mpf("1e-6"), mpmath.mpf(10) ** 9) is True
    assert agrees(equal, mpmath.nan, mpmath.mpf(1)) is None
    assert agrees(order, mpmath.mpf(2), mpmath.mpf(1)) is True
    assert agrees(order, mpmath.mpf(-2), mpmath.mpf(1)) is False
    assert agrees(order, mpmath.mpc(2, 1), mpmath.mpf(1)) is None
    assert judged(equal, []) == "undecided"
    assert judged(equal, [(mpmath.mpf(0), mpmath.mpf(1))]) == "agrees"
    assert judged(equal, [(mpmath.mpf(i), mpmath.mpf(1)) for i in (0, 1)]) == "false"


@pytest.mark.parametrize(
    ("value", "printed", "holds"),
    [
        ("2.7182", "2.718", True),
        ("2.7186", "2.718", True),
        ("2.7191", "2.718", False),
        ("2.7176", "2.718", True),
        ("2.7174", "2.718", False),
    ],
)
def test_printed_digits_are_rounded_or_cut_off(value: str, printed: str, holds: bool) -> None:
    gap = mpmath.mpf(value) - mpmath.mpf(printed)
    assert agrees(read_formula(f"E ~ {printed}"), gap, mpmath.mpf(1)) is holds


TRUE = read_formula("gamma(x + 1) = x*gamma(x)", ("x > 0",))
FALSE = read_formula("sqrt(x**2) = x", ("x real",))
CHANGED = read_formula("gamma(x + 1) = x + gamma(x)", ("x > 0",))
# Apart in the 31st digit.
CLOSE = read_formula("exp(pi*sqrt(163)) = 640320**3 + 744")


def test_mpmath_has_every_word_and_takes_what_is_close_for_equal() -> None:
    assert python_peers.by_mpmath(TRUE) == "agrees"
    assert python_peers.by_mpmath(FALSE) == "false"
    assert python_peers.by_mpmath(CLOSE) == "agrees"
    assert python_peers.by_mpmath(read_formula("x = 0", ("x > 0", "x < 0"))) == "undecided"
    divergent = read_formula("gamma(x) = Integral(t**(x - 1)*exp(t), (t, 0, oo))", ("x > 0",))
    assert python_peers.by_mpmath(divergent) != "agrees"


def test_sympy_has_every_word() -> None:
    assert python_peers.by_simplify(TRUE) == python_peers.by_equals(TRUE) == "shown"
    assert python_peers.by_simplify(FALSE) == "undecided"
    assert python_peers.by_equals(CHANGED) == python_peers.by_equals(CLOSE) == "false"
    assert python_peers.by_simplify(read_formula("x**2 >= -1")) == "shown"
    assert python_peers.by_simplify(read_formula("x**2 <= -1")) == "false"
    assert python_peers.by_simplify(read_formula("E ~ 2.718")) == "agrees"
    assert python_peers.by_simplify(read_formula("E ~ 2.719")) == "false"


def test_sympy_is_given_one_index_for_both_sides() -> None:
    formula = read_formula(
        "log(exp(x(j))/Sum(exp(x(i)), (i, 1, n))) = x(j) - log(Sum(exp(x(i)), (i, 1, n)))",
        ("n natural", "n >= 1", "j natural", "1 <= j", "j <= n", "x(i) real"),
    )
    assert python_peers.by_equals(formula) == "shown"


def test_the_tools_of_python_answer_from_another_process() -> None:
    assert python_peers.asked("mpmath", FALSE)[0] == "false"
    assert python_peers.asked("sympy", CHANGED)[0] == "false"
    totient = read_formula("totient(n) = n", ("n natural",))
    assert python_peers.asked("mpmath", totient)[0] == "cannot state"


def test_pycheck_is_asked_as_on_the_command_line() -> None:
    assert formulas.told("pycheck", CLOSE)["says"] == "false"
    assert formulas.told("pycheck", TRUE)["says"] == "shown"


def test_a_program_is_ended_when_its_time_is_over() -> None:
    start = time.monotonic()
    assert systems.run(["sh", "-c", "echo begun; sleep 60"], seconds=1) == "begun\n"
    assert time.monotonic() - start < 30


@pytest.mark.parametrize("name", systems.ROADS)
@pytest.mark.parametrize(
    ("formula", "words"),
    [
        (read_formula("(x + 1)**2 = x**2 + 2*x + 1"), ("shown", "agrees")),
        (read_formula("(x + 1)**2 = x**2 + 1"), ("false",)),
        (read_formula("x**2 >= 2*x - 2"), ("shown", "agrees")),
        (read_formula("x**2 >= 2*x"), ("false",)),
        (read_formula("2*E ~ 5.43"), ("agrees",)),
        (read_formula("2*E ~ 5.42"), ("false",)),
        (
            read_formula("Sum(2*x(i), (i, 1, n)) = x(1)", ("n natural", "x(i) real")),
            ("false",),
        ),
        (read_formula("Derivative(f(x), x) = 0", ("f(x) smooth",)), ("false",)),
        (read_formula("x = 0", ("x > 0", "x < 0")), ("undecided",)),
    ],
    ids=lambda value: value.text if isinstance(value, Formula) else "",
)
def test_an_algebra_system_has_every_word(
    name: str, formula: Formula, words: tuple[str, ...]
) -> None:
    if name not in systems.installed():
        pytest.skip(f"{name} is not installed")
    assert systems.asked(name, formula)[0] in words


def test_the_numbers_of_the_systems_are_read() -> None:
    printed = "point 1.5e-3 2.0\n point -float(3,-1,2) float(1,0,2)\npoint sum(1) 2\n"
    assert systems.numbers(printed) == [
        (mpmath.mpf("1.5e-3"), mpmath.mpf(2)),
        (mpmath.mpf("-1.5"), mpmath.mpf(1)),
    ]
    assert len(systems.numbers("defint: integral is divergent.\nalone 3.5\n")) == 1
    assert systems.numbers("alone 3.5\n") == []


def test_a_word_is_right_or_wrong_beside_what_is_known() -> None:
    assert formulas.verdict("false", wrong=True) == "right"
    assert formulas.verdict("false", wrong=False) == "wrong"
    assert formulas.verdict("agrees", wrong=True) == "wrong"
    assert formulas.verdict("shown", wrong=False) == "right"
    assert formulas.verdict("cannot state", wrong=True) == "cannot state"


RESULT = json.loads(formulas.RESULTS.read_text(encoding="utf-8"))


def test_the_table_in_the_docs_is_that_of_the_numbers() -> None:
    _, _, table = formulas.DOCS.read_text(encoding="utf-8").partition(formulas.MARK)
    assert table.strip() == formulas.tables(RESULT).strip()


def test_the_numbers_are_of_the_published_formulas() -> None:
    known = {
        (entry.id, which): wrong
        for entry in read_file(formulas.FORMULAS)
        for which, _, wrong in entry.formulas()
    }
    rows = {(row["id"], row["which"]): row["wrong"] for row in RESULT["formulas"]}
    assert rows == known
    assert len(rows) == len(RESULT["formulas"])


def test_some_columns_may_be_run_again() -> None:
    before = [{"id": "a", "which": "printed", "wrong": True, "pari": 1, "sympy": 1}]
    again = [{"id": "a", "which": "printed", "wrong": True, "sympy": 2}]
    assert formulas.merged(before, again) == [{**before[0], "sympy": 2}]
    assert formulas.merged([], again) == again
