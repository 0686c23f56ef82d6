//! What to mend and what to know before a briefing is shown: one list for the command line and the window.

use std::collections::BTreeSet;

use egui::{
    FontFamily, FontId,
    epaint::text::{Fonts, TextOptions},
};

use super::{
    content::{self, Lack},
    words,
};
use crate::{
    atlas::{Atlas, Block, Briefing, Date, Fact, Language, Slide, Status},
    lang::{self, Strings},
    store::{self, Finding, Severity},
    theme,
};

/// Facts that one line names; of more their number is told.
const NAMED: usize = 4;

/// What is asked, with what the atlas does not know.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    pub atlas: &'a Atlas,
    /// Of the whole atlas; those of the briefing are taken.
    pub findings: &'a [Finding],
    pub briefing: &'a Briefing,
    /// That the briefing is shown in.
    pub language: Language,
    /// For the age of facts.
    pub today: Date,
    /// Screens that were found; `None`: nobody has looked.
    pub screens: Option<usize>,
    /// Names of layers that come over the network and are switched on.
    pub network_layers: &'a [String],
}

/// What was found, the gravest first, within a grade in the order of the slides.
#[derive(Clone, Debug, PartialEq)]
pub struct Preflight {
    pub items: Vec<Item>,
    pub slides: usize,
    /// Of the slides that have a planned time.
    pub planned_seconds: u64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub severity: Severity,
    /// Counted from 0; `None`: the whole briefing.
    pub slide: Option<usize>,
    pub matter: Matter,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Matter {
    /// In the file.
    Found(Finding),
    /// Asked of the map, which does not have it.
    Lacks(Lack),
    /// Characters that no bundled font has.
    Glyphs(String),
    /// Labels of facts that are old.
    Stale(Vec<String>),
    Disputed(Vec<String>),
    /// Labels of facts that only one unverified text says, or nobody yet.
    Unverified(Vec<String>),
    NoSlides,
    OneScreen,
    Network(String),
    /// So many slides without a planned time.
    NotPlanned(usize),
}

/// Looks through a briefing.
pub fn preflight(question: Question<'_>) -> Preflight {
    let Question { briefing, .. } = question;
    let mut items = Vec::new();
    whole(question, &mut items);
    for finding in question.findings {
        if store::briefing_of(&finding.location.file) == Some(briefing.id.as_str()) {
            let id = finding.location.id.as_deref();
            let mut ids = briefing.slides.iter().map(|slide| Some(slide.id.as_str()));
            items.push(Item {
                severity: finding.severity,
                slide: ids.position(|slide| slide == id),
                matter: Matter::Found(finding.clone()),
            });
        }
    }
    let mut fonts = Fonts::new(TextOptions::default(), theme::font_definitions());
    for (number, slide) in briefing.slides.iter().enumerate() {
        let mut push = |severity, matter| {
            items.push(Item {
                severity,
                slide: Some(number),
                matter,
            });
        };
        let (_, lacks) = content::content(question.atlas, &slide.map);
        for lack in lacks {
            push(Severity::Error, Matter::Lacks(lack));
        }
        let missing = missing_glyphs(question, slide, &mut fonts);
        if !missing.is_empty() {
            push(Severity::Error, Matter::Glyphs(missing));
        }
        trust(question, slide, &mut push);
    }
    items.sort_by_key(|item| (item.severity, item.slide));
    Preflight {
        items,
        slides: briefing.slides.len(),
        planned_seconds: briefing.planned_seconds(),
    }
}

/// What concerns no single slide.
fn whole(question: Question<'_>, items: &mut Vec<Item>) {
    let mut push = |severity, matter| {
        items.push(Item {
            severity,
            slide: None,
            matter,
        });
    };
    let slides = &question.briefing.slides;
    if slides.is_empty() {
        push(Severity::Error, Matter::NoSlides);
    }
    if question.screens.is_some_and(|count| count < 2) {
        push(Severity::Warning, Matter::OneScreen);
    }
    for layer in question.network_layers {
        push(Severity::Warning, Matter::Network(layer.clone()));
    }
    let not_planned = slides.iter().filter(|slide| slide.seconds.is_none());
    match not_planned.count() {
        0 => {}
        count => push(Severity::Note, Matter::NotPlanned(count)),
    }
}

/// How far the facts of a slide can be trusted.
fn trust(question: Question<'_>, slide: &Slide, push: &mut impl FnMut(Severity, Matter)) {
    let Question {
        atlas,
        language,
        today,
        ..
    } = question;
    let facts: Vec<&Fact> = slide
        .facts_shown(language)
        .into_iter()
        .filter_map(|id| atlas.fact(id))
        .collect();
    let labels = |test: &dyn Fn(&Fact) -> bool| -> Vec<String> {
        let chosen = facts.iter().filter(|fact| test(fact));
        let labels = chosen.map(|fact| fact.label.get(language).to_owned());
        // A series has one label.
        let mut each: Vec<String> = Vec::new();
        for label in labels {
            if !each.contains(&label) {
                each.push(label);
            }
        }
        each
    };
    let unverified = |fact: &Fact| matches!(fact.status, Status::Reported | Status::NeedsCheck);
    let groups = [
        (
            Severity::Warning,
            Matter::Stale(labels(&|fact| fact.is_stale(today))),
        ),
        (Severity::Note, Matter::Unverified(labels(&unverified))),
        (
            Severity::Note,
            Matter::Disputed(labels(&|fact| fact.status == Status::Disputed)),
        ),
    ];
    for (severity, matter) in groups {
        let (Matter::Stale(named) | Matter::Unverified(named) | Matter::Disputed(named)) = &matter
        else {
            continue;
        };
        if !named.is_empty() {
            push(severity, matter);
        }
    }
}

/// The characters of a slide that no bundled font has, each once.
fn missing_glyphs(question: Question<'_>, slide: &Slide, fonts: &mut Fonts) -> String {
    let Question {
        atlas, language, ..
    } = question;
    let strings = lang::strings(language);
    let mut text = slide.title.get(language).to_owned();
    for element in slide.body.get(language) {
        match &element.block {
            Block::Heading(runs) | Block::Paragraph(runs) | Block::Item { runs, .. } => {
                text.push_str(&words::line(atlas, strings, runs));
            }
            Block::Figure(fact) => {
                text.push_str(&words::value(atlas, strings, fact));
                let label = atlas.fact(fact).map(|fact| fact.label.get(language));
                text.push_str(label.unwrap_or_default());
            }
            Block::Picture { alt, .. } => text.push_str(alt),
        }
    }
    text.push_str(slide.notes.get(language));
    let letters: BTreeSet<char> = text.chars().filter(|letter| !letter.is_control()).collect();
    let font = FontId::new(theme::type_size::BODY, FontFamily::Proportional);
    letters
        .into_iter()
        .filter(|letter| !letter.is_whitespace() && !fonts.has_glyph(&font, *letter))
        .collect()
}

impl Preflight {
    pub fn count(&self, severity: Severity) -> usize {
        let items = self.items.iter();
        items.filter(|item| item.severity == severity).count()
    }

