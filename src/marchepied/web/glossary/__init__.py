"""The words of the field: their page, and the help that other pages show at their foot."""
