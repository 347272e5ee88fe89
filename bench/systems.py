"""Maxima, PARI/GP and FriCAS: the program that each is given for a formula, and its answer.

Maxima and FriCAS are asked twice, each time in a process of its own: whether their simplifiers
take left minus right to nothing, and, if they do not, for both sides at random points. PARI is
asked for numbers alone. A program prints ``shown``, or lines ``point GAP SCALE``.
"""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import mpmath

from bench.dialects import FRICAS, FRICAS_AT_POINTS, MAXIMA, PARI, Dialect
from bench.judging import SHOWN, UNDECIDED, judged, sign_of
from bench.points import Point, points
from bench.translating import CannotState, Translator, called
from pycheck.formulas.statement import Formula

SECONDS = 30
_LARGEST = 10_000_000
_POINT = re.compile(r"^\s*point\s+(\S+)\s+(\S+)\s*$", re.MULTILINE)

# A question on the terminal is an error: nobody is there to answer.
_NO_QUESTIONS = """(defun retrieve (msg flag &aux (print? nil))
  (declare (ignore msg flag print?)) (merror "asked"))
"""
_MAXIMA_BEGIN = """display2d:false$ fpprec:30$ load(simplify_sum)$
zero(e):=if matrixp(e) then every(lambda([t],is(t=0)),flatten(args(e))) else is(e=0)$
mag(e):=if matrixp(e) then lmax(map(mag,flatten(args(e)))) else bfloat(cabs(bfloat(e)))$
val(e):=block([v:errcatch(simplify_sum(e[1]))],if v#[] then v[1] else e[1])$
endless(e):=member(e,[inf,minf,infinity])$
told(x):=ssubst("e","b",string(expand(bfloat(x))))$
"""
# One side that is infinite, or that Maxima calls divergent, beside a number: they are apart.
_MAXIMA_POINT = """pt():=block([l:errcatch(L()),r:errcatch(R())],
 if l=[] and r=[] then return(done),
 if l=[] or r=[] then (print("alone",told(1+mag(first(append(l,r))))),return(done)),
 l:val(l), r:val(r),
 if endless(l) and numberp(mag(r)) or endless(r) and numberp(mag(l))
  then print("point","1e99","1") else print("point",told(GAP),told(1+mag(l)+mag(r))))$
"""
_MAXIMA_DOMAINS = {
    **dict.fromkeys(("integer", "natural", "prime"), "integer"),
    "complex": "complex",
}
_DIVERGENT = "integral is divergent"
_MAXIMA_WAYS = """block([d:errcatch(L()-R())],
 if d#[] then for f in [
  lambda([e],e), ratsimp, radcan, lambda([e],trigsimp(trigexpand(e))), trigrat,
  lambda([e],radcan(exponentialize(e))), lambda([e],radcan(makegamma(e))),
  lambda([e],ratsimp(minfactorial(makefact(makegamma(e))))),
  lambda([e],ratsimp(sumcontract(intosum(expand(e))))),
  lambda([e],radcan(simplify_sum(e)))] do
   if member(true,errcatch(zero(f(d[1])))) then (print("shown"),return(done)))$
"""
_PARI_BEGIN = """default(realprecision,38);default(parisizemax,"1G");
mag(e)=if(type(e)=="t_MAT",vecmax(abs(e)),abs(e))*1.;
sure(f)=my(v=f(),w);localprec(19);w=f();if(abs(v-w)>1e-10*(1+abs(v)),error("not converged"),v);
integral(f,a,b)=sure(()->intnum(t=a,b,f(t)));
limit(f)=sure(()->limitnum(f));
"""
_FRICAS_BEGIN = """)set messages prompt none
)set messages autoload off
)set messages type off
)set output algebra on
outputGeneral 25
"""
# An entry of a matrix, or a number; a line that fails leaves what was there before.
_FRICAS_NUMBERS = """s := 0.0
s := abs(complexNumeric(l))
e := reduce(+,[abs(complexNumeric(x)) for x in parts(d)])::Complex(Float)
e := complexNumeric(d)
written(x) == unparse(convert(x::Float)@InputForm)
far := "point float(1,99,2) "
if whatInfinity(l) ~= 0 then output concat [far,written(1+abs(complexNumeric(r)))]
if whatInfinity(r) ~= 0 then output concat [far,written(1+abs(complexNumeric(l)))]"""
_FRICAS_WAYS = ("d", "simplify(d)", "normalize(d)", "complexNormalize(d)", "expand(simplify(d))")


