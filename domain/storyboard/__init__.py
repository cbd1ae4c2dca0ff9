"""The storyboard: script, narration and one visual a scene become a timeline.

Scenes change where their first word is spoken; a picture never stands still; cards and captions
follow the words. Every choice is a rule of this package, so that the same inputs make the same
film.

story    what a film is told from; visuals    what is seen of each scene
brand    the end card; lower_third  whose film it is, over pictures or cards
telling  the timeline: voice, headings, captions, chapters
"""

from domain.storyboard.story import LAYOUTS, Brand, Design, Shot
from domain.storyboard.telling import storyboard

__all__ = ["LAYOUTS", "Brand", "Design", "Shot", "storyboard"]
