"""Statements as SMT-LIB text, for solvers of arithmetic: what can be said there, and what not.

The meaning is Lean's: a quotient by zero is zero, natural subtraction stops at zero, quantifiers
over the naturals are bounded below. Powers, sums, factorials and their like are recursive
functions. A statement is given by its negation, so that ``sat`` refutes it.
"""

from dataclasses import dataclass, field

from pycheck.statements.evaluation.evaluate import Machine
from pycheck.statements.language.forms import head_name, numeral
from pycheck.statements.language.trees import App, Const, Lam, Node, Pi, Var, count_variable

SORTS = {"Nat": "Int", "Int": "Int", "Real": "Real"}
_ORDERS = {"LE.le": "<=", "LT.lt": "<", "GE.ge": ">=", "GT.gt": ">", "Eq": "="}
_LIBRARY = {
    "powi": "(define-fun-rec powi ((x Int) (n Int)) Int (ite (<= n 0) 1 (* x (powi x (- n 1)))))",
    "powr": "(define-fun-rec powr ((x Real) (n Int)) Real "
    "(ite (<= n 0) 1.0 (* x (powr x (- n 1)))))",
    "fact": "(define-fun-rec fact ((n Int)) Int (ite (<= n 0) 1 (* n (fact (- n 1)))))",
    "choose": "(define-fun-rec choose ((n Int) (k Int)) Int (ite (<= k 0) 1 "
    "(ite (<= n 0) 0 (+ (choose (- n 1) (- k 1)) (choose (- n 1) k)))))",
    "gcd": "(define-fun-rec gcd ((a Int) (b Int)) Int (ite (= b 0) a (gcd b (mod a b))))",
    "prime": "(define-fun prime ((p Int)) Bool (and (>= p 2) "
    "(forall ((d Int)) (=> (and (< 1 d) (< d p)) (not (= (mod p d) 0))))))",
    "isqrt": "(declare-fun isqrt (Int) Int)\n(assert (forall ((n Int)) (=> (>= n 0) (and "
    "(>= (isqrt n) 0) (<= (* (isqrt n) (isqrt n)) n) "
    "(< n (* (+ 1 (isqrt n)) (+ 1 (isqrt n))))))))",
    "sqrt": "(declare-fun sqrt (Real) Real)\n(assert (forall ((x Real)) (and (>= (sqrt x) 0.0) "
    "(=> (>= x 0.0) (= (* (sqrt x) (sqrt x)) x)) (=> (< x 0.0) (= (sqrt x) 0.0)))))",
    "digitsum": "(define-fun-rec digitsum ((b Int) (n Int)) Int (ite (<= n 0) 0 "
    "(+ (mod n b) (digitsum b (div n b)))))",
    "ack": "(define-fun-rec ack ((m Int) (n Int)) Int (ite (<= m 0) (+ n 1) "
    "(ite (<= n 0) (ack (- m 1) 1) (ack (- m 1) (ack m (- n 1))))))",
}


class CannotState(Exception):
    """A constant or a type that has no words in the logic of the solvers."""


@dataclass(slots=True)
class Script:
    """A statement taken to SMT-LIB: declarations, its hypotheses, and the negated conclusion."""

    declarations: list[str] = field(default_factory=list)
    premises: list[str] = field(default_factory=list)
    conclusion: str = ""

    def negation(self) -> str:
        """The text that asks for a counterexample."""
        return self._text([*self.premises, f"(not {self.conclusion})"])

    def hypotheses(self) -> str:
        """The text that asks whether the hypotheses can hold at all."""
        return self._text(self.premises)

    def _text(self, asserted: list[str]) -> str:
        lines = [*self.declarations, *(f"(assert {p})" for p in asserted)]
        return "\n".join(("(set-logic ALL)", *lines, "(check-sat)\n"))


@dataclass(frozen=True, slots=True)
class _Bound:
    name: str
    kind: str


def script(node: Node, machine: Machine) -> Script:
    """The SMT-LIB form of a statement; raises `CannotState` where it has none."""
    return _Writer(machine).statement(node)