def run(command: Sequence[str], text: str = "", seconds: float = SECONDS) -> str:
    """What a program prints; when the time is over it and what it started are ended."""
    limited = ["prlimit", f"--fsize={_LARGEST}", "--"] if shutil.which("prlimit") else []
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            [*limited, *command],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.communicate(text, timeout=seconds)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        output.seek(0)
        return output.read()


def _sides(dialect: Dialect, formula: Formula) -> list[str]:
    translator = Translator(dialect, formula)
    return [translator.value(side.node, side) for side in formula.relations.sides]


def _maxima(program: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "quiet.lisp").write_text(_NO_QUESTIONS)
        (Path(folder) / "program.mac").write_text(program)
        load = f'load("{folder}/program.mac")$'
        quiet = f"--preload={folder}/quiet.lisp"
        return run(["maxima", "--very-quiet", quiet, f"--batch-string={load}"])


def maxima_symbolic(formula: Formula) -> str:
    """What Maxima's simplifiers show under the conditions that it can assume."""
    left, right = _sides(MAXIMA, formula)
    lines = [_MAXIMA_BEGIN]
    for name, domain in formula.conditions.domains.items():
        kind = _MAXIMA_DOMAINS.get(domain)
        lines += [f"declare({called(name)},{kind})$"] if kind else []
    indices = {n: called(n, "b") for n in "ijk" if n not in formula.conditions.domains}
    translator = Translator(MAXIMA, formula, indices)
    for said in formula.conditions.relations:
        with contextlib.suppress(CannotState):
            lines.append(f"errcatch(assume({translator.relation(said)}))$")
    lines.append(f"L():={left}$\nR():={right}$")
    sign = sign_of(formula)
    if sign in MAXIMA.comparisons:
        whole = MAXIMA.comparisons[sign].format("L()", "R()")
        lines.append(f'if member(true,errcatch(is({whole}))) then print("shown")$')
    if sign == "=":
        lines.append(_MAXIMA_WAYS)
    return _maxima("\n".join(lines))


def maxima_at_points(formula: Formula, at: Sequence[Point]) -> str:
    """Both sides by Maxima with the values of the points for the names, in 30 digits."""
    left, right = _sides(MAXIMA, formula)
    gap = "mag(l-r)" if sign_of(formula) == "=" else "bfloat(l-r)"
    lines = [_MAXIMA_BEGIN, f"L():={left}$\nR():={right}$"]
    lines.append(_MAXIMA_POINT.replace("GAP", gap))
    for point in at:
        lines += [*point.assignments(MAXIMA, formula), "errcatch(pt())$"]
        lines += [f"kill({called(name)})$" for name in point.tables]
    return _maxima("\n".join(lines))


def pari_at_points(formula: Formula, at: Sequence[Point]) -> str:
    """Both sides by PARI with the values of the points for the names, in 38 digits."""
    left, right = _sides(PARI, formula)
    gap = "mag(l-r)" if sign_of(formula) == "=" else "(l-r)*1."
    lines = [_PARI_BEGIN, f"L()={left};\nR()={right};"]
    lines.append(
        'pt()=iferr(my(l=L(),r=R());print("point ",strjoin(strsplit(Str('
        f'{gap})," "))," ",strjoin(strsplit(Str(1.+mag(l)+mag(r))," "))),E,print("no point"));'
    )
    for point in at:
        lines += [*point.assignments(PARI, formula), "pt();"]
    return run(["gp", "-q", "-f", "--default", "breakloop=0"], "\n".join(lines) + "\n")


