//! The data file over the base map: read on another thread, shown, picked from, closed.

use std::{
    path::PathBuf,
    sync::{Arc, mpsc},
    thread,
};

use egui::Vec2;

use super::{App, Notice};
use crate::{
    atlas::{Extent, PlaceId},
    import::{self, Damage, ImportError, LeftOut, Progress},
    lang::{Strings, grouped},
    scene::{DataLayer, View, data_layer::Hit, view::MAX_ZOOM},
};

/// A dot of at most this many features shows them one by one instead of coming closer.
const FEW: usize = 5;
/// Features nearer than this to each other are not told apart by coming closer, in degrees.
const TOGETHER: f64 = 2e-5;

/// Nothing, a file being read, or a layer with what is picked of it.
#[derive(Debug, Default)]
pub struct Data {
    reading: Option<Reading>,
    layer: Option<Arc<DataLayer>>,
    picked: Option<Picked>,
}

#[derive(Debug)]
pub struct Reading {
    pub path: PathBuf,
    pub progress: Arc<Progress>,
    result: mpsc::Receiver<Result<Read, ImportError>>,
}

type Read = (DataLayer, DataFindings);

/// Features whose properties are shown one by one.
#[derive(Clone, Debug, PartialEq)]
pub struct Picked {
    pub hit: Hit,
    /// Which of them is shown, counted from 0.
    pub index: usize,
}

/// What of a data file is not on the map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DataFindings {
    name: String,
    left_out: Vec<LeftOut>,
    damage: Option<Damage>,
    outside: usize,
}

impl DataFindings {
    fn is_empty(&self) -> bool {
        self.left_out.is_empty() && self.damage.is_none() && self.outside == 0
    }

    pub fn message(&self, strings: &Strings) -> String {
        let mut lines = vec![strings.format("data-findings", &[("name", &self.name)])];
        lines.extend(self.damage.as_ref().map(|damage| damage.message(strings)));
        lines.extend(
            self.left_out
                .iter()
                .map(|left_out| left_out.message(strings)),
        );
        if self.outside > 0 {
            let count = grouped(self.outside as f64);
            lines.push(strings.format("data-outside", &[("count", &count)]));
        }
        lines.join("\n")
    }
}

impl Data {
    pub fn reading(&self) -> Option<&Reading> {
        self.reading.as_ref()
    }

    pub fn layer(&self) -> Option<&Arc<DataLayer>> {
        self.layer.as_ref()
    }

    pub fn picked(&self) -> Option<&Picked> {
        self.picked.as_ref()
    }

    /// The feature whose properties are shown.
    pub fn feature(&self) -> Option<usize> {
        let picked = self.picked.as_ref()?;
        self.layer.as_ref()?.feature(&picked.hit, picked.index)
    }

    pub fn drop_picked(&mut self) {
        self.picked = None;
    }

    pub fn step(&mut self, step: isize) {
        if let (Some(layer), Some(picked)) = (&self.layer, &mut self.picked) {
            let count = layer.count(&picked.hit).max(1);
            picked.index = picked.index.saturating_add_signed(step).min(count - 1);
        }
    }

    /// Closes the layer, or stops reading it.
    pub fn close(&mut self) {
        if let Some(reading) = self.reading.take() {
            reading.progress.cancel();
        } else {
            self.picked = None;
            self.layer = None;
        }
    }
}

impl App {
    pub(super) fn open_data(&mut self, context: &egui::Context, path: PathBuf) {
        self.data.close();
        self.notices.retain(|notice| {
            !matches!(notice, Notice::DataFailed { .. } | Notice::DataFindings(_))
        });
        let (sender, result) = mpsc::channel();
        let telling = context.clone();
        let progress = Arc::new(Progress::telling(move || telling.request_repaint()));
        self.data.reading = Some(Reading {
            path: path.clone(),
            progress: Arc::clone(&progress),
            result,
        });
        let context = context.clone();
        thread::spawn(move || {
            // Nobody waits any more if it was cancelled.
            let _ = sender.send(read(&path, &progress));
            context.request_repaint();
        });
    }

