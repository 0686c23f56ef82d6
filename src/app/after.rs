//! What remains of a show that was left: the record of what the audience saw, to be saved or dropped, and the time of
//! each slide, to be taken into the plan.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

use super::{App, Drawer, chooser::Chooser, show::Presentation};
use crate::{
    atlas::{Atlas, Briefing},
    briefing::{
        Sitting,
        show::{Line, Record, SlideTimes, record_csv, record_markdown},
        shown,
    },
    lang::{self, Strings},
    store::{
        NewFile, WriteError, WriteReason,
        briefing_write::{self, Change},
    },
};

/// A show after which there is nothing to tell was no longer than this, in seconds, and never moved on.
const GLANCE_S: f64 = 60.0;
/// The longest time that can be planned for a slide, in seconds.
const LONGEST_S: f64 = 7200.0;

/// What can be asked for after a show.
#[derive(Clone, Debug, PartialEq)]
pub enum AfterAction {
    Open,
    /// Where the record goes.
    File(String),
    /// Opens the system's dialog.
    Choose,
    Save {
        replace: bool,
    },
    Drop,
    /// The measured times become the planned ones.
    TakeTimes,
}

/// What came of saving the record.
#[derive(Debug)]
pub enum AfterOutcome {
    Saved(PathBuf),
    NotSaved(WriteError),
}

impl AfterOutcome {
    pub fn message(&self, strings: &Strings) -> String {
        match self {
            Self::Saved(path) => {
                strings.format("after-saved", &[("path", &path.display().to_string())])
            }
            Self::NotSaved(error) => error.message(strings),
        }
    }

    /// Whether it only failed because there is a file of this name.
    pub fn exists(&self) -> bool {
        matches!(self, Self::NotSaved(error) if matches!(error.reason, WriteReason::Exists))
    }
}

#[derive(Debug)]
pub struct AfterShow {
    pub briefing: Arc<Briefing>,
    /// Nobody saw it: there is no record.
    pub rehearsal: bool,
    pub times: SlideTimes,
    record: Record,
    sittings: Vec<Sitting>,
    pub file: String,
    pub outcome: Option<AfterOutcome>,
    /// The measured times are in the briefing.
    pub taken: bool,
    chooser: Chooser,
    writing: Option<mpsc::Receiver<AfterOutcome>>,
}

impl AfterShow {
    /// `None` if the show was only glanced at.
    pub(super) fn of(presentation: &Presentation) -> Option<Self> {
        let show = presentation.show_left();
        let record = show.record();
        let began = record.showings().first()?;
        let ended = record.showings().last()?;
        let lasted = ended.to_s.unwrap_or(ended.from_s) - began.from_s;
        if record.showings().len() < 2 && lasted < GLANCE_S {
            return None;
        }
        let sittings = presentation.sittings();
        let briefing = Arc::clone(&sittings.last()?.briefing);
        let date = sittings.first()?.began.date();
        let folder = etcetera::home_dir().unwrap_or_default();
        let file = folder.join(format!("{}-{date}.csv", briefing.id));
        Some(Self {
            rehearsal: presentation.is_rehearsal(),
            times: show.times().clone(),
            record: record.clone(),
            sittings: sittings.to_vec(),
            file: file.to_string_lossy().into_owned(),
            briefing,
            outcome: None,
            taken: false,
            chooser: Chooser::default(),
            writing: None,
        })
    }

    /// The record in words.
    pub fn lines(&self, atlas: &Atlas, strings: &Strings) -> Vec<Line> {
        shown::lines(atlas, strings, &self.record, &self.sittings)
    }

    pub(super) fn finish_saving(&mut self, patience: Duration) {
        if let Some(writing) = self.writing.take() {
            // What came of it can be told to nobody any more.
            let _ = writing.recv_timeout(patience);
        }
    }

    pub fn is_saving(&self) -> bool {
        self.writing.is_some()
    }
}

impl App {
    pub(super) fn perform_after(&mut self, context: &egui::Context, action: AfterAction) {
        match action {
            AfterAction::Open => self.session.dialog = Some(super::Dialog::AfterShow),
            AfterAction::File(file) => {
                if let Some(after) = self.writing.after_mut() {
                    after.file = file;
                    after.outcome = None;
                }
            }
            AfterAction::Choose => self.choose_record_file(context),
            AfterAction::Save { replace } => self.save_record(context, replace),
            AfterAction::Drop => self.drop_record(),
            AfterAction::TakeTimes => self.take_times(),
        }
    }

