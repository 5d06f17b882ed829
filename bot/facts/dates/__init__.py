"""Read and write partial dates and ranges (EDTF), as data and as people type them."""
