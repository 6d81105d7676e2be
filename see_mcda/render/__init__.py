"""From reports and charts to text, HTML, spreadsheets and picture files."""
