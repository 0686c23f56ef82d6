//! CSV tables with a header row, cell by cell with their place in the file.

use std::collections::HashMap;

use csv::{ReaderBuilder, StringRecord};

use super::{Finding, Location, Problem};

/// The rows of a table that could be read.
pub struct Table {
    file: &'static str,
    columns: HashMap<String, usize>,
    rows: Vec<(u64, StringRecord)>,
}

/// One row.
pub struct Row<'a> {
    table: &'a Table,
    pub line: u64,
    cells: &'a StringRecord,
}

impl Table {
    /// An empty text is an empty table. Without one of the `required` columns, too, and that is found.
    pub fn read(
        file: &'static str,
        text: &str,
        required: &[&str],
        findings: &mut Vec<Finding>,
    ) -> Self {
        let mut table = Self {
            file,
            columns: HashMap::new(),
            rows: Vec::new(),
        };
        if text.trim().is_empty() {
            return table;
        }
        let separator = separator(text);
        if separator != b',' {
            let separator = if separator == b'\t' { "Tab" } else { ";" }.to_owned();
            findings.push(Finding::new(
                Location::file(file),
                Problem::Separator { separator },
            ));
        }
        let mut reader = ReaderBuilder::new()
            .delimiter(separator)
            .flexible(true)
            .from_reader(text.as_bytes());
        if let Ok(header) = reader.headers() {
            let names = header.iter().enumerate();
            table.columns = names
                .map(|(index, name)| (name.trim().to_lowercase(), index))
                .collect();
        }
        let mut complete = true;
        for column in required
            .iter()
            .filter(|column| !table.columns.contains_key(**column))
        {
            complete = false;
            let problem = Problem::ColumnMissing {
                column: (*column).to_owned(),
            };
            findings.push(Finding::new(Location::line(file, 1, ""), problem));
        }
        if complete {
            table.read_rows(&mut reader, findings);
            table.check_end(text, findings);
        }
        table
    }

    fn read_rows(&mut self, reader: &mut csv::Reader<&[u8]>, findings: &mut Vec<Finding>) {
        let mut line = reader.position().line();
        let mut record = StringRecord::new();
        loop {
            match reader.read_record(&mut record) {
                Ok(false) => break,
                Ok(true) => {
                    line = record.position().map_or(line, csv::Position::line);
                    if record.iter().any(|cell| !cell.trim().is_empty()) {
                        self.rows.push((line, record.clone()));
                    }
                }
                Err(error) => {
                    let problem = Problem::TableCut {
                        detail: error.to_string(),
                    };
                    findings.push(Finding::new(Location::line(self.file, line, ""), problem));
                    break;
                }
            }
        }
    }

    /// A row that stops early: a cut file, or a comma that is missing.
    fn check_end(&self, text: &str, findings: &mut Vec<Finding>) {
        let expected = self.columns.len();
        for (line, cells) in &self.rows {
            if cells.len() < expected {
                let problem = Problem::RowShort {
                    expected: expected.to_string(),
                    found: cells.len().to_string(),
                };
                findings.push(Finding::new(
                    Location::line(self.file, *line, cells.get(0).unwrap_or("")),
                    problem,
                ));
            }
        }
        if !text.matches('"').count().is_multiple_of(2) {
            let line = text.lines().count() as u64;
            let problem = Problem::TableCut {
                detail: "\"".to_owned(),
            };
            findings.push(Finding::new(Location::line(self.file, line, ""), problem));
        }
    }

    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, cells)| Row {
            table: self,
            line: *line,
            cells,
        })
    }
}

impl<'a> Row<'a> {
    /// Without white space round it; empty if the row or the table has no such cell.
    pub fn cell(&self, column: &str) -> &'a str {
        let index = self.table.columns.get(column);
        index
            .and_then(|&index| self.cells.get(index))
            .unwrap_or("")
            .trim()
    }

    /// The parts of a cell that lists several things with semicolons.
    pub fn list(&self, column: &str) -> impl Iterator<Item = &'a str> {
        self.cell(column)
            .split([';', '；'])
            .map(str::trim)
            .filter(|part| !part.is_empty())
    }

    pub fn location(&self) -> Location {
        Location::line(self.table.file, self.line, self.cell("id"))
    }
}

/// What stands most often in the header row: spreadsheets of some countries write semicolons.
fn separator(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or("");
    let count = |separator: u8| header.bytes().filter(|byte| *byte == separator).count();
    // Of equals the last is taken.
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(|&separator| count(separator))
        .unwrap_or(b',')
}
