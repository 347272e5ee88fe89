"""Trees for people: plain text, LaTeX and sympy."""

from collections.abc import Sequence

from pycheck.statements.evaluation.evaluate import Machine
from pycheck.statements.evaluation.signs import sign
from pycheck.statements.language.forms import (
    head_name,
    inverted,
    membership,
    negated,
    numeral,
    summation,
)
from pycheck.statements.language.trees import (
    App,
    Const,
    Elided,
    Inst,
    Lam,
    Let,
    NatLit,
    Node,
    Pi,
    Proj,
    Sort,
    StrLit,
    Var,
)
from pycheck.statements.mathlib.table import TABLE

# Sign in text, sign in LaTeX, binding strength; the operands are the last two arguments.
_INFIX = {
    "Iff": ("↔", r"\leftrightarrow", 20),
    "Or": ("∨", r"\lor", 30),
    "And": ("∧", r"\land", 35),
    "Eq": ("=", "=", 50),
    "Ne": ("≠", r"\ne", 50),
    "LE.le": ("≤", r"\le", 50),
    "LT.lt": ("<", "<", 50),
    "GT.gt": (">", ">", 50),
    "HasSubset.Subset": ("⊆", r"\subseteq", 50),
    "HAdd.hAdd": ("+", "+", 65),
    "HSub.hSub": ("-", "-", 65),
    "HAppend.hAppend": ("++", r"\mathbin{+\!\!+}", 65),
    "Union.union": ("∪", r"\cup", 65),
    "HMul.hMul": ("*", r"\,", 70),
    "HDiv.hDiv": ("/", "/", 70),
    "HSMul.hSMul": ("•", r"\cdot", 73),
    "HPow.hPow": ("^", "^", 75),
    "Function.comp": ("∘", r"\circ", 90),
}
_LOOSE, _APPLIED = 10, 100
_CASTS = {"Nat.cast", "Int.cast", "Rat.cast", "Complex.ofReal", "DFunLike.coe"}
_LATEX_FUNCTIONS = {
    "Real.log": r"\log",
    "Real.exp": r"\exp",
    "Real.cos": r"\cos",
    "Real.sin": r"\sin",
    "Min.min": r"\min",
    "Max.max": r"\max",
    "riemannZeta": r"\zeta",
}
_LATEX_CONSTANTS = {
    "Real.pi": r"\pi",
    "Real.eulerMascheroniConstant": r"\gamma_E",
    "Real": r"\mathbb{R}",
    "Nat": r"\mathbb{N}",
    "Int": r"\mathbb{Z}",
}
_GREEK = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "ε": "varepsilon",
    "θ": "theta",
    "ι": "iota",
    "λ": "lambda",
    "π": "pi",
    "σ": "sigma",
    "ω": "omega",
    "κ": "kappa",
    "ρ": "rho",
    "τ": "tau",
    "μ": "mu",
    "δ": "delta",
    "η": "eta",
}
_NUMBERS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


