"""The one error that a person's input can cause."""


class InputError(Exception):
    """Bad input: what is wrong, where, and what to do, in one line.

    The command line prints the message after ``error:`` and exits with code 2. Everything else
    that escapes is a defect of pycheck and keeps its traceback.
    """
