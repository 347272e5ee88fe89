"""``python -m pycheck``."""

from pycheck.cli.main import run

if __name__ == "__main__":
    run()
