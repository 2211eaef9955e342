"""The writing side: extract from the sources, transform, check, publish one snapshot."""
