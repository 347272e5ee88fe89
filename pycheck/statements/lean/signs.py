"""What is seen of the sign of a term without calculating: enough to drop idle conditions."""

from collections.abc import Collection

from pycheck.statements.language.forms import Relation, comparison, head_name, numeral
from pycheck.statements.language.trees import App, Const, Node, lift
from pycheck.statements.writing import NAT, number

_POSITIVE = frozenset({"Real.exp", "Real.cosh", "Nat.factorial"})
_POSITIVE_CONSTANTS = frozenset(
    {"Real.pi", "Real.eulerMascheroniConstant", "Real.goldenRatio", "Real.exp"}
)
_ARITHMETIC = frozenset({"HAdd.hAdd", "HMul.hMul", "HPow.hPow", "HSub.hSub"})
_NONNEGATIVE = frozenset({"Real.sqrt", "abs", "Norm.norm"})


class Signs:
    """The signs that follow from propositions that are known."""

    def __init__(self, known: Collection[Node]) -> None:
        self._known = tuple(known)
        self._positive: list[Node] = []
        self._nonnegative: list[Node] = []
        for node in known:
            if isinstance(node, App) and node.head == Const("Nat.Prime"):
                self._positive.append(node.args[0])
            said = comparison(node)
            if said is None:
                continue
            low, high = said.left, said.right
            if said.relation in (Relation.GT, Relation.GE):
                low, high = high, low
            bound = numeral(low)
            if bound is None:
                continue
            if said.relation in (Relation.LT, Relation.GT) or (
                bound > 0 and said.relation in (Relation.LE, Relation.GE)
            ):
                self._positive.append(high)
            elif said.relation in (Relation.LE, Relation.GE):
                self._nonnegative.append(high)

    def below(self, *premises: Node) -> "Signs":
        """The same signs below one more binder, of which `premises` are known."""
        return Signs([*(lift(node, 1) for node in self._known), *premises])

    def positive(self, node: Node) -> bool:
        """Whether a number is seen to be above zero."""
        if node in self._positive:
            return True
        if isinstance(node, Const):
            return node.name in _POSITIVE_CONSTANTS
        if not isinstance(node, App):
            return False
        name, args = head_name(node), node.args
        if (value := numeral(node)) is not None:
            return value > 0
        if name in ("HMul.hMul", "HDiv.hDiv"):
            return self.positive(args[-2]) and self.positive(args[-1])
        if name == "HAdd.hAdd":
            one, other = args[-2:]
            if args[0] == NAT.node:
                return self.positive(one) or self.positive(other)
            return (self.positive(one) and self.nonnegative(other)) or (
                self.nonnegative(one) and self.positive(other)
            )
        if name == "HPow.hPow":
            return self.positive(args[-2])
        if name in ("Nat.cast", "Real.sqrt", "Real.Gamma", "Special.gamma", "abs"):
            return self.positive(args[-1])
        return name in _POSITIVE

    def nonnegative(self, node: Node) -> bool:
        """Whether a number is seen not to be below zero."""
        if node in self._nonnegative or self.positive(node):
            return True
        if not isinstance(node, App):
            return False
        name, args = head_name(node), node.args
        if numeral(node) is not None or name in _NONNEGATIVE:
            return True
        if name == "Nat.cast" or (name in _ARITHMETIC and args[0] == NAT.node):
            return True
        if name in ("HMul.hMul", "HDiv.hDiv", "HAdd.hAdd"):
            return self.nonnegative(args[-2]) and self.nonnegative(args[-1])
        if name == "HPow.hPow":
            even = (numeral(args[-1]) or 1) % 2 == 0
            return even or self.nonnegative(args[-2])
        return False


def natural(node: Node) -> Node | None:
    """The natural number that a real term is the cast of, through sums and products."""
    name = head_name(node)
    if (value := numeral(node)) is not None:
        return number(value, NAT).node
    if not isinstance(node, App):
        return None
    if name == "Nat.cast":
        return node.args[-1]
    if name in ("HAdd.hAdd", "HMul.hMul"):
        one, other = natural(node.args[-2]), natural(node.args[-1])
        if one is not None and other is not None:
            return App(Const(name), (*[NAT.node] * 3, node.args[3], one, other))
    return None
