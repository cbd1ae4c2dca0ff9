"""Where parts meet, and nowhere else: each program of the system is put together here.

foundation   what all share: addresses, ledger, vault, blobs, prices
api, worker, dispatcher, projector   one program each
"""
