//! The presenter's screen: what the audience sees, what comes next, notes, time, and a button for every key.

use egui::{
    Align, Align2, Area, CornerRadius, FontId, Layout, Order, Rect, RichText, ScrollArea, Sense,
    Stroke, Ui, UiBuilder, Vec2, emath::TSTransform, pos2, vec2,
};

use super::super::{Context, briefings::theme_key, widget};
use crate::{
    app::{Action, ShowAction, Thumbnails},
    atlas::Briefing,
    briefing::{
        Preflight,
        show::{Curtain, Input, Message, Pace, Screens, Show, Step, Tool},
        words::{expanded, flowed},
    },
    scene::MapContent,
    store::Severity,
    theme::{ThemeName, radius, semibold, space, type_size},
};

/// Height of the bar along the lower edge, in points.
const BAR: f32 = 128.0;
/// Share of the window that the live picture takes.
const LIVE: f32 = 0.64;
/// Height of the heading over a picture, in points.
const HEADING: f32 = 28.0;

/// A bar of this width has room for the keys on its buttons, in points.
const KEYS_FROM: f32 = 1200.0;
/// Seconds off the plan that are not worth a word.
const ON_PACE_S: f64 = 5.0;

/// What the desk shows.
#[derive(Debug)]
pub struct Desk<'a> {
    pub briefing: &'a Briefing,
    pub show: &'a Show,
    /// `None` on the last picture.
    pub next: Option<Step>,
    /// In points.
    pub notes_size: f32,
    pub rehearsal: bool,
    pub screens: &'a Screens,
    /// Size of the audience's picture, in points.
    pub picture: Vec2,
    pub content: &'a MapContent,
    /// What was found before the show.
    pub found: Option<&'a Preflight>,
    /// Of the audience's picture.
    pub theme: ThemeName,
    /// Of the slides, for the overview.
    pub thumbnails: &'a Thumbnails,
    pub now_s: f64,
}

/// Where the pictures go.
#[derive(Clone, Copy, Debug)]
pub struct Places {
    pub live: Rect,
    pub next: Rect,
}

impl Context<'_> {
    pub(super) fn input(&self, input: Input) {
        self.send(Action::Show(ShowAction::Input(input)));
    }
}

impl Desk<'_> {
    /// Number from 1 and title of a slide.
    pub(super) fn name(&self, context: &Context<'_>, slide: usize) -> String {
        let title = self.briefing.slides[slide].title.get(context.language());
        format!("{}  {title}", slide + 1)
    }
}

pub fn desk_ui(ui: &mut Ui, context: &Context<'_>, desk: &Desk<'_>) -> Places {
    let whole = ui.max_rect();
    ui.painter().rect_filled(whole, 0.0, context.colours().well);
    let bar = whole.with_min_y(whole.bottom() - BAR);
    let above = whole.with_max_y(bar.top()).shrink(space::M);
    let left = above.with_max_x(above.left() + above.width() * LIVE);
    let right = above.with_min_x(left.right() + space::L);
    let live = fitted(desk.picture, left.with_min_y(left.top() + HEADING));
    let room = Rect::from_min_size(
        right.min + vec2(0.0, HEADING),
        vec2(right.width(), right.height() * 0.36),
    );
    let next = fitted(desk.picture, room);
    headings_ui(ui, context, desk, left, right);
    let list = left.with_min_y(live.bottom() + space::M);
    if list.height() > 60.0 {
        slides_ui(ui, context, desk, list);
    }
    notes_ui(
        ui,
        context,
        desk,
        right.with_min_y(next.bottom() + space::M),
    );
    bar_ui(ui, context, desk, bar);
    Places { live, next }
}

/// The largest rectangle of the picture's shape, never larger than the picture itself.
fn fitted(picture: Vec2, room: Rect) -> Rect {
    let picture = picture.max(vec2(1.0, 1.0));
    let scale = (room.width() / picture.x)
        .min(room.height() / picture.y)
        .clamp(0.01, 1.0);
    Rect::from_min_size(room.min, picture * scale)
}

