//! One feature of GeoJSON into the columns, without a tree in between.

use std::{borrow::Cow, fmt};

use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{
    ImportError, Reason,
    table::{Builder, PartKind},
};

/// Largest whole number that a 64-bit float holds exactly.
const EXACT: u64 = 1 << 53;

/// Reads a feature. `failure` takes what is wrong with the table rather than with the text.
pub struct Feature<'a> {
    pub builder: &'a mut Builder,
    pub failure: &'a mut Option<ImportError>,
}

impl<'de> DeserializeSeed<'de> for Feature<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Feature<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a feature")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key_seed(Text)? {
            match &*key {
                "geometry" => map.next_value_seed(Geometry {
                    builder: &mut *self.builder,
                })?,
                "properties" => map.next_value_seed(Properties {
                    builder: &mut *self.builder,
                    failure: &mut *self.failure,
                })?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// A text, borrowed where it has no escapes.
struct Text;

impl<'de> DeserializeSeed<'de> for Text {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Text {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}

struct Properties<'a> {
    builder: &'a mut Builder,
    failure: &'a mut Option<ImportError>,
}

impl<'de> DeserializeSeed<'de> for Properties<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Properties<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("properties or null")
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key_seed(Text)? {
            let Some(column) = self.builder.column(&key) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            map.next_value_seed(Property {
                builder: &mut *self.builder,
                failure: &mut *self.failure,
                column,
            })?;
        }
        Ok(())
    }
}

struct Property<'a> {
    builder: &'a mut Builder,
    failure: &'a mut Option<ImportError>,
    column: usize,
}

impl Property<'_> {
    fn keep(&mut self, kept: Result<(), ImportError>) {
        if let Err(error) = kept {
            self.failure.get_or_insert(error);
        }
    }

    fn number(mut self, number: f64) {
        let kept = self.builder.number(self.column, number);
        self.keep(kept);
    }

    fn text(mut self, text: &str) {
        let kept = self.builder.text(self.column, text);
        self.keep(kept);
    }
}

impl<'de> DeserializeSeed<'de> for Property<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Property<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<(), E> {
        self.text(if value { "true" } else { "false" });
        Ok(())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<(), E> {
        if value <= EXACT {
            self.number(value as f64);
        } else {
            self.text(&value.to_string());
        }
        Ok(())
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<(), E> {
        if value.unsigned_abs() <= EXACT {
            self.number(value as f64);
        } else {
            self.text(&value.to_string());
        }
        Ok(())
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<(), E> {
        self.number(value);
        Ok(())
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<(), E> {
        self.text(text);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element::<serde_json::Value>()? {
            values.push(value);
        }
        self.text(&serde_json::Value::Array(values).to_string());
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut object = serde_json::Map::new();
        while let Some((key, value)) = map.next_entry()? {
            object.insert(key, value);
        }
        self.text(&serde_json::Value::Object(object).to_string());
        Ok(())
    }
}

/// A geometry, also inside a collection; `null` has no parts.
struct Geometry<'a> {
    builder: &'a mut Builder,
}

impl<'de> DeserializeSeed<'de> for Geometry<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Geometry<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a geometry or null")
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut kind = None;
        let mut nested = None;
        while let Some(key) = map.next_key_seed(Text)? {
            match &*key {
                "type" => kind = Some(map.next_value_seed(Text)?),
                "coordinates" => {
                    let mut ends = Vec::new();
                    let level = map.next_value_seed(Nested {
                        builder: &mut *self.builder,
                        ends: &mut ends,
                    })?;
                    nested = Some((level, ends));
                }
                "geometries" => map.next_value_seed(Geometries {
                    builder: &mut *self.builder,
                })?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if let Some((level, ends)) = nested {
            take_parts(self.builder, kind.as_deref(), level, &ends);
        }
        Ok(())
    }
}

/// Makes parts of the vertices that the coordinates gave.
fn take_parts(builder: &mut Builder, kind: Option<&str>, level: Level, ends: &[usize]) {
    let (kind, depth) = match kind {
        Some("Point") => (PartKind::Points, 1),
        Some("MultiPoint") => (PartKind::Points, 2),
        Some("LineString") => (PartKind::Line, 2),
        Some("MultiLineString") => (PartKind::Line, 3),
        Some("Polygon") => (PartKind::Ring, 3),
        Some("MultiPolygon") => (PartKind::Ring, 4),
        _ => return builder.refuse(Reason::Geometry),
    };
    match level {
        Level::Empty => {}
        Level::List(1) if depth == 1 => builder.part(kind, builder.vertex_count()),
        Level::List(level) if level == depth => {
            for end in ends {
                builder.part(kind, *end);
            }
        }
        Level::List(_) | Level::Number(_) => builder.refuse(Reason::Geometry),
    }
}

struct Geometries<'a> {
    builder: &'a mut Builder,
}

impl<'de> DeserializeSeed<'de> for Geometries<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Geometries<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of geometries")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let next = |seq: &mut A, builder: &mut Builder| seq.next_element_seed(Geometry { builder });
        while next(&mut seq, self.builder)?.is_some() {}
        Ok(())
    }
}

/// What a value among the coordinates turned out to be.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Level {
    Number(f64),
    Empty,
    /// 1 is a position, 2 a list of positions, and so on.
    List(u8),
}

/// Coordinates of any depth: positions become vertices, and where a list of positions ends is noted.
struct Nested<'a> {
    builder: &'a mut Builder,
    ends: &'a mut Vec<usize>,
}

impl<'de> DeserializeSeed<'de> for Nested<'_> {
    type Value = Level;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Level, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Nested<'_> {
    type Value = Level;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("coordinates")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Level, E> {
        Ok(Level::Empty)
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Level, E> {
        Ok(Level::Number(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Level, E> {
        Ok(Level::Number(value as f64))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Level, E> {
        Ok(Level::Number(value as f64))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Level, A::Error> {
        let Self { builder, ends } = self;
        let mut position = [f64::NAN; 2];
        let mut count = 0;
        let mut inner = None;
        let mut next = |seq: &mut A, builder: &mut Builder| {
            seq.next_element_seed(Nested {
                builder,
                ends: &mut *ends,
            })
        };
        while let Some(level) = next(&mut seq, builder)? {
            match level {
                Level::Number(number) => {
                    if let Some(slot) = position.get_mut(count) {
                        *slot = number;
                    }
                    count += 1;
                }
                Level::List(level) if inner.is_none_or(|inner| inner == level) => {
                    inner = Some(level);
                }
                Level::Empty | Level::List(_) => builder.refuse(Reason::Geometry),
            }
        }
        match (count, inner) {
            (0, None) => Ok(Level::Empty),
            (0, Some(level)) => {
                if level == 1 {
                    ends.push(builder.vertex_count());
                }
                Ok(Level::List(level + 1))
            }
            (2.., None) => {
                let [longitude, latitude] = position;
                builder.vertex(longitude, latitude);
                Ok(Level::List(1))
            }
            _ => {
                builder.refuse(Reason::Geometry);
                Ok(Level::List(1))
            }
        }
    }
}
