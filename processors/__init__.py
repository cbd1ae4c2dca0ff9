"""What each kind of job does: one class, one run, the world through the call journal alone."""
