//! The package round the parts of a presentation: content types, relationships, a zip with the same bytes each time.

use std::io::{Cursor, Write as _};

use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use super::{super::ExportError, xml::Xml};

pub const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const PRESENTATION: &str = "application/vnd.openxmlformats-officedocument.presentationml";

/// What a part is: says its content type and how others refer to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Presentation,
    Master,
    Layout,
    Slide,
    NotesMaster,
    Notes,
    Theme,
    PresentationProperties,
    ViewProperties,
    TableStyles,
    Core,
    App,
    /// A PNG file.
    Image,
}

impl Kind {
    fn content_type(self) -> String {
        let of_presentation = match self {
            Self::Presentation => "presentation.main",
            Self::Master => "slideMaster",
            Self::Layout => "slideLayout",
            Self::Slide => "slide",
            Self::NotesMaster => "notesMaster",
            Self::Notes => "notesSlide",
            Self::PresentationProperties => "presProps",
            Self::ViewProperties => "viewProps",
            Self::TableStyles => "tableStyles",
            Self::Theme => {
                return "application/vnd.openxmlformats-officedocument.theme+xml".to_owned();
            }
            Self::Core => {
                return "application/vnd.openxmlformats-package.core-properties+xml".to_owned();
            }
            Self::App => {
                return "application/vnd.openxmlformats-officedocument.extended-properties+xml"
                    .to_owned();
            }
            Self::Image => return "image/png".to_owned(),
        };
        format!("{PRESENTATION}.{of_presentation}+xml")
    }

    /// The type of a relationship that leads to it.
    fn relationship(self) -> String {
        let name = match self {
            Self::Presentation => "officeDocument",
            Self::Master => "slideMaster",
            Self::Layout => "slideLayout",
            Self::Slide => "slide",
            Self::NotesMaster => "notesMaster",
            Self::Notes => "notesSlide",
            Self::Theme => "theme",
            Self::PresentationProperties => "presProps",
            Self::ViewProperties => "viewProps",
            Self::TableStyles => "tableStyles",
            Self::App => "extended-properties",
            Self::Image => "image",
            Self::Core => return format!("{PACKAGE}/relationships/metadata/core-properties"),
        };
        format!("{OFFICE}/{name}")
    }
}

/// Where a part refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A part, by its path from the package's root.
    Part(Kind, String),
    Web(String),
}

/// What a part refers to; the ids count from 1 in the order in which they were asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    targets: Vec<Target>,
}

impl Links {
    /// The id of the relationship; the same one for the same target.
    pub fn id(&mut self, target: Target) -> String {
        let known = self.targets.iter().position(|one| *one == target);
        let index = known.unwrap_or_else(|| {
            self.targets.push(target);
            self.targets.len() - 1
        });
        format!("rId{}", index + 1)
    }

    pub fn part(&mut self, kind: Kind, path: impl Into<String>) -> String {
        self.id(Target::Part(kind, path.into()))
    }

    /// `folder`: of the part that refers.
    fn file(&self, folder: &str) -> Vec<u8> {
        let namespace = format!("{PACKAGE}/relationships");
        Xml::document("Relationships", &[("xmlns", &namespace)], |xml| {
            for (index, target) in self.targets.iter().enumerate() {
                let id = format!("rId{}", index + 1);
                match target {
                    Target::Part(kind, path) => xml.empty(
                        "Relationship",
                        &[
                            ("Id", &id),
                            ("Type", &kind.relationship()),
                            ("Target", &relative(folder, path)),
                        ],
                    ),
                    Target::Web(url) => xml.empty(
                        "Relationship",
                        &[
                            ("Id", &id),
                            ("Type", &format!("{OFFICE}/hyperlink")),
                            ("Target", &address(url)),
                            ("TargetMode", &"External"),
                        ],
                    ),
                }
            }
        })
    }
}

/// As programs write it: from the folder of the part that refers.
fn relative(folder: &str, path: &str) -> String {
    if folder.is_empty() {
        return path.to_owned();
    }
    match path.strip_prefix(&format!("{folder}/")) {
        Some(inside) => inside.to_owned(),
        None => match path.strip_prefix("ppt/") {
            // Every folder that refers to another one lies in ppt/.
            Some(inside) => format!("../{inside}"),
            None => format!("/{path}"),
        },
    }
}

