//! A briefing or the whole atlas as one HTML file that loads nothing: a document that can be read and printed as it
//! stands, and that a small script turns into the map and the show.

mod annex;
mod card;
mod figure;
mod ground;
mod legend;
mod map;
mod markup;
mod names;
mod script;
mod slide;
mod stage;
mod style;

use std::fmt::Write as _;

use super::{ExportError, Ruler, Watch};
use crate::{
    atlas::{Atlas, Briefing, Fact, FactId, Language, PlaceId, Slide, Source, SourceId},
    geo::Locator,
    theme::{Theme, icon::Icon},
};
use map::Maps;
use markup::{LANGUAGES, Markup, lang_code};

/// What the file is made of.
#[derive(Clone, Debug)]
pub struct Page<'a> {
    pub atlas: &'a Atlas,
    pub locator: &'a Locator,
    /// That the file opens in; it holds both.
    pub language: Language,
    pub theme: Theme,
    pub briefing: &'a Briefing,
    /// Positions in the briefing, in the order in which they are shown.
    pub slides: &'a [usize],
    /// The atlas is told, not the briefing: its one slide says what the map opens on.
    pub whole: bool,
    /// With what the speaker reads.
    pub notes: bool,
}

/// The bytes of the file.
pub fn html(page: &Page<'_>, watch: &Watch) -> Result<Vec<u8>, ExportError> {
    let ruler = Ruler::new(1.0);
    let maps = Maps::new(page, &ruler, watch)?;
    let cited = Cited::new(page);
    let mut body = Markup::default();
    write_body(&mut body, page, &maps, &cited);
    script::data(&mut body, page, &maps);
    watch.step(0.85)?;
    // Only now all letterings are known.
    let css = css(page, &maps);
    let code = script::code();
    let mut out = Markup::default();
    out.raw("<!DOCTYPE html>\n");
    let class = format!(
        "{} {} {}",
        page.language.code(),
        if page.whole { "atlas" } else { "briefing" },
        page.theme.name.code()
    );
    let attributes = [("lang", lang_code(page.language)), ("class", &*class)];
    out.within("html", &attributes, |out| {
        out.within("head", &[], |out| head(out, page, &css, &code));
        out.raw("\n<body>\n");
        out.raw(&body.out);
        let _ = write!(out.out, "<script>{code}</script>");
        out.raw("\n</body>\n");
    });
    out.raw("\n");
    watch.step(1.0)?;
    Ok(out.out.into_bytes())
}

fn head(out: &mut Markup, page: &Page<'_>, css: &str, code: &str) {
    let policy = script::policy(css, code);
    out.void("meta", &[("charset", "utf-8")]);
    let attributes = [
        ("http-equiv", "Content-Security-Policy"),
        ("content", &*policy),
    ];
    out.void("meta", &attributes);
    let viewport = "width=device-width, initial-scale=1, viewport-fit=cover";
    out.void("meta", &[("name", "viewport"), ("content", viewport)]);
    out.void("meta", &[("name", "referrer"), ("content", "no-referrer")]);
    let generator = concat!("Delta Atlas ", env!("CARGO_PKG_VERSION"));
    out.void("meta", &[("name", "generator"), ("content", generator)]);
    out.element("title", &[], page.title(page.language));
    let _ = write!(out.out, "<style>{css}</style>");
}

fn css(page: &Page<'_>, maps: &Maps) -> String {
    let mut css = style::tokens(&page.theme);
    css.push_str(&style::paper(page.whole));
    maps.styles.write(&mut css);
    maps.names().write(&mut css);
    css.push_str(include_str!("../../../assets/html/page.css"));
    css.push_str(include_str!("../../../assets/html/print.css"));
    css
}

fn write_body(out: &mut Markup, page: &Page<'_>, maps: &Maps, cited: &Cited<'_>) {
    collection(out, page, maps);
    out.within("a", &[("class", "skip"), ("href", "#main")], |out| {
        out.string("page-skip");
    });
    bar(out, page);
    out.within("main", &[("id", "main"), ("tabindex", "-1")], |out| {
        if page.whole {
            slide::atlas_head(out, page, maps);
        } else {
            slide::cover(out, page);
            for scene in &maps.scenes {
                slide::write(out, page, maps, scene, cited);
            }
        }
        card::places(out, page, cited);
        if !page.whole {
            annex::facts_used(out, page, maps, cited);
        }
        annex::claims(out, page, maps);
        annex::sources(out, page, cited);
        annex::about(out, page);
    });
    stage::write(out, page, maps);
}

