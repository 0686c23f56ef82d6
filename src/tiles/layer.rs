//! A layer of tiles as the map sees it: what it has, what it has asked for, what went wrong.

use std::{
    collections::HashMap,
    ops::RangeInclusive,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc},
    thread,
    time::{Duration, Instant},
};

use egui::{Context, Rect, pos2};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use walkers::{Tile, TileId, TilePiece, Tiles, sources::Attribution};

use super::{Look, Network, Trouble, disk, network};

/// Tiles that are kept.
const KEPT: usize = 256;
/// Tiles that may be asked for and not answered; the newest wishes come first because older ones are forgotten.
const ASKED: usize = network::PARALLEL;
/// After so many answers that there is no such tile, and not one tile, something is wrong.
const ALL_MISSING: usize = 4;
/// How long nothing is asked after a failure; doubled with every further one.
const PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_mins(2);

/// What the layer's thread says.
pub enum Reply {
    Opened(Opened),
    Tile(TileId, Tile),
    /// There is none.
    Missing(TileId),
    /// `None`: the whole source.
    Failed(Option<TileId>, Trouble),
}

/// What is known of a source once it is open.
pub struct Opened {
    pub zooms: RangeInclusive<u8>,
    /// Of a tile, in points.
    pub side: u32,
    pub attribution: Option<String>,
}

/// Where a layer's thread leaves what it has.
pub struct Replies {
    sender: mpsc::Sender<Reply>,
    context: Context,
}

impl Replies {
    /// Returns whether anybody still listens.
    pub fn send(&self, reply: Reply) -> bool {
        let heard = self.sender.send(reply).is_ok();
        self.context.request_repaint();
        heard
    }
}

enum Known {
    Asked,
    Here { tile: Tile, used: u64 },
    Missing,
    Failed,
}

/// Tiles of one source. Dropping it ends its thread without waiting for it.
pub struct TileLayer {
    requests: UnboundedSender<TileId>,
    replies: mpsc::Receiver<Reply>,
    opened: Option<Opened>,
    known: HashMap<TileId, Known>,
    /// Counts the uses of tiles, so that the longest unused is forgotten first.
    clock: u64,
    /// Tiles that came.
    came: usize,
    missing: usize,
    failures: u32,
    paused_until: Option<Instant>,
    trouble: Option<Trouble>,
    told: bool,
    ended: bool,
    drawn: bool,
}

/// A layer that several windows draw.
#[derive(Clone)]
pub struct SharedLayer(Arc<Mutex<TileLayer>>);

impl TileLayer {
    /// Begins to read a file.
    pub fn of_file(path: PathBuf, look: Look, context: &Context) -> Self {
        Self::start(context, move |context, requests, replies| {
            disk::serve(&path, &look, context, requests, replies);
        })
    }

    /// Begins to listen to a server.
    pub fn of_network(network: Network, context: &Context) -> Self {
        Self::start(context, move |context, requests, replies| {
            network::serve(&network, context, requests, replies);
        })
    }

    fn start(
        context: &Context,
        serve: impl FnOnce(&Context, tokio::sync::mpsc::UnboundedReceiver<TileId>, &Replies)
        + Send
        + 'static,
    ) -> Self {
        let (requests, asked) = unbounded_channel();
        let (sender, replies) = mpsc::channel();
        let context = context.clone();
        thread::spawn(move || {
            let replies = Replies {
                sender,
                context: context.clone(),
            };
            serve(&context, asked, &replies);
        });
        Self {
            requests,
            replies,
            opened: None,
            known: HashMap::new(),
            clock: 0,
            came: 0,
            missing: 0,
            failures: 0,
            paused_until: None,
            trouble: None,
            told: false,
            ended: false,
            drawn: false,
        }
    }

    pub fn shared(self) -> SharedLayer {
        SharedLayer(Arc::new(Mutex::new(self)))
    }

    /// Takes what the thread has left. Once per frame, before the layer is drawn.
    pub fn begin_frame(&mut self) {
        self.drawn = false;
        loop {
            match self.replies.try_recv() {
                Ok(reply) => self.take(reply),
                Err(mpsc::TryRecvError::Empty) => break,
                Err(mpsc::TryRecvError::Disconnected) => {
                    if !std::mem::replace(&mut self.ended, true) && self.trouble.is_none() {
                        self.trouble = Some(Trouble::Stopped);
                    }
                    break;
                }
            }
        }
        self.forget_oldest();
    }

    fn take(&mut self, reply: Reply) {
        match reply {
            Reply::Opened(opened) => self.opened = Some(opened),
            Reply::Tile(id, tile) => {
                let used = self.clock;
                self.known.insert(id, Known::Here { tile, used });
                self.came += 1;
                self.failures = 0;
                self.paused_until = None;
            }
            Reply::Missing(id) => {
                self.known.insert(id, Known::Missing);
            }
            Reply::Failed(Some(id), trouble @ Trouble::Status(404 | 410)) => {
                // Beyond what the provider covers; but if there is nothing else, the address is wrong.
                self.known.insert(id, Known::Missing);
                self.missing += 1;
                if self.came == 0 && self.missing >= ALL_MISSING {
                    self.pause(trouble);
                }
            }
            Reply::Failed(id, trouble) => {
                if let Some(id) = id {
                    self.known.insert(id, Known::Failed);
                }
                self.pause(trouble);
            }
        }
    }

    /// Asks nothing for a while, longer with every failure in a row.
    fn pause(&mut self, trouble: Trouble) {
        let pause = PAUSE.saturating_mul(1 << self.failures.min(10));
        self.failures += 1;
        self.paused_until = Some(Instant::now() + pause.min(LONGEST_PAUSE));
        self.trouble.get_or_insert(trouble);
    }

