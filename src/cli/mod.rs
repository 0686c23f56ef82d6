//! The command line: the same document, search and words as the window. Writes to what it is given, so that tests
//! read it.

mod check;
mod export;
mod facts;
mod find;
mod preflight;

use std::{
    ffi::OsString,
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::{Parser, Subcommand, ValueEnum, error::ErrorKind};

use crate::{
    atlas::{Atlas, Language, Place},
    lang::{self, Strings},
    search::{self, Index},
    store::{self, Loaded},
    theme::ThemeName,
};

/// Wrong use of the command line.
const USAGE: u8 = 2;
const FAILURE: u8 = 1;
const SUCCESS: u8 = 0;
/// The window's sides, in points.
const SIDE: std::ops::RangeInclusive<u32> = 200..=16_000;

/// What a command line comes to.
#[derive(Debug)]
pub enum Outcome {
    /// Done; the process ends with this code.
    Exit(u8),
    OpenWindow(WindowOptions),
}

/// What the window is opened with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WindowOptions {
    /// `None`: the built-in atlas.
    pub atlas: Option<PathBuf>,
    /// Id or name of a place.
    pub at: Option<String>,
    pub language: Option<Language>,
    pub theme: Option<ThemeName>,
    /// A .pmtiles file to be drawn under the atlas.
    pub tiles: Option<PathBuf>,
    /// Width and height, in points.
    pub size: Option<[u32; 2]>,
    /// Start the show on this slide, from 1.
    pub present: Option<usize>,
    /// Id or title of the briefing to show; `None`: the first.
    pub briefing: Option<String>,
    pub graphics: Graphics,
    /// Tell what happens before the first picture.
    pub trace: bool,
}

/// What draws the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Graphics {
    /// What starts soonest and runs everywhere on this system; if that fails, the other one
    #[default]
    Auto,
    /// `OpenGL`
    #[value(name = "opengl")]
    OpenGl,
    /// Vulkan, Metal or Direct3D 12, as the system has it
    #[value(name = "wgpu")]
    Wgpu,
}

/// A desktop atlas of Shanghai's districts and the Yangtze River Delta.
///
/// Without a command it opens the window.
#[derive(Debug, Parser)]
#[command(name = "delta-atlas", version, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// A folder with an atlas, a .atlas file, or a data file (.geojson, .csv) over the built-in atlas
    atlas: Option<PathBuf>,
    /// Open on this place, by id or name
    #[arg(long, value_name = "PLACE")]
    at: Option<String>,
    /// en or zh
    #[arg(long, value_name = "LANGUAGE", value_parser = language)]
    lang: Option<Language>,
    /// light, dark or projector
    #[arg(long, value_name = "THEME", value_parser = theme)]
    theme: Option<ThemeName>,
    /// A .pmtiles file to draw under the atlas's borders, symbols and names
    #[arg(long, value_name = "FILE")]
    tiles: Option<PathBuf>,
    /// Size of the window, such as 1280x800
    #[arg(long, value_name = "WIDTHxHEIGHT", value_parser = size)]
    size: Option<[u32; 2]>,
    /// Start the show, on this slide if given
    #[arg(long, value_name = "SLIDE", num_args = 0..=1, default_missing_value = "1", value_parser = slide)]
    present: Option<usize>,
    /// The briefing to show, by its id or title; without it the first
    #[arg(long, value_name = "NAME", requires = "present")]
    briefing: Option<String>,
    /// What draws the window; a graphics card is not needed
    #[arg(long, value_name = "NAME", value_enum, default_value_t)]
    renderer: Graphics,
    /// Write what happens before the first picture, with times
    #[arg(long)]
    trace_startup: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check an atlas: findings with file and line, and counts; exit code 0 only without errors
    Check {
        /// A folder or a .atlas file; without it the built-in atlas
        atlas: Option<PathBuf>,
        #[arg(long, value_name = "LANGUAGE", value_parser = language)]
        lang: Option<Language>,
    },
    /// Take it home: the map as a picture, facts as data
    Export(export::Arguments),
    /// Look through briefings before they are shown: what is missing, old, disputed or not planned; exit code 0 if
    /// nothing has to be mended, 1 otherwise
    Preflight {
        /// A folder or a .atlas file; without it the built-in atlas
        atlas: Option<PathBuf>,
        /// Id or title of a briefing; without it all of them
        #[arg(long, value_name = "NAME")]
        briefing: Option<String>,
        /// Language of the show and of the report
        #[arg(long, value_name = "LANGUAGE", value_parser = language)]
        lang: Option<Language>,
    },
    /// The facts of a place, as the window shows them
    Facts {
        /// Id or name of the place
        place: String,
        /// A folder or a .atlas file; without it the built-in atlas
        atlas: Option<PathBuf>,
        #[arg(long, value_name = "LANGUAGE", value_parser = language)]
        lang: Option<Language>,
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Find places, facts and sources by names, pinyin, initials or with small typos, best first
    Find {
        /// What to look for
        text: String,
        /// A folder or a .atlas file; without it the built-in atlas
        atlas: Option<PathBuf>,
        #[arg(long, value_name = "LANGUAGE", value_parser = language)]
        lang: Option<Language>,
        /// For programs
        #[arg(long)]
        json: bool,
    },
}

fn language(text: &str) -> Result<Language, String> {
    match text {
        "en" | "zh" => Language::from_code(text).ok_or_else(String::new),
        _ => Err("a language is en or zh".to_owned()),
    }
}

