"""The check that adapters' requests are held to: it passes what is right, and finds what is not."""

from pathlib import Path
from typing import Any

import pytest

from tests.contract import published
from tests.contract.asked import CHAT, EVERY, RESPONSE, SPEECH, Asked
from tests.contract.validity import request_faults


def faults_of(asked: Asked, **changed: Any) -> list[str]:
    body = None if asked.body is None else {**asked.body, **changed}
    return request_faults(asked.provider, asked.method, asked.path, body, asked.query)


@pytest.mark.parametrize("asked", EVERY, ids=str)
def test_good_requests_are_as_published(asked: Asked) -> None:
    assert faults_of(asked) == []


@pytest.mark.parametrize(
    ("asked", "changed"),
    [
        (RESPONSE, {"max_tokens": 5}),
        (RESPONSE, {"max_output_tokens": "many"}),
        (RESPONSE, {"text": {"format": {"type": "json_schema"}}}),
        (RESPONSE, {"metadata": {"op": 1}}),
        (RESPONSE, {"input": [{"role": "nobody", "content": "x"}]}),
        (CHAT, {"messages": []}),
        (CHAT, {"messages": [{"role": "user"}]}),
        (CHAT, {"response_format": {"type": "xml"}}),
        (SPEECH, {"text": None}),
        (SPEECH, {"voice": "nova"}),
    ],
    ids=str,
)
def test_what_was_never_published_is_found(asked: Asked, changed: dict[str, Any]) -> None:
    assert faults_of(asked, **changed) != []


@pytest.mark.parametrize(
    ("provider", "changed"),
    [
        ("anthropic", {"max_tokens": "many"}),
        ("anthropic", {"messages": [{"role": "system", "content": 1}]}),
        ("anthropic", {"temprature": 1}),
        ("google", {"audioConfig": {"audioEncoding": "WAV"}}),
        ("google", {"voice": {"language": "en"}}),
        ("google", {"enableTimePointing": "SSML_MARK"}),
    ],
    ids=str,
)
def test_the_types_of_an_sdk_find_it_too(provider: str, changed: dict[str, Any]) -> None:
    asked = [it for it in EVERY if it.provider == provider and it.method == "POST"][-1]

    assert faults_of(asked, **changed) != []


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/v1/history", {"page": "1"}),
        ("/v1/history", {"page_size": "many"}),
        ("/v1/history", {"source": "nowhere"}),
        ("/v1/stories", {}),
    ],
)
def test_a_query_is_held_to_its_parameters(path: str, query: dict[str, str]) -> None:
    assert request_faults("elevenlabs", "GET", path, None, query) != []


def test_without_the_documents_nothing_is_claimed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(published, "FOLDER", tmp_path)
    published.document.cache_clear()

    with pytest.raises(pytest.skip.Exception, match="nothing to judge by"):
        faults_of(RESPONSE)


@pytest.mark.parametrize("provider", ["openai", "anthropic", "google", "elevenlabs"])
def test_an_operation_that_nobody_published_is_found(provider: str) -> None:
    assert request_faults(provider, "POST", "/v1/miracles", {}) == [
        "POST /v1/miracles: nothing is published of it"
    ]
