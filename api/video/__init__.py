"""Videos: `asking` for them and deciding, `editing`, `reading`, their `files`, and `live`."""
