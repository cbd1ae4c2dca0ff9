"""The dispatcher: wakes workers for whatever is due and unleased. It decides and records nothing.

due         what is to be done now, from the jobs table and the leases
plan        whom to wake in which lane, so that nobody stands behind another account's many
dispatcher  one look: everything due, less what waits already, in one go
run         lead or wait; look again on every commit of the jobs table, and by the clock
"""