fn theme(text: &str) -> Result<ThemeName, String> {
    ThemeName::from_code(text).ok_or_else(|| "a theme is light, dark or projector".to_owned())
}

fn slide(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| "a slide is a number from 1".to_owned())
}

fn size(text: &str) -> Result<[u32; 2], String> {
    let sides = text.split_once(['x', 'X', '×']);
    let parse = |side: &str| {
        side.trim()
            .parse::<u32>()
            .ok()
            .filter(|side| SIDE.contains(side))
    };
    sides
        .and_then(|(width, height)| Some([parse(width)?, parse(height)?]))
        .ok_or_else(|| {
            format!(
                "a size is width x height in points, such as 1280x800, each from {} to {}",
                SIDE.start(),
                SIDE.end()
            )
        })
}

/// Runs the command line `arguments`, the program's name first.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Outcome {
    let parsed = match Arguments::try_parse_from(arguments) {
        Ok(parsed) => parsed,
        Err(error) => return told(&error, out, err),
    };
    let result = match parsed.command {
        None => {
            return Outcome::OpenWindow(WindowOptions {
                atlas: parsed.atlas,
                at: parsed.at,
                language: parsed.lang,
                theme: parsed.theme,
                tiles: parsed.tiles,
                size: parsed.size,
                present: parsed.present,
                briefing: parsed.briefing,
                graphics: parsed.renderer,
                trace: parsed.trace_startup,
            });
        }
        Some(Command::Check { atlas, lang }) => {
            let strings = strings(lang);
            load(atlas.as_deref(), strings).and_then(|loaded| check::run(&loaded, strings, out))
        }
        Some(Command::Export(arguments)) => {
            let strings = strings(arguments.lang);
            let atlas = arguments.atlas.as_deref();
            let atlas = atlas.filter(|_| export::data_file(&arguments).is_none());
            load(atlas, strings)
                .and_then(|loaded| export::run(&loaded, &arguments, strings, out, err))
        }
        Some(Command::Preflight {
            atlas,
            briefing,
            lang,
        }) => {
            let strings = strings(lang);
            load(atlas.as_deref(), strings)
                .and_then(|loaded| preflight::run(&loaded, briefing.as_deref(), strings, out))
        }
        Some(Command::Facts {
            place,
            atlas,
            lang,
            json,
        }) => {
            let strings = strings(lang);
            load(atlas.as_deref(), strings).and_then(|loaded| {
                let place = named(&loaded.atlas, &place, strings)?;
                facts::run(&loaded.atlas, place, strings, json, out)
            })
        }
        Some(Command::Find {
            text,
            atlas,
            lang,
            json,
        }) => {
            let strings = strings(lang);
            load(atlas.as_deref(), strings)
                .and_then(|loaded| find::run(&loaded.atlas, &text, strings, json, out))
        }
    };
    Outcome::Exit(end(result, err))
}

/// Help and version are no errors.
fn told(error: &clap::Error, mut out: &mut dyn Write, mut err: &mut dyn Write) -> Outcome {
    let wanted = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    );
    let stream: &mut dyn Write = if wanted { &mut out } else { &mut err };
    // A reader that has gone away wants no more.
    let _ = write!(stream, "{}", error.render());
    Outcome::Exit(if wanted { SUCCESS } else { USAGE })
}

/// Why a command failed.
enum Failure {
    Message(String),
    Output(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

fn end(result: Result<u8, Failure>, err: &mut dyn Write) -> u8 {
    match result {
        Ok(code) => code,
        // As in `delta-atlas facts pudong | head`.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => SUCCESS,
        Err(Failure::Output(error)) => {
            let _ = writeln!(err, "delta-atlas: {error}");
            FAILURE
        }
        Err(Failure::Message(message)) => {
            let _ = writeln!(err, "delta-atlas: {message}");
            FAILURE
        }
    }
}

fn strings(language: Option<Language>) -> &'static Strings {
    lang::strings(language.or_else(system_language).unwrap_or_default())
}

/// What the environment asks for (POSIX: `LC_ALL`, then `LC_MESSAGES`, then `LANG`).
pub fn system_language() -> Option<Language> {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())
        .and_then(|value| Language::from_code(&value))
}

fn load(path: Option<&Path>, strings: &Strings) -> Result<Loaded, Failure> {
    let Some(path) = path else {
        return Ok(store::builtin());
    };
    store::open(path).map_err(|error| {
        let shown = path.display();
        Failure::Message(format!(
            "{shown}: {}\n{}",
            error.message(strings),
            error.advice(strings)
        ))
    })
}

/// The place that is meant, or who may have been meant.
fn named<'a>(atlas: &'a Atlas, text: &str, strings: &Strings) -> Result<&'a Place, Failure> {
    if let Some(place) = search::exact_place(atlas, text) {
        return Ok(place);
    }
    let meant = Index::new(atlas).find(text, 3);
    let meant: Vec<String> = meant
        .iter()
        .filter_map(|hit| atlas.place(&hit.place))
        .map(|place| format!("{} ({})", place.id, place.names.get(strings.language)))
        .collect();
    Err(Failure::Message(if meant.is_empty() {
        strings.format("notice-unknown-place", &[("text", text)])
    } else {
        let meant = meant.join(", ");
        strings.format(
            "notice-unknown-place-meant",
            &[("text", text), ("meant", &meant)],
        )
    }))
}
