"""From edition to edition: what changed, and that no address is lost."""
