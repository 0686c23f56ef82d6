//! Lettering: what names are written, how, and where they fit without covering each other.

mod context;
mod degrees;
mod memory;
mod region;
mod river;
mod shield;
mod spots;

pub use region::is_municipality;

use egui::{Color32, Rect, Vec2};

use super::{
    SceneInput, View,
    content::LayerId,
    ground::DETAIL_FROM_ZOOM,
    on_screen, prominence, station,
    symbol::{Emphasis, Symbol},
};
use crate::{
    atlas::{Kind, Language, Place, PlaceId},
    basemap,
};
use memory::Key;
pub use memory::Memory;
use spots::{Spot, Spots};

/// How a name is written. Sizes in points.
#[derive(Clone, Debug, PartialEq)]
pub struct Lettering {
    pub size: f32,
    pub semibold: bool,
    pub italic: bool,
    /// Between letters.
    pub spacing: f32,
    pub colour: Color32,
    pub halo: Color32,
    /// The ground of a route's number; a name has none but its halo.
    pub plate: Option<Color32>,
}

/// A name that has found its place, in points from the map's top left corner.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedLabel {
    /// In two languages: two lines.
    pub text: String,
    /// What it covers, turned as it is.
    pub rect: Rect,
    /// Clockwise round the middle of `rect`, in radians.
    pub angle: f32,
    pub lettering: Lettering,
    /// What a click on it means; `None` for waters and the like.
    pub place: Option<PlaceId>,
}

/// A name that looks for a place, with the spots it would take, best first.
struct Candidate {
    key: Key,
    text: String,
    lettering: Lettering,
    place: Option<PlaceId>,
    /// Higher goes first.
    priority: usize,
    spots: Spots,
}

/// Room left free round every label, in points.
const MARGIN: f32 = 2.0;
/// A name that stays where it was needs less, so that rounding does not drive it away.
const KEPT_MARGIN: f32 = 1.0;
/// A long water is named again after this distance, in points.
const REPEAT: f32 = 420.0;
/// The municipality is named up to this zoom, besides its districts.
const MUNICIPALITY_TO_ZOOM: f64 = 11.5;
/// The highest priorities.
const SELECTED: usize = 10_000;
const HOVERED: usize = 9_000;
/// Of what the map is about, and what it has above its rank.
const SUBJECT: usize = 5_000;

/// Highest priority first; a name that finds no room is left out, but for the selected and the hovered one.
///
/// Where the map was panned since `before`, names that were written stay with the ground as long as nothing covers
/// them, and others look for the room that is left. With an empty memory the result depends on the view alone.
pub fn place_labels(
    input: SceneInput<'_>,
    symbols: &[Symbol],
    before: &Memory,
    measure: &dyn Fn(&str, &Lettering) -> Vec2,
) -> (Vec<PlacedLabel>, Memory) {
    let mut candidates = site_candidates(input, symbols);
    candidates.extend(region_candidates(input, symbols, before));
    candidates.extend(water_candidates(input, before));
    candidates.extend(shield::candidates(input, before));
    candidates.extend(station_candidates(input));
    candidates.extend(context::candidates(input));
    let opacity = input.content.opacity(LayerId::Names);
    candidates.retain_mut(|candidate| candidate.fade(opacity));
    candidates.sort_by_key(|candidate| std::cmp::Reverse(candidate.priority));

    let mut board = Board::new(input, symbols);
    board.write_degrees(input, measure);
    let panned = before.is_panned_to(&input.view);
    let mut missed = Vec::new();
    let mut waiting = Vec::new();
    for candidate in candidates {
        let size = measure(&candidate.text, &candidate.lettering);
        let kept = before.kept(&candidate, &input.view, size);
        let kept = kept.filter(|spot| panned && board.is_free(spot, size, KEPT_MARGIN));
        match kept {
            Some(spot) => board.write(candidate, spot, size),
            // What the map is about does not wait until others have taken their places again.
            None if candidate.is_subject() => {
                missed.extend(board.find_room(candidate, size, &input.view, before));
            }
            None => waiting.push((candidate, size)),
        }
    }
    for (candidate, size) in waiting {
        missed.extend(board.find_room(candidate, size, &input.view, before));
    }
    let memory = Memory::of(&input.view, &board.written, &missed, before);
    let labels = board.written.into_iter().map(|written| written.label);
    (board.degrees.into_iter().chain(labels).collect(), memory)
}

