//! The desk where briefings are written: what performs its changes, takes them back and saves them.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

use super::{App, Dialog, Notice, after::AfterShow, chooser::Chooser};
use crate::{
    atlas::Language,
    atlas::{Atlas, Briefing, BriefingId, Camera, Slide, Text},
    briefing::{self, Preflight, content},
    lang,
    store::{
        self, BriefingText, CopyError, Finding, SaveError,
        briefing_history::{Edit, History},
        briefing_write::{self, Change, Sight},
    },
    ui::{self, facts},
};

/// How long the end of the program waits for files that are being written.
const PATIENCE: Duration = Duration::from_secs(5);

/// What can be asked of the desk.
#[derive(Clone, Debug, PartialEq)]
pub enum DeskAction {
    Choose(BriefingId),
    /// Puts a slide of the chosen briefing on the map.
    Show(usize),
    /// Behind the chosen slide, with what is on the map.
    AddSlide,
    /// What is on the map becomes what the slide shows.
    ShowHere(usize),
    Change(Box<Change>),
    Undo,
    Redo,
    Save,
    /// Opens the system's dialog for a folder.
    SaveCopy,
    /// Looks through a briefing before it is shown.
    Preflight(BriefingId),
}

/// Briefings being written.
#[derive(Debug, Default)]
pub struct Desk {
    drafts: Vec<Draft>,
    chosen: usize,
    slide: Option<usize>,
    /// The folder of the atlas, if it can be written there.
    folder: Option<PathBuf>,
    preflight: Option<LookedThrough>,
    /// The briefing that was chosen since the last show.
    asked: Option<BriefingId>,
    /// What remains of the show that was left last.
    after: Option<AfterShow>,
    chooser: Chooser,
    copying: Option<mpsc::Receiver<Result<PathBuf, CopyError>>>,
    saving: Option<mpsc::Receiver<Vec<Saved>>>,
}

/// What was found in a briefing.
#[derive(Debug)]
pub struct LookedThrough {
    pub briefing: BriefingId,
    pub found: Preflight,
    /// The slide that the show was to start from.
    pub slide: Option<usize>,
}

/// A briefing that was being saved: its file, the text that was written, and what came of it.
type Saved = (String, Arc<str>, Result<(), SaveError>);

#[derive(Debug)]
struct Draft {
    text: BriefingText,
    /// As it stands in the file.
    disk: Arc<str>,
    history: History,
}

impl Desk {
    /// `path`: of the atlas; `None` for the built-in one.
    pub(super) fn new(texts: Vec<BriefingText>, path: Option<&Path>) -> Self {
        let folder = path.and_then(|path| match path {
            _ if path.is_dir() => Some(path),
            _ if path.file_name().is_some_and(|name| name == "atlas.json") => path.parent(),
            _ => None,
        });
        Self {
            drafts: texts
                .into_iter()
                .map(|text| Draft {
                    disk: Arc::clone(&text.text),
                    text,
                    history: History::default(),
                })
                .collect(),
            folder: folder.map(Path::to_owned),
            ..Self::default()
        }
    }

    /// The briefing that is written on, and the slide that is chosen of it.
    pub fn chosen(&self) -> Option<&BriefingId> {
        self.draft().map(|draft| &draft.text.id)
    }

    pub fn slide(&self) -> Option<usize> {
        self.slide
    }

    pub fn can_undo(&self) -> bool {
        self.draft().is_some_and(|draft| draft.history.can_undo())
    }

    pub fn can_redo(&self) -> bool {
        self.draft().is_some_and(|draft| draft.history.can_redo())
    }

    /// Whether a briefing differs from its file.
    pub fn is_changed(&self, id: &BriefingId) -> bool {
        let mut drafts = self.drafts.iter();
        drafts.any(|draft| draft.text.id == *id && draft.text.text != draft.disk)
    }

    pub fn is_any_changed(&self) -> bool {
        self.drafts
            .iter()
            .any(|draft| draft.text.text != draft.disk)
    }

    /// Whether it is saved where it came from; otherwise as a copy.
    pub fn has_folder(&self) -> bool {
        self.folder.is_some()
    }

    /// What was found in the briefing that was looked through last.
    pub fn preflight(&self) -> Option<&LookedThrough> {
        self.preflight.as_ref()
    }

