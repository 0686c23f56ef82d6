//! How far a reader has come, and whether anybody still wants the result: shared between threads.

use std::{
    io::{self, Read},
    sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    time::{Duration, Instant},
};

/// Somebody is told at most so often: a picture costs time that the reader wants, too.
const TOLD_EVERY: Duration = Duration::from_millis(250);

#[derive(Default)]
pub struct Progress {
    done: AtomicU64,
    total: AtomicU64,
    features: AtomicU64,
    cancelled: AtomicBool,
    tell: Option<Box<dyn Fn() + Send + Sync>>,
}

impl std::fmt::Debug for Progress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Progress")
            .field("share", &self.share())
            .finish_non_exhaustive()
    }
}

impl Progress {
    /// `tell` is called from the reading thread when there is something new to see.
    pub fn telling(tell: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            tell: Some(Box::new(tell)),
            ..Self::default()
        }
    }

    pub fn start(&self, total: u64) {
        self.total.store(total, Relaxed);
    }

    /// Of the file's bytes, 0 to 1.
    pub fn share(&self) -> f32 {
        let total = self.total.load(Relaxed).max(1);
        (self.done.load(Relaxed) as f64 / total as f64).min(1.0) as f32
    }

    /// Read so far.
    pub fn features(&self) -> u64 {
        self.features.load(Relaxed)
    }

    pub fn count_features(&self, count: usize) {
        self.features.store(count as u64, Relaxed);
    }

    fn tell(&self) {
        if let Some(tell) = &self.tell {
            tell();
        }
    }

    /// The reader stops soon.
    pub fn cancel(&self) {
        self.cancelled.store(true, Relaxed);
    }

    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Relaxed)
    }
}

/// Counts what goes through it; fails once the progress is cancelled.
pub struct Counted<'a, R> {
    reader: R,
    progress: &'a Progress,
    told: Instant,
}

impl<'a, R: Read> Counted<'a, R> {
    pub fn new(reader: R, progress: &'a Progress) -> Self {
        Self {
            reader,
            progress,
            told: Instant::now(),
        }
    }
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.progress.is_cancelled() {
            return Err(io::Error::other("cancelled"));
        }
        let count = self.reader.read(buffer)?;
        self.progress.done.fetch_add(count as u64, Relaxed);
        if self.told.elapsed() >= TOLD_EVERY {
            self.told = Instant::now();
            self.progress.tell();
        }
        Ok(count)
    }
}
