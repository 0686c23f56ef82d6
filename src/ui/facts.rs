//! The facts card: who the place is, its key figures, then its facts by theme, each with value, unit, date, status
//! and source.

use egui::{Align, Area, Layout, Order, Rect, ScrollArea, Ui, Vec2, pos2, vec2};

use super::{Context, chart, dispute, fact, furniture, reveal, value, verdict, widget};
use crate::{
    app::Action,
    atlas::{Atlas, Date, Fact, Geometry, Place},
    card::{self, Card, Entry, Series},
    lang::{Strings, distance_text, position_text},
    theme::{icon::Icon, space, type_size},
};

/// In points.
pub const WIDTH: f32 = 400.0;
/// Windows narrower than this get the card along the lower edge.
pub const SHEET_BELOW: f32 = 900.0;
/// Key figures stand in two columns that are at least so wide, in points.
const COLUMN_LEAST: f32 = 150.0;
/// Sizes of key figures, the preferred one first.
const SIZES: [f32; 2] = [type_size::FIGURE, type_size::TITLE];
/// Height of the row of buttons below the facts, in points.
const FOOTER: f32 = 40.0;

/// The card's outer bounds on a map of this rectangle.
pub fn bounds(map: Rect) -> Rect {
    let inner = Rect::from_min_max(
        map.min + Vec2::splat(space::M),
        map.max - vec2(space::M, space::M + furniture::LINE_HEIGHT),
    );
    if map.width() < SHEET_BELOW {
        let height = (inner.height() * 0.46).max(160.0).min(inner.height());
        return Rect::from_min_max(pos2(inner.left(), inner.bottom() - height), inner.max);
    }
    Rect::from_min_max(pos2(inner.right() - WIDTH, inner.top()), inner.max)
}

/// The part of the map that the card leaves free.
pub fn free_part(map: Rect, card: Option<Rect>) -> Rect {
    let whole = map.with_max_y(map.bottom() - furniture::LINE_HEIGHT);
    match card {
        None => whole,
        Some(card) if map.width() < SHEET_BELOW => whole.with_max_y(card.top()),
        Some(card) => whole.with_max_x(card.left()),
    }
}

/// `compared`: whether the place is in the comparison.
pub fn card_ui(ui: &Ui, context: &Context<'_>, map: Rect, place: &Place, compared: bool) {
    let bounds = bounds(map);
    let name = place.names.get(context.language());
    Area::new(egui::Id::unique("facts card"))
        .order(Order::Middle)
        .fixed_pos(bounds.min)
        .constrain(false)
        .accessible_name(context.strings.format("facts-of", &[("place", name)]))
        .show(ui.ctx(), |ui| {
            widget::card_frame(context)
                .inner_margin(0.0)
                .show(ui, |ui| {
                    ui.set_width(bounds.width());
                    ui.set_max_height(bounds.height());
                    ui.spacing_mut().item_spacing.y = 0.0;
                    inset(ui, |ui| header_ui(ui, context, place));
                    widget::hairline_ui(ui, context);
                    let left = bounds.bottom() - ui.cursor().top() - FOOTER - 2.0;
                    ScrollArea::vertical()
                        .id_salt(place.id.as_str())
                        .max_height(left.max(80.0))
                        .auto_shrink([false, true])
                        .show(ui, |ui| inset(ui, |ui| contents_ui(ui, context, place)));
                    widget::hairline_ui(ui, context);
                    egui::Frame::new()
                        .inner_margin(egui::Margin::symmetric(space::S as i8, space::XS as i8))
                        .show(ui, |ui| {
                            ui.set_width(ui.available_width());
                            footer_ui(ui, context, place, compared);
                        });
                });
        });
}

fn inset(ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
    egui::Frame::new()
        .inner_margin(egui::Margin::symmetric(space::L as i8, space::M as i8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing = vec2(space::S, space::XS);
            ui.spacing_mut().interact_size.y = 18.0;
            contents(ui);
        });
}

