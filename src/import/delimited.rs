//! Tables of text with a header row and columns for longitude and latitude.

use std::{borrow::Cow, io::Read};

use csv::{ByteRecord, ReaderBuilder};
use encoding_rs::GB18030;

use super::{
    Damage, Import, ImportError, LeftOut, Progress, Reason,
    table::{Builder, PartKind},
};

/// Names of columns, in small letters, best first.
const LONGITUDE: [&str; 9] = [
    "longitude",
    "lon",
    "lng",
    "long",
    "wgs84_lng",
    "wgs84_lon",
    "经度",
    "东经",
    "x",
];
const LATITUDE: [&str; 7] = [
    "latitude",
    "lat",
    "wgs84_lat",
    "wgs84_latitude",
    "纬度",
    "北纬",
    "y",
];
/// Rows between two looks at the progress.
const STEP: usize = 4096;
/// Bytes that are looked at for the separator.
const HEAD: usize = 4096;
/// A text of more digits than this is a code, not a number.
const MAX_DIGITS: usize = 15;

pub fn read(mut reader: impl Read, name: &str, progress: &Progress) -> Result<Import, ImportError> {
    let mut head = Vec::new();
    reader.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
    if head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]) || head.contains(&0) {
        return Err(ImportError::Encoding);
    }
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&head);
    let mut rows = ReaderBuilder::new()
        .delimiter(separator(head))
        .flexible(true)
        .has_headers(false)
        .buffer_capacity(256 * 1024)
        .from_reader(head.chain(reader));
    let mut header = ByteRecord::new();
    if let Err(error) = rows.read_byte_record(&mut header) {
        return Err(ended(error, progress));
    }
    let names: Vec<String> = header
        .iter()
        .map(|name| text(name).trim().to_owned())
        .collect();
    let columns = Columns::new(&names)?;
    let mut builder = Builder::new(name);
    let mut left_out = Vec::new();
    let mut damage = None;
    let mut row = ByteRecord::new();
    loop {
        match rows.read_byte_record(&mut row) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) if error.is_io_error() => return Err(ended(error, progress)),
            Err(error) => {
                damage = Some(damaged(&error));
                break;
            }
        }
        if row.iter().all(<[u8]>::is_empty) {
            continue;
        }
        columns.take(&mut builder, &names, &row)?;
        if let Err(reason) = builder.end()? {
            let line = row.position().map_or(0, csv::Position::line);
            LeftOut::add(&mut left_out, reason, line);
        }
        if builder.len().is_multiple_of(STEP) {
            progress.count_features(builder.len());
        }
    }
    progress.count_features(builder.len());
    Ok(Import {
        table: builder.finish(),
        left_out,
        damage,
    })
}

/// Which columns hold the coordinates; the others are properties.
struct Columns {
    longitude: usize,
    latitude: usize,
}

impl Columns {
    fn new(names: &[String]) -> Result<Self, ImportError> {
        let find = |known: &[&str]| {
            let is = |known: &str| names.iter().position(|name| name.to_lowercase() == known);
            known.iter().find_map(|known| is(known))
        };
        match (find(&LONGITUDE), find(&LATITUDE)) {
            (Some(longitude), Some(latitude)) => Ok(Self {
                longitude,
                latitude,
            }),
            _ => Err(ImportError::NoCoordinates {
                columns: names.join(", "),
            }),
        }
    }

    fn take(
        &self,
        builder: &mut Builder,
        names: &[String],
        row: &ByteRecord,
    ) -> Result<(), ImportError> {
        for (index, (name, cell)) in names.iter().zip(row.iter()).enumerate() {
            if index == self.longitude || index == self.latitude || cell.is_empty() {
                continue;
            }
            let Some(column) = builder.column(name) else {
                continue;
            };
            match number(cell) {
                Some(number) => builder.number(column, number)?,
                None => builder.text(column, &text(cell))?,
            }
        }
        let coordinate = |index: usize| {
            let cell = row.get(index).unwrap_or_default().trim_ascii();
            if cell.is_empty() {
                return Err(Reason::NoPosition);
            }
            let text = std::str::from_utf8(cell).ok();
            text.and_then(|text| text.parse::<f64>().ok())
                .ok_or(Reason::NoNumber)
        };
        match (coordinate(self.longitude), coordinate(self.latitude)) {
            (Ok(longitude), Ok(latitude)) => {
                let before = builder.vertex_count();
                builder.vertex(longitude, latitude);
                let end = builder.vertex_count();
                if end > before {
                    builder.part(PartKind::Points, end);
                }
            }
            (Err(reason), _) | (_, Err(reason)) => builder.refuse(reason),
        }
        Ok(())
    }
}

