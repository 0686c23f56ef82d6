//! `PMTiles`, version 3: many tiles in one file. Written after the specification at
//! <https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md>. walkers' own reader opens the file anew for
//! every tile, keeps it mapped into memory (a stick that is pulled out ends the program), and panics on headers
//! that lie; this one trusts nothing that it reads.

use std::{
    collections::HashMap,
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::Path,
    sync::Arc,
};

use flate2::read::MultiGzDecoder;
use walkers::TileId;

use super::Trouble;
use crate::{atlas::Extent, basemap};

const HEADER: usize = 127;
/// Of a directory or a tile, once unpacked; more is a bomb.
const MAX_UNPACKED: u64 = 32 * 1024 * 1024;
/// Directories point to directories no deeper than this.
const MAX_DEPTH: usize = 4;
/// Directories that are kept.
const LEAVES: usize = 64;

/// What the tiles of a file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Mapbox vector tiles.
    Vector,
    /// PNG or JPEG.
    Raster,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Packing {
    Plain,
    Gzip,
}

/// A stretch of the file, in bytes.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    offset: u64,
    length: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    first: u64,
    /// How many tiles in a row have this content; 0: it points to a directory.
    run: u32,
    length: u32,
    offset: u64,
}

/// An open file of tiles.
#[derive(Debug)]
pub struct Archive<F = File> {
    file: F,
    content: Content,
    zooms: std::ops::RangeInclusive<u8>,
    attribution: Option<String>,
    layers: Vec<String>,
    tile_packing: Packing,
    inner_packing: Packing,
    leaf: Stretch,
    data: Stretch,
    root: Arc<Vec<Entry>>,
    leaves: HashMap<u64, Arc<Vec<Entry>>>,
}

impl Archive {
    /// Reads the header and the first directory.
    pub fn open(path: &Path) -> Result<Self, Trouble> {
        let unreadable = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => Trouble::FileMissing,
            _ => Trouble::FileUnreadable(error.to_string()),
        };
        let file = File::open(path).map_err(unreadable)?;
        let about = file.metadata().map_err(unreadable)?;
        if !about.is_file() {
            return Err(Trouble::NotPmTiles);
        }
        Self::read(file, about.len())
    }
}

impl<F: Read + Seek> Archive<F> {
    /// `bytes` is the length of the file.
    pub fn read(mut file: F, bytes: u64) -> Result<Self, Trouble> {
        let mut start = Vec::with_capacity(HEADER);
        file.by_ref()
            .take(HEADER as u64)
            .read_to_end(&mut start)
            .map_err(|error| Trouble::FileUnreadable(error.to_string()))?;
        let header = Header(&start);
        header.check_kind()?;
        let [root, metadata, leaf, data] = [8, 24, 40, 56].map(|at| header.stretch(at));
        for part in [root, metadata, leaf, data] {
            let end = part.offset.checked_add(part.length);
            let announced = end.ok_or(Trouble::Damaged("header"))?;
            if announced > bytes {
                return Err(Trouble::Truncated { bytes, announced });
            }
        }
        let mut archive = Self {
            content: header.content()?,
            zooms: header.byte(100)..=header.byte(101).min(30),
            attribution: None,
            layers: Vec::new(),
            tile_packing: header.packing(98)?,
            inner_packing: header.packing(97)?,
            leaf,
            data,
            root: Arc::default(),
            leaves: HashMap::new(),
            file,
        };
        if !header.meets(basemap::EXTENT) {
            return Err(Trouble::Elsewhere);
        }
        archive.root = Arc::new(archive.directory(root)?);
        archive.describe(metadata);
        Ok(archive)
    }

    pub fn content(&self) -> Content {
        self.content
    }

    pub fn zooms(&self) -> std::ops::RangeInclusive<u8> {
        self.zooms.clone()
    }

    /// Whom the file names, without markup.
    pub fn attribution(&self) -> Option<&str> {
        self.attribution.as_deref()
    }

    /// The names of the layers of its vector tiles, as far as the file tells.
    pub fn layers(&self) -> &[String] {
        &self.layers
    }

    /// The unpacked tile; `None` if the file has none there.
    pub fn tile(&mut self, tile: TileId) -> Result<Option<Vec<u8>>, Trouble> {
        let number = number_of(tile);
        let mut directory = Arc::clone(&self.root);
        for _ in 0..MAX_DEPTH {
            let Some(entry) = find(&directory, number) else {
                return Ok(None);
            };
            if entry.run > 0 {
                let at = within(self.data, entry).ok_or(Trouble::Damaged("directory"))?;
                return self.unpacked(at, self.tile_packing, "tile").map(Some);
            }
            let at = within(self.leaf, entry).ok_or(Trouble::Damaged("directory"))?;
            directory = self.leaf_directory(at)?;
        }
        Err(Trouble::Damaged("directory"))
    }

