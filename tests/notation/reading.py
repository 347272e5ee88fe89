"""Reads printed mathematics back, with a small reader that shares nothing with the printer."""

import cmath
import re
from collections.abc import Mapping

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿ", "0123456789-+n")
_LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_GREEK = {"γ": "gamma", "θ": "theta", "π": "pi"}
_NUMBER = r"(?:\d+(?:\.\d+)?)"


def value_of(printed: str, at: Mapping[str, complex]) -> complex:
    """What a printed expression comes to: Python's own precedence, ``^`` being its power."""
    text = re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿ]+", lambda m: f"^({m[0].translate(_RAISED)})", printed)
    text = re.sub("[₀₁₂₃₄₅₆₇₈₉]+", lambda m: f"_{m[0].translate(_LOWERED)}", text)
    for letter, name in _GREEK.items():
        text = text.replace(letter, name)
    text = re.sub(r"√(\w[\w.]*)", r"sqrt(\1)", text).replace("√(", "sqrt(")
    text = text.replace("·", "*").replace("^", "**")
    text = re.sub(rf"(?<![\w.])({_NUMBER}) ?(?=[A-Za-z(])", r"\1*", text)
    text = re.sub(r"(?<=[\w)]) (?=[(A-Za-z])", "*", text)
    known = {"sqrt": cmath.sqrt, "log": cmath.log, "exp": cmath.exp, **at}
    return complex(eval(text, {"__builtins__": {}}, known))
