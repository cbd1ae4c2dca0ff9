"""What a worker found out about the encoders of its machine, told to the ledger."""

from uuid import uuid4

import structlog

from adapters.render.choice import Heard
from adapters.render.encoders import BY_NAME
from adapters.render.probe import Probe, build_of
from commands.ports import Because, Busy, Ledger
from commands.system import TellEncoder
from domain.system import EncoderProbed
from processors.recording import digest, tellable

ACTOR = "worker/render"
log = structlog.get_logger()


def telling(ledger: Ledger) -> Heard:
    """Tells of each encoder once a process; a ledger that is busy keeps no film waiting."""
    told: set[str] = set()

    async def tell(found: Probe) -> None:
        if found.encoder in told:
            return
        build = build_of(BY_NAME[found.encoder])
        command = TellEncoder(EncoderProbed(build, found.works, tellable(found.error)))
        key = uuid4()
        try:
            await ledger.carry_out(command, Because(ACTOR, None, key, digest(command), key, key))
        except Busy:
            log.warning("encoder not told of", encoder=found.encoder)
        else:
            told.add(found.encoder)

    return tell
