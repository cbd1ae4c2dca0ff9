"""Pictures of what films show, for docs/gallery.md."""
