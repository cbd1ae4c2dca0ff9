"""A neural voice from a folder: with a library that speaks like another voice, and the real one."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from adapters.blobs.disk import DiskBlobs
from adapters.voice import neural
from adapters.voice.espeak import EspeakNarrator
from adapters.voice.neural import NeuralSpeaker, fault_of
from adapters.voice.speech import pcm_of
from domain.narration import Alignment
from domain.script import Scene, Script
from domain.utterance import Utterance
from processors.errors import NotConfigured, Unavailable
from processors.speaking import Saying

TEXT = "The octopus has three hearts, and its blood is blue. Two of them serve the gills."
SAYING = Saying(Utterance(0, TEXT), "default", "en-US")
TOLD = {
    "audio": {"sample_rate": 24_000},
    "espeak": {"voice": "en-us"},
    "num_symbols": 256,
    "num_speakers": 2,
    "speaker_id_map": {"female": 1},
    "phoneme_type": "text",
    "phoneme_id_map": {it: [n] for n, it in enumerate("_^$ " + "abcdefghijklmnopqrstuvwxyz.,", 1)},
}
REASON = "the extra `neural` is not installed: pip install 'ytempire[neural]' onnx"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One that looks as if a voice were in it."""
    (tmp_path / "amy.onnx").write_bytes(b"")
    (tmp_path / "amy.onnx.json").write_text(json.dumps(TOLD))
    return tmp_path


def speaker(folder: Path) -> NeuralSpeaker:
    return NeuralSpeaker(folder, "amy", DiskBlobs(folder / "blobs"))


class Library(ModuleType):
    """In place of `piper`: says what it is given, and keeps what it was asked."""

    def __init__(self, samples: "np.ndarray[Any, Any]") -> None:
        super().__init__("piper")
        self.samples = samples
        self.asked: list[tuple[str, int | None]] = []
        self.truth: list[int] = []
        self.PiperVoice = SimpleNamespace(load=lambda _: self)
        self.SynthesisConfig = SimpleNamespace

    def synthesize(self, text: str, how: Any) -> Iterator[SimpleNamespace]:
        self.asked.append((text, how.speaker_id))
        for half in np.array_split(self.samples, 2):
            yield SimpleNamespace(audio_int16_bytes=half.astype("<i2").tobytes())


