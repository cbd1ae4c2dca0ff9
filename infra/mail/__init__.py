"""Mail: each event that needs a person is told of once, and codes that verify an address.

outbox      what is to be told, and how far each is: rows that outlive whoever sends
addresses   whom an account's letters go to; a sealed address is opened here alone
codes       codes that verify an address: drawn, kept sealed, known by their digest
letters     writes the letter about an event, or says why there is none
post        takes in what happened, sends what is due, tells the ledger what became of it
run         the life of it: lead or wait, and begin again when cut off

A letter is marked as being sent before it leaves. Who dies then leaves it so, and the next one
sends it once more, under the same Message-ID; twice in doubt, it is left alone.
"""
