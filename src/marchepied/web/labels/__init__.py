"""The directory of labels: for everybody, and inside a space with what its answers already say."""