def fricas_symbolic(formula: Formula) -> str:
    """What FriCAS' simplifiers show; it has no assumptions."""
    if sign_of(formula) != "=":
        return ""
    left, right = _sides(FRICAS, formula)
    lines = [_FRICAS_BEGIN]
    lines += [f"{called(n)} := operator '{called(n)}" for n in formula.families]
    lines += [f"l := {left}", f"r := {right}", "d := l - r"]
    lines += [f'if ({way} = 0)@Boolean then output "shown"' for way in _FRICAS_WAYS]
    return run(["fricas", "-nosman"], "\n".join((*lines, ")quit\n")))


def fricas_at_points(formula: Formula, at: Sequence[Point]) -> str:
    """Both sides by FriCAS with the values of the points for the names.

    They are exact; where FriCAS has no number for exact arguments, it is asked with floats.
    """
    gap = "abs(e)" if sign_of(formula) == "=" else "real(e)"
    for dialect in (FRICAS_AT_POINTS, replace(FRICAS_AT_POINTS, rational="({0}/{1}::Float)")):
        left, right = _sides(dialect, formula)
        lines = [_FRICAS_BEGIN]
        for point in at:
            lines += [")clear all", *point.assignments(dialect, formula)]
            lines += [f"l := {left}", f"r := {right}", "d := l - r", _FRICAS_NUMBERS]
            lines += [f'output concat ["point ",written({gap})," ",written(1+s)]']
        printed = run(["fricas", "-nosman"], "\n".join((*lines, ")quit\n")))
        if numbers(printed):
            break
    return printed


def numbers(printed: str) -> list[tuple[Any, Any]]:
    """The gaps and scales among the lines that a program printed."""
    found = []
    for gap, scale in _POINT.findall(printed):
        with contextlib.suppress(ValueError):
            found.append((_number(gap), _number(scale)))
    if _DIVERGENT in printed and re.search(r"^alone \d\S*\s*$", printed, re.MULTILINE):
        found.append((mpmath.mpf("1e99"), mpmath.mpf(1)))
    return found


def _number(text: str) -> Any:
    """A number as one of the systems writes it: FriCAS by mantissa, exponent and base."""
    if parts := re.fullmatch(r"(-?)float\((-?\d+),(-?\d+),2\)", text):
        sign = -1 if parts[1] else 1
        return sign * mpmath.ldexp(mpmath.mpf(parts[2]), int(parts[3]))
    return mpmath.mpf(text)


Symbolic = Callable[[Formula], str]
AtPoints = Callable[[Formula, Sequence[Point]], str]
ROADS: dict[str, tuple[Symbolic | None, AtPoints]] = {
    "maxima": (maxima_symbolic, maxima_at_points),
    "pari": (None, pari_at_points),
    "fricas": (fricas_symbolic, fricas_at_points),
}
PROGRAMS = {"maxima": "maxima", "pari": "gp", "fricas": "fricas"}


def installed() -> list[str]:
    """Those of the systems that are on this machine."""
    return [name for name, program in PROGRAMS.items() if shutil.which(program)]


def version(name: str) -> str:
    """The version that a system tells of itself."""
    option = "--version-short" if name == "pari" else "--version"
    told = re.search(r"\d+(\.\d+)+", run([PROGRAMS[name], option]))
    return told[0] if told else "unknown"


def asked(name: str, formula: Formula) -> tuple[str, float]:
    """The word of a system for a formula, and the seconds from its start to its end.

    Raises `CannotState`.
    """
    symbolic, at_points = ROADS[name]
    start = time.perf_counter()
    word = UNDECIDED
    if symbolic is not None and SHOWN in symbolic(formula).split():
        word = SHOWN
    else:
        at = points(formula)
        word = judged(formula, numbers(at_points(formula, at)))
    return word, time.perf_counter() - start
