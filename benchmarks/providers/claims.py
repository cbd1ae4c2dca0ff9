"""Every goal of the paid calls: what is counted, and where the bar lies."""

from benchmarks.claims import Claim, groups, most

CLAIMS: tuple[Claim, ...] = (
    most("P2", "kill -9 in the middle of calls: charges of which no cost and no unknown tells", 0),
    most("P2-invented", "… costs of which no charge tells", 0),
    most("P2-unnamed", "… unknown outcomes without a sentence, or without an estimate", 0),
    most("P2-found", "… charges for one call, where the provider can be asked what it did", 1),
    most("P2-blind", "… where it cannot, or had not been named when it was cut off", 2),
    most("P2-open", "… jobs neither done nor parked with a reason", 0),
    most("P6", "films, 20 % of calls fail: neither made nor parked with a reason to act on", 0),
    most("P6-retried", "… parked for what can be tried again", 0),
    most("P6-charges", "… charges of which no cost and no unknown tells", 0),
    most("P7", "planted keys, tokens, prompts and private texts found where none belongs", 0),
)

GROUPS = groups(CLAIMS)