/// Draws a picture of the shape of `size` smaller into `target`.
pub fn scaled_ui<R>(
    ui: &Ui,
    name: &str,
    target: Rect,
    size: Vec2,
    add: impl FnOnce(&mut Ui) -> R,
) -> Option<R> {
    if size.min_elem() < 1.0 || target.width() < 1.0 {
        return None;
    }
    // It is laid out as large as this window allows and shrunk from there: what the graphics card draws must lie
    // within the window before it is shrunk.
    let screen = ui.ctx().content_rect();
    let fit = (screen.width() / size.x)
        .min(screen.height() / size.y)
        .min(1.0);
    let own = Rect::from_min_size(screen.min, size * fit);
    let scale = target.width() / own.width();
    let transform = TSTransform::new(target.min.to_vec2() - own.min.to_vec2() * scale, scale);
    let area = Area::new(egui::Id::unique(name))
        .order(Order::Middle)
        .fixed_pos(own.min)
        .constrain(false)
        .movable(false);
    ui.ctx().set_transform_layer(area.layer(), transform);
    let shown = area.show(ui.ctx(), |ui| {
        ui.allocate_rect(own, Sense::hover());
        ui.set_clip_rect(own);
        let mut child = ui.new_child(UiBuilder::new().max_rect(own));
        child.set_clip_rect(own);
        add(&mut child)
    });
    Some(shown.inner)
}

fn headings_ui(ui: &Ui, context: &Context<'_>, desk: &Desk<'_>, left: Rect, right: Rect) {
    let painter = ui.painter();
    let colours = context.colours();
    let font = FontId::new(type_size::LEAD, semibold());
    let now = desk.name(context, desk.show.state().live.step.slide);
    let clipped = painter.with_clip_rect(left);
    clipped.text(
        left.left_top(),
        Align2::LEFT_TOP,
        now,
        font.clone(),
        colours.ink,
    );
    let next = match (desk.show.state().frozen, desk.next) {
        (Some(held), _) => {
            let seen = desk.name(context, held.step.slide);
            named(context, context.text("show-audience-sees"), &seen)
        }
        (None, Some(step)) => {
            let next = desk.name(context, step.slide);
            named(context, context.text("show-next"), &next)
        }
        (None, None) => context.text("show-last").to_owned(),
    };
    let clipped = painter.with_clip_rect(right);
    clipped.text(
        right.left_top(),
        Align2::LEFT_TOP,
        next,
        font,
        colours.ink_weak,
    );
}

/// What it is, a colon, and it.
fn named(context: &Context<'_>, what: &str, it: &str) -> String {
    let arguments = [("what", what), ("it", it)];
    context.strings.format("show-named", &arguments)
}

fn slides_ui(ui: &mut Ui, context: &Context<'_>, desk: &Desk<'_>, room: Rect) {
    let mut child = ui.new_child(UiBuilder::new().max_rect(room));
    let at = desk.show.state().live.step.slide;
    ScrollArea::vertical()
        .id_salt("slides")
        .auto_shrink(false)
        .show(&mut child, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            for slide in 0..desk.briefing.slides.len() {
                let name = desk.name(context, slide);
                let current = slide == at;
                let (rect, response) =
                    ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::click());
                response.widget_info(|| {
                    egui::WidgetInfo::selected(egui::Role::Button, true, current, &name)
                });
                let colours = context.colours();
                let fill = match (current, response.hovered()) {
                    (true, _) => colours.accent,
                    (false, true) => colours.well_hover,
                    (false, false) => colours.paper,
                };
                let ink = if current {
                    colours.on_accent
                } else {
                    colours.ink
                };
                ui.painter()
                    .rect_filled(rect, CornerRadius::same(radius::CONTROL), fill);
                let font = FontId::proportional(type_size::BODY);
                let painter = ui
                    .painter()
                    .with_clip_rect(rect.shrink2(vec2(space::S, 0.0)));
                let at = rect.left_center() + vec2(space::S, 0.0);
                painter.text(at, Align2::LEFT_CENTER, &name, font.clone(), ink);
                let planned = desk.briefing.slides[slide]
                    .seconds
                    .map(|seconds| minutes(f64::from(seconds)));
                let spent = desk.show.times().of(slide);
                let times = match (planned, spent >= 1.0) {
                    (Some(planned), true) => format!("{} / {planned}", minutes(spent)),
                    (Some(planned), false) => planned,
                    (None, true) => minutes(spent),
                    (None, false) => String::new(),
                };
                let at = rect.right_center() - vec2(space::S, 0.0);
                ui.painter()
                    .text(at, Align2::RIGHT_CENTER, times, font, ink);
                if current {
                    bring_into_view(ui, "list", slide, &response);
                }
                if response.clicked() {
                    context.input(Input::GoTo(slide));
                }
            }
        });
}