fn header_ui(ui: &mut Ui, context: &Context<'_>, place: &Place) {
    let language = context.language();
    ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
        if widget::icon_button_ui(ui, context, Icon::Close, context.text("close-facts")).clicked() {
            context.send(Action::Deselect);
        }
        ui.with_layout(Layout::top_down(Align::Min), |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = space::XS + 2.0;
                ui.add(Icon::of_kind(&place.kind).image(16.0, context.colours().ink_weak));
                ui.add(
                    egui::Label::new(widget::caption(
                        context,
                        card::whereabouts(context.atlas, context.strings, place),
                    ))
                    .truncate(),
                );
            });
            let name = widget::strong(context, place.names.get(language), type_size::TITLE);
            ui.add(egui::Label::new(name).wrap().selectable(true));
            let other = place.names.exactly(language.other());
            if !other.is_empty() {
                let pinyin = place.pinyin.as_deref().unwrap_or_default();
                let other = if pinyin.is_empty() {
                    other.to_owned()
                } else {
                    format!("{other}  {pinyin}")
                };
                let other = widget::body(context, other).color(context.colours().ink_weak);
                ui.add(egui::Label::new(other).wrap().selectable(true));
            }
        });
    });
}

fn contents_ui(ui: &mut Ui, context: &Context<'_>, place: &Place) {
    let summary = place.summary.get(context.language());
    if !summary.is_empty() {
        ui.add(
            egui::Label::new(widget::body(context, summary))
                .wrap()
                .selectable(true),
        );
    }
    if let Geometry::Site(position) = place.geometry {
        position_ui(ui, context, place, position);
    }
    let mut card = Card::new(context.atlas, place);
    if card.is_empty() {
        ui.add_space(space::S);
        ui.label(widget::caption(context, context.text("facts-none")));
        return;
    }
    let left_out = card.keep_theme(context.content.theme_in(context.atlas));
    if !card.key.is_empty() {
        key_figures_ui(ui, context, &card.key);
    }
    let series = card::series(context.atlas, place);
    for group in &card.groups {
        theme_ui(ui, context, group.name(context.strings));
        for (index, entry) in group.entries.iter().enumerate() {
            if index > 0 {
                ui.add_space(space::S);
            }
            match entry {
                Entry::Fact(fact) => {
                    let one = std::iter::once(*fact);
                    reveal::facts_ui(ui, context, one, |ui| fact::plain_ui(ui, context, fact));
                }
                Entry::Dispute(dispute) => {
                    let bars = card::bars(dispute, &series);
                    reveal::facts_ui(ui, context, dispute.facts(), |ui| {
                        dispute::dispute_ui(ui, context, Some(place), dispute, bars.as_ref());
                    });
                }
            }
        }
    }
    if let Some(theme) = left_out {
        left_out_ui(ui, context, theme);
    } else {
        charts_ui(ui, context, place, &series);
    }
    ui.add_space(space::XS);
}

/// Says how many facts of other themes there are, with the way to them.
fn left_out_ui(ui: &mut Ui, context: &Context<'_>, count: usize) {
    let theme = context.content.theme_in(context.atlas);
    let theme = theme.and_then(|id| context.atlas.manifest.theme(id));
    let Some(theme) = theme else { return };
    let count = count.to_string();
    let arguments = [
        ("theme", theme.name.get(context.language())),
        ("count", &*count),
    ];
    let text = context.strings.format("facts-of-theme-only", &arguments);
    ui.add_space(space::S);
    ui.add(egui::Label::new(widget::caption(context, text)).wrap());
    if widget::link_button_ui(ui, context, context.text("facts-all-themes")).clicked() {
        let mut map = context.content.clone();
        map.theme = None;
        context.send(Action::ShowOnMap(Box::new(map)));
    }
}

/// What people would rather look at than read: series over the years, and the place among its peers.
fn charts_ui(ui: &mut Ui, context: &Context<'_>, place: &Place, series: &[Series<'_>]) {
    for series in series {
        chart::series_ui(ui, context, series);
    }
    for standing in card::standings(context.atlas, place) {
        chart::standing_ui(ui, context, &standing);
    }
}

