"""`ytempire doctor`: what is configured and what works, asked of the machine itself.

capabilities   who does each kind of work, and how real that is
paid           whom paid work is asked of: chains, keys, ceiling, breakers, and what keys may do
machine        versions, encoders, devices, fonts
optional       what works once it is set up: mail, a local voice
places         where data lies, who may read the keys, how much room there is
prices         the lists, and what no list has a price for
seals          how far sealing is behind
views          views that claim more than the ledger has
servers        whether PostgreSQL, Redis and a bucket of blobs answer
"""
