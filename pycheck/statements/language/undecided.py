"""Why an evaluation stopped without an answer."""


class Undecided(Exception):
    """No value at this precision or in this shape: never a pass, never a failure.

    `retry` says whether more precision may help.
    """

    def __init__(self, reason: str, *, retry: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry = retry


class NotSymbolic(Undecided):
    """A term of a sum that is no power-law term in the index."""


def imprecise(what: str) -> Undecided:
    """The ball of `what` is too wide for the question."""
    return Undecided(f"{what} is undecided at this precision", retry=True)
