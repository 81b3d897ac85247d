"""The map: where each paper stands, and how areas are told apart."""