    /// Slides, planned time and counts in one line.
    pub fn summary(&self, strings: &Strings) -> String {
        let count = |severity| self.count(severity).to_string();
        strings.format(
            "preflight-summary",
            &[
                ("slides", &self.slides.to_string()),
                ("time", &time_text(self.planned_seconds)),
                ("errors", &count(Severity::Error)),
                ("warnings", &count(Severity::Warning)),
                ("notes", &count(Severity::Note)),
            ],
        )
    }

    /// What concerns one slide, for its presenter.
    pub fn of_slide(&self, slide: usize) -> impl Iterator<Item = &Item> {
        self.items
            .iter()
            .filter(move |item| item.slide == Some(slide))
    }
}

impl Item {
    /// What is the matter.
    pub fn message(&self, strings: &Strings) -> String {
        match &self.matter {
            Matter::Found(finding) => {
                let place = finding.location_text(strings);
                strings.format(
                    "preflight-found",
                    &[("message", &finding.message(strings)), ("place", &place)],
                )
            }
            _ => self.in_words(strings, ""),
        }
    }

    /// What to do.
    pub fn advice(&self, strings: &Strings) -> String {
        match &self.matter {
            Matter::Found(finding) => finding.advice(strings),
            _ => self.in_words(strings, "-advice"),
        }
    }

    fn in_words(&self, strings: &Strings, ending: &str) -> String {
        let (key, what) = match &self.matter {
            Matter::Found(_) => ("found", String::new()),
            Matter::Lacks(Lack::Layer(id)) => ("layer", id.clone()),
            Matter::Lacks(Lack::Labels(code)) => ("labels", code.clone()),
            Matter::Lacks(Lack::Choropleth(text)) => ("choropleth", text.clone()),
            Matter::Glyphs(letters) => ("glyphs", letters.clone()),
            Matter::Stale(labels) => ("stale", listed(strings, labels)),
            Matter::Disputed(labels) => ("disputed", listed(strings, labels)),
            Matter::Unverified(labels) => ("unverified", listed(strings, labels)),
            Matter::NoSlides => ("no-slides", String::new()),
            Matter::OneScreen => ("one-screen", String::new()),
            Matter::Network(layer) => ("network", layer.clone()),
            Matter::NotPlanned(count) => ("not-planned", count.to_string()),
        };
        strings.format(&format!("preflight-{key}{ending}"), &[("what", &what)])
    }

