import asyncio

import pytest

from tests.api.serving import STRANGER, Api
from tests.given import CHANNEL

CHANNELS = "/api/v1/channels"
NEW = {"name": "Deep Sea", "language": "en"}


async def test_the_same_key_gets_the_same_answer_and_one_effect(api: Api) -> None:
    first, again = [await api.send("POST", CHANNELS, NEW, key="k") for _ in range(2)]
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert first.headers["YT-Position"] == again.headers["YT-Position"]
    assert len((await api.read(CHANNELS, after=first))["items"]) == 2


async def test_fifty_repeats_at_once_have_one_effect(api: Api) -> None:
    sent = [api.send("POST", CHANNELS, NEW, key="k") for _ in range(50)]
    answers = await asyncio.gather(*sent)
    assert {it.status_code for it in answers} <= {201, 503}
    assert len({it.content for it in answers if it.status_code == 201}) == 1


async def test_the_order_of_a_bodys_fields_does_not_count(api: Api) -> None:
    await api.send("POST", CHANNELS, NEW, key="k")
    again = await api.send("POST", CHANNELS, dict(reversed(NEW.items())), key="k")
    assert again.status_code == 201


@pytest.mark.parametrize(
    ("path", "body"),
    [(CHANNELS, NEW | {"name": "Other"}), (f"{CHANNELS}/{CHANNEL}/pause", {"reason": ""})],
)
async def test_a_key_used_for_another_request_is_refused(
    api: Api, path: str, body: dict[str, str]
) -> None:
    await api.send("POST", CHANNELS, NEW, key="k")
    refused = await api.send("POST", path, body, key="k")
    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency-key-reused")


async def test_keys_of_two_accounts_do_not_meet(api: Api) -> None:
    await api.send("POST", CHANNELS, NEW, key="k")
    other = await api.as_(STRANGER).send("POST", CHANNELS, NEW | {"name": "Other"}, key="k")
    assert other.json()["code"] == "account-unknown"


async def test_a_command_without_a_key_is_refused(api: Api) -> None:
    headers = {"Authorization": f"Bearer {api.token}"}
    refused = await api.client.post(CHANNELS, json=NEW, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (400, "idempotency-key-missing")


@pytest.mark.parametrize("key", ["k" * 256, "two words", "ümlaut"])
async def test_a_key_that_makes_no_sense_is_refused(api: Api, key: str) -> None:
    headers = [(b"authorization", f"Bearer {api.token}".encode())]
    headers.append((b"idempotency-key", key.encode()))
    refused = await api.client.post(CHANNELS, json=NEW, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency-key-invalid")


async def test_the_longest_key_is_taken(api: Api) -> None:
    assert (await api.send("POST", CHANNELS, NEW, key="k" * 255)).status_code == 201


async def test_a_refusal_is_not_kept(api: Api) -> None:
    """What was refused may be asked again under the same key once it makes sense."""
    path = f"{CHANNELS}/{CHANNEL}"
    asked = {"channel_id": str(CHANNEL), "source_asset_id": "00000000-0000-0000-0000-000000000005"}
    await api.send("POST", f"{path}/pause", {"reason": ""})
    refused = await api.send("POST", "/api/v1/videos/generate", asked, key="k")
    assert refused.json()["code"] == "channel-paused"
    await api.send("POST", f"{path}/resume")
    assert (await api.send("POST", "/api/v1/videos/generate", asked, key="k")).status_code == 202
