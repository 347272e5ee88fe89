"""The terminals of the grammar, with every bracket and bar closed by its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pycheck.formulas.latex.token import Token, argument, shown
from pycheck.formulas.latex.vocabulary import (
    CONTINUES,
    EACH,
    INNER,
    KINDS,
    LINES,
    OPERATORS,
    PAIRS,
    RELATIONS,
    SIGNS,
    TABLES,
    WITH_COLUMNS,
    WORDS,
)
from pycheck.formulas.syntax import UnreadableFormula

_CLOSING = frozenset(PAIRS.values())
_BLANKS = frozenset((",", ";", ":", " ", "~", "quad"))


def terminals(text: str, row: Sequence[Token]) -> tuple[Token, ...]:
    """The terminals of a cut formula. Raises `UnreadableFormula` with the place of what is none."""
    return tuple(_Terminals(text, row).all())


@dataclass
class _Terminals:
    text: str
    row: Sequence[Token]
    index: int = 0
    environments: list[str] = field(default_factory=list)
    opened: list[Token] = field(default_factory=list)
    bars: list[list[Token]] = field(default_factory=lambda: [[]])
    """Of each open bracket, which bars are open in it."""
    before: str = ""

    def fault(self, what: str, token: Token) -> UnreadableFormula:
        return UnreadableFormula(what, self.text, token.place)

    def all(self) -> Iterator[Token]:
        while self.index < len(self.row):
            token = self.row[self.index]
            self.index += 1
            found = self.one(token)
            if found is not None:
                found = self.paired(replace(found, place=token.place, paired=token.paired))
                self.before = found.kind
                yield found
        for left in (*self.opened, *(bar for inner in self.bars for bar in inner)):
            raise self.fault(f"{left.text!r} is never closed", left)
        if self.environments:
            raise UnreadableFormula("an environment that never ends", self.text, len(self.text))

    def one(self, token: Token) -> Token | None:
        """The terminal that a token is; None for what means nothing."""
        said = token.text
        match token.kind:
            case "begin":
                return self.begin(token)
            case "end":
                if not self.environments:
                    raise self.fault("an end of what never began", token)
                return Token("END", said, 0) if self.environments.pop() in TABLES else None
            case "open" | "close":
                return Token("LBRACE" if token.kind == "open" else "RBRACE", said, 0)
            case "macro":
                return self.macro(token)
        if said.isdigit():
            return Token("NUMBER", self.number(token), 0)
        if said.isalpha():
            return Token("NAME", said, 0)
        if said == "~" or self.means_nothing(said) or (said == "&" and not self.in_table):
            return None
        if said == "." and token.paired:
            return Token("LEVAL", said, 0)
        if said in SIGNS:
            return Token(SIGNS[said], said, 0)
        raise self.fault(f"{said!r} is not read", token)

    @property
    def in_table(self) -> bool:
        return bool(self.environments) and self.environments[-1] in TABLES

    def means_nothing(self, said: str) -> bool:
        """Whether a sign is the colon of ``:=``, or punctuation behind the formula."""
        following = self.row[self.index :]
        if said == ":":
            return bool(following) and following[0].text == "="
        return said in ".,;" and all(token.kind == "end" for token in following)

    def begin(self, token: Token) -> Token | None:
        said = token.text
        if said not in TABLES | LINES | EACH:
            raise self.fault(f"the environment {said} is not read", token)
        self.environments.append(said)
        if said in WITH_COLUMNS:
            _, self.index = argument(self.text, self.row, self.index, token)
        return Token("BEGIN", said, 0) if said in TABLES else None

    def macro(self, token: Token) -> Token | None:
        said = token.text
        if said == "\\":
            if self.in_table:
                return Token("ROW", said, 0)
            if not self.goes_on():
                raise self.fault("a second formula", token)
            return None
        if said in RELATIONS:
            return Token("REL", RELATIONS[said], 0)
        if said in INNER:
            return Token("INNER", INNER[said], 0)
        if said in WORDS:
            part, self.index = argument(self.text, self.row, self.index, token)
            return Token("WORD", self.word(part, token), 0)
        return Token(KINDS.get(said, "MACRO"), said, 0)

    def goes_on(self) -> bool:
        """Whether a formula goes on behind a break: the next line is aligned at its beginning, or
        a sign stands on either side of the break."""
        line: list[Token] = []
        for token in self.row[self.index :]:
            if token.text == "\\" or token.kind == "end":
                break
            line.append(token)
        if not line or not self.before:
            return True
        if self.environments and self.environments[-1] in EACH:
            return False
        if self.opened or self.before in OPERATORS:
            return True
        if any(token.text == "&" for token in line):
            return line[0].text == "&"
        return line[0].text in CONTINUES

    def number(self, first: Token) -> str:
        """Digits that stand side by side, with a decimal point between them."""
        said, end = first.text, first.place + 1
        self.refuse_exponent(end)
        while self.index < len(self.row):
            following = self.row[self.index]
            if following.kind != "char" or following.place not in (end, first.place):
                break
            if not following.text.isdigit() and not self.is_point(following, said, end):
                break
            said += following.text
            self.index += 1
            end += 1
        self.refuse_exponent(end)
        while len(group := self.thousands()) == 3:
            said += group
            self.index += 6
        return said

    def thousands(self) -> str:
        """The three digits behind ``{,}``; empty where there is none."""
        said = [token.text for token in self.row[self.index : self.index + 7]]
        grouped = said[:3] == ["{", ",", "}"] and all(t.isdigit() for t in said[3:6])
        more = len(said) > 6 and said[6].isdigit()
        return "".join(said[3:6]) if grouped and len(said) > 5 and not more else ""

    def refuse_exponent(self, end: int) -> None:
        """``1e-3`` is a number in a program, and a product in print."""
        signs = [t.text for t in self.row[self.index : self.index + 3]]
        places = [t.place for t in self.row[self.index : self.index + 3]]
        close = places[:2] == [end, end + 1] and signs[0] == "e"
        if close and (
            signs[1].isdigit() or (signs[1] in "+-" and "".join(signs[2:])[:1].isdigit())
        ):
            told = "a number in a program's notation; write \\cdot 10^{...}"
            raise self.fault(told, self.row[self.index])

    def is_point(self, token: Token, said: str, end: int) -> bool:
        after = self.row[self.index + 1 : self.index + 2]
        digit = any(t.text.isdigit() and t.place in (end + 1, token.place) for t in after)
        return token.text == "." and "." not in said and digit

    def word(self, part: Sequence[Token], of: Token) -> str:
        r"""What ``\text{...}`` says: letters, digits and blanks."""
        if any(token.kind not in ("char", "macro") for token in part):
            raise self.fault(f"what {shown(of)} holds is not read", of)
        said = ""
        for token in part:
            said += " " if token.spaced or token.text in _BLANKS else ""
            said += "" if token.kind == "macro" or token.text == "~" else token.text
        return " ".join(said.split())

    def paired(self, token: Token) -> Token:
        """A terminal, with brackets and bars known by what they open or close."""
        if token.kind == "BAR":
            return self.bar(token)
        if token.kind in PAIRS:
            self.opened.append(token)
            self.bars.append([])
        elif token.kind in _CLOSING:
            self.close(token)
        return token

    def bar(self, token: Token) -> Token:
        """A bar or a double bar: it opens, closes its own, or says where something is evaluated."""
        kind = "BAR" if token.text == "|" else "NORM"
        begun = self.opened[-1] if self.opened else None
        if begun is not None and begun.kind == "LEVAL" and token.paired and not self.bars[-1]:
            found = replace(token, kind="REVAL")
            self.close(found)
            return found
        opened = self.bars[-1]
        if opened and opened[-1].text == token.text and self.before not in OPERATORS:
            opened.pop()
            return replace(token, kind=f"R{kind}")
        following = self.row[self.index : self.index + 1]
        if (
            kind == "BAR"
            and self.before not in OPERATORS
            and following
            and following[0].text == "_"
        ):
            return replace(token, kind="AT")
        opened.append(token)
        return replace(token, kind=f"L{kind}")

    def close(self, token: Token) -> None:
        if not self.opened:
            raise self.fault(f"{token.text!r} closes nothing", token)
        if inner := self.bars.pop():
            raise self.fault(f"{inner[-1].text!r} is never closed", inner[-1])
        begun = self.opened.pop()
        if PAIRS[begun.kind] == token.kind and begun.paired is token.paired:
            return
        if token.kind in ("RBRACE", "END") or (token.paired and not begun.paired):
            raise self.fault(f"{begun.text!r} is never closed", begun)
        raise self.fault(f"{token.text!r} does not close {begun.text!r}", token)
