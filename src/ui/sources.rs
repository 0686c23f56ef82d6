//! The sources of the atlas: what rests on each, which facts have no other, which are unverified.

use egui::{TextEdit, Ui};

use super::{Context, status_sign, widget};
use crate::{
    app::Action,
    atlas::{Fact, Source, Status},
    lang::{date_text, value_text},
    theme::space,
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

/// What the drawer is set to; kept by egui while the program runs.
#[derive(Clone, Debug, Default)]
struct Settings {
    text: String,
    choice: Choice,
    by_year: bool,
    /// Number of the source whose facts are unfolded.
    open: Option<usize>,
}

fn is_unverified(fact: &Fact) -> bool {
    matches!(fact.status, Status::Reported | Status::NeedsCheck)
}

pub fn sources_ui(ui: &mut Ui, context: &Context<'_>) {
    let id = egui::Id::unique("sources drawer");
    let mut settings: Settings = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    controls_ui(ui, context, &mut settings);
    let mut listed = listed(context, &settings);
    if settings.by_year {
        listed.sort_by_key(|(_, source, _)| std::cmp::Reverse(source.year));
    } else {
        listed.sort_by_key(|(.., facts)| std::cmp::Reverse(facts.len()));
    }
    let count = context
        .strings
        .format("sources-count", &[("count", &listed.len().to_string())]);
    ui.label(widget::caption(context, count));
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
        text.is_empty() || within(&source.title) || within(&source.publisher)
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
    ui.horizontal_wrapped(|ui| {
        for (choice, key) in Choice::ALL {
            ui.selectable_value(&mut settings.choice, choice, context.text(key));
        }
    });
    ui.horizontal_wrapped(|ui| {
        ui.selectable_value(
            &mut settings.by_year,
            false,
            context.text("sources-by-facts"),
        );
        ui.selectable_value(&mut settings.by_year, true, context.text("sources-by-year"));
    });
}

fn source_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    settings: &mut Settings,
    number: usize,
    source: &Source,
    facts: &[&Fact],
) {
    ui.add(
        egui::Label::new(widget::body(context, &*source.title))
            .wrap()
            .selectable(true),
    );
    let year = source
        .year
        .map_or_else(String::new, |year| format!(", {year}"));
    ui.add(
        egui::Label::new(widget::caption(
            context,
            format!("{}{year}", source.publisher),
        ))
        .wrap(),
    );
    match &source.url {
        Some(url) => widget::link_ui(ui, context, url, url),
        None => {
            ui.label(widget::caption(context, context.text("source-no-address")));
        }
    }
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

/// A fact that rests on the source, with the way to its place.
fn resting_ui(ui: &mut Ui, context: &Context<'_>, fact: &Fact) {
    let value = value_text(context.strings, &fact.value).joined();
    let line = format!("{}: {value}", fact.label.get(context.language()));
    ui.add(egui::Label::new(widget::body(context, line)).wrap());
    let date = fact
        .as_of
        .as_ref()
        .map(|date| date_text(context.strings, date));
    status_sign::status_ui(ui, context, fact.status, &date.unwrap_or_default());
    for place in fact.places.iter().filter_map(|id| context.atlas.place(id)) {
        if widget::link_button_ui(ui, context, place.map_label(context.language())).clicked() {
            context.send(Action::Select(place.id.clone()));
        }
    }
}
