//! Features as packed columns: positions as pairs of whole numbers, properties as numbers or interned texts.

use std::ops::Range;

use super::{ImportError, Reason, pool::Pool};
use crate::atlas::Position;

/// Whole numbers per degree: 1e-7 degrees are 1.1 cm at most.
const PER_DEGREE: f64 = 1e7;
/// More columns than this are not kept: a file in which every feature has names of its own must not fill the memory.
const MAX_COLUMNS: usize = 512;
/// Stands for a missing text.
const NO_TEXT: u32 = u32::MAX;
/// After so many texts a column whose texts hardly ever recur, such as one of names, is taken as it is.
const LEARNING: usize = 16_384;
/// One text in so many that recurs is hardly ever.
const HARDLY: usize = 10;

/// What a stretch of vertices is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// Each vertex is a point.
    Points,
    Line,
    /// Of an area: rings of one feature enclose by the even-odd rule.
    Ring,
}

/// A value of a property.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    Number(f64),
    Text(&'a str),
}

#[derive(Debug)]
pub struct Table {
    name: String,
    columns: Vec<Column>,
    pool: Pool,
    /// Longitude and latitude, WGS84, in 1e-7 degrees.
    vertices: Vec<[i32; 2]>,
    /// `None`: every feature is one point.
    parts: Option<Parts>,
    features: usize,
}

#[derive(Debug)]
struct Column {
    name: Box<str>,
    values: Values,
}

/// One per feature; shorter where the last ones are missing.
#[derive(Debug)]
enum Values {
    /// NaN is missing.
    Numbers(Vec<f64>),
    Texts(Texts),
}

#[derive(Debug, Default)]
struct Texts {
    /// In the pool.
    numbers: Vec<u32>,
    /// How many of them were in the pool already.
    recurring: usize,
}

impl Texts {
    fn add(&mut self, text: &str, pool: &mut Pool) -> Result<(), ImportError> {
        let count = self.numbers.len();
        let number = if count > LEARNING && self.recurring < count / HARDLY {
            pool.add(text)
        } else {
            let known = pool.len();
            let number = pool.intern(text);
            self.recurring += usize::from(number.is_some_and(|number| (number as usize) < known));
            number
        };
        self.numbers.push(number.ok_or(ImportError::TooLarge)?);
        Ok(())
    }
}

#[derive(Debug, Default)]
struct Parts {
    kinds: Vec<PartKind>,
    /// Where each part's vertices end.
    ends: Vec<u32>,
    /// Where each feature's parts end.
    features: Vec<u32>,
}

/// WGS84 degrees of a packed position.
pub fn degrees([longitude, latitude]: [i32; 2]) -> Position {
    Position {
        longitude: f64::from(longitude) / PER_DEGREE,
        latitude: f64::from(latitude) / PER_DEGREE,
    }
}

impl Table {
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Count of features.
    pub fn len(&self) -> usize {
        self.features
    }

    pub fn is_empty(&self) -> bool {
        self.features == 0
    }

    /// Whether every feature is one point; its number is then that of its vertex.
    pub fn is_points(&self) -> bool {
        self.parts.is_none()
    }

    pub fn vertices(&self) -> &[[i32; 2]] {
        &self.vertices
    }

    /// What a feature is made of: kinds and ranges of [`Self::vertices`].
    pub fn parts(&self, feature: usize) -> impl Iterator<Item = (PartKind, Range<usize>)> + '_ {
        let (parts, point) = match &self.parts {
            None => (0..0, Some((PartKind::Points, feature..feature + 1))),
            Some(parts) => (
                before(&parts.features, feature)..parts.features[feature] as usize,
                None,
            ),
        };
        let of_part = move |part: usize| {
            let parts = self.parts.as_ref()?;
            Some((
                parts.kinds[part],
                before(&parts.ends, part)..parts.ends[part] as usize,
            ))
        };
        point.into_iter().chain(parts.filter_map(of_part))
    }

    /// All vertices of a feature.
    pub fn vertex_range(&self, feature: usize) -> Range<usize> {
        let mut parts = self.parts(feature).map(|(_, range)| range);
        let first = parts.next().unwrap_or_default();
        let end = parts.last().map_or(first.end, |last| last.end);
        first.start..end
    }

    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| &*column.name)
    }

    /// `None` where the feature lacks the property.
    pub fn cell(&self, column: usize, feature: usize) -> Option<Cell<'_>> {
        match &self.columns.get(column)?.values {
            Values::Numbers(numbers) => {
                let number = numbers.get(feature).copied();
                number.filter(|number| !number.is_nan()).map(Cell::Number)
            }
            Values::Texts(texts) => {
                let text = texts.numbers.get(feature).copied();
                text.filter(|&text| text != NO_TEXT)
                    .map(|text| Cell::Text(self.pool.get(text)))
            }
        }
    }

    /// Size of the columns, in bytes.
    pub fn bytes(&self) -> usize {
        let columns = self.columns.iter().map(|column| match &column.values {
            Values::Numbers(numbers) => size_of_val(&**numbers),
            Values::Texts(texts) => size_of_val(&*texts.numbers),
        });
        let parts = self.parts.as_ref().map_or(0, |parts| {
            parts.kinds.len() + size_of_val(&*parts.ends) + size_of_val(&*parts.features)
        });
        columns.sum::<usize>() + parts + size_of_val(&*self.vertices) + self.pool.bytes()
    }
}

