//! What the audience sees: one picture, made from the same words whether it fills a beamer or is the small copy on
//! the presenter's screen.

use std::sync::Arc;

use egui::{
    Align2, Color32, CornerRadius, FontId, Pos2, Rect, Sense, Shape, Stroke, Ui, UiBuilder, Vec2,
    pos2, vec2,
};

use super::{
    super::{Context, furniture},
    column,
    layout::{Layout, SMALLEST},
    plate,
};
use crate::{
    atlas::{Atlas, Place, PlaceId, Position, Slide},
    briefing::show::{Curtain, Stroke as InkStroke, Tool},
    card::Footnotes,
    map::{MapInput, MapOutput, MapWidget},
    scene::{MapContent, Shading, View},
    theme::{Theme, semibold},
};

/// Points of the smallest lettering of the map, before a theme multiplies it.
const SMALLEST_LETTERING: f32 = 10.5;
/// Lettering and symbols grow no further than this, so that a map stays a map.
const MAX_LETTERING: f32 = 3.2;

/// Where the pointer is and what it does, in points from the picture's corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pointer {
    pub at: Pos2,
    pub tool: Tool,
}

/// Everything that is on it.
#[derive(Debug)]
pub struct Picture<'a> {
    pub atlas: &'a Arc<Atlas>,
    pub slide: &'a Slide,
    /// From 1, and of how many.
    pub number: [usize; 2],
    pub build: usize,
    /// `None`: a slide without a map.
    pub view: Option<View>,
    pub content: &'a MapContent,
    pub shading: Option<&'a Arc<Shading>>,
    pub selected: Option<&'a PlaceId>,
    pub check: Option<&'a str>,
    /// Whose facts are open.
    pub card: Option<&'a Place>,
    /// The slide's words are shown: not while something else is looked at.
    pub text: bool,
    pub legend: bool,
    pub ink: &'a [InkStroke],
    pub pointer: Option<Pointer>,
    pub curtain: Option<Curtain>,
}

/// What was done on it.
#[derive(Debug, Default)]
pub struct PictureOutput {
    pub map: Option<MapOutput>,
    /// A click that no map took.
    pub clicked: bool,
    /// Where the pen or eraser is pressed, and whether it just touched down.
    pub drawn: Option<(Position, bool)>,
    /// Where the pointer is, in points from the picture's corner.
    pub pointer: Option<Pos2>,
}

/// The theme with lettering and lines for a picture of this size.
pub fn theme_for(theme: &Theme, size: Vec2) -> Theme {
    let unit = size.min_elem().max(1.0) / 100.0;
    let mut theme = theme.clone();
    theme.map.lettering = (unit * SMALLEST / SMALLEST_LETTERING).clamp(1.0, MAX_LETTERING);
    theme.map.weight *= (unit / 9.0).clamp(0.8, 2.0);
    theme
}

/// How the picture's parts stand.
pub fn layout(context: &Context<'_>, picture: &Picture<'_>, size: Vec2) -> Layout {
    let words = picture.text && picture.view.is_some();
    let lines = if picture.view.is_none() {
        1
    } else {
        1 + usize::from(words && !footnotes(context, picture.slide).is_empty())
    };
    Layout::new(size, words, picture.card.is_some(), lines)
}

/// Fills what is left of `ui`.
pub fn picture_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    picture: &Picture<'_>,
    map: &mut MapWidget,
) -> PictureOutput {
    let rect = ui.available_rect_before_wrap();
    let layout = layout(context, picture, rect.size());
    let mut ui = ui.new_child(UiBuilder::new().max_rect(rect));
    ui.shrink_clip_rect(rect);
    let ui = &mut ui;
    let mut output = PictureOutput::default();
    match picture.view {
        None => plate::plate_ui(
            ui,
            context,
            rect,
            &moved(layout, rect),
            picture.slide,
            picture.build,
        ),
        Some(view) => output.map = Some(map_ui(ui, context, rect, picture, view, &layout, map)),
    }
    let placed = moved(layout, rect);
    panels_ui(ui, context, picture, &placed);
    strip_ui(ui, context, picture, &placed);
    ink_ui(ui, context, picture, rect, placed.unit);
    touch_ui(ui, picture, rect, &mut output);
    pointer_ui(ui, context, picture, rect, placed.unit);
    match picture.curtain {
        Some(Curtain::Black) => {
            ui.painter().rect_filled(rect, 0.0, Color32::BLACK);
        }
        Some(Curtain::White) => {
            ui.painter().rect_filled(rect, 0.0, Color32::WHITE);
        }
        None => {}
    }
    output
}

