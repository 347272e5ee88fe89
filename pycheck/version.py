"""The version of pycheck, in this place alone."""

__version__ = "0.1.0"