/// Scrolls to a slide when another one becomes the current one; a list that asks every frame never comes to rest.
pub(super) fn bring_into_view(ui: &Ui, list: &str, slide: usize, row: &egui::Response) {
    let id = egui::Id::unique(("current slide", list));
    if ui.data(|data| data.get_temp::<usize>(id)) != Some(slide) {
        row.scroll_to_me_animation(None, egui::style::ScrollAnimation::none());
        ui.data_mut(|data| data.insert_temp(id, slide));
    }
}

fn notes_ui(ui: &mut Ui, context: &Context<'_>, desk: &Desk<'_>, room: Rect) {
    let colours = context.colours();
    ui.painter()
        .rect_filled(room, CornerRadius::same(radius::CARD), colours.paper);
    let mut child = ui.new_child(UiBuilder::new().max_rect(room.shrink(space::M)));
    let slide = &desk.briefing.slides[desk.show.state().live.step.slide];
    child.horizontal(|ui| {
        ui.label(widget::strong(
            context,
            context.text("show-notes"),
            type_size::BODY,
        ));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            for (sign, key, by) in [
                ("A+", "show-notes-larger", 2.0),
                ("A−", "show-notes-smaller", -2.0),
            ] {
                let name = context.text(key);
                let button = widget::text_button_ui(ui, context, sign).on_hover_text(name);
                button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, name));
                if button.clicked() {
                    context.send(Action::Show(ShowAction::NotesSize(by)));
                }
            }
        });
    });
    faults_ui(&mut child, context, desk);
    let notes = expanded(
        context.atlas,
        context.strings,
        slide.notes.get(context.language()),
    );
    let notes = flowed(&notes);
    let notes = if notes.is_empty() {
        context.text("show-notes-none").to_owned()
    } else {
        notes
    };
    ScrollArea::vertical()
        .id_salt("notes")
        .auto_shrink(false)
        .show(&mut child, |ui| {
            let text = RichText::new(notes)
                .size(desk.notes_size)
                .color(colours.ink);
            ui.add(egui::Label::new(text).wrap());
        });
}

/// What is missing or old on the slide, for the presenter only.
fn faults_ui(ui: &mut Ui, context: &Context<'_>, desk: &Desk<'_>) {
    let slide = desk.show.state().live.step.slide;
    let found = desk
        .found
        .into_iter()
        .flat_map(|found| found.of_slide(slide));
    for item in found.filter(|item| item.severity != Severity::Note) {
        let key = match item.severity {
            Severity::Error => "severity-error",
            _ => "severity-warning",
        };
        let message = item.message(context.strings);
        let text = named(context, context.text(key), &message);
        let text = widget::body(context, text).color(context.colours().caution);
        ui.add(egui::Label::new(text).wrap());
    }
}

