//! The live map and what lies over it: controls, legend, scale, attribution. The script shows and moves it.

use std::fmt::Write as _;

use super::{
    Page,
    ground::{STEPS, hex, unit_from_geo},
    legend,
    map::{Drawn, Maps},
    markup::Markup,
    names::whole,
};
use crate::{
    atlas::{Kind, Language},
    lang,
    scene::{
        MapContent,
        credit::{self, Seen},
        evidence::Stroke,
    },
};

/// The live map and its controls; the script shows it.
pub fn write(out: &mut Markup, page: &Page<'_>, maps: &Maps<'_>) {
    out.within("div", &[("id", "stage"), ("hidden", "hidden")], |out| {
        live_map(out, page, maps);
        out.within("div", &[("id", "controls")], |out| {
            for (id, icon, key) in [
                ("zoom-in", "i-plus", "zoom-in"),
                ("zoom-out", "i-minus", "zoom-out"),
                (
                    "zoom-home",
                    "i-home",
                    if page.whole { "home-view" } else { "page-back" },
                ),
            ] {
                out.button(id, icon, key);
            }
        });
        out.within("div", &[("id", "legend")], |out| {
            let attributes = [
                ("type", "button"),
                ("id", "toggle-legend"),
                ("aria-expanded", "false"),
                ("aria-controls", "legend-rows"),
            ];
            out.within("button", &attributes, |out| {
                out.icon("i-legend", "icon");
                out.within("span", &[], |out| out.string("legend"));
            });
            let hidden = [("id", "legend-rows"), ("hidden", "hidden")];
            out.within("div", &hidden, |out| legend::live(out, page, maps));
        });
        out.within("div", &[("id", "strip")], |out| {
            out.raw(
                "<svg id=\"scale\" width=\"140\" height=\"16\" aria-hidden=\"true\">\
                 <path fill=\"none\"/><text y=\"12\"/></svg>",
            );
            live_attribution(out, page);
        });
    });
    if !page.whole {
        out.within("div", &[("id", "turner"), ("role", "group")], |out| {
            out.button("turn-back", "i-back", "show-do-previous");
            out.element("output", &[("id", "count")], "");
            out.button("turn-on", "i-forward", "show-do-next");
            out.button("open-overview", "i-table", "show-do-overview");
        });
    }
    out.within(
        "div",
        &[("id", "curtain"), ("hidden", "hidden"), ("role", "img")],
        |_| {},
    );
    let live = [("id", "said"), ("role", "status"), ("aria-live", "polite")];
    out.within("p", &live, |_| {});
}

/// Whom a map comes from, and its approval number or that it has none.
pub fn attribution(out: &mut Markup, seen: Seen<'_>) {
    out.words(|strings| credit::attribution(strings, seen, &[]));
}

/// Of the live map: all that it can show at a step, once for all steps that show the same.
fn live_attribution(out: &mut Markup, page: &Page<'_>) {
    let content = MapContent::default();
    let seen = |step: usize| Seen {
        atlas: page.atlas,
        content: &content,
        view: whole(step),
        selected: None,
        colours: &page.theme.map,
    };
    let english = lang::strings(Language::English);
    let words = |step: usize| credit::attribution(english, seen(step), &[]);
    let all: [String; STEPS] = std::array::from_fn(words);
    let mut told: Vec<&String> = Vec::new();
    for (step, one) in all.iter().enumerate() {
        if !told.contains(&one) {
            told.push(one);
            let steps: String = all
                .iter()
                .map(|other| if other == one { '1' } else { '0' })
                .collect();
            out.within("p", &[("data-steps", &*steps)], |out| {
                attribution(out, seen(step));
            });
        }
    }
}

fn live_map(out: &mut Markup, page: &Page<'_>, maps: &Maps<'_>) {
    out.within("p", &[("id", "map-name"), ("class", "unseen")], |out| {
        out.words(|strings| {
            let title = page.atlas.manifest.title.get(strings.language);
            strings.format("page-map", &[("title", title)])
        });
    });
    let attributes = [
        ("id", "map"),
        ("role", "group"),
        ("tabindex", "0"),
        ("aria-labelledby", "map-name"),
    ];
    out.within("svg", &attributes, |out| {
        out.open(
            "g",
            &[("id", "plane"), ("class", "ground"), ("data-z", "6")],
        );
        for (index, ground) in maps.grounds.iter().enumerate() {
            let id = format!("v{index}");
            out.within("g", &[("id", &*id), ("class", "variant")], |out| {
                ground.variant.write(None, out);
            });
        }
        out.within("g", &[("id", "regions")], |out| regions(out, page, maps));
        out.raw("<g id=\"marked\"/>");
        for (index, check) in maps.checks.iter().enumerate() {
            if let Some(check) = check {
                let id = format!("k{index}");
                out.within("g", &[("id", &*id), ("class", "check")], |out| {
                    strokes(out, check);
                });
            }
        }
        out.close("g");
        out.raw("<g id=\"names\"/><g id=\"sites\"/><g id=\"above\"/>");
    });
}

/// What a click on the ground means: districts within Shanghai from near, cities from afar.
fn regions(out: &mut Markup, page: &Page<'_>, maps: &Maps<'_>) {
    for (kind, class) in [(Kind::City, "hit"), (Kind::District, "hit near")] {
        let places = page.atlas.places().iter().zip(&maps.outlines).enumerate();
        for (number, (_, path)) in places.filter(|(_, (place, _))| place.kind == kind) {
            let Some(path) = path else { continue };
            let (href, number) = (format!("#g{path}"), number.to_string());
            let attributes = [("href", &*href), ("class", class), ("data-place", &number)];
            out.void("use", &attributes);
        }
    }
}

/// The lines of a check, in units of the plane.
fn strokes(out: &mut Markup, drawn: &Drawn) {
    for stroke in &drawn.evidence[0].strokes {
        let mut data = String::new();
        for (index, point) in stroke.points.iter().enumerate() {
            let [x, y] = unit_from_geo(drawn.view.geo_from_screen(*point));
            data.push_str(if index == 0 { "M" } else { "L" });
            let _ = write!(data, "{} {}", x.round(), y.round());
        }
        stroke_path(out, &data, stroke);
    }
}

/// A line of a check along `data`.
pub(super) fn stroke_path(out: &mut Markup, data: &str, stroke: &Stroke) {
    let width = format!("{}", (f64::from(stroke.width) * 100.0).round() / 100.0);
    let dash = if stroke.dashed {
        format!("{} {}", stroke.width * 4.0, stroke.width * 2.5)
    } else {
        "none".to_owned()
    };
    let colour = hex(stroke.colour);
    let attributes = [
        ("d", data),
        ("fill", "none"),
        ("stroke", &colour),
        ("stroke-width", &width),
        ("stroke-dasharray", &dash),
    ];
    out.void("path", &attributes);
}
