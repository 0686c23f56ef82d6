//! Measuring by hand.

use super::App;
use crate::{
    atlas::{Extent, PlaceId, Position},
    geo::{Measure, MeasureKind},
    lang::LengthUnit,
};

/// A change to what is being measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeasureStep {
    Kind(MeasureKind),
    Unit(LengthUnit),
    /// Takes the last point back.
    Undo,
    Clear,
}

impl App {
    /// Starts at the selected site, if there is one.
    pub(super) fn toggle_measure(&mut self) {
        if self.session.measure.take().is_some() {
            return;
        }
        let mut measure = self.new_measure();
        let atlas = &self.document.atlas;
        let selected = self.session.selected.as_ref();
        let site = selected.and_then(|id| atlas.place(id)?.position());
        if let Some(position) = site {
            measure.add(position, selected.cloned());
        }
        self.session.measure = Some(measure);
    }

    pub(super) fn measure_from(&mut self, position: Position, place: Option<PlaceId>) {
        let mut measure = self.new_measure();
        measure.add(position, place);
        self.session.measure = Some(measure);
        self.session.spot = None;
    }

    fn new_measure(&self) -> Measure {
        Measure {
            unit: self.session.length_unit,
            ..Measure::default()
        }
    }

    /// A point of the map, or where a place is.
    pub(super) fn measure_to(&mut self, position: Position, place: Option<PlaceId>) {
        if let Some(measure) = &mut self.session.measure {
            measure.add(position, place);
        }
    }

    /// A place that was found: a further point, and all of them in view.
    pub(super) fn measure_to_found(&mut self, place: &PlaceId) {
        let Some(found) = self.document.atlas.place(place) else {
            return;
        };
        let position = found.anchor();
        self.measure_to(position, Some(place.clone()));
        let points = self.session.measure.iter().flat_map(|one| &one.points);
        let extents = points.map(|point| Extent::around(point.position));
        let extent = extents.reduce(Extent::union);
        let view = self.session.destination();
        let at = view.screen_from_geo(position);
        let hidden = !self.session.free.contains(at) || self.session.is_covered(at);
        if let Some(extent) = extent.filter(|_| hidden) {
            self.session.fly_to_extent(extent);
        }
    }

    pub(super) fn measure_step(&mut self, step: MeasureStep) {
        let session = &mut self.session;
        if let MeasureStep::Unit(unit) = step {
            session.length_unit = unit;
        }
        let Some(measure) = &mut session.measure else {
            return;
        };
        match step {
            MeasureStep::Kind(kind) => measure.kind = kind,
            MeasureStep::Unit(unit) => measure.unit = unit,
            MeasureStep::Undo => {
                measure.points.pop();
            }
            MeasureStep::Clear => measure.points.clear(),
        }
    }
}
