"""From a database or a file to typed rows, or a refusal that names the cell."""
