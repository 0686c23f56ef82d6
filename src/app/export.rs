//! The export dialog's work: what is asked for, a preview, the export on a thread of its own, and what came of it.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

use egui::{ColorImage, TextureHandle, TextureOptions};

use super::{App, Dialog, Notice, chooser::Chooser};
use crate::{
    atlas::{Atlas, BriefingId, Language, PlaceId},
    export::{
        self, ExportError, Format, Handout, Job, PictureSize, Shown, Subject, Warning, Watch,
    },
    geo::Locator,
    lang::Strings,
    store::{NewFile, WriteError, WriteReason},
    theme::ThemeName,
};

/// The preview's longer side, in pixels.
const PREVIEW: u32 = 640;
/// How often a running export is looked at.
const LOOK: Duration = Duration::from_millis(60);
/// How long the end of the program waits for an export to stop.
const PATIENCE: Duration = Duration::from_secs(5);

/// What of the atlas is exported.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// What the window shows.
    View,
    Place(PlaceId),
    Home,
    Briefing(BriefingId),
}

/// What stands in the dialog.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportForm {
    pub what: What,
    pub format: Format,
    /// Of a picture, in pixels.
    pub width: u32,
    pub height: u32,
    /// Pixels per point.
    pub scale: f32,
    pub language: Language,
    pub theme: ThemeName,
    pub bare: bool,
    pub handout: Handout,
    /// Of a briefing, by their positions; none: all of them.
    pub slides: Vec<usize>,
    pub file: String,
}

/// What can be asked of exports.
#[derive(Clone, Debug, PartialEq)]
pub enum ExportAction {
    Open,
    Change(Box<ExportForm>),
    /// Opens the system's dialog.
    ChooseFile,
    Start {
        replace: bool,
    },
    Stop,
    ShowInFolder,
    /// The picture to the clipboard.
    CopyPicture,
}

/// What came of an export.
#[derive(Debug)]
pub enum ExportOutcome {
    Written(PathBuf, Vec<Warning>),
    Copied,
    NotWritten(WriteError),
    Failed(ExportError),
    /// The folder of what was written could not be shown.
    NoFolder(PathBuf),
}

impl ExportOutcome {
    pub fn message(&self, strings: &Strings) -> String {
        match self {
            Self::Written(path, _) => {
                strings.format("export-written", &[("path", &path.display().to_string())])
            }
            Self::Copied => strings.get("export-copied").to_owned(),
            Self::NotWritten(error) => error.message(strings),
            Self::Failed(error) => error.message(strings),
            Self::NoFolder(path) => {
                strings.format("export-no-folder", &[("path", &path.display().to_string())])
            }
        }
    }

    /// Whether it only failed because there is a file of this name.
    pub fn exists(&self) -> bool {
        matches!(self, Self::NotWritten(error) if matches!(error.reason, WriteReason::Exists))
    }
}

/// What the dialog shows.
pub struct ExportState<'a> {
    pub form: &'a ExportForm,
    /// The place that is selected in the window.
    pub selected: Option<&'a PlaceId>,
    pub preview: Option<&'a TextureHandle>,
    /// Share that is done of a running export.
    pub progress: Option<f32>,
    pub outcome: Option<&'a ExportOutcome>,
}

type Drawn = Result<([u32; 2], Vec<u8>), ExportError>;

impl std::fmt::Debug for ExportState<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ExportState")
            .field("form", self.form)
            .finish_non_exhaustive()
    }
}

/// Between frames.
#[derive(Default)]
pub(super) struct Desk {
    form: Option<ExportForm>,
    preview: Option<(Job, Option<TextureHandle>)>,
    drawing: Option<(Job, mpsc::Receiver<Drawn>)>,
    copying: Option<mpsc::Receiver<Drawn>>,
    running: Option<Running>,
    outcome: Option<ExportOutcome>,
    chooser: Chooser,
}

#[derive(Debug)]
struct Running {
    watch: Arc<Watch>,
    result: mpsc::Receiver<ExportOutcome>,
}

/// The program ends: a running export is stopped and takes its unfinished file away.
impl Drop for Desk {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            running.watch.stop();
            // What came of it interests nobody any more.
            let _ = running.result.recv_timeout(PATIENCE);
        }
    }
}

