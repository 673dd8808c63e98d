"""What is known of every indicator: its texts, its source and what it may be paired with."""
