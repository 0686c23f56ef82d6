//! `delta-atlas export`: needs neither display nor graphics.

use std::{
    io::Write,
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Args;

use super::{FAILURE, Failure, SUCCESS, named};
use crate::{
    atlas::{Atlas, BriefingId, Language},
    export::{
        self, ExportError, Format, Handout, Job, Paper, PerPage, PictureSize, Subject, Watch,
    },
    geo::Locator,
    import::{self, Progress},
    lang::Strings,
    scene::DataLayer,
    store::{Finding, Loaded, NewFile, Severity},
    theme::ThemeName,
};

/// Of a picture, where none is asked for.
const SIZE: (u64, u64) = (1920, 1080);

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub(super) struct Arguments {
    /// A folder, a .atlas file, or a data file (.geojson, .csv) over the built-in atlas
    pub(super) atlas: Option<PathBuf>,
    /// png, svg, pdf, pptx, html, csv, json or geojson; without it the ending of FILE decides
    #[arg(long, value_name = "FORMAT", value_parser = format)]
    format: Option<Format>,
    /// Where it is written
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
    /// A place by id or name instead of what the atlas opens on
    #[arg(long, value_name = "PLACE", conflicts_with = "briefing")]
    view: Option<String>,
    /// A briefing by the name of its file without the ending; a picture shows its first slide
    #[arg(long, value_name = "NAME")]
    briefing: Option<String>,
    /// Which of its slides, such as 1,3-5
    #[arg(long, value_name = "NUMBERS", requires = "briefing")]
    slides: Option<String>,
    /// Slides on a page of a PDF: 1, 2 or 4
    #[arg(long, value_name = "COUNT", default_value = "1", value_parser = per_page)]
    per_page: PerPage,
    /// With the speaker's notes
    #[arg(long)]
    notes: bool,
    /// Of a PDF: a4 or letter
    #[arg(long, value_name = "PAPER", default_value = "a4", value_parser = paper)]
    paper: Paper,
    /// Turn the paper on its side
    #[arg(long)]
    landscape: bool,
    /// Pixels of a picture, such as 3840x2160
    #[arg(long, value_name = "WIDTHxHEIGHT", value_parser = pixels)]
    size: Option<(u64, u64)>,
    /// Pixels for a point of the map: 1 as on the screen, 2 to 4 for print
    #[arg(long, value_name = "SCALE", default_value_t = 1.0)]
    scale: f32,
    #[arg(long, value_name = "LANGUAGE", value_parser = super::language)]
    pub(super) lang: Option<Language>,
    /// light, dark or projector
    #[arg(long, value_name = "THEME", value_parser = super::theme)]
    theme: Option<ThemeName>,
    /// Nothing round the map but the attribution
    #[arg(long)]
    bare: bool,
    /// Replace FILE if it exists
    #[arg(long)]
    force: bool,
    /// Export nothing if there is anything to warn about
    #[arg(long)]
    strict: bool,
}

fn format(text: &str) -> Result<Format, String> {
    Format::from_code(text).ok_or_else(|| {
        let codes = Format::ALL.map(Format::code);
        format!("a format is one of {}", codes.join(", "))
    })
}

fn per_page(text: &str) -> Result<PerPage, String> {
    let count = text.parse().ok();
    count
        .and_then(PerPage::from_count)
        .ok_or_else(|| "1, 2 or 4 slides stand on a page".to_owned())
}

fn paper(text: &str) -> Result<Paper, String> {
    Paper::from_code(text).ok_or_else(|| "a paper is a4 or letter".to_owned())
}

/// Any two numbers: which sizes can be made is for the export to say.
fn pixels(text: &str) -> Result<(u64, u64), String> {
    let sides = text.split_once(['x', 'X', '×']);
    sides
        .and_then(|(width, height)| Some((width.trim().parse().ok()?, height.trim().parse().ok()?)))
        .ok_or_else(|| "a size is width x height in pixels, such as 3840x2160".to_owned())
}

pub(super) fn run(
    loaded: &Loaded,
    arguments: &Arguments,
    strings: &Strings,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<u8, Failure> {
    let atlas = &loaded.atlas;
    let mut job = job(atlas, arguments, strings)?;
    if let Some(path) = data_file(arguments) {
        job.data = Some(Arc::new(data_layer(path, strings, err)?));
    }
    let told = |error: ExportError| Failure::Message(error.message(strings));
    let unwritten = |error: &crate::store::WriteError| Failure::Message(error.message(strings));
    let mut file =
        NewFile::create(&arguments.output, arguments.force).map_err(|error| unwritten(&error))?;
    let locator = Locator::new(atlas);
    let warnings = match job.write(atlas, &locator, &mut file, &Watch::default()) {
        Ok(warnings) => warnings,
        Err(ExportError::Write(error)) => return Err(unwritten(&file.failed(error))),
        Err(error) => return Err(told(error)),
    };
    for warning in &warnings {
        writeln!(err, "delta-atlas: {}", warning.message(strings))?;
    }
    let findings = findings(loaded, arguments);
    for finding in &findings {
        let place = finding.location_text(strings);
        writeln!(err, "delta-atlas: {place}: {}", finding.message(strings))?;
    }
    if arguments.strict && !(warnings.is_empty() && findings.is_empty()) {
        let refused = strings.get("export-refused");
        writeln!(err, "delta-atlas: {refused}")?;
        return Ok(FAILURE);
    }
    file.finish().map_err(|error| unwritten(&error))?;
    let path = arguments.output.display().to_string();
    writeln!(
        out,
        "{}",
        strings.format("export-written", &[("path", &path)])
    )?;
    Ok(SUCCESS)
}

/// What was found in the briefing's file that is worth a warning.
fn findings<'a>(loaded: &'a Loaded, arguments: &Arguments) -> Vec<&'a Finding> {
    let Some(name) = &arguments.briefing else {
        return Vec::new();
    };
    let file = format!("{name}.md");
    let is_meant = |finding: &&Finding| {
        let path = Path::new(&*finding.location.file);
        finding.severity != Severity::Note
            && path.file_name().is_some_and(|name| name == file.as_str())
    };
    loaded.findings.iter().filter(is_meant).collect()
}