/// What is covered already, and what is written.
struct Board {
    /// Names are written in here.
    free: Rect,
    /// By symbols and by what lies over the map.
    occupied: Vec<Rect>,
    /// The same without symbols that the map is not about.
    kept_clear: Vec<Rect>,
    /// Along the edges.
    degrees: Vec<PlacedLabel>,
    written: Vec<Written>,
}

/// A name that has found its place.
struct Written {
    key: Key,
    label: PlacedLabel,
    spot: Spot,
    /// It gives way to none.
    must: bool,
    covers: Vec<Rect>,
}

impl Board {
    fn new(input: SceneInput<'_>, symbols: &[Symbol]) -> Self {
        let symbol = |symbol: &Symbol| {
            Rect::from_center_size(symbol.centre, Vec2::splat(symbol.drawn_radius() * 2.0))
        };
        // The number of places that a symbol stands for, at its corner; where names are many, it may lie under one.
        let is_about = !input.content.subjects.is_empty();
        let count = |symbol: &Symbol| {
            let radius = symbol.drawn_radius();
            let corner = symbol.centre + egui::vec2(radius, -radius) * 0.75;
            let side = Symbol::count_size(input.colours.lettering) * 1.3;
            (is_about && !symbol.hidden.is_empty())
                .then(|| Rect::from_center_size(corner, Vec2::splat(side)))
        };
        let counts = symbols.iter().filter_map(count);
        let covered = input.covered.iter().copied();
        let about = symbols
            .iter()
            .filter(|symbol| symbol.emphasis > Emphasis::Plain);
        Self {
            free: input.free,
            occupied: symbols
                .iter()
                .map(symbol)
                .chain(counts)
                .chain(covered.clone())
                .collect(),
            kept_clear: about.map(symbol).chain(covered).collect(),
            degrees: Vec::new(),
            written: Vec::new(),
        }
    }

    /// The degrees of meridians and parallels take the edges; names keep off them, so that nothing slides under them.
    fn write_degrees(&mut self, input: SceneInput<'_>, measure: &dyn Fn(&str, &Lettering) -> Vec2) {
        let degrees::Degrees { labels, inner } = degrees::degrees(input, measure);
        self.free = inner;
        self.degrees = labels;
    }

    fn is_free(&self, spot: &Spot, size: Vec2, margin: f32) -> bool {
        self.free.contains_rect(spot.rect.expand(margin))
            && river::covered(spot.rect, spot.angle, size)
                .into_iter()
                .all(|part| {
                    let needed = part.expand(margin);
                    let written = self.written.iter().flat_map(|written| &written.covers);
                    let mut taken = self.occupied.iter().chain(written);
                    !taken.any(|taken| taken.intersects(needed))
                })
    }

    /// Writes a name where it stood before, else where there is room. Gives back one that finds none.
    fn find_room(
        &mut self,
        candidate: Candidate,
        size: Vec2,
        view: &View,
        before: &Memory,
    ) -> Option<Candidate> {
        let kept = before.kept(&candidate, view, size);
        let kept = kept.filter(|spot| self.has_room(&candidate, spot, size, KEPT_MARGIN));
        let spots = || candidate.spots.of(size).into_iter();
        let new = || spots().find(|spot| self.has_room(&candidate, spot, size, MARGIN));
        let (about, must) = (candidate.is_subject(), candidate.must());
        let barred = !about && before.bars(&candidate, view, self.free);
        let found = kept.or_else(|| if barred { None } else { new() });
        // What the map is about drives lesser symbols away.
        let over_others = || {
            let all = spots().filter(|spot| about && !must && self.covers_only_others(spot));
            all.min_by_key(|spot| self.crowding(spot))
        };
        // What must be named covers as little as it can.
        let least = || {
            let off = |spot: &Spot| !self.free.contains_rect(spot.rect);
            let all = spots().filter(|_| must);
            all.min_by_key(|spot| (off(spot), self.crowding(spot)))
        };
        match found.or_else(over_others).or_else(least) {
            Some(spot) => {
                self.write(candidate, spot, size);
                None
            }
            None => Some(candidate),
        }
    }

