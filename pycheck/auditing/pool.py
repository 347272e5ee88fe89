"""Runs pieces of work, each of which may fail, hang or end its process without taking others along.

In several processes a piece has a time and a process an amount of memory. In this one, which is
what a person who debugs a check asks for, only what a piece raises is told apart.
"""

import contextlib
import pickle
from collections.abc import Callable, Sequence
from concurrent.futures import TimeoutError as OutOfTime
from concurrent.futures import as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from pycheck.errors import InputError
from pycheck.processes import Terminated, begin_worker

if TYPE_CHECKING:
    from concurrent.futures import Future

    from pebble import ProcessFuture, ProcessPool

_NOT_HANDED_OVER = "what it returns cannot be handed from one process to another"
_NO_WORKERS = (
    "the worker processes ended before they had work: they were killed, or a script that audits "
    "lacks `if __name__ == '__main__':`; mend that, or use one job"
)

Progress = Callable[[int, int], None]
W = TypeVar("W")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Task(Generic[W, R]):
    """How a kind of pieces is run: the function, and what stands for a piece that did not return.

    `alone` takes a piece apart into the smallest ones, which are run again one by one, each with a
    time of its own, where the whole fails. `keep` says whether an outcome would be the same again.
    """

    run: Callable[[W], R]
    failed: Callable[[W, str], R]
    alone: Callable[[W], Sequence[W]] = lambda piece: (piece,)
    keep: Callable[[R], bool] = lambda _: True


@dataclass(frozen=True, slots=True)
class _Done(Generic[R]):
    outcome: R


_Tried = _Done[R] | str
"""What a piece came to, or the reason why it came to nothing."""


class Keeper(Protocol):
    """What keeps the outcomes of pieces of work."""

    def get(self, piece: object) -> Any:
        """What a piece of work came to, or None."""

    def put(self, piece: object, outcome: object) -> None:
        """Keep what a piece came to."""


class Pool:
    """Runs `total` pieces of work in so many `workers`; tells how many are done.

    Without a worker they run in this process. What the `store` keeps is not run again.
    """

    def __init__(
        self,
        workers: int,
        seconds: float,
        total: int,
        progress: Progress | None,
        store: "Keeper | None" = None,
    ) -> None:
        self._workers = workers
        self._store = store
        self._seconds = seconds
        self._total = total
        self._done = 0
        self._tell = progress or (lambda _done, _total: None)
        self._pool: ProcessPool | None = None

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        # What an exception leaves undone is of no use: nobody waits for it.
        self.end(at_once=kind is not None)

    def end(self, *, at_once: bool) -> None:
        """End the processes, when they have done their work or `at_once`."""
        if self._pool:
            if at_once:
                self._pool.stop()  # type: ignore[no-untyped-call]
            else:
                self._pool.close()  # type: ignore[no-untyped-call]
            self._pool.join()
            self._pool = None

    def submit(self, task: Task[W, R], work: Sequence[W]) -> Callable[[], list[R]]:
        """Begin some pieces; the result waits for their outcomes, in the order of the work."""
        waiting = [(piece, self._kept(piece) or self._begin(task, piece)) for piece in work]

        def outcomes() -> list[R]:
            begun = [b for _, b in waiting if b is not None and not isinstance(b, _Done)]
            for _ in as_completed(begun):
                self._note()
            found: list[R] = []
            for piece, future in waiting:
                if isinstance(future, _Done):
                    found.append(future.outcome)
                else:
                    found += self._end(task, piece, future)
                if future is None or isinstance(future, _Done):
                    self._note()
            return found

        return outcomes

    def _kept(self, piece: W) -> "_Done[Any] | None":
        kept = self._store.get(piece) if self._store else None
        return None if kept is None else _Done(kept)

    def _begin(self, task: Task[W, R], piece: W) -> "ProcessFuture[bytes] | None":
        if not self._workers:
            return None
        if self._pool is None:
            self._pool = _processes(self._workers)
        try:
            begun = self._pool.schedule(_try_there, (task.run, piece), timeout=self._seconds)
        except RuntimeError as error:  # it has broken
            raise InputError(_NO_WORKERS) from error
        if self._store:
            begun.add_done_callback(lambda ended: self._keep_early(task, piece, ended))
        return begun

    def _keep_early(self, task: Task[W, R], piece: W, ended: "Future[bytes]") -> None:
        """Keep what came of a piece at once: whoever waits for one before it may be stopped."""
        with contextlib.suppress(Exception):  # what is wrong with it is told where it is asked for
            self._keep(task, piece, pickle.loads(ended.result()))

    def _keep(self, task: Task[W, R], piece: W, tried: _Tried[R]) -> None:
        if self._store and isinstance(tried, _Done) and task.keep(tried.outcome):
            self._store.put(piece, tried.outcome)

    def _end(self, task: Task[W, R], piece: W, future: "ProcessFuture[bytes] | None") -> list[R]:
        try:
            if future is None:
                tried: _Tried[R] = _try(task.run, piece, (KeyboardInterrupt, Terminated))
            else:
                tried = pickle.loads(future.result())
        except OutOfTime:
            reason = f"out of time: nothing came of it in {self._seconds:g} seconds"
        except BrokenProcessPool as error:
            raise InputError(_NO_WORKERS) from error
        except Exception as error:
            reason = _why_lost(error)
        else:
            if isinstance(tried, _Done):
                self._keep(task, piece, tried)
                return [tried.outcome]
            reason = tried
        pieces = task.alone(piece)
        if len(pieces) == 1:
            return [task.failed(piece, " ".join(reason.split()))]
        begun = [(single, self._begin(task, single)) for single in pieces]
        return [outcome for each in begun for outcome in self._end(task, *each)]

    def _note(self) -> None:
        self._done += 1
        self._tell(self._done, self._total)


def _processes(count: int) -> "ProcessPool":
    from pebble import ProcessPool

    # Spawned processes start alike on every platform and inherit no half-used library state.
    return ProcessPool(count, context=get_context("spawn"), initializer=begin_worker)


def _why_lost(error: Exception) -> str:
    """Why nothing came back from a worker."""
    from pebble import ProcessExpired

    if isinstance(error, ProcessExpired):
        return f"its process ended ({_how(error.exitcode)})"
    return f"{_NOT_HANDED_OVER}: {_described(error)}"


def _try_there(run: Callable[[W], R], piece: W) -> bytes:
    """What a piece comes to in a worker, pickled: what cannot be is a reason too."""
    tried = _try(run, piece)
    try:
        return pickle.dumps(tried)
    except BaseException as error:
        return pickle.dumps(f"{_NOT_HANDED_OVER}: {_described(error)}")


def _try(
    run: Callable[[W], R], piece: W, passed: tuple[type[BaseException], ...] = ()
) -> "_Tried[R]":
    """What a piece comes to, or the reason why it comes to nothing; `passed` is raised."""
    try:
        return _Done(run(piece))
    except MemoryError:
        return "too large: more memory is needed than is allowed"
    except InputError as error:
        return str(error)
    except passed:
        raise
    except BaseException as error:  # one piece must not take the audit down with it
        return _described(error)


def _described(error: BaseException) -> str:
    try:
        return f"{type(error).__name__}: {error}"
    except Exception:  # its text is code of the audited folder too
        return type(error).__name__


def _how(code: int | None) -> str:
    """How a process ended, in words."""
    return f"signal {-code}" if code is not None and code < 0 else f"code {code}"
