"""YAML that people edit: parsed with the line of every fault, written, and changed so that comments survive."""
