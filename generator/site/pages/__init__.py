"""The pages: one module for each kind, with the record that its template is given, and the function that makes it."""
