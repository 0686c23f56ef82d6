//! What the audience sees: one picture, made from the same words whether it fills a beamer or is the small copy on
//! the presenter's screen.

use std::{collections::HashMap, sync::Arc};

use egui::{
    Align2, Color32, CornerRadius, FontId, Galley, Mesh, Pos2, Rect, Sense, Shape, Stroke, Ui,
    UiBuilder, Vec2, load::SizedTexture, text::TextFormat, vec2,
};

use super::{
    super::{Context, cite, furniture},
    column,
    key::{self, Legend},
    layout::{Layout, Parts, SMALLEST, STRIP_LINE},
    lines::{self, Setting, Span},
    plate,
};
use crate::{
    atlas::{Atlas, Place, PlaceId, Position, Slide, Where},
    briefing::show::{Curtain, Stroke as InkStroke, Tool},
    card::Footnotes,
    map::{MapInput, MapOutput, MapWidget},
    scene::{DataLayer, MapContent, Shading, View},
    theme::{Theme, semibold},
};

/// Points of the smallest lettering of the map, before a theme multiplies it.
const SMALLEST_LETTERING: f32 = 10.5;
/// Lettering and symbols grow no further than this, so that a map stays a map.
const MAX_LETTERING: f32 = 8.0;

/// Between whom the map comes from.
const CREDITS_PART: &str = " · ";
/// Lines of sources and of credits at most.
const STRIP_LINES: usize = 4;
const TALL_STRIP_LINES: usize = 6;
/// Room of the slide's number beside the credits, and of either margin, in hundredths of the picture's shorter side.
const NUMBER: f32 = 17.0;
const MARGIN: f32 = 3.2;

/// How dark it is round the spotlight, of 255, and the corners of the spot.
const SHADE: u8 = 150;
const SPOT_STEPS: u32 = 120;

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
    /// Where a flight of the camera ends.
    pub bound_for: Option<View>,
    pub content: &'a MapContent,
    pub shading: Option<&'a Arc<Shading>>,
    pub selected: Option<&'a PlaceId>,
    pub check: Option<&'a str>,
    /// Whose facts are open.
    pub card: Option<&'a Place>,
    /// A data file over the base map.
    pub data: Option<&'a Arc<DataLayer>>,
    /// Whom tiles and data come from.
    pub credits: &'a [String],
    /// Pictures in the text, by their paths.
    pub pictures: &'a HashMap<String, SizedTexture>,
    /// The slide's words are shown: not while something else is looked at.
    pub text: bool,
    /// All that is visible is explained; the colours of a choropleth always are.
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
    /// Where the pen or eraser has passed while pressed.
    pub drawn: Vec<Position>,
    /// It just touched down: these are a new line.
    pub began: bool,
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
pub fn layout(
    fonts: &egui::Context,
    context: &Context<'_>,
    picture: &Picture<'_>,
    size: Vec2,
) -> Layout {
    let words = picture.text && picture.view.is_some();
    let lines = if picture.view.is_none() {
        1
    } else {
        // As high as at the end of a flight, so that nothing jumps on the way.
        let views = [picture.view, picture.bound_for].into_iter().flatten();
        let lines = views.map(|view| {
            let credits = attribution(context, picture, view);
            Strip::of(fonts, context, picture.slide, words, &credits, size).lines()
        });
        lines.max().unwrap_or(1)
    };
    let parts = Parts {
        text: words.then_some(picture.slide.placement),
        card: picture.card.is_some(),
        key: picture.shading.is_some(),
    };
    Layout::new(size, parts, lines)
}

/// What stands along the lower edge: sources of the facts if the slide's words are shown, and whom the map comes from.
#[derive(Debug)]
pub struct Strip {
    words: [Option<Arc<Galley>>; 2],
}

