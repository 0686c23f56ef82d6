//! The ground of the page's maps: every outline once, in one plane that all maps share, and for each step of zoom how
//! the scene draws it, as a style sheet.

use std::{collections::HashMap, fmt::Write as _};

use egui::Color32;
use geo_types::{Coord, Geometry};

use super::markup::Markup;
use crate::{
    atlas::{Extent, Position},
    basemap,
    scene::{
        GroundLayer, MapContent, Paint, Shading, Shapes,
        ground::{self, OwnRegions},
        station, tint,
        view::plane_from_geo,
    },
    theme::MapColours,
};

/// Steps of zoom that the page tells apart.
pub const STEPS: usize = 17;
const FIRST_STEP: f64 = 6.0;
const STEP: f64 = 0.5;
/// At this zoom a unit of the plane is a point of the screen.
pub const UNIT_ZOOM: f64 = 13.0;
/// Units to which lines are rounded that are drawn only from far away, and those drawn by hand.
const COARSE: f64 = 8.0;
const SKETCHED: f64 = 2.0;
/// Points of a piece of a line.
const PIECE: usize = 120;
/// Lines farther from the beginning of a piece than this many units begin another one.
const REACH: i64 = 4096;

/// The zoom of a step.
pub fn zoom_of(step: usize) -> f64 {
    FIRST_STEP + STEP * step as f64
}

/// The step that a zoom is drawn with.
pub fn step_of(zoom: f64) -> usize {
    let step = ((zoom - FIRST_STEP) / STEP).floor().max(0.0);
    (step as usize).min(STEPS - 1)
}

/// Units of the page's plane from those of the Mercator plane: the base map's north-west corner is their origin.
pub fn unit_from_plane(plane: [f64; 2]) -> [f64; 2] {
    let Extent { west, north, .. } = basemap::EXTENT;
    let origin = plane_from_geo(Position {
        longitude: west,
        latitude: north,
    });
    let scale = 256.0 * UNIT_ZOOM.exp2();
    [0, 1].map(|axis: usize| (plane[axis] - origin[axis]) * scale)
}

pub fn unit_from_geo(position: Position) -> [f64; 2] {
    unit_from_plane(plane_from_geo(position))
}

/// Every outline that a map of the page draws.
#[derive(Debug, Default)]
pub struct Paths {
    data: Vec<Vec<String>>,
    by_data: HashMap<Vec<String>, usize>,
    by_shape: HashMap<(usize, bool, Vec<usize>), Option<usize>>,
    /// So that no address is used again.
    held: Vec<Shapes>,
}

impl Paths {
    /// Features as one path; `None` if there is nothing in them.
    pub fn of(&mut self, shapes: &Shapes, features: &[usize]) -> Option<usize> {
        self.made(shapes, features, false)
    }

    /// The lines of features, in pieces, so that a browser passes over what is off the screen.
    fn lines_of(&mut self, shapes: &Shapes, features: &[usize]) -> Option<usize> {
        self.made(shapes, features, true)
    }

    fn made(&mut self, shapes: &Shapes, features: &[usize], pieces: bool) -> Option<usize> {
        let key = (shapes.address(), pieces, features.to_vec());
        if let Some(known) = self.by_shape.get(&key) {
            return *known;
        }
        let grain = grain(shapes);
        let mut data = Vec::new();
        if pieces {
            let mut writer = Pieces::default();
            for geometry in features.iter().filter_map(|index| shapes.geometry(*index)) {
                for line in tint::lines(geometry) {
                    writer.add(&rounded(line.coords(), grain));
                }
            }
            data = writer.finish();
        } else {
            let mut whole = String::new();
            for geometry in features.iter().filter_map(|index| shapes.geometry(*index)) {
                write_geometry(geometry, grain, &mut whole);
            }
            if !whole.is_empty() {
                data.push(whole);
            }
        }
        let path = self.add(data);
        self.held.push(shapes.clone());
        self.by_shape.insert(key, path);
        path
    }

    /// Stations as the dots that a line of no length has at its ends.
    fn stations(&mut self, interchange: bool) -> Option<usize> {
        let mut data = String::new();
        for (_, position) in stations(interchange) {
            let [x, y] = unit_from_geo(position).map(f64::round);
            let _ = write!(data, "M{x} {y}h0");
        }
        self.add(vec![data])
    }

