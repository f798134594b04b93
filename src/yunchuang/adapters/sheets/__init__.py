"""Sheets that are drawn from what other formats say: one page of PDF a sheet, rendered by pdfium."""