/// The name of a theme over a hairline.
pub fn theme_ui(ui: &mut Ui, context: &Context<'_>, name: &str) {
    ui.add_space(space::M);
    ui.label(widget::strong(context, name, type_size::BODY));
    widget::hairline_ui(ui, context);
    ui.add_space(space::XS);
}

fn position_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    place: &Place,
    position: crate::atlas::Position,
) {
    let mut text = format!("{}  WGS 84", position_text(context.strings, position));
    if let Some(accuracy) = place.accuracy_m {
        text.push_str("  ± ");
        text.push_str(&distance_text(context.strings, accuracy));
    }
    ui.horizontal(|ui| {
        let note = place.position_note.get(context.language());
        let label =
            ui.add(egui::Label::new(widget::caption(context, text.clone())).selectable(true));
        if !note.is_empty() {
            label.on_hover_text(note);
        }
        let name = context.text("copy-position");
        let image = Icon::Copy.image(14.0, context.colours().ink_weak);
        let button = ui
            .add(egui::Button::image(image).frame(false))
            .on_hover_text(name);
        button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, name));
        if button.clicked() {
            context.send(Action::Copy(format!(
                "{}, {}",
                position.latitude, position.longitude
            )));
        }
    });
}

/// Two columns of large numbers, divided by hairlines.
fn key_figures_ui(ui: &mut Ui, context: &Context<'_>, facts: &[&Fact]) {
    ui.add_space(space::S);
    let column = (ui.available_width() - space::L) / 2.0;
    let (columns, column) = if column < COLUMN_LEAST {
        (1, ui.available_width())
    } else {
        (2, column)
    };
    for row in facts.chunks(columns) {
        widget::hairline_ui(ui, context);
        ui.add_space(space::XS);
        // Neighbours are set in one size: the largest in which both stand in one line.
        let fits = |size: &f32| {
            row.iter()
                .all(|fact| value::width(ui, context, fact, *size) <= column)
        };
        let size = SIZES.into_iter().find(fits).unwrap_or(type_size::TITLE);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = space::L;
            for fact in row {
                ui.vertical(|ui| {
                    ui.set_width(column);
                    ui.spacing_mut().item_spacing.y = 2.0;
                    let one = std::iter::once(*fact);
                    reveal::facts_ui(ui, context, one, |ui| {
                        key_figure_ui(ui, context, fact, size);
                    });
                });
            }
        });
        ui.add_space(space::XS);
    }
}

fn key_figure_ui(ui: &mut Ui, context: &Context<'_>, fact: &Fact, size: f32) {
    let label = fact.label.get(context.language());
    fact::label_ui(ui, context, fact, widget::caption(context, label));
    value::value_ui(ui, context, fact, size);
    fact::narrow_meta_ui(ui, context, fact);
    verdict::verdicts_ui(ui, context, fact);
    fact::details_ui(ui, context, fact);
}

/// What can be done with the whole card.
fn footer_ui(ui: &mut Ui, context: &Context<'_>, place: &Place, compared: bool) {
    // Without words where there is no room for them.
    let wide = ui.available_width() >= WIDTH - space::XL;
    let button = |ui: &mut Ui, icon: Icon, text: &str, active: bool| {
        if wide {
            widget::action_button_ui(ui, context, icon, text, active).clicked()
        } else {
            widget::toggle_button_ui(ui, context, icon, text, active).clicked()
        }
    };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        let copy = |make: fn(&Atlas, &Place, &Strings, Date) -> String| {
            Action::Copy(make(context.atlas, place, context.strings, context.today))
        };
        for (icon, key, make) in [
            (
                Icon::Copy,
                "card-copy-text",
                card::text as fn(&_, &_, &_, _) -> _,
            ),
            (Icon::Table, "card-copy-table", card::table),
        ] {
            if button(ui, icon, context.text(key), false) {
                context.send(copy(make));
            }
        }
        let key = if compared {
            "compare-remove-this"
        } else {
            "compare-add-this"
        };
        if button(ui, Icon::Compare, context.text(key), compared) {
            context.send(Action::ToggleCompared(place.id.clone()));
        }
    });
}
