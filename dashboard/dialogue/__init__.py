"""The page Rapport och dialog: the slides on the projector, the report as files, and the decisions written down."""
