"""What may happen, and what is decided: pure, and of the standard library alone."""
