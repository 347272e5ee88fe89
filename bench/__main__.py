"""``python -m bench``: every benchmark, each of which prints its tables and saves its numbers."""

from bench import enclose, recovery, statements


def main() -> None:
    """Run them all, the quickest first."""
    for benchmark in (enclose, recovery, statements):
        benchmark.main()


if __name__ == "__main__":
    main()