/// `12:05`, or `1:02:05`.
pub fn minutes(seconds: f64) -> String {
    let seconds = seconds.max(0.0) as u64;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

fn bar_ui(ui: &mut Ui, context: &Context<'_>, desk: &Desk<'_>, bar: Rect) {
    let colours = context.colours();
    ui.painter().rect_filled(bar, 0.0, colours.paper);
    let line = Stroke::new(1.0, colours.line);
    ui.painter()
        .line_segment([bar.left_top(), bar.right_top()], line);
    let inner = bar.shrink2(vec2(space::L, space::S));
    let (upper, lower) = inner.split_top_bottom_at_fraction(0.36);
    let mut times = ui.new_child(
        UiBuilder::new()
            .max_rect(upper)
            .layout(Layout::left_to_right(Align::Center)),
    );
    times_ui(&mut times, context, desk);
    times.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        ui.spacing_mut().button_padding.x = space::S;
        ui.spacing_mut().interact_size.y = 28.0;
        screens_ui(ui, context, desk);
        theme_ui(ui, context, desk);
    });
    let rows = buttons(desk);
    let (first, second) = rows.split_at(2);
    let (upper, lower) = lower.split_top_bottom_at_fraction(0.5);
    for (groups, room) in [(first, upper), (second, lower)] {
        let layout = Layout::left_to_right(Align::Center);
        let mut ui = ui.new_child(UiBuilder::new().max_rect(room).layout(layout));
        let look = ButtonLook {
            all: true,
            keys: room.width() >= KEYS_FROM,
        };
        buttons_ui(&mut ui, context, groups, look);
    }
}

/// Clock, time on the stopwatch against the plan, pace in words and colour, slide, and what is unusual.
fn times_ui(ui: &mut Ui, context: &Context<'_>, desk: &Desk<'_>) {
    let colours = context.colours();
    ui.spacing_mut().item_spacing.x = space::L;
    let large = |text: String, colour| {
        RichText::new(text)
            .font(FontId::new(type_size::TITLE, semibold()))
            .color(colour)
    };
    ui.label(large(crate::clock::time_of_day(), colours.ink_weak));
    let elapsed = desk.show.timer().elapsed_s(desk.now_s);
    let pace = desk.show.pace(desk.now_s);
    let colour = match pace {
        Pace::Overtime(_) => colours.accent,
        pace if pace.asks_for_attention() => colours.caution,
        _ => colours.ink,
    };
    let planned = desk.show.deck().planned_s();
    let mut time = minutes(elapsed);
    if planned > 0 {
        time = format!("{time} / {}", minutes(f64::from(planned)));
    }
    ui.label(large(time, colour));
    let words = |key: &str, by: f64| context.strings.format(key, &[("time", &minutes(by))]);
    let pace = match pace {
        Pace::Unplanned => String::new(),
        Pace::Late(by) | Pace::Early(by) if by < ON_PACE_S => {
            context.text("show-on-pace").to_owned()
        }
        Pace::OnPace => context.text("show-on-pace").to_owned(),
        Pace::Late(by) => words("show-late", by),
        Pace::Early(by) => words("show-early", by),
        Pace::Overtime(by) => words("show-overtime", by),
    };
    ui.label(widget::strong(context, pace, type_size::BODY).color(colour));
    let state = desk.show.state();
    let [number, count] = [state.live.step.slide + 1, desk.briefing.slides.len()];
    ui.label(large(format!("{number} / {count}"), colours.ink));
    for key in badges(desk) {
        badge_ui(ui, context, context.text(key));
    }
    if let Some(message) = desk.show.message() {
        ui.label(widget::body(context, message_text(context, message)).color(colours.caution));
    }
}

/// The colours of the audience's picture; a click takes the next ones.
fn theme_ui(ui: &mut Ui, context: &Context<'_>, desk: &Desk<'_>) {
    let name = context.text(theme_key(desk.theme));
    let text = context.strings.format("show-theme-now", &[("theme", name)]);
    let button = egui::Button::new(widget::body(context, text).size(type_size::CAPTION + 1.0));
    if ui.add(button).clicked() {
        let next = desk.theme.next();
        context.send(Action::Show(ShowAction::Theme(next)));
    }
}

