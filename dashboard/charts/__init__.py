"""A chart grammar of a few verbs, IBCS-inspired. Pure: frames in, Vega-Lite out; nothing here touches a page."""
