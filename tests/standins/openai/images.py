"""POST /v1/images/generations: a picture of the asked size that says what it is."""

import re
from base64 import b64encode
from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from domain.prices import Usage
from tests.standins.language import tokens
from tests.standins.messages import Refusal, Reply, Request, Route, Routes, told
from tests.standins.server import StandIn

SIZE = re.compile(r"(\d+)x(\d+)")
SIDE_UNIT, SIDE_MAX, RATIO_MAX = 16, 3840, 3
QUALITIES = {"low": 272, "medium": 1056, "high": 4160}
"""Output tokens of one picture of 1024×1024; others in proportion to their area."""
SQUARE = 1024 * 1024
REFUSED_WORD = "flag-image"
"""A prompt with this word is refused for its content."""


class Images:
    def __init__(self, its: StandIn) -> None:
        self.its = its

    def routes(self) -> Routes:
        yield Route("POST", "/v1/images/generations", self.create)

    def create(self, request: Request) -> Reply:
        body = request.json()
        model, prompt = self.its.needs_model(body), body.get("prompt")
        if not prompt:
            raise Refusal(
                400, "missing_required_parameter", "Missing required parameter: 'prompt'."
            )
        if REFUSED_WORD in prompt:
            raise Refusal(400, "moderation_blocked", "Rejected by the safety system.")
        width, height = sides(body.get("size") or "auto")
        form = body.get("output_format") or "png"
        wanted = str(body.get("quality"))
        quality = wanted if wanted in QUALITIES else "medium"
        count = body.get("n") or 1
        picture = {"b64_json": b64encode(drawn(prompt, width, height, form)).decode()}
        asked, made = tokens(prompt), count * -(-QUALITIES[quality] * width * height // SQUARE)
        return told(
            {
                "created": int(self.its.clock()),
                "background": "opaque",
                "data": [picture] * count,
                "output_format": form,
                "quality": quality,
                "size": f"{width}x{height}",
                "usage": {
                    "input_tokens": asked,
                    "input_tokens_details": {"text_tokens": asked, "image_tokens": 0},
                    "output_tokens": made,
                    "output_tokens_details": {"text_tokens": 0, "image_tokens": made},
                    "total_tokens": asked + made,
                },
            },
            model=model,
            billed=(Usage("input_token", asked), Usage("image_out_token", made)),
            headers={"x-request-id": f"req_{request.number:08d}"},
        )


def sides(size: str) -> tuple[int, int]:
    """Width and height. Raises Refusal where no picture of this size is made."""
    found = SIZE.fullmatch("1024x1024" if size == "auto" else size)
    if found is None:
        raise Refusal(400, "invalid_value", f"Invalid size: {size}.")
    width, height = int(found[1]), int(found[2])
    low, high = sorted((width, height))
    if width % SIDE_UNIT or height % SIDE_UNIT or high > SIDE_MAX or high > RATIO_MAX * low:
        raise Refusal(400, "invalid_value", f"Invalid size: {size}.")
    return width, height


def drawn(prompt: str, width: int, height: int, form: str) -> bytes:
    """A gradient in colours of the prompt, marked as simulated."""
    digest = sha256(prompt.encode()).digest()
    mask = Image.linear_gradient("L").resize((width, height))
    one, other = (Image.new("RGB", (width, height), tuple(digest[at : at + 3])) for at in (0, 3))
    picture = Image.composite(one, other, mask)
    font = ImageFont.load_default(max(height // 20, 8))
    ImageDraw.Draw(picture).text((width // 2, height // 2), "SIMULATED", "white", font, anchor="mm")
    file = BytesIO()
    picture.save(file, form)
    return file.getvalue()
