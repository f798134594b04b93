"""What every opener of files of strangers shares."""