/// What is used again and again: outlines, icons, signs, pictures.
fn collection(out: &mut Markup, page: &Page<'_>, maps: &Maps) {
    let attributes = [
        ("class", "collection"),
        ("aria-hidden", "true"),
        ("width", "0"),
        ("height", "0"),
    ];
    out.within("svg", &attributes, |out| {
        out.open("defs", &[]);
        maps.paths.write(out);
        for icon in Icon::ALL {
            figure::icon(out, *icon);
        }
        card::signs(out);
        slide::collection(out, page);
        out.close("defs");
    });
}

fn bar(out: &mut Markup, page: &Page<'_>) {
    out.within("header", &[("id", "bar")], |out| {
        out.within("p", &[("class", "brand")], |out| {
            out.bilingual(page.title_text());
        });
        out.within("nav", &[("id", "tools")], |out| {
            out.within("span", &[("class", "unseen")], |out| out.string("tools"));
            for (id, icon, key) in [
                ("open-places", "i-search", "page-places"),
                ("open-claims", "i-claims", "drawer-claims"),
                ("open-sources", "i-sources", "drawer-sources"),
                ("open-help", "i-help", "page-help"),
            ] {
                if id != "open-claims" || !page.atlas.manifest.checks.is_empty() {
                    out.button(id, icon, key);
                }
            }
            let group = [("id", "languages"), ("role", "group")];
            out.within("div", &group, |out| {
                for (language, name) in LANGUAGES.into_iter().zip(["EN", "中"]) {
                    let pressed = (language == page.language).to_string();
                    let attributes = [
                        ("type", "button"),
                        ("data-language", language.code()),
                        ("lang", lang_code(language)),
                        ("aria-pressed", &*pressed),
                    ];
                    out.within("button", &attributes, |out| {
                        let hidden = [("aria-hidden", "true")];
                        out.element("span", &hidden, name);
                        let full = match language {
                            Language::English => "English",
                            Language::Chinese => "中文",
                        };
                        out.element("span", &[("class", "unseen")], full);
                    });
                }
            });
        });
    });
}

impl<'a> Page<'a> {
    fn title_text(&self) -> &'a crate::atlas::Text {
        let own = &self.briefing.title;
        if self.whole || own.is_empty() {
            &self.atlas.manifest.title
        } else {
            own
        }
    }

    fn title(&self, language: Language) -> &'a str {
        self.title_text().get(language)
    }

    fn chosen(&self) -> impl Iterator<Item = &'a Slide> + '_ {
        let slides = &self.briefing.slides;
        self.slides.iter().filter_map(|index| slides.get(*index))
    }

    /// The number of a place in the page's data.
    fn index(&self, place: &PlaceId) -> Option<usize> {
        let mut places = self.atlas.places().iter();
        places.position(|one| one.id == *place)
    }

    fn fact(&self, id: &FactId) -> Option<&'a Fact> {
        self.atlas.fact(id)
    }
}

/// All sources with their numbers: those of the slides in the order in which they are cited, then the others.
struct Cited<'a> {
    sources: Vec<&'a Source>,
    /// So many are cited by slides.
    of_slides: usize,
    facts: Vec<&'a Fact>,
}

impl<'a> Cited<'a> {
    fn new(page: &Page<'a>) -> Self {
        let mut facts: Vec<&Fact> = Vec::new();
        if !page.whole {
            let shown = page.chosen().flat_map(|slide| {
                LANGUAGES
                    .into_iter()
                    .flat_map(|language| slide.facts_shown(language))
            });
            for fact in shown.filter_map(|id| page.fact(id)) {
                if !facts.iter().any(|known| known.id == fact.id) {
                    facts.push(fact);
                }
            }
        }
        let mut sources: Vec<&Source> = Vec::new();
        let cited = facts.iter().flat_map(|fact| &fact.sources);
        for source in cited.filter_map(|id| page.atlas.source(id)) {
            if !sources.iter().any(|known| known.id == source.id) {
                sources.push(source);
            }
        }
        let of_slides = sources.len();
        let others = page.atlas.sources().iter();
        let others: Vec<&Source> = others
            .filter(|source| !sources.iter().any(|known| known.id == source.id))
            .collect();
        sources.extend(others);
        Self {
            sources,
            of_slides,
            facts,
        }
    }

    /// From 1.
    fn number(&self, id: &SourceId) -> Option<usize> {
        let index = self.sources.iter().position(|source| source.id == *id);
        index.map(|index| index + 1)
    }
}
