"""What holds of calls to paid providers, whatever fails: measured against their stand-ins."""
