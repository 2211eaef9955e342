"""A document's renderings on paper and as files: each reads `report.content`, none computes a figure."""
