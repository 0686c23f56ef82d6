//! `delta-atlas export`: needs neither display nor graphics.

use std::{io::Write, path::PathBuf};

use clap::Args;

use super::{FAILURE, Failure, SUCCESS, named};
use crate::{
    atlas::{Atlas, Language},
    export::{ExportError, Format, Job, PictureSize, Subject, Watch},
    geo::Locator,
    lang::Strings,
    store::{Loaded, NewFile},
    theme::ThemeName,
};

/// Of a picture, where none is asked for.
const SIZE: (u64, u64) = (1920, 1080);

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A folder or a .atlas file; without it the built-in atlas
    pub(super) atlas: Option<PathBuf>,
    /// png, svg, csv, json or geojson; without it the ending of FILE decides
    #[arg(long, value_name = "FORMAT", value_parser = format)]
    format: Option<Format>,
    /// Where it is written
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
    /// A place by id or name instead of what the atlas opens on
    #[arg(long, value_name = "PLACE")]
    view: Option<String>,
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
    let job = job(atlas, arguments, strings)?;
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
    if arguments.strict && !warnings.is_empty() {
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
    let subject = match &arguments.view {
        None => Subject::Home,
        Some(text) => Subject::Place(named(atlas, text, strings)?.id.clone()),
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
    })
}
