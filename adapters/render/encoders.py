"""Which encoder makes which codec; apart from the encoding, whose torch takes seconds to load."""

ENCODERS = {"h264": "libx264"}
