"""Small matrices of terms, multiplied and inverted by their definitions."""

from collections.abc import Callable
from dataclasses import dataclass

from pycheck.statements.writing import Term

LARGEST = 4

Binary = Callable[[Term, Term], Term]


@dataclass(frozen=True)
class Matrix:
    """A matrix of terms by its rows."""

    rows: tuple[tuple[Term, ...], ...]

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns it has."""
        return len(self.rows), len(self.rows[0])

    @property
    def entries(self) -> tuple[Term, ...]:
        """All entries, row by row."""
        return tuple(entry for row in self.rows for entry in row)

    def map(self, f: Callable[[Term], Term]) -> "Matrix":
        """The matrix of the values at the entries."""
        return Matrix(tuple(tuple(map(f, row)) for row in self.rows))

    def entrywise(self, other: "Matrix", sign: Binary) -> "Matrix":
        """An operation entry by entry; raises `ValueError` for another shape."""
        if self.shape != other.shape:
            raise ValueError("matrices of different shapes")
        pairs = zip(self.rows, other.rows, strict=True)
        return Matrix(tuple(tuple(map(sign, a, b)) for a, b in pairs))

    def transpose(self) -> "Matrix":
        """Rows as columns."""
        return Matrix(tuple(zip(*self.rows, strict=True)))

    def times(self, other: "Matrix", add: Binary, multiply: Binary) -> "Matrix":
        """The product; raises `ValueError` where the shapes do not fit."""
        if self.shape[1] != other.shape[0]:
            raise ValueError("a product of matrices whose shapes do not fit")

        def entry(row: tuple[Term, ...], column: tuple[Term, ...]) -> Term:
            return total([multiply(a, b) for a, b in zip(row, column, strict=True)], add)

        columns = list(zip(*other.rows, strict=True))
        return Matrix(tuple(tuple(entry(row, c) for c in columns) for row in self.rows))

    def minor(self, i: int, j: int) -> "Matrix":
        """The matrix without a row and a column."""
        kept = [row for k, row in enumerate(self.rows) if k != i]
        return Matrix(tuple(tuple(x for k, x in enumerate(row) if k != j) for row in kept))

    def determinant(self, subtract: Binary, add: Binary, multiply: Binary) -> Term:
        """The determinant, by the first row; raises `ValueError` where there is none."""
        if self.shape[0] != self.shape[1]:
            raise ValueError("the determinant of a matrix that is not square")
        if len(self.rows) == 1:
            return self.rows[0][0]
        result = None
        for j, entry in enumerate(self.rows[0]):
            part = multiply(entry, self.minor(0, j).determinant(subtract, add, multiply))
            if result is None:
                result = part
            else:
                result = subtract(result, part) if j % 2 else add(result, part)
        assert result is not None
        return result

    def inverse(self, add: Binary, subtract: Binary, multiply: Binary, divide: Binary) -> "Matrix":
        """The inverse by cofactors; raises `ValueError` where it is not square."""
        whole = self.determinant(subtract, add, multiply)
        size = len(self.rows)
        if size == 1:
            return Matrix(((divide(divide(whole, whole), whole),),))

        def entry(i: int, j: int) -> Term:
            part = self.minor(j, i).determinant(subtract, add, multiply)
            return divide(-part if (i + j) % 2 else part, whole)

        return Matrix(tuple(tuple(entry(i, j) for j in range(size)) for i in range(size)))


def total(terms: list[Term], add: Binary) -> Term:
    """The sum of terms."""
    result = terms[0]
    for term in terms[1:]:
        result = add(result, term)
    return result
