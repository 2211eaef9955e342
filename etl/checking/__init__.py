"""Is it right? Sources against each other, tables against sources, figures against print and against last night."""
