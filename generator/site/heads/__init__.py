"""What the head of each page holds for programs: search engines, reference managers, social networks, crawlers."""
