//! The slides of a briefing as chapters of the document: title, map, words that may wait for a Next, sources.

use std::fmt::Write as _;

use egui::vec2;

use super::{
    Cited, Page, card, figure,
    map::{Maps, Scene},
    markup::{LANGUAGES, Markup},
    script::base64,
};
use crate::{
    atlas::{Block, Camera, Element, FactId, Language, Picture, Run, Slide, Text, Weight},
    briefing::words,
    card::citation,
    lang,
};

/// Of the map of a slide and of an atlas in the document, in points.
const SLIDE_MAP: egui::Vec2 = vec2(760.0, 560.0);
/// Of the water on slides without a map.
const WATER_LINES: u32 = 9;
const WATER_STEPS: u32 = 60;
const ATLAS_MAP: egui::Vec2 = vec2(960.0, 720.0);

/// What the document of a briefing begins with: its title and its contents.
pub fn cover(out: &mut Markup, page: &Page<'_>) {
    out.within("header", &[("id", "cover")], |out| {
        out.within("h1", &[], |out| out.bilingual(page.title_text()));
        if page.title_text() != &page.atlas.manifest.title {
            out.within("p", &[("class", "weak")], |out| {
                out.bilingual(&page.atlas.manifest.title);
            });
        }
        let attributes = [("aria-labelledby", "contents")];
        out.within("nav", &attributes, |out| {
            out.within("h2", &[("id", "contents")], |out| {
                out.string("page-contents");
            });
            out.within("ol", &[], |out| {
                for (number, slide) in page.chosen().enumerate() {
                    let href = format!("#slide-{}", number + 1);
                    out.within("li", &[], |out| {
                        out.within("a", &[("href", &*href)], |out| {
                            out.bilingual(&title(slide));
                        });
                    });
                }
            });
        });
    });
}

/// What the document of an atlas begins with: its title and its map.
pub fn atlas_head(out: &mut Markup, page: &Page<'_>, maps: &Maps<'_>) {
    out.within("header", &[("id", "cover")], |out| {
        out.within("h1", &[], |out| out.bilingual(page.title_text()));
        if let Some(scene) = maps.scenes.first() {
            figure::write(out, page, maps, scene, &title(scene.slide), ATLAS_MAP);
        }
    });
}

/// A slide without a title is called by its id.
fn title(slide: &Slide) -> Text {
    if slide.title.is_empty() {
        Text::new(slide.id.as_str(), "")
    } else {
        slide.title.clone()
    }
}

pub fn write(
    out: &mut Markup,
    page: &Page<'_>,
    maps: &Maps<'_>,
    scene: &Scene<'_>,
    cited: &Cited<'_>,
) {
    let slide = scene.slide;
    let number = (scene.number + 1).to_string();
    let (id, name) = (format!("slide-{number}"), format!("title-{number}"));
    let class = match scene.camera {
        Some(_) => "slide",
        None => "slide bare",
    };
    let builds = slide.builds().to_string();
    let attributes = [
        ("class", class),
        ("id", &*id),
        ("aria-labelledby", &*name),
        ("data-builds", &*builds),
        ("tabindex", "-1"),
    ];
    out.within("section", &attributes, |out| {
        out.within("h2", &[("id", &*name)], |out| {
            out.element("span", &[("class", "number")], &number);
            out.text(" ");
            let title = title(slide);
            out.words(|strings| words::expanded(page.atlas, strings, title.get(strings.language)));
        });
        figure::write(out, page, maps, scene, &title(slide), SLIDE_MAP);
        out.within("div", &[("class", "words")], |out| {
            out.blocks("div", "told", |out, language| {
                body(out, page, cited, slide.body.get(language), language);
            });
            footnotes(out, page, cited, slide);
        });
        if page.notes && !slide.notes.is_empty() {
            notes(out, page, slide);
        }
        if scene.camera.is_none() {
            let attributes = [
                ("class", "water"),
                ("viewBox", "0 0 1000 200"),
                ("preserveAspectRatio", "none"),
                ("aria-hidden", "true"),
            ];
            out.within("svg", &attributes, |out| out.raw("<use href=\"#water\"/>"));
        }
    });
}

