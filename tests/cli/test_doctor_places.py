"""What the doctor says of mail, of a voice of this machine, and of blobs that are elsewhere."""

from pathlib import Path
from typing import Any

import pytest

from adapters.voice import neural
from infra.cli.doctor import optional, servers
from infra.cli.doctor.capabilities import NOT_CONFIGURED
from infra.settings import Providers, Settings
from tests.standins import mail_server
from tests.standins.s3 import bucket

NOWHERE = "smtp://us@mail.example.org"


def mail(**chosen: Any) -> tuple[str, str]:
    (said,) = optional.mail(Settings(**chosen))
    return said["mode"], said["said"]


def asked_mail(url: str) -> dict[str, Any]:
    (said,) = optional.mail(Settings(smtp_url=url, mail_from="us@example.org"), ask=True)
    return said


def test_without_a_mail_server_there_is_no_mail() -> None:
    mode, said = mail()
    assert mode == NOT_CONFIGURED
    assert "SMTP_URL" in said


def test_mail_says_where_it_goes_and_how() -> None:
    chosen = {"smtp_url": NOWHERE, "mail_from": "us@example.org"}
    assert mail(**chosen) == (
        "configured",
        "mail.example.org:587, encryption starttls, to us@example.org",
    )
    assert mail(**chosen, mail_to="me@example.org")[1].endswith("to me@example.org")


def test_a_mail_server_that_is_asked_works_or_says_why_not() -> None:
    with mail_server() as it:
        assert asked_mail(it.url)["mode"] == "works"
        it.refuse("CONNECT", 421)
        busy = asked_mail(it.url)
        assert it.mails == []
    assert "takes no mail now (status 421)" in busy["said"]
    assert list(optional.warnings([busy])) == [f"no mail is sent: {busy['said']}"]
    away = asked_mail("smtp://127.0.0.1:1")
    assert away["said"].endswith("127.0.0.1:1 was asked, as SMTP_URL says (provider-unavailable)")


def test_a_mail_server_that_makes_no_sense_is_said() -> None:
    mode, said = mail(smtp_url="smtp://here/path", mail_from="us@example.org")
    assert mode == NOT_CONFIGURED
    assert "has to be like" in said


def voices(path: Path | None, chain: str) -> list[str]:
    its = Settings(voice_model_path=path, providers=Providers(voice=chain))
    return [it["said"] for it in optional.local_voice(its)]


def test_a_neural_voice_says_what_it_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "VOICE_MODEL_PATH" in voices(None, "offline")[0]
    monkeypatch.setattr(neural, "_PARTS", ())
    assert voices(tmp_path, "neural:amy") == [
        f"neural:amy cannot be used: {tmp_path} has no amy.onnx"
    ]
    for name in ("amy.onnx", "amy.onnx.json"):
        (tmp_path / name).write_bytes(b"")
    assert voices(tmp_path, "neural:amy, offline") == []


def test_blobs_in_the_home_need_nobody() -> None:
    assert servers.servers(Settings())["blobs"]["reachable"]


def test_a_bucket_is_asked_and_says_what_it_said_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with bucket() as there:
        for name, value in there.env.items():
            monkeypatch.setenv(name, value)
        its = Settings(ytempire_home=tmp_path, blobs="s3://anchors/blobs")
        assert servers.servers(its)["blobs"] == {
            "kind": "bucket",
            "reachable": True,
            "said": "s3://anchors/blobs",
        }
        there.broken = True
        found = servers.servers(its)["blobs"]
    assert (found["kind"], found["reachable"]) == ("bucket", False)
    assert "503" in found["said"]