    fn choose_record_file(&mut self, context: &egui::Context) {
        let strings = lang::strings(self.session.language);
        if let Some(after) = self.writing.after_mut() {
            let path = PathBuf::from(&after.file);
            let title = strings.get("after-choose");
            after.chooser.ask_to_save(context, title, &path);
        }
    }

    /// On a thread of its own; as Markdown if the file is called so, else as a table.
    fn save_record(&mut self, context: &egui::Context, replace: bool) {
        let strings = lang::strings(self.session.language);
        let atlas = Arc::clone(&self.document.atlas);
        let Some(after) = self.writing.after_mut() else {
            return;
        };
        if after.is_saving() {
            return;
        }
        let path = PathBuf::from(after.file.trim());
        let lines = after.lines(&atlas, strings);
        let title = title_of(after, strings);
        let (sender, writing) = mpsc::channel();
        after.outcome = None;
        after.writing = Some(writing);
        let context = context.clone();
        thread::spawn(move || {
            let written = write(&path, replace, strings, &title, &lines);
            let outcome = match written {
                Ok(()) => AfterOutcome::Saved(path),
                Err(error) => AfterOutcome::NotSaved(error),
            };
            // Nobody waits any more if the program ends first.
            let _ = sender.send(outcome);
            context.request_repaint();
        });
    }

    /// Takes a file that was chosen, and what came of saving. Once per frame.
    pub(super) fn follow_after(&mut self) {
        let Some(after) = self.writing.after_mut() else {
            return;
        };
        if let Some(path) = after.chooser.take() {
            after.file = path.to_string_lossy().into_owned();
            after.outcome = None;
        }
        let outcome = after.writing.as_ref().map(mpsc::Receiver::try_recv);
        match outcome {
            None | Some(Err(mpsc::TryRecvError::Empty)) => {}
            Some(Err(mpsc::TryRecvError::Disconnected)) => after.writing = None,
            Some(Ok(outcome)) => {
                after.writing = None;
                after.outcome = Some(outcome);
            }
        }
    }

    fn drop_record(&mut self) {
        self.writing.drop_after();
        if let Some(presentation) = &mut self.presentation {
            presentation.drop_record();
        }
        self.session.dialog = None;
    }

    /// One step of undo, whatever the number of slides. Slides that were not shown keep their plan.
    fn take_times(&mut self) {
        let Some(after) = self.writing.after_mut() else {
            return;
        };
        after.taken = true;
        let (shown, times) = (Arc::clone(&after.briefing), after.times.clone());
        self.choose_briefing(&shown.id);
        let Some(now) = self.briefing_chosen().filter(|now| now.id == shown.id) else {
            return;
        };
        let measured = shown
            .slides
            .iter()
            .enumerate()
            .filter_map(|(number, slide)| {
                let seconds = times.of(number).round().min(LONGEST_S);
                let slide = now.position(&slide.id)?;
                let seconds = (seconds >= 1.0).then_some(seconds as u32);
                Some(Change::Seconds {
                    slide,
                    seconds: Some(seconds?),
                })
            });
        let measured: Vec<Change> = measured.collect();
        self.change_text(|text| {
            let mut text = text.to_owned();
            for change in &measured {
                text = briefing_write::changed(&text, change)?;
            }
            Some(text)
        });
        // Where it can be undone and saved.
        self.session.drawer = Some(Drawer::Briefings);
    }
}

fn title_of(after: &AfterShow, strings: &Strings) -> String {
    let title = after.briefing.title.get(strings.language);
    let date = after.sittings.first().map(|sitting| sitting.began.date());
    let arguments = [("title", title), ("date", &*date.unwrap_or_default())];
    strings.format("shown-title", &arguments)
}

fn write(
    path: &Path,
    replace: bool,
    strings: &Strings,
    title: &str,
    lines: &[Line],
) -> Result<(), WriteError> {
    let header = ["shown-time", "shown-lasted", "shown-slide", "shown-what"];
    let header = header.map(|key| strings.get(key));
    let markdown = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("md"));
    let mut file = NewFile::create(path, replace)?;
    let bytes = if markdown {
        record_markdown(title, header, lines).into_bytes()
    } else {
        let table = record_csv(header, lines).map_err(|error| {
            let error = std::io::Error::other(error.to_string());
            file.failed(error)
        })?;
        // Spreadsheets take a table without the mark for one in the encoding of the desktop.
        ["\u{feff}".as_bytes(), &table].concat()
    };
    file.write_all(&bytes).map_err(|error| file.failed(error))?;
    file.finish()
}
