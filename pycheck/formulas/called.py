"""The process in which functions of other people's code are called: questions in, answers out."""

import importlib
import inspect
import json
import math
import os
import sys
import types
import warnings
from collections.abc import Iterator
from typing import IO, Any

from pycheck.errors import InputError
from pycheck.processes import end_with, limit_memory

_PLAIN = (types.FunctionType, types.BuiltinFunctionType, types.MethodType)


def found(target: str) -> Any:
    """The function at a place. Raises `InputError` with what is wrong with the place."""
    module, _, path = target.partition(":")
    if not module or not path:
        raise InputError(f"{target!r} is no place of a function; write package.module:function")
    try:
        value: Any = importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name is not None and f"{module}.".startswith(f"{error.name}."):
            raise InputError(f"{target}: there is no module {error.name!r}") from None
        raise InputError(f"{target}: its import failed: {error}") from None
    except BaseException as error:  # whatever a module does when it is run
        told = " ".join(str(error).split())[:200]
        raise InputError(f"{target}: its import failed: {type(error).__name__}: {told}") from None
    for name in path.split("."):
        try:
            value = getattr(value, name)
        except Exception:
            raise InputError(f"{target}: there is no {name!r}") from None
    return value


def _described(function: Any) -> dict[str, Any]:
    owner, name = getattr(function, "__self__", None), getattr(function, "__name__", "")
    has_support = owner is not None and callable(getattr(owner, "support", None))
    shapes = getattr(owner if has_support else function, "shapes", None)
    return {
        "callable": callable(function),
        "shapes": [s.strip() for s in shapes.split(",")] if isinstance(shapes, str) else [],
        "density": name if has_support and name in ("pdf", "pmf") else "",
        "methods": _methods(function),
        "plain": type(function) in _PLAIN or hasattr(function, "nin"),
        "counts": _counts(function),
    }


def _methods(function: Any) -> list[str]:
    """What a distribution of one variable has; nothing for anything else."""
    if isinstance(function, type) or not callable(getattr(function, "support", None)):
        return []
    return [name for name in ("pdf", "pmf", "cdf") if callable(getattr(function, name, None))]


def _counts(function: Any) -> tuple[int, int] | None:
    """How many numbers a function takes, at least and at most, where it is known."""
    if hasattr(function, "nin"):
        return int(function.nin), int(function.nin)
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return None
    named = [p for p in parameters if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    if any(p.kind is p.KEYWORD_ONLY and p.default is p.empty for p in named):
        return None
    placed = [p for p in named if p.kind is not p.KEYWORD_ONLY]
    return sum(p.default is p.empty for p in placed), len(placed)


def _real(value: Any) -> float | None:
    """A real number, also in an array of one; None for anything else."""
    if isinstance(value, str | bytes | bool):
        return None
    if hasattr(value, "item") and getattr(value, "size", 1) == 1:
        value = value.item()
    if isinstance(value, complex):
        return value.real if value.imag == 0 else None
    number = float(value)
    return number if math.isfinite(number) else None


def _answers(question: dict[str, Any], own: Any) -> Iterator[Any]:
    """An answer to each of the calls of a question."""
    try:
        function = own if own is not None else found(question["target"])
        if question["ask"] == "kind":
            if not callable(function) and not _methods(function):
                raise InputError(f"{question['target']} is not callable")
            yield _described(function)
            return
    except InputError as error:
        yield {"error": str(error)}
        return
    for arguments in question["calls"]:
        try:
            if question["ask"] == "support":
                yield [float(end) for end in function.__self__.support(*arguments)]
            else:
                yield _real(function(*arguments))
        except (Exception, SystemExit, GeneratorExit):  # whatever it raises is no evidence
            yield None


def _serve(asked: IO[str], answering: IO[str], own: Any) -> None:
    warnings.simplefilter("ignore")
    for line in asked:
        for answer in _answers(json.loads(line), own):
            answering.write(json.dumps(answer) + "\n")
            answering.flush()


def answer_in_copy(function: Any, ours: tuple[int, int], theirs: tuple[int, int]) -> None:
    """Answer about a function in a copy of the process that has it, through pipes: `ours`."""
    for end in theirs:
        os.close(end)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    end_with(os.getppid())
    with os.fdopen(ours[0]) as asked, os.fdopen(ours[1], "w") as answering:
        _serve(asked, answering, function)


def main() -> None:
    """Answer questions until there are no more, or nobody is left to ask them."""
    end_with(int(sys.argv[1]))
    limit_memory()
    asked, answering = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    _serve(asked, answering, None)


if __name__ == "__main__":
    main()
