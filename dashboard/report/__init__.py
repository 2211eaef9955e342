"""What a report and a dialogue say: sections of messages, tables and charts, computed once from a snapshot."""
