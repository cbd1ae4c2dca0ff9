"""Keys, sealed values, and the vault that holds the one for the other."""
