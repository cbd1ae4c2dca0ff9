"""The projector: events in, tables out.

tables       what a projection declares, as SQL
checkpoints  how far each projection has come; entry    an event, decoded once
view         one projection being followed; runner      a page of events, all views, one transaction
together     statements sent in one go; binary    values as Postgres takes them
process      the life of a projector; replay            the proof: fold it all again, compare
rebuild      a view built again: bulk fills, proof compares, switch lets it be read
several      the same for several views at once; filling    one scan of the ledger, for all
builds       what there is; upkeep     newer versions built, old builds dropped; discards, parked
"""
