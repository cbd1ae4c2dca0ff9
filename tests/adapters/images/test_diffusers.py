"""The real library with a model of random weights, small enough to be made here."""

import json
from importlib import import_module
from io import BytesIO
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from PIL import Image

from adapters.blobs.disk import DiskBlobs
from adapters.images import diffusers as local
from adapters.images.cards import CardIllustrator
from adapters.images.diffusers import DiffusersIllustrator, Model, fault_of, size_of
from adapters.images.prompting import NOT_CARD
from adapters.provenance import jpeg
from adapters.provenance.xmp import known
from domain.provenance import DigitalSource
from domain.script import Scene, Script
from processors.errors import NotConfigured, Unavailable
from processors.ports import Look, Picture, SceneOrder
from tests.adapters.provenance.test_jpeg import picture

SCRIPT = Script(
    "Ice", "en", tuple(Scene(it, ("It is old.",), "old air") for it in ("Ice", "Air")), 9.0
)
REASON = "the extra `diffusers` is not installed: pip install 'ytempire[diffusers]'"


def order(scene: int = 0, pictures: tuple[Picture, ...] = ()) -> SceneOrder:
    return SceneOrder(SCRIPT, scene, 1920, 1080, Look("ice"), pictures)


@pytest.fixture
def as_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder alone is looked at, whatever is installed here."""
    monkeypatch.setattr(local, "_PARTS", ())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One that looks as a pipeline does."""
    model = tmp_path / "model"
    (model / "unet").mkdir(parents=True)
    (model / "model_index.json").write_text("{}")
    (model / "unet" / "weights.safetensors").write_bytes(b"")
    return model


@pytest.mark.usefixtures("as_installed")
def test_a_folder_of_safetensors_is_taken(folder: Path) -> None:
    assert fault_of(folder) is None


@pytest.mark.usefixtures("as_installed")
@pytest.mark.parametrize("name", ["unet/weights.bin", "model.ckpt", "vae/x.pt", "pipeline.py"])
def test_a_folder_with_anything_that_may_run_code_is_refused(folder: Path, name: str) -> None:
    file = folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"")
    fault = fault_of(folder)
    assert fault is not None
    assert f"{file.name}, which may run code" in fault


@pytest.mark.usefixtures("as_installed")
def test_a_folder_without_a_pipeline_or_weights_is_refused(folder: Path, tmp_path: Path) -> None:
    assert "holds no pipeline" in (fault_of(tmp_path / "nothing") or "")
    (folder / "unet" / "weights.safetensors").unlink()
    assert "holds no weights" in (fault_of(folder) or "")


async def test_without_the_extra_it_says_what_is_missing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "_PARTS", ("a_package_that_is_not_there",))
    with pytest.raises(NotConfigured, match="the extra is not installed") as refused:
        await made_with(tmp_path, folder).illustrate(order())
    assert refused.value.code == "not-configured"


def made_with(tmp_path: Path, folder: Path, steps: int = 2) -> DiffusersIllustrator:
    blobs = DiskBlobs(tmp_path / "blobs")
    return DiffusersIllustrator(blobs, Model(folder, steps=steps), CardIllustrator(blobs))


async def test_the_creators_own_picture_is_shown_as_without_a_model(
    folder: Path, tmp_path: Path
) -> None:
    blobs = DiskBlobs(tmp_path / "blobs")
    given = Picture("1.jpg", await blobs.put(picture()))
    made = await made_with(tmp_path, folder).illustrate(order(pictures=(given,)))
    assert (made.answer.picture, made.usage) == ("1.jpg", ())


def test_other_weights_are_another_model(folder: Path) -> None:
    before = Model(folder).provider
    (folder / "unet" / "weights.safetensors").write_bytes(b"other")
    assert Model(folder).provider.model != before.model
    assert before.model.startswith("model@")


