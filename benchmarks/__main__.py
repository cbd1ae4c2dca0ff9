"""Measures how long a film takes; the ledger engine has its own, `benchmarks.ledger`."""

from benchmarks import film

if __name__ == "__main__":
    film.main()
