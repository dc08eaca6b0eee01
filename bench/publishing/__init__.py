"""The parts of the publishing benchmark."""
