//! The desk where briefings are written: what performs its changes, takes them back and saves them.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, mpsc},
    thread,
};

use super::{App, Dialog, Notice, chooser::Chooser};
use crate::{
    atlas::Language,
    atlas::{Atlas, Briefing, BriefingId, Camera, Slide, Text},
    briefing::{self, Preflight, content, preflight},
    lang,
    store::{
        self, BriefingText, CopyError, Finding,
        briefing_history::{Edit, History},
        briefing_write::{self, Change, Sight},
    },
    ui::{self, facts},
};

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
    preflight: Option<(BriefingId, Preflight)>,
    chooser: Chooser,
    copying: Option<mpsc::Receiver<Result<PathBuf, CopyError>>>,
}

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
    pub fn preflight(&self) -> Option<(&BriefingId, &Preflight)> {
        self.preflight.as_ref().map(|(id, found)| (id, found))
    }

    fn draft(&self) -> Option<&Draft> {
        self.drafts.get(self.chosen)
    }
}

impl App {
    pub(super) fn perform_desk(&mut self, context: &egui::Context, action: DeskAction) {
        match action {
            DeskAction::Choose(id) => self.choose_briefing(&id),
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

    fn choose_briefing(&mut self, id: &BriefingId) {
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

    fn briefing_chosen(&self) -> Option<&Arc<Briefing>> {
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
        let Some(draft) = self.writing.drafts.get_mut(self.writing.chosen) else {
            return false;
        };
        let old = Arc::clone(&draft.text.text);
        let Some(new) = briefing_write::changed(&old, change) else {
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
        self.notices
            .retain(|notice| !matches!(notice, Notice::NotSaved(_)));
        for draft in &mut self.writing.drafts {
            if draft.text.text == draft.disk {
                continue;
            }
            match store::save_briefing(&folder, &draft.text, &draft.disk) {
                Ok(()) => draft.disk = Arc::clone(&draft.text.text),
                Err(error) => self.notices.push(Notice::NotSaved(error)),
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
        let found = preflight(preflight::Question {
            atlas: &self.document.atlas,
            findings: &self.document.findings,
            briefing,
            language: self.session.language,
            today: self.today,
            screens: None,
            network_layers: &self.network_layers(),
        });
        self.writing.preflight = Some((id.clone(), found));
        self.session.dialog = Some(Dialog::Preflight);
    }

    /// Names of the layers that come over the network and are on.
    fn network_layers(&self) -> Vec<String> {
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
