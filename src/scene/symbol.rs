//! Symbols of sites and dots of cities: where they go, and which stand for several that would pile up.

use std::collections::HashMap;

use egui::Pos2;

use super::{
    SceneInput, content::LayerId, ground::DETAIL_FROM_ZOOM, label::is_municipality, on_screen,
    prominence, view::plane_from_geo,
};
use crate::atlas::{Geometry, Kind, Place, PlaceId};

/// Below this zoom only the dots of cities and the selected site are shown.
pub const SITES_FROM_ZOOM: f64 = 7.25;
/// Radius of a site's symbol, in points.
pub(super) const SITE_RADIUS: f32 = 11.0;
/// The centre of a city has a dot below this zoom; the municipality only until its districts are told apart.
const DOTS_TO_ZOOM: f64 = 10.75;
/// Radius of a city's dot, in points.
const DOT_RADIUS: f32 = 3.5;
/// Size of the number of places that a symbol stands for, in points.
const COUNT_SIZE: f32 = 11.0;
/// Symbols with less room than this between them become one, in points.
const CLUSTER_GAP: f32 = 1.0;

/// How much a symbol asks to be looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Emphasis {
    #[default]
    Plain,
    /// What the map is about.
    Subject,
    Hovered,
    Selected,
}

/// A symbol on the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Symbol {
    /// The place that it shows: of several, the most prominent.
    pub place: PlaceId,
    /// The others that it stands for.
    pub hidden: Vec<PlaceId>,
    pub kind: Kind,
    pub centre: Pos2,
    pub radius: f32,
    pub emphasis: Emphasis,
    /// 0 to 1.
    pub opacity: f32,
}

impl Symbol {
    /// As it is drawn.
    pub fn drawn_radius(&self) -> f32 {
        let grown = match self.emphasis {
            Emphasis::Plain => 1.0,
            Emphasis::Subject => 1.1,
            Emphasis::Hovered | Emphasis::Selected => 1.2,
        };
        self.radius * grown
    }

    /// Of the number of places that it stands for, in points.
    pub fn count_size(lettering: f32) -> f32 {
        COUNT_SIZE * lettering
    }

    /// Width of its edge, on a map whose lines have this weight.
    pub fn outline(&self, weight: f32) -> f32 {
        match (self.emphasis, &self.kind) {
            (Emphasis::Subject, _) => 2.8 * weight,
            (_, Kind::City) => 1.8,
            _ => 1.4,
        }
    }
}

/// In drawing order: the emphasised ones last.
pub fn symbols(input: SceneInput<'_>) -> Vec<Symbol> {
    let mut symbols = sites(input);
    let dots: Vec<Symbol> = dots(input)
        .filter(|dot| {
            let covers =
                |site: &Symbol| site.centre.distance(dot.centre) < site.radius + dot.radius;
            dot.emphasis == Emphasis::Selected || !symbols.iter().any(covers)
        })
        .collect();
    symbols.extend(dots);
    symbols.retain(|symbol| on_screen(&input.view, symbol.centre, symbol.radius * 2.0));
    symbols.sort_by_key(|symbol| symbol.emphasis);
    symbols
}

/// How visible a site is, 0 to 1. The selected one always is.
fn site_opacity(input: SceneInput<'_>, place: &Place) -> f32 {
    let content = input.content;
    let wanted = input.view.zoom >= SITES_FROM_ZOOM && content.shows_site(input.atlas, place);
    match Some(&place.id) == input.selected {
        true => 1.0,
        false if wanted => content.opacity(LayerId::Sites),
        false => 0.0,
    }
}

fn sites(input: SceneInput<'_>) -> Vec<Symbol> {
    let scale = input.view.scale();
    let mut sites: Vec<(&Place, [f64; 2])> = input
        .atlas
        .places()
        .iter()
        .filter_map(|place| Some((place, plane_from_geo(place.position()?))))
        .filter(|(place, _)| site_opacity(input, place) > 0.0)
        .map(|(place, at)| (place, at.map(|value| value * scale)))
        .collect();
    sites.sort_by_cached_key(|(place, _)| {
        let rank = input.content.rank(&place.id);
        std::cmp::Reverse((rank, prominence(input.atlas, place)))
    });
    let apart = f64::from(SITE_RADIUS * 2.0 * input.colours.lettering + CLUSTER_GAP);
    let mut clusters = clusters(&sites, apart);
    if let Some(selected) = input.selected {
        lead_with(&mut clusters, selected, apart);
    }
    let symbols = clusters.into_iter().filter_map(|mut members| {
        let (place, _) = members.first().copied()?;
        let centre = input.view.screen_from_geo(place.position()?);
        let hidden = members.drain(1..).map(|(place, _)| place.id.clone());
        Some(Symbol {
            hidden: hidden.collect(),
            opacity: site_opacity(input, place),
            ..symbol(input, place, centre, SITE_RADIUS)
        })
    });
    symbols.collect()
}

