"""What deserves a look: one module of rules per subject, their limits, and the table of flags."""
