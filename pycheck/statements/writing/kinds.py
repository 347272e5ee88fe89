"""The types of written terms: of numbers, of propositions, of functions."""

from collections.abc import Callable
from dataclasses import dataclass

from pycheck.statements.language.trees import Const, Node, Pi, Sort

# Types are compared as if they stood below so many binders.
_DEEP = 10**6


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """A type; `below` gives its tree under a number of binders.

    A type of functions has a `domain` and a `result`, one of sets or lists an `element`.
    """

    name: str
    below: Callable[[int], Node]
    domain: "Kind | None" = None
    result: "Kind | None" = None
    element: "Kind | None" = None

    @property
    def node(self) -> Node:
        """The tree of a type without free variables."""
        return self.below(0)

    def __str__(self) -> str:
        return self.name

    def is_same(self, other: "Kind") -> bool:
        """Whether both are one type."""
        return self.below(_DEEP) == other.below(_DEEP)


def basic(name: str) -> Kind:
    """The type that is a constant of Lean."""
    return Kind(name, lambda _: Const(name))


REAL, NAT, INT, RAT, COMPLEX = map(basic, ("Real", "Nat", "Int", "Rat", "Complex"))
PROP = Kind("Prop", lambda _: Sort())


def functions(domain: Kind, *results: Kind) -> Kind:
    """The type ``domain → … → result``."""
    result = functions(*results) if len(results) > 1 else results[0]
    return Kind(
        f"{domain} → {result}",
        lambda d: Pi("a", domain.below(d), result.below(d + 1)),
        domain,
        result,
    )
