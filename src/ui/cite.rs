//! The sources of a fact: who says so, in short beside the value, and in full with what can be done.

use egui::{Frame, Label, Link, Margin, RichText, Ui};

use super::{Context, widget};
use crate::{
    app::Action,
    atlas::{Fact, Source},
    card::citation,
    theme::{radius, space, type_size},
};

/// Longer names of publishers are cut; the whole is shown on hover and when the fact is unfolded.
const LONGEST_NAME: usize = 34;
/// Width for the count of further sources, in points.
const MORE: f32 = 22.0;

/// Every source by name, opened by a click.
pub fn sources_ui(ui: &mut Ui, context: &Context<'_>, fact: &Fact) {
    let mut sources = fact
        .sources
        .iter()
        .filter_map(|id| context.atlas.source(id));
    let Some(first) = sources.next() else {
        ui.label(widget::caption(context, context.text("source-none")));
        return;
    };
    source_ui(ui, context, first);
    for other in sources {
        source_ui(ui, context, other);
    }
}

/// The first source in one line, cut where it is too long, and how many more there are.
pub fn first_source_ui(ui: &mut Ui, context: &Context<'_>, fact: &Fact) {
    let sources = || {
        fact.sources
            .iter()
            .filter_map(|id| context.atlas.source(id))
    };
    let Some(first) = sources().next() else {
        ui.label(widget::caption(context, context.text("source-none")));
        return;
    };
    let others: Vec<String> = sources()
        .skip(1)
        .map(|source| citation(context.strings, source))
        .collect();
    let width = ui.available_width() - if others.is_empty() { 0.0 } else { MORE };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        ui.spacing_mut().interact_size.y = 14.0;
        ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
        ui.scope(|ui| {
            ui.set_max_width(width);
            source_ui(ui, context, first);
        });
        if !others.is_empty() {
            let count = format!("+{}", others.len());
            ui.label(widget::caption(context, count))
                .on_hover_text(others.join("\n"));
        }
    });
}

/// Who says so, as a link where there is an address.
pub fn source_ui(ui: &mut Ui, context: &Context<'_>, source: &Source) {
    let name = short_name(context, source);
    let hover = citation(context.strings, source);
    let Some(url) = &source.url else {
        let label = ui.add(Label::new(widget::caption(context, name)));
        let none = context.text("source-no-address");
        label.on_hover_text(format!("{hover}\n{none}"));
        return;
    };
    let text = RichText::new(name)
        .size(type_size::CAPTION)
        .color(context.colours().second);
    let link = ui
        .add(Link::new(text))
        .on_hover_text(format!("{hover}\n{url}"));
    if link.clicked() {
        context.send(Action::OpenLink(url.clone()));
    }
}

/// Publisher and year, short enough for a line.
pub fn short_name(context: &Context<'_>, source: &Source) -> String {
    let who = source.who(context.language());
    let mut name: String = who.chars().take(LONGEST_NAME).collect();
    if name.len() < who.len() {
        name = format!("{}…", name.trim_end());
    }
    match source.year {
        Some(year) => format!("{name} {year}"),
        None => name,
    }
}

/// Publisher and year.
pub fn name(context: &Context<'_>, source: &Source) -> String {
    let who = source.who(context.language());
    match source.year {
        Some(year) => format!("{who} {year}"),
        None => who.to_owned(),
    }
}

/// Every source with title, and the ways to open it, to copy it and to all that rests on it.
pub fn in_full_ui(ui: &mut Ui, context: &Context<'_>, fact: &Fact) {
    let frame = Frame::new()
        .fill(context.colours().well)
        .corner_radius(f32::from(radius::CONTROL))
        .inner_margin(Margin::symmetric(space::S as i8, space::XS as i8 + 2));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        for source in fact
            .sources
            .iter()
            .filter_map(|id| context.atlas.source(id))
        {
            one_in_full_ui(ui, context, source);
        }
    });
}

fn one_in_full_ui(ui: &mut Ui, context: &Context<'_>, source: &Source) {
    let text = citation(context.strings, source);
    ui.add(
        Label::new(widget::caption(context, &*text).color(context.colours().ink))
            .wrap()
            .selectable(true),
    );
    let note = source.note.get(context.language());
    if !note.is_empty() {
        ui.add(Label::new(widget::caption(context, note)).wrap());
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        if let Some(url) = &source.url
            && widget::link_button_ui(ui, context, context.text("source-open")).clicked()
        {
            context.send(Action::OpenLink(url.clone()));
        }
        if widget::link_button_ui(ui, context, context.text("source-copy")).clicked() {
            let url = source.url.as_deref().unwrap_or_default();
            context.send(Action::Copy(format!("{text} {url}").trim().to_owned()));
        }
        if widget::link_button_ui(ui, context, context.text("source-facts")).clicked() {
            context.send(Action::ShowSource(source.id.clone()));
        }
    });
}
