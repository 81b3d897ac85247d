"""The proof. Tests mirror the pipeline; their cases are data files under golden/."""
