"""Components: tables, charts, lists and drawings that several kinds of page show."""