async def installed(monkeypatch: pytest.MonkeyPatch, folder: Path, text: str) -> Library:
    """A library that says this text in another manner, at half of 48 kHz."""
    script = Script("", "en", (Scene("", (text,), ""),), 0.0)
    blobs = DiskBlobs(folder / "blobs")
    told = (await EspeakNarrator(blobs).narrate(script, "male")).answer
    samples = np.frombuffer(pcm_of(await blobs.get(told.audio)).samples, "<i2")
    library = Library(samples[: len(samples) // 2 * 2].reshape(-1, 2).mean(axis=1))
    library.truth = [it.start_ms for it in told.scenes[0].words]
    monkeypatch.setattr(neural, "_PARTS", ())
    monkeypatch.setitem(sys.modules, "piper", library)
    return library


async def test_words_are_found_in_what_the_model_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = await installed(monkeypatch, folder, TEXT)
    metered = await speaker(folder).speak(SAYING)
    made = metered.answer
    assert (made.alignment, [it.text for it in made.words]) == (Alignment.ALIGNED, TEXT.split())
    off_ms = [abs(it.start_ms - at) for it, at in zip(made.words, library.truth, strict=True)]
    assert max(off_ms) <= 100
    pcm = pcm_of(await DiskBlobs(folder / "blobs").get(made.audio))
    assert (pcm.rate_hz, pcm.length_ms) == (24_000, made.words[-1].end_ms)
    assert [(it.meter, it.quantity) for it in metered.usage] == [("character", len(TEXT))]
    assert library.asked == [(TEXT, None)]


async def test_what_does_not_sound_like_the_text_has_estimated_times(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = await installed(monkeypatch, folder, TEXT)
    library.samples = np.random.default_rng(1).normal(0, 3_000, 60_000)
    made = (await speaker(folder).speak(SAYING)).answer
    assert (made.alignment, [it.text for it in made.words]) == (Alignment.ESTIMATED, TEXT.split())


async def test_a_manner_may_be_a_speaker_of_the_model(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = await installed(monkeypatch, folder, "Two hearts.")
    await speaker(folder).speak(Saying(Utterance(0, "Two hearts."), "female", "en"))
    assert library.asked == [("Two hearts.", 1)]


def test_another_model_is_another_provider(folder: Path) -> None:
    before = speaker(folder).provider
    assert (before.name, before.mode.value, before.model[:4]) == ("piper", "offline", "amy@")
    (folder / "amy.onnx").write_bytes(b"other weights")
    assert speaker(folder).provider != before


async def test_a_model_that_fails_or_says_nothing_is_unavailable(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = await installed(monkeypatch, folder, TEXT)
    library.samples = np.zeros(0)
    with pytest.raises(Unavailable, match="said nothing"):
        await speaker(folder).speak(SAYING)
    library.samples = np.array(["no sound"])
    with pytest.raises(Unavailable, match="failed"):
        await speaker(folder).speak(SAYING)


async def test_another_language_is_for_another_voice(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neural, "_PARTS", ())
    with pytest.raises(NotConfigured, match="amy speaks en, and the script is in de") as refused:
        await speaker(folder).speak(Saying(Utterance(0, "Zwei Herzen."), "default", "de"))
    assert refused.value.code == "voice-language"


@pytest.mark.parametrize("told", ["", "[]", "{}", json.dumps({**TOLD, "phoneme_type": "pinyin"})])
async def test_a_description_that_cannot_be_used_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch, told: str
) -> None:
    monkeypatch.setattr(neural, "_PARTS", ())
    (folder / "amy.onnx.json").write_text(told)
    with pytest.raises(NotConfigured, match=r"amy\.onnx\.json"):
        await speaker(folder).speak(SAYING)


async def test_without_the_extra_or_a_model_it_says_what_is_missing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neural, "_PARTS", ())
    assert "has no other.onnx" in str(fault_of(folder, "other"))
    assert fault_of(folder, "amy") is None
    monkeypatch.setattr(neural, "_PARTS", ("a_package_that_is_not_there",))
    with pytest.raises(NotConfigured, match="the extra is not installed"):
        await speaker(folder).speak(SAYING)


@pytest.mark.filterwarnings("ignore")  # of the libraries themselves, at their import
async def test_the_real_library_speaks_with_a_model_that_was_made_here(tmp_path: Path) -> None:
    for it in neural._PARTS:
        pytest.importorskip(it, reason=REASON)
    hum(tmp_path / "amy.onnx")
    (tmp_path / "amy.onnx.json").write_text(json.dumps(TOLD))
    made = (await speaker(tmp_path).speak(SAYING)).answer
    pcm = pcm_of(await DiskBlobs(tmp_path / "blobs").get(made.audio))
    assert pcm.rate_hz == 24_000
    assert np.abs(np.frombuffer(pcm.samples, "<i2")).max() > 10_000
    assert [it.text for it in made.words] == TEXT.split()


def hum(file: Path) -> None:
    """A model with the inputs of Piper's: every sign of the text is 1,200 samples of a hum."""
    onnx = pytest.importorskip("onnx", reason=REASON)
    helper, kinds = onnx.helper, onnx.TensorProto
    nodes = [
        helper.make_node("Cast", ["input"], ["signs"], to=kinds.FLOAT),
        helper.make_node("Unsqueeze", ["signs", "last"], ["column"]),
        helper.make_node("Mul", ["column", "times"], ["phases"]),
        helper.make_node("Sin", ["phases"], ["waves"]),
        helper.make_node("Reshape", ["waves", "shape"], ["output"]),
    ]
    times = np.arange(1_200, dtype=np.float32) * 0.01
    constants = [
        onnx.numpy_helper.from_array(np.array([2], np.int64), "last"),
        onnx.numpy_helper.from_array(times, "times"),
        onnx.numpy_helper.from_array(np.array([1, 1, -1], np.int64), "shape"),
    ]
    inputs = [
        helper.make_tensor_value_info("input", kinds.INT64, [1, None]),
        helper.make_tensor_value_info("input_lengths", kinds.INT64, [1]),
        helper.make_tensor_value_info("scales", kinds.FLOAT, [3]),
        helper.make_tensor_value_info("sid", kinds.INT64, [1]),
    ]
    output = helper.make_tensor_value_info("output", kinds.FLOAT, [1, 1, None])
    graph = helper.make_graph(nodes, "hum", inputs, [output], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    onnx.save(model, file)