    pub(super) fn keep_preflight(
        &mut self,
        briefing: BriefingId,
        found: Preflight,
        slide: Option<usize>,
    ) {
        self.preflight = Some(LookedThrough {
            briefing,
            found,
            slide,
        });
    }

    pub(super) fn asked(&self) -> Option<&BriefingId> {
        self.asked.as_ref()
    }

    pub(super) fn forget_asked(&mut self) {
        self.asked = None;
    }

    /// What remains of the show that was left last.
    pub fn after(&self) -> Option<&AfterShow> {
        self.after.as_ref()
    }

    pub(super) fn after_mut(&mut self) -> Option<&mut AfterShow> {
        self.after.as_mut()
    }

    pub(super) fn keep_after(&mut self, after: AfterShow) {
        self.after = Some(after);
    }

    pub(super) fn drop_after(&mut self) -> Option<AfterShow> {
        self.after.take()
    }

    /// Whether briefings are being written to their files.
    pub fn is_saving(&self) -> bool {
        self.saving.is_some()
    }

    fn draft(&self) -> Option<&Draft> {
        self.drafts.get(self.chosen)
    }
}

impl App {
    pub(super) fn perform_desk(&mut self, context: &egui::Context, action: DeskAction) {
        match action {
            DeskAction::Choose(id) => {
                self.choose_briefing(&id);
                self.writing.asked = Some(id);
            }
            DeskAction::Show(slide) => self.show_slide(slide),
            DeskAction::AddSlide => self.add_slide(),
            DeskAction::ShowHere(slide) => {
                let sight = self.sight();
                self.change(&Change::Show { slide, sight });
            }
            DeskAction::Change(change) => self.change(&change),
            DeskAction::Undo => self.step_in_history(History::undo),
            DeskAction::Redo => self.step_in_history(History::redo),
            DeskAction::Save => self.save_briefings(context),
            DeskAction::SaveCopy => self.ask_for_folder(context),
            DeskAction::Preflight(id) => self.look_through(&id),
        }
    }

    pub(super) fn choose_briefing(&mut self, id: &BriefingId) {
        let position = self
            .writing
            .drafts
            .iter()
            .position(|draft| draft.text.id == *id);
        if let Some(position) = position.filter(|position| *position != self.writing.chosen) {
            self.writing.chosen = position;
            self.writing.slide = None;
        }
    }

    pub(super) fn briefing_chosen(&self) -> Option<&Arc<Briefing>> {
        self.document.atlas.briefing(self.writing.chosen()?)
    }

    /// Camera, layers and selection as the slide has them.
    fn show_slide(&mut self, number: usize) {
        let atlas = Arc::clone(&self.document.atlas);
        let Some(slide) = self
            .briefing_chosen()
            .and_then(|briefing| briefing.slides.get(number))
            .cloned()
        else {
            return;
        };
        self.writing.slide = Some(number);
        let setting = briefing::Setting {
            atlas: &atlas,
            locator: &self.document.locator,
            size: self.session.map_size,
            free: self.free_beside(slide.selected.is_some()),
        };
        let stage = briefing::stage(setting, &slide);
        self.session.deselect();
        self.session.selected = stage.selected;
        self.session.check = stage.check;
        self.session.content = stage.content;
        if let Some(view) = stage.view {
            self.session.fly_to(view);
        }
    }

    /// The part of the map that the drawer and, if it is open, the card leave free.
    fn free_beside(&self, card: bool) -> egui::Rect {
        let map = self.map_rect;
        let free = facts::free_part(map, card.then(|| facts::bounds(map)));
        let drawer = ui::drawer::bounds(map, free, &self.session);
        ui::drawer::free_part(map, free, drawer).translate(-map.min.to_vec2())
    }

    /// What is on the map, in the words of a slide. The camera is where the free part of the map has its middle.
    fn sight(&self) -> Sight {
        let view = self.session.destination();
        Sight {
            camera: Camera::Exact {
                centre: view.geo_from_screen(self.session.free.center()),
                zoom: view.zoom,
            },
            selected: self.session.selected.clone(),
            check: self.session.check.clone(),
            map: content::written(&self.session.content),
        }
    }

