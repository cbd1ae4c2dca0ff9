"""Moderators: one file a provider."""