impl App {
    pub(super) fn perform_export(&mut self, context: &egui::Context, action: ExportAction) {
        match action {
            ExportAction::Open => self.open_export(),
            ExportAction::Change(form) => self.change_export(*form),
            ExportAction::ChooseFile => self.choose_export_file(context),
            ExportAction::Start { replace } => self.start_export(context, replace),
            ExportAction::Stop => {
                if let Some(running) = &self.desk.running {
                    running.watch.stop();
                }
            }
            ExportAction::ShowInFolder => self.show_export_folder(),
            ExportAction::CopyPicture => self.copy_picture(context),
        }
    }

    /// What the dialog shows; `None` while it was never opened.
    pub fn export_state(&self) -> Option<ExportState<'_>> {
        let desk = &self.desk;
        Some(ExportState {
            form: desk.form.as_ref()?,
            selected: self.session.selected.as_ref(),
            preview: desk
                .preview
                .as_ref()
                .and_then(|(_, texture)| texture.as_ref()),
            progress: desk.running.as_ref().map(|running| running.watch.done()),
            outcome: desk.outcome.as_ref(),
        })
    }

    /// Whether an export or a preview is being made.
    pub fn is_exporting(&self) -> bool {
        self.desk.running.is_some() || self.desk.drawing.is_some() || self.desk.copying.is_some()
    }

    /// As it was left, about what the window shows now.
    fn open_export(&mut self) {
        let size = self.session.map_size.max(egui::vec2(64.0, 64.0));
        let session = &self.session;
        let mut form = self.desk.form.take().unwrap_or_else(|| ExportForm {
            what: What::View,
            format: Format::Png,
            width: (size.x * 2.0).round() as u32,
            height: (size.y * 2.0).round() as u32,
            scale: 2.0,
            language: session.language,
            theme: session.theme,
            bare: false,
            handout: Handout::default(),
            slides: Vec::new(),
            file: String::new(),
        });
        form.language = session.language;
        form.theme = session.theme;
        if matches!(&form.what, What::Place(place) if Some(place) != session.selected.as_ref()) {
            form.what = What::View;
        }
        if form.file.is_empty() {
            form.file = default_file(&form, &self.document.atlas);
        }
        self.desk.form = Some(form);
        self.desk.outcome = None;
        self.session.dialog = Some(Dialog::Export);
    }

    /// The name of the file follows what is exported, in the folder that was chosen.
    fn change_export(&mut self, mut form: ExportForm) {
        let Some(before) = &self.desk.form else {
            return;
        };
        if form.what != before.what {
            form.slides.clear();
        }
        let named_alike = form.file == before.file;
        if named_alike && (form.format != before.format || form.what != before.what) {
            let name = file_name(&form, &self.document.atlas);
            let path = Path::new(&form.file).with_file_name(name);
            form.file = path.to_string_lossy().into_owned();
        }
        self.desk.outcome = None;
        self.desk.form = Some(form);
    }

    fn choose_export_file(&mut self, context: &egui::Context) {
        let Some(form) = &self.desk.form else { return };
        let strings = crate::lang::strings(self.session.language);
        let title = strings.get("export-choose");
        self.desk
            .chooser
            .ask_to_save(context, title, Path::new(&form.file));
    }

    fn export_job(&self, form: &ExportForm, size: PictureSize) -> Job {
        let session = &self.session;
        let subject = match &form.what {
            What::Home => Subject::Home,
            What::Place(place) => Subject::Place(place.clone()),
            What::View => Subject::View(Box::new(Shown {
                view: session.view(),
                content: session.content.clone(),
                selected: session.selected.clone(),
                check: session.check.clone(),
            })),
            What::Briefing(id) => {
                let briefing = self.document.atlas.briefing(id);
                let count = briefing.map_or(0, |briefing| briefing.slides.len());
                let mut slides: Vec<usize> = (0..count).collect();
                if !form.slides.is_empty() {
                    slides.retain(|slide| form.slides.contains(slide));
                }
                Subject::Slides(id.clone(), slides)
            }
        };
        Job {
            format: form.format,
            subject,
            size,
            language: form.language,
            theme: form.theme,
            bare: form.bare,
            handout: form.handout,
            data: match form.what {
                // As the window and a show draw it.
                What::View | What::Briefing(_) => self.data.layer().cloned(),
                What::Place(_) | What::Home => None,
            },
        }
    }

    fn start_export(&mut self, context: &egui::Context, replace: bool) {
        let Some(form) = self.desk.form.clone() else {
            return;
        };
        if self.desk.running.is_some() {
            return;
        }
        let size = PictureSize::new(u64::from(form.width), u64::from(form.height), form.scale);
        let size = match size {
            Ok(size) => size,
            Err(error) => {
                self.desk.outcome = Some(ExportOutcome::Failed(error));
                return;
            }
        };
        let job = self.export_job(&form, size);
        let path = PathBuf::from(form.file.trim());
        let watch = Arc::new(Watch::default());
        let (sender, result) = mpsc::channel();
        self.desk.outcome = None;
        self.desk.running = Some(Running {
            watch: Arc::clone(&watch),
            result,
        });
        let (atlas, context) = (Arc::clone(&self.document.atlas), context.clone());
        thread::spawn(move || {
            let outcome = match write(&job, &atlas, &path, replace, &watch) {
                Ok(outcome) | Err(outcome) => outcome,
            };
            // Nobody waits any more if the program ends first.
            let _ = sender.send(outcome);
            context.request_repaint();
        });
    }

    fn show_export_folder(&mut self) {
        let Some(ExportOutcome::Written(path, _)) = &self.desk.outcome else {
            return;
        };
        let path = path.clone();
        if !show_in_folder(&path) {
            self.desk.outcome = Some(ExportOutcome::NoFolder(path));
        }
    }

    fn copy_picture(&mut self, context: &egui::Context) {
        let Some(form) = &self.desk.form else { return };
        let size = PictureSize::new(u64::from(form.width), u64::from(form.height), form.scale);
        match size {
            Ok(size) => {
                let job = self.export_job(form, size);
                self.desk.outcome = None;
                self.desk.copying = Some(draw(context, &self.document.atlas, job));
            }
            Err(error) => self.desk.outcome = Some(ExportOutcome::Failed(error)),
        }
    }

    /// Takes what the threads have finished, and keeps the preview up to date. Once per frame.
    pub(super) fn follow_export(&mut self, context: &egui::Context) {
        if self.desk.chooser.has_failed() {
            self.notices.push(Notice::NoDialog);
        }
        if let Some(path) = self.desk.chooser.take()
            && let Some(form) = &mut self.desk.form
        {
            form.file = path.to_string_lossy().into_owned();
            self.desk.outcome = None;
        }
        if let Some(running) = &self.desk.running {
            match running.result.try_recv() {
                Ok(outcome) => {
                    self.desk.outcome = Some(outcome);
                    self.desk.running = None;
                }
                Err(mpsc::TryRecvError::Empty) => context.request_repaint_after(LOOK),
                Err(mpsc::TryRecvError::Disconnected) => {
                    let stopped = ExportError::Library("thread".to_owned());
                    self.desk.outcome = Some(ExportOutcome::Failed(stopped));
                    self.desk.running = None;
                }
            }
        }
        self.take_copy(context);
        self.follow_preview(context);
    }

    fn take_copy(&mut self, context: &egui::Context) {
        let Some(copying) = &self.desk.copying else {
            return;
        };
        let Ok(drawn) = copying.try_recv() else {
            return;
        };
        self.desk.copying = None;
        self.desk.outcome = Some(match drawn {
            Ok((size, pixels)) => {
                context.copy_image(image(size, &pixels));
                ExportOutcome::Copied
            }
            Err(error) => ExportOutcome::Failed(error),
        });
    }

    fn follow_preview(&mut self, context: &egui::Context) {
        if self.session.dialog != Some(Dialog::Export) {
            self.desk.preview = None;
            return;
        }
        if let Some((job, drawing)) = &self.desk.drawing {
            let Ok(drawn) = drawing.try_recv() else {
                return;
            };
            let texture = drawn.ok().map(|(size, pixels)| {
                let image = image(size, &pixels);
                context.load_texture("export preview", image, TextureOptions::LINEAR)
            });
            self.desk.preview = Some((job.clone(), texture));
            self.desk.drawing = None;
            context.request_repaint();
        }
        let Some(form) = &self.desk.form else { return };
        let size = PictureSize::new(u64::from(form.width), u64::from(form.height), form.scale);
        let Ok(size) = size else { return };
        if !form.format.shows_map() {
            self.desk.preview = None;
            return;
        }
        let mut job = self.export_job(form, size.shrunk(PREVIEW));
        // The same preview for all that does not change the picture.
        job.format = Format::Png;
        job.handout = Handout::default();
        if self.desk.preview.as_ref().map(|(drawn, _)| drawn) != Some(&job) {
            let drawing = draw(context, &self.document.atlas, job.clone());
            self.desk.drawing = Some((job, drawing));
        }
    }
}

