"""Chains of providers, as the settings name them."""

from pathlib import Path
from typing import Any

import pytest

from adapters.blobs.disk import DiskBlobs
from domain.mode import Mode
from infra.bootstrap.chains import Chains
from infra.bootstrap.worker import processors, providers
from infra.settings import BadSettings, Settings
from infra.settings.providers import Providers

HERE = "http://127.0.0.1:9"


def every(its: Chains) -> list[Any]:
    ports = (its.writers(), its.judges(), its.packagers(), its.narrators(), its.illustrators())
    return [it for chain in (*ports, its.moderators(), its.researchers()) for it in chain]


def chains(folder: Path, **chosen: Any) -> Chains:
    return Chains(Settings(ytempire_home=folder, providers=Providers(**chosen)), DiskBlobs(folder))


def test_by_itself_everything_is_done_on_this_machine(tmp_path: Path) -> None:
    its = chains(tmp_path)

    assert {it.provider.mode for it in every(its)} == {Mode.OFFLINE}
    assert (its.fitters(), its.moderators(), its.researchers()) == ((), (), ())


def test_a_chain_keeps_the_order_of_the_settings(tmp_path: Path) -> None:
    its = chains(tmp_path, script="openai:gpt-6.1-terra, offline", openai_url=HERE)

    told = [(it.provider.name, it.provider.model, it.provider.mode) for it in its.writers()]

    assert told[0] == ("openai", "gpt-6.1-terra", Mode.SIMULATED)
    assert told[1][2] is Mode.OFFLINE
    assert len(its.fitters()) == 1


@pytest.mark.parametrize(
    ("work", "chain"),
    [
        ("research", "openai:gpt-6.1-terra"),
        ("research", "anthropic:claude-haiku-5-5"),
        ("judge", "openai:gpt-6.1-terra"),
        ("package", "openai:gpt-6.1-terra"),
        ("voice", "elevenlabs:eleven_multilingual_v2"),
        ("voice", "openai:tts-1"),
        ("voice", "google:neural2"),
        ("images", "openai:gpt-image-2.5-flare"),
    ],
)
def test_every_provider_can_be_chosen_for_what_it_does(
    tmp_path: Path, work: str, chain: str
) -> None:
    its = chains(tmp_path, **{work: chain})
    ports: dict[str, Any] = {
        "research": its.researchers, "judge": its.judges, "package": its.packagers,
        "voice": its.narrators, "images": its.illustrators,
    }  # fmt: skip
    made = ports[work]()

    assert [f"{it.provider.name}:{it.provider.model}" for it in made] == [chain]


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"research": "elevenlabs:one"}, "elevenlabs for research"),
        ({"script": "elevenlabs:one"}, "elevenlabs for texts"),
        ({"voice": "anthropic:one"}, "anthropic for speech"),
        ({"images": "google:one"}, "google for images"),
        ({"moderation": "somebody"}, "PROVIDERS__MODERATION"),
        ({"script": "openai:a", "openai_url": "http://example.org"}, "PROVIDERS__OPENAI_URL"),
    ],
)
def test_who_cannot_do_it_is_refused_by_name(
    tmp_path: Path, chosen: dict[str, str], said: str
) -> None:
    with pytest.raises(BadSettings, match=said):
        every(chains(tmp_path, **chosen))


def test_a_moderator_is_asked_where_one_is_named(tmp_path: Path) -> None:
    (its,) = chains(tmp_path, moderation="openai:omni-moderation-latest").moderators()

    assert its.provider.model == "omni-moderation-latest"


def test_who_moderates_research_is_not_who_does_it(tmp_path: Path) -> None:
    moderated = Providers(moderation="openai:omni-moderation-latest", openai_url=HERE)
    its, blobs = Settings(ytempire_home=tmp_path, providers=moderated), DiskBlobs(tmp_path)
    assert "research" not in providers(processors(its, blobs))
    chosen = moderated.model_copy(update={"research": "openai:gpt-6.1-terra"})
    its = its.model_copy(update={"providers": chosen})
    assert providers(processors(its, blobs))["research"].model == "gpt-6.1-terra"
