"""The values of a sample as Python: exact where they are, else to the digits that are asked for."""

from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, localcontext
from typing import Any

from flint import arb, ctx, fmpq

from pycheck.statements.language.forms import comparison
from pycheck.statements.language.types import (
    INT,
    NAT,
    RAT,
    REAL,
    Arrow,
    Basic,
    Equivalences,
    Finite,
    Finsets,
    Matrices,
    Type,
)
from pycheck.statements.language.undecided import Undecided
from pycheck.statements.programs.compare import Known
from pycheck.statements.programs.program import Given
from pycheck.statements.programs.text import NoProgram
from pycheck.statements.sampling.sampler import Sample
from pycheck.statements.sampling.samples import (
    GeometricFamily,
    Named,
    PowerFamily,
    Table,
)
from pycheck.statements.sampling.state import Prepared, realise
from pycheck.statements.values.work import ALLOWED, limited

_GUARD = 20
_LARGEST = 10**12
_TABULATED = 24


def given(prepared: Prepared, sample: Sample, digits: int) -> dict[int, Given]:
    """The values of a sample by the positions of their variables.

    Raises `NoProgram` for a value that has no short form.
    """
    statement = prepared.statement
    env: list[Any] = [None] * len(statement.binders)
    found: dict[int, Given] = {}
    with ctx.workprec(int((digits + 2 * _GUARD) * 3.33) + 64), limited(ALLOWED):
        prepared.machine.forget()
        try:
            realise(list(sample.raw), sample.order, env)
            for b in statement.binders:
                if b.role == "type":
                    found[b.position] = Given(env[b.position])
                elif b.role == "variable":
                    kind = prepared.code(b.type)(tuple(env[: b.position]))
                    found[b.position] = _written(kind, env[b.position], digits)
        except Undecided as undecided:
            raise NoProgram(f"a value of the sample: {undecided.reason}") from undecided
        finally:
            prepared.machine.forget()
    return found


_BITS = 256


def sides(prepared: Prepared, sample: Sample) -> tuple[Known | None, Known | None]:
    """The values that the evaluator has for the two sides of a relation between numbers."""
    found = comparison(prepared.statement.conclusion)
    if found is None:
        return None, None
    left, right = prepared.code(found.left), prepared.code(found.right)
    env: list[Any] = [None] * len(prepared.statement.binders)
    with ctx.workprec(_BITS), limited(ALLOWED):
        prepared.machine.forget()
        try:
            realise(list(sample.raw), sample.order, env)
            return _known(left(tuple(env))), _known(right(tuple(env)))
        except (Undecided, ArithmeticError):  # no value, or one that is out of all bounds
            return None, None
        finally:
            prepared.machine.forget()


def _known(value: Any) -> Known | None:
    with localcontext(Context(prec=_BITS, Emax=MAX_EMAX, Emin=MIN_EMIN)):
        if type(value) is fmpq:
            return Known(Decimal(int(value.p)) / Decimal(int(value.q)))
        if isinstance(value, arb) and value.is_finite():
            return Known(_exactly(value.mid()), _exactly(value.rad()))
        if type(value) is int and value.bit_length() < _BITS:
            return Known(Decimal(value))
    return None


def _exactly(x: arb) -> Decimal:
    digits, exponent = x.man_exp()
    return Decimal(int(digits)) * Decimal(2) ** int(exponent)


def _written(kind: Type, value: Any, digits: int) -> Given:
    code = _function(kind, value, digits) if _is_function(kind) else _value(kind, value, digits)
    return Given(kind, code, 'mpf("' not in code)


def _is_function(kind: Type) -> bool:
    return isinstance(kind, Arrow | Matrices | Equivalences)


def _value(kind: Type, value: Any, digits: int) -> str:
    """A number or a finite set."""
    if isinstance(kind, Finsets):
        return f"frozenset({sorted(value)})"
    if isinstance(value, int):
        if abs(value) > _LARGEST:
            raise NoProgram("a sample with a huge number")
        return str(value) if kind is not REAL else f"mpf({value})"
    if type(value) is fmpq:
        if abs(value.p) > 10**60 or value.q > 10**60:
            raise NoProgram("a sample with a huge number")
        return f"mpf({value.p})" if value.q == 1 else f"mpf({value.p}) / {value.q}"
    if isinstance(value, arb):
        if not value.is_finite() or value.rel_accuracy_bits() < (digits + _GUARD) * 3.33:
            raise NoProgram("a value that is not known well enough")
        return f'mpf("{value.str(digits + _GUARD, radius=False)}")'
    raise NoProgram(f"a value of the type {_name(kind)}")


def _name(kind: Type) -> str:
    return kind.value if isinstance(kind, Basic) else type(kind).__name__.lower()


def _function(kind: Type, value: Any, digits: int) -> str:
    """A function as a lambda: a formula where it has one, else the table of its values."""
    match kind:
        case Equivalences():
            return f"lambda i: {list(value)}[i]"
        case Matrices(rows, columns, entry):
            return _function(Arrow(rows, Arrow(columns, entry)), value, digits)
        case Arrow(Finite(size), Arrow(Finite(width), entry)):
            table = [
                ", ".join(_value(entry, value(i)(j), digits) for j in range(width))
                for i in range(size)
            ]
            return f"lambda i: lambda j: [{', '.join(f'[{row}]' for row in table)}][i][j]"
        case Arrow(Finite(size), codomain) if not _is_function(codomain):
            return f"lambda i: {_listed(codomain, map(value, range(size)), digits)}[i]"
        case Arrow(domain, codomain) if isinstance(value, Named) and domain in _NUMBERS:
            if value.python:
                return _formula(value.python, domain, codomain)
    if isinstance(kind, Arrow) and kind.domain is NAT and not _is_function(kind.codomain):
        return _sequence(kind.codomain, value, digits)
    raise NoProgram("a function without a formula")


_NUMBERS = (REAL, RAT, NAT, INT)


def _formula(python: str, domain: Type, codomain: Type) -> str:
    if codomain in (REAL, RAT):
        return f"lambda x: mpf({python})"
    if domain in (NAT, INT):
        return f"lambda x: max({python}, 0)" if codomain is NAT else f"lambda x: {python}"
    raise NoProgram("a function from the reals to whole numbers")


def _listed(kind: Type, values: Any, digits: int) -> str:
    return f"[{', '.join(_value(kind, v, digits) for v in values)}]"


def _sequence(kind: Type, value: Any, digits: int) -> str:
    """A function of the natural numbers."""
    match value:
        case Table(values, default):
            if not values:
                return f"lambda k: {_value(kind, default, digits)}"
            rest = _value(kind, default, digits)
            listed = _listed(kind, values, digits)
            return f"lambda k: {listed}[k] if k < {len(values)} else {rest}"
        case PowerFamily(exponent, scale):
            power = f"mpf(k + 1) ** {_parenthesised(-exponent)}"
            return f"lambda k: {power} * ({_value(kind, scale, digits)})"
        case GeometricFamily(base):
            return f"lambda k: ({_value(kind, base, digits)}) ** (k + 1)"
    # A value beyond the table ends the program.
    return f"lambda k: {_listed(kind, map(value, range(_TABULATED)), digits)}[k]"


def _parenthesised(x: fmpq) -> str:
    return str(int(x.p)) if x.q == 1 else f"(mpf({x.p}) / {x.q})"