/// Draws a picture on a thread of its own.
fn draw(context: &egui::Context, atlas: &Arc<Atlas>, job: Job) -> mpsc::Receiver<Drawn> {
    let (sender, drawn) = mpsc::channel();
    let (context, atlas) = (context.clone(), Arc::clone(atlas));
    thread::spawn(move || {
        let locator = Locator::new(&atlas);
        let watch = Watch::default();
        let pixels = job.with_picture(&atlas, &locator, |picture| export::pixels(picture, &watch));
        // Nobody waits any more if the dialog is closed first.
        let _ = sender.send(pixels);
        context.request_repaint();
    });
    drawn
}

fn image(size: [u32; 2], pixels: &[u8]) -> ColorImage {
    ColorImage::from_rgba_premultiplied(size.map(|side| side as usize), pixels)
}

fn write(
    job: &Job,
    atlas: &Atlas,
    path: &Path,
    replace: bool,
    watch: &Watch,
) -> Result<ExportOutcome, ExportOutcome> {
    let mut file = NewFile::create(path, replace).map_err(ExportOutcome::NotWritten)?;
    let warnings = match job.write(atlas, &Locator::new(atlas), &mut file, watch) {
        Ok(warnings) => warnings,
        Err(ExportError::Write(error)) => {
            return Err(ExportOutcome::NotWritten(file.failed(error)));
        }
        Err(error) => return Err(ExportOutcome::Failed(error)),
    };
    file.finish().map_err(ExportOutcome::NotWritten)?;
    Ok(ExportOutcome::Written(path.to_owned(), warnings))
}

