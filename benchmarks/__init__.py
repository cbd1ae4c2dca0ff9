"""Measurements: each writes `results/<name>.json`, and a table in docs/PERFORMANCE.md."""
