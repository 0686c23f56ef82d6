//! The facts card: who the place is, its key figures, then its facts by theme, each with value, unit, date, status
//! and source.

use egui::{
    Align, Area, FontId, Layout, Order, Rect, RichText, ScrollArea, Ui, Vec2, pos2,
    text::LayoutJob, text::TextFormat, vec2,
};

use super::{Context, furniture, status_sign, verdict, widget};
use crate::{
    app::Action,
    atlas::{Fact, Geometry, Kind, Place, PlaceId, Source, Status, ThemeId, Unit, Value},
    lang::{date_text, distance_text, position_text, value_text},
    theme::{icon::Icon, semibold, space, type_size},
};

/// In points.
pub const WIDTH: f32 = 400.0;
/// Windows narrower than this get the card along the lower edge.
pub const SHEET_BELOW: f32 = 900.0;
/// Figures shown large.
const KEY_FIGURES: usize = 4;

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

/// Of a place: kind and what it lies in.
pub fn whereabouts(context: &Context<'_>, place: &Place) -> String {
    let kind = kind_name(context, &place.kind);
    let within: Vec<&str> = context
        .atlas
        .ancestors(place)
        .into_iter()
        .filter(|parent| parent.kind != Kind::Region)
        .map(|parent| parent.map_label(context.language()))
        .collect();
    if within.is_empty() {
        kind
    } else {
        format!("{kind} · {}", within.join(" · "))
    }
}

pub fn kind_name(context: &Context<'_>, kind: &Kind) -> String {
    let key = format!("kind-{}", kind.code());
    context.strings.find(&key).unwrap_or(kind.code()).to_owned()
}

pub fn card_ui(ui: &Ui, context: &Context<'_>, map: Rect, place: &Place) {
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
                    let left = bounds.bottom() - ui.cursor().top() - 2.0;
                    ScrollArea::vertical()
                        .id_salt(place.id.as_str())
                        .max_height(left.max(80.0))
                        .auto_shrink([false, true])
                        .show(ui, |ui| inset(ui, |ui| contents_ui(ui, context, place)));
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
                    egui::Label::new(widget::caption(context, whereabouts(context, place)))
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
        ui.add_space(space::XS);
    }
    if let Geometry::Site(position) = place.geometry {
        position_ui(ui, context, place, position);
    }
    let facts: Vec<&Fact> = context.atlas.facts_of(&place.id).collect();
    if facts.is_empty() {
        ui.add_space(space::S);
        ui.label(widget::caption(context, context.text("facts-none")));
        return;
    }
    let key = key_figures(&facts);
    if !key.is_empty() {
        ui.add_space(space::M);
        key_figures_ui(ui, context, &key);
    }
    for (theme, facts) in by_theme(context, &facts, &key) {
        ui.add_space(space::L);
        ui.label(widget::strong(context, theme, type_size::LEAD));
        for fact in facts {
            ui.add_space(space::S);
            fact_ui(ui, context, Some(place), fact);
        }
    }
    ui.add_space(space::S);
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

/// Numbers that a source stands for, not claims of one unverified text.
fn key_figures<'a>(facts: &[&'a Fact]) -> Vec<&'a Fact> {
    let trusted = |fact: &&&Fact| {
        let year = |unit: &Option<Unit>| unit.as_ref().is_some_and(|unit| unit.0 == "year");
        matches!(&fact.value, Value::Number { unit, .. } if !year(unit))
            && matches!(
                fact.status,
                Status::Corroborated | Status::Sourced | Status::Computed
            )
    };
    let mut chosen: Vec<&Fact> = Vec::new();
    for fact in facts.iter().filter(trusted) {
        // Of a series only one value is a key figure: the latest.
        let rival = chosen.iter().position(|known| known.label == fact.label);
        match rival {
            Some(index) if chosen[index].as_of < fact.as_of => chosen[index] = fact,
            Some(_) => {}
            None => chosen.push(fact),
        }
    }
    chosen.truncate(KEY_FIGURES);
    chosen
}

