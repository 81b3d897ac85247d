"""What a build derives of a survey, and what it keeps of it for the next one, paper by paper and as a whole."""
