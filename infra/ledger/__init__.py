"""The ledger in Postgres: commands in, events out, one global order.

mapper       an event and its row; entry_hash    what makes a row tamper-evident
waiting      who waits for an answer; appender   one batch after another
batch        commands decided on each other; decision   what one of them comes to
writer       the SQL of it; arrays               its values, packed
reader       rows back in order; scan            many of them, read ahead; scanned  parsed late
arrivals     told when there are more; recorder  the same table for the library
"""