class _Writer:
    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.out = Script()
        self.used: set[str] = set()
        self.count = 0

    def statement(self, node: Node) -> Script:
        env: tuple[_Bound | None, ...] = ()
        while isinstance(node, Pi):
            if self.machine.is_proposition(node.type):
                self.out.premises.append(self.proposition(node.type, env))
                env = (*env, None)
            else:
                env = (*env, self.declared(node.name, node.type))
            node = node.body
        self.out.conclusion = self.proposition(node, env)
        return self.out

    def declared(self, name: str, kind: Node) -> _Bound:
        """A variable of the statement as a constant or a function that the solver may choose."""
        text = self.fresh(name)
        if isinstance(kind, Pi):
            domain, codomain = self.sort(kind.type), self.sort(kind.body)
            self.out.declarations.append(
                f"(declare-fun {text} ({SORTS[domain]}) {SORTS[codomain]})"
            )
            if codomain == "Nat":
                self.out.premises.append(f"(forall ((k Int)) (>= ({text} k) 0))")
            return _Bound(text, f"{domain}>{codomain}")
        of = self.sort(kind)
        self.out.declarations.append(f"(declare-const {text} {SORTS[of]})")
        if of == "Nat":
            self.out.premises.append(f"(>= {text} 0)")
        return _Bound(text, of)

    def fresh(self, name: str) -> str:
        self.count += 1
        plain = "".join(c for c in name if c.isascii() and c.isalnum()) or "v"
        return f"{plain}_{self.count}"

    def sort(self, kind: Node) -> str:
        name = kind.name if isinstance(kind, Const) else head_name(kind)
        if name not in SORTS:
            raise CannotState(f"the type {name or 'of functions'}")
        return name

    def library(self, name: str) -> str:
        if name not in self.used:
            self.used.add(name)
            self.out.declarations.insert(0, _LIBRARY[name])
        return name

    def proposition(self, node: Node, env: tuple[_Bound | None, ...]) -> str:
        if isinstance(node, Pi):
            return self.quantified(node, env)
        name = head_name(node)
        if not isinstance(node, App):
            raise CannotState(name or "a proposition that is a variable")
        args = node.args
        if name in ("And", "Or"):
            return f"({name.lower()} {' '.join(self.proposition(a, env) for a in args)})"
        if name == "Not":
            return f"(not {self.proposition(args[0], env)})"
        if name == "Iff":
            return f"(= {self.proposition(args[0], env)} {self.proposition(args[1], env)})"
        if name == "Exists" and isinstance(args[1], Lam):
            of = self.sort(args[1].type)
            bound = _Bound(self.fresh(args[1].name), of)
            inner = self.proposition(args[1].body, (*env, bound))
            guard = f"(and (>= {bound.name} 0) {inner})" if of == "Nat" else inner
            return f"(exists (({bound.name} {SORTS[of]})) {guard})"
        if name in _ORDERS or name == "Ne":
            left, right = self.term(args[-2], env), self.term(args[-1], env)
            if head_name(args[0]) not in SORTS:
                raise CannotState(f"an equation in {head_name(args[0])}")
            return (
                f"(not (= {left} {right}))" if name == "Ne" else f"({_ORDERS[name]} {left} {right})"
            )
        return self.property(name, args, env)

    def property(self, name: str, args: tuple[Node, ...], env: tuple[_Bound | None, ...]) -> str:
        if name == "Dvd.dvd" and self.sort(args[0]) != "Real":
            by, of = self.term(args[-2], env), self.term(args[-1], env)
            return f"(ite (= {by} 0) (= {of} 0) (= (mod {of} {by}) 0))"
        if name in ("Even", "Odd"):
            return f"(= (mod {self.term(args[-1], env)} 2) {int(name == 'Odd')})"
        if name == "Nat.Prime":
            return f"({self.library('prime')} {self.term(args[0], env)})"
        if name == "Nat.Coprime":
            one, other = (self.term(a, env) for a in args)
            return f"(= ({self.library('gcd')} {one} {other}) 1)"
        if name == "Squarefree":
            n, d = self.term(args[-1], env), self.fresh("d")
            divides = f"(= (mod {n} (* {d} {d})) 0)"
            return f"(and (> {n} 0) (forall (({d} Int)) (=> (> {d} 1) (not {divides}))))"
        if name == "Membership.mem":
            return self.member(args, env)
        if name == "IsLUB":
            expanded = self.machine.library.expand(App(Const(name), args))
            if expanded is not None:
                return self.proposition(expanded, env)
        raise CannotState(name)

    def member(self, args: tuple[Node, ...], env: tuple[_Bound | None, ...]) -> str:
        collection = args[3]
        ends = head_name(collection)
        x = self.term(args[4], env)
        if isinstance(collection, App) and ends in ("Set.Icc", "Finset.Icc"):
            low, high = (self.term(a, env) for a in collection.args[-2:])
            return f"(and (<= {low} {x}) (<= {x} {high}))"
        if ends == "setOf" and isinstance(collection, App) and isinstance(collection.args[1], Lam):
            raise CannotState("a set that is written out")
        raise CannotState(ends or "a set as a variable")

    def quantified(self, node: Pi, env: tuple[_Bound | None, ...]) -> str:
        if self.machine.is_proposition(node.type):
            premise = self.proposition(node.type, env)
            return f"(=> {premise} {self.proposition(node.body, (*env, None))})"
        of = self.sort(node.type)
        bound = _Bound(self.fresh(node.name), of)
        inner = self.proposition(node.body, (*env, bound))
        guard = f"(=> (>= {bound.name} 0) {inner})" if of == "Nat" else inner
        return f"(forall (({bound.name} {SORTS[of]})) {guard})"

    def term(self, node: Node, env: tuple[_Bound | None, ...]) -> str:
        if isinstance(node, Var):
            bound = env[-1 - node.index]
            if bound is None:
                raise CannotState("a proof")
            return bound.name
        value = numeral(node)
        if value is not None and isinstance(node, App):
            return f"{value}.0" if self.sort(node.args[0]) == "Real" else str(value)
        if not isinstance(node, App):
            raise CannotState(head_name(node) or "a function as a value")
        if isinstance(node.head, Var):
            return f"({self.term(node.head, env)} {' '.join(self.term(a, env) for a in node.args)})"
        return self.applied(head_name(node), node.args, env)

    def applied(self, name: str, args: tuple[Node, ...], env: tuple[_Bound | None, ...]) -> str:
        if name in ("HAdd.hAdd", "HSub.hSub", "HMul.hMul", "HDiv.hDiv", "HMod.hMod", "HPow.hPow"):
            return self.operation(name, args, env)
        if name in ("Finset.sum", "Finset.prod"):
            return self.over(name, args, env)
        last = args[-1]
        match name:
            case "Neg.neg":
                return f"(- {self.term(last, env)})"
            case "abs":
                x = self.term(last, env)
                return f"(ite (>= {x} {self.zero(args[0])}) {x} (- {x}))"
            case "Nat.cast" | "Int.cast":
                x = self.term(last, env)
                return f"(to_real {x})" if self.sort(args[0]) == "Real" else x
            case "Int.floor":
                return f"(to_int {self.term(last, env)})"
            case "Int.fract":
                x = self.term(last, env)
                return f"(- {x} (to_real (to_int {x})))"
            case "Real.sqrt":
                return f"({self.library('sqrt')} {self.term(last, env)})"
            case "Nat.sqrt":
                return f"({self.library('isqrt')} {self.term(last, env)})"
            case "Nat.factorial":
                return f"({self.library('fact')} {self.term(last, env)})"
            case "Nat.choose" | "Nat.gcd" | "ack":
                of = {"Nat.choose": "choose", "Nat.gcd": "gcd", "ack": "ack"}[name]
                return f"({self.library(of)} {self.term(args[0], env)} {self.term(last, env)})"
            case "Nat.lcm":
                a, b = (self.term(x, env) for x in args)
                gcd = f"({self.library('gcd')} {a} {b})"
                return f"(ite (= {gcd} 0) 0 (div (* {a} {b}) {gcd}))"
            case "List.sum" if head_name(last) == "Nat.digits" and isinstance(last, App):
                base, n = (self.term(a, env) for a in last.args)
                return f"({self.library('digitsum')} {base} {n})"
            case "ite":
                condition = self.proposition(args[1], env)
                return f"(ite {condition} {self.term(args[-2], env)} {self.term(last, env)})"
        raise CannotState(name)

    def zero(self, kind: Node) -> str:
        return "0.0" if self.sort(kind) == "Real" else "0"

    def operation(self, name: str, args: tuple[Node, ...], env: tuple[_Bound | None, ...]) -> str:
        of = self.sort(args[0])
        if name == "HPow.hPow":
            return self.power(of, args, env)
        x, y = self.term(args[-2], env), self.term(args[-1], env)
        if name == "HSub.hSub" and of == "Nat":
            return f"(ite (>= {x} {y}) (- {x} {y}) 0)"
        if name == "HDiv.hDiv":
            sign = "/" if of == "Real" else "div"
            return f"(ite (= {y} {self.zero(args[0])}) {self.zero(args[0])} ({sign} {x} {y}))"
        if name == "HMod.hMod":
            return f"(ite (= {y} 0) {x} (mod {x} {y}))"
        sign = {"HAdd.hAdd": "+", "HSub.hSub": "-", "HMul.hMul": "*"}[name]
        return f"({sign} {x} {y})"

    def power(self, of: str, args: tuple[Node, ...], env: tuple[_Bound | None, ...]) -> str:
        if self.sort(args[1]) != "Nat":
            raise CannotState("a power with a real exponent")
        x, exponent = self.term(args[-2], env), numeral(args[-1])
        if exponent is not None and exponent <= 20:
            one = "1.0" if of == "Real" else "1"
            return f"(* {' '.join([x] * exponent)})" if exponent > 1 else (x if exponent else one)
        function = self.library("powr" if of == "Real" else "powi")
        return f"({function} {x} {self.term(args[-1], env)})"

    def over(self, name: str, args: tuple[Node, ...], env: tuple[_Bound | None, ...]) -> str:
        """A sum or a product over consecutive numbers, as a recursive function of its end."""
        support, summand = args[3], args[4]
        codomain = self.sort(args[1])
        if not isinstance(support, App) or not isinstance(summand, Lam):
            raise CannotState(f"{name} over a set")
        if head_name(support) == "Finset.range":
            first, end = "0", self.term(support.args[-1], env)
        elif head_name(support) in ("Finset.Icc", "Finset.Ioo") and support.args[0] == Const("Nat"):
            low, high = (self.term(a, env) for a in support.args[-2:])
            shut = head_name(support) == "Finset.Icc"
            first, end = (low, f"(+ {high} 1)") if shut else (f"(+ {low} 1)", high)
        else:
            raise CannotState(f"{name} over {head_name(support) or 'a set that is a variable'}")
        depth = len(env)
        free = [
            b
            for i, b in enumerate(env)
            if b and ">" not in b.kind and count_variable(summand.body, depth - i)
        ]
        index = _Bound(self.fresh("i"), "Nat")
        function = self.fresh("over")
        at = self.term(summand.body, (*env, index)).replace(index.name, "(- i 1)")
        sign, unit = ("+", "0") if name == "Finset.sum" else ("*", "1")
        unit = f"{unit}.0" if codomain == "Real" else unit
        more = " ".join(f"({b.name} {SORTS[b.kind]})" for b in free)
        passed = " ".join(b.name for b in free)
        self.out.declarations.append(
            f"(define-fun-rec {function} ((a Int) (i Int) {more}) {SORTS[codomain]} "
            f"(ite (<= i a) {unit} ({sign} {at} ({function} a (- i 1) {passed}))))"
        )
        return f"({function} {first} {end} {passed})"
