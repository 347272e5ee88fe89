"""Matrices in a formula: written out, combined by signs, inverted."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from pycheck.formulas.matrices import LARGEST, Matrix
from pycheck.formulas.terms import add, as_field, divide, multiply, subtract
from pycheck.statements.writing import Term

if TYPE_CHECKING:
    from pycheck.formulas.elaborate import Elaborator, Value


def operation(reader: Elaborator, node: ast.BinOp, left: Value, right: Value) -> Matrix:
    """A sign between values of which one is a matrix at least."""
    try:
        if isinstance(left, Matrix) and isinstance(right, Matrix):
            match node.op:
                case ast.Add():
                    return left.entrywise(right, add)
                case ast.Sub():
                    return left.entrywise(right, subtract)
                case ast.Mult():
                    return left.times(right, add, multiply)
        elif isinstance(node.op, ast.Mult):
            matrix, scalar = (left, right) if isinstance(left, Matrix) else (right, left)
            assert isinstance(matrix, Matrix)
            assert isinstance(scalar, Term)
            return matrix.map(lambda entry: multiply(scalar, entry))
        elif isinstance(node.op, ast.Div) and isinstance(left, Matrix):
            assert isinstance(right, Term)
            return left.map(lambda entry: divide(entry, right))
    except ValueError as error:
        raise reader.fail(str(error), node) from None
    raise reader.fail("this sign is not defined for matrices", node)


def power(reader: Elaborator, base: Matrix, node: ast.BinOp) -> Matrix:
    """A small natural power of a matrix, or its inverse."""
    match node.right:
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=1)):
            return _inverted(reader, base, node)
        case ast.Constant(value=int(exponent)) if 1 <= exponent < 10:
            result = base
            for _ in range(exponent - 1):
                result = result.times(base, add, multiply)
            return result
    raise reader.fail("a power of a matrix is a small natural number or -1", node)


def _inverted(reader: Elaborator, matrix: Matrix, node: ast.expr) -> Matrix:
    try:
        return matrix.inverse(add, subtract, multiply, divide)
    except ValueError as error:
        raise reader.fail(str(error), node) from None


def matrix(reader: Elaborator, args: list[ast.expr], node: ast.Call) -> Matrix:
    """``Matrix([[a, b], [c, d]])``."""
    reader.count("Matrix", args, 1, node)
    rows = args[0].elts if isinstance(args[0], ast.List) else []
    entries = [row.elts for row in rows if isinstance(row, ast.List)]
    if not entries or len(entries) != len(rows) or len({len(row) for row in entries}) != 1:
        raise reader.fail("Matrix takes a list of rows of one length", node)
    if len(rows) > LARGEST or len(entries[0]) > LARGEST:
        raise reader.fail(f"a matrix of more than {LARGEST} rows or columns", node)
    return Matrix(tuple(tuple(as_field(reader.term(x)) for x in row) for row in entries))


def _matrix(reader: Elaborator, name: str, args: list[ast.expr], node: ast.Call) -> Matrix:
    reader.count(name, args, 1, node)
    value = reader.value(args[0])
    if not isinstance(value, Matrix):
        raise reader.fail(f"{name} takes a matrix", node)
    return value


def determinant(reader: Elaborator, args: list[ast.expr], node: ast.Call) -> Term:
    """``Determinant(m)``."""
    try:
        return _matrix(reader, "Determinant", args, node).determinant(subtract, add, multiply)
    except ValueError as error:
        raise reader.fail(str(error), node) from None


def inverse(reader: Elaborator, args: list[ast.expr], node: ast.Call) -> Matrix:
    """``Inverse(m)``."""
    return _inverted(reader, _matrix(reader, "Inverse", args, node), node)


def transpose(reader: Elaborator, args: list[ast.expr], node: ast.Call) -> Matrix:
    """``Transpose(m)``."""
    return _matrix(reader, "Transpose", args, node).transpose()


def trace(reader: Elaborator, args: list[ast.expr], node: ast.Call) -> Term:
    """``Trace(m)``."""
    found = _matrix(reader, "Trace", args, node)
    total = found.rows[0][0]
    for i in range(1, len(found.rows)):
        total = add(total, found.rows[i][i])
    return total
