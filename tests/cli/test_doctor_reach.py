"""The doctor on who of a chain is left: what keeps every film back is a fault."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.cli.doctor import capabilities, paid, reach
from infra.security.provider_keys import variables
from infra.settings import Settings
from infra.settings.providers import Providers
from tests.cli.paid import KEY, VOICE, found, warned
from tests.standins import StandIn, stand_in

VOICED = "elevenlabs:eleven_multilingual_v2"


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in variables():
        monkeypatch.delenv(name, raising=False)
    for name in ("OPENAI_API_KEY", "ELEVENLABS_API_KEY"):
        monkeypatch.setenv(name, KEY)


@pytest.fixture
def openai() -> Iterator[StandIn]:
    with stand_in("openai") as it:
        yield it


@pytest.fixture
def voices() -> Iterator[StandIn]:
    with stand_in("elevenlabs") as it:
        yield it


def spoken(folder: Path, chain: str, voices: StandIn, **chosen: str) -> dict[str, Any]:
    """Asked of ElevenLabs, whose voices are `chosen`."""
    return found(folder, ask=True, voice=chain, elevenlabs_url=voices.url, elevenlabs_voices=chosen)


@pytest.mark.parametrize(
    ("chain", "faults"), [(VOICED, 1), (f"{VOICED}, offline", 1), (f"offline, {VOICED}", 0)]
)
def test_a_voice_that_is_unknown_ends_every_film_whoever_comes_after(
    chain: str, faults: int, tmp_path: Path, voices: StandIn
) -> None:
    its = spoken(tmp_path, chain, voices, default="nobody")
    assert len(its["faults"]) == faults
    (said,) = its["faults"] or warned(its)
    assert "ElevenLabs has no voice nobody (default)" in said
    assert "PROVIDERS__ELEVENLABS_VOICES names those" in said


def test_who_comes_after_a_voice_that_is_unknown_is_said_not_to_be_asked(
    tmp_path: Path, voices: StandIn
) -> None:
    (fault,) = spoken(tmp_path, f"{VOICED}, offline", voices, default="nobody")["faults"]
    assert "(voice-unknown); espeak-ng" in fault
    assert fault.endswith(
        "would not be asked after that. Mend that, or put somebody else first in PROVIDERS__VOICE"
    )


def test_a_key_that_is_refused_is_handed_on_whatever_the_voice(
    tmp_path: Path, voices: StandIn
) -> None:
    voices.refused_keys.add(KEY)
    its = spoken(tmp_path, f"{VOICED}, offline", voices, default="nobody")
    assert its["faults"] == []


def test_a_voice_that_some_films_ask_for_is_warned_of(tmp_path: Path, voices: StandIn) -> None:
    its = spoken(tmp_path, VOICED, voices, default=VOICE, female="nobody")
    assert its["faults"] == []
    (warning,) = warned(its)
    assert warning.startswith("films with such a voice fail: elevenlabs eleven_multilingual_v2:")
    assert "has no voice nobody (female)" in warning
    assert warning.endswith(
        "PROVIDERS__ELEVENLABS_VOICES names those that are asked for. (voice-unknown)"
    )


def test_a_provider_without_a_default_voice_ends_the_films_of_who_names_none(
    tmp_path: Path,
) -> None:
    (fault,) = found(tmp_path, voice=f"{VOICED}, offline")["faults"]
    assert "elevenlabs has no default voice, which channels have that name none" in fault


def test_a_model_without_a_price_is_sent_nothing_and_handed_on(tmp_path: Path) -> None:
    (fault,) = found(tmp_path, script="openai:gpt-7")["faults"]
    assert "no list has a price for openai gpt-7 (input_token, output_token)" in fault
    assert "(price-gap)" in fault
    backed = found(tmp_path, script="openai:gpt-7, offline")
    assert backed["faults"] == []


def test_a_model_that_nobody_knows_is_a_fault_where_nobody_else_is_left(
    tmp_path: Path, openai: StandIn
) -> None:
    openai.gone.add("gpt-6.1-sol")
    its = found(tmp_path, ask=True, judge="openai:gpt-6.1-sol", openai_url=openai.url)
    (fault,) = its["faults"]
    assert "openai has no model gpt-6.1-sol (any more)" in fault
    two = "openai:gpt-6.1-sol, openai:gpt-6.1-terra"
    backed = found(tmp_path, ask=True, judge=two, openai_url=openai.url)
    assert backed["faults"] == []


def test_a_chain_of_retired_models_alone_is_a_fault(tmp_path: Path) -> None:
    (fault,) = found(tmp_path, script="openai:gpt-4")["faults"]
    assert fault == (
        "nobody can be asked for script: openai gpt-4: it was retired on 2026-10-23 and is not"
        " called (model-retired). Mend that, or name somebody else in PROVIDERS__SCRIPT"
    )
    backed = found(tmp_path, script="openai:gpt-4, openai:gpt-6.1-terra")
    assert (backed["faults"], backed["unasked"]) == ([], ["script"])


def test_a_neural_voice_without_its_files_speaks_to_nobody(tmp_path: Path) -> None:
    its = Settings(
        ytempire_home=tmp_path,
        voice_model_path=tmp_path,
        providers=Providers(voice="neural:none"),
    )
    (fault,) = paid.paid(its, capabilities.chosen(its), ask=False, redis=False)["faults"]
    assert fault.startswith("nobody can be asked for voice: piper none@")
    assert "neural:none cannot be used" in fault


def shut(until: str | None) -> dict[str, Any]:
    its = {"provider": "openai", "work": "package", "key_fingerprint": "0a1b2c3d"}
    return its | {"until": until, "code": "no-funds", "sentence": "It has no funds."}


@pytest.mark.parametrize(("until", "barred"), [(None, 1), ("2026-01-01T12:00:00Z", 0)])
def test_who_is_left_alone_until_a_person_acts_is_nobody_to_count_on(
    until: str | None,
    barred: int,
) -> None:
    answer = {"code": "", "said": "may use it", "retires_on": None}
    link = {"provider": "openai", "model": "terra", "outside": True, "answer": answer}
    openai = {"name": "openai", "key_fault": None, "key_fingerprint": "0a1b2c3d"}
    its = reach.Known([openai], [], [shut(until)])
    told = reach.looked_at([{"work": "package", "links": [link]}], its)
    assert len(list(reach.faults(told))) == barred


def test_a_topic_that_nobody_can_look_into_keeps_no_text_from_being_told() -> None:
    barred = {"code": "no-funds", "said": "It has no funds."}
    chain = {"work": "research", "links": [{"provider": "p", "model": "m", "barred": barred}]}
    assert list(reach.faults([chain])) == []
    assert list(reach.warnings([chain])) == [
        "nobody can be asked for research: p m: It has no funds (no-funds). Mend that, or name"
        " somebody else in PROVIDERS__RESEARCH"
    ]


def test_who_is_down_is_told_with_where_that_was_and_that_work_waits(tmp_path: Path) -> None:
    url = "http://127.0.0.1:9/v1"
    (fault,) = found(tmp_path, ask=True, judge="openai:gpt-6.1-terra", openai_url=url)["faults"]
    assert f"openai could not be reached: {url} was asked (provider-unavailable)" in fault
    assert "Work waits for it, up to two days, or name somebody else in PROVIDERS__JUDGE" in fault


def test_what_keeps_several_works_back_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    (fault,) = found(tmp_path, script="openai:gpt-6.1-terra", images="openai:gpt-image-2.5-flare")[
        "faults"
    ]
    assert fault.startswith("nobody can be asked for script, images: openai: openai has no key;")
    assert fault.endswith("name somebody else in PROVIDERS__SCRIPT, PROVIDERS__IMAGES")


def test_a_key_file_that_cannot_be_read_is_told_as_that_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY_FILE", str(tmp_path))
    its = found(tmp_path, judge="openai:gpt-6.1-terra, offline")
    assert warned(its) == ["OPENAI_API_KEY_FILE is no regular file; name a file with the key"]
