"""What is wrong with a survey, as problems."""
