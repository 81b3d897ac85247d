"""The toy world of the tests: a survey folder, the page it was imported from, and catalogues made in Python."""
