//! The binary: everything is in the library.

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use delta_atlas::{app, atlas::Language, cli, lang};

fn main() -> ExitCode {
    env_logger::Builder::from_env(env_logger::Env::default().default_filter_or("off")).init();
    let (mut out, mut err) = (io::stdout().lock(), io::stderr());
    match cli::run(std::env::args_os(), &mut out, &mut err) {
        cli::Outcome::Exit(code) => ExitCode::from(code),
        cli::Outcome::OpenWindow(options) => {
            drop(out);
            let language = options
                .language
                .or_else(cli::system_language)
                .unwrap_or(Language::English);
            match app::run(options) {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => {
                    let message = error.message(lang::strings(language));
                    // Nobody is left to tell if this fails.
                    let _ = writeln!(err, "delta-atlas: {message}");
                    ExitCode::FAILURE
                }
            }
        }
    }
}
