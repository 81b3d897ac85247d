"""Builds the site by stamping: MkDocs renders one page of each kind, and all other pages are put into its frame."""
