//! All slides as small pictures with number, title and planned time; one of them is marked.

use egui::{
    Align2, CornerRadius, FontId, Image, Rect, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo,
    pos2, text::LayoutJob, vec2,
};

use super::{
    super::Context,
    presenter::{Desk, bring_into_view, minutes},
};
use crate::{
    briefing::show::{Input, OVERVIEW_COLUMNS},
    theme::{radius, semibold, space, type_size},
};

/// Height of a picture as a share of its width.
const SHAPE: f32 = 9.0 / 16.0;
/// Room of title and time below it, in points.
const TITLE: f32 = 46.0;
/// Shares of the window, and the largest width in points.
const SHARES: egui::Vec2 = vec2(0.92, 0.78);
const WIDEST: f32 = 1280.0;

/// Returns the slides that are in sight.
pub(super) fn overview_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    desk: &Desk<'_>,
    marked: usize,
) -> Vec<usize> {
    let screen = ui.ctx().content_rect().size() * SHARES;
    let gap = space::M;
    let columns = OVERVIEW_COLUMNS as f32;
    let width = (screen.x - 2.0 * space::XL).min(WIDEST);
    let cell_width = (width - gap * (columns - 1.0) - space::L) / columns;
    let cell = vec2(cell_width, cell_width * SHAPE + TITLE);
    let rows = desk.briefing.slides.len().div_ceil(OVERVIEW_COLUMNS);
    let whole = rows as f32 * (cell.y + gap) - gap;
    let height = whole.min(screen.y - 60.0).max(cell.y.min(whole));
    let mut seen = Vec::new();
    ui.set_width(width);
    ScrollArea::vertical()
        .id_salt("overview")
        .max_height(height)
        .min_scrolled_height(height)
        .auto_shrink(false)
        .show_viewport(ui, |ui, viewport| {
            let origin = ui.max_rect().min;
            ui.allocate_exact_size(vec2(width - space::L, whole), Sense::hover());
            for slide in 0..desk.briefing.slides.len() {
                let (row, column) = (slide / OVERVIEW_COLUMNS, slide % OVERVIEW_COLUMNS);
                let corner = vec2(column as f32, row as f32) * (cell + vec2(gap, gap));
                let local = Rect::from_min_size(corner.to_pos2(), cell);
                let in_sight = viewport.intersects(local);
                if in_sight {
                    seen.push(slide);
                }
                let rect = local.translate(origin.to_vec2());
                if in_sight || slide == marked {
                    cell_ui(ui, context, desk, (slide, slide == marked), rect);
                }
            }
        });
    // The marked one and those round it come first.
    seen.sort_by_key(|slide| slide.abs_diff(marked));
    seen
}

fn cell_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    desk: &Desk<'_>,
    (slide, marked): (usize, bool),
    rect: Rect,
) {
    let id = ui.scope_id().with(("overview", slide));
    let response = ui.interact(rect, id, Sense::click());
    let name = desk.name(context, slide);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, marked, &name));
    if marked {
        bring_into_view(ui, "overview", slide, &response);
    }
    if response.clicked() {
        context.input(Input::GoTo(slide));
    }
    if !ui.is_rect_visible(rect) {
        return;
    }
    let colours = context.colours();
    let picture = rect.with_max_y(rect.bottom() - TITLE);
    picture_ui(ui, context, desk, slide, picture);
    let edge = match (marked, response.hovered()) {
        (true, _) => Stroke::new(4.0, colours.accent),
        (false, true) => Stroke::new(2.0, colours.ink),
        (false, false) => Stroke::new(1.0, colours.line),
    };
    let corner = CornerRadius::same(radius::CONTROL);
    ui.painter()
        .rect_stroke(picture, corner, edge, egui::StrokeKind::Outside);
    title_ui(ui, context, desk, (slide, marked), picture.bottom(), rect);
}

/// Number, title in two lines at most, planned time.
fn title_ui(
    ui: &Ui,
    context: &Context<'_>,
    desk: &Desk<'_>,
    (slide, marked): (usize, bool),
    top: f32,
    rect: Rect,
) {
    let colours = context.colours();
    let of = &desk.briefing.slides[slide];
    let ink = if marked { colours.accent } else { colours.ink };
    let top = top + space::XS + 2.0;
    let number = ui.painter().text(
        pos2(rect.left(), top),
        Align2::LEFT_TOP,
        (slide + 1).to_string(),
        FontId::new(type_size::LEAD, semibold()),
        ink,
    );
    let planned = of.seconds.map(|seconds| minutes(f64::from(seconds)));
    let time = ui.painter().text(
        pos2(rect.right(), top),
        Align2::RIGHT_TOP,
        planned.unwrap_or_default(),
        FontId::proportional(type_size::CAPTION),
        colours.ink_weak,
    );
    let left = number.right() + space::S;
    let title = of.title.get(context.language()).to_owned();
    let font = FontId::proportional(type_size::BODY);
    let width = (time.left() - space::S - left).max(20.0);
    let mut job = LayoutJob::simple(title, font, ink, width);
    job.wrap.max_rows = 2;
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    ui.painter().galley(pos2(left, top), galley, ink);
}

/// The slide's map; a slide without one is paper with its title.
fn picture_ui(ui: &Ui, context: &Context<'_>, desk: &Desk<'_>, slide: usize, rect: Rect) {
    let colours = context.colours();
    let corner = CornerRadius::same(radius::CONTROL);
    let has_map = desk.show.deck().plan(slide).map;
    if !has_map {
        ui.painter().rect_filled(rect, corner, colours.well);
        let title = desk.briefing.slides[slide].title.get(context.language());
        let font = FontId::new(type_size::LEAD, semibold());
        let width = rect.width() - 2.0 * space::M;
        let mut job = LayoutJob::simple(title.to_owned(), font, colours.ink, width);
        job.wrap.max_rows = 4;
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
        let at = rect.left_top() + vec2(space::M, space::L);
        let rule = [at, at + vec2(28.0, 0.0)];
        ui.painter()
            .line_segment(rule, Stroke::new(3.0, colours.accent));
        ui.painter()
            .with_clip_rect(rect)
            .galley(at + vec2(0.0, space::S), galley, colours.ink);
        return;
    }
    match desk.thumbnails.of(slide, context.language(), desk.theme) {
        Some(texture) => Image::new((texture.id(), texture.size_vec2()))
            .corner_radius(corner)
            .paint_at(ui, rect),
        None => {
            ui.painter().rect_filled(rect, corner, colours.well);
        }
    }
}