/// The data file that is to be drawn over the built-in atlas.
pub(super) fn data_file(arguments: &Arguments) -> Option<&Path> {
    let path = arguments.atlas.as_deref()?;
    import::is_data(path).then_some(path)
}

fn data_layer(path: &Path, strings: &Strings, err: &mut dyn Write) -> Result<DataLayer, Failure> {
    let shown = path.display();
    let import = import::read(path, &Progress::default())
        .map_err(|error| Failure::Message(format!("{shown}: {}", error.message(strings))))?;
    let damage = import.damage.iter().map(|damage| damage.message(strings));
    let left_out = import
        .left_out
        .iter()
        .map(|left_out| left_out.message(strings));
    for finding in damage.chain(left_out) {
        writeln!(err, "delta-atlas: {shown}: {finding}")?;
    }
    Ok(DataLayer::new(import.table))
}

fn job(atlas: &Atlas, arguments: &Arguments, strings: &Strings) -> Result<Job, Failure> {
    let ending = arguments
        .output
        .extension()
        .and_then(|ending| ending.to_str());
    let format = arguments.format.or_else(|| Format::from_code(ending?));
    let Some(format) = format else {
        let list = Format::ALL.map(Format::code).join(", ");
        let message = strings.format("export-format-unknown", &[("list", &list)]);
        return Err(Failure::Message(message));
    };
    let subject = match (&arguments.view, &arguments.briefing) {
        (Some(text), _) => Subject::Place(named(atlas, text, strings)?.id.clone()),
        (None, Some(name)) => slides(atlas, name, arguments.slides.as_deref(), strings)?,
        (None, None) => Subject::Home,
    };
    let (width, height) = arguments.size.unwrap_or(SIZE);
    let size = PictureSize::new(width, height, arguments.scale)
        .map_err(|error| Failure::Message(error.message(strings)))?;
    Ok(Job {
        format,
        subject,
        size,
        language: strings.language,
        theme: arguments.theme.unwrap_or_default(),
        bare: arguments.bare,
        handout: Handout {
            paper: arguments.paper,
            landscape: arguments.landscape,
            per_page: arguments.per_page,
            notes: arguments.notes,
        },
        data: None,
    })
}

/// The slides of a briefing that are meant, all of them without a choice.
fn slides(
    atlas: &Atlas,
    name: &str,
    choice: Option<&str>,
    strings: &Strings,
) -> Result<Subject, Failure> {
    let id = BriefingId::new(name);
    let Some(briefing) = atlas.briefing(&id) else {
        let known = atlas.briefings().iter().map(|one| one.id.as_str());
        let known: Vec<&str> = known.collect();
        let arguments = [("name", name), ("list", &*known.join(", "))];
        let message = strings.format("export-briefing-unknown", &arguments);
        return Err(Failure::Message(message));
    };
    let count = briefing.slides.len();
    let chosen = match choice {
        None => (0..count).collect(),
        Some(text) => export::slide_numbers(text, count).map_err(|wrong| {
            let arguments = [("wrong", &*wrong), ("count", &*count.to_string())];
            Failure::Message(strings.format("export-slides-wrong", &arguments))
        })?,
    };
    Ok(Subject::Slides(id, chosen))
}
