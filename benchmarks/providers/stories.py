"""Texts for films, each of its own: none says again what another one said."""

from collections.abc import Iterator
from random import Random  # noqa: TID251 - seeded

SYLLABLES = (
    *("bra", "cel", "dor", "fen", "gal", "hul", "jor", "kes", "lun", "mor"),
    *("nev", "oth", "pel", "quar", "ros", "sul", "tam", "ver", "wex", "zan"),
)
THINGS = (
    *("lantern", "kettle", "ledger", "anchor", "barrel", "mirror", "pillar", "ladder", "hammer"),
    *("saddle", "feather", "candle", "compass", "blanket", "whistle", "bucket", "spindle"),
    *("chimney", "orchard", "bridge", "tunnel", "market", "harbour", "meadow", "quarry"),
    *("furnace", "library", "theatre", "granary", "windmill", "viaduct", "chapel", "causeway"),
    *("reservoir", "pigeon", "badger", "heron", "otter", "salmon", "beetle", "falcon"),
    *("tortoise", "squirrel", "lobster", "raven", "ferret", "trumpet", "violin", "banner"),
    *("telescope", "umbrella", "pumpkin", "cabbage", "statue", "fountain", "elevator", "parcel"),
    *("thimble", "accordion", "scaffold"),
)
VERBS = ("carried", "buried", "painted", "counted", "traded", "measured", "repaired", "mended")
FRAMES = (
    "{a} of {b} {v} a {x} for {n} years before anybody asked why.",
    "Nobody in {b} had seen a {y} until {a} brought one home.",
    "It weighed {n} pounds, and the {x} beside it weighed more.",
    "One morning the {z} was gone, and {c} blamed the {y}.",
    "{c} swore that she had {v} it herself in {m}.",
    "The people built a {z} around {b}, {n} steps long.",
    "When the rain came, {a} stood under the {x} and laughed.",
    "Later {c} wrote {n} letters to {a} about the {z}.",
    "A {y} still hangs above {b}, and {n} visitors came in {m}.",
    "Every child of {b} can tell where the {z} stood.",
    "In {m} a fire took the {x}, but it spared the {y}.",
    "The {z} was sold at {b} for {n} silver coins.",
    "Soldiers slept beside the {x} while {a} {v} the {z}.",
    "Some say that {c} hid a map inside the {y}.",
    "Snow fell on {b} for {n} days and covered the {x}.",
    "The priest of {b} never trusted {a} or the {z}.",
    "A doctor measured the {y} and found {n} cracks in it.",
    "Travellers from {b} still bring bread to the {x}.",
    "At midnight {c} heard the {z} fall into the {y}.",
    "The king sent {n} riders after {a}, and none returned.",
    "Without the {x}, said {c}, {b} would have starved in {m}.",
    "Only {n} people ever saw how {a} {v} the {y}.",
    "The museum of {b} shows a {z} made of glass.",
    "Thieves came for the {y} and left with a {x}.",
)
FRAMES_PER_FILM = 9
PER_FILM = 3


def stories(count: int) -> Iterator[str]:
    """So many, the same ones each time; things are told of once."""
    for n in range(count):
        dice = Random(f"story {n}")  # noqa: S311 - repeatable, no secret
        at = n * PER_FILM % len(THINGS)
        x, y, z = (THINGS[(at + it) % len(THINGS)] for it in range(PER_FILM))
        names = {it: _name(dice) for it in "abc"}
        frames = dice.sample(FRAMES, FRAMES_PER_FILM)
        told = names | {"x": x, "y": y, "z": z}
        yield "\n".join(
            it.format(
                **told, v=dice.choice(VERBS), n=dice.randint(3, 90), m=dice.randint(1701, 1950)
            )
            for it in frames
        )


def _name(dice: Random) -> str:
    return "".join(dice.sample(SYLLABLES, 3)).capitalize()