fn body(
    out: &mut Markup,
    page: &Page<'_>,
    cited: &Cited<'_>,
    elements: &[Element],
    language: Language,
) {
    let mut list: Option<&str> = None;
    for element in elements {
        let wanted = match &element.block {
            Block::Item { number, .. } => Some(if number.is_some() { "ol" } else { "ul" }),
            _ => None,
        };
        if list != wanted {
            if let Some(tag) = list {
                out.close(tag);
            }
            if let Some(tag) = wanted {
                out.open(tag, &[]);
            }
            list = wanted;
        }
        block(out, page, cited, element, language);
    }
    if let Some(tag) = list {
        out.close(tag);
    }
}

fn block(
    out: &mut Markup,
    page: &Page<'_>,
    cited: &Cited<'_>,
    element: &Element,
    language: Language,
) {
    let build = element.build.to_string();
    let waits = (element.build > 0).then_some(("data-build", &*build));
    let attributes: Vec<(&str, &str)> = waits.into_iter().collect();
    match &element.block {
        Block::Heading(line) => out.within("h3", &attributes, |out| {
            runs(out, page, cited, line, language);
        }),
        Block::Paragraph(line) => out.within("p", &attributes, |out| {
            runs(out, page, cited, line, language);
        }),
        Block::Item {
            runs: line,
            level,
            number,
        } => {
            let mut attributes = attributes;
            let class = format!("level-{}", (*level).min(3));
            if *level > 0 {
                attributes.push(("class", &class));
            }
            let value = number.map(|number| number.to_string());
            attributes.extend(value.as_deref().map(|value| ("value", value)));
            out.within("li", &attributes, |out| {
                runs(out, page, cited, line, language);
            });
        }
        Block::Figure(id) => match page.fact(id) {
            Some(fact) => {
                let build = waits.map(|(_, build)| build);
                card::write_fact(out, page, cited, fact, "fact key", build);
            }
            None => out.within("p", &attributes, |out| missing(out, id, language)),
        },
        Block::Picture { path, alt } => picture(out, page, path, alt, &attributes),
    }
}

fn missing(out: &mut Markup, id: &FactId, language: Language) {
    let words = lang::strings(language).format("export-fact-missing", &[("fact", id.as_str())]);
    out.element("em", &[("class", "caution")], &words);
}

fn runs(out: &mut Markup, page: &Page<'_>, cited: &Cited<'_>, runs: &[Run], language: Language) {
    for run in runs {
        match run {
            Run::Words(words, weight) => weighted(out, *weight, words),
            Run::Link { words, url } => out.link(url, words),
            Run::Fact(id, _) => match page.fact(id) {
                None => missing(out, id, language),
                Some(fact) => {
                    let strings = lang::strings(language);
                    let value = lang::value_text(strings, &fact.value).joined();
                    out.element("b", &[("class", "figure")], &value);
                    marks(out, cited, fact);
                }
            },
        }
    }
}

fn weighted(out: &mut Markup, weight: Weight, words: &str) {
    match weight {
        Weight::Plain => out.text(words),
        Weight::Emphasis => out.element("em", &[], words),
        Weight::Strong => out.element("strong", &[], words),
    }
}

fn marks(out: &mut Markup, cited: &Cited<'_>, fact: &crate::atlas::Fact) {
    for number in fact.sources.iter().filter_map(|id| cited.number(id)) {
        let _ = write!(
            out.out,
            "<sup><a href=\"#source-{number}\" class=\"mark\">[{number}]</a></sup>"
        );
    }
}

/// The sources that the slide cites.
fn footnotes(out: &mut Markup, page: &Page<'_>, cited: &Cited<'_>, slide: &Slide) {
    let mut numbers: Vec<usize> = LANGUAGES
        .into_iter()
        .flat_map(|language| slide.facts_shown(language))
        .filter_map(|id| page.fact(id))
        .flat_map(|fact| &fact.sources)
        .filter_map(|id| cited.number(id))
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    if numbers.is_empty() {
        return;
    }
    out.within("ol", &[("class", "footnotes")], |out| {
        for number in numbers {
            let value = number.to_string();
            out.within("li", &[("value", &*value)], |out| {
                let source = cited.sources[number - 1];
                out.quoted(|strings| citation(strings, source));
            });
        }
    });
}

