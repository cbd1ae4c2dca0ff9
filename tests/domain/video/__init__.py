"""The stories of a video, told from a history that everybody shares."""