    /// Whether a name is free there and not too near to the same one.
    fn has_room(&self, candidate: &Candidate, spot: &Spot, size: Vec2, margin: f32) -> bool {
        let repeats = |written: &Written| {
            let known = &written.label;
            known.text == candidate.text
                && (candidate.place.is_none() || known.place != candidate.place)
                && known.rect.center().distance(spot.rect.center()) < REPEAT
        };
        let repeated = self.written.iter().any(repeats);
        !repeated && self.is_free(spot, size, margin)
    }

    /// Whether a name would cover nothing there but symbols that the map is not about.
    fn covers_only_others(&self, spot: &Spot) -> bool {
        let meets = |part: &Rect| part.intersects(spot.rect);
        let mut written = self.written.iter().flat_map(|written| &written.covers);
        self.free.contains_rect(spot.rect)
            && !written.any(meets)
            && !self.kept_clear.iter().any(meets)
    }

    /// How much a spot would cover.
    fn crowding(&self, spot: &Spot) -> usize {
        let written = self.written.iter().flat_map(|written| &written.covers);
        let taken = self.occupied.iter().chain(written);
        taken.filter(|taken| taken.intersects(spot.rect)).count()
    }

    /// What lies there gives way.
    fn write(&mut self, candidate: Candidate, spot: Spot, size: Vec2) {
        let covers = river::covered(spot.rect, spot.angle, size);
        let must = candidate.must();
        self.written.retain(|written| {
            let mut parts = written.covers.iter();
            written.must || !parts.any(|part| covers.iter().any(|own| own.intersects(*part)))
        });
        self.written.push(Written {
            key: candidate.key,
            label: PlacedLabel {
                text: candidate.text,
                rect: spot.rect,
                angle: spot.angle,
                lettering: candidate.lettering,
                place: candidate.place,
            },
            spot,
            must,
            covers,
        });
    }
}

impl Candidate {
    /// It is named wherever it is.
    fn must(&self) -> bool {
        self.priority >= HOVERED
    }

    /// What the map is about, or more.
    fn is_subject(&self) -> bool {
        self.priority >= SUBJECT
    }

    /// Makes a name as visible as its layer; what is asked for stays. Returns whether anything is left to be seen.
    fn fade(&mut self, opacity: f32) -> bool {
        let Lettering {
            colour,
            halo,
            plate,
            ..
        } = &mut self.lettering;
        if self.priority < HOVERED && opacity < 1.0 {
            *colour = colour.gamma_multiply(opacity);
            *halo = halo.gamma_multiply(opacity);
            *plate = plate.map(|plate| plate.gamma_multiply(opacity));
        }
        self.priority >= HOVERED || opacity > 0.0
    }
}

/// A name in the languages of the map's names, a second one on a line of its own.
fn in_languages<'a>(input: SceneInput<'_>, name: impl Fn(Language) -> &'a str) -> String {
    let (first, second) = input.content.labels.languages(input.language);
    let text = name(first);
    match second.map(name) {
        Some(other) if other != text => format!("{text}\n{other}"),
        _ => text.to_owned(),
    }
}

/// Whether names are written in Latin letters first.
fn is_latin(input: SceneInput<'_>) -> bool {
    input.content.labels.languages(input.language).0 == Language::English
}

