"""A text while it is read: the macros and remarks in force, and the formulas as they come."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pycheck.errors import InputError
from pycheck.files import clean
from pycheck.formulas.latex.tokens import Macros
from pycheck.texts.displayed import Displayed, Remark
from pycheck.texts.marks import NEVER_CLOSED, Marks
from pycheck.texts.remarks import remark
from pycheck.texts.rows import pieces

_MOST_UNCLOSED = 200


@dataclass(slots=True)
class Document:
    """What holds at the place of a text that has been reached.

    `place` says where a line of it is, as it is shown. A remark at the `top` holds for the whole
    text, any other one for the display that follows.
    """

    place: Callable[[int], str]
    macros: Macros = field(default_factory=dict)
    of_text: list[Remark] = field(default_factory=list)
    waiting: list[tuple[Remark, str]] = field(default_factory=list)
    top: bool = True
    unclosed: int = 0

    def comment(self, comment: str, line: int) -> None:
        """A comment of the text. Raises `InputError` for a remark that is none."""
        found = remark(comment, self.place(line), line)
        if found is not None and self.top:
            self.of_text.append(found)
        elif found is not None:
            self.waiting.append((found, self.place(line)))

    def display(
        self, source: str, environment: str, line: int, label: str = ""
    ) -> Iterator[Displayed]:
        """The formulas of a display whose source begins on a line.

        One that only defines macros has none.
        """
        self.top = False
        if why := _fault(source):
            yield self.unreadable(source, line, why)
            return
        before = self.macros
        found, self.macros, left = pieces(source, environment, before)
        in_force = (*self.of_text, *(r for r, _ in self.waiting))
        if found or self.macros is before:
            self.waiting = []
        if not found and self.macros is before:
            yield Displayed(self.place(line), label, "", before, in_force, "nothing stands in it")
        for piece in found:
            remarks = list(in_force)
            for place, comment in piece.comments:
                at = line + source.count("\n", 0, place)
                if (own := remark(comment, self.place(at), at)) is not None:
                    remarks.append(own)
            at = line + source.count("\n", 0, piece.place)
            named = piece.label or (label if piece is found[0] else "")
            yield Displayed(
                self.place(at), named, piece.latex, self.macros, tuple(remarks), _fault(piece.latex)
            )
        for place, comment in left:
            self.comment(comment, line + source.count("\n", 0, place))

    def unreadable(self, source: str, line: int, why: str) -> Displayed:
        """What looks like a display and is none.

        Raises `InputError` where that is most of the text.
        """
        self.unclosed += why.endswith(NEVER_CLOSED)
        if self.unclosed > _MOST_UNCLOSED:
            raise InputError(
                f"{self.place(line)}: more than {_MOST_UNCLOSED} displays are never closed; mend "
                "the first of them"
            )
        self.top = False
        remarks = (*self.of_text, *(r for r, _ in self.waiting))
        self.waiting = []
        line += source[: len(source) - len(source.lstrip())].count("\n")
        latex = clean(source.strip().split("\n")[0])
        return Displayed(self.place(line), "", latex, self.macros, remarks, why)

    def end(self) -> None:
        """The end of the text. Raises `InputError` for a remark that no formula follows."""
        if self.waiting:
            found, place = self.waiting[0]
            raise InputError(
                f"{place}: no displayed formula follows 'pycheck: {found.kind}'; remove the remark "
                "or move it before its formula"
            )


def _fault(latex: str) -> str:
    """Why a source cannot be a formula, where its braces and environments say so."""
    marks, at, open_ = Marks(latex), 0, []
    while (mark := marks.after(at)) is not None:
        at = mark.end
        if mark.kind in ("open", "begin"):
            open_.append(mark)
        elif mark.kind in ("close", "end"):
            begun = open_.pop() if open_ else None
            if begun is None or (begun.kind == "open") != (mark.kind == "close"):
                return f"{latex[mark.start : mark.end]!r} closes nothing"
            if begun.name != mark.name and mark.kind == "end":
                return rf"\begin{{{begun.name}}} ends with \end{{{mark.name}}}"
    return f"{latex[open_[-1].start : open_[-1].end]!r} is never closed" if open_ else ""
