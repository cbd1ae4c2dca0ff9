"""Where channels are, and how the answer to a command about one is told."""

from infra.cli.client import Answer
from infra.cli.output import say, say_json

PATH = "/api/v1/channels"


def tell(its: str, done: str, answer: Answer, *, as_json: bool) -> None:
    """For a person or a program."""
    if as_json:
        say_json({**answer, "channel_id": its})
    elif answer["code"] == "nothing-new":
        say(f"{its}: nothing new, it was so already")
    else:
        say(f"{its} is {done}, recorded at position {answer['position']}")
