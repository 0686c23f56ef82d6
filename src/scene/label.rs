//! Lettering: what names are written, how, and where they fit without covering each other.

mod region;
mod river;

use egui::{Align2, Color32, Pos2, Rect, Vec2, pos2, vec2};

use super::{
    SceneInput,
    content::LayerId,
    ground::DETAIL_FROM_ZOOM,
    on_screen, prominence, station,
    symbol::{Emphasis, Symbol},
};
use crate::{
    atlas::{Kind, Language, Place, PlaceId, Position},
    basemap,
};

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
    text: String,
    lettering: Lettering,
    place: Option<PlaceId>,
    /// Higher goes first.
    priority: usize,
    spots: Spots,
}

enum Spots {
    /// Beside a symbol of this radius.
    Beside(Pos2, f32),
    /// On the spot, or a little above or below it.
    On(Pos2),
    /// On one of several spots, each turned by radians.
    Along(Vec<(Pos2, f32)>),
    /// On one of several spots.
    Any(Vec<Pos2>),
}

/// Room left free round every label, in points.
const MARGIN: f32 = 2.0;
/// A long water is named again after this distance, in points.
const REPEAT: f32 = 420.0;
/// Zooms at which routes carry their numbers.
const METRO_SHIELDS: std::ops::Range<f64> = 11.0..14.5;
const ROAD_SHIELDS: std::ops::Range<f64> = 9.0..12.0;
/// Numbers keep this far from the edge, in points.
const SHIELD_INSET: f32 = 24.0;
/// The highest priorities.
const SELECTED: usize = 10_000;
const HOVERED: usize = 9_000;

/// Highest priority first; a name that finds no room is left out, but for the selected and the hovered one.
pub fn place_labels(
    input: SceneInput<'_>,
    symbols: &[Symbol],
    measure: &dyn Fn(&str, &Lettering) -> Vec2,
) -> Vec<PlacedLabel> {
    let mut candidates = site_candidates(input, symbols);
    candidates.extend(region_candidates(input, symbols));
    candidates.extend(water_candidates(input));
    candidates.extend(shield_candidates(input));
    candidates.extend(station_candidates(input));
    let opacity = input.content.opacity(LayerId::Names);
    candidates.retain_mut(|candidate| candidate.fade(opacity));
    candidates.sort_by_key(|candidate| std::cmp::Reverse(candidate.priority));

    let mut occupied: Vec<Rect> = symbols
        .iter()
        .map(|symbol| Rect::from_center_size(symbol.centre, Vec2::splat(symbol.radius * 2.0)))
        .chain(input.covered.iter().copied())
        .collect();
    let mut placed = Vec::new();
    for candidate in candidates {
        let repeated = candidate.place.is_none()
            && placed.iter().any(|known: &PlacedLabel| {
                known.text == candidate.text
                    && known.rect.center().distance(candidate.spots.first()) < REPEAT
            });
        if repeated {
            continue;
        }
        let size = measure(&candidate.text, &candidate.lettering);
        let spots = candidate.spots.rects(size);
        let covered = |spot: Rect| river::covered(spot, candidate.spots.angle(&spots, spot), size);
        let free = spots.iter().find(|spot| {
            let mut parts = covered(**spot).into_iter();
            input.free.contains_rect(spot.expand(MARGIN))
                && parts.all(|part| {
                    let needed = part.expand(MARGIN);
                    !occupied.iter().any(|taken| taken.intersects(needed))
                })
        });
        // What must be named covers as little as it can.
        let crowding = |spot: &&Rect| {
            occupied
                .iter()
                .filter(|taken| taken.intersects(**spot))
                .count()
        };
        let must = candidate.priority >= HOVERED;
        let least = || spots.iter().filter(|_| must).min_by_key(crowding);
        let Some(&rect) = free.or_else(least) else {
            continue;
        };
        occupied.extend(covered(rect));
        placed.push(PlacedLabel {
            text: candidate.text,
            rect,
            angle: candidate.spots.angle(&spots, rect),
            lettering: candidate.lettering,
            place: candidate.place,
        });
    }
    placed
}

impl Candidate {
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

impl Spots {
    /// The first choice.
    fn first(&self) -> Pos2 {
        match self {
            Self::Beside(at, _) | Self::On(at) => *at,
            Self::Along(spots) => spots.first().map(|(at, _)| *at).unwrap_or_default(),
            Self::Any(spots) => spots.first().copied().unwrap_or_default(),
        }
    }