fn notes(out: &mut Markup, page: &Page<'_>, slide: &Slide) {
    out.within("aside", &[("class", "notes")], |out| {
        out.within("h3", &[], |out| out.string("export-notes"));
        out.blocks("div", "", |out, language| {
            let strings = lang::strings(language);
            let text = words::expanded(page.atlas, strings, slide.notes.get(language));
            for paragraph in text.split("\n\n").filter(|one| !one.trim().is_empty()) {
                out.element("p", &[], paragraph.trim());
            }
        });
    });
}

/// Lines that follow each other like the tide into the estuary, ever fainter: as on the screen.
fn water(out: &mut Markup) {
    out.open("g", &[("id", "water")]);
    for line in 0..WATER_LINES {
        let share = f64::from(line) / f64::from(WATER_LINES);
        let calm = 1.0 / (1.0 + f64::from(line) * 0.35);
        let mut data = String::new();
        for step in 0..=WATER_STEPS {
            let across = f64::from(step) / f64::from(WATER_STEPS);
            let swell = (across * 7.0 + 0.6).sin() * 2.2 + (across * 17.0 + 1.3).sin() * 0.9;
            let y = 70.0 - across * 45.0 + 6.0 * (swell * calm + f64::from(line) * 2.0);
            let sign = if step == 0 { 'M' } else { 'L' };
            let x = (across * 1000.0).round();
            let _ = write!(data, "{sign}{x} {}", (y * 10.0).round() / 10.0);
        }
        let opacity = format!("{:.2}", 0.75 * (1.0 - share));
        let attributes = [
            ("d", &*data),
            ("vector-effect", "non-scaling-stroke"),
            ("stroke-opacity", &opacity),
        ];
        out.void("path", &attributes);
    }
    out.close("g");
}

/// What only slides show: the water of those without a map, and pictures, each once.
pub fn collection(out: &mut Markup, page: &Page<'_>) {
    if page.chosen().any(|slide| slide.camera == Camera::None) {
        water(out);
    }
    for (number, (_, picture)) in known_pictures(page).iter().enumerate() {
        let [width, height] = picture.size;
        let (id, box_) = (format!("picture-{number}"), format!("0 0 {width} {height}"));
        out.within("symbol", &[("id", &*id), ("viewBox", &*box_)], |out| {
            let _ = write!(
                out.out,
                "<image width=\"{width}\" height=\"{height}\" href=\"data:image/png;base64,{}\"/>",
                base64(&picture.bytes)
            );
        });
    }
}

fn known_pictures<'a>(page: &Page<'a>) -> Vec<(&'a str, &'a Picture)> {
    let mut known: Vec<(&str, &Picture)> = Vec::new();
    let elements = page.chosen().flat_map(|slide| {
        LANGUAGES
            .into_iter()
            .flat_map(|language| slide.body.exactly(language))
    });
    for element in elements {
        if let Block::Picture { path, .. } = &element.block
            && !known.iter().any(|(one, _)| one == path)
            && let Some(picture) = page.atlas.picture(path)
        {
            known.push((path, picture));
        }
    }
    known
}

fn picture(out: &mut Markup, page: &Page<'_>, path: &str, alt: &str, attributes: &[(&str, &str)]) {
    let known = known_pictures(page);
    let Some(number) = known.iter().position(|(one, _)| *one == path) else {
        return;
    };
    let [width, height] = known[number].1.size;
    let (href, box_) = (
        format!("#picture-{number}"),
        format!("0 0 {width} {height}"),
    );
    let mut attributes = attributes.to_vec();
    attributes.extend([
        ("class", "picture"),
        ("viewBox", &box_),
        ("role", "img"),
        ("aria-label", alt),
    ]);
    out.within("svg", &attributes, |out| {
        out.void("use", &[("href", &*href)]);
    });
}
