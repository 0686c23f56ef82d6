//! The map of a slide as it stands in the document and on paper: the scene of that view, with both languages' names.

use std::fmt::Write as _;

use egui::{Pos2, Rect, Vec2, pos2, vec2};

use super::{
    Page,
    ground::step_of,
    legend,
    map::{Maps, Scene, unit_scale},
    markup::{LANGUAGES, Markup},
    stage::attribution,
};
use crate::{
    atlas::{Kind, Text},
    export::{Furniture, Picture, PictureSize},
    lang::{self, distance_text},
    scene::{
        PlacedLabel, Symbol, View, credit::Seen, evidence::Evidence, symbol::Emphasis,
        view::geo_from_plane,
    },
    theme::icon::Icon,
};

/// Of the scale bar, in points.
const SCALE_BAR: f32 = 110.0;

/// `i-port`.
pub fn icon_id(icon: Icon) -> String {
    format!("i-{}", format!("{icon:?}").to_lowercase())
}

/// An icon in the colour of the text round it.
pub fn icon(out: &mut Markup, icon: Icon) {
    let inside = icon
        .svg()
        .split_once('>')
        .and_then(|(_, rest)| rest.rsplit_once("</svg>"))
        .map_or("", |(inside, _)| inside.trim());
    let id = icon_id(icon);
    out.within("symbol", &[("id", &*id), ("viewBox", "0 0 24 24")], |out| {
        out.raw(&inside.replace("#fff", "currentColor").replace('\n', ""));
    });
}

/// Map, its name for those who do not see it, legend and attribution. Nothing for a slide without a map.
pub fn write(
    out: &mut Markup,
    page: &Page<'_>,
    maps: &Maps<'_>,
    scene: &Scene<'_>,
    title: &Text,
    size: Vec2,
) {
    let Some(camera) = scene.camera else { return };
    let view = camera.view(size);
    let name = format!("map-{}", scene.number + 1);
    out.within("figure", &[("class", "map")], |out| {
        drawing(out, page, maps, scene, &view, &name);
        out.open("figcaption", &[]);
        out.within("span", &[("class", "unseen"), ("id", &*name)], |out| {
            out.words(|strings| {
                let title = title.get(strings.language);
                strings.format("export-map-alt", &[("title", title)])
            });
        });
        legend::of_view(out, page, maps, scene, &view);
        let seen = Seen {
            atlas: page.atlas,
            content: &scene.content,
            view,
            selected: scene.selected.map(|place| &page.atlas.places()[place].id),
            colours: &page.theme.map,
        };
        out.within("span", &[("class", "credit")], |out| attribution(out, seen));
        out.close("figcaption");
    });
}

fn drawing(
    out: &mut Markup,
    page: &Page<'_>,
    maps: &Maps<'_>,
    scene: &Scene<'_>,
    view: &View,
    name: &str,
) {
    let step = step_of(view.zoom);
    let (box_, step_text) = (
        format!("0 0 {} {}", view.size.x, view.size.y),
        step.to_string(),
    );
    let attributes = [
        ("class", "plate"),
        ("viewBox", &*box_),
        ("data-z", &*step_text),
        ("role", "img"),
        ("aria-labelledby", name),
    ];
    out.within("svg", &attributes, |out| {
        out.raw("<rect class=\"sea\" width=\"100%\" height=\"100%\"/>");
        let ground = &maps.grounds[scene.variant];
        let corner = view.screen_from_geo(geo_from_plane(origin()));
        let scale = (unit_scale(view.zoom) * 1e6).round() / 1e6;
        let place = format!(
            "translate({} {}) scale({scale})",
            tenth(corner.x),
            tenth(corner.y)
        );
        let attributes = [("class", "ground"), ("transform", &*place)];
        out.within("g", &attributes, |out| {
            ground.variant.write(Some(step), out);
            if let Some(path) = scene.selected.and_then(|place| maps.outlines[place]) {
                marked(out, path, ground.shading.is_some());
            }
        });
        for (number, language) in LANGUAGES.into_iter().enumerate() {
            let strings = lang::strings(language);
            let picture = picture(page, maps, scene, view, strings);
            let Some(picture) = picture else { return };
            let evidence = picture.evidence(maps.ruler);
            let free = Rect::from_min_size(Pos2::ZERO, view.size).shrink(4.0);
            let overlay = picture.overlay(maps.ruler, free);
            if number == 0 {
                strokes(out, &evidence);
                for symbol in &overlay.symbols {
                    draw_symbol(out, symbol);
                }
            }
            let class = format!("names {}", language.code());
            out.within("g", &[("class", &*class)], |out| {
                for label in overlay.labels.iter().rev().chain(&evidence.labels) {
                    draw_name(out, maps, label);
                }
                scale_bar(
                    out,
                    view,
                    &distance_text(strings, view.scale_bar(SCALE_BAR).1),
                );
            });
        }
    });
}

/// The plane's corner that is the origin of the page's units.
fn origin() -> [f64; 2] {
    let extent = crate::basemap::EXTENT;
    crate::scene::view::plane_from_geo(crate::atlas::Position {
        longitude: extent.west,
        latitude: extent.north,
    })
}

