"""What the browser draws itself, without a library of charts: bars, points and lines, and words at a pointer."""
