"""What stands in a row: a base with its scripts, as the readings look at it."""

from collections.abc import Iterator
from dataclasses import dataclass

from lark import Token, Tree

from pycheck.formulas.syntax import UnreadableFormula

Node = Tree[Token] | Token


@dataclass(frozen=True, slots=True)
class Item:
    """A base with its scripts, or the sign of a product or a quotient (`kind` ``TIMES, SLASH``).

    `kind` is the kind of the base: a terminal's name, or the rule that brackets it.
    """

    kind: str
    base: Node
    sub: Tree[Token] | None = None
    sup: Tree[Token] | None = None
    primes: int = 0
    bangs: int = 0
    raised_last: bool = True
    """Whether the power belongs to the factorial, as in ``n!^2``."""

    @property
    def text(self) -> str:
        """What a terminal says; empty for brackets."""
        return str(self.base) if isinstance(self.base, Token) else ""

    @property
    def bare(self) -> bool:
        """Whether it has no script."""
        return self.sub is None and self.sup is None and not self.primes and not self.bangs

    @property
    def place(self) -> int:
        """Where it begins."""
        return place_of(self.base)


def place_of(node: Node) -> int:
    """Where a node begins in the text."""
    return next((leaf.start_pos or 0 for leaf in leaves(node)), 0)


def leaves(node: Node) -> Iterator[Token]:
    """The tokens of a node, in their order."""
    if isinstance(node, Token):
        yield node
    else:
        for child in node.children:
            yield from leaves(child)


def items_of(term: Tree[Token], text: str) -> list[Item]:
    """The factors of a term. Raises `UnreadableFormula` for scripts that TeX refuses."""
    return [_item(child, text) for child in term.children]


def _item(node: Node, text: str) -> Item:
    if isinstance(node, Token):
        return Item(node.type, node)
    base, *scripts = node.children
    found: dict[str, Tree[Token]] = {}
    primes = bangs = 0
    raised_last = True
    for script in scripts:
        assert isinstance(script, Tree)
        if script.data == "prime":
            primes += 1
        elif script.data == "bang":
            bangs += 1
            raised_last = "sup" not in found
        else:
            name = str(script.data)
            group = script.children[1]
            assert isinstance(group, Tree)
            if name in found:
                raise UnreadableFormula("a second script of one kind", text, place_of(group))
            found[name] = group
    sup = found.get("sup")
    if sup is not None and (marks := _primes(sup)):
        primes, sup = primes + marks, None
    kind = base.type if isinstance(base, Token) else str(base.data)
    return Item(kind, base, found.get("sub"), sup, primes, bangs, raised_last)


def _primes(sup: Tree[Token]) -> int:
    r"""How many primes an exponent is made of, as in ``f^{\prime\prime}``."""
    inside = [leaf for leaf in leaves(sup) if leaf.type not in ("LBRACE", "RBRACE")]
    return len(inside) if inside and all(leaf.type == "PRIME" for leaf in inside) else 0


def canonical(item: Item) -> str:
    """An item without its power, in one spelling: braces and blanks do not count."""
    parts: list[Node] = [item.base]
    if item.sub is not None:
        parts += ["_", item.sub]  # type: ignore[list-item]
    said = "".join(_spelled(leaf) for part in parts for leaf in _leaves_or_text(part))
    return said + "'" * item.primes


def raised(item: Item) -> str:
    """An item with its power, in one spelling."""
    power = "".join(_spelled(leaf) for leaf in leaves(item.sup)) if item.sup is not None else ""
    return f"{canonical(item)}^{power}" if power else canonical(item)


def _leaves_or_text(part: Node | str) -> Iterator[Token | str]:
    if isinstance(part, Tree):
        yield from leaves(part)
    else:
        yield part


def _spelled(leaf: Token | str) -> str:
    kind = leaf.type if isinstance(leaf, Token) else ""
    if kind in ("LBRACE", "RBRACE"):
        return ""
    named = kind in ("MACRO", "ACCENT", "FONT") or (kind == "NAME" and len(leaf) > 1)
    return rf"\{leaf} " if named else str(leaf)


def only(group: Tree[Token]) -> Tree[Token] | None:
    """The sum that is all that a group holds; None where it holds a list or a relation."""
    found: Node = group
    while isinstance(found, Tree) and found.data != "sum":
        inside = [c for c in found.children if not (isinstance(c, Token) and c.type in _AROUND)]
        if len(inside) != 1:
            return None
        found = inside[0]
    return found if isinstance(found, Tree) else None


_AROUND = frozenset(
    (
        "LBRACE", "RBRACE", "LPAR", "RPAR", "LSQ", "RSQ", "LBAR", "RBAR", "LNORM", "RNORM",
        "LEVAL", "REVAL",
    )
)  # fmt: skip


def single(group: Tree[Token], text: str) -> Item | None:
    """The only item of a group; None where it holds more."""
    found = only(group)
    if found is None or len(found.children) != 1:
        return None
    (term,) = found.children
    assert isinstance(term, Tree)
    row = items_of(term, text)
    return row[0] if len(row) == 1 else None


def entries(node: Node) -> list[Tree[Token]]:
    """The relations that stand between the commas of brackets."""
    if isinstance(node, Tree):
        for child in node.children:
            if isinstance(child, Tree) and child.data == "list":
                return [c for c in child.children if isinstance(c, Tree)]
            if isinstance(child, Tree) and child.data == "relations":
                return [child]
    return []
