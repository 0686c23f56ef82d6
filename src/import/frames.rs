//! Cuts the features out of a stream of GeoJSON, one by one, without reading what is in them.

use std::{io::Read, ops::Range};

use super::{Damage, ImportError};

/// Read at a time, in bytes.
const BLOCK: usize = 256 * 1024;
/// A feature may be this large, in bytes.
const FEATURE_LIMIT: usize = 256 * 1024 * 1024;

/// Where the scanner stands, outside of features.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Before or in the members of the collection.
    Members,
    /// Between the features of the list.
    Features,
    /// Behind the list.
    Behind,
}

/// The JSON state that tells brackets from text.
#[derive(Clone, Copy, Debug, Default)]
struct Nesting {
    depth: usize,
    in_text: bool,
    escaped: bool,
}

/// What a byte of JSON is, as far as nesting goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    /// The quotation mark before a text, and a byte of one; what ends or escapes it is [`Token::Other`].
    TextBegins,
    Text,
    /// A bracket or brace; closing ones count after they have closed.
    Opens,
    Closes,
    Other,
}

impl Nesting {
    #[inline]
    fn step(&mut self, byte: u8) -> Token {
        if self.in_text {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_text = false,
                _ => return Token::Text,
            }
            return Token::Other;
        }
        match byte {
            b'"' => {
                self.in_text = true;
                Token::TextBegins
            }
            b'{' | b'[' => {
                self.depth += 1;
                Token::Opens
            }
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                Token::Closes
            }
            _ => Token::Other,
        }
    }
}

/// A stream of features.
#[derive(Debug)]
pub struct Frames<R> {
    reader: R,
    buffer: Vec<u8>,
    /// What of the buffer is still to be looked at, and how much of it is filled.
    at: usize,
    filled: usize,
    /// Bytes and lines before the buffer.
    bytes_before: u64,
    lines_before: u64,
    place: Place,
    nesting: Nesting,
    /// The last text among the members, for `"features": [`.
    text: Vec<u8>,
    found_list: bool,
}

impl<R: Read> Frames<R> {
    pub fn new(reader: R) -> Self {
        Self {
            reader,
            buffer: vec![0; BLOCK],
            at: 0,
            filled: 0,
            bytes_before: 0,
            lines_before: 0,
            place: Place::Members,
            nesting: Nesting::default(),
            text: Vec::new(),
            found_list: false,
        }
    }

    /// The bytes of a feature that [`Self::next`] found.
    pub fn bytes(&self, feature: Range<usize>) -> &[u8] {
        &self.buffer[feature]
    }

    /// Line, from 1, of a byte of the buffer.
    pub fn line(&self, at: usize) -> u64 {
        self.lines_before + newlines(&self.buffer[..at]) + 1
    }

    pub fn damage(&self, at: usize, detail: &str) -> Damage {
        Damage {
            line: self.line(at),
            byte: self.bytes_before + at as u64,
            detail: detail.to_owned(),
        }
    }

    /// Where the next feature is in the buffer; `Ok(None)` behind the last one.
    pub fn next(&mut self) -> Result<Option<Range<usize>>, Stop> {
        let mut start = None;
        loop {
            while self.at < self.filled {
                let byte = self.buffer[self.at];
                self.at += 1;
                if let Some(start) = start {
                    if self.nesting.step(byte) == Token::Closes && self.nesting.depth == 0 {
                        return Ok(Some(start..self.at));
                    }
                } else if self.begins_feature(byte)? {
                    start = Some(self.at - 1);
                }
            }
            if !self.fill(&mut start)? {
                return self.end(start.is_some());
            }
        }
    }

    /// Outside of features: whether this byte begins one.
    fn begins_feature(&mut self, byte: u8) -> Result<bool, Stop> {
        match self.place {
            Place::Members => {
                self.member(byte)?;
                Ok(false)
            }
            Place::Features => match byte {
                b'{' => {
                    self.nesting = Nesting {
                        depth: 1,
                        ..Nesting::default()
                    };
                    Ok(true)
                }
                b']' => {
                    self.place = Place::Behind;
                    Ok(false)
                }
                b',' | b' ' | b'\t' | b'\r' | b'\n' => Ok(false),
                _ => Err(Stop::Damage(
                    self.damage(self.at - 1, "a feature is expected here"),
                )),
            },
            Place::Behind => Ok(false),
        }
    }