/// A site and where it is on the map, in points of the whole plane at the zoom: the same wherever the map is moved.
type Site<'a> = (&'a Place, [f64; 2]);

/// Sites that would pile up, together with the first of them that is in the list. No two first ones are nearer to
/// each other than `apart`.
fn clusters<'a>(sites: &[Site<'a>], apart: f64) -> Vec<Vec<Site<'a>>> {
    let mut clusters: Vec<Vec<Site<'a>>> = Vec::new();
    // Clusters by the cell of a grid that their first one lies in.
    let mut grid: HashMap<[i64; 2], Vec<usize>> = HashMap::new();
    for &site in sites {
        let cell = site.1.map(|value| (value / apart).floor() as i64);
        let around = (-1..=1).flat_map(|x| (-1..=1).map(move |y| [cell[0] + x, cell[1] + y]));
        let near = around
            .filter_map(|cell| grid.get(&cell))
            .flatten()
            .copied()
            .filter(|&index| distance(clusters[index][0].1, site.1) < apart)
            .min();
        if let Some(index) = near {
            clusters[index].push(site);
        } else {
            grid.entry(cell).or_default().push(clusters.len());
            clusters.push(vec![site]);
        }
    }
    clusters
}

fn distance(one: [f64; 2], other: [f64; 2]) -> f64 {
    (one[0] - other[0]).hypot(one[1] - other[1])
}

/// Puts the selected site first in its cluster, which takes in those that it comes too near to.
fn lead_with(clusters: &mut Vec<Vec<Site<'_>>>, selected: &PlaceId, apart: f64) {
    let found = clusters.iter().enumerate().find_map(|(index, members)| {
        let at = members
            .iter()
            .position(|(place, _)| place.id == *selected)?;
        Some((index, at))
    });
    let Some((index, at)) = found.filter(|(_, at)| *at > 0) else {
        return;
    };
    let mut members = clusters.swap_remove(index);
    members[..=at].rotate_right(1);
    let here = members[0].1;
    let near = |cluster: &mut Vec<Site<'_>>| distance(cluster[0].1, here) < apart;
    members.extend(clusters.extract_if(.., near).flatten());
    clusters.push(members);
}

/// Whether a place is a city whose urban centre has a dot at this zoom.
pub fn has_dot(place: &Place, zoom: f64) -> bool {
    let to_zoom = if is_municipality(place) {
        DETAIL_FROM_ZOOM
    } else {
        DOTS_TO_ZOOM
    };
    zoom < to_zoom && place.kind == Kind::City && matches!(place.geometry, Geometry::Region(_))
}

/// The urban centres of cities, where the map is too small for districts and sites.
fn dots(input: SceneInput<'_>) -> impl Iterator<Item = Symbol> {
    let opacity = input.content.opacity(LayerId::Cities);
    let zoom = input.view.zoom;
    let cities = input.atlas.places().iter();
    let cities = cities.filter(move |place| has_dot(place, zoom));
    cities.filter_map(move |place| {
        let centre = input.view.screen_from_geo(place.centre?);
        let dot = symbol(input, place, centre, DOT_RADIUS);
        let opacity = match dot.emphasis {
            Emphasis::Selected => 1.0,
            _ => opacity,
        };
        (opacity > 0.0).then_some(Symbol { opacity, ..dot })
    })
}

fn symbol(input: SceneInput<'_>, place: &Place, centre: Pos2, radius: f32) -> Symbol {
    let emphasis = if Some(&place.id) == input.selected {
        Emphasis::Selected
    } else if Some(&place.id) == input.hovered {
        Emphasis::Hovered
    } else if input.content.is_about(&place.id) {
        Emphasis::Subject
    } else {
        Emphasis::Plain
    };
    Symbol {
        place: place.id.clone(),
        hidden: Vec::new(),
        kind: place.kind.clone(),
        centre,
        radius: radius * input.colours.lettering,
        emphasis,
        opacity: 1.0,
    }
}
