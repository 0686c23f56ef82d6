//! A briefing as a presentation for other programs: a slide for each slide, its map a picture with shapes on it, all
//! words as text. Builds are shown in their last state.

mod design;
mod icon;
mod legend;
mod map;
mod package;
mod shape;
mod slide;
mod table;
mod text;
mod words;
mod xml;

use super::{ExportError, Print, Ruler, Warning, Watch};
use crate::{lang::Strings, theme::Theme};
use design::Layout;
use package::{Kind, Links, Package};
use slide::Composer;
use words::Words;
use xml::Xml;

const PRESENTATION: &str = "ppt/presentation.xml";
const MASTER: &str = "ppt/slideMasters/slideMaster1.xml";
const NOTES_MASTER: &str = "ppt/notesMasters/notesMaster1.xml";
const THEMES: [&str; 2] = ["ppt/theme/theme1.xml", "ppt/theme/theme2.xml"];

/// The bytes of the file, and what is to be said about it.
pub fn pptx(print: &Print<'_>, watch: &Watch) -> Result<(Vec<u8>, Vec<Warning>), ExportError> {
    let theme = Theme::new(print.theme);
    let ruler = Ruler::new(1.0);
    let words = Words {
        atlas: print.atlas,
        strings: print.strings,
        theme: &theme,
        ruler: &ruler,
    };
    let mut composer = Composer {
        print,
        words,
        package: Package::default(),
    };
    let slides = &print.briefing.slides;
    let chosen = print.slides.iter().filter_map(|index| slides.get(*index));
    let count = print.slides.len().max(1) as f32;
    let mut has_notes = false;
    let mut made = Vec::new();
    for (index, slide) in chosen.enumerate() {
        let number = index + 1;
        let path = format!("ppt/slides/slide{number}.xml");
        let (bytes, mut links) = composer.slide(number, slide, watch)?;
        let notes = if print.handout.notes {
            words.notes(slide)
        } else {
            Vec::new()
        };
        if !notes.is_empty() {
            has_notes = true;
            let notes_path = format!("ppt/notesSlides/notesSlide{number}.xml");
            let mut notes_links = Links::default();
            notes_links.part(Kind::NotesMaster, NOTES_MASTER);
            notes_links.part(Kind::Slide, &*path);
            let bytes = design::notes(print.strings, notes);
            links.part(Kind::Notes, &*notes_path);
            composer
                .package
                .add(Kind::Notes, notes_path, bytes, notes_links);
        }
        composer.package.add(Kind::Slide, &*path, bytes, links);
        made.push(path);
        watch.step(0.95 * (index + 1) as f32 / count)?;
    }
    let mut package = composer.package;
    frame(&mut package, print, &theme, &made, has_notes);
    Ok((package.finish()?, Vec::new()))
}

/// The parts that all slides share.
fn frame(package: &mut Package, print: &Print<'_>, theme: &Theme, slides: &[String], notes: bool) {
    let strings = print.strings;
    let mut links = Links::default();
    let layouts: Vec<String> = Layout::ALL
        .into_iter()
        .map(|layout| links.part(Kind::Layout, layout.path()))
        .collect();
    links.part(Kind::Theme, THEMES[0]);
    package.add(
        Kind::Master,
        MASTER,
        design::master(theme, strings, &layouts),
        links,
    );
    for layout in Layout::ALL {
        let mut links = Links::default();
        links.part(Kind::Master, MASTER);
        let bytes = design::layout(layout, theme, strings);
        package.add(Kind::Layout, layout.path(), bytes, links);
    }
    let name = strings.get("slides-author");
    package.add(
        Kind::Theme,
        THEMES[0],
        design::theme(theme, name),
        Links::default(),
    );
    if notes {
        let mut links = Links::default();
        links.part(Kind::Theme, THEMES[1]);
        let bytes = design::notes_master(print.theme, strings);
        package.add(Kind::NotesMaster, NOTES_MASTER, bytes, links);
        package.add(
            Kind::Theme,
            THEMES[1],
            design::theme(theme, name),
            Links::default(),
        );
    }
    for (kind, path, bytes) in [
        (
            Kind::PresentationProperties,
            "ppt/presProps.xml",
            design::presentation_properties(),
        ),
        (
            Kind::ViewProperties,
            "ppt/viewProps.xml",
            design::view_properties(),
        ),
        (
            Kind::TableStyles,
            "ppt/tableStyles.xml",
            design::table_styles(),
        ),
        (Kind::Core, "docProps/core.xml", core(print)),
        (Kind::App, "docProps/app.xml", app(slides.len(), strings)),
    ] {
        package.add(kind, path, bytes, Links::default());
    }
    presentation(package, slides, notes);
}