    fn member(&mut self, byte: u8) -> Result<(), Stop> {
        let depth = self.nesting.depth;
        let not_here = Err(Stop::Error(ImportError::NoFeatureCollection));
        match (self.nesting.step(byte), byte) {
            (Token::TextBegins, _) => self.text.clear(),
            (Token::Text, _) if self.text.len() < 16 => self.text.push(byte),
            (Token::Opens, b'[') if depth == 0 => return not_here,
            (Token::Opens, b'[') if depth == 1 && self.text == b"features" => {
                self.place = Place::Features;
                self.found_list = true;
            }
            (Token::Other, b',') if !self.nesting.in_text => self.text.clear(),
            (Token::Other, _) if depth == 0 && !byte.is_ascii_whitespace() && !is_mark(byte) => {
                return not_here;
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&self, in_feature: bool) -> Result<Option<Range<usize>>, Stop> {
        if !self.found_list {
            return Err(Stop::Error(ImportError::NoFeatureCollection));
        }
        if in_feature || self.place == Place::Features {
            return Err(Stop::Damage(self.damage(self.filled, "the file ends here")));
        }
        Ok(None)
    }

    /// Reads on, keeping what of a feature is there already. `false` at the end of the file.
    fn fill(&mut self, start: &mut Option<usize>) -> Result<bool, Stop> {
        let keep = start.unwrap_or(self.filled);
        self.bytes_before += keep as u64;
        self.lines_before += newlines(&self.buffer[..keep]);
        self.buffer.copy_within(keep..self.filled, 0);
        self.filled -= keep;
        self.at = self.filled;
        *start = start.map(|_| 0);
        if self.filled * 2 > self.buffer.len() {
            if self.buffer.len() >= FEATURE_LIMIT {
                return Err(Stop::Error(ImportError::TooLarge));
            }
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
        let count = self
            .reader
            .read(&mut self.buffer[self.filled..])
            .map_err(|error| Stop::Error(error.into()))?;
        self.filled += count;
        Ok(count > 0)
    }
}

/// Why there is no next feature.
#[derive(Debug)]
pub enum Stop {
    /// What came before is sound.
    Damage(Damage),
    Error(ImportError),
}

/// Of the byte order mark of UTF-8.
fn is_mark(byte: u8) -> bool {
    matches!(byte, 0xEF | 0xBB | 0xBF)
}

fn newlines(bytes: &[u8]) -> u64 {
    bytes.iter().map(|byte| u64::from(*byte == b'\n')).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Gives a few bytes at a time.
    struct Drips<'a>(&'a [u8], usize);

    impl Read for Drips<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let count = self.1.min(self.0.len()).min(buffer.len());
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    fn features(json: &str, drip: usize) -> Result<Vec<String>, Stop> {
        let mut frames = Frames::new(Drips(json.as_bytes(), drip));
        let mut found = Vec::new();
        while let Some(range) = frames.next()? {
            found.push(String::from_utf8_lossy(frames.bytes(range)).into_owned());
        }
        Ok(found)
    }

    proptest! {
        #[test]
        fn features_are_cut_out_whatever_stands_in_their_texts(
            texts in proptest::collection::vec(".{0,12}", 0..6), drip in 1usize..50,
        ) {
            let written: Vec<String> = texts
                .iter()
                .map(|text| serde_json::json!({"a": [{"b": text}], text.as_str(): 1}).to_string())
                .collect();
            let json = format!("{{\"name\": \"features\", \"bbox\": [1, [2]], \"features\" : [ {} ], \"x\": {{}}}}", written.join(" ,\n"));
            prop_assert_eq!(features(&json, drip).unwrap(), written);
        }
    }

    #[test]
    fn a_feature_larger_than_a_block_is_found_whole() {
        let feature = format!("{{\"text\": \"{}\"}}", "x".repeat(3 * BLOCK));
        let json = format!("{{\"features\": [{feature}, {feature}]}}");
        assert_eq!(features(&json, BLOCK).unwrap(), [feature.clone(), feature]);
    }

    #[test]
    fn a_cut_file_is_damaged_at_its_end() {
        let json = "{\"features\": [\n{\"a\": 1},\n{\"a\": ";
        let Err(Stop::Damage(damage)) = features(json, 7) else {
            panic!("damage");
        };
        assert_eq!((damage.line, damage.byte), (3, json.len() as u64));
    }
}