    fn leaf_directory(&mut self, at: Stretch) -> Result<Arc<Vec<Entry>>, Trouble> {
        if let Some(known) = self.leaves.get(&at.offset) {
            return Ok(Arc::clone(known));
        }
        let read = Arc::new(self.directory(at)?);
        if self.leaves.len() >= LEAVES {
            self.leaves.clear();
        }
        self.leaves.insert(at.offset, Arc::clone(&read));
        Ok(read)
    }

    fn directory(&mut self, at: Stretch) -> Result<Vec<Entry>, Trouble> {
        let bytes = self.unpacked(at, self.inner_packing, "directory")?;
        entries(&bytes).ok_or(Trouble::Damaged("directory"))
    }

    /// A file whose description cannot be read is still good for its tiles.
    fn describe(&mut self, metadata: Stretch) {
        let unpacked = self.unpacked(metadata, self.inner_packing, "metadata");
        let Ok(metadata) = serde_json::from_slice(&unpacked.unwrap_or_default()) else {
            return;
        };
        let metadata: serde_json::Value = metadata;
        let attribution = metadata.get("attribution").and_then(|text| text.as_str());
        self.attribution = attribution
            .map(without_markup)
            .filter(|text| !text.is_empty());
        let layers = metadata
            .get("vector_layers")
            .and_then(|list| list.as_array());
        let names = layers.into_iter().flatten();
        self.layers = names
            .filter_map(|layer| Some(layer.get("id")?.as_str()?.to_owned()))
            .collect();
    }

    fn unpacked(
        &mut self,
        at: Stretch,
        packing: Packing,
        part: &'static str,
    ) -> Result<Vec<u8>, Trouble> {
        let unreadable = |error: io::Error| Trouble::FileUnreadable(error.to_string());
        if at.length > MAX_UNPACKED {
            return Err(Trouble::Damaged(part));
        }
        self.file
            .seek(SeekFrom::Start(at.offset))
            .map_err(unreadable)?;
        let mut packed = Vec::new();
        self.file
            .by_ref()
            .take(at.length)
            .read_to_end(&mut packed)
            .map_err(unreadable)?;
        if (packed.len() as u64) < at.length {
            return Err(Trouble::Damaged(part));
        }
        if packing == Packing::Plain {
            return Ok(packed);
        }
        let mut bytes = Vec::new();
        MultiGzDecoder::new(&*packed)
            .take(MAX_UNPACKED + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| Trouble::Damaged(part))?;
        if bytes.len() as u64 > MAX_UNPACKED {
            return Err(Trouble::Damaged(part));
        }
        Ok(bytes)
    }
}

/// The first bytes of a file, which may be too few.
struct Header<'a>(&'a [u8]);

impl Header<'_> {
    fn check_kind(&self) -> Result<(), Trouble> {
        let bytes = self.0;
        if bytes.starts_with(b"PMTiles") && bytes.len() > 7 {
            return match bytes[7] {
                3 if bytes.len() == HEADER => Ok(()),
                3 => Err(Trouble::Truncated {
                    bytes: bytes.len() as u64,
                    announced: HEADER as u64,
                }),
                version => Err(Trouble::FormatVersion(version)),
            };
        }
        // The first two versions of the format.
        match bytes {
            [b'P', b'M', version @ (1 | 2), 0, ..] => Err(Trouble::FormatVersion(*version)),
            _ => Err(Trouble::NotPmTiles),
        }
    }

    fn byte(&self, at: usize) -> u8 {
        self.0.get(at).copied().unwrap_or_default()
    }

    fn number(&self, at: usize) -> u64 {
        let bytes = self
            .0
            .get(at..at + 8)
            .and_then(|bytes| bytes.try_into().ok());
        u64::from_le_bytes(bytes.unwrap_or_default())
    }

    fn stretch(&self, at: usize) -> Stretch {
        Stretch {
            offset: self.number(at),
            length: self.number(at + 8),
        }
    }

    fn degrees(&self, at: usize) -> f64 {
        let bytes = self
            .0
            .get(at..at + 4)
            .and_then(|bytes| bytes.try_into().ok());
        f64::from(i32::from_le_bytes(bytes.unwrap_or_default())) / 1e7
    }

    fn packing(&self, at: usize) -> Result<Packing, Trouble> {
        match self.byte(at) {
            1 => Ok(Packing::Plain),
            2 => Ok(Packing::Gzip),
            3 => Err(Trouble::Compression("Brotli")),
            4 => Err(Trouble::Compression("Zstandard")),
            _ => Err(Trouble::Damaged("header")),
        }
    }

    fn content(&self) -> Result<Content, Trouble> {
        match self.byte(99) {
            1 => Ok(Content::Vector),
            2 | 3 => Ok(Content::Raster),
            4 => Err(Trouble::TileType("WebP")),
            5 => Err(Trouble::TileType("AVIF")),
            6 => Err(Trouble::TileType("MapLibre Tile")),
            _ => Err(Trouble::Damaged("header")),
        }
    }

    /// Whether the ground that it says to cover meets `extent`; where it does not say, it is believed to.
    fn meets(&self, extent: Extent) -> bool {
        let [west, south, east, north] = [102, 106, 110, 114].map(|at| self.degrees(at));
        let says_nothing = west >= east || south >= north;
        says_nothing
            || (west < extent.east
                && east > extent.west
                && south < extent.north
                && north > extent.south)
    }
}

