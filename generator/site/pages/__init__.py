"""The pages: a module for each kind, with the record that its template is given and what makes it."""
