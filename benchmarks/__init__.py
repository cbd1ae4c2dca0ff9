"""Measurements, by `make bench`: each writes `results/<name>.json`, and a table for people."""
