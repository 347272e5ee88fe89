"""Signs, numerals and relations in each of Lean's types, as Python."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from pycheck.statements.language.forms import numeral
from pycheck.statements.language.trees import Const, NatLit, Node
from pycheck.statements.language.types import (
    CHAR,
    COMPLEX,
    FIELDS,
    INT,
    NAT,
    REAL,
    Arrow,
    Finite,
    Finsets,
    Lists,
    Matrices,
    Pairs,
    Sets,
    Type,
)
from pycheck.statements.programs.scope import Scope
from pycheck.statements.programs.text import (
    ATOM,
    COMPARE,
    LOOSE,
    POWER,
    PRODUCT,
    SIGN,
    SUM,
    NoProgram,
    Text,
    TextSort,
    call,
    conditional,
    real,
)

Nodes = tuple[Node, ...]
Operation = Callable[[Scope, Type, Sequence[Text]], Text]
# Functions on an infinite type are compared at so many points, which shows a difference only.
_POINTS = 9
_GRID = "-10**6 -30 -3 -1 -1/2 0 1/1000 1/3 1 2 7 30 10**6"


def lifted(scope: Scope, kind: Type, values: Sequence[Text], operation: Operation) -> Text:
    """An operation on numbers, at each point where the values are functions or matrices."""
    if not isinstance(kind, Arrow | Matrices):
        return operation(scope, kind, values)
    domain = kind.domain if isinstance(kind, Arrow) else kind.rows
    result = kind.codomain if isinstance(kind, Arrow) else Arrow(kind.columns, kind.entry)
    at = scope.variable("i", domain).text
    sort: TextSort = "real" if result in FIELDS else "any"
    inner = lifted(scope, result, [call(v, at, sort=sort) for v in values], operation)
    return Text(f"lambda {at.code}: {inner.at(LOOSE)}", LOOSE)


def _joined(sign: str, level: int) -> Operation:
    def write(_: Scope, kind: Type, values: Sequence[Text]) -> Text:
        x, y = values
        return Text(f"{x.at(level)} {sign} {y.at(level + 1)}", level, _common(kind, x, y))

    return write


def _common(kind: Type, *values: Text) -> TextSort:
    """What comes out of a ring operation."""
    if kind not in (*FIELDS, NAT, INT):
        raise NoProgram(f"arithmetic in {kind}")
    sorts = {v.sort for v in values}
    return "int" if sorts == {"int"} else "real" if kind in FIELDS and "real" in sorts else "any"


def _minus(scope: Scope, kind: Type, values: Sequence[Text]) -> Text:
    plain = _joined("-", SUM)(scope, kind, values)
    return Text(f"max({plain.code}, 0)", ATOM, "int") if kind is NAT else plain


def _product(scope: Scope, kind: Type, values: Sequence[Text]) -> Text:
    return _joined("*", PRODUCT)(scope, kind, values)


def _quotient(scope: Scope, kind: Type, values: Sequence[Text]) -> Text:
    x, y = values
    if kind in FIELDS:
        if y.literal:
            scope.use("mpf")
            return Text(f"{real(x).at(PRODUCT)} / {y.code}", PRODUCT, "real")
        scope.use("div")
        return call("div", x, y, sort="real")
    if kind is NAT and y.literal:
        return Text(f"{x.at(PRODUCT)} // {y.code}", PRODUCT, "int")
    if kind not in (NAT, INT):
        raise NoProgram(f"a quotient in {kind}")
    scope.use("quotient")
    return call("quotient", x, y, sort="int")


def _remainder(scope: Scope, kind: Type, values: Sequence[Text]) -> Text:
    x, y = values
    if kind not in (NAT, INT):
        raise NoProgram(f"a remainder in {kind}")
    if y.literal:
        return Text(f"{x.at(PRODUCT)} % {y.code}", PRODUCT, "int")
    scope.use("remainder")
    return call("remainder", x, y, sort="int")


def _negative(_: Scope, kind: Type, values: Sequence[Text]) -> Text:
    (x,) = values
    return Text(f"-{x.at(POWER)}", SIGN, _common(kind, x))


def _inverse(scope: Scope, kind: Type, values: Sequence[Text]) -> Text:
    return _quotient(scope, kind, (Text("1", ATOM, "int"), *values))


def signed(operation: Operation, count: int, at: int) -> Callable[[Scope, Nodes], Text]:
    """A sign of `count` operands, the last arguments; its type is the argument `at`."""

    def write(scope: Scope, args: Nodes) -> Text:
        values = [scope.text(arg) for arg in args[len(args) - count :]]
        return lifted(scope, scope.kind(args[at]), values, operation)

    return write


plus = signed(_joined("+", SUM), 2, 0)
minus = signed(_minus, 2, 0)
quotient = signed(_quotient, 2, 0)
remainder = signed(_remainder, 2, 0)
negative = signed(_negative, 1, 0)
inverse = signed(_inverse, 1, 0)


def product(scope: Scope, args: Nodes) -> Text:
    """``x * y``; of matrices their product."""
    kind = scope.kind(args[0])
    if not isinstance(kind, Matrices):
        return signed(_product, 2, 0)(scope, args)
    x, y = (scope.text(arg) for arg in args[4:])
    i, j, k = (scope.variable(n, None).text for n in "ijk")
    size = size_of(kind.columns)
    scope.use("fsum")
    entry = f"{x.at(ATOM)}({i.code})({k.code}) * {y.at(ATOM)}({k.code})({j.code})"
    code = f"lambda {i.code}: lambda {j.code}: fsum({entry} for {k.code} in range({size}))"
    return Text(code, LOOSE)


def scaled(scope: Scope, args: Nodes) -> Text:
    """``c • v``."""
    factor = scope.text(args[4])
    return lifted(
        scope,
        scope.kind(args[1]),
        [scope.text(args[5])],
        lambda s, kind, values: _product(s, kind, (factor, *values)),
    )


def power(scope: Scope, args: Nodes) -> Text:
    """``x ^ y``, of a natural or of a real exponent."""
    base, exponent = scope.kind(args[0]), scope.kind(args[1])
    x, y = scope.text(args[4]), scope.text(args[5])
    if base in (NAT, INT) and exponent is NAT:
        return Text(f"{x.at(ATOM)} ** {y.at(POWER)}", POWER, "int")
    if base not in FIELDS:
        raise NoProgram(f"a power in {base}")
    if exponent is NAT or (y.literal is not None and base is not COMPLEX):
        if y.literal is None:
            scope.use("mpf")
            x = real(x)
        return Text(f"{x.at(ATOM)} ** {y.at(POWER)}", POWER, x.sort)
    if x.literal:
        scope.use("mpf")
        return Text(f"{real(x).code} ** {y.at(POWER)}", POWER, "real")
    scope.use("power")
    if base is COMPLEX:
        raise NoProgram("a complex power")
    return call("power", x, y, sort="real")


def number(scope: Scope, args: Nodes) -> Text:
    """A numeral; in a type of functions a constant one."""
    found = args[1]
    if not isinstance(found, NatLit):
        found = NatLit(n) if (n := numeral(args[1])) is not None else found
    if not isinstance(found, NatLit):
        raise NoProgram("a numeral without digits")
    text = Text(str(found.value), ATOM, "int")
    return lifted(scope, scope.kind(args[0]), [], lambda *_: text)


def decimal(scope: Scope, args: Nodes) -> Text:
    """A decimal, as the fraction that it is."""
    digits, negative, exponent = args[2:]
    if not isinstance(digits, NatLit) or not isinstance(exponent, NatLit):
        raise NoProgram("a decimal without digits")
    below = negative == Const("Bool.true")
    if exponent.value > 60:
        raise NoProgram("a long decimal")
    return fraction(
        scope, Fraction(digits.value) * Fraction(10) ** ((-1) ** below * exponent.value)
    )


def fraction(scope: Scope, value: Fraction) -> Text:
    """A fraction, exact up to the rounding of one division."""
    scope.use("mpf")
    top = Text(f"mpf({value.numerator})", ATOM, "real")
    if value.denominator == 1:
        return top
    return Text(f"{top.code} / {value.denominator}", PRODUCT, "real")


def size_of(kind: Type) -> int:
    """The number of elements of a finite type."""
    if isinstance(kind, Finite):
        return kind.size
    raise NoProgram("a finite type whose elements are not known")


def compared(scope: Scope, kind: Type, sign: str, x: Text, y: Text) -> Text:
    """``x sign y`` for one of ``= ≤ <``."""
    if kind in (NAT, INT) or (sign == "=" and (kind is CHAR or isinstance(kind, Finite))):
        python = {"=": "==", "≤": "<=", "<": "<"}[sign]
        return Text(f"{x.at(SUM)} {python} {y.at(SUM)}", COMPARE, "bool")
    if kind in FIELDS:
        if kind is COMPLEX and sign != "=":
            raise NoProgram("an order of complex numbers")
        helper = {"=": "eq", "≤": "leq", "<": "less"}[sign]
        scope.use(helper)
        return call(helper, x, y, sort="truth")
    if sign != "=":
        raise NoProgram(f"an order of {type(kind).__name__.lower()}")
    return _equal(scope, kind, x, y)


def _equal(scope: Scope, kind: Type, x: Text, y: Text) -> Text:
    match kind:
        case Finsets():
            return Text(f"set({x.code}) == set({y.code})", COMPARE, "bool")
        case Lists() | Pairs() if _is_exact(kind):
            return Text(f"{x.at(SUM)} == {y.at(SUM)}", COMPARE, "bool")
        case Arrow(domain, codomain):
            return _pointwise(
                scope, domain, lambda i: compared(scope, codomain, "=", call(x, i), call(y, i))
            )
        case Matrices(rows, columns, entry):
            row = Arrow(columns, entry)
            return _pointwise(
                scope, rows, lambda i: compared(scope, row, "=", call(x, i), call(y, i))
            )
        case Sets(element):
            return _pointwise(scope, element, lambda i: both_or_none(scope, call(x, i), call(y, i)))
    raise NoProgram(f"an equality in {type(kind).__name__.lower()}")


def _is_exact(kind: Type) -> bool:
    match kind:
        case Lists(element):
            return _is_exact(element)
        case Pairs(first, second):
            return _is_exact(first) and _is_exact(second)
    return kind in (NAT, INT, CHAR) or isinstance(kind, Finite)


def both_or_none(scope: Scope, p: Text, q: Text) -> Text:
    """``p ↔ q``."""
    if p.sort == q.sort == "bool":
        return Text(f"{p.at(SUM)} == {q.at(SUM)}", COMPARE, "bool")
    scope.use("same")
    return call("same", p, q, sort="truth")


def _pointwise(scope: Scope, domain: Type, body: Callable[[Text], Text]) -> Text:
    """Whether something holds at every point; of an infinite type it is never seen to."""
    bound = scope.variable("i", domain)
    points, whole = points_of(scope, domain)
    scope.use("every")
    code = f"every({body(bound.text).at(COMPARE)} for {bound.text.code} in {points})"
    return Text(code if whole else f"{code} and None", ATOM if whole else LOOSE, "truth")


def points_of(scope: Scope, kind: Type) -> tuple[str, bool]:
    """The elements of a type as Python, or some of them; whether they are all."""
    if isinstance(kind, Finite):
        return f"range({kind.size})", True
    scope.writer.open = True
    if kind is NAT:
        return f"range({_POINTS})", False
    if kind is INT:
        return f"range({-_POINTS}, {_POINTS + 1})", False
    if kind is REAL:
        scope.use("mpf")
        numbers = [n.code for n in scope.writer.numbers]
        return f"map(mpf, [{', '.join([*_GRID.split(), *numbers])}])", False
    raise NoProgram("every element of a type that is not numbers")


def choice(scope: Scope, condition: Text, yes: Text, no: Text) -> Text:
    """A case distinction, which something too close to tell ends."""
    if condition.sort != "bool":
        scope.use("sure")
        condition = call("sure", condition, sort="bool")
    return conditional(condition, yes, no)
