//! The system's dialog for choosing a file, awaited on a thread of its own.

use std::{path::PathBuf, sync::mpsc, thread};

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
        if self.is_open() {
            return;
        }
        let dialog = rfd::AsyncFileDialog::new()
            .set_title(title)
            .add_filter(kind, &[extension])
            .pick_file();
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
