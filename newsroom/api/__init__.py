"""What leaves as JSON: an allow-list of declared fields."""