/// The end of what stands before `index`.
fn before(ends: &[u32], index: usize) -> usize {
    index.checked_sub(1).map_or(0, |before| ends[before]) as usize
}

/// Takes features in, one after the other.
#[derive(Debug)]
pub struct Builder {
    table: Table,
    /// Parts of the feature under way, with the end of their vertices.
    open: Vec<(PartKind, u32)>,
    /// Where the feature under way begins.
    first_vertex: usize,
    /// The column that the next property is expected in: most features have theirs in the same order.
    expected: usize,
    /// Why the feature under way cannot be taken.
    fault: Option<Reason>,
}

impl Builder {
    pub fn new(name: &str) -> Self {
        Self {
            table: Table {
                name: name.to_owned(),
                columns: Vec::new(),
                pool: Pool::default(),
                vertices: Vec::new(),
                parts: None,
                features: 0,
            },
            open: Vec::new(),
            first_vertex: 0,
            expected: 0,
            fault: None,
        }
    }

    /// Count of features taken.
    pub fn len(&self) -> usize {
        self.table.features
    }

    /// Of the feature under way.
    pub fn vertex_count(&self) -> usize {
        self.table.vertices.len()
    }

    /// The column of this name, new if need be; `None` if there are too many.
    pub fn column(&mut self, name: &str) -> Option<usize> {
        let columns = &mut self.table.columns;
        let is_named = |column: Option<&Column>| column.is_some_and(|column| *column.name == *name);
        let index = if is_named(columns.get(self.expected)) {
            self.expected
        } else if let Some(index) = columns.iter().position(|column| *column.name == *name) {
            index
        } else if columns.len() < MAX_COLUMNS {
            columns.push(Column {
                name: name.into(),
                values: Values::Numbers(Vec::new()),
            });
            columns.len() - 1
        } else {
            return None;
        };
        self.expected = index + 1;
        Some(index)
    }

    pub fn number(&mut self, column: usize, number: f64) -> Result<(), ImportError> {
        let row = self.table.features;
        match &mut self.table.columns[column].values {
            Values::Numbers(numbers) => {
                numbers.resize(row, f64::NAN);
                numbers.push(number);
                Ok(())
            }
            Values::Texts(_) => self.text(column, &number.to_string()),
        }
    }

    pub fn text(&mut self, column: usize, text: &str) -> Result<(), ImportError> {
        let row = self.table.features;
        let Table { columns, pool, .. } = &mut self.table;
        let values = &mut columns[column].values;
        if let Values::Numbers(numbers) = values {
            // A column of numbers that turns out to hold texts.
            numbers.truncate(row);
            let mut texts = Texts::default();
            for number in &*numbers {
                if number.is_nan() {
                    texts.numbers.push(NO_TEXT);
                } else {
                    texts.add(&number.to_string(), pool)?;
                }
            }
            *values = Values::Texts(texts);
        }
        if let Values::Texts(texts) = values {
            texts.numbers.resize(row, NO_TEXT);
            texts.add(text, pool)?;
        }
        Ok(())
    }

    /// WGS84 degrees.
    pub fn vertex(&mut self, longitude: f64, latitude: f64) {
        if let Err(error) = Position::new(longitude, latitude) {
            self.refuse(error.into());
            return;
        }
        let packed = [longitude, latitude].map(|value| (value * PER_DEGREE).round() as i32);
        self.table.vertices.push(packed);
    }

    /// The vertices since the last part are one.
    pub fn part(&mut self, kind: PartKind, end: usize) {
        let start = self
            .open
            .last()
            .map_or(self.first_vertex, |(_, end)| *end as usize);
        let least = match kind {
            PartKind::Points => 1,
            PartKind::Line => 2,
            PartKind::Ring => 3,
        };
        if end - start >= least {
            self.open.push((kind, end as u32));
        } else {
            self.refuse(Reason::Geometry);
        }
    }

    /// The feature under way cannot be taken; the first reason counts.
    pub fn refuse(&mut self, reason: Reason) {
        self.fault.get_or_insert(reason);
    }