/// Two columns of large numbers.
fn key_figures_ui(ui: &mut Ui, context: &Context<'_>, facts: &[&Fact]) {
    let column = (ui.available_width() - space::L) / 2.0;
    for row in facts.chunks(2) {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = space::L;
            for fact in row {
                ui.vertical(|ui| {
                    ui.set_width(column);
                    key_figure_ui(ui, context, fact);
                });
            }
        });
        ui.add_space(space::M);
    }
}

fn key_figure_ui(ui: &mut Ui, context: &Context<'_>, fact: &Fact) {
    ui.spacing_mut().item_spacing.y = 2.0;
    let label = fact.label.get(context.language());
    ui.add(egui::Label::new(widget::caption(context, label)).wrap());
    value_ui(ui, context, fact, type_size::FIGURE - 2.0);
    status_sign::status_ui(ui, context, fact.status, &date(context, fact));
    sources_ui(ui, context, fact);
    note_ui(ui, context, fact);
}

/// The number large, its unit smaller beside it.
fn value_ui(ui: &mut Ui, context: &Context<'_>, fact: &Fact, size: f32) {
    let value = value_text(context.strings, &fact.value);
    let colours = context.colours();
    let words = matches!(fact.value, Value::Words(_));
    let size = if words { type_size::BODY } else { size };
    let family = if words {
        egui::FontFamily::Proportional
    } else {
        semibold()
    };
    let mut job = LayoutJob::default();
    job.wrap.max_width = ui.available_width();
    let format = |size, family, color| TextFormat {
        font_id: FontId::new(size, family),
        color,
        ..TextFormat::default()
    };
    job.append(&value.number, 0.0, format(size, family, colours.ink));
    if !value.unit.is_empty() {
        let gap = if value.unit == "%" { 1.0 } else { 5.0 };
        let unit_size = (size * 0.55).max(type_size::BODY);
        job.append(
            &value.unit,
            gap,
            format(unit_size, egui::FontFamily::Proportional, colours.ink),
        );
    }
    ui.add(egui::Label::new(job).wrap().selectable(true));
}

fn date(context: &Context<'_>, fact: &Fact) -> String {
    match &fact.as_of {
        Some(as_of) => date_text(context.strings, as_of),
        None => context.text("date-undated").to_owned(),
    }
}

/// The facts that are not key figures, under the names of their themes in the order of the atlas.
fn by_theme<'a>(
    context: &Context<'a>,
    facts: &[&'a Fact],
    key: &[&Fact],
) -> Vec<(String, Vec<&'a Fact>)> {
    let rest: Vec<&Fact> = facts
        .iter()
        .copied()
        .filter(|fact| !key.iter().any(|one| one.id == fact.id))
        .collect();
    let of = |theme: Option<&ThemeId>| -> Vec<&Fact> {
        rest.iter()
            .copied()
            .filter(|fact| fact.theme.as_ref() == theme)
            .collect()
    };
    let themes = &context.atlas.manifest.themes;
    let mut groups: Vec<(String, Vec<&Fact>)> = themes
        .iter()
        .map(|theme| {
            (
                theme.name.get(context.language()).to_owned(),
                of(Some(&theme.id)),
            )
        })
        .collect();
    let unknown = |fact: &&&Fact| {
        fact.theme
            .as_ref()
            .is_none_or(|id| context.atlas.manifest.theme(id).is_none())
    };
    groups.push((
        context.text("theme-none").to_owned(),
        rest.iter().filter(unknown).copied().collect(),
    ));
    groups.retain(|(_, facts)| !facts.is_empty());
    groups
}

/// One fact in full; `place` is the place on whose card it stands.
pub fn fact_ui(ui: &mut Ui, context: &Context<'_>, place: Option<&Place>, fact: &Fact) {
    let label = fact.label.get(context.language());
    ui.add(
        egui::Label::new(widget::caption(context, label))
            .wrap()
            .selectable(true),
    );
    value_ui(ui, context, fact, type_size::LEAD);
    status_sign::status_ui(ui, context, fact.status, &date(context, fact));
    sources_ui(ui, context, fact);
    let others: Vec<&Fact> = fact
        .disputes
        .iter()
        .filter_map(|id| context.atlas.fact(id))
        .collect();
    if !others.is_empty() {
        disputes_ui(ui, context, place, &others);
    }
    verdict::verdicts_ui(ui, context, fact);
    note_ui(ui, context, fact);
}

