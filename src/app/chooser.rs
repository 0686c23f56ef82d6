//! The system's dialog for choosing a file, awaited on a thread of its own.

use std::{
    path::{Path, PathBuf},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

/// Nobody looks at a dialog and closes it so fast: the system has none to show.
const UNSEEN: Duration = Duration::from_millis(300);

#[derive(Debug)]
enum Answer {
    Chosen(PathBuf),
    /// There was no dialog.
    NoDialog,
}

/// One dialog at a time.
#[derive(Debug, Default)]
pub(super) struct Chooser {
    answer: Option<mpsc::Receiver<Answer>>,
    chosen: Option<PathBuf>,
    failed: bool,
}

impl Chooser {
    /// Opens the dialog for files that end in `extension`.
    pub(super) fn ask(
        &mut self,
        context: &egui::Context,
        title: &str,
        kind: &str,
        extension: &str,
    ) {
        let dialog = rfd::AsyncFileDialog::new()
            .set_title(title)
            .add_filter(kind, &[extension])
            .pick_file();
        self.wait(context, dialog);
    }

    /// Opens the dialog for a file to be written, which may not be there yet.
    pub(super) fn ask_to_save(&mut self, context: &egui::Context, title: &str, path: &Path) {
        let mut dialog = rfd::AsyncFileDialog::new().set_title(title);
        if let Some(folder) = path.parent().filter(|folder| folder.is_dir()) {
            dialog = dialog.set_directory(folder);
        }
        if let Some(name) = path.file_name() {
            dialog = dialog.set_file_name(name.to_string_lossy());
        }
        self.wait(context, dialog.save_file());
    }

    fn wait(
        &mut self,
        context: &egui::Context,
        dialog: impl Future<Output = Option<rfd::FileHandle>> + Send + 'static,
    ) {
        if self.is_open() {
            return;
        }
        let (sender, answer) = mpsc::channel();
        self.answer = Some(answer);
        let context = context.clone();
        let began = Instant::now();
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().build();
            let chosen = match runtime {
                Ok(runtime) => runtime.block_on(dialog),
                Err(error) => {
                    log::warn!("no dialog: {error}");
                    None
                }
            };
            let answer = match chosen {
                Some(file) => Some(Answer::Chosen(file.path().to_owned())),
                None => (began.elapsed() < UNSEEN).then_some(Answer::NoDialog),
            };
            if let Some(answer) = answer {
                // Nobody waits any more if the program ends first.
                let _ = sender.send(answer);
            }
            context.request_repaint();
        });
    }

    /// Opens the dialog for a folder.
    pub(super) fn ask_folder(&mut self, context: &egui::Context, title: &str) {
        if !self.is_open() {
            let dialog = rfd::AsyncFileDialog::new().set_title(title);
            self.wait(context, dialog.pick_folder());
        }
    }

    fn is_open(&mut self) -> bool {
        self.listen();
        self.answer.is_some()
    }

    fn listen(&mut self) {
        let heard = self.answer.as_ref().map(mpsc::Receiver::try_recv);
        match heard {
            None | Some(Err(mpsc::TryRecvError::Empty)) => return,
            Some(Err(mpsc::TryRecvError::Disconnected)) => {}
            Some(Ok(Answer::Chosen(path))) => self.chosen = Some(path),
            Some(Ok(Answer::NoDialog)) => self.failed = true,
        }
        self.answer = None;
    }

    /// The file that was chosen, once.
    pub(super) fn take(&mut self) -> Option<PathBuf> {
        self.listen();
        self.chosen.take()
    }

    /// Whether the system has no dialog to show, once.
    pub(super) fn has_failed(&mut self) -> bool {
        self.listen();
        std::mem::take(&mut self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(answer: impl Future<Output = Option<rfd::FileHandle>> + Send + 'static) -> Chooser {
        let mut chooser = Chooser::default();
        chooser.wait(&egui::Context::default(), answer);
        let until = Instant::now() + Duration::from_secs(20);
        while chooser.is_open() && Instant::now() < until {
            thread::yield_now();
        }
        assert!(!chooser.is_open());
        chooser
    }

    #[test]
    fn a_dialog_that_ends_before_it_can_be_seen_is_told_once() {
        let mut chooser = answered(async { None });
        assert_eq!(chooser.take(), None);
        assert!(chooser.has_failed() && !chooser.has_failed());
    }

    #[test]
    fn a_dialog_that_somebody_closes_is_no_fault() {
        let mut chooser = answered(async {
            thread::sleep(UNSEEN + Duration::from_millis(20));
            None
        });
        assert!(!chooser.has_failed());
        assert_eq!(chooser.take(), None);
    }

    #[test]
    fn the_file_that_was_chosen_is_taken_once() {
        let path = PathBuf::from("delta.pmtiles");
        let file = rfd::FileHandle::from(path.clone());
        let mut chooser = answered(async { Some(file) });
        assert_eq!((chooser.take(), chooser.take()), (Some(path), None));
        assert!(!chooser.has_failed());
    }
}