@pytest.mark.parametrize(
    ("canvas", "expected"),
    [((1920, 1080), (1368, 768)), ((1080, 1920), (768, 1368)), ((1080, 1080), (1024, 1024))],
)
def test_an_image_has_the_films_shape_and_the_models_area(
    canvas: tuple[int, int], expected: tuple[int, int]
) -> None:
    assert size_of(*canvas, 1024 * 1024) == expected


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole SDXL pipeline of 2.8 million random weights, as its folder would come."""
    pytest.importorskip("diffusers", reason=REASON)
    return a_pipeline(tmp_path_factory.mktemp("tiny"))


@pytest.mark.filterwarnings("ignore")  # of the libraries themselves, at their import
async def test_an_image_is_made_offline_the_same_each_time(tiny: Path, tmp_path: Path) -> None:
    illustrator = made_with(tmp_path, tiny)
    first, again, other = [await illustrator.illustrate(order(it)) for it in (0, 0, 1)]
    assert first.answer == again.answer != other.answer
    assert first.answer.picture == NOT_CARD
    data = await DiskBlobs(tmp_path / "blobs").get(first.answer.image)
    image = Image.open(BytesIO(data))
    assert (image.format, image.size) == ("JPEG", (88, 48))
    assert known(jpeg.mark_of(data)) is DigitalSource.TRAINED
    (used,) = first.usage
    assert (used.meter, used.quantity > 0) == ("cpu_ms", True)


@pytest.mark.filterwarnings("ignore")  # of the libraries themselves, at their import
async def test_another_process_would_make_the_same(tiny: Path, tmp_path: Path) -> None:
    first, again = [await made_with(tmp_path, tiny).illustrate(order()) for _ in range(2)]
    assert first.answer == again.answer


@pytest.mark.filterwarnings("ignore")  # of the libraries themselves, at their import
async def test_a_model_that_breaks_is_told_with_what_it_used(tiny: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    copytree(tiny, broken)
    (broken / "unet" / "diffusion_pytorch_model.safetensors").write_bytes(b"no weights")
    with pytest.raises(Unavailable) as failed:
        await made_with(tmp_path, broken).illustrate(order())
    assert failed.value.code == "model-failed"
    assert [it.meter for it in failed.value.usage] == ["cpu_ms"]


def a_pipeline(folder: Path) -> Path:
    diffusers, transformers = import_module("diffusers"), import_module("transformers")
    import_module("torch").manual_seed(0)
    text = transformers.CLIPTextConfig(**TEXT_CONFIG)
    tokenizer = a_tokenizer(folder / "words", transformers)
    pipeline = diffusers.StableDiffusionXLPipeline(
        vae=diffusers.AutoencoderKL(**VAE_CONFIG),
        text_encoder=transformers.CLIPTextModel(text),
        text_encoder_2=transformers.CLIPTextModelWithProjection(text),
        tokenizer=tokenizer,
        tokenizer_2=tokenizer,
        unet=diffusers.UNet2DConditionModel(**UNET_CONFIG),
        scheduler=diffusers.EulerDiscreteScheduler(),
        force_zeros_for_empty_prompt=True,
        add_watermarker=False,
    )
    pipeline.save_pretrained(folder / "sdxl")
    return folder / "sdxl"


def a_tokenizer(folder: Path, transformers: Any) -> Any:
    """Bytes alone, and two merges."""
    folder.mkdir()
    printed = [*range(33, 127), *range(161, 173), *range(174, 256)]
    bytes_ = [chr(it) for it in printed] + [chr(256 + n) for n in range(256 - len(printed))]
    words = [*bytes_, *(f"{it}</w>" for it in bytes_), "ic", "ice</w>", "<unk>"]
    words += ["<|startoftext|>", "<|endoftext|>"]
    (folder / "vocab.json").write_text(json.dumps({it: n for n, it in enumerate(words)}))
    (folder / "merges.txt").write_text("#version: 0.2\ni c\nic e</w>\n")
    files = (str(folder / "vocab.json"), str(folder / "merges.txt"))
    return transformers.CLIPTokenizer(*files, model_max_length=77)


TEXT_CONFIG = {
    "hidden_size": 32,
    "intermediate_size": 37,
    "num_attention_heads": 4,
    "num_hidden_layers": 2,
    "projection_dim": 32,
    "vocab_size": 520,
    "bos_token_id": 515,
    "eos_token_id": 516,
    "pad_token_id": 516,
}
VAE_CONFIG = {
    "block_out_channels": [32, 64],
    "down_block_types": ["DownEncoderBlock2D"] * 2,
    "up_block_types": ["UpDecoderBlock2D"] * 2,
    "latent_channels": 4,
    "sample_size": 128,
}
UNET_CONFIG = {
    "block_out_channels": (32, 64),
    "layers_per_block": 2,
    "sample_size": 32,
    "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D"),
    "up_block_types": ("CrossAttnUpBlock2D", "UpBlock2D"),
    "attention_head_dim": (2, 4),
    "use_linear_projection": True,
    "addition_embed_type": "text_time",
    "addition_time_embed_dim": 8,
    "transformer_layers_per_block": (1, 2),
    "projection_class_embeddings_input_dim": 80,
    "cross_attention_dim": 64,
}
