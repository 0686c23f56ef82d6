//! The briefings of an atlas and the pictures beside them, with the text of each as it stands in its file.

use std::{collections::HashMap, sync::Arc};

use super::{
    BRIEFINGS, Finding, Location, Problem, briefing_file, decode,
    files::{BRIEFING_LIMIT, BRIEFINGS_LIMIT, Extra, Files, MB},
};
use crate::atlas::{Atlas, Briefing, BriefingId, Picture};

/// Longest side of a picture, in pixels.
const PICTURE_SIDE: u32 = 8_192;

/// A briefing as it stands in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BriefingText {
    pub id: BriefingId,
    /// Within the atlas, such as `briefings/ports.md`.
    pub file: String,
    pub text: Arc<str>,
    /// The file has another encoding than UTF-8 or begins with a mark: writing it would change every line.
    pub foreign: bool,
}

/// Reads briefings and pictures into the atlas.
pub fn read(files: &Files, atlas: &mut Atlas, findings: &mut Vec<Finding>) -> Vec<BriefingText> {
    atlas.set_pictures(pictures(&files.pictures, findings));
    if files.briefing_count > BRIEFINGS_LIMIT {
        let problem = Problem::BriefingsTooMany {
            count: files.briefing_count.to_string(),
            limit: BRIEFINGS_LIMIT.to_string(),
        };
        findings.push(Finding::new(Location::file(BRIEFINGS), problem));
    }
    let mut texts = Vec::new();
    let mut briefings = Vec::new();
    for extra in &files.briefings {
        let file = format!("{BRIEFINGS}/{}", extra.name);
        let Some(bytes) = &extra.bytes else {
            let limit = (BRIEFING_LIMIT / MB).to_string();
            findings.push(Finding::new(
                Location::file(file),
                Problem::BriefingTooLarge { limit },
            ));
            continue;
        };
        let text = decode::text(file.clone(), bytes, findings);
        if let Some(briefing) = parse(&file, &text, atlas, findings) {
            let foreign = text.as_bytes() != bytes.as_slice();
            texts.push(BriefingText {
                id: briefing.id.clone(),
                file,
                text: text.into(),
                foreign,
            });
            briefings.push(Arc::new(briefing));
        }
    }
    atlas.set_briefings(briefings);
    texts
}

/// The briefing that a text is, looked up in the atlas. `None` if a newer program wrote it.
pub fn parse(
    file: &str,
    text: &str,
    atlas: &Atlas,
    findings: &mut Vec<Finding>,
) -> Option<Briefing> {
    let draft = briefing_file::read(file, text, findings)?;
    draft.check(atlas, findings);
    Some(draft.briefing)
}

/// The id of the briefing that a file of an atlas is: of `briefings/ports.md` it is `ports`. `None` for other files.
pub fn briefing_of(file: &str) -> Option<&str> {
    let name = file.strip_prefix(BRIEFINGS)?.strip_prefix('/')?;
    (!name.contains('/')).then(|| briefing_file::stem(name))
}

/// Only PNG files that say so themselves, of a sensible size.
fn pictures(extras: &[Extra], findings: &mut Vec<Finding>) -> HashMap<String, Picture> {
    let mut pictures = HashMap::new();
    for extra in extras {
        match extra.bytes.as_deref().and_then(picture) {
            Some(picture) => {
                pictures.insert(extra.name.clone(), picture);
            }
            None => findings.push(Finding::new(
                Location::file(format!("{BRIEFINGS}/{}", extra.name)),
                Problem::PictureWrong {
                    picture: extra.name.clone(),
                },
            )),
        }
    }
    pictures
}

fn picture(bytes: &[u8]) -> Option<Picture> {
    let reader = png::Decoder::new(std::io::Cursor::new(bytes))
        .read_info()
        .ok()?;
    let size = [reader.info().width, reader.info().height];
    let fits = size
        .into_iter()
        .all(|side| (1..=PICTURE_SIDE).contains(&side));
    fits.then(|| Picture {
        bytes: bytes.into(),
        size,
    })
}