/// The note, on demand; of a fact that asks for caution, at once.
fn note_ui(ui: &mut Ui, context: &Context<'_>, fact: &Fact) {
    let note = fact.note.get(context.language());
    if note.is_empty() {
        return;
    }
    let id = egui::Id::unique(("note", fact.id.as_str()));
    let caution = matches!(
        fact.status,
        Status::Reported | Status::Disputed | Status::NeedsCheck
    );
    let mut open = ui.data(|data| data.get_temp(id)).unwrap_or(caution);
    let key = if open { "note-hide" } else { "note-show" };
    let words = RichText::new(context.text(key)).size(type_size::CAPTION);
    if ui
        .add(egui::Link::new(words.color(context.colours().second)))
        .clicked()
    {
        open = !open;
        ui.data_mut(|data| data.insert_temp(id, open));
    }
    if open {
        ui.add(
            egui::Label::new(widget::caption(context, note))
                .wrap()
                .selectable(true),
        );
    }
}

/// What other sources say, beside the disputed value.
fn disputes_ui(ui: &mut Ui, context: &Context<'_>, place: Option<&Place>, others: &[&Fact]) {
    let frame = egui::Frame::new()
        .fill(context.colours().well)
        .corner_radius(f32::from(crate::theme::radius::CONTROL))
        .inner_margin(egui::Margin::symmetric(space::S as i8, space::XS as i8));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(widget::caption(context, context.text("disputed-by")));
        for other in others {
            let value = value_text(context.strings, &other.value).joined();
            ui.add(
                egui::Label::new(widget::caption(
                    context,
                    other.label.get(context.language()),
                ))
                .wrap(),
            );
            let line = format!("{value} · {}", date(context, other));
            ui.add(
                egui::Label::new(widget::body(context, line))
                    .wrap()
                    .selectable(true),
            );
            let elsewhere: Option<&PlaceId> = other
                .places
                .first()
                .filter(|_| place.is_none_or(|place| !other.places.contains(&place.id)));
            if let Some(elsewhere) = elsewhere.and_then(|id| context.atlas.place(id)) {
                let name = elsewhere.map_label(context.language());
                if ui
                    .add(egui::Link::new(
                        RichText::new(name).size(type_size::CAPTION),
                    ))
                    .clicked()
                {
                    context.send(Action::Select(elsewhere.id.clone()));
                }
            }
            sources_ui(ui, context, other);
        }
    });
}

fn sources_ui(ui: &mut Ui, context: &Context<'_>, fact: &Fact) {
    for source in fact
        .sources
        .iter()
        .filter_map(|id| context.atlas.source(id))
    {
        source_ui(ui, context, source);
    }
    if fact.sources.is_empty() {
        ui.label(widget::caption(context, context.text("source-none")));
    }
}

fn source_ui(ui: &mut Ui, context: &Context<'_>, source: &Source) {
    let name = if source.publisher.is_empty() {
        &source.title
    } else {
        &source.publisher
    };
    let short = match source.year {
        Some(year) => format!("{name}, {year}"),
        None => name.clone(),
    };
    let Some(url) = &source.url else {
        let label = ui.add(egui::Label::new(widget::caption(context, short)).wrap());
        label.on_hover_text(format!(
            "{}\n{}",
            source.title,
            context.text("source-no-address")
        ));
        return;
    };
    let text = RichText::new(short)
        .size(type_size::CAPTION)
        .color(context.colours().second);
    let link = ui
        .add(egui::Link::new(text))
        .on_hover_text(format!("{}\n{url}", source.title));
    if link.clicked() {
        context.send(Action::OpenLink(url.clone()));
    }
}