    /// Takes a file that another thread has read.
    pub(super) fn take_data(&mut self, context: &egui::Context) {
        let Some(reading) = &self.data.reading else {
            return;
        };
        if self.session.awaits_layout() && !self.is_presenting() {
            // The camera goes to the data, once the map has its place in the window.
            context.request_repaint();
            return;
        }
        let read = match reading.result.try_recv() {
            Ok(read) => read,
            Err(mpsc::TryRecvError::Empty) => return,
            Err(mpsc::TryRecvError::Disconnected) => Err(ImportError::stopped()),
        };
        let path = reading.path.clone();
        self.data.reading = None;
        match read {
            Ok((layer, findings)) => {
                if !findings.is_empty() {
                    self.notices.push(Notice::DataFindings(findings));
                }
                self.data.layer = Some(Arc::new(layer));
                self.show_all_data();
            }
            Err(ImportError::Cancelled) => {}
            Err(error) => self.notices.push(Notice::DataFailed { path, error }),
        }
    }

    /// Whether the card of a place or of a feature is open.
    pub(super) fn has_card(&self) -> bool {
        self.session.selected.is_some() || self.data.feature().is_some()
    }

    /// A place takes the card from a feature.
    pub(super) fn select(&mut self, place: PlaceId) {
        self.data.drop_picked();
        self.session.select(place);
    }

    pub(super) fn deselect(&mut self) {
        self.data.drop_picked();
        self.session.deselect();
    }

    pub(super) fn show_all_data(&mut self) {
        let extent = self.data.layer.as_ref().and_then(|layer| layer.extent());
        if let Some(extent) = extent {
            self.session.fly_to_extent(extent);
        }
    }

    /// Comes closer to the features of a dot; where that does not tell them apart, or they are few, shows their
    /// properties.
    pub(super) fn show_features(&mut self, hit: Hit) {
        let Some(layer) = self.data.layer.clone() else {
            return;
        };
        let many = layer.count(&hit) > FEW;
        let extent = layer
            .dot_extent(&hit)
            .filter(|extent| many && apart(*extent));
        match extent {
            Some(extent) if self.session.zoom < MAX_ZOOM - 1.0 => {
                self.session.fly_to_extent(extent);
            }
            _ => {
                self.session.deselect();
                self.data.picked = Some(Picked { hit, index: 0 });
            }
        }
    }

    /// For those who do not point: the feature nearest to the middle of the free part of the map.
    pub(super) fn nearest_feature(&mut self) {
        let Some(layer) = self.data.layer.clone() else {
            return;
        };
        let view = self.session.view();
        let Some(hit) = layer.nearest(&view, self.session.free.center()) else {
            return self.show_all_data();
        };
        self.session.deselect();
        self.data.picked = Some(Picked { hit, index: 0 });
        self.bring_feature_into_view(&layer, view);
    }

    fn bring_feature_into_view(&mut self, layer: &DataLayer, view: View) {
        let extent = self
            .data
            .feature()
            .and_then(|feature| layer.feature_extent(feature));
        let Some(extent) = extent else { return };
        let at = view.screen_from_geo(extent.centre());
        let free = self.session.free;
        if !free.contains(at) {
            let off: Vec2 = free.center() - at;
            self.session.pan_by(off);
        }
    }
}

fn apart(extent: Extent) -> bool {
    (extent.east - extent.west).max(extent.north - extent.south) > TOGETHER
}

fn read(path: &std::path::Path, progress: &Progress) -> Result<Read, ImportError> {
    let import = import::read(path, progress)?;
    let name = import.table.name().to_owned();
    let layer = DataLayer::new(import.table);
    if progress.is_cancelled() {
        return Err(ImportError::Cancelled);
    }
    let findings = DataFindings {
        name,
        left_out: import.left_out,
        damage: import.damage,
        outside: layer.outside(),
    };
    Ok((layer, findings))
}
