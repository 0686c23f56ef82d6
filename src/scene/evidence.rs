//! A claim drawn on the map: geodesics with their lengths, the ring that is claimed and the circle that is needed.

use egui::{Color32, Pos2, Rect, Vec2, vec2};

use super::{Lettering, PlacedLabel, View, symbol::SITE_RADIUS};
use crate::{
    atlas::{Atlas, Check, Extent, PlaceId, Position, Rule},
    card::kind_name,
    geo::{Circle, Outcome, Verdict, geodesic_line, ring_line},
    lang::{Strings, distance_text},
    theme::MapColours,
};

/// Positions along a geodesic and round a circle.
const LINE_POINTS: usize = 33;
const RING_POINTS: usize = 120;
/// What a plate adds to its words on each side, in points.
const PLATE: f32 = 4.0;
/// Half heights of its words by which the length of a short line may stand off it.
const BESIDE: usize = 6;

/// A line on the screen, in points from the map's top left corner.
#[derive(Clone, Debug, PartialEq)]
pub struct Stroke {
    pub points: Vec<Pos2>,
    pub colour: Color32,
    pub width: f32,
    pub dashed: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// The lowest first.
    pub strokes: Vec<Stroke>,
    pub labels: Vec<PlacedLabel>,
}

impl Evidence {
    /// The plates of its words, which no name goes under.
    pub fn plates(&self) -> impl Iterator<Item = Rect> + '_ {
        self.labels.iter().map(|label| label.rect.expand(PLATE))
    }
}

/// What a verdict shows on a view. Colour is not the only sign: what is claimed is dashed, what is measured solid. Its
/// words keep clear of what lies over the map, if they can: `covered`, in points from the map's top left corner.
pub fn evidence(
    atlas: &Atlas,
    verdict: &Verdict,
    view: &View,
    covered: &[Rect],
    colours: &MapColours,
    strings: &Strings,
    measure: &dyn Fn(&str, &Lettering) -> Vec2,
) -> Evidence {
    let ends = verdict.legs.iter().flat_map(|leg| [&leg.from, &leg.to]);
    let ends = ends.filter_map(|id| atlas.place(id));
    let side = SITE_RADIUS * 2.4 * colours.lettering;
    let mut pen = Pen {
        view,
        colours,
        strings,
        measure,
        taken: ends
            .map(|place| {
                let at = view.screen_from_geo(place.anchor());
                Rect::from_center_size(at, Vec2::splat(side))
            })
            .chain(covered.iter().copied())
            .collect(),
        evidence: Evidence::default(),
    };
    if let Some(circle) = verdict.enclosing {
        pen.circle(circle, colours.symbol, false);
    }
    if let Some(ring) = verdict.ring {
        pen.circle(ring, colours.accent, true);
    }
    for (index, leg) in verdict.legs.iter().enumerate() {
        let ends = atlas.place(&leg.from).zip(atlas.place(&leg.to));
        let Some((from, to)) = ends else { continue };
        let decides = index == 0 && verdict.outcome == Outcome::Fails;
        let colour = if decides {
            colours.accent
        } else {
            colours.symbol
        };
        pen.leg(from.anchor(), to.anchor(), leg.distance_m, colour);
    }
    pen.evidence
}

/// Draws on a view.
pub(super) struct Pen<'a> {
    pub view: &'a View,
    pub colours: &'a MapColours,
    pub strings: &'a Strings,
    pub measure: &'a dyn Fn(&str, &Lettering) -> Vec2,
    /// By the places that it is about and by what lies over the map: no words go there.
    pub taken: Vec<Rect>,
    pub evidence: Evidence,
}

