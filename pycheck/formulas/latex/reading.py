r"""What a row of LaTeX's mathematics says, in the language of formulas.

Where print has several conventions (how far ``/`` or ``\sin`` reaches) a reading follows one
`Choice` of them; `pycheck.formulas.latex.api` follows all that a formula asks for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lark import Token, Tree

from pycheck.formulas.latex import brackets, derivatives, dots, operators, relating, scripts, shapes
from pycheck.formulas.latex.functions import FUNCTIONS, IDENTITY, PREFIX
from pycheck.formulas.latex.items import Item, entries, items_of, leaves, only, place_of, single
from pycheck.formulas.latex.names import Names
from pycheck.formulas.latex.out import (
    Out,
    call,
    minus,
    over,
    plus,
    times,
)
from pycheck.formulas.syntax import UnreadableFormula

BIG = frozenset(("SUM", "INT", "LIM"))
_SIGNS = frozenset(("TIMES", "SLASH"))


@dataclass
class Choice:
    """Conventions, each False for the more common one; `asked` collects those that mattered."""

    taken: Mapping[str, bool] = field(default_factory=dict)
    asked: dict[str, None] = field(default_factory=dict)

    def __call__(self, convention: str) -> bool:
        self.asked[convention] = None
        return self.taken.get(convention, False)


@dataclass
class Reader:
    """Reads one formula under one choice of conventions; `told` says what it took for what."""

    text: str
    names: Names
    choice: Choice
    products: bool = False
    """Whether an undeclared name before brackets is a factor, whatever stands in them."""
    told: dict[str, None] = field(default_factory=dict)
    before_brackets: dict[str, None] = field(default_factory=dict)
    guessed: dict[str, None] = field(default_factory=dict)
    """Undeclared names that stand before brackets, read as factors."""
    counts_primes: bool = False
    r"""Whether ``\pi(x)`` stands there."""
    alone: set[str] = field(default_factory=set)
    """Names that stand somewhere else too."""
    towards: tuple[str, str] = ("", "")
    """The name that a remark says to go somewhere, and where."""
    variables: frozenset[str] = frozenset()
    """The variables of the formula's integrals."""

    def fault(self, what: str, at: Item | Tree[Token] | Token | None) -> UnreadableFormula:
        """What cannot be read, with its place."""
        place = at.place if isinstance(at, Item) else place_of(at) if at is not None else 0
        return UnreadableFormula(what, self.text, place)

    def formula(self, node: Tree[Token]) -> str:
        """The relations of a whole formula."""
        self.variables = relating.variables(node)
        return relating.formula(self, node)

    def relations(self, node: Tree[Token]) -> str:
        """Sides with the relations between them."""
        parts = []
        for child in node.children:
            if isinstance(child, Tree):
                parts.append(self.sum(child).text)
            elif child.type == "REL" and child not in ("equiv", "sim"):
                parts.append(str(child))
            else:
                raise self.fault(f"{str(child)!r} is not read here", child)
        return " ".join(parts)

    def sum(self, node: Tree[Token]) -> Out:
        """Terms with their signs."""
        signed = _signed(node)
        if any(_is_dots(term) for _, term in signed):
            return dots.dotted(self, signed)
        return self.signed(signed)

    def signed(self, row: Sequence[tuple[str, Tree[Token]]]) -> Out:
        """A row of terms, each with its sign."""
        total: Out | None = None
        index = 0
        while index < len(row):
            sign, term = row[index]
            if index and any(_is_mark(child) for child in term.children):
                raise self.fault("set brackets around what this is of", term)
            read, taken = self.term(items_of(term, self.text), row[index + 1 :])
            index += 1 + taken
            if total is None:
                total = minus(read) if sign == "-" else read
            else:
                total = plus(total, sign, read)
        assert total is not None
        return total

    def term(
        self, row: Sequence[Item], later: Sequence[tuple[str, Tree[Token]]] = ()
    ) -> tuple[Out, int]:
        """The product of a row, and how many of the `later` terms its last operator takes along."""
        marks = [i for i, item in enumerate(row) if item.kind in ("MOD", "AT")]
        if marks:
            return self.marked(row, marks[-1]), 0
        total: Out | None = None
        sign = "*"
        index = taken = 0
        while index < len(row):
            item = row[index]
            if item.kind in _SIGNS:
                if sign != "*" or total is None or index + 1 == len(row):
                    raise self.fault(f"nothing stands beside {item.text!r}", item)
                sign = "/" if item.kind == "SLASH" else "."
                index += 1
                continue
            if sign == "/":
                read, index = self.divisor(row, index)
            else:
                self.refuse_numbers(row, index, sign)
                read, index, taken = self.factor(row, index, later)
            total = read if total is None else (over if sign == "/" else times)(total, read)
            sign = "*"
        if total is None:
            raise self.fault("a term is missing", None)
        if shapes.shape(total.text, self.names.conditions) == (1, 1):
            total = call("Trace", total)  # a matrix of one entry is a number
        return total, taken

    def marked(self, row: Sequence[Item], at: int) -> Out:
        r"""A term with ``a \\bmod m`` or a value ``F|_{x=a}`` at its end."""
        mark, before, behind = row[at], row[:at], row[at + 1 :]
        if not before or (mark.kind == "AT" and behind):
            raise self.fault(f"nothing stands beside {mark.text!r}", mark)
        inside = self.term(before)[0]
        if mark.kind == "AT":
            return brackets.evaluated(self, mark, inside)
        return call("Mod", inside, self.term(behind)[0])

    def refuse_numbers(self, row: Sequence[Item], index: int, sign: str) -> None:
        """Two numbers side by side are no product."""
        before = row[index - 1] if index else None
        if sign != "*" or before is None or before.kind != "NUMBER" or not before.bare:
            return
        if row[index].kind == "NUMBER":
            raise self.fault("two numbers side by side; write \\cdot between them", row[index])
        if row[index].kind == "frac" and all(
            leaf.type in ("NUMBER", "FRAC", "LBRACE", "RBRACE") for leaf in leaves(row[index].base)
        ):
            told = "a number before a fraction of numbers: a product or a mixed number"
            raise self.fault(told, row[index])

    def divisor(self, row: Sequence[Item], index: int) -> tuple[Out, int]:
        """What stands behind a slash: one factor, or all that stands side by side."""
        first, after, _ = self.factor(row, index, ())
        stops = (i for i in range(index, len(row)) if row[i].kind in _SIGNS | BIG)
        end = next(stops, len(row))
        if after >= end or row[index].kind in ("round", "square"):
            return first, after
        if not self.choice("slash"):
            return first, after
        whole, _ = self.term(row[index:end])
        return whole, end

    def factor(
        self, row: Sequence[Item], index: int, later: Sequence[tuple[str, Tree[Token]]]
    ) -> tuple[Out, int, int]:
        """One factor, the index behind it, and how many later terms it took along."""
        item = row[index]
        if item.kind in BIG:
            return operators.big(self, row, index, later)
        mapped, length, whole = self.names.longest(row[index:])
        if mapped:
            last = row[index + length - 1]
            called = row[index + length] if index + length < len(row) else None
            round_ = called is not None and called.kind == "round" and last.bare
            if called is not None and round_ and self.names.is_known(mapped):
                read = call(mapped, *self.list(called.base))
                return scripts.raised(self, read, called), index + length + 1, 0
            read = Out(mapped) if whole else scripts.raised(self, Out(mapped), last)
            return read, index + length, 0
        if derivatives.is_derivative(item, self.text):
            read, after = derivatives.derivative(self, row, index)
            return read, after, 0
        if name := self.prefix(row, index):
            read, after = self.applied(name, row, index)
            return read, after, 0
        return scripts.named(self, row, index)

    def prefix(self, row: Sequence[Item], index: int) -> str:
        """The function that an item is, where it takes what follows without brackets too."""
        item = row[index]
        said = item.text if item.kind in ("MACRO", "WORD") else ""
        if not said or (item.kind == "WORD" and self.names.is_declared(said)):
            return ""
        return PREFIX.get(said) or (PREFIX.get(said.lower(), "") if len(said) > 2 else "")

    def applied(self, name: str, row: Sequence[Item], index: int) -> tuple[Out, int]:
        """A function with its argument, and the index behind."""
        item = row[index]
        if item.bangs:
            raise self.fault(f"a mark at {item.text} is not read", item)
        base = self.group(item.sub) if item.sub is not None else None
        args, after, late = self.arguments(row, index + 1, item)
        read = self.function(name, item, args, base)
        if item.primes:
            read = derivatives.primed(self, read, args, item)
        if item.sup is not None:
            read = operators.function_power(self, name, read, args, item)
        return scripts.raised(self, read, late) if late else read, after

    def function(self, name: str, item: Item, args: Sequence[Out], base: Out | None) -> Out:
        """A function of the language at its arguments; `base` is what stands below its name."""
        wanted = FUNCTIONS.get(name, (1,))
        if base is not None:
            if name == "log":
                return call("log", *args, base)
            if name in ("polylog",):
                return call(name, base, *args)
            raise self.fault(f"an index of {item.text} is not read", item)
        if wanted and len(args) not in wanted:
            raise self.fault(f"{item.text} of {len(args)} arguments is not read", item)
        if name == "sinc" and self.choice("sinc with pi"):
            args = [times(Out("pi"), args[0])]
        if name == "Mod" and len(args) == 1:
            raise self.fault("mod of one argument", item)
        return args[0] if name == IDENTITY else call(name, *args)

    def arguments(
        self, row: Sequence[Item], index: int, of: Item
    ) -> tuple[list[Out], int, Item | None]:
        """The arguments of a function, the index behind, and the item whose power comes last."""
        if index >= len(row) or row[index].kind in _SIGNS:
            raise self.fault(f"nothing follows {of.text}", of)
        first = row[index]
        if first.kind in ("round", "square") or self.is_argument(first):
            args = self.list(first.base)
            if not args:
                raise self.fault(f"{of.text} of nothing", first)
            if first.bare:
                return args, index + 1, None
            if len(args) > 1 or not self.choice("argument's power"):
                return args, index + 1, first
            read, after, _ = self.factor(row, index, ())
            return [read], after, None
        end = index
        while end < len(row) and row[end].kind not in _SIGNS:
            if end > index and (row[end].kind in BIG or self.prefix(row, end)):
                break
            end += 1
        short = index
        while short + 1 < end and self.is_constant(row[short]):
            short += 1
        _, after, _ = self.factor(row, short, ())
        divided = end < len(row) and row[end].kind == "SLASH"
        if (after < end or divided) and self.choice("function's reach"):
            after = self.divisor(row, end + 1)[1] if divided else end
        return [self.term(row[index:after])[0]], after, None

    def is_argument(self, item: Item) -> bool:
        """Whether braces hold an argument: they have no script, or only brackets inside."""
        if item.kind != "group" or not isinstance(item.base, Tree):
            return False
        inside = single(item.base, self.text)
        return item.bare or (inside is not None and inside.bare and inside.kind == "round")

    def is_constant(self, item: Item) -> bool:
        """Whether an item is a number, which alone is hardly what a function is of."""
        pi = item.kind == "MACRO" and item.text == "pi" and not self.names.is_declared("pi")
        return item.bare and (item.kind == "NUMBER" or pi)

    def list(self, node: Tree[Token] | Token) -> list[Out]:
        """What stands between the commas of brackets; an event keeps its relation."""
        read = []
        for entry in entries(node):
            inside = [child for child in entry.children if isinstance(child, Tree)]
            if len(entry.children) == 1:
                read.append(self.sum(inside[0]))
            else:
                read.append(Out(self.relations(entry), 0))
        return read

    def group(self, node: Tree[Token]) -> Out:
        """The only expression that brackets hold."""
        inside = only(node)
        if inside is None:
            raise self.fault("one expression is expected here", node)
        return self.sum(inside)


def _signed(node: Tree[Token]) -> list[tuple[str, Tree[Token]]]:
    sign = "+"
    found = []
    for child in node.children:
        if isinstance(child, Tree):
            found.append((sign, child))
        else:
            sign = "-" if child.type == "MINUS" else "+"
    return found


def _is_mark(node: Tree[Token] | Token) -> bool:
    """Whether an item is a sign of which it is not seen how far it reaches to the left."""
    return any(leaf.type in ("MOD", "AT") for leaf in _own(node))


def _is_dots(term: Tree[Token]) -> bool:
    return any(leaf.type == "DOTS" for child in term.children for leaf in _own(child))


def _own(node: Tree[Token] | Token) -> Sequence[Token]:
    """The token of a base, but not what stands in its brackets."""
    if isinstance(node, Token):
        return [node]
    base = node.children[0]
    return [base] if isinstance(base, Token) else []
