"""The outside world: one folder a port, one file a provider."""
