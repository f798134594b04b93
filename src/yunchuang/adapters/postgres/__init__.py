"""The embedded PostgreSQL: binaries of a wheel under our own supervisor, for the demo and for tests."""
