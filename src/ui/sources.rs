//! The sources of the atlas: what rests on each, which facts have no other, which are unverified.

use egui::{TextEdit, Ui};

use super::{Context, status_sign, widget};
use crate::{
    app::Action,
    atlas::{Fact, Source, SourceId, Status},
    card,
    lang::value_text,
    theme::{space, type_size},
};

/// Which sources are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Choice {
    #[default]
    All,
    /// A fact has no other source.
    Only,
    /// A fact that rests on it is reported only, or needs a check.
    Unverified,
    NoAddress,
}

impl Choice {
    const ALL: [(Self, &str); 4] = [
        (Self::All, "sources-all"),
        (Self::Only, "sources-only"),
        (Self::Unverified, "sources-unverified"),
        (Self::NoAddress, "sources-no-address"),
    ];

    fn takes(self, source: &Source, facts: &[&Fact]) -> bool {
        match self {
            Self::All => true,
            Self::Only => facts.iter().any(|fact| fact.sources.len() == 1),
            Self::Unverified => facts.iter().any(|fact| is_unverified(fact)),
            Self::NoAddress => source.url.is_none(),
        }
    }
}

/// In which order the sources are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Order {
    #[default]
    MostFacts,
    Newest,
    Publisher,
}

impl Order {
    const ALL: [(Self, &str); 3] = [
        (Self::MostFacts, "sources-by-facts"),
        (Self::Newest, "sources-by-year"),
        (Self::Publisher, "sources-by-publisher"),
    ];
}

/// What the drawer is set to; kept by egui while the program runs.
#[derive(Clone, Debug, Default)]
struct Settings {
    text: String,
    choice: Choice,
    order: Order,
    /// Number of the source whose facts are unfolded.
    open: Option<usize>,
}

fn is_unverified(fact: &Fact) -> bool {
    matches!(fact.status, Status::Reported | Status::NeedsCheck)
}

/// Every source, or with `one` only that one with all that rests on it.
pub fn sources_ui(ui: &mut Ui, context: &Context<'_>, one: Option<&SourceId>) {
    if let Some(source) = one.and_then(|id| context.atlas.source(id)) {
        ui.add_space(space::S);
        head_ui(ui, context, source);
        for fact in context.atlas.facts_resting_on(&source.id) {
            ui.add_space(space::S);
            widget::hairline_ui(ui, context);
            resting_ui(ui, context, fact);
        }
        return;
    }
    let id = egui::Id::unique("sources drawer");
    let mut settings: Settings = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    controls_ui(ui, context, &mut settings);
    let mut listed = listed(context, &settings);
    match settings.order {
        Order::MostFacts => listed.sort_by_key(|(.., facts)| std::cmp::Reverse(facts.len())),
        Order::Newest => listed.sort_by_key(|(_, source, _)| std::cmp::Reverse(source.year)),
        Order::Publisher => {
            let who = |source: &Source| source.who(context.language()).to_lowercase();
            listed.sort_by_key(|(_, source, _)| who(source));
        }
    }
    let count = context
        .strings
        .format("sources-count", &[("count", &listed.len().to_string())]);
    ui.label(widget::caption(context, count));
    if listed.is_empty() {
        let key = if context.atlas.sources().is_empty() {
            "sources-none"
        } else {
            "sources-none-fit"
        };
        ui.add_space(space::S);
        ui.add(egui::Label::new(widget::body(context, context.text(key))).wrap());
    }
    for (number, source, facts) in listed {
        ui.add_space(space::S);
        source_ui(ui, context, &mut settings, number, source, &facts);
    }
    ui.data_mut(|data| data.insert_temp(id, settings));
}

/// The sources that are asked for, with their number in the atlas and the facts that rest on them.
fn listed<'a>(
    context: &Context<'a>,
    settings: &Settings,
) -> Vec<(usize, &'a Source, Vec<&'a Fact>)> {
    let text = settings.text.trim().to_lowercase();
    let fits = |source: &Source| {
        let within = |words: &str| words.to_lowercase().contains(&text);
        text.is_empty()
            || within(&source.title)
            || within(&source.publisher)
            || within(&source.publisher_zh)
    };
    let sources = context
        .atlas
        .sources()
        .iter()
        .enumerate()
        .filter(|(_, source)| fits(source));
    sources
        .map(|(number, source)| {
            (
                number,
                source,
                context.atlas.facts_resting_on(&source.id).collect(),
            )
        })
        .filter(|(_, source, facts): &(usize, &Source, Vec<&Fact>)| {
            settings.choice.takes(source, facts)
        })
        .collect()
}