fn picture<'p>(
    page: &'p Page<'_>,
    maps: &'p Maps<'_>,
    scene: &'p Scene<'_>,
    view: &View,
    strings: &'static lang::Strings,
) -> Option<Picture<'p>> {
    static BARE: std::sync::LazyLock<Furniture> = std::sync::LazyLock::new(Furniture::default);
    let size = PictureSize::new(view.size.x as u64, view.size.y as u64, 1.0).ok()?;
    let checks = &page.atlas.manifest.checks;
    let selected = scene.selected.map(|place| &page.atlas.places()[place].id);
    Some(Picture {
        atlas: page.atlas,
        locator: page.locator,
        content: &scene.content,
        shading: maps.grounds[scene.variant].shading.as_ref(),
        theme: &page.theme,
        strings,
        size,
        centre: view.centre,
        zoom: view.zoom,
        selected,
        check: scene.check.map(|check| checks[check].id.as_str()),
        data: None,
        furniture: &BARE,
    })
}

/// The outline of the selected region. A tint would change the colour of its class.
fn marked(out: &mut Markup, path: usize, shaded: bool) {
    let href = format!("#g{path}");
    for class in ["mark-fill", "mark-halo", "mark-line"] {
        if class != "mark-fill" || !shaded {
            out.void("use", &[("href", &*href), ("class", class)]);
        }
    }
}

fn strokes(out: &mut Markup, evidence: &Evidence) {
    for stroke in &evidence.strokes {
        let mut data = String::new();
        for (index, point) in stroke.points.iter().enumerate() {
            let sign = if index == 0 { 'M' } else { 'L' };
            let _ = write!(data, "{sign}{} {}", tenth(point.x), tenth(point.y));
        }
        super::stage::stroke_path(out, &data, stroke);
    }
}

/// As the script draws it on the live map.
fn draw_symbol(out: &mut Markup, symbol: &Symbol) {
    let selected = symbol.emphasis == Emphasis::Selected;
    let city = symbol.kind == Kind::City;
    let class = match (city, selected) {
        (true, false) => "site dot",
        (true, true) => "site dot marked",
        (false, false) => "site",
        (false, true) => "site marked",
    };
    let place = format!(
        "translate({} {})",
        tenth(symbol.centre.x),
        tenth(symbol.centre.y)
    );
    let radius = symbol.drawn_radius();
    out.within("g", &[("class", class), ("transform", &*place)], |out| {
        if selected && !city {
            circle(out, "glow", radius + 4.0);
        }
        circle(out, "disc", radius);
        if !city {
            let side = radius * 1.36;
            let _ = write!(
                out.out,
                "<use href=\"#{}\" class=\"icon\" x=\"{2}\" y=\"{2}\" width=\"{1}\" height=\"{1}\"/>",
                icon_id(Icon::of_kind(&symbol.kind)),
                tenth(side),
                tenth(-side / 2.0)
            );
        }
        if !symbol.hidden.is_empty() {
            let text = match symbol.hidden.len() + 1 {
                count if count > 99 => "99+".to_owned(),
                count => count.to_string(),
            };
            let at = vec2(radius, -radius) * 0.75;
            let width = 6.0 + 7.0 * text.len() as f32;
            let _ = write!(
                out.out,
                "<rect class=\"badge\" x=\"{}\" y=\"{}\" width=\"{width}\" height=\"15\" rx=\"7.5\"/>\
                 <text class=\"count\" x=\"{}\" y=\"{}\">{text}</text>",
                tenth(at.x - width / 2.0),
                tenth(at.y - 7.5),
                tenth(at.x),
                tenth(at.y + 4.0)
            );
        }
    });
}

fn circle(out: &mut Markup, class: &str, radius: f32) {
    let _ = write!(
        out.out,
        "<circle class=\"{class}\" r=\"{}\"/>",
        tenth(radius)
    );
}

fn draw_name(out: &mut Markup, maps: &Maps<'_>, label: &PlacedLabel) {
    let lettering = &label.lettering;
    let class = maps.lettering(lettering);
    let centre = label.rect.center();
    if lettering.plate.is_some() {
        let rect = label.rect.expand2(vec2(4.0, 1.0));
        let _ = write!(
            out.out,
            "<rect class=\"u{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"3\"/>",
            tenth(rect.left()),
            tenth(rect.top()),
            tenth(rect.width()),
            tenth(rect.height())
        );
    }
    let class = format!("name t{class}");
    let mut place = format!("translate({} {})", tenth(centre.x), tenth(centre.y));
    if label.angle != 0.0 {
        let _ = write!(place, " rotate({})", tenth(label.angle.to_degrees()));
    }
    let attributes = [("class", &*class), ("transform", &*place)];
    out.within("text", &attributes, |out| {
        let lines: Vec<&str> = label.text.lines().collect();
        for (index, line) in lines.iter().enumerate() {
            let rows = index as f32 - (lines.len() as f32 - 1.0) / 2.0;
            let y = tenth(lettering.size * (0.35 + rows * 1.2));
            out.element("tspan", &[("x", "0"), ("y", &y)], line);
        }
    });
}

fn scale_bar(out: &mut Markup, view: &View, words: &str) {
    let (length, _) = view.scale_bar(SCALE_BAR);
    let base = pos2(12.0, view.size.y - 12.0);
    let _ = write!(
        out.out,
        "<path class=\"bar\" d=\"M{} {}v6h{}v-6\"/>",
        base.x,
        base.y - 6.0,
        tenth(length)
    );
    let x = tenth(base.x + length + 6.0);
    let y = tenth(base.y + 2.0);
    out.element(
        "text",
        &[("class", "bar-words"), ("x", &x), ("y", &y)],
        words,
    );
}

/// To a tenth of a point.
pub fn tenth(value: f32) -> String {
    format!("{}", (f64::from(value) * 10.0).round() / 10.0 + 0.0)
}