    fn add_slide(&mut self) {
        let after = match self.writing.slide {
            Some(slide) => Some(slide),
            None => self
                .briefing_chosen()
                .and_then(|briefing| briefing.slides.len().checked_sub(1)),
        };
        let sight = self.sight();
        let place = sight
            .selected
            .as_ref()
            .and_then(|id| self.document.atlas.place(id));
        let plain = |language| lang::strings(language).get("desk-new-title").to_owned();
        let title = place.map_or_else(
            || Text::new(plain(Language::English), plain(Language::Chinese)),
            |place| place.names.clone(),
        );
        let change = Change::Add {
            after,
            title,
            sight,
        };
        if self.try_change(&change) {
            self.writing.slide = Some(after.map_or(0, |after| after + 1));
        }
    }

    fn change(&mut self, change: &Change) {
        if self.try_change(change) {
            let last = self
                .briefing_chosen()
                .and_then(|briefing| briefing.slides.len().checked_sub(1));
            self.writing.slide = match *change {
                Change::Move { to, .. } => Some(to),
                Change::Duplicate { slide } => Some(slide + 1),
                Change::Delete { slide } => last.map(|last| slide.min(last)),
                _ => self.writing.slide,
            };
        }
    }

    /// Whether the change could be made.
    fn try_change(&mut self, change: &Change) -> bool {
        self.change_text(|text| briefing_write::changed(text, change))
    }

    /// Gives the chosen briefing another text, as one step of undo. Whether there was one.
    pub(super) fn change_text(&mut self, changed: impl Fn(&str) -> Option<String>) -> bool {
        let Some(draft) = self.writing.drafts.get_mut(self.writing.chosen) else {
            return false;
        };
        let old = Arc::clone(&draft.text.text);
        let Some(new) = changed(&old) else {
            let file = draft.text.file.clone();
            self.notices.push(Notice::NotChanged(file));
            return false;
        };
        if let Some(edit) = Edit::between(&old, &new) {
            draft.history.note(edit);
            self.take_text(new);
        }
        true
    }

    fn step_in_history(&mut self, step: fn(&mut History, &str) -> Option<String>) {
        let Some(draft) = self.writing.drafts.get_mut(self.writing.chosen) else {
            return;
        };
        if let Some(text) = step(&mut draft.history, &draft.text.text) {
            self.take_text(text);
            let count = self
                .briefing_chosen()
                .map_or(0, |briefing| briefing.slides.len());
            self.writing.slide = self.writing.slide.filter(|slide| *slide < count);
        }
    }

    /// The chosen briefing has this text from now on.
    fn take_text(&mut self, text: String) {
        let Some(draft) = self.writing.drafts.get_mut(self.writing.chosen) else {
            return;
        };
        draft.text.text = text.into();
        let BriefingText { id, file, text, .. } = &draft.text;
        let findings = &mut self.document.findings;
        findings.retain(|finding| finding.location.file != *file);
        let parsed = store::parse_briefing(file, text, &self.document.atlas, findings);
        if let Some(parsed) = parsed {
            replace(&mut self.document.atlas, id, &Arc::new(parsed));
        }
    }

    fn save_briefings(&mut self, context: &egui::Context) {
        let Some(folder) = self.writing.folder.clone() else {
            self.ask_for_folder(context);
            return;
        };
        if self.writing.is_saving() {
            return;
        }
        self.notices
            .retain(|notice| !matches!(notice, Notice::NotSaved(_)));
        let drafts = self.writing.drafts.iter();
        let changed = drafts.filter(|draft| draft.text.text != draft.disk);
        let changed: Vec<(BriefingText, Arc<str>)> = changed
            .map(|draft| (draft.text.clone(), Arc::clone(&draft.disk)))
            .collect();
        let (sender, saving) = mpsc::channel();
        self.writing.saving = Some(saving);
        let context = context.clone();
        thread::spawn(move || {
            let saved = changed.into_iter().map(|(text, disk)| {
                let outcome = store::save_briefing(&folder, &text, &disk);
                (text.file, text.text, outcome)
            });
            // Nobody waits any more if the program ends first; what is written is written whole.
            let _ = sender.send(saved.collect());
            context.request_repaint();
        });
    }

    /// The program ends: what is being written to the disk is waited for.
    pub fn finish_saving(&mut self) {
        if let Some(saving) = self.writing.saving.take() {
            // What came of it can be told to nobody any more.
            let _ = saving.recv_timeout(PATIENCE);
        }
        if let Some(after) = self.writing.after_mut() {
            after.finish_saving(PATIENCE);
        }
    }

