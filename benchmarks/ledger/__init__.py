"""The ledger engine against the library, against raw Postgres, and under faults.

`python -m benchmarks.ledger [--only G1,G3] [--quick] [--profile G6]`

claims      every goal; measures   which module finds it
servers     PostgreSQL and Redis in a home of their own, once more with a slow disk
events      what is recorded; ours, raw, library   the three that record it, fed alike
figures     medians, ranges, percentiles; child    the same in processes of their own
Each other module measures the goals that its docstring names.
"""