    fn forget_oldest(&mut self) {
        // Those that are missing or failed are small, but a long journey gathers many.
        if self.known.len() > 16 * KEPT {
            self.known
                .retain(|_, known| matches!(known, Known::Asked | Known::Here { .. }));
        }
        let mut uses: Vec<u64> = self.known.values().filter_map(used).collect();
        if uses.len() <= KEPT {
            return;
        }
        uses.sort_unstable();
        let oldest = uses[uses.len() - KEPT];
        self.known
            .retain(|_, known| used(known).is_none_or(|used| used >= oldest));
    }

    /// What is wrong, the first time that this is asked.
    pub fn untold_trouble(&mut self) -> Option<Trouble> {
        let trouble = self.trouble.clone()?;
        (!std::mem::replace(&mut self.told, true)).then_some(trouble)
    }

    pub fn trouble(&self) -> Option<&Trouble> {
        self.trouble.as_ref()
    }

    /// Asks again for what failed, and tells again what is wrong.
    pub fn try_again(&mut self) {
        self.known
            .retain(|_, known| matches!(known, Known::Asked | Known::Here { .. }));
        self.trouble = None;
        self.told = false;
        self.missing = 0;
        self.failures = 0;
        self.paused_until = None;
    }

    /// Whether its thread has ended: only a new layer helps.
    pub fn has_ended(&self) -> bool {
        self.ended
    }

    /// Whether a tile was drawn since the frame began.
    pub fn is_visible(&self) -> bool {
        self.drawn
    }

    /// Whether its tiles are pictures, which cover the ground whole; vectors let it through.
    pub fn has_pictures(&self) -> bool {
        let mut tiles = self.known.values();
        tiles.any(|known| {
            matches!(
                known,
                Known::Here {
                    tile: Tile::Raster(_),
                    ..
                }
            )
        })
    }

    /// Whether answers are awaited.
    pub fn is_busy(&self) -> bool {
        let waits = || {
            self.known
                .values()
                .any(|known| matches!(known, Known::Asked))
        };
        !self.ended && (self.opened.is_none() || waits())
    }

    /// Whom the source itself names.
    pub fn own_attribution(&self) -> Option<&str> {
        self.opened.as_ref()?.attribution.as_deref()
    }

    fn ask(&mut self, id: TileId) {
        let open = self
            .known
            .values()
            .filter(|known| matches!(known, Known::Asked))
            .count();
        let paused = self
            .paused_until
            .is_some_and(|until| Instant::now() < until);
        if open < ASKED && !paused && self.requests.send(id).is_ok() {
            self.known.insert(id, Known::Asked);
        }
    }

    /// The tile, or the part of the nearest larger one that covers the same ground.
    fn best(&mut self, id: TileId, lowest: u8) -> Option<TilePiece> {
        self.clock += 1;
        let clock = self.clock;
        (lowest..=id.zoom).rev().find_map(|zoom| {
            let (larger, part) = larger(id, zoom);
            match self.known.get_mut(&larger)? {
                Known::Here { tile, used } => {
                    *used = clock;
                    Some(TilePiece::new(tile.clone(), part))
                }
                _ => None,
            }
        })
    }
}

fn used(known: &Known) -> Option<u64> {
    match known {
        Known::Here { used, .. } => Some(*used),
        _ => None,
    }
}

/// The tile of `zoom` that covers a tile, and which part of it does.
fn larger(id: TileId, zoom: u8) -> (TileId, Rect) {
    let levels = u32::from(id.zoom - zoom);
    let (x, y) = (id.x >> levels, id.y >> levels);
    let side = (-f64::from(levels)).exp2() as f32;
    let left = (id.x - (x << levels)) as f32 * side;
    let top = (id.y - (y << levels)) as f32 * side;
    (
        TileId { x, y, zoom },
        Rect::from_min_max(pos2(left, top), pos2(left + side, top + side)),
    )
}

impl Tiles for TileLayer {
    fn at(&mut self, id: TileId) -> Option<TilePiece> {
        let zooms = self.opened.as_ref()?.zooms.clone();
        let within = id.zoom < 31 && id.x >> id.zoom == 0 && id.y >> id.zoom == 0;
        if !within || id.zoom < *zooms.start() {
            return None;
        }
        let wanted = larger(id, id.zoom.min(*zooms.end())).0;
        let again = matches!(self.known.get(&wanted), None | Some(Known::Failed));
        if again {
            self.ask(wanted);
        }
        let piece = self.best(id, *zooms.start());
        self.drawn |= piece.is_some();
        piece
    }

    /// The program writes its own line.
    fn attribution(&self) -> Attribution {
        Attribution {
            text: "",
            url: "",
            logo_light: None,
            logo_dark: None,
        }
    }

    fn tile_size(&self) -> u32 {
        self.opened.as_ref().map_or(256, |opened| opened.side)
    }
}

impl SharedLayer {
    pub fn lock(&self) -> MutexGuard<'_, TileLayer> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for TileLayer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TileLayer")
            .field("came", &self.came)
            .field("trouble", &self.trouble)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for SharedLayer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.lock().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_larger_tile_stands_in_with_the_part_that_covers_the_same_ground() {
        let id = TileId {
            x: 13,
            y: 6,
            zoom: 4,
        };
        let (larger, part) = larger(id, 2);
        assert_eq!((larger.x, larger.y, larger.zoom), (3, 1, 2));
        assert_eq!(part, Rect::from_min_max(pos2(0.25, 0.5), pos2(0.5, 0.75)));
    }
}
