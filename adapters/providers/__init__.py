"""Providers' SDKs: clients, what their faults mean, what they metered; one file each."""
