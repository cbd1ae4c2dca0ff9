"""Runs every benchmark, one after the other."""

from benchmarks import film

if __name__ == "__main__":
    film.main()
