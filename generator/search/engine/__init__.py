"""The search itself, as the browser does it: a query taken apart, papers ranked, files opened as needed."""
