"""The appeal pack: all that shows how one video came about, in one archive for a stranger.

`gather` reads what was recorded, `tell` says it in documents, `archive` makes one file of them.
"""
