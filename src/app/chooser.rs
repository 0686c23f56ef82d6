//! The system's dialog for choosing a file, awaited on a thread of its own.

use std::{
    path::{Path, PathBuf},
    sync::mpsc,
    thread,
};

/// One dialog at a time.
#[derive(Debug, Default)]
pub(super) struct Chooser {
    answer: Option<mpsc::Receiver<PathBuf>>,
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
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().build();
            let chosen = match runtime {
                Ok(runtime) => runtime.block_on(dialog),
                Err(error) => {
                    log::warn!("no dialog: {error}");
                    None
                }
            };
            if let Some(file) = chosen {
                // Nobody waits any more if the program ends first.
                let _ = sender.send(file.path().to_owned());
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

    fn is_open(&self) -> bool {
        let answer = self.answer.as_ref().map(mpsc::Receiver::try_recv);
        matches!(answer, Some(Err(mpsc::TryRecvError::Empty)))
    }

    /// The file that was chosen, once.
    pub(super) fn take(&mut self) -> Option<PathBuf> {
        let chosen = self.answer.as_ref()?.try_recv().ok()?;
        self.answer = None;
        Some(chosen)
    }
}