/// An address of the web without characters that no address may hold.
fn address(url: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::new();
    for byte in url.bytes() {
        let allowed = byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte);
        if allowed {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[derive(Debug)]
struct Part {
    kind: Kind,
    path: String,
    bytes: Vec<u8>,
    links: Links,
}

/// The parts in the order in which they are written.
#[derive(Debug, Default)]
pub struct Package {
    parts: Vec<Part>,
}

impl Package {
    pub fn add(&mut self, kind: Kind, path: impl Into<String>, bytes: Vec<u8>, links: Links) {
        self.parts.push(Part {
            kind,
            path: path.into(),
            bytes,
            links,
        });
    }

    /// The path of a picture; the same for the same bytes.
    pub fn image(&mut self, bytes: Vec<u8>) -> String {
        let images = || self.parts.iter().filter(|part| part.kind == Kind::Image);
        if let Some(known) = images().find(|part| part.bytes == bytes) {
            return known.path.clone();
        }
        let path = format!("ppt/media/image{}.png", images().count() + 1);
        self.add(Kind::Image, path.clone(), bytes, Links::default());
        path
    }

    /// The bytes of the file.
    pub fn finish(self) -> Result<Vec<u8>, ExportError> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let mut put = |path: &str, bytes: &[u8], method| -> Result<(), ExportError> {
            let options = SimpleFileOptions::default()
                .compression_method(method)
                .last_modified_time(DateTime::default())
                .unix_permissions(0o644);
            zip.start_file(path, options)
                .map_err(|error| from_zip(&error))?;
            Ok(zip.write_all(bytes)?)
        };
        let deflated = CompressionMethod::Deflated;
        put("[Content_Types].xml", &self.content_types(), deflated)?;
        put("_rels/.rels", &self.roots().file(""), deflated)?;
        for part in &self.parts {
            let stored = if part.kind == Kind::Image {
                CompressionMethod::Stored
            } else {
                deflated
            };
            put(&part.path, &part.bytes, stored)?;
            if part.links != Links::default() {
                let (folder, name) = part.path.rsplit_once('/').unwrap_or(("", &part.path));
                let path = format!("{folder}/_rels/{name}.rels");
                put(&path, &part.links.file(folder), deflated)?;
            }
        }
        Ok(zip.finish().map_err(|error| from_zip(&error))?.into_inner())
    }

    fn roots(&self) -> Links {
        let mut links = Links::default();
        for kind in [Kind::Presentation, Kind::Core, Kind::App] {
            for part in self.parts.iter().filter(|part| part.kind == kind) {
                links.part(kind, part.path.clone());
            }
        }
        links
    }

    fn content_types(&self) -> Vec<u8> {
        let namespace = format!("{PACKAGE}/content-types");
        let relationships = "application/vnd.openxmlformats-package.relationships+xml";
        Xml::document("Types", &[("xmlns", &namespace)], |xml| {
            for (ending, kind) in [
                ("png", "image/png"),
                ("rels", relationships),
                ("xml", "application/xml"),
            ] {
                xml.empty("Default", &[("Extension", &ending), ("ContentType", &kind)]);
            }
            for part in self.parts.iter().filter(|part| part.kind != Kind::Image) {
                let path = format!("/{}", part.path);
                let kind = part.kind.content_type();
                xml.empty("Override", &[("PartName", &path), ("ContentType", &kind)]);
            }
        })
    }
}

fn from_zip(error: &zip::result::ZipError) -> ExportError {
    ExportError::Library(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_refer_to_each_other_from_their_own_folders() {
        assert_eq!(
            relative("ppt/slides", "ppt/media/image1.png"),
            "../media/image1.png"
        );
        assert_eq!(
            relative("ppt", "ppt/slides/slide1.xml"),
            "slides/slide1.xml"
        );
        assert_eq!(relative("", "ppt/presentation.xml"), "ppt/presentation.xml");
    }

    #[test]
    fn an_address_holds_only_what_addresses_may_hold() {
        assert_eq!(
            address("https://a.cn/上海 1?x=%20"),
            "https://a.cn/%E4%B8%8A%E6%B5%B7%201?x=%20"
        );
    }

    #[test]
    fn equal_pictures_are_kept_once() {
        let mut package = Package::default();
        let first = package.image(vec![1]);
        assert_ne!(package.image(vec![2]), first);
        assert_eq!(package.image(vec![1]), first);
    }
}
