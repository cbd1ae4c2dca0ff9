"""What clips from outside may cost, as it is set."""

from adapters.render.clips.check import ClipCheck
from adapters.render.clips.confined import Allowance
from infra.settings import Making


def allowance(making: Making) -> Allowance:
    return Allowance(making.decode_bytes, making.decode_s)


def clip_check(making: Making) -> ClipCheck:
    return ClipCheck(allowance(making), round(making.clip_s * 1_000))