fn controls_ui(ui: &mut Ui, context: &Context<'_>, settings: &mut Settings) {
    ui.add_space(space::S);
    let hint =
        widget::body(context, context.text("sources-filter")).color(context.colours().ink_weak);
    let field = ui.add(
        TextEdit::singleline(&mut settings.text)
            .hint_text(hint)
            .char_limit(200)
            .desired_width(f32::INFINITY)
            .background_color(context.colours().well),
    );
    let label = context.text("sources-filter");
    field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::SearchInput, true, label));
    ui.spacing_mut().button_padding = egui::vec2(space::S, space::XS);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        for (choice, key) in Choice::ALL {
            ui.selectable_value(&mut settings.choice, choice, caption_of(context, key));
        }
    });
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        ui.label(widget::caption(context, context.text("sources-order")));
        for (order, key) in Order::ALL {
            ui.selectable_value(&mut settings.order, order, caption_of(context, key));
        }
    });
}

fn caption_of(context: &Context<'_>, key: &str) -> egui::RichText {
    egui::RichText::new(context.text(key)).size(type_size::CAPTION)
}

fn source_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    settings: &mut Settings,
    number: usize,
    source: &Source,
    facts: &[&Fact],
) {
    head_ui(ui, context, source);
    let only = facts.iter().filter(|fact| fact.sources.len() == 1).count();
    let arguments = [
        ("count", &*facts.len().to_string()),
        ("only", &*only.to_string()),
    ];
    let words = context.strings.format("sources-facts", &arguments);
    if facts.is_empty() {
        ui.label(widget::caption(context, words));
    } else if widget::link_button_ui(ui, context, &words).clicked() {
        settings.open = if settings.open == Some(number) {
            None
        } else {
            Some(number)
        };
    }
    if settings.open == Some(number) {
        ui.indent(("source facts", number), |ui| {
            for fact in facts {
                resting_ui(ui, context, fact);
            }
        });
    }
}

/// Title, publisher and year, address, and what the editors say of it.
fn head_ui(ui: &mut Ui, context: &Context<'_>, source: &Source) {
    ui.add(
        egui::Label::new(widget::body(context, &*source.title))
            .wrap()
            .selectable(true),
    );
    let who = source.who(context.language());
    let parts = [
        (who != source.title).then(|| who.to_owned()),
        source.year.map(|year| year.to_string()),
    ];
    let line = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    if !line.is_empty() {
        ui.add(egui::Label::new(widget::caption(context, line)).wrap());
    }
    let note = source.note.get(context.language());
    if !note.is_empty() {
        ui.add(
            egui::Label::new(widget::caption(context, note))
                .wrap()
                .selectable(true),
        );
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        match &source.url {
            Some(url) => widget::link_ui(ui, context, context.text("source-open"), url),
            None => {
                ui.label(widget::caption(context, context.text("source-no-address")));
            }
        }
        if widget::link_button_ui(ui, context, context.text("source-copy")).clicked() {
            let text = card::citation(context.strings, source);
            let url = source.url.as_deref().unwrap_or_default();
            context.send(Action::Copy(format!("{text} {url}").trim().to_owned()));
        }
    });
}

/// A fact that rests on the source, with the way to its place.
fn resting_ui(ui: &mut Ui, context: &Context<'_>, fact: &Fact) {
    let value = value_text(context.strings, &fact.value).joined();
    let line = format!("{}: {value}", fact.label.get(context.language()));
    ui.add(egui::Label::new(widget::body(context, line)).wrap());
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(5.0, 1.0);
        status_sign::status_ui(ui, context, fact.status);
        status_sign::date_ui(ui, context, fact);
        status_sign::age_ui(ui, context, fact);
    });
    for place in fact.places.iter().filter_map(|id| context.atlas.place(id)) {
        if widget::link_button_ui(ui, context, place.map_label(context.language())).clicked() {
            context.send(Action::Select(place.id.clone()));
        }
    }
}
