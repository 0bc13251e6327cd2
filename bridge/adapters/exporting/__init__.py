"""Reports as files: workbooks, and comma-separated values."""