impl Pen<'_> {
    /// The points of the line on the screen.
    pub fn stroke(&mut self, line: &[Position], colour: Color32, dashed: bool) -> Vec<Pos2> {
        let points: Vec<Pos2> = line
            .iter()
            .map(|position| self.view.screen_from_geo(*position))
            .collect();
        let width = 2.4 * self.colours.weight;
        let halo = Stroke {
            points: points.clone(),
            colour: self.colours.halo,
            width: width + 3.0,
            dashed: false,
        };
        let line = Stroke {
            points: points.clone(),
            colour,
            width,
            dashed,
        };
        self.evidence.strokes.extend([halo, line]);
        points
    }

    fn circle(&mut self, circle: Circle, colour: Color32, dashed: bool) {
        let points = self.stroke(&ring_line(circle, RING_POINTS), colour, dashed);
        let radius = distance_text(self.strings, circle.radius_m.round());
        let key = if dashed {
            "evidence-ring"
        } else {
            "evidence-circle"
        };
        let diameter = rounded_km(self.strings, circle.radius_m * 2.0);
        let text = self
            .strings
            .format(key, &[("radius", &radius), ("diameter", &diameter)]);
        // The northernmost point, or the first one where all of the words are on the screen.
        let size = (self.measure)(&text, &self.lettering(colour));
        let edge = size / 2.0 + Vec2::splat(2.0 * PLATE);
        let inside = self.view.rect().shrink2(edge.max(vec2(90.0, 24.0)));
        let places = points.into_iter().filter(|point| inside.contains(*point));
        self.label_at_one_of(&text, &places.collect::<Vec<_>>(), colour);
    }

    fn leg(&mut self, from: Position, to: Position, distance_m: f64, colour: Color32) {
        let points = self.stroke(&geodesic_line(from, to, LINE_POINTS), colour, false);
        let text = rounded_km(self.strings, distance_m);
        // In the middle of the line, or as near to it as other words allow; else beside it.
        let middle = LINE_POINTS / 2;
        let on_line = (0..=middle / 2)
            .flat_map(|step| [middle + step * 2, middle - step * 2])
            .map(|index| points[index]);
        let size = (self.measure)(&text, &self.lettering(colour));
        let beside = (1..=BESIDE).flat_map(|step| {
            let away = size * (0.5 * step as f32);
            let middle = points[middle];
            [
                middle + vec2(0.0, 2.0 * away.y),
                middle - vec2(0.0, 2.0 * away.y),
                middle + vec2(away.x, 0.0),
                middle - vec2(away.x, 0.0),
            ]
        });
        let inside = self.view.rect().shrink2(size / 2.0);
        let beside = beside.filter(|at| inside.contains(*at));
        let places: Vec<Pos2> = on_line.chain(beside).collect();
        self.label_at_one_of(&text, &places, colour);
    }

    /// Where they cover no other words, or else at the first of these places.
    fn label_at_one_of(&mut self, text: &str, places: &[Pos2], colour: Color32) {
        let size = (self.measure)(text, &self.lettering(colour)) + Vec2::splat(2.0 * PLATE);
        let is_clear = |at: &Pos2| {
            let plate = Rect::from_center_size(*at, size);
            let mut taken = self.evidence.plates().chain(self.taken.iter().copied());
            !taken.any(|other| other.intersects(plate))
        };
        let clear = places.iter().find(|at| is_clear(at));
        if let Some(at) = clear.or(places.first()) {
            self.label(text, *at, colour);
        }
    }

    fn lettering(&self, colour: Color32) -> Lettering {
        Lettering {
            size: 14.0 * self.colours.lettering,
            semibold: true,
            italic: false,
            spacing: 0.0,
            colour,
            halo: self.colours.halo,
            plate: Some(self.colours.halo),
        }
    }

    /// Words on a plate of their own.
    pub fn label(&mut self, text: &str, at: Pos2, colour: Color32) {
        let lettering = self.lettering(colour);
        let rect = Rect::from_center_size(at, (self.measure)(text, &lettering));
        let label = PlacedLabel {
            text: text.to_owned(),
            rect,
            angle: 0.0,
            lettering,
            place: None,
        };
        self.evidence.labels.push(label);
    }
}

/// What the camera shows for a check: its places, its ring and its circle. `None` if there is nothing to see.
pub fn extent(atlas: &Atlas, check: &Check, verdict: &Verdict) -> Option<Extent> {
    let legs = verdict.legs.iter().flat_map(|leg| [&leg.from, &leg.to]);
    let places = check
        .rule
        .places()
        .into_iter()
        .chain(legs)
        .filter_map(|id| atlas.place(id));
    let circles = verdict.ring.iter().chain(&verdict.enclosing);
    let rings = circles
        .flat_map(|circle| ring_line(*circle, 12))
        .map(Extent::around);
    places
        .map(|place| Extent::around(place.anchor()))
        .chain(rings)
        .reduce(Extent::union)
}

/// To a tenth of a kilometre: `94.8 km`.
pub fn rounded_km(strings: &Strings, distance_m: f64) -> String {
    distance_text(strings, (distance_m / 100.0).round() * 100.0)
}

/// Whether a claim holds, and what was measured.
pub fn verdict_words(atlas: &Atlas, strings: &Strings, check: &Check, verdict: &Verdict) -> String {
    let key = match verdict.outcome {
        Outcome::Holds => "check-holds",
        Outcome::Fails => "check-fails",
        Outcome::TooCloseToTell => "check-too-close",
    };
    format!(
        "{} {}",
        strings.get(key),
        measured(atlas, strings, check, verdict)
    )
}

fn measured(atlas: &Atlas, strings: &Strings, check: &Check, verdict: &Verdict) -> String {
    let name = |id: &PlaceId| {
        let place = atlas.place(id);
        place.map_or_else(String::new, |place| {
            place.map_label(strings.language).to_owned()
        })
    };
    let first = verdict.legs.first();
    let from = first.map_or_else(String::new, |leg| name(&leg.from));
    let to = first.map_or_else(String::new, |leg| name(&leg.to));
    let distance = first.map_or_else(String::new, |leg| rounded_km(strings, leg.distance_m));
    let limit = |metres: f64| distance_text(strings, metres);
    match &check.rule {
        Rule::WithinEachOther { limit_m, .. } => {
            let arguments = [
                ("from", &*from),
                ("to", &to),
                ("distance", &distance),
                ("limit", &limit(*limit_m)),
            ];
            strings.format("check-each-other", &arguments)
        }
        Rule::WithinOf { limit_m, .. } => {
            let arguments = [
                ("from", &*from),
                ("to", &to),
                ("distance", &distance),
                ("limit", &limit(*limit_m)),
            ];
            strings.format("check-within-of", &arguments)
        }
        Rule::Inside { place, region } => {
            let key = if verdict.outcome == Outcome::Holds {
                "check-inside"
            } else {
                "check-outside"
            };
            strings.format(key, &[("place", &name(place)), ("region", &name(region))])
        }
        Rule::CountWithin {
            centre,
            kind,
            limit_m,
            at_least,
        } => {
            let count = verdict.legs.len().to_string();
            let kind = kind_name(strings, kind).to_owned();
            let arguments = [
                ("count", &*count),
                ("kind", &kind),
                ("centre", &name(centre)),
                ("limit", &limit(*limit_m)),
                ("least", &at_least.to_string()),
            ];
            strings.format("check-count", &arguments)
        }
        Rule::Nearest { place, kind, .. } => {
            let kind = kind_name(strings, kind).to_owned();
            let arguments = [
                ("kind", &*kind),
                ("place", &name(place)),
                ("nearest", &to),
                ("distance", &distance),
            ];
            strings.format("check-nearest", &arguments)
        }
    }
}
