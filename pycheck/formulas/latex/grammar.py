"""The grammar of LaTeX's mathematics: what stands beside what, before anything is meant by it."""

from collections.abc import Iterator, Sequence
from functools import cache

from lark import Lark, Token, Tree, UnexpectedEOF, UnexpectedInput, UnexpectedToken
from lark.lexer import Lexer

from pycheck.formulas.latex import tokens
from pycheck.formulas.latex.terminals import terminals
from pycheck.formulas.latex.token import Token as Cut
from pycheck.formulas.syntax import UnreadableFormula

# A term is a row of factors: what multiplies what, and how far a function or a sum reaches, is
# said by the readings and not here.
_GRAMMAR = r"""
start: relations
relations: sum ((REL | INNER | COLON) sum)* (PMOD group)?
list: relations (COMMA relations)*
sum: (PLUS | MINUS)? term ((PLUS | MINUS) term)*
term: item+
?item: scripted | TIMES | SLASH | MOD
scripted: base script*
script: SUB group -> sub | SUP group -> sup | PRIME -> prime | BANG -> bang
?base: NUMBER | NAME | WORD | MACRO | SUM | INT | LIM | DOTS | group
     | LPAR list? RPAR -> round | LSQ list RSQ -> square | LBAR relations RBAR -> bars
     | LNORM relations RNORM -> norm | LEVAL relations REVAL -> evaluated | AT
     | LFLOOR sum RFLOOR -> floor | LCEIL sum RCEIL -> ceiling
     | FRAC group group -> frac | BINOM group group -> binom
     | SQRT (LSQ sum RSQ)? group -> root
     | ACCENT group -> accent | FONT group -> font
     | BEGIN row (ROW row)* END -> table
row: cell (AMP cell)*
cell: list?
group: LBRACE list? RBRACE
%declare REL INNER COLON COMMA PLUS MINUS TIMES SLASH SUB SUP PRIME BANG NUMBER NAME WORD MACRO
%declare SUM INT LIM DOTS LPAR RPAR LSQ RSQ LBAR RBAR LFLOOR RFLOOR LCEIL RCEIL FRAC BINOM SQRT
%declare LNORM RNORM LEVAL REVAL AT MOD PMOD
%declare ACCENT FONT BEGIN END ROW AMP LBRACE RBRACE
"""
_SHOWN = {
    "RBRACE": "'}'", "LBRACE": "'{'", "RPAR": "')'", "RSQ": "']'", "RBAR": "'|'",
    "$END": "the end",
}  # fmt: skip


class _Given(Lexer):
    """Tokens that are cut already."""

    def __init__(self, _: object) -> None:
        pass

    def lex(self, data: Sequence[Cut]) -> Iterator[Token]:  # type: ignore[override]
        """The tokens as lark's."""
        for cut, following in zip(data, [*data[1:], None], strict=True):
            ends = following is not None and following.kind in ("AMP", "ROW", "END")
            if cut.kind == "COMMA" and ends:
                continue  # punctuation at the end of a cell
            yield Token(cut.kind, cut.text, start_pos=cut.place)


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", lexer=_Given, propagate_positions=True)


def tree(text: str, macros: tokens.Macros | None = None) -> Tree[Token]:
    """What stands in a formula. Raises `UnreadableFormula` with the place that breaks."""
    return parsed(text, tokens.cut(text, macros))


def parsed(text: str, row: Sequence[Cut]) -> Tree[Token]:
    """What stands in a row of tokens of a text, as `tree` says it."""
    found = terminals(text, tokens.braced(text, row))
    if not found:
        raise UnreadableFormula("there is no formula", text, row[0].place if row else 0)
    try:
        return _parser().parse(found)
    except UnexpectedToken as error:
        place = error.token.start_pos if error.token.type != "$END" else None
        what = _SHOWN.get(error.token.type, repr(str(error.token)))
        at = len(text) if place is None else place
        raise UnreadableFormula(f"{what} has no meaning here", text, at) from None
    except (UnexpectedEOF, UnexpectedInput):
        raise UnreadableFormula("the formula ends too early", text, len(text)) from None