fn site_candidates(input: SceneInput<'_>, symbols: &[Symbol]) -> Vec<Candidate> {
    let colours = input.colours;
    symbols
        .iter()
        .filter_map(|symbol| Some((symbol, input.atlas.place(&symbol.place)?)))
        .map(|(symbol, place)| {
            let city = place.kind == Kind::City;
            let facts = prominence(input.atlas, place);
            let priority = match symbol.emphasis {
                Emphasis::Selected => SELECTED,
                Emphasis::Hovered => HOVERED,
                Emphasis::Subject => SUBJECT + input.content.rank(&place.id),
                Emphasis::Plain if city => 300 + facts,
                Emphasis::Plain => 100 + facts * 10,
            };
            let large = city && facts > 4;
            let growth = if city { city_growth(input) } else { 0.0 };
            Candidate {
                key: Key::Place(place.id.clone()),
                text: in_languages(input, |language| place.map_label(language)),
                lettering: Lettering {
                    size: (if large { 15.0 } else { 13.0 } + growth) * colours.lettering,
                    semibold: city
                        || matches!(symbol.emphasis, Emphasis::Selected | Emphasis::Subject),
                    italic: false,
                    spacing: 0.0,
                    colour: match symbol.emphasis {
                        Emphasis::Selected => colours.accent,
                        _ => colours.label,
                    },
                    halo: colours.halo,
                    plate: None,
                },
                place: Some(place.id.clone()),
                priority,
                spots: Spots::Beside(symbol.centre, symbol.drawn_radius()),
            }
        })
        .collect()
}

fn region_candidates(input: SceneInput<'_>, symbols: &[Symbol], before: &Memory) -> Vec<Candidate> {
    let has_symbol = |place: &Place| symbols.iter().any(|symbol| symbol.place == place.id);
    input
        .atlas
        .places()
        .iter()
        .filter(|place| place.position().is_none() && !has_symbol(place))
        .filter_map(|place| {
            let selected = Some(&place.id) == input.selected;
            let hovered = Some(&place.id) == input.hovered;
            let named = selected || hovered || region_shows(input, place);
            let spots = named.then(|| region::spots(input, place)).flatten();
            let sought = || selected.then(|| region::sought(input, place)).flatten();
            let key = Key::Place(place.id.clone());
            let kept = || (named && before.knows(&key)).then(Spots::none);
            spots.or_else(sought).or_else(kept).map(|spots| {
                let priority = match (selected, hovered, &place.kind) {
                    (true, ..) => SELECTED,
                    (_, true, _) => HOVERED,
                    _ if input.content.is_about(&place.id) => {
                        SUBJECT + input.content.rank(&place.id)
                    }
                    (.., Kind::Province) => 60,
                    (.., Kind::City) if region::is_municipality(place) => 400,
                    (.., Kind::City) => 300,
                    (.., Kind::District) => 190,
                    _ => 150,
                };
                Candidate {
                    key,
                    text: region_text(input, place),
                    lettering: region_lettering(input, place, selected),
                    place: Some(place.id.clone()),
                    priority,
                    spots,
                }
            })
        })
        .collect()
}

/// Which regions are named at which zoom.
fn region_shows(input: SceneInput<'_>, place: &Place) -> bool {
    let zoom = input.view.zoom;
    let layer = match place.kind {
        Kind::Province => LayerId::Provinces,
        Kind::City => LayerId::Cities,
        Kind::District => LayerId::Districts,
        _ => LayerId::OwnRegions,
    };
    input.content.is_visible(layer)
        && match place.kind {
            Kind::Region => false,
            Kind::Province => zoom < 7.75,
            // Below that its dot is named, if no other symbol covers it.
            Kind::City if zoom < DETAIL_FROM_ZOOM => true,
            Kind::City => !region::is_municipality(place) || zoom < MUNICIPALITY_TO_ZOOM,
            Kind::District => zoom >= DETAIL_FROM_ZOOM,
            _ => true,
        }
}

fn region_text(input: SceneInput<'_>, place: &Place) -> String {
    let name = in_languages(input, |language| place.map_label(language));
    match place.kind {
        Kind::Province => name.to_uppercase(),
        Kind::City if is_large(input, place) => name.to_uppercase(),
        _ => name,
    }
}

/// By how much the names of cities and districts grow as they come nearer, in points: by steps, for letters of each
/// size are drawn anew.
fn city_growth(input: SceneInput<'_>) -> f32 {
    let steps = ((input.view.zoom - 9.0).clamp(0.0, 3.0) * 2.0).floor();
    (steps * 0.6) as f32
}

/// Whether a city is written across its districts.
fn is_large(input: SceneInput<'_>, place: &Place) -> bool {
    region::is_municipality(place) && input.view.zoom >= DETAIL_FROM_ZOOM
}