    /// Of the spot that was taken.
    fn angle(&self, rects: &[Rect], taken: Rect) -> f32 {
        let Self::Along(spots) = self else { return 0.0 };
        let index = rects.iter().position(|rect| *rect == taken);
        index
            .and_then(|index| spots.get(index))
            .map_or(0.0, |(_, angle)| *angle)
    }

    fn rects(&self, size: Vec2) -> Vec<Rect> {
        match self {
            &Self::Beside(centre, radius) => {
                let gap = radius + 3.0;
                let diagonal = gap * 0.7;
                [
                    (Align2::LEFT_CENTER, vec2(gap, 0.0)),
                    (Align2::RIGHT_CENTER, vec2(-gap, 0.0)),
                    (Align2::CENTER_TOP, vec2(0.0, gap)),
                    (Align2::CENTER_BOTTOM, vec2(0.0, -gap)),
                    (Align2::LEFT_TOP, vec2(diagonal, diagonal)),
                    (Align2::LEFT_BOTTOM, vec2(diagonal, -diagonal)),
                    (Align2::RIGHT_TOP, vec2(-diagonal, diagonal)),
                    (Align2::RIGHT_BOTTOM, vec2(-diagonal, -diagonal)),
                ]
                .map(|(align, offset)| align.anchor_size(centre + offset, size))
                .to_vec()
            }
            Self::Any(spots) => spots
                .iter()
                .map(|at| Rect::from_center_size(*at, size))
                .collect(),
            Self::Along(spots) => {
                let turned = |&(centre, angle): &(Pos2, f32)| {
                    let (sin, cos) = angle.sin_cos();
                    let size = vec2(
                        size.x * cos.abs() + size.y * sin.abs(),
                        size.x * sin.abs() + size.y * cos.abs(),
                    );
                    Rect::from_center_size(centre, size)
                };
                spots.iter().map(turned).collect()
            }
            &Self::On(centre) => [0.0, -1.0, 1.0, -2.0, 2.0]
                .map(|rows| {
                    Rect::from_center_size(pos2(centre.x, centre.y + rows * size.y * 0.9), size)
                })
                .to_vec(),
        }
    }
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
                Emphasis::Plain if city => 300 + facts,
                Emphasis::Plain => 100 + facts * 10,
            };
            let large = city && facts > 4;
            Candidate {
                text: in_languages(input, |language| place.map_label(language)),
                lettering: Lettering {
                    size: if large { 15.0 } else { 13.0 } * colours.lettering,
                    semibold: city || symbol.emphasis == Emphasis::Selected,
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
                spots: Spots::Beside(symbol.centre, symbol.radius),
            }
        })
        .collect()
}

