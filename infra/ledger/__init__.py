"""The ledger in Postgres: commands in, events out, one global order.

mapper       an event and its row; entry_hash    what makes a row tamper-evident
decision     what a command comes to; batch      many, each on the result of the one before
appender     one transaction after another; waiting   who waits for an answer
writer       the SQL of it; arrays               its values, packed
reader       rows back in order; arrivals        told when there are more
"""