fn moved(layout: Layout, rect: Rect) -> Layout {
    let by = rect.min.to_vec2();
    Layout {
        text: layout.text.map(|part| part.translate(by)),
        card: layout.card.map(|part| part.translate(by)),
        strip: layout.strip.translate(by),
        free: layout.free.translate(by),
        ..layout
    }
}

fn map_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    rect: Rect,
    picture: &Picture<'_>,
    view: View,
    layout: &Layout,
    map: &mut MapWidget,
) -> MapOutput {
    ui.painter().rect_filled(rect, 0.0, context.theme.map.sea);
    let input = MapInput {
        covered: &[],
        atlas: picture.atlas,
        locator: context.locator,
        content: picture.content,
        shading: picture.shading,
        theme: context.theme,
        language: context.language(),
        centre: view.centre,
        zoom: view.zoom,
        free: layout.free,
        selected: picture.selected,
        check: picture.check,
        data: None,
        measure: None,
        feature: None,
    };
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect));
    map.show_ui(&mut child, input)
}

/// The slide's words and the facts of a place, on paper that any map can be under.
fn panels_ui(ui: &Ui, context: &Context<'_>, picture: &Picture<'_>, layout: &Layout) {
    let colours = context.colours();
    let inset = vec2(layout.unit * 3.2, layout.unit * 3.4);
    let edge = Stroke::new(layout.unit * 0.18, colours.line);
    if let Some(part) = layout.text {
        ui.painter().rect_filled(part, 0.0, colours.paper);
        ui.painter()
            .line_segment([part.right_top(), part.right_bottom()], edge);
        let room = part.shrink2(inset);
        column::of_slide(ui, context, layout.unit, room, picture.slide, picture.build)
            .paint(ui, context, room);
    }
    if let (Some(part), Some(place)) = (layout.card, picture.card) {
        ui.painter().rect_filled(part, 0.0, colours.paper);
        ui.painter()
            .line_segment([part.left_top(), part.left_bottom()], edge);
        let room = part.shrink2(inset);
        column::of_place(ui, context, layout.unit, room, place).paint(ui, context, room);
    }
}

/// The sources of the slide's facts in the order of their numbers.
pub fn footnotes(context: &Context<'_>, slide: &Slide) -> String {
    let mut notes = Footnotes::default();
    for id in slide.facts_shown(context.language()) {
        if let Some(fact) = context.atlas.fact(id) {
            notes.marks(context.atlas, fact);
        }
    }
    let sources = notes.sources().map(|(number, source)| {
        format!(
            "[{number}] {}",
            super::super::cite::short_name(context, source)
        )
    });
    sources.collect::<Vec<_>>().join("  ")
}

/// Along the lower edge: sources, whom the map comes from, and the slide's number to be asked for.
fn strip_ui(ui: &Ui, context: &Context<'_>, picture: &Picture<'_>, layout: &Layout) {
    let colours = context.colours();
    let painter = ui.painter();
    let strip = layout.strip;
    let unit = layout.unit;
    if picture.view.is_some() {
        painter.rect_filled(strip, 0.0, colours.paper);
        let edge = Stroke::new(unit * 0.18, colours.line);
        painter.line_segment([strip.left_top(), strip.right_top()], edge);
    }
    let [number, count] = picture.number;
    let at = strip.right_center() - vec2(unit * 3.2, 0.0);
    let font = FontId::new(unit * 4.0, semibold());
    let inside = if picture.view.is_some() {
        0.0
    } else {
        unit * 4.0
    };
    let taken = painter.text(
        at - vec2(inside, inside),
        Align2::RIGHT_CENTER,
        format!("{number} / {count}"),
        font,
        colours.ink_weak,
    );
    if picture.view.is_none() {
        return;
    }
    let small = FontId::proportional(unit * SMALLEST);
    let width = taken.left() - strip.left() - unit * 6.0;
    let notes = if picture.text {
        footnotes(context, picture.slide)
    } else {
        String::new()
    };
    let lines = [
        (notes, colours.ink),
        (attribution(context, picture), colours.ink_weak),
    ];
    let mut top = strip.top() + unit * 0.7;
    for (text, colour) in lines.into_iter().filter(|(text, _)| !text.is_empty()) {
        let mut job = egui::text::LayoutJob::simple(text, small.clone(), colour, width);
        job.wrap.max_rows = 1;
        job.wrap.break_anywhere = true;
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
        painter.galley(pos2(strip.left() + unit * 3.2, top), galley, colour);
        top += unit * 4.4;
    }
}