    fn add(&mut self, data: Vec<String>) -> Option<usize> {
        if data.is_empty() {
            return None;
        }
        let next = self.data.len();
        let path = *self.by_data.entry(data.clone()).or_insert(next);
        if path == next {
            self.data.push(data);
        }
        Some(path)
    }

    /// All of them, to be used by their ids.
    pub fn write(&self, markup: &mut Markup) {
        for (index, pieces) in self.data.iter().enumerate() {
            if let [data] = pieces.as_slice() {
                let id = format!(" id=\"g{index}\"");
                write_path(markup, &id, data);
                continue;
            }
            let _ = write!(markup.out, "<g id=\"g{index}\">");
            for data in pieces {
                write_path(markup, "", data);
            }
            markup.raw("</g>");
        }
    }
}

fn write_path(markup: &mut Markup, id: &str, data: &str) {
    // Lines of no length are dots.
    let caps = if data.ends_with("h0") {
        " stroke-linecap=\"round\""
    } else {
        ""
    };
    let _ = write!(
        markup.out,
        "<path{id} vector-effect=\"non-scaling-stroke\"{caps} d=\"{data}\"/>"
    );
}

/// Those where one can change lines, or the others.
fn stations(interchange: bool) -> impl Iterator<Item = (&'static basemap::Feature, Position)> {
    station::positions().filter(move |(one, _)| station::is_interchange(one) == interchange)
}

/// Units to which the outlines are rounded.
fn grain(shapes: &Shapes) -> f64 {
    let Shapes::Base(layer) = shapes else {
        return 1.0;
    };
    match layer.name {
        "land_overview" | "cities" | "water_overview" | "borders_overview" => COARSE,
        "builtup" | "roads" | "rail" | "metro" | "rivers" => SKETCHED,
        _ => 1.0,
    }
}

fn write_geometry(geometry: &Geometry, grain: f64, data: &mut String) {
    let areas = tint::polygons(geometry).next().is_some();
    for line in tint::lines(geometry) {
        write_line(line.coords(), areas || line.is_closed(), grain, data);
    }
}

fn rounded<'a>(coords: impl Iterator<Item = &'a Coord>, grain: f64) -> Vec<[i64; 2]> {
    let rounded = coords.map(|coord| {
        let position = Position {
            longitude: coord.x,
            latitude: coord.y,
        };
        unit_from_geo(position).map(|value| ((value / grain).round() * grain) as i64)
    });
    let mut points: Vec<[i64; 2]> = rounded.collect();
    points.dedup();
    points
}

/// Lines, cut and gathered into pieces of about as many points.
#[derive(Debug, Default)]
struct Pieces {
    done: Vec<String>,
    open: String,
    points: usize,
    /// Where the open one begins.
    start: [i64; 2],
}

impl Pieces {
    fn add(&mut self, points: &[[i64; 2]]) {
        let mut rest = points;
        if let Some(first) = points.first() {
            let far = (0..2).any(|axis| (first[axis] - self.start[axis]).abs() > REACH);
            if far && !self.open.is_empty() {
                self.cut();
            }
        }
        while rest.len() > 1 {
            let count = rest.len().min(PIECE);
            if self.open.is_empty() {
                self.start = rest[0];
            }
            write_points(&rest[..count], false, &mut self.open);
            self.points += count;
            // The last point of a piece is the first of the next one.
            rest = &rest[count - 1..];
            if self.points >= PIECE {
                self.cut();
            }
        }
    }

    fn cut(&mut self) {
        self.done.push(std::mem::take(&mut self.open));
        self.points = 0;
    }

    fn finish(mut self) -> Vec<String> {
        if !self.open.is_empty() {
            self.done.push(self.open);
        }
        self.done
    }
}

fn write_line<'a>(
    coords: impl Iterator<Item = &'a Coord>,
    closed: bool,
    grain: f64,
    data: &mut String,
) {
    let mut points = rounded(coords, grain);
    if closed && points.first() == points.last() {
        points.pop();
    }
    write_points(&points, closed, data);
}

