"""The room in the middle: what a region delivers, what is published, and how a snapshot is written and read."""
