"""What the programs tell of themselves: `logs`, and `metrics`."""
