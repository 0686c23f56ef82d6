//! Small pictures of the slides for the overview, drawn on a thread of their own and kept for as many as are looked at.

use std::{
    collections::HashMap,
    sync::{Arc, mpsc},
    thread,
};

use egui::{ColorImage, TextureHandle, TextureOptions};

use crate::{
    atlas::{Atlas, BriefingId, Language},
    export::{self, ExportError, Format, Handout, Job, PictureSize, Subject, Watch},
    geo::Locator,
    theme::ThemeName,
};

/// Of a picture that is shown so much smaller, in pixels.
const LAID_OUT: [u64; 2] = [960, 540];
/// Longer side, in pixels.
const SIDE: u32 = 400;
/// Pictures that are kept: some ten megabytes.
const KEPT: usize = 40;
/// Pictures that are asked for before the first of them is there.
const AHEAD: usize = 2;

/// What a picture is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Key {
    slide: usize,
    language: Language,
    theme: ThemeName,
}

/// A picture, and when it was last asked for.
struct Kept {
    texture: TextureHandle,
    used: u64,
}

type Drawn = (Key, Result<([u32; 2], Vec<u8>), ExportError>);

struct Worker {
    asked: mpsc::Sender<(Key, Job)>,
    drawn: mpsc::Receiver<Drawn>,
}

#[derive(Default)]
pub struct Thumbnails {
    kept: HashMap<Key, Kept>,
    /// Asked for, or not to be had.
    pending: Vec<Key>,
    failed: Vec<Key>,
    worker: Option<Worker>,
    /// Counts the frames in which pictures were asked for.
    turn: u64,
}

impl std::fmt::Debug for Thumbnails {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Thumbnails")
            .field("kept", &self.kept.len())
            .finish_non_exhaustive()
    }
}

impl Thumbnails {
    /// Takes what is drawn, and asks for the pictures of these slides that are not there yet.
    pub(super) fn follow(
        &mut self,
        context: &egui::Context,
        atlas: &Arc<Atlas>,
        briefing: &BriefingId,
        (language, theme): (Language, ThemeName),
        slides: &[usize],
    ) {
        self.turn += 1;
        self.take(context);
        for slide in slides {
            let key = Key {
                slide: *slide,
                language,
                theme,
            };
            if let Some(kept) = self.kept.get_mut(&key) {
                kept.used = self.turn;
            } else if self.pending.len() < AHEAD
                && !self.pending.contains(&key)
                && !self.failed.contains(&key)
                && let Some(job) = job(briefing, key)
            {
                let worker = self.worker.get_or_insert_with(|| start(context, atlas));
                match worker.asked.send((key, job)) {
                    Ok(()) => self.pending.push(key),
                    Err(_) => self.failed.push(key),
                }
            }
        }
    }

    fn take(&mut self, context: &egui::Context) {
        let Some(worker) = &self.worker else { return };
        while let Ok((key, drawn)) = worker.drawn.try_recv() {
            self.pending.retain(|pending| *pending != key);
            let Ok((size, pixels)) = drawn else {
                self.failed.push(key);
                continue;
            };
            let size = size.map(|side| side as usize);
            let image = ColorImage::from_rgba_premultiplied(size, &pixels);
            let texture = context.load_texture("slide", image, TextureOptions::LINEAR);
            let used = self.turn;
            self.kept.insert(key, Kept { texture, used });
        }
        while self.kept.len() > KEPT {
            let oldest = self.kept.iter().min_by_key(|(_, kept)| kept.used);
            let Some(oldest) = oldest.map(|(key, _)| *key) else {
                return;
            };
            self.kept.remove(&oldest);
        }
    }

    /// `None` while it is not drawn.
    pub fn of(&self, slide: usize, language: Language, theme: ThemeName) -> Option<&TextureHandle> {
        let key = Key {
            slide,
            language,
            theme,
        };
        self.kept.get(&key).map(|kept| &kept.texture)
    }
}

fn job(briefing: &BriefingId, key: Key) -> Option<Job> {
    let size = PictureSize::new(LAID_OUT[0], LAID_OUT[1], 1.0).ok()?;
    Some(Job {
        format: Format::Png,
        subject: Subject::Slides(briefing.clone(), vec![key.slide]),
        size: size.shrunk(SIDE),
        language: key.language,
        theme: key.theme,
        bare: true,
        handout: Handout::default(),
        data: None,
    })
}

/// Draws until nobody asks any more.
fn start(context: &egui::Context, atlas: &Arc<Atlas>) -> Worker {
    let (asked, jobs) = mpsc::channel::<(Key, Job)>();
    let (sender, drawn) = mpsc::channel();
    let (context, atlas) = (context.clone(), Arc::clone(atlas));
    thread::spawn(move || {
        let locator = Locator::new(&atlas);
        let watch = Watch::default();
        for (key, job) in jobs {
            let pixels =
                job.with_picture(&atlas, &locator, |picture| export::pixels(picture, &watch));
            if sender.send((key, pixels)).is_err() {
                return;
            }
            context.request_repaint();
        }
    });
    Worker { asked, drawn }
}
