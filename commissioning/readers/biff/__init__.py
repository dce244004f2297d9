"""The inside of binary workbooks: the compound file around an .xls, its records, and those of an .xlsb."""