fn region_candidates(input: SceneInput<'_>, symbols: &[Symbol]) -> Vec<Candidate> {
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
            spots.or_else(sought).map(|spots| {
                let priority = match (selected, hovered, &place.kind) {
                    (true, ..) => SELECTED,
                    (_, true, _) => HOVERED,
                    (.., Kind::Province) => 60,
                    (.., Kind::City) if input.view.zoom < DETAIL_FROM_ZOOM => 300,
                    (.., Kind::District) => 190,
                    _ => 150,
                };
                Candidate {
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
            Kind::City => place.adcode.as_deref() != Some("310000"),
            Kind::District => zoom >= DETAIL_FROM_ZOOM,
            _ => true,
        }
}

fn region_text(input: SceneInput<'_>, place: &Place) -> String {
    let name = in_languages(input, |language| place.map_label(language));
    match place.kind {
        Kind::Province => name.to_uppercase(),
        _ => name,
    }
}

fn region_lettering(input: SceneInput<'_>, place: &Place, selected: bool) -> Lettering {
    let colours = input.colours;
    let growth = ((input.view.zoom - 9.0).clamp(0.0, 3.0) * 1.2) as f32;
    let (size, semibold, spacing, colour) = match place.kind {
        Kind::Province | Kind::Region => (13.0, false, 4.0, colours.label_province),
        // In place of its dot's name.
        Kind::City if input.view.zoom < DETAIL_FROM_ZOOM => (15.0, true, 0.0, colours.label),
        Kind::City => (15.0 + growth, true, 0.5, colours.label_weak),
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

fn water_candidates(input: SceneInput<'_>) -> impl Iterator<Item = Candidate> {
    let zoom = input.view.zoom;
    let waters = basemap::water_labels().features.iter();
    let visible = input.content.is_visible(LayerId::Water);
    waters.filter_map(move |water| {
        let rank = usize::from(water.rank.unwrap_or(5)).clamp(1, 5);
        let shown = visible && (WATERS_FROM_ZOOM[rank - 1]..WATERS_TO_ZOOM).contains(&zoom);
        let spots = shown.then(|| river::water_spots(input, &water.geometry))??;
        let (size, spacing) = match water.class.as_str() {
            "sea" | "bay" => (16.0 - rank as f32, 3.0),
            _ => (14.0 - rank as f32 * 0.5, 0.5),
        };
        Some(Candidate {
            text: in_languages(input, |language| water.names.get(language)),
            lettering: Lettering {
                size: size * input.colours.lettering,
                semibold: false,
                italic: is_latin(input),
                spacing,
                colour: input.colours.label_water,
                halo: input.colours.sea,
                plate: None,
            },
            place: None,
            priority: if rank <= 2 { 250 } else { 95 - rank },
            spots,
        })
    })
}

/// Stations of the metro; in English those that have an English name.
fn station_candidates(input: SceneInput<'_>) -> Vec<Candidate> {
    let shown =
        station::NAMED.contains(&input.view.zoom) && input.content.is_visible(LayerId::Metro);
    let latin = is_latin(input);
    let stations = station::positions().filter(|_| shown);
    let named = stations.filter(|(station, _)| !latin || !station.names.en.is_empty());
    named
        .filter_map(|(station, position)| {
            let at = input.view.screen_from_geo(position);
            on_screen(&input.view, at, 0.0).then(|| Candidate {
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
                // Those with an English name are the important ones.
                priority: 70 + usize::from(!station.names.en.is_empty()),
                spots: Spots::Beside(at, station::RADIUS),
            })
        })
        .collect()
}

/// Numbers of metro lines and expressways on their lines, in the colour of the line.
fn shield_candidates(input: SceneInput<'_>) -> Vec<Candidate> {
    let zoom = input.view.zoom;
    let mut routes: Vec<(&basemap::Feature, Color32)> = Vec::new();
    if METRO_SHIELDS.contains(&zoom) && input.content.is_visible(LayerId::Metro) {
        let of_line = |feature: &basemap::Feature| {
            let [red, green, blue] = feature.colour.unwrap_or([128; 3]);
            Color32::from_rgb(red, green, blue)
        };
        routes.extend(
            basemap::metro()
                .features
                .iter()
                .map(|feature| (feature, of_line(feature))),
        );
    }
    if ROAD_SHIELDS.contains(&zoom) && input.content.is_visible(LayerId::Roads) {
        routes.extend(
            basemap::roads()
                .features
                .iter()
                .map(|feature| (feature, input.colours.road_case)),
        );
    }
    let shown = routes
        .into_iter()
        .filter_map(|(feature, colour)| shield(input, feature, colour));
    shown.collect()
}

fn shield(input: SceneInput<'_>, feature: &basemap::Feature, colour: Color32) -> Option<Candidate> {
    let text = feature.route.clone()?;
    if is_latin(input) && !text.is_ascii() {
        return None;
    }
    let geo_types::Geometry::LineString(line) = &feature.geometry else {
        return None;
    };
    let points: Vec<Pos2> = line
        .coords()
        .map(|coord| {
            input.view.screen_from_geo(Position {
                longitude: coord.x,
                latitude: coord.y,
            })
        })
        .filter(|point| input.free.shrink(SHIELD_INSET).contains(*point))
        .collect();
    let middle = points.len() / 2;
    let spots: Vec<Pos2> = [middle, middle / 2, middle + middle / 2, 0]
        .into_iter()
        .filter_map(|index| points.get(index).copied())
        .collect();
    let bright =
        u32::from(colour.r()) * 3 + u32::from(colour.g()) * 6 + u32::from(colour.b()) > 1500;
    let ink = if bright {
        Color32::BLACK
    } else {
        Color32::WHITE
    };
    (!spots.is_empty()).then_some(Candidate {
        text,
        lettering: Lettering {
            size: 10.5 * input.colours.lettering,
            semibold: true,
            italic: false,
            spacing: 0.0,
            colour: ink,
            halo: Color32::TRANSPARENT,
            plate: Some(colour),
        },
        place: None,
        priority: 80,
        spots: Spots::Any(spots),
    })
}
