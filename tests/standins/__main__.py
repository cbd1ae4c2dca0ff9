"""Stand-ins by hand: `python -m tests.standins --all`, or some by name; Ctrl-C ends them.

Prints what to set, a line each (`--json`: one object), then says on stderr every request, and every
mail with its text. On loopback. Models are those of the price lists (`infra/prices`), and voices
those that each lists; any other is refused, as the provider would.
"""

import argparse
import json
import shlex
import signal
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from threading import Event

from tests.standins import PROVIDERS, mail_server, stand_in
from tests.standins.elevenlabs import ElevenLabs
from tests.standins.speaking import espeak, tones

KEYS = {
    "openai": "OPENAI_API_KEY",
    "compatible": "COMPATIBLE_API_KEY",
    "anthropic": "ANTHROPIC_API_KEY",
    "elevenlabs": "ELEVENLABS_API_KEY",
    "google": "GOOGLE_API_KEY",
}
SMTP = "smtp"
NAMES = (*PROVIDERS, SMTP)


def main(arguments: Sequence[str]) -> None:
    asked = parser().parse_args(arguments)
    names = NAMES if asked.all else tuple(asked.names)
    if not names:
        parser().error(f"which? --all, or some of {', '.join(NAMES)}")
    ended = Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: ended.set())
    with ExitStack() as stack:
        env = {key: it for name in names for key, it in started(name, stack, asked).items()}
        lines = [f"{key}={shlex.quote(it)}" for key, it in env.items()]
        print(json.dumps(env) if asked.json else "\n".join(lines), flush=True)  # noqa: T201  told
        ended.wait()


def parser() -> argparse.ArgumentParser:
    it = argparse.ArgumentParser("python -m tests.standins", description=__doc__)
    it.add_argument("names", nargs="*", choices=[*NAMES, []], help=", ".join(NAMES))
    it.add_argument("--all", action="store_true", help="every one")
    it.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    it.add_argument("--tones", action="store_true", help="beeps instead of a voice: quicker")
    it.add_argument("--fail", type=float, default=0.0, metavar="SHARE", help="fail this share")
    it.add_argument("--gone", action="append", default=[], metavar="MODEL", help="unknown by now")
    it.add_argument("--refuse", action="append", default=[], metavar="KEY", help="expired")
    it.add_argument("--seed", type=int, default=1, help="which requests fail")
    return it


def started(name: str, stack: ExitStack, asked: argparse.Namespace) -> dict[str, str]:
    """What to set so that the product asks this one."""
    if name == SMTP:
        mails = stack.enter_context(mail_server())
        mails.tell = said
        return {"SMTP_URL": mails.url}
    it = stack.enter_context(stand_in(name))
    it.speak = tones if asked.tones else espeak
    it.tell, it.by_list = said, True
    it.gone.update(asked.gone)
    it.refused_keys.update(asked.refuse)
    if asked.fail:
        it.fail(asked.fail, asked.seed)
    env = {f"PROVIDERS__{name.upper()}_URL": it.url, KEYS[name]: "any-key-of-a-stand-in"}
    if isinstance(it, ElevenLabs):
        env["PROVIDERS__ELEVENLABS_VOICES"] = json.dumps({"default": next(iter(it.voices))})
    return env


def said(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201  to whoever started it


if __name__ == "__main__":
    main(sys.argv[1:])
