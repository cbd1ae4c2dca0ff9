"""The dispatcher: wakes workers for whatever is due and unleased. It decides and records nothing.

due         what is to be done now, from the jobs table and the leases
fair        whose turn it is
dispatcher  one look: what is due, less what waits already, fair between accounts
run         lead or wait; look again on every commit of the jobs table, and by the clock
"""