fn presentation(package: &mut Package, slides: &[String], notes: bool) {
    let mut links = Links::default();
    let master = links.part(Kind::Master, MASTER);
    let slides: Vec<String> = slides
        .iter()
        .map(|path| links.part(Kind::Slide, &**path))
        .collect();
    let notes = notes.then(|| links.part(Kind::NotesMaster, NOTES_MASTER));
    links.part(Kind::PresentationProperties, "ppt/presProps.xml");
    links.part(Kind::ViewProperties, "ppt/viewProps.xml");
    links.part(Kind::Theme, THEMES[0]);
    links.part(Kind::TableStyles, "ppt/tableStyles.xml");
    let bytes = Xml::document("p:presentation", &design::namespaces(), |xml| {
        xml.element("p:sldMasterIdLst", &[], |xml| {
            xml.empty(
                "p:sldMasterId",
                &[("id", &2_147_483_648u64), ("r:id", &master)],
            );
        });
        if let Some(notes) = &notes {
            xml.element("p:notesMasterIdLst", &[], |xml| {
                xml.empty("p:notesMasterId", &[("r:id", notes)]);
            });
        }
        if !slides.is_empty() {
            xml.element("p:sldIdLst", &[], |xml| {
                for (index, link) in slides.iter().enumerate() {
                    // The least that the schema allows.
                    let id = 256 + index;
                    xml.empty("p:sldId", &[("id", &id), ("r:id", link)]);
                }
            });
        }
        let [width, height] = [design::SIZE.x, design::SIZE.y].map(shape::emu);
        xml.empty("p:sldSz", &[("cx", &width), ("cy", &height)]);
        let [width, height] = [design::NOTES_SIZE.x, design::NOTES_SIZE.y].map(shape::emu);
        xml.empty("p:notesSz", &[("cx", &width), ("cy", &height)]);
    });
    package.add(Kind::Presentation, PRESENTATION, bytes, links);
}

/// Title, subject and language; no time, so that the same briefing is the same file.
fn core(print: &Print<'_>) -> Vec<u8> {
    let language = print.strings.language;
    let atlas = print.atlas.manifest.title.get(language);
    let title = match print.briefing.title.get(language) {
        "" => atlas,
        title => title,
    };
    Xml::document(
        "cp:coreProperties",
        &[
            (
                "xmlns:cp",
                &"http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
            ),
            ("xmlns:dc", &"http://purl.org/dc/elements/1.1/"),
            ("xmlns:dcterms", &"http://purl.org/dc/terms/"),
            ("xmlns:xsi", &"http://www.w3.org/2001/XMLSchema-instance"),
        ],
        |xml| {
            xml.words("dc:title", title);
            xml.words("dc:subject", atlas);
            xml.words("dc:creator", print.strings.get("slides-author"));
            xml.words("dc:language", text::tag(language));
        },
    )
}

fn app(slides: usize, strings: &'static Strings) -> Vec<u8> {
    let namespace = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties";
    Xml::document("Properties", &[("xmlns", &namespace)], |xml| {
        xml.words("Application", strings.get("slides-author"));
        xml.words("PresentationFormat", "16:9");
        xml.words("Slides", &slides.to_string());
    })
}