impl Strip {
    /// `fonts`: of the program.
    pub fn of(
        fonts: &egui::Context,
        context: &Context<'_>,
        slide: &Slide,
        words: bool,
        attribution: &str,
        size: Vec2,
    ) -> Self {
        let notes = if words {
            footnotes(context, slide)
        } else {
            Vec::new()
        };
        let credits = attribution.split(CREDITS_PART).map(str::to_owned);
        let credits = credits.filter(|credit| !credit.is_empty()).collect();
        let unit = size.min_elem().max(1.0) / 100.0;
        let whole = size.x - unit * 2.0 * MARGIN;
        let colours = context.colours();
        let set = |parts: Vec<String>, between: &str, colour: Color32, width: f32| {
            let font = FontId::proportional(unit * SMALLEST);
            let format = TextFormat::simple(font, colour);
            // Broken between its parts, and within one that is longer than a line.
            let widest = width * 0.9;
            let spans: Vec<Span> = parts
                .iter()
                .enumerate()
                .flat_map(|(index, part)| {
                    let gap = (index > 0).then(|| Span::new(between, format.clone()));
                    let whole = Span::whole(part, format.clone());
                    let fits = lines::width(fonts, &whole) <= widest;
                    let part = Span {
                        whole: fits,
                        ..whole
                    };
                    gap.into_iter().chain([part])
                })
                .collect();
            let mut job = lines::job(fonts, &spans, width.max(1.0), Setting::Running);
            job.wrap.max_rows = if size.x < size.y {
                TALL_STRIP_LINES
            } else {
                STRIP_LINES
            };
            (!job.text.is_empty()).then(|| fonts.fonts_mut(|fonts| fonts.layout_job(job)))
        };
        Self {
            words: [
                set(notes, "   ", colours.ink, whole),
                // The slide's number stands beside.
                set(
                    credits,
                    CREDITS_PART,
                    colours.ink_weak,
                    whole - unit * NUMBER,
                ),
            ],
        }
    }

    pub fn lines(&self) -> usize {
        let words = self.words.iter().flatten();
        words.map(|galley| galley.rows.len()).sum()
    }
}

/// Fills what is left of `ui`.
pub fn picture_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    picture: &Picture<'_>,
    map: &mut MapWidget,
) -> PictureOutput {
    let rect = ui.available_rect_before_wrap();
    let layout = layout(ui.ctx(), context, picture, rect.size());
    let mut ui = ui.new_child(UiBuilder::new().max_rect(rect));
    ui.shrink_clip_rect(rect);
    let ui = &mut ui;
    let mut output = PictureOutput::default();
    match picture.view {
        None => plate::plate_ui(ui, context, rect, &moved(layout, rect), picture),
        Some(view) => output.map = Some(map_ui(ui, context, rect, picture, view, &layout, map)),
    }
    let placed = moved(layout, rect);
    panels_ui(ui, context, picture, &placed);
    if let Some(seen) = &output.map {
        legend_ui(ui, context, picture, (rect, &layout), (map, seen));
    }
    strip_ui(ui, context, picture, &placed, rect.size());
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
        key: layout.key.map(|part| part.translate(by)),
        strip: layout.strip.translate(by),
        free: layout.free.translate(by),
        names: layout.names.translate(by),
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
    let legend = key::place_id(ui);
    let covered: Option<Rect> = ui.data(|data| data.get_temp(legend)).flatten();
    let words = layout.text.filter(|_| is_on_map(picture));
    let words = words.map(|part| paper(ui, context, picture, layout, part));
    let covered = covered.map(|covered| covered.translate(-rect.min.to_vec2()));
    let covered: Vec<Rect> = covered.into_iter().chain(words).collect();
    let input = MapInput {
        covered: &covered,
        atlas: picture.atlas,
        locator: context.locator,
        content: picture.content,
        shading: picture.shading,
        theme: context.theme,
        language: context.language(),
        centre: view.centre,
        zoom: view.zoom,
        free: layout.names,
        selected: picture.selected,
        check: picture.check,
        data: picture.data,
        measure: None,
        feature: None,
    };
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect));
    map.show_ui(&mut child, input)
}

/// The legend over the map, if it is asked for or the map makes no sense without it.
fn legend_ui(
    ui: &Ui,
    context: &Context<'_>,
    picture: &Picture<'_>,
    (rect, layout): (Rect, &Layout),
    (map, output): (&MapWidget, &MapOutput),
) {
    let wanted = picture.legend || picture.shading.is_some();
    let laid_out = wanted.then(|| {
        let view = View {
            size: rect.size(),
            ..output.view
        };
        let colours = &context.theme.map;
        let shading = picture.shading.map(AsRef::as_ref);
        let entries = map.legend(picture.content, shading, colours, &view);
        let free = layout.key.unwrap_or(layout.free);
        let free = free.translate(rect.min.to_vec2());
        let subjects = key::subjects(picture, &view, rect);
        Legend::lay_out(
            ui,
            context,
            picture,
            entries,
            (free, layout.key.is_some(), layout.unit),
            &subjects,
        )
    });
    let laid_out = laid_out.flatten();
    if let Some(legend) = &laid_out {
        legend.paint(ui, context);
    }
    let (id, stands) = (key::place_id(ui), laid_out.map(|legend| legend.rect()));
    if ui.data(|data| data.get_temp::<Option<Rect>>(id)).flatten() != stands {
        ui.data_mut(|data| data.insert_temp(id, stands));
        // The names of this picture did not know of it.
        ui.ctx().request_repaint();
    }
}