/// Of what the presenter must not forget.
fn badges(desk: &Desk<'_>) -> Vec<&'static str> {
    let state = desk.show.state();
    let mut badges = Vec::new();
    match state.curtain {
        Some(Curtain::Black) => badges.push("show-badge-black"),
        Some(Curtain::White) => badges.push("show-badge-white"),
        None => {}
    }
    if state.frozen.is_some() {
        badges.push("show-badge-frozen");
    }
    if state.live.is_off_script() {
        badges.push("show-badge-off-script");
    }
    if desk.rehearsal {
        badges.push("show-badge-rehearsal");
    }
    badges
}

fn badge_ui(ui: &mut Ui, context: &Context<'_>, text: &str) {
    let colours = context.colours();
    egui::Frame::new()
        .fill(colours.accent)
        .corner_radius(CornerRadius::same(radius::CONTROL))
        .inner_margin(egui::Margin::symmetric(space::S as i8, 3))
        .show(ui, |ui| {
            ui.label(widget::strong(context, text, type_size::BODY).color(colours.on_accent))
        });
}

/// Which screen the audience has; a click chooses another.
fn screens_ui(ui: &mut Ui, context: &Context<'_>, desk: &Desk<'_>) {
    if desk.screens.known().len() < 2 {
        return;
    }
    for screen in desk.screens.known().iter().rev() {
        let audience = desk.screens.audience_name() == Some(&screen.name);
        let key = if audience {
            "show-screen-audience"
        } else {
            "show-screen-other"
        };
        let [.., width, height] = screen.bounds;
        let size = format!("{width}×{height}");
        let text = context
            .strings
            .format(key, &[("name", &screen.name), ("size", &size)]);
        // In short; the whole is told on hover and to screen readers.
        let key = if audience {
            "show-screen-audience-short"
        } else {
            "show-screen-other-short"
        };
        let short = context.strings.format(key, &[("name", &screen.name)]);
        let short = widget::body(context, short).size(type_size::CAPTION + 1.0);
        let outline = if audience {
            Stroke::new(1.5, context.colours().line)
        } else {
            Stroke::NONE
        };
        let button = ui.add(egui::Button::new(short).stroke(outline));
        let button = button.on_hover_text(&text);
        button
            .widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, audience, &text));
        if button.clicked() && !audience {
            context.send(Action::Show(ShowAction::Audience(screen.name.clone())));
        }
    }
}

pub(super) fn message_text(context: &Context<'_>, message: Message) -> String {
    match message {
        Message::FirstSlide => context.text("show-first-slide").to_owned(),
        Message::LastSlide => context.text("show-last-slide").to_owned(),
        Message::NoSuchSlide(number) => context
            .strings
            .format("show-no-slide", &[("number", &number.to_string())]),
        Message::FreezeNeedsTwoScreens => context.text("show-freeze-needs-two").to_owned(),
        Message::AudienceScreenLost => context.text("show-screen-lost").to_owned(),
    }
}

/// One thing that a key does.
struct KeyButton {
    input: Input,
    /// Of its name.
    name: &'static str,
    /// On the keyboard.
    key: &'static str,
    active: bool,
    /// Not among the few on the only screen.
    only_desk: bool,
}

fn button(input: Input, name: &'static str, key: &'static str) -> KeyButton {
    KeyButton {
        input,
        name,
        key,
        active: false,
        only_desk: false,
    }
}

impl KeyButton {
    fn on(self, active: bool) -> Self {
        Self { active, ..self }
    }

    fn desk(self) -> Self {
        Self {
            only_desk: true,
            ..self
        }
    }
}

