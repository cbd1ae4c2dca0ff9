"""The worker: one job at a time, under a lease, settled in the ledger.

leases      who works at what; the fence        attempt   one lease of one job, start to end
watch       what may end work before its time   progress  how far it is, for whoever looks on
worker      a wake-up becomes an attempt        consume   wake-ups from Redis, one at a time
doorbell    hears that there are some
"""