    /// Ends the feature under way: takes it, or leaves it out for the reason given.
    pub fn end(&mut self) -> Result<Result<(), Reason>, ImportError> {
        let fault = self
            .fault
            .take()
            .or(self.open.is_empty().then_some(Reason::NoPosition));
        let row = self.table.features;
        if let Some(fault) = fault {
            self.table.vertices.truncate(self.first_vertex);
            for column in &mut self.table.columns {
                match &mut column.values {
                    Values::Numbers(numbers) => numbers.truncate(row),
                    Values::Texts(texts) => texts.numbers.truncate(row),
                }
            }
            self.begin();
            return Ok(Err(fault));
        }
        let count = u32::try_from(self.table.vertices.len()).map_err(|_| ImportError::TooLarge)?;
        let is_point = matches!(self.open[..], [(PartKind::Points, _)])
            && count as usize == self.first_vertex + 1;
        if self.table.parts.is_none() && !is_point {
            // All before were single points.
            self.table.parts = Some(Parts {
                kinds: vec![PartKind::Points; row],
                ends: (1..=row as u32).collect(),
                features: (1..=row as u32).collect(),
            });
        }
        if let Some(parts) = &mut self.table.parts {
            parts.kinds.extend(self.open.iter().map(|(kind, _)| *kind));
            parts.ends.extend(self.open.iter().map(|(_, end)| *end));
            parts.features.push(parts.kinds.len() as u32);
        }
        self.table.features += 1;
        self.begin();
        Ok(Ok(()))
    }

    fn begin(&mut self) {
        self.open.clear();
        self.first_vertex = self.table.vertices.len();
        self.expected = 0;
    }

    pub fn finish(mut self) -> Table {
        self.table.pool.freeze();
        self.table.vertices.shrink_to_fit();
        for column in &mut self.table.columns {
            match &mut column.values {
                Values::Numbers(numbers) => numbers.shrink_to_fit(),
                Values::Texts(texts) => texts.numbers.shrink_to_fit(),
            }
        }
        self.table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feature_that_is_left_out_leaves_nothing_behind() {
        let mut builder = Builder::new("test");
        for (longitude, value) in [(121.0, 1.0), (999.0, 2.0), (122.0, 3.0)] {
            let column = builder.column("value").unwrap();
            builder.number(column, value).unwrap();
            builder.vertex(longitude, 31.0);
            let end = builder.vertex_count();
            builder.part(PartKind::Points, end);
            let _ = builder.end().unwrap();
        }
        let table = builder.finish();
        assert_eq!(table.len(), 2);
        assert_eq!(
            table.vertices(),
            [[1_210_000_000, 310_000_000], [1_220_000_000, 310_000_000]]
        );
        assert_eq!(table.cell(0, 1), Some(Cell::Number(3.0)));
    }

    #[test]
    fn a_column_of_names_keeps_them_all_and_one_of_kinds_keeps_each_kind_once() {
        let mut builder = Builder::new("test");
        let count = LEARNING * 2;
        for row in 0..count {
            for (column, text) in [
                ("name", format!("Site {row}")),
                ("kind", (row % 8).to_string()),
            ] {
                let column = builder.column(column).unwrap();
                builder.text(column, &text).unwrap();
            }
            builder.vertex(121.0, 31.0);
            builder.part(PartKind::Points, row + 1);
            builder.end().unwrap().unwrap();
        }
        let table = builder.finish();
        for row in [0, LEARNING, count - 1] {
            let name = format!("Site {row}");
            assert_eq!(table.cell(0, row), Some(Cell::Text(&name)));
            let kind = (row % 8).to_string();
            assert_eq!(table.cell(1, row), Some(Cell::Text(&kind)));
        }
        assert_eq!(table.pool.len(), count + 8);
    }

    #[test]
    fn points_before_the_first_area_stay_points() {
        let mut builder = Builder::new("test");
        builder.vertex(121.0, 31.0);
        builder.part(PartKind::Points, 1);
        builder.end().unwrap().unwrap();
        for (x, y) in [(120.0, 30.0), (121.0, 30.0), (121.0, 31.0), (120.0, 30.0)] {
            builder.vertex(x, y);
        }
        builder.part(PartKind::Ring, 5);
        builder.end().unwrap().unwrap();
        let table = builder.finish();
        let parts = |feature| table.parts(feature).collect::<Vec<_>>();
        assert_eq!(parts(0), [(PartKind::Points, 0..1)]);
        assert_eq!(parts(1), [(PartKind::Ring, 1..5)]);
        assert_eq!(table.vertex_range(1), 1..5);
    }

    #[test]
    fn a_column_of_numbers_that_turns_out_to_hold_texts_keeps_them_as_texts() {
        let mut builder = Builder::new("test");
        for row in 0..3 {
            let column = builder.column("code").unwrap();
            match row {
                0 => builder.number(column, 12.5).unwrap(),
                1 => {}
                _ => builder.text(column, "A1").unwrap(),
            }
            builder.vertex(121.0, 31.0);
            builder.part(PartKind::Points, row + 1);
            builder.end().unwrap().unwrap();
        }
        let table = builder.finish();
        assert_eq!(table.cell(0, 0), Some(Cell::Text("12.5")));
        assert_eq!(table.cell(0, 1), None);
        assert_eq!(table.cell(0, 2), Some(Cell::Text("A1")));
    }
}
