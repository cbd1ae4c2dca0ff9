"""What a worker finds out about its encoders is told to the ledger, once a process."""

from adapters.render.probe import Probe
from domain.system import MAIN, EncoderProbed
from infra.worker.encoders import telling
from tests.commands.stage import Stage


async def test_an_encoder_is_told_of_once_in_its_own_words() -> None:
    stage = Stage()
    tell = telling(stage.ledger)
    for _ in range(2):
        await tell(Probe("h264_nvenc", "Cannot load /usr/lib/libcuda.so.1", 0.1))
    (told,) = stage.events
    assert isinstance(told, EncoderProbed)
    assert told.build.startswith("h264_nvenc ")
    assert (told.works, told.why) == (False, "Cannot load …/libcuda.so.1")
    assert [stream for stream, _ in stage.since] == [MAIN]
