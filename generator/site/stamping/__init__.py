"""The site, with the theme rendered once for each kind of page and all others put into its frames."""
