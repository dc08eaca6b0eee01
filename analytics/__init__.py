"""What came of it: numbers and reports. Empty until its first flow."""