/// Where an entry's bytes are, if they lie in their part of the file.
fn within(part: Stretch, entry: Entry) -> Option<Stretch> {
    let length = u64::from(entry.length);
    let end = entry.offset.checked_add(length)?;
    (length > 0 && end <= part.length).then(|| Stretch {
        offset: part.offset + entry.offset,
        length,
    })
}

fn find(directory: &[Entry], number: u64) -> Option<Entry> {
    let behind = directory.partition_point(|entry| entry.first <= number);
    let entry = *directory.get(behind.checked_sub(1)?)?;
    (entry.run == 0 || number - entry.first < u64::from(entry.run)).then_some(entry)
}

/// `None` if the bytes are no directory.
fn entries(bytes: &[u8]) -> Option<Vec<Entry>> {
    let mut bytes = bytes;
    let count = usize::try_from(varint(&mut bytes)?).ok()?;
    // Every entry has four numbers of at least a byte.
    if count > bytes.len() / 4 {
        return None;
    }
    let mut entries = vec![
        Entry {
            first: 0,
            run: 0,
            length: 0,
            offset: 0
        };
        count
    ];
    let mut last = 0u64;
    for entry in &mut entries {
        last = last.checked_add(varint(&mut bytes)?)?;
        entry.first = last;
    }
    for entry in &mut entries {
        entry.run = u32::try_from(varint(&mut bytes)?).ok()?;
    }
    for entry in &mut entries {
        entry.length = u32::try_from(varint(&mut bytes)?).ok()?;
    }
    let mut next: Option<u64> = None;
    for entry in &mut entries {
        entry.offset = match varint(&mut bytes)? {
            // Where the one before ends.
            0 => next?,
            offset => offset - 1,
        };
        next = entry.offset.checked_add(u64::from(entry.length));
    }
    Some(entries)
}

/// A number of seven bits a byte, the lowest first.
fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

/// The number of a tile: all of the smaller zooms, then along the Hilbert curve.
fn number_of(tile: TileId) -> u64 {
    let TileId { x, y, zoom } = tile;
    let before = (4u64.pow(u32::from(zoom.min(31))) - 1) / 3;
    let side = 1u64 << zoom.min(31);
    let (mut x, mut y) = (u64::from(x) % side, u64::from(y) % side);
    let mut along = 0;
    let mut half = side / 2;
    while half > 0 {
        let right = u64::from(x & half > 0);
        let lower = u64::from(y & half > 0);
        along += half * half * ((3 * right) ^ lower);
        if lower == 0 {
            if right == 1 {
                x = side - 1 - x;
                y = side - 1 - y;
            }
            std::mem::swap(&mut x, &mut y);
        }
        half /= 2;
    }
    before + along
}

/// Attributions are written for web pages.
fn without_markup(html: &str) -> String {
    let mut text = String::new();
    let mut in_tag = false;
    for letter in html.chars().take(1000) {
        match letter {
            '<' => in_tag = true,
            '>' => in_tag = false,
            _ if !in_tag => text.push(letter),
            _ => {}
        }
    }
    let text = text
        .replace("&copy;", "©")
        .replace("&amp;", "&")
        .replace("&nbsp;", " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::Cursor;

    fn number(zoom: u8, x: u32, y: u32) -> u64 {
        number_of(TileId { x, y, zoom })
    }

    /// The numbers are from the specification and from the tests of its author's readers.
    #[test]
    fn tiles_are_numbered_along_the_hilbert_curve() {
        assert_eq!(
            [
                (0, 0, 0),
                (1, 0, 0),
                (1, 0, 1),
                (1, 1, 1),
                (1, 1, 0),
                (2, 0, 0)
            ]
            .map(|(zoom, x, y)| number(zoom, x, y)),
            [0, 1, 2, 3, 4, 5]
        );
        assert_eq!(number(12, 3423, 1763), 19_078_479);
    }

    #[test]
    fn an_attribution_is_read_without_its_markup() {
        assert_eq!(
            without_markup("<a href=\"https://x\">&copy; OpenStreetMap</a>  contributors"),
            "© OpenStreetMap contributors"
        );
    }

    proptest! {
        #[test]
        fn no_bytes_panic(mut bytes in proptest::collection::vec(any::<u8>(), 0..400), sound in any::<bool>()) {
            if sound && bytes.len() > 128 {
                bytes[..8].copy_from_slice(b"PMTiles\x03");
                for at in [8usize, 24, 40, 56] {
                    bytes[at + 1..at + 8].fill(0);
                    bytes[at + 9..at + 16].fill(0);
                }
                bytes[97..100].copy_from_slice(&[1, 1, 2]);
            }
            let length = bytes.len() as u64;
            if let Ok(mut archive) = Archive::read(Cursor::new(bytes), length) {
                for zoom in 0..5 {
                    let _ = archive.tile(TileId { x: 0, y: 0, zoom });
                }
            }
        }
    }
}
