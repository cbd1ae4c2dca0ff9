"""The ledger in Postgres: commands in, events out, one global order.

mapper       an event and its row; entry_hash    what makes a row tamper-evident
decision     what a command comes to; postgres   carried out in one transaction
reader       rows back in order; arrivals        told when there are more
"""
