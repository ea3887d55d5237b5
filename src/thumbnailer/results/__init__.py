"""The outcome for a source, and its log lines, notices, and reports."""
