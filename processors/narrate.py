"""The voice: a script spoken as one recording, with the times of its words.

A narrator tells the whole script in one call. A speaker is called for one utterance at a time,
each a call of its own, so that none is paid for twice; another voice begins from the start.
Where a person gave a recording, nobody is asked to speak: its words are found in it. A voice that
takes a little more or less than was asked is stretched; a person's own is left as it is.
"""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from commands.video.reports import ReportNarration
from domain.ids import BlobId
from domain.narration import Narration, silence_s, stretch
from domain.prices import Provider
from domain.script import Script
from domain.utterance import Utterance, utterances
from domain.voice_length import Voice
from domain.work import Given, Narrate
from processors import documents, estimates
from processors.call import Answered, Call, Run
from processors.job import LeasedJob
from processors.ports import Metered, Narrator
from processors.speaking import FindingSpeaker, Saying, Speaker, Speech, SpeechJoiner, Stretcher
from processors.voice_length import Unlearned, VoiceLengths

Told = Answered[Narration]


class RecordingReader(Protocol):
    """Finds when each word of a script is spoken in somebody's recording of it."""

    @property
    def provider(self) -> Provider: ...

    async def read(self, script: Script, recording: BlobId, name: str) -> Metered[Narration]:
        """`name` is what the file was called, for sentences."""
        ...


@dataclass(frozen=True, slots=True)
class NarrateProcessor:
    narrators: tuple[Narrator | Speaker, ...]
    joiner: SpeechJoiner
    recordings: RecordingReader
    stretcher: Stretcher
    stretch_most: float = 0.0
    """The share by which a voice is made longer or shorter, so that it takes what was asked."""

    lengths: VoiceLengths = Unlearned()  # noqa: RUF009 - it holds nothing

    async def run(self, job: LeasedJob[Narrate]) -> None:
        work = job.work
        script = await documents.load(job.blobs, work.script, Script)
        if work.recording is None:
            made = await self._told(job, script)
            said = await self._stretched(work, script, made.answer)
        else:
            made = await job.calls.make(self._reading(script, work.recording))
            said = made.answer
        kept = await documents.store(job.blobs, said)
        its = (work, kept, said.duration_ms, said.alignment)
        await job.report(ReportNarration(job.outcome(made), *its))

    async def _told(self, job: LeasedJob[Narrate], script: Script) -> Told:
        ways = [Run(it.provider, partial(self._heard, job, script, it)) for it in self.narrators]
        return await job.calls.first_run("narrate", ways)

    async def _heard(
        self, job: LeasedJob[Narrate], script: Script, it: Narrator | Speaker, n: int
    ) -> Told:
        """How long this voice took is learned of it as it spoke."""
        told = await self._way(it)(job, script, it, n)
        voice = Voice(it.provider, job.work.voice, script.language)
        spoken_s = told.answer.duration_ms / 1000 - silence_s(len(script.scenes))
        await self.lengths.hear(voice, spoken_s, script.usual_speech_s)
        return told

    async def _stretched(self, work: Narrate, script: Script, said: Narration) -> Narration:
        if work.seconds is None:
            return said
        times = stretch(said.duration_ms, work.seconds, script.seconds, self.stretch_most)
        return said if times == 1 else await self.stretcher.stretched(said, times)

    def _reading(self, script: Script, given: Given) -> Call[Narration]:
        return Call(
            "read-recording",
            1,
            request=(script, given.blob),
            answer=Narration,
            provider=self.recordings.provider,
            send=lambda: self.recordings.read(script, given.blob, given.name),
        )

    def _way(self, it: Narrator | Speaker) -> Callable[..., Coroutine[Any, Any, Told]]:
        return self._spoken if isinstance(it, Speaker) else _narrated

    async def _spoken(
        self, job: LeasedJob[Narrate], script: Script, speaker: Speaker, n: int
    ) -> Told:
        """One utterance after the other: a call that is cut off is paid for and lost."""
        parts = utterances(script, speaker.characters_max)
        sayings = [Saying(it, job.work.voice, script.language) for it in parts]
        said: list[Speech] = []
        for at, saying in enumerate(sayings, start=1):
            call = _utterance(at, n, saying, speaker, frozenset(it.request_id for it in said))
            said.append((await job.calls.make(call)).answer)
        joined = await self.joiner.joined(parts, said)
        return Answered(joined, speaker.provider.mode)


async def _narrated(job: LeasedJob[Narrate], script: Script, narrator: Narrator, n: int) -> Told:
    voice = job.work.voice
    call = Call(
        "narrate",
        n,
        request=(script, voice),
        answer=Narration,
        provider=narrator.provider,
        send=lambda: narrator.narrate(script, voice),
        estimate=estimates.characters("".join(it.text for it in script.scenes)),
    )
    return await job.calls.make(call)


def _utterance(
    at: int, n: int, saying: Saying, speaker: Speaker, used: frozenset[str]
) -> Call[Speech]:
    """Its fingerprint is of what is spoken: what is said around it sets its tone alone."""
    its, look_up = saying.utterance, None
    if isinstance(speaker, FindingSpeaker):
        look_up = partial(speaker.find, saying, used=used)
    return Call(
        f"speak {at}",
        n,
        request=(Utterance(its.scene, its.text), saying.voice, saying.language),
        answer=Speech,
        provider=speaker.provider,
        send=lambda: speaker.speak(saying),
        estimate=estimates.most(speaker, (saying,), estimates.characters(its.text)),
        look_up=look_up,
    )