/// UTF-8, or what spreadsheets in China write.
fn text(cell: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(cell) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => GB18030.decode_without_bom_handling(cell).0,
    }
}

/// `None` for a text, and for a code such as 021 or a number of a card.
fn number(cell: &[u8]) -> Option<f64> {
    let first = cell.iter().find(|byte| **byte != b'-')?;
    let is_code = *first == b'0' && cell.len() > 1 && cell.get(1).is_some_and(u8::is_ascii_digit);
    let digits = cell.iter().filter(|byte| byte.is_ascii_digit()).count();
    if is_code || !first.is_ascii_digit() || digits > MAX_DIGITS {
        return None;
    }
    std::str::from_utf8(cell).ok()?.parse().ok()
}

/// What stands most often in the first line; of equals the comma.
fn separator(head: &[u8]) -> u8 {
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |separator: u8| line.split(|byte| *byte == separator).count();
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(|&separator| count(separator))
        .unwrap_or(b',')
}

fn ended(error: csv::Error, progress: &Progress) -> ImportError {
    if progress.is_cancelled() {
        return ImportError::Cancelled;
    }
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        kind => std::io::Error::other(format!("{kind:?}")).into(),
    }
}

fn damaged(error: &csv::Error) -> Damage {
    let position = error.position();
    Damage {
        line: position.map_or(0, csv::Position::line),
        byte: position.map_or(0, csv::Position::byte),
        detail: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Cell, Table, read_from};

    fn import(bytes: &[u8]) -> Result<Import, ImportError> {
        read_from(bytes, true, "test", &Progress::default())
    }

    fn column(table: &Table, name: &str) -> usize {
        table.columns().position(|column| column == name).unwrap()
    }

    #[test]
    fn columns_of_coordinates_are_found_by_their_usual_names() {
        for header in [
            "name,lon,lat",
            "name;Longitude;Latitude",
            "name\tLNG\tLAT",
            "name,经度,纬度",
        ] {
            let separator = if header.contains(';') {
                ";"
            } else if header.contains('\t') {
                "\t"
            } else {
                ","
            };
            let text = format!("\u{feff}{header}\r\nA{separator}121.5{separator}31.2\r\n");
            let table = import(text.as_bytes()).unwrap().table;
            assert_eq!(table.vertices(), [[1_215_000_000, 312_000_000]], "{header}");
            assert_eq!(table.cell(column(&table, "name"), 0), Some(Cell::Text("A")));
        }
    }

    #[test]
    fn codes_stay_texts_and_numbers_become_numbers() {
        let table = import(b"lon,lat,area,code,card\n121,31,12.5,021,310115198001011234\n")
            .unwrap()
            .table;
        assert_eq!(
            table.cell(column(&table, "area"), 0),
            Some(Cell::Number(12.5))
        );
        assert_eq!(
            table.cell(column(&table, "code"), 0),
            Some(Cell::Text("021"))
        );
        assert_eq!(
            table.cell(column(&table, "card"), 0),
            Some(Cell::Text("310115198001011234"))
        );
    }

    #[test]
    fn a_table_from_a_chinese_spreadsheet_is_read() {
        let (bytes, ..) = GB18030.encode("名称,经度,纬度\n\"浦东,新区\",121.5,31.2\n");
        let table = import(&bytes).unwrap().table;
        assert_eq!(
            table.cell(column(&table, "名称"), 0),
            Some(Cell::Text("浦东,新区"))
        );
    }

    #[test]
    fn rows_without_a_usable_position_are_counted_with_their_line() {
        let import =
            import(b"lon,lat\n121,31\n,\n121,here\n121\n13500000,31\n31.2,121.5\n").unwrap();
        assert_eq!(import.table.len(), 1);
        let left_out: Vec<_> = import
            .left_out
            .iter()
            .map(|one| (one.reason, one.count, one.line))
            .collect();
        assert_eq!(
            left_out,
            [
                (Reason::NoNumber, 1, 4),
                (Reason::NoPosition, 1, 5),
                (Reason::OutOfRange, 1, 6),
                (Reason::Swapped, 1, 7)
            ]
        );
    }

    #[test]
    fn a_table_without_coordinates_is_refused_with_its_columns() {
        let error = import(b"name,value\nA,1\n").unwrap_err();
        assert!(
            matches!(error, ImportError::NoCoordinates { columns } if columns == "name, value")
        );
        assert!(matches!(import(b"\xFF\xFEn\0"), Err(ImportError::Encoding)));
    }
}