/// What the file is called unless the user says otherwise.
fn file_name(form: &ExportForm, atlas: &Atlas) -> String {
    let subject = match &form.what {
        What::Place(place) => atlas.place(place).map_or("map", |place| place.id.as_str()),
        What::Briefing(briefing) => briefing.as_str(),
        What::View | What::Home if form.format == Format::Html => "atlas",
        What::View | What::Home if form.format.shows_map() => "map",
        What::View | What::Home => "facts",
    };
    format!("{subject}.{}", form.format.code())
}

/// In the user's folder.
fn default_file(form: &ExportForm, atlas: &Atlas) -> String {
    let folder = etcetera::home_dir().unwrap_or_default();
    let path = folder.join(file_name(form, atlas));
    path.to_string_lossy().into_owned()
}

/// Asks the desktop to show a file in its folder. Returns whether there is somebody to ask.
fn show_in_folder(path: &Path) -> bool {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let folder = folder.unwrap_or(Path::new("."));
    let mut command = if cfg!(target_os = "windows") {
        let mut command = Command::new("explorer");
        command.arg("/select,").arg(path);
        command
    } else if cfg!(target_os = "macos") {
        let mut command = Command::new("open");
        command.arg("-R").arg(path);
        command
    } else {
        let mut command = Command::new("xdg-open");
        command.arg(folder);
        command
    };
    match command.spawn() {
        Ok(mut child) => {
            // Its end is awaited, so that it is not kept as a zombie.
            thread::spawn(move || child.wait());
            true
        }
        Err(error) => {
            log::warn!("no folder is shown: {error}");
            false
        }
    }
}