/// What of a column or a card is for words.
pub(super) fn room_of(layout: &Layout, part: Rect) -> Rect {
    part.shrink2(vec2(layout.unit * 3.2, layout.unit * 3.0))
}

/// Whether the slide's words lie on the map.
fn is_on_map(picture: &Picture<'_>) -> bool {
    picture.slide.placement == Where::On
}

/// The paper of words that lie on the map: as high as all of them, along the lower edge of their part.
fn paper(
    ui: &Ui,
    context: &Context<'_>,
    picture: &Picture<'_>,
    layout: &Layout,
    part: Rect,
) -> Rect {
    let part = part.shrink(layout.unit * 2.0);
    let room = room_of(layout, part);
    let all = (picture.slide, usize::MAX, picture.pictures);
    let words = column::of_slide(ui, context, layout.unit, room, all);
    let height = (words.height() + part.height() - room.height()).min(part.height());
    part.with_min_y(part.bottom() - height)
}

/// The slide's words and the facts of a place, on paper that any map can be under.
fn panels_ui(ui: &Ui, context: &Context<'_>, picture: &Picture<'_>, layout: &Layout) {
    if let Some(part) = layout.text {
        words_ui(ui, context, picture, layout, part);
    }
    if let (Some(part), Some(place)) = (layout.card, picture.card) {
        let colours = context.colours();
        // The key to colours may share the card's paper.
        let key = layout.key.filter(|_| layout.text.is_some());
        let paper = key.map_or(part, |key| part.union(key.expand(layout.unit * 1.5)));
        ui.painter().rect_filled(paper, 0.0, colours.paper);
        let ends = if layout.is_tall() {
            [paper.left_bottom(), paper.right_bottom()]
        } else {
            [paper.left_top(), paper.left_bottom()]
        };
        ui.painter().line_segment(ends, edge(context, layout));
        let room = room_of(layout, part);
        column::of_place(ui, context, layout.unit, room, place).paint(ui, context, room);
    }
}

fn words_ui(ui: &Ui, context: &Context<'_>, picture: &Picture<'_>, layout: &Layout, part: Rect) {
    let (painter, colours) = (ui.painter(), context.colours());
    let part = if is_on_map(picture) {
        let paper = paper(ui, context, picture, layout, part);
        let (corner, edge) = (layout.unit * 0.8, edge(context, layout));
        painter.rect(paper, corner, colours.paper, edge, egui::StrokeKind::Inside);
        paper
    } else {
        painter.rect_filled(part, 0.0, colours.paper);
        let ends = if layout.is_tall() {
            [part.left_top(), part.right_top()]
        } else {
            [part.right_top(), part.right_bottom()]
        };
        painter.line_segment(ends, edge(context, layout));
        part
    };
    let room = room_of(layout, part);
    let subject = (picture.slide, picture.build, picture.pictures);
    column::of_slide(ui, context, layout.unit, room, subject).paint(ui, context, room);
}

/// Round what lies over the map.
fn edge(context: &Context<'_>, layout: &Layout) -> Stroke {
    Stroke::new(layout.unit * 0.18, context.colours().line)
}

/// The sources of the slide's facts in the order of their numbers; those of one name stand together.
fn footnotes(context: &Context<'_>, slide: &Slide) -> Vec<String> {
    let mut notes = Footnotes::default();
    for id in slide.facts_shown(context.language()) {
        if let Some(fact) = context.atlas.fact(id) {
            notes.marks(context.atlas, fact);
        }
    }
    let mut cited: Vec<(String, String)> = Vec::new();
    for (number, source) in notes.sources() {
        let name = cite::name(context, source);
        match cited.iter_mut().find(|(known, _)| *known == name) {
            Some((_, numbers)) => *numbers = format!("{numbers} [{number}]"),
            None => cited.push((name, format!("[{number}]"))),
        }
    }
    let cited = cited.into_iter();
    cited
        .map(|(name, numbers)| format!("{numbers} {name}"))
        .collect()
}

