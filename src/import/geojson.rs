//! GeoJSON (RFC 7946): collections of features of any size.

use std::io::Read;

use serde::de::DeserializeSeed as _;

use super::{
    Import, ImportError, LeftOut, Progress,
    feature::Feature,
    frames::{Frames, Stop},
    table::Builder,
};

/// Features between two looks at the progress.
const STEP: usize = 4096;

pub fn read(reader: impl Read, name: &str, progress: &Progress) -> Result<Import, ImportError> {
    let mut frames = Frames::new(reader);
    let mut builder = Builder::new(name);
    let mut left_out = Vec::new();
    let damage = loop {
        let feature = match frames.next() {
            Ok(Some(feature)) => feature,
            Ok(None) => break None,
            Err(Stop::Damage(damage)) => break Some(damage),
            Err(Stop::Error(_)) if progress.is_cancelled() => return Err(ImportError::Cancelled),
            Err(Stop::Error(error)) => return Err(error),
        };
        let mut failure = None;
        let mut text = serde_json::Deserializer::from_slice(frames.bytes(feature.clone()));
        let seed = Feature {
            builder: &mut builder,
            failure: &mut failure,
        };
        if let Err(error) = seed.deserialize(&mut text) {
            let at = offset(frames.bytes(feature.clone()), &error);
            // serde_json counts lines from the start of the feature.
            let detail = error.to_string();
            let detail = detail.split(" at line ").next().unwrap_or_default();
            break Some(frames.damage(feature.start + at, detail));
        }
        if let Some(failure) = failure {
            return Err(failure);
        }
        if let Err(reason) = builder.end()? {
            LeftOut::add(&mut left_out, reason, frames.line(feature.start));
        }
        if builder.len().is_multiple_of(STEP) {
            progress.count_features(builder.len());
        }
    };
    progress.count_features(builder.len());
    Ok(Import {
        table: builder.finish(),
        left_out,
        damage,
    })
}

/// Where in the text an error is.
fn offset(text: &[u8], error: &serde_json::Error) -> usize {
    let lines = text.split_inclusive(|byte| *byte == b'\n');
    let before: usize = lines
        .take(error.line().saturating_sub(1))
        .map(<[u8]>::len)
        .sum();
    (before + error.column().saturating_sub(1)).min(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{
        Cell,
        PartKind::{self, Line, Points, Ring},
        Reason, read_from,
    };

    fn import(json: &str) -> Result<Import, ImportError> {
        read_from(json.as_bytes(), false, "test", &Progress::default())
    }

    #[test]
    fn every_type_of_geometry_becomes_parts() {
        let ring = "[[120,30],[121,30],[121,31],[120,30]]";
        let import = import(&format!(
            r#"{{"type": "FeatureCollection", "features": [
            {{"geometry": {{"type": "Point", "coordinates": [121.5, 31.2, 4]}}, "properties": null}},
            {{"geometry": {{"coordinates": [[120, 30], [121, 31]], "type": "MultiPoint"}}}},
            {{"geometry": {{"type": "LineString", "coordinates": [[120, 30], [121, 31]]}}}},
            {{"geometry": {{"type": "Polygon", "coordinates": [{ring}, {ring}]}}}},
            {{"geometry": {{"type": "MultiPolygon", "coordinates": [[{ring}], [{ring}, {ring}]]}}}},
            {{"geometry": {{"type": "GeometryCollection", "geometries": [
                {{"type": "Point", "coordinates": [121, 31]}}, {{"type": "Polygon", "coordinates": [{ring}]}}]}}}}
            ]}}"#
        ))
        .unwrap();
        assert_eq!((import.left_out.len(), import.damage), (0, None));
        let table = import.table;
        let kinds: Vec<Vec<PartKind>> = (0..table.len())
            .map(|feature| table.parts(feature).map(|(kind, _)| kind).collect())
            .collect();
        let expected = [
            vec![Points],
            vec![Points],
            vec![Line],
            vec![Ring; 2],
            vec![Ring; 3],
            vec![Points, Ring],
        ];
        assert_eq!(kinds, expected);
        assert_eq!(table.vertices()[0], [1_215_000_000, 312_000_000]);
    }

    #[test]
    fn properties_keep_their_values_and_may_be_missing() {
        let import = import(
            r#"{"features": [
            {"properties": {"name": "a\"b", "n": 1.5, "id": 310115198001011234, "tags": ["x", {"y": null}]},
             "geometry": {"type": "Point", "coordinates": [121, 31]}},
            {"properties": {"n": null, "open": true}, "geometry": {"type": "Point", "coordinates": [121, 31]}}]}"#,
        )
        .unwrap();
        let table = import.table;
        let columns: Vec<&str> = table.columns().collect();
        assert_eq!(columns, ["name", "n", "id", "tags", "open"]);
        assert_eq!(table.cell(0, 0), Some(Cell::Text("a\"b")));
        assert_eq!(table.cell(1, 0), Some(Cell::Number(1.5)));
        assert_eq!(table.cell(2, 0), Some(Cell::Text("310115198001011234")));
        assert_eq!(table.cell(3, 0), Some(Cell::Text(r#"["x",{"y":null}]"#)));
        assert_eq!((table.cell(0, 1), table.cell(1, 1)), (None, None));
        assert_eq!(table.cell(4, 1), Some(Cell::Text("true")));
    }

    #[test]
    fn features_that_cannot_be_shown_are_counted_with_the_line_of_the_first() {
        let import = import(
            "{\"features\": [\n{\"geometry\": null},\n{\"geometry\": {\"type\": \"Point\", \"coordinates\": [13500000, 3600000]}},\n\
             {\"geometry\": {\"type\": \"Point\", \"coordinates\": [31.2, 121.5]}},\n\
             {\"geometry\": {\"type\": \"Point\", \"coordinates\": [[121, 31]]}},\n{\"geometry\": null},\n\
             {\"geometry\": {\"type\": \"Point\", \"coordinates\": [121, 31]}}]}",
        )
        .unwrap();
        assert_eq!(import.table.len(), 1);
        let left_out: Vec<_> = import
            .left_out
            .iter()
            .map(|one| (one.reason, one.count, one.line))
            .collect();
        assert_eq!(
            left_out,
            [
                (Reason::NoPosition, 2, 2),
                (Reason::OutOfRange, 1, 3),
                (Reason::Swapped, 1, 4),
                (Reason::Geometry, 1, 5)
            ]
        );
    }

    #[test]
    fn a_damaged_file_is_read_up_to_its_fault_which_is_named_by_line_and_byte() {
        let sound = "{\"features\": [\n{\"geometry\": {\"type\": \"Point\", \"coordinates\": [121, 31]}},\n";
        let import = import(&format!("{sound}{{\"geometry\": oops}}]}}")).unwrap();
        assert_eq!(import.table.len(), 1);
        let damage = import.damage.unwrap();
        assert_eq!((damage.line, damage.byte), (3, sound.len() as u64 + 13));
    }

    #[test]
    fn what_is_no_collection_is_refused() {
        for json in ["", "[1, 2]", "{\"type\": \"Feature\"}", "lon,lat\n121,31\n"] {
            assert!(
                matches!(import(json), Err(ImportError::NoFeatureCollection)),
                "{json}"
            );
        }
    }

    #[test]
    fn a_cancelled_reading_stops() {
        let progress = Progress::default();
        progress.cancel();
        let cancelled = read_from(&b"{\"features\": []}"[..], false, "test", &progress);
        assert!(matches!(cancelled, Err(ImportError::Cancelled)));
    }
}