/// One subpath: absolute start, relative steps, as few characters as can be.
fn write_points(points: &[[i64; 2]], closed: bool, data: &mut String) {
    if points.len() < if closed { 3 } else { 2 } {
        return;
    }
    let mut last = [0, 0];
    for (index, point) in points.iter().enumerate() {
        let [x, y] = [point[0] - last[0], point[1] - last[1]];
        let before = match index {
            0 => "M",
            1 => "l",
            _ if x < 0 => "",
            _ => " ",
        };
        let between = if y < 0 { "" } else { " " };
        let _ = write!(data, "{before}{x}{between}{y}");
        last = *point;
    }
    if closed {
        data.push('z');
    }
}

/// How a layer looks at one step of zoom; lengths in hundredths of a point.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Look {
    /// `None`: an area.
    width: Option<i64>,
    dash: Vec<i64>,
    alpha: u8,
}

/// By step; `None` where it is not drawn.
type Looks = [Option<Look>; STEPS];

/// A layer of the ground through all steps.
#[derive(Debug)]
struct Stratum {
    key: Key,
    /// Path and colour.
    pieces: Vec<(usize, String)>,
    looks: Looks,
    /// At which step its colours are strongest, for they are taken from there.
    strongest: u8,
    class: usize,
}

/// What makes two layers of different steps the same.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    address: usize,
    areas: bool,
    features: Vec<Vec<usize>>,
    /// Several layers may draw the same lines over each other.
    occurrence: usize,
}

/// What the map shows of the ground.
#[derive(Debug)]
pub struct Variant {
    strata: Vec<Stratum>,
}

/// The styles of all strata.
#[derive(Debug, Default)]
pub struct Styles {
    all: Vec<Looks>,
    by_looks: HashMap<Looks, usize>,
}

/// What a variant is made from.
#[derive(Clone, Copy, Debug)]
pub struct Making<'a> {
    pub content: &'a MapContent,
    pub shading: Option<&'a Shading>,
    pub own: Option<&'a OwnRegions>,
    pub colours: &'a MapColours,
    /// The zoom that hatching is made for.
    pub zoom: f64,
}

impl Variant {
    pub fn new(making: Making<'_>, paths: &mut Paths, styles: &mut Styles) -> Self {
        let mut variant = Self { strata: Vec::new() };
        for step in 0..STEPS {
            variant.add_step(making, step, paths);
        }
        for stratum in &mut variant.strata {
            stratum.class = styles.class(&stratum.looks);
        }
        variant
    }

    fn add_step(&mut self, making: Making<'_>, step: usize, paths: &mut Paths) {
        let zoom = zoom_of(step);
        let Making {
            content,
            shading,
            own,
            colours,
            ..
        } = making;
        let mut layers = ground::ground(content, shading, colours, zoom);
        if let Some(own) = own {
            layers.extend(ground::own_region_layers(
                content, own, shading, colours, zoom,
            ));
        }
        let hatches = [zoom, making.zoom].map(|zoom| shading.and_then(|one| one.hatching(zoom)));
        let mut known: Vec<Key> = Vec::new();
        // Where the last stratum of this step is, so that new ones go above it.
        let mut above = 0;
        for (mut layer, dots) in with_dots(layers, zoom) {
            if hatches[0].as_ref() == Some(&layer.shapes)
                && let Some(shapes) = &hatches[1]
            {
                layer.shapes = shapes.clone();
            }
            let (mut key, colours) = key(&layer, dots);
            let alike = |one: &&Key| {
                let same = one.address == key.address && one.areas == key.areas;
                same && one.features == key.features
            };
            key.occurrence = known.iter().filter(alike).count();
            known.push(key.clone());
            let look = look(&layer, dots, colours.first().copied().unwrap_or_default());
            let found = self.strata.iter().position(|stratum| stratum.key == key);
            let index = found.unwrap_or_else(|| {
                self.strata.insert(above, Stratum::new(key));
                above
            });
            above = index + 1;
            self.strata[index].set(step, look, &layer, &colours, dots, paths);
        }
    }

    /// The layers of one step, or of all for a map whose zoom changes.
    pub fn write(&self, step: Option<usize>, markup: &mut Markup) {
        for stratum in &self.strata {
            if step.is_some_and(|step| stratum.looks[step].is_none()) {
                continue;
            }
            let paint = if stratum.key.areas { "fill" } else { "stroke" };
            for (path, colour) in &stratum.pieces {
                let _ = write!(
                    markup.out,
                    "<use href=\"#g{path}\" class=\"s{}\" {paint}=\"{colour}\"/>",
                    stratum.class
                );
            }
        }
    }
}

