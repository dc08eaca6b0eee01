"""What came of it: numbers, dashboards, reports."""