/// Along the lower edge: sources, whom the map comes from, and the slide's number to be asked for.
fn strip_ui(ui: &Ui, context: &Context<'_>, picture: &Picture<'_>, layout: &Layout, size: Vec2) {
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
    let corner = match picture.view {
        Some(_) => strip.right_bottom() - vec2(unit * MARGIN, unit * 0.7),
        None => strip.right_bottom() - vec2(unit * 7.2, unit * 4.8),
    };
    painter.text(
        corner,
        Align2::RIGHT_BOTTOM,
        format!("{number} / {count}"),
        FontId::new(unit * 3.6, semibold()),
        colours.ink_weak,
    );
    let Some(view) = picture.view else {
        return;
    };
    let credits = attribution(context, picture, view);
    let laid_out = Strip::of(
        ui.ctx(),
        context,
        picture.slide,
        picture.text,
        &credits,
        size,
    );
    let mut at = strip.min + vec2(unit * MARGIN, unit * 0.7);
    for galley in laid_out.words.into_iter().flatten() {
        let rows = galley.rows.len();
        painter.galley(at, galley, colours.ink);
        at.y += unit * STRIP_LINE * rows as f32;
    }
}

/// Of what this slide shows in a view.
fn attribution(context: &Context<'_>, picture: &Picture<'_>, view: View) -> String {
    let shown = Context {
        content: picture.content,
        ..*context
    };
    furniture::attribution(&shown, view, picture.selected, picture.credits)
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
        if response.is_pointer_button_down_on() || response.drag_stopped() {
            output.began = ui.input(|input| input.pointer.primary_pressed());
            let view = ground(picture, rect);
            let passed = passed_by(ui, response.interact_pointer_pos());
            output.drawn = passed
                .into_iter()
                .map(|at| view.geo_from_screen((at - rect.min).to_pos2()))
                .collect();
        }
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

/// Everywhere the pointer was since the last frame: a quick line has more than one point in a frame.
fn passed_by(ui: &Ui, now: Option<Pos2>) -> Vec<Pos2> {
    let drawn = ui.ctx().layer_transform_from_global(ui.layer_id());
    let mut passed: Vec<Pos2> = ui.input(|input| {
        let moves = input.events.iter().filter_map(|event| match event {
            egui::Event::PointerMoved(at) => Some(*at),
            _ => None,
        });
        moves
            .map(|at| drawn.map_or(at, |drawn| drawn * at))
            .collect()
    });
    if passed.last() != now.as_ref() {
        passed.extend(now);
    }
    // Before it touched down it drew nothing.
    if ui.input(|input| input.pointer.primary_pressed()) {
        passed.drain(..passed.len().saturating_sub(1));
    }
    passed
}

/// Darkness round a spot of light, as far as it reaches.
fn shade(centre: Pos2, radius: f32, reach: f32) -> Mesh {
    let mut mesh = Mesh::default();
    let dark = Color32::from_black_alpha(SHADE);
    for step in 0..=SPOT_STEPS {
        let angle = std::f32::consts::TAU * step as f32 / SPOT_STEPS as f32;
        let away = Vec2::angled(angle);
        mesh.colored_vertex(centre + away * radius, dark);
        mesh.colored_vertex(centre + away * (radius + reach), dark);
    }
    for step in 0..SPOT_STEPS {
        let first = step * 2;
        mesh.add_triangle(first, first + 1, first + 2);
        mesh.add_triangle(first + 1, first + 3, first + 2);
    }
    mesh
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
            painter.add(Shape::mesh(shade(centre, radius, rect.size().length())));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spotlight_leaves_its_spot_bright_and_darkens_everything_else() {
        let (centre, radius) = (Pos2::new(300.0, 200.0), 50.0);
        let mesh = shade(centre, radius, 2000.0);
        let covers = |at: Pos2| {
            mesh.indices.chunks(3).any(|corners| {
                let [a, b, c] = [0, 1, 2].map(|index| mesh.vertices[corners[index] as usize].pos);
                let side = |from: Pos2, to: Pos2| (to - from).rot90().dot(at - from);
                let sides = [side(a, b), side(b, c), side(c, a)];
                sides.iter().all(|side| *side >= 0.0) || sides.iter().all(|side| *side <= 0.0)
            })
        };
        for (at, dark) in [
            (centre, false),
            (centre + vec2(48.0, 0.0), false),
            (centre + vec2(0.0, 52.0), true),
            (Pos2::new(1900.0, 1000.0), true),
            (Pos2::ZERO, true),
        ] {
            assert_eq!(covers(at), dark, "{at}");
        }
    }
}