/// The dots of stations are drawn as thick points, so their rings come below them. Says whether a layer is of
/// stations, and of which.
fn with_dots(layers: Vec<GroundLayer>, zoom: f64) -> Vec<(GroundLayer, Option<bool>)> {
    let dots = station::SHOWN.contains(&zoom).then(|| station::dots(zoom));
    let is_dots = |layer: &GroundLayer| dots.as_ref() == Some(&layer.shapes);
    let of_stations: Vec<GroundLayer> = layers.iter().filter(|one| is_dots(one)).cloned().collect();
    let mut all: Vec<(GroundLayer, Option<bool>)> = Vec::new();
    for layer in layers {
        if !is_dots(&layer) {
            all.push((layer, None));
        } else if layer.paint == Paint::Fill {
            for interchange in [false, true] {
                let indices = station::positions().enumerate();
                let wanted = indices
                    .filter(|(_, (one, _))| station::is_interchange(one) == interchange)
                    .map(|(index, _)| index);
                let wanted: Vec<usize> = wanted.collect();
                let rings = of_stations.iter().filter(|one| {
                    let first = one.features.first();
                    one.paint != Paint::Fill && first.is_some_and(|(one, _)| wanted.contains(one))
                });
                all.extend(rings.map(|ring| (ring.clone(), Some(interchange))));
                all.push((layer.clone(), Some(interchange)));
            }
        }
    }
    all
}

/// Features of one colour are one piece, but regions stay apart: they are told apart by a click, too.
fn key(layer: &GroundLayer, dots: Option<bool>) -> (Key, Vec<Color32>) {
    let is_region = match &layer.shapes {
        Shapes::Base(base) => matches!(base.name, "cities" | "cities_detail" | "districts"),
        Shapes::Own(_) => false,
    };
    let areas = layer.paint == Paint::Fill && dots.is_none();
    let mut features: Vec<Vec<usize>> = Vec::new();
    let mut colours: Vec<Color32> = Vec::new();
    for &(index, colour) in &layer.features {
        let known = colours.iter().position(|one| *one == colour);
        match known {
            Some(piece) if !(is_region && areas) => features[piece].push(index),
            _ => {
                features.push(vec![index]);
                colours.push(colour);
            }
        }
    }
    let key = Key {
        // The dots of every step are the same stations.
        address: dots.map_or_else(|| layer.shapes.address(), usize::from),
        areas,
        features: if dots.is_some() { Vec::new() } else { features },
        occurrence: 0,
    };
    (key, colours)
}

fn look(layer: &GroundLayer, dots: Option<bool>, colour: Color32) -> Look {
    let hundredths = |length: f32| (f64::from(length) * 100.0).round() as i64;
    let diameter = dots.map(|interchange| {
        let first = stations(interchange).next();
        first.map_or(0.0, |(one, _)| station::radius(one) * 2.0)
    });
    let (width, dash) = match (&layer.paint, diameter) {
        (Paint::Fill, Some(diameter)) => (Some(hundredths(diameter)), Vec::new()),
        // The line round a dot is seen outside of it.
        (Paint::Line { width, .. }, Some(diameter)) => {
            (Some(hundredths(diameter + width)), Vec::new())
        }
        (Paint::Fill, None) => (None, Vec::new()),
        (Paint::Line { width, dash }, None) => {
            let dash = dash.iter().map(|length| hundredths(*length)).collect();
            (Some(hundredths(*width)), dash)
        }
    };
    Look {
        width,
        dash,
        alpha: colour.a(),
    }
}

impl Stratum {
    fn new(key: Key) -> Self {
        Self {
            key,
            pieces: Vec::new(),
            looks: std::array::from_fn(|_| None),
            strongest: 0,
            class: 0,
        }
    }

    fn set(
        &mut self,
        step: usize,
        look: Look,
        layer: &GroundLayer,
        colours: &[Color32],
        dots: Option<bool>,
        paths: &mut Paths,
    ) {
        // A colour that is nearly transparent has lost its digits.
        if look.alpha > self.strongest || self.pieces.is_empty() {
            self.strongest = look.alpha;
            self.pieces = if let Some(interchange) = dots {
                let path = paths.stations(interchange);
                let colour = colours.first().copied().unwrap_or_default();
                path.map(|path| (path, hex(colour))).into_iter().collect()
            } else {
                let pieces = self.key.features.iter().zip(colours);
                pieces
                    .filter_map(|(features, colour)| {
                        let path = if self.key.areas {
                            paths.of(&layer.shapes, features)
                        } else {
                            paths.lines_of(&layer.shapes, features)
                        };
                        Some((path?, hex(*colour)))
                    })
                    .collect()
            };
        }
        self.looks[step] = Some(look);
    }
}