    /// `Slide 3 · All within a hundred kilometres?`, or words for the whole briefing.
    pub fn where_text(&self, strings: &Strings, briefing: &Briefing) -> String {
        let slide = self.slide.and_then(|number| {
            let title = briefing.slides.get(number)?.title.get(strings.language);
            Some((number + 1, title))
        });
        match slide {
            Some((number, title)) => strings.format(
                "preflight-slide",
                &[("number", &number.to_string()), ("title", title)],
            ),
            None => strings.get("preflight-whole").to_owned(),
        }
    }
}

fn listed(strings: &Strings, labels: &[String]) -> String {
    let shown = labels.iter().take(NAMED).cloned();
    let list = shown
        .reduce(|one, other| strings.format("preflight-join", &[("one", &one), ("other", &other)]));
    let list = list.unwrap_or_default();
    match labels.len().saturating_sub(NAMED) {
        0 => list,
        more => strings.format(
            "preflight-more",
            &[("list", &list), ("count", &more.to_string())],
        ),
    }
}

/// Minutes and seconds: `17:45`.
pub fn time_text(seconds: u64) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::atlas::{BriefingId, FactId, SlideId, SlideMap, Text};

    const TODAY: Date = Date {
        year: 2026,
        month: Some(11),
        day: Some(25),
    };

    fn asked(briefing: &Briefing, screens: Option<usize>, network_layers: &[String]) -> Preflight {
        let loaded = store::builtin();
        preflight(Question {
            atlas: &loaded.atlas,
            findings: &loaded.findings,
            briefing,
            language: Language::English,
            today: TODAY,
            screens,
            network_layers,
        })
    }

    fn briefing_of(slides: Vec<Slide>) -> Briefing {
        Briefing {
            id: BriefingId::new("test"),
            title: Text::new("Test", "试"),
            slides,
            extra: Vec::new(),
        }
    }

    #[test]
    fn the_built_in_briefings_fly_in_both_languages() {
        let loaded = store::builtin();
        for briefing in loaded.atlas.briefings() {
            for language in [Language::English, Language::Chinese] {
                let found = preflight(Question {
                    atlas: &loaded.atlas,
                    findings: &loaded.findings,
                    briefing,
                    language,
                    today: TODAY,
                    screens: Some(2),
                    network_layers: &[],
                });
                let errors: Vec<&Item> = found
                    .items
                    .iter()
                    .filter(|item| item.severity == Severity::Error)
                    .collect();
                assert_eq!(errors, Vec::<&Item>::new(), "{}", briefing.id);
                assert!(found.planned_seconds > 600);
            }
        }
    }

    #[test]
    fn old_disputed_and_unverified_facts_are_named_on_their_slide() {
        let mut slide = Slide::new(SlideId::new("one"));
        slide.seconds = Some(30);
        slide.facts = [
            "waigaoqiao-port-foreign-trade-container-throughput-2012",
            "claim-av-roads-300km",
            "claim-fiveg-coverage-98",
            "shanghai-gdp-2024",
        ]
        .map(FactId::new)
        .to_vec();
        let found = asked(&briefing_of(vec![slide]), None, &[]);
        let matters: Vec<&Matter> = found.items.iter().map(|item| &item.matter).collect();
        let [
            Matter::Stale(stale),
            Matter::Unverified(unverified),
            Matter::Disputed(disputed),
        ] = matters.as_slice()
        else {
            panic!("{matters:#?}");
        };
        assert_eq!(stale, &["Foreign-trade container throughput"]);
        assert_eq!(unverified, &["5G coverage of Shanghai"]);
        assert_eq!(disputed.len(), 1);
    }

    #[test]
    fn letters_layers_screens_and_the_network_are_looked_at() {
        let mut slide = Slide::new(SlideId::new("one"));
        slide.title = Text::new("Ports \u{10480}", "");
        slide.map = SlideMap {
            choropleth: Some("nonsense".to_owned()),
            ..SlideMap::default()
        };
        let layers = ["Satellite".to_owned()];
        let found = asked(&briefing_of(vec![slide]), Some(1), &layers);
        let matters: Vec<Matter> = found.items.iter().map(|item| item.matter.clone()).collect();
        let expected = [
            Matter::Lacks(Lack::Choropleth("nonsense".to_owned())),
            Matter::Glyphs("\u{10480}".to_owned()),
            Matter::OneScreen,
            Matter::Network("Satellite".to_owned()),
            Matter::NotPlanned(1),
        ];
        assert_eq!(matters, expected);
        assert_eq!(found.of_slide(0).count(), 2);
        for language in [Language::English, Language::Chinese] {
            let strings = lang::strings(language);
            for item in &found.items {
                assert!(!item.message(strings).contains('{'), "{item:?}");
                assert!(!item.advice(strings).contains('{'), "{item:?}");
            }
        }
    }

    #[test]
    fn a_briefing_without_slides_is_an_error() {
        let found = asked(&briefing_of(Vec::new()), None, &[]);
        assert_eq!(found.items[0].matter, Matter::NoSlides);
        assert_eq!(found.count(Severity::Error), 1);
    }
}
