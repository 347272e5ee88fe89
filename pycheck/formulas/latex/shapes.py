"""Which expressions are matrices, and how many rows and columns they have."""

import ast

from pycheck.formulas.conditions import Conditions

Shape = tuple[int, int]


def is_matrix(text: str, conditions: Conditions) -> bool:
    """Whether an expression of the language is a matrix."""
    node = _parsed(text)
    return node is not None and _is_matrix(node, conditions)


def shape(text: str, conditions: Conditions) -> Shape | None:
    """The numbers of rows and columns of a matrix; None where they are not seen."""
    node = _parsed(text)
    return _shape(node, conditions) if node is not None else None


def sizes(conditions: Conditions) -> set[int]:
    """How many rows the square matrices have that conditions define."""
    found = (_shape(node.node, conditions) for _, node in conditions.definitions.values())
    return {rows for rows, columns in filter(None, found) if rows == columns}


def _parsed(text: str) -> ast.expr | None:
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, RecursionError, MemoryError):
        return None


def _is_matrix(node: ast.expr, conditions: Conditions) -> bool:
    match node:
        case ast.Name(id=name):
            found = conditions.definitions.get(name)
            return found is not None and not found[0] and _is_matrix(found[1].node, conditions)
        case ast.Call(func=ast.Name(id=name)):
            return name in ("Matrix", "Inverse", "Transpose")
        case ast.UnaryOp(operand=inside) | ast.BinOp(left=inside, op=ast.Pow() | ast.Div()):
            return _is_matrix(inside, conditions)
        case ast.BinOp(left=left, right=right):
            return _is_matrix(left, conditions) or _is_matrix(right, conditions)
    return False


def _shape(node: ast.expr, conditions: Conditions) -> Shape | None:
    match node:
        case ast.Name(id=name) if name in conditions.definitions:
            return _shape(conditions.definitions[name][1].node, conditions)
        case ast.Call(func=ast.Name(id="Matrix"), args=[ast.List(elts=[ast.List() as row, *more])]):
            return 1 + len(more), len(row.elts)
        case ast.Call(func=ast.Name(id="Transpose"), args=[inside]):
            found = _shape(inside, conditions)
            return (found[1], found[0]) if found else None
        case ast.Call(func=ast.Name(id="Inverse"), args=[inside]):
            return _shape(inside, conditions)
        case ast.UnaryOp(operand=inside) | ast.BinOp(left=inside, op=ast.Pow() | ast.Div()):
            return _shape(inside, conditions)
        case ast.BinOp(left=left, op=op, right=right):
            one, other = _shape(left, conditions), _shape(right, conditions)
            if one and other and isinstance(op, ast.Mult):
                return (one[0], other[1]) if one[1] == other[0] else None
            return one or other
    return None