/// Without its opacity.
pub fn hex(colour: Color32) -> String {
    let [red, green, blue, _] = colour.to_srgba_unmultiplied();
    format!("#{red:02x}{green:02x}{blue:02x}")
}

impl Styles {
    fn class(&mut self, looks: &Looks) -> usize {
        let next = self.all.len();
        let class = *self.by_looks.entry(looks.clone()).or_insert(next);
        if class == next {
            self.all.push(looks.clone());
        }
        class
    }

    /// The rules for what is inside of an element whose `data-z` is the step.
    pub fn write(&self, css: &mut String) {
        for (class, looks) in self.all.iter().enumerate() {
            let mut told: Vec<&Look> = Vec::new();
            let _ = writeln!(css, ".s{class}{{display:none}}");
            for look in looks.iter().flatten() {
                if told.contains(&look) {
                    continue;
                }
                told.push(look);
                let steps = looks.iter().enumerate();
                let steps = steps.filter(|(_, one)| one.as_ref() == Some(look));
                let selectors: Vec<String> = steps
                    .map(|(step, _)| format!("[data-z=\"{step}\"] .s{class}"))
                    .collect();
                let _ = writeln!(css, "{}{{{}}}", selectors.join(","), rule(look));
            }
        }
    }
}

fn rule(look: &Look) -> String {
    let mut rule = String::from("display:inline");
    let points = |hundredths: i64| format!("{}px", hundredths as f64 / 100.0);
    let opaque = f64::from(look.alpha) / 255.0;
    let opacity = (opaque * 1000.0).round() / 1000.0;
    match look.width {
        None if look.alpha < 255 => {
            let _ = write!(rule, ";fill-opacity:{opacity}");
        }
        None => {}
        Some(width) => {
            let _ = write!(rule, ";fill:none;stroke-width:{}", points(width));
            if look.alpha < 255 {
                let _ = write!(rule, ";stroke-opacity:{opacity}");
            }
            if !look.dash.is_empty() {
                let dash: Vec<String> = look.dash.iter().map(|one| points(*one)).collect();
                let _ = write!(rule, ";stroke-dasharray:{}", dash.join(" "));
            }
        }
    }
    rule
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::{Theme, ThemeName};

    #[test]
    fn every_layer_of_the_screen_is_drawn_at_its_step_and_no_other() {
        let colours = Theme::new(ThemeName::Light).map;
        let content = MapContent::default();
        let making = Making {
            content: &content,
            shading: None,
            own: None,
            colours: &colours,
            zoom: 8.0,
        };
        let (mut paths, mut styles) = (Paths::default(), Styles::default());
        let variant = Variant::new(making, &mut paths, &mut styles);
        for step in 0..STEPS {
            let layers = ground::ground(&content, None, &colours, zoom_of(step));
            let drawn = variant.strata.iter();
            let drawn = drawn.filter(|stratum| stratum.looks[step].is_some());
            // In the same order, so the same things lie above each other.
            let kinds: Vec<bool> = drawn.map(|stratum| stratum.key.areas).collect();
            let layers = with_dots(layers, zoom_of(step));
            let expected: Vec<bool> = layers
                .iter()
                .map(|(layer, dots)| layer.paint == Paint::Fill && dots.is_none())
                .collect();
            assert_eq!(kinds, expected, "step {step}");
        }
    }

    #[test]
    fn outlines_are_closed_relative_and_whole_numbers() {
        let mut data = String::new();
        let corners = [(121.0, 31.0), (121.1, 31.0), (121.1, 31.1), (121.0, 31.0)];
        let ring: Vec<Coord> = corners.map(Coord::from).to_vec();
        write_line(ring.iter(), true, 1.0, &mut data);
        assert!(data.starts_with('M') && data.ends_with('z'), "{data}");
        assert!(
            !data.contains('.') && data.matches('l').count() == 1,
            "{data}"
        );
    }
}
