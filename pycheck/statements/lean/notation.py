"""Mathlib's notation: signs with their precedences, and which arguments a person writes.

The precedences are those of the notations of Lean 4 and of Mathlib; the greater binds tighter.
"""

MAX, LEAD, LOOSE = 1024, 1023, 0

# Sign, precedence, what the left and the right operand need; the operands come last.
INFIX = {
    "Iff": ("↔", 20, 21, 21),
    "Or": ("∨", 30, 31, 30),
    "And": ("∧", 35, 36, 35),
    "Eq": ("=", 50, 51, 51),
    "Ne": ("≠", 50, 51, 51),
    "LE.le": ("≤", 50, 51, 51),
    "LT.lt": ("<", 50, 51, 51),
    "GE.ge": ("≥", 50, 51, 51),
    "GT.gt": (">", 50, 51, 51),
    "HasSubset.Subset": ("⊆", 50, 51, 51),
    "HAdd.hAdd": ("+", 65, 65, 66),
    "HSub.hSub": ("-", 65, 65, 66),
    "HAppend.hAppend": ("++", 65, 65, 66),
    "Union.union": ("∪", 65, 65, 66),
    "HMul.hMul": ("*", 70, 70, 71),
    "HDiv.hDiv": ("/", 70, 70, 71),
    "HMod.hMod": ("%", 70, 70, 71),
    "HSMul.hSMul": ("•", 73, 74, 73),
    "HPow.hPow": ("^", 75, 76, 76),
    "Function.comp": ("∘", 90, 91, 90),
}
RELATIONS = frozenset({"Eq", "Ne", "LE.le", "LT.lt", "GE.ge", "GT.gt"})
MIXED = frozenset({"HAdd.hAdd", "HSub.hSub", "HMul.hMul", "HDiv.hDiv", "HMod.hMod"})
# `a ^ b ^ c` is `a ^ (b ^ c)`, and Lean prints a minus in an exponent in parentheses.
POWER, MINUS = 75, 74
SUM, INTEGRAL, NOT = 67, 60, 40
BIG = {"Finset.sum": "∑", "Finset.prod": "∏"}
PREFIX = {"Real.sqrt": "√"}
POSTFIX = {"Inv.inv": "⁻¹", "Compl.compl": "ᶜ"}
AROUND = {
    "abs": ("|", "|"),
    "Norm.norm": ("‖", "‖"),
    "Int.floor": ("⌊", "⌋"),
    "Int.ceil": ("⌈", "⌉"),
}
CASTS = frozenset({"Nat.cast", "Int.cast", "Rat.cast", "Complex.ofReal"})
TYPES = {"Real": "ℝ", "Nat": "ℕ", "Int": "ℤ", "Rat": "ℚ", "Complex": "ℂ"}
# How many arguments, counted from the end, are written; all others are implicit.
WRITTEN = {
    "AntitoneOn": 2,
    "ContDiffAt": 4,
    "Disjoint": 2,
    "Filter.Eventually": 2,
    "Filter.Tendsto": 3,
    "Filter.atBot": 0,
    "Filter.atTop": 0,
    "Finset.Icc": 2,
    "Finset.Ico": 2,
    "Finset.univ": 0,
    "Function.uncurry": 1,
    "Function.update": 3,
    "HasDerivAt": 3,
    "IntervalIntegrable": 4,
    "MeasureTheory.MeasureSpace.volume": 0,
    "Max.max": 2,
    "Min.min": 2,
    "Pi.single": 2,
    "Set.Icc": 2,
    "Set.Ici": 1,
    "Set.Ico": 2,
    "Set.Iic": 1,
    "Set.Iio": 1,
    "Set.Ioc": 2,
    "Set.Ioi": 1,
    "Set.Ioo": 2,
    "SummationFilter.unconditional": 0,
    "deriv": 2,
    "iteratedDeriv": 3,
    "limUnder": 2,
    "logDeriv": 2,
    "nhds": 1,
    "nhdsWithin": 2,
}
# Of these the first argument alone is written: a type.
FIRST = frozenset({"Fintype.card"})
LOWER = {
    "Max.max": "max",
    "Min.min": "min",
    "MeasureTheory.MeasureSpace.volume": "MeasureTheory.volume",
}
# Sums over a filter: the arguments before the filter, which is left out, are written.
FILTERED = {"HasSum": 2, "Summable": 1}
# Constants printed behind their first written argument, with how many are written.
AFTER_DOT = {
    "Matrix.mulVec": 2,
    "Matrix.rank": 1,
    "Matrix.transpose": 1,
    "Nat.choose": 2,
    "Nat.factorial": 1,
    "Nat.totient": 1,
    "Real.negMulLog": 1,
    "Real.sigmoid": 1,
    "Complex.im": 1,
    "Complex.re": 1,
    "Int.toNat": 1,
}
# Ranges, whose ends have to fix the type of the variable that goes through them.
RANGES = frozenset(
    {
        *("Finset.Icc", "Finset.Ico", "Set.Icc", "Set.Ico", "Set.Ioc", "Set.Ioo"),
        *("Set.Ici", "Set.Ioi", "Set.Iic", "Set.Iio"),
    }
)
# Functions whose arguments have to fix their type by themselves.
ALIKE = frozenset({"Max.max", "Min.min", "nhds"})
# Names of Mathlib, or what they begin with: a variable of that name would hide them.
MATHLIB = frozenset(
    {
        *("Complex", "ContDiff", "ContDiffAt", "DifferentiableAt", "Filter", "Finset", "Function"),
        *("Int", "IntervalIntegrable", "MeasureTheory", "Nat", "Real", "Set", "Summable"),
        *("ArithmeticFunction", "deriv", "iteratedDeriv", "limUnder", "logDeriv", "max", "min"),
        *("nhds", "nhdsWithin", "riemannZeta", "starRingEnd"),
    }
)
RESERVED = frozenset(
    {
        *("at", "abbrev", "axiom", "by", "calc", "class", "def", "deriving", "do", "else"),
        *("end", "example", "export", "extends", "for", "from", "fun", "have", "if"),
        *("import", "in", "inductive", "infix", "instance", "let", "local", "macro", "match"),
        *("mutual", "namespace", "notation", "opaque", "open", "partial", "postfix"),
        *("prefix", "private", "protected", "return", "section", "set_option", "show"),
        *("structure", "suffices", "syntax", "then", "theorem", "this", "universe", "unless"),
        *("unsafe", "using", "variable", "where", "with", "λ", "Π", "Σ", "Prop"),
        *("Sort", "Type"),
    }
)