/// Of what this slide shows.
fn attribution(context: &Context<'_>, picture: &Picture<'_>) -> String {
    let shown = Context {
        content: picture.content,
        ..*context
    };
    let view = picture.view;
    view.map_or_else(String::new, |view| {
        furniture::attribution(&shown, view, picture.selected, &[])
    })
}

fn ink_ui(ui: &Ui, context: &Context<'_>, picture: &Picture<'_>, rect: Rect, unit: f32) {
    let view = ground(picture, rect);
    let colours = context.colours();
    for stroke in picture.ink {
        let points: Vec<Pos2> = stroke
            .points
            .iter()
            .map(|at| rect.min + view.screen_from_geo(*at).to_vec2())
            .collect();
        if let [point] = points[..] {
            ui.painter()
                .circle_filled(point, unit * 0.45, colours.accent);
            continue;
        }
        let halo = Stroke::new(unit * 1.2, colours.paper.gamma_multiply(0.8));
        ui.painter().add(Shape::line(points.clone(), halo));
        ui.painter()
            .add(Shape::line(points, Stroke::new(unit * 0.7, colours.accent)));
    }
}

/// The ground that ink sticks to; a slide without a map has a nominal one.
fn ground(picture: &Picture<'_>, rect: Rect) -> View {
    let nominal = View {
        centre: Position {
            longitude: 121.5,
            latitude: 31.2,
        },
        zoom: 9.0,
        size: rect.size(),
    };
    View {
        size: rect.size(),
        ..picture.view.unwrap_or(nominal)
    }
}

/// Clicks where there is no map, and the pen over it.
fn touch_ui(ui: &Ui, picture: &Picture<'_>, rect: Rect, output: &mut PictureOutput) {
    let tool = picture.pointer.map(|pointer| pointer.tool);
    let drawing = matches!(tool, Some(Tool::Pen | Tool::Eraser));
    let id = ui.scope_id().with("touch");
    if drawing {
        let response = ui.interact(rect, id, Sense::click_and_drag());
        let pressed = response.is_pointer_button_down_on();
        output.drawn = response
            .interact_pointer_pos()
            .filter(|_| pressed)
            .map(|at| {
                let began =
                    response.drag_started() || ui.input(|input| input.pointer.primary_pressed());
                (
                    ground(picture, rect).geo_from_screen((at - rect.min).to_pos2()),
                    began,
                )
            });
        output.pointer = response.hover_pos().map(|at| (at - rect.min).to_pos2());
    } else if picture.view.is_none() {
        let response = ui.interact(rect, id, Sense::click());
        output.clicked = response.clicked();
        output.pointer = response.hover_pos().map(|at| (at - rect.min).to_pos2());
    } else if let Some(map) = &output.map {
        let view = View {
            size: rect.size(),
            ..map.view
        };
        output.pointer = map.pointer.map(|at| view.screen_from_geo(at));
    }
}

fn pointer_ui(ui: &Ui, context: &Context<'_>, picture: &Picture<'_>, rect: Rect, unit: f32) {
    let Some(Pointer { at, tool }) = picture.pointer else {
        return;
    };
    let (painter, accent) = (ui.painter(), context.colours().accent);
    let centre = rect.min + at.to_vec2();
    match tool {
        Tool::Laser => {
            painter.circle_filled(centre, unit * 2.2, accent.gamma_multiply(0.28));
            painter.circle(
                centre,
                unit * 0.95,
                accent,
                Stroke::new(unit * 0.22, Color32::WHITE),
            );
        }
        Tool::Spotlight => {
            let radius = unit * 15.0;
            let reach = rect.size().length();
            let shade = Stroke::new(reach, Color32::from_black_alpha(150));
            painter.circle_stroke(centre, radius + reach / 2.0, shade);
            painter.circle_stroke(centre, radius, Stroke::new(unit * 0.3, Color32::WHITE));
        }
        Tool::Pen => {
            painter.circle_filled(centre, unit * 0.45, accent);
        }
        Tool::Eraser => {
            let box_ = Rect::from_center_size(centre, Vec2::splat(unit * 4.0));
            let line = Stroke::new(unit * 0.25, context.colours().ink);
            painter.rect(
                box_,
                CornerRadius::same(3),
                context.colours().paper.gamma_multiply(0.6),
                line,
                egui::StrokeKind::Inside,
            );
        }
    }
}
