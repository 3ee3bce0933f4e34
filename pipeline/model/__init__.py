"""The values that the whole program speaks in: frozen, without I/O."""