fn region_lettering(input: SceneInput<'_>, place: &Place, selected: bool) -> Lettering {
    let colours = input.colours;
    let growth = city_growth(input);
    let (size, semibold, spacing, colour) = match place.kind {
        Kind::Province | Kind::Region => (13.0, false, 4.0, colours.label_province),
        // In place of its dot's name.
        Kind::City if input.view.zoom < DETAIL_FROM_ZOOM => (15.0, true, 0.0, colours.label),
        Kind::City if is_large(input, place) => (17.0 + growth, true, 3.0, colours.label_province),
        Kind::City => (14.0 + growth, true, 0.0, colours.label),
        Kind::District => (12.5 + growth, true, 0.5, colours.label_weak),
        _ => (13.0, true, 0.0, colours.label),
    };
    // Weak letters are lost on strong colours.
    let colour = match input.content.choropleth {
        Some(_) => colours.label,
        None => colour,
    };
    Lettering {
        size: size * colours.lettering,
        semibold,
        italic: false,
        spacing,
        colour: if selected { colours.accent } else { colour },
        halo: colours.halo,
        plate: None,
    }
}

/// From which zoom on waters of a rank are named, from the first rank on.
const WATERS_FROM_ZOOM: [f64; 5] = [6.0, 7.0, 8.5, 10.0, 11.5];
/// Waters are named up to this zoom.
const WATERS_TO_ZOOM: f64 = 17.5;

fn water_candidates<'a>(
    input: SceneInput<'a>,
    before: &'a Memory,
) -> impl Iterator<Item = Candidate> + 'a {
    let zoom = input.view.zoom;
    let waters = basemap::water_labels().features.iter().enumerate();
    let visible = input.content.is_visible(LayerId::Water);
    waters.filter_map(move |(number, water)| {
        let rank = usize::from(water.rank.unwrap_or(5)).clamp(1, 5);
        let shown = visible && (WATERS_FROM_ZOOM[rank - 1]..WATERS_TO_ZOOM).contains(&zoom);
        let key = Key::Water(number);
        let spots = shown.then(|| {
            let kept = || before.knows(&key).then(Spots::none);
            river::water_spots(input, &water.geometry).or_else(kept)
        })??;
        let (size, spacing) = match water.class.as_str() {
            "sea" | "bay" => (16.0 - rank as f32, 3.0),
            _ => (14.0 - rank as f32 * 0.5, 0.5),
        };
        Some(Candidate {
            key,
            text: in_languages(input, |language| water.names.get(language)),
            lettering: Lettering {
                size: size * input.colours.lettering,
                semibold: false,
                italic: is_latin(input),
                spacing,
                colour: input.colours.label_water,
                // At sea the halo is the sea; on the line of a river or over the shores of a lake it is the land.
                halo: match water.class.as_str() {
                    "sea" | "bay" => input.colours.sea,
                    _ => input.colours.halo.gamma_multiply(0.75),
                },
                plate: None,
            },
            place: None,
            priority: if rank <= 2 { 250 } else { 95 - rank },
            spots,
        })
    })
}

/// Stations of the metro, those where lines cross first.
fn station_candidates(input: SceneInput<'_>) -> Vec<Candidate> {
    let zoom = input.view.zoom;
    let shown =
        station::INTERCHANGES_NAMED.contains(&zoom) && input.content.is_visible(LayerId::Metro);
    let all = station::NAMED.contains(&zoom);
    let stations = station::positions().enumerate().filter(|_| shown);
    let named = stations.filter(|(_, (station, _))| all || station::is_interchange(station));
    named
        .filter_map(|(number, (station, position))| {
            let at = input.view.screen_from_geo(position);
            on_screen(&input.view, at, 0.0).then(|| Candidate {
                key: Key::Station(number),
                text: in_languages(input, |language| station.names.get(language)),
                lettering: Lettering {
                    size: 11.5 * input.colours.lettering,
                    semibold: false,
                    italic: false,
                    spacing: 0.0,
                    colour: input.colours.label_weak,
                    halo: input.colours.halo,
                    plate: None,
                },
                place: None,
                priority: 70 + usize::from(station::is_interchange(station)),
                spots: Spots::Beside(at, station::radius(station)),
            })
        })
        .collect()
}
