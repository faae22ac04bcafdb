"""Reading model files of other programs, one module for each format; and the bounded reading of any file."""
