"""What a term of numbers is seen to be: of which type, whole, or not negative."""

from pycheck.statements.language.forms import absolute, cast, head_name, numeral, operation
from pycheck.statements.language.trees import App, Const, Node


def is_nonnegative(node: Node) -> bool:
    """Whether a term of numbers is seen to be at least zero."""
    if numeral(node) is not None or absolute(node) is not None or kind_of(node) == "Nat":
        return True
    if inner := cast(node):
        return head_name(node) == "Nat.cast" or is_nonnegative(inner)
    found = operation(node)
    if found is None:
        return head_name(node) in ("Real.sqrt", "Real.exp", "Real.pi")
    if found.name in ("HAdd.hAdd", "HMul.hMul", "HDiv.hDiv"):
        squared = found.name == "HMul.hMul" and found.left == found.right
        return squared or (is_nonnegative(found.left) and is_nonnegative(found.right))
    if found.name == "HPow.hPow":
        exponent = numeral(found.right)
        return is_nonnegative(found.left) or (exponent is not None and exponent % 2 == 0)
    return False


_OF_NATURALS = frozenset(
    {
        "Nat.factorial",
        "Nat.choose",
        "Nat.gcd",
        "Nat.lcm",
        "Nat.succ",
        "Nat.sqrt",
        "Int.natAbs",
        "Int.toNat",
        "Nat.floor",
        "Nat.ceil",
        "Finset.card",
        "Fin.val",
        "Nat.totient",
    }
)


def kind_of(node: Node) -> str:
    """The name of the type of a term, where the term itself tells it."""
    name = head_name(node)
    if name in _OF_NATURALS:
        return "Nat"
    if name in ("Int.floor", "Int.ceil"):
        return "Int"
    if isinstance(node, App) and (operation(node) or name in _TYPED):
        kind = node.args[_TYPED.get(name, 2)]
        return kind.name if isinstance(kind, Const) else ""
    return ""


# The argument that is the type of the value.
_TYPED = {
    "OfNat.ofNat": 0,
    "Nat.cast": 0,
    "Int.cast": 0,
    "Rat.cast": 0,
    "Neg.neg": 0,
    "abs": 0,
    "HMod.hMod": 2,
    "Finset.sum": 1,
    "Finset.prod": 1,
}


def is_whole(node: Node) -> bool:
    """Whether a term of numbers is seen to be a whole number."""
    if cast(node) is not None:
        return head_name(node) != "Rat.cast"
    if numeral(node) is not None or kind_of(node) in ("Nat", "Int"):
        return True
    found = operation(node)
    if found is None or found.name == "HDiv.hDiv":
        return False
    return is_whole(found.left) and is_whole(found.right)