/// In groups: the way, the screen, tools, what is shown, and the rest.
fn buttons(desk: &Desk<'_>) -> Vec<Vec<KeyButton>> {
    let state = desk.show.state();
    let tool = |tool| state.tool == Some(tool);
    let curtain = |curtain| state.curtain == Some(curtain);
    let timed = desk.show.timer().is_running();
    vec![
        vec![
            button(Input::Previous, "show-do-previous", "←"),
            button(Input::Next, "show-do-next", "→"),
            button(Input::Overview, "show-do-overview", "O"),
            button(Input::GoToBox, "show-do-goto", "G").desk(),
            button(Input::Search, "show-do-search", "/"),
        ],
        vec![
            button(Input::Black, "show-do-black", "B").on(curtain(Curtain::Black)),
            button(Input::White, "show-do-white", "W")
                .on(curtain(Curtain::White))
                .desk(),
            button(Input::Freeze, "show-do-freeze", "F")
                .on(state.frozen.is_some())
                .desk(),
            button(Input::BackToScript, "show-do-back", "R"),
        ],
        vec![
            button(Input::Laser, "show-do-laser", "L").on(tool(Tool::Laser)),
            button(Input::Spotlight, "show-do-spotlight", "S")
                .on(tool(Tool::Spotlight))
                .desk(),
            button(Input::Pen, "show-do-pen", "D").on(tool(Tool::Pen)),
            button(Input::Eraser, "show-do-eraser", "E")
                .on(tool(Tool::Eraser))
                .desk(),
            button(Input::ClearInk, "show-do-clear", "C").desk(),
        ],
        vec![
            button(Input::Card, "show-do-card", "I").on(state.live.card),
            button(Input::Legend, "show-do-legend", "K")
                .on(state.legend)
                .desk(),
            button(Input::Layers, "show-do-layers", "Y").desk(),
        ],
        vec![
            button(Input::TimerToggle, "show-do-timer", "T")
                .on(timed)
                .desk(),
            button(Input::Swap, "show-do-swap", "X").desk(),
            button(Input::Language, "show-do-language", "Ctrl+Shift+L").desk(),
            button(Input::Help, "show-do-help", "?"),
            button(Input::Escape, "show-do-leave", "Esc"),
        ],
    ]
}

#[derive(Clone, Copy)]
struct ButtonLook {
    /// Also those that are on the desk alone.
    all: bool,
    /// With the key behind the name.
    keys: bool,
}

/// One button for each key; a little room between groups.
fn buttons_ui(ui: &mut Ui, context: &Context<'_>, groups: &[Vec<KeyButton>], look: ButtonLook) {
    ui.spacing_mut().item_spacing.x = space::XS;
    ui.spacing_mut().button_padding.x = space::S;
    ui.spacing_mut().interact_size.y = 28.0;
    for (number, group) in groups.iter().enumerate() {
        if number > 0 {
            ui.add_space(space::M);
        }
        for button in group.iter().filter(|one| look.all || !one.only_desk) {
            key_button_ui(ui, context, button, look.keys);
        }
    }
}

fn key_button_ui(ui: &mut Ui, context: &Context<'_>, button: &KeyButton, keys: bool) {
    let colours = context.colours();
    let (name, active) = (context.text(button.name), button.active);
    let size = type_size::CAPTION + 1.0;
    let text = widget::body(context, name).size(size);
    let text = if active {
        text.color(colours.accent).strong()
    } else {
        text
    };
    let outline = if active {
        Stroke::new(1.5, colours.accent)
    } else {
        Stroke::NONE
    };
    let one = if keys {
        let key = widget::body(context, button.key).size(type_size::CAPTION);
        egui::Button::new((text, key.color(colours.ink_weak)))
    } else {
        egui::Button::new(text)
    };
    let response = ui
        .add(one.stroke(outline))
        .on_hover_text(format!("{name} ({})", button.key));
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, active, name));
    if response.clicked() {
        context.input(button.input);
    }
}

/// On the only screen: the most needed buttons, while the pointer moves.
pub fn controls_over_ui(ui: &Ui, context: &Context<'_>, desk: &Desk<'_>) {
    let screen = ui.ctx().content_rect();
    Area::new(egui::Id::unique("show controls"))
        .order(Order::Foreground)
        .fixed_pos(pos2(screen.center().x, screen.bottom() - space::XL))
        .pivot(Align2::CENTER_BOTTOM)
        .accessible_name(context.text("show-controls"))
        .show(ui.ctx(), |ui| {
            widget::card_frame(context)
                .inner_margin(space::S)
                .show(ui, |ui| {
                    let look = ButtonLook {
                        all: false,
                        keys: false,
                    };
                    ui.horizontal(|ui| buttons_ui(ui, context, &buttons(desk), look))
                });
        });
}
