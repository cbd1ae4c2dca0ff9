"""What may be asked of a video (`asking`), and what is reported about it (`reports`)."""
