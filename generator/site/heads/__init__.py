"""What stands in the head of each page for programs: search engines, reference managers, networks, crawlers."""
