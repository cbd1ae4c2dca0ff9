"""What a key may do at its provider, asked without paying: read-only, once, briefly.

One file a provider, named as it is in the settings; each has a `told` that takes a Question.
Whatever speaks against it leaves as the tree of `processors/errors.py`.
"""