    /// Takes what came of saving. Once per frame.
    pub(super) fn take_saved(&mut self) {
        let saved = self.writing.saving.as_ref().map(mpsc::Receiver::try_recv);
        let saved = match saved {
            None | Some(Err(mpsc::TryRecvError::Empty)) => return,
            Some(Err(mpsc::TryRecvError::Disconnected)) => Vec::new(),
            Some(Ok(saved)) => saved,
        };
        self.writing.saving = None;
        for (file, text, outcome) in saved {
            let mut drafts = self.writing.drafts.iter_mut();
            match (drafts.find(|draft| draft.text.file == file), outcome) {
                (Some(draft), Ok(())) => draft.disk = text,
                (_, Err(error)) => self.notices.push(Notice::NotSaved(error)),
                (None, Ok(())) => {}
            }
        }
    }

    fn ask_for_folder(&mut self, context: &egui::Context) {
        let strings = lang::strings(self.session.language);
        self.writing
            .chooser
            .ask_folder(context, strings.get("desk-choose-folder"));
    }

    /// Takes a folder that was chosen, and a copy that is written.
    pub(super) fn take_atlas_copy(&mut self, context: &egui::Context) {
        if self.writing.chooser.has_failed() {
            self.notices.push(Notice::NoDialog);
        }
        if let Some(parent) = self.writing.chooser.take() {
            self.copy_to(context, parent);
        }
        let Some(copying) = &self.writing.copying else {
            return;
        };
        let Ok(copied) = copying.try_recv() else {
            return;
        };
        self.writing.copying = None;
        match copied {
            Ok(folder) => {
                self.notices.push(Notice::CopySaved(folder.clone()));
                // Written just now: what is on the desk is what is in the files.
                for draft in &mut self.writing.drafts {
                    draft.disk = Arc::clone(&draft.text.text);
                    draft.text.foreign = false;
                }
                self.document.path = Some(folder.clone());
                self.writing.folder = Some(folder);
            }
            Err(error) => self.notices.push(Notice::CopyFailed(error)),
        }
    }

    /// Writes a copy of the atlas into a new folder inside of `parent`, on another thread.
    pub fn copy_to(&mut self, context: &egui::Context, parent: PathBuf) {
        let texts: Vec<BriefingText> = self
            .writing
            .drafts
            .iter()
            .map(|draft| draft.text.clone())
            .collect();
        let from = self.document.path.clone();
        let (sender, copying) = mpsc::channel();
        self.writing.copying = Some(copying);
        let context = context.clone();
        thread::spawn(move || {
            // Nobody waits any more if the program ends first.
            let _ = sender.send(store::save_copy(from.as_deref(), &texts, &parent));
            context.request_repaint();
        });
    }

    /// Whether a copy is being written.
    pub fn is_copying(&self) -> bool {
        self.writing.copying.is_some()
    }

    pub fn desk(&self) -> &Desk {
        &self.writing
    }

    /// Opens the list of what to mend and to know before a briefing is shown.
    fn look_through(&mut self, id: &BriefingId) {
        let Some(briefing) = self.document.atlas.briefing(id) else {
            return;
        };
        let found = self.look_at(briefing);
        self.writing.keep_preflight(id.clone(), found, None);
        self.session.dialog = Some(Dialog::Preflight);
    }

    /// Names of the layers that come over the network and are on.
    pub(super) fn network_layers(&self) -> Vec<String> {
        let strings = lang::strings(self.session.language);
        let on = self.base_map_state().server.on;
        on.then(|| strings.get("tiles-layer-network").to_owned())
            .into_iter()
            .collect()
    }
}

fn replace(atlas: &mut Arc<Atlas>, id: &BriefingId, briefing: &Arc<Briefing>) {
    let briefings = atlas.briefings().iter().map(|known| {
        if known.id == *id {
            Arc::clone(briefing)
        } else {
            Arc::clone(known)
        }
    });
    let briefings = briefings.collect();
    Arc::make_mut(atlas).set_briefings(briefings);
}

/// What is found on a slide, for its list.
pub fn findings_of<'a>(
    findings: &'a [Finding],
    briefing: &'a BriefingId,
    slide: &'a Slide,
) -> impl Iterator<Item = &'a Finding> {
    findings.iter().filter(move |finding| {
        finding.location.id.as_deref() == Some(slide.id.as_str())
            && store::briefing_of(&finding.location.file) == Some(briefing.as_str())
    })
}
