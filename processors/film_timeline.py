"""The timeline that a film's parts make, for the film itself and for its preview."""

from collections.abc import Callable

from domain.line_breaks import Divide
from domain.music import with_music
from domain.narration import Narration
from domain.scene.look import theme_of
from domain.script import Script
from domain.storyboard import Brand, Design, Shot, storyboard
from domain.timeline import Font, Timeline
from domain.work import Render
from processors import documents
from processors.ports import Blobs


async def film_timeline(
    blobs: Blobs, work: Render, fonts: Callable[[str], tuple[Font, ...]], divide: Divide
) -> tuple[Timeline, Narration]:
    """Raises Rejected where a part is gone. See RenderProcessor for `fonts` and `divide`."""
    script = await documents.load(blobs, work.script, Script)
    narration = await documents.load(blobs, work.narration, Narration)
    footage = work.footage or (None,) * len(work.images)
    shots = [Shot(it, card=n in work.cards, footage=footage[n]) for n, it in enumerate(work.images)]
    its = fonts(script.language)
    theme, brand = theme_of(work.look), _brand(work)
    design = Design(work.aspect, its, work.format, work.captions, divide, theme, brand)
    timeline = storyboard(script, narration, shots, design)
    return with_music(timeline, work.music, narration), narration


def _brand(work: Render) -> Brand:
    look = work.look
    logo = look.logo.blob if look.logo else None
    return Brand(work.channel_name, look.lower_third, look.end_card, look.end_card_s, logo)
