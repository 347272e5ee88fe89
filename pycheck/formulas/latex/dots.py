"""What dots stand for: the terms from the first to the last, by a rule that is shown.

The last term, with a part of it replaced by an index, must give every written term in its turn.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import sympy as sp
from lark import Token, Tree

from pycheck.formulas.latex.items import Item, items_of
from pycheck.formulas.latex.out import Out, call, minus, plus, times

if TYPE_CHECKING:
    from pycheck.formulas.latex.reading import Reader

_STARTS = (1, 0, 2, 3)
_KNOWN = frozenset(("exp", "log", "sqrt", "sin", "cos", "factorial", "binomial", "Abs"))
_FRESH = ("k", "j", "m", "l", "q")


def dotted(reader: "Reader", row: Sequence[tuple[str, Tree[Token]]]) -> Out:
    """A sum with dots among its terms, or one whose only term is a product with dots."""
    rows = [(sign, items_of(term, reader.text)) for sign, term in row]
    lonely = [i for i, (_, items) in enumerate(rows) if len(items) == 1 and items[0].kind == "DOTS"]
    if not lonely:
        total: Out | None = None
        for sign, items in rows:
            kinds = [item.kind for item in items]
            read = _product(reader, items) if "DOTS" in kinds else reader.term(items)[0]
            total = (
                (minus(read) if sign == "-" else read) if total is None else plus(total, sign, read)
            )
        assert total is not None
        return total
    at = lonely[0]
    if len(lonely) > 1 or not 0 < at < len(rows) - 1:
        raise reader.fault("dots stand between a first and a last term", row[at][1])
    written = [_signed(sign, reader.term(items)[0]) for sign, items in rows[:at]]
    last = _signed(rows[at + 1][0], reader.term(rows[at + 1][1])[0])
    read = _series(reader, written, last, "Sum", rows[at][1][0].base)
    for sign, items in rows[at + 2 :]:
        read = plus(read, sign, reader.term(items)[0])
    return read


def _signed(sign: str, read: Out) -> Out:
    return minus(read) if sign == "-" else read


def _product(reader: "Reader", items: Sequence[Item]) -> Out:
    r"""``x_1 \cdots x_n`` and ``1 \cdot 2 \cdots n``."""
    row = [item for item in items if item.kind != "TIMES"]
    at = next(i for i, item in enumerate(row) if item.kind == "DOTS")
    before, after = row[:at], row[at + 1 :]
    if not before or not after:
        raise reader.fault("dots stand between a first and a last factor", row[at])
    written: list[Out] = []
    index = 0
    while index < len(before):
        read, index, _ = reader.factor(before, index, ())
        written.append(read)
    last, behind, _ = reader.factor(after, 0, ())
    read = _series(reader, written, last, "Product", row[at].base)
    if behind < len(after):
        read = times(read, reader.term(after[behind:])[0])
    return read


def _series(
    reader: "Reader", written: Sequence[Out], last: Out, name: str, at: Tree[Token] | Token
) -> Out:
    """The sum or product from the first written term to the last, if one rule gives them all."""
    try:
        terms = [_sympy(out) for out in written]
        end = _sympy(last)
    except TypeError:  # a family stands without its index
        raise reader.fault("no rule gives the terms around the dots", at) from None
    index = _fresh(reader, [*written, last])
    k = sp.Symbol(index)
    for part, general in _rules(end, k):
        for start in _STARTS:
            values = [general.subs(k, start + i) for i in range(len(terms))]
            if all(_same(a, b) for a, b in zip(values, terms, strict=True)):
                body = _text(general)
                reader.told[f"the dots are {name}({body}, ({index}, {start}, {part}))"] = None
                return call(name, body, f"({index}, {start}, {_text(part)})")
    raise reader.fault("no rule gives the terms around the dots", at)


def _rules(end: sp.Expr, k: sp.Symbol) -> Iterator[tuple[sp.Expr, sp.Expr]]:
    """Parts of the last term that an index may replace, with the term that it gives then."""
    parts = [p for p in sp.preorder_traversal(end) if isinstance(p, sp.Expr) and p.free_symbols]
    seen = []
    for part in parts:
        for symbol in sorted(part.free_symbols, key=str):
            for candidate in (symbol, part):
                if candidate in seen or not candidate.is_polynomial(symbol):
                    continue
                if sp.degree(candidate, symbol) != 1 or candidate.free_symbols != {symbol}:
                    continue
                seen.append(candidate)
                solved = sp.solve(sp.Eq(candidate, k), symbol)
                if len(solved) == 1:
                    general = end.subs(symbol, solved[0])
                    if not general.has(symbol):
                        yield candidate, general


def _same(a: sp.Expr, b: sp.Expr) -> bool:
    return bool(a == b or sp.simplify(a - b) == 0)


def _sympy(out: Out) -> sp.Expr:
    """A reading as an expression in which only the elementary functions mean anything."""
    names: dict[str, object] = {}
    for name, opened in re.findall(r"([^\W\d]\w*)(\(?)", out.text):
        if not opened:
            names[name] = sp.Symbol(name)
        elif name not in _KNOWN:
            names[name] = sp.Function(name)
    return sp.sympify(out.text, locals=names)


def _text(expression: sp.Expr) -> str:
    return str(sp.sstr(expression))


def _fresh(reader: "Reader", outs: Sequence[Out]) -> str:
    said = " ".join(out.text for out in outs)
    used = set(re.findall(r"\w+", said))
    return next(n for n in _FRESH if n not in used and not reader.names.is_declared(n))
