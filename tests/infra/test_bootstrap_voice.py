"""A neural voice of this machine, by its name in the chain and the folder that it is in."""

from pathlib import Path

import pytest

from adapters.blobs.disk import DiskBlobs
from infra.bootstrap.chains import Chains
from infra.settings import BadSettings, Providers, Settings


def chains(folder: Path | None, model: str) -> Chains:
    its = Settings(voice_model_path=folder, providers=Providers(voice=f"neural:{model}"))
    return Chains(its, DiskBlobs(folder or Path()))


def test_a_voice_is_found_by_its_name(tmp_path: Path) -> None:
    (voice,) = chains(tmp_path, "en_US-amy-medium").narrators()
    assert voice.provider.model.startswith("en_US-amy-medium@")


@pytest.mark.parametrize("model", ["../amy", "a/b", ".hidden"])
def test_a_name_that_could_lead_elsewhere_is_refused(tmp_path: Path, model: str) -> None:
    with pytest.raises(BadSettings, match="VOICE_MODEL_PATH has to be a folder"):
        chains(tmp_path, model).narrators()


def test_without_a_folder_there_is_no_voice() -> None:
    with pytest.raises(BadSettings, match=r"a folder with amy\.onnx and amy\.onnx\.json"):
        chains(None, "amy").narrators()