class Printer:
    """Prints trees of one library, as text or as LaTeX."""

    def __init__(self, machine: Machine, *, latex: bool = False) -> None:
        self.machine = machine
        self.latex = latex

    def show(self, node: Node, names: Sequence[str] = (), strength: int = 0) -> str:
        """The tree with free variables called `names` (innermost last).

        Brackets are set where an operand binds less than `strength`.
        """
        match node:
            case Var(index):
                return self.name(names[-1 - index] if index < len(names) else f"x{index}")
            case NatLit(value):
                return str(value)
            case StrLit(value):
                return value
            case Sort():
                return r"\text{Type}" if self.latex else "Type"
            case Elided():
                return "_"
            case Const(name):
                return self._constant(name)
            case Inst(body):
                return self.show(body, [*names, ""], strength)
            case Lam(name, _, body):
                arrow = r" \mapsto " if self.latex else " ↦ "
                text = self.name(name) + arrow + self.show(body, [*names, name], _LOOSE)
                return self._bracket(text, _LOOSE, strength)
            case Pi():
                return self._quantified(node, names, strength)
            case Let(name, _, value, body):
                bound = self.show(value, names, _LOOSE)
                return f"let {name} := {bound}; {self.show(body, [*names, name])}"
            case Proj(_, index, term):
                return f"{self.show(term, names, _APPLIED)}.{index + 1}"
            case App(head, args):
                return self._applied(head, args, names, strength)

    def page(self, tree: Node) -> str:
        """A statement in LaTeX for readers: of what it speaks, under which conditions, and what."""
        names: list[str] = []
        variables: dict[str, list[str]] = {}
        conditions: list[str] = []
        while isinstance(tree, Pi | Inst):
            if isinstance(tree, Inst):
                names.append("")
            elif self.machine.is_proposition(tree.type):
                conditions.append(self.show(tree.type, names, 36))
                names.append(tree.name)
            else:
                kind = self.show(tree.type, names, _LOOSE)
                variables.setdefault(kind, []).append(self.name(tree.name))
                names.append(tree.name)
            tree = tree.body
        said = [rf"{', '.join(letters)} \in {kind}" for kind, letters in variables.items()]
        parts = [r"\text{for } " + r",\; ".join(said)] if said else []
        parts += [r"\text{with } " + r",\; ".join(conditions)] if conditions else []
        conclusion = self.show(tree, names)
        return r" \; ".join(parts) + rf"\text{{:}} \quad {conclusion}" if parts else conclusion

    def name(self, name: str) -> str:
        """The name of a variable; in LaTeX with its number below and words set upright."""
        if not self.latex:
            return name
        bare = name.rstrip("₀₁₂₃₄₅₆₇₈₉'_")
        number = name[len(bare) :].translate(_NUMBERS).strip("'_")
        primes = "'" * name.count("'")
        shown = f"\\{_GREEK[bare]}" if bare in _GREEK else bare.replace("_", r"\_")
        if len(bare) > 1:
            shown = rf"\mathrm{{{shown}}}"
        return shown + (f"_{{{number}}}" if number else "") + primes

    def _constant(self, name: str) -> str:
        if self.latex:
            if name in _LATEX_CONSTANTS:
                return _LATEX_CONSTANTS[name]
            return rf"\operatorname{{{name.rsplit('.', 1)[-1]}}}"
        return self.machine.library.short(name)

    def _bracket(self, text: str, own: int, wanted: int) -> str:
        if own >= wanted:
            return text
        return rf"\left({text}\right)" if self.latex else f"({text})"

    def _quantified(self, node: Pi, names: Sequence[str], strength: int) -> str:
        inner = [*names, node.name]
        body = self.show(node.body, inner, _LOOSE)
        if self.machine.is_proposition(node.type):
            arrow = r" \to " if self.latex else " → "
            return self._bracket(self.show(node.type, names, 30) + arrow + body, 25, strength)
        kind = self.show(node.type, names, _LOOSE)
        if not self.machine.is_proposition(node):
            arrow = r" \to " if self.latex else " → "
            return self._bracket(kind + arrow + body, 25, strength)
        every, member = (r"\forall ", r" \in ") if self.latex else ("∀ ", " : ")
        text = f"{every}{self.name(node.name)}{member}{kind}, {body}"
        return self._bracket(text, _LOOSE, strength)

    def _applied(
        self, head: Node, args: tuple[Node, ...], names: Sequence[str], strength: int
    ) -> str:
        if not isinstance(head, Const):
            return self._call(self.show(head, names, _APPLIED), args, names, strength)
        name = head.name
        if name in _INFIX:
            return self._infix(name, args[-2], args[-1], names, strength)
        if name in _CASTS:
            return self.show(args[-1], names, strength)
        if name == "Char.ofNat":
            return self.show(args[0], names)
        if (value := numeral(App(head, args))) is not None:
            return str(value)
        if name == "OfScientific.ofScientific":
            return _decimal(args, latex=self.latex)
        special = self._special(App(head, args), names, strength)
        if special is not None:
            return special
        function = _LATEX_FUNCTIONS.get(name) if self.latex else None
        return self._call(
            function or self._constant(name), self._explicit(name, args), names, strength
        )

    def _infix(
        self, name: str, left: Node, right: Node, names: Sequence[str], strength: int
    ) -> str:
        text, tex, own = _INFIX[name]
        if self.latex and name == "HDiv.hDiv":
            return rf"\frac{{{self.show(left, names)}}}{{{self.show(right, names)}}}"
        if self.latex and name == "HPow.hPow":
            return f"{{{self.show(left, names, own + 1)}}}^{{{self.show(right, names)}}}"
        one, other = self.show(left, names, own), self.show(right, names, own + 1)
        mark = tex if self.latex else text
        if self.latex and name == "HMul.hMul" and other.lstrip("{")[:1].isdigit():
            mark = r"\cdot"
        return self._bracket(f"{one} {mark} {other}", own, strength)

    def _special(self, node: App, names: Sequence[str], strength: int) -> str | None:
        show, name, args = self.show, head_name(node), node.args
        if self.latex and (found := sign(self, node, names)):
            return self._bracket(*found, strength)
        if member := membership(node):
            within = r"\in" if self.latex else "∈"
            element, whole = show(member.element, names, 51), show(member.collection, names, 51)
            return self._bracket(f"{element} {within} {whole}", 50, strength)
        if inner := negated(node):
            return self._bracket(f"-{show(inner, names, 75)}", 70, strength)
        if name == "Not":
            return self._bracket(
                (r"\lnot " if self.latex else "¬") + show(args[0], names, 40), 40, strength
            )
        if inner := inverted(node):
            return show(inner, names, 80) + ("^{-1}" if self.latex else "⁻¹")
        if name in ("abs", "Norm.norm"):
            bar = {"abs": "|", "Norm.norm": r"\|" if self.latex else "‖"}[name]
            return f"{bar}{show(args[-1], names)}{bar}"
        if name == "Real.sqrt":
            under = show(args[0], names, 0 if self.latex else _APPLIED)
            return rf"\sqrt{{{under}}}" if self.latex else f"√{under}"
        total = summation(node)
        if total is not None and isinstance(total.summand, Lam):
            return self._sum(total.support, total.summand, names, strength)
        return None

    def _sum(self, support: Node, body: Lam, names: Sequence[str], strength: int) -> str:
        over = self.show(support, names, 51)
        inside = self.show(body.body, [*names, body.name], 66)
        text = f"∑ {body.name} ∈ {over}, {inside}"
        return self._bracket(text, 66, strength)

    def _explicit(self, name: str, args: tuple[Node, ...]) -> tuple[Node, ...]:
        """The arguments that a person writes: no types and no instances."""
        row = TABLE.get(name)
        if row is not None and self.machine.library.definition(name) is None:
            return tuple(args[i] for i in row.uses if i < len(args))
        receipt = self.machine.library.receipts.get(name)
        kind: Node = self.machine.library.statement(name) if receipt else Sort()
        kept = []
        for arg in args:
            is_type = isinstance(kind, Pi) and isinstance(kind.type, Sort)
            if not is_type and not isinstance(arg, Elided):
                kept.append(arg)
            kind = kind.body if isinstance(kind, Pi | Inst) else kind
        return tuple(kept)

    def _call(self, head: str, args: tuple[Node, ...], names: Sequence[str], strength: int) -> str:
        if not args:
            return head
        if self.latex:
            inside = ", ".join(self.show(arg, names) for arg in args)
            return rf"{head}\left({inside}\right)"
        inside = " ".join(self.show(arg, names, _APPLIED) for arg in args)
        return self._bracket(f"{head} {inside}", 95, strength)


def _decimal(args: tuple[Node, ...], *, latex: bool) -> str:
    mantissa, places = args[2], args[4]
    assert isinstance(mantissa, NatLit)
    assert isinstance(places, NatLit)
    if args[3] == Const("Bool.false"):
        power = rf" \cdot 10^{{{places.value}}}" if latex else f"e{places.value}"
        return f"{mantissa.value}{power}"
    digits = str(mantissa.value).rjust(places.value + 1, "0")
    return f"{digits[: -places.value]}.{digits[-places.value :]}"
