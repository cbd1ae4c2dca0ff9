"""What is set aside for a call is the most that it may cost, by whoever is asked."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.blobs.disk import DiskBlobs
from adapters.moderation.openai import OpenAIModerator
from adapters.providers.endpoint import Endpoint
from adapters.providers.language_model import Ask, T
from adapters.script.model_judge import ModelJudge
from adapters.script.model_packager import ModelPackager
from adapters.script.model_writer import ModelWriter
from adapters.voice.elevenlabs import ElevenLabsSpeaker
from adapters.voice.google_speech import GoogleSpeaker, ssml
from domain.brief import Brief
from domain.mode import Mode
from domain.prices import Provider, Usage
from domain.script import Scene, Script
from domain.utterance import Utterance
from processors.errors import InvalidInput, Unavailable
from processors.estimates import BYTES_A_TOKEN
from processors.ports import Metered
from processors.speaking import Saying
from tests.standins.language import tokens

HERE = Endpoint("openai", "http://127.0.0.1:1", lambda: "a-key", 1.0)
SPOKEN = st.text(max_size=300).map(lambda it: f"The lighthouse stood on the reef. {it}")
TEXTS = st.one_of(SPOKEN, st.lists(SPOKEN, min_size=1, max_size=20).map("\n\n".join))
SCENES = st.lists(
    st.builds(
        lambda heading, said: Scene(heading, tuple(said), "reef"),
        st.text(max_size=60),
        st.lists(SPOKEN, min_size=1, max_size=5),
    ),
    min_size=1,
    max_size=8,
)


@dataclass
class Listening:
    """A model that hears what it is asked, and is away."""

    provider: Provider = field(default=Provider("openai", "one", Mode.SIMULATED))
    asked: list[Ask] = field(default_factory=list)

    async def answer(self, ask: Ask, shape: type[T]) -> Metered[T]:
        self.asked.append(ask)
        raise Unavailable(f"away from {shape.__name__}")


async def heard(work: str, brief: Brief, script: Script) -> tuple[Ask, tuple[Usage, ...]] | None:
    """What a model is asked, and the most that it was said to cost; None: it is not asked."""
    model = Listening()
    writer, both = ModelWriter(model), (brief, script)
    judge, packager = ModelJudge(model), ModelPackager(model)
    ways: dict[str, tuple[Callable[[], Awaitable[object]], tuple[Usage, ...]]] = {
        "write": (partial(writer.write, brief), writer.most(brief)),
        "fit": (partial(writer.fit, *both), writer.most(*both)),
        "judge": (partial(judge.judge, *both), judge.most(*both)),
        "package": (partial(packager.package, *both), packager.most(*both)),
    }
    sent, most = ways[work]
    try:
        await sent()
    except (InvalidInput, Unavailable):
        return (model.asked[0], most) if model.asked else None
    return None


@pytest.mark.parametrize("work", ["write", "fit", "judge", "package"])
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(source=TEXTS, scenes=SCENES, personality=st.text(max_size=500))
async def test_a_language_model_reads_and_writes_no_more_than_was_set_aside(
    work: str, source: str, scenes: list[Scene], personality: str
) -> None:
    brief = Brief(source, 45, "en", personality=personality)
    found = await heard(work, brief, Script("Reef", "en", tuple(scenes), 45.0))
    if found is None:
        return
    ask, most = found
    read, written = (it.quantity for it in most)
    assert written == ask.output_tokens_max
    said_bytes = len(f"{ask.prompt.text}{ask.document}".encode())
    assert read * BYTES_A_TOKEN >= said_bytes
    assert read >= tokens(ask.prompt.text + ask.document)
    assert {it.meter: it.quantity for it in ask.estimate}["input_token"] <= read


@given(st.text(min_size=1, max_size=300))
def test_google_charges_no_more_characters_than_were_set_aside(text: str) -> None:
    saying = Saying(Utterance(0, text), "default", "en-US")
    (most,) = GoogleSpeaker(HERE, "Neural2", cast("DiskBlobs", None), {}).most(saying)
    marks = ssml(text).count("<mark")
    assert most.quantity >= len(" ".join(text.split())) + len("<speak></speak>")
    assert most.quantity <= len(ssml(text)) - marks * len('<mark name="0"/>')


@given(st.text(min_size=1, max_size=300))
def test_elevenlabs_charges_no_more_characters_than_were_set_aside(text: str) -> None:
    saying = Saying(Utterance(0, text), "default", "en-US")
    (most,) = ElevenLabsSpeaker(HERE, "one", cast("DiskBlobs", None), {}).most(saying)
    assert most.quantity >= len(text)


@pytest.mark.parametrize(("length", "parts"), [(0, 1), (10_000, 1), (10_001, 2), (35_000, 4)])
def test_moderation_looks_at_no_more_parts_than_were_set_aside(length: int, parts: int) -> None:
    assert OpenAIModerator(HERE, "one").most("x" * length) == (Usage("moderation", parts),)
