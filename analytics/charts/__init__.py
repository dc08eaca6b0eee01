"""Where each stroke of a chart goes: pure Python, no words, no colours, no Django. Templates and papers draw it."""
