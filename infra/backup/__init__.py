"""Backup and restore of the three originals at one position, and the keys they open with.

backup.py     one snapshot of the tables, then the blobs that its events name
restore.py    an empty home, filled, proved, every erasure done again before anything serves
manifest.py   what a backup holds; written last, read first
sealed_file.py, key_file.py   the bytes; layouts in docs/adr/0016-backups.md
"""
