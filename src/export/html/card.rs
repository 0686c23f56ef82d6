//! The cards of places: who and where, the key figures large, the facts by theme, contradicting values side by side,
//! each with date, sign of trust and who says so.

use std::fmt::Write as _;

use super::{
    Cited, Page,
    annex::verdicts,
    figure::icon_id,
    markup::{Markup, lang_code},
};
use crate::{
    atlas::{Fact, Kind, Place, Status, Value},
    card::{Card, Dispute, Entry, Group, date_of, kind_name, whereabouts},
    lang::{self, value_text},
    theme::icon::Icon,
};

/// Longer values are sentences, not figures.
const LONGEST_FIGURE: usize = 24;

/// The signs of trust: filled circle, ring, dot in a square, triangle, split diamond, question mark.
pub fn signs(out: &mut Markup) {
    for (status, shape) in [
        (
            Status::Corroborated,
            "<circle cx=\"8\" cy=\"8\" r=\"6.5\" fill=\"currentColor\" stroke=\"none\"/>",
        ),
        (Status::Sourced, "<circle cx=\"8\" cy=\"8\" r=\"5.7\"/>"),
        (
            Status::Computed,
            "<rect x=\"2.2\" y=\"2.2\" width=\"11.6\" height=\"11.6\" rx=\"1\"/><circle cx=\"8\" cy=\"8\" r=\"2.4\" fill=\"currentColor\" stroke=\"none\"/>",
        ),
        (Status::Reported, "<path d=\"M8 2l6.2 11.4H1.8z\"/>"),
        (
            Status::Disputed,
            "<path d=\"M8 1.2v13.6L1.2 8z\" fill=\"currentColor\" stroke=\"none\"/><path d=\"M8 1.2L14.8 8 8 14.8 1.2 8z\"/>",
        ),
        (
            Status::NeedsCheck,
            "<path d=\"M4.8 5C5 2.9 6.3 1.8 8 1.8c1.9 0 3.3 1.2 3.3 3 0 2.4-3 2.8-3.3 5.4\"/><circle cx=\"8\" cy=\"13.6\" r=\"1.3\" fill=\"currentColor\" stroke=\"none\"/>",
        ),
    ] {
        let id = sign_id(status);
        out.within("symbol", &[("id", &*id), ("viewBox", "0 0 16 16")], |out| {
            out.raw(shape);
        });
    }
}

fn sign_id(status: Status) -> String {
    format!("sign-{}", status.code())
}

/// Every place of which there is something to say, by kind, in the order of the atlas.
pub fn places(out: &mut Markup, page: &Page<'_>, cited: &Cited<'_>) {
    let attributes = [("id", "places"), ("aria-labelledby", "places-name")];
    out.within("section", &attributes, |out| {
        out.within("h2", &[("id", "places-name")], |out| {
            out.string("page-places");
        });
        index(out, page);
        for (number, place) in page.atlas.places().iter().enumerate() {
            card(out, page, cited, number, place);
        }
    });
}

/// All places by kind, as links to their cards.
fn index(out: &mut Markup, page: &Page<'_>) {
    let mut kinds: Vec<&Kind> = Vec::new();
    for place in page.atlas.places() {
        if !kinds.contains(&&place.kind) {
            kinds.push(&place.kind);
        }
    }
    let attributes = [("id", "index"), ("aria-labelledby", "index-name")];
    out.within("nav", &attributes, |out| {
        out.within("h2", &[("id", "index-name")], |out| {
            out.string("page-places");
        });
        out.within("p", &[("class", "filter")], |out| {
            out.within("label", &[("for", "filter")], |out| {
                out.string("page-filter");
            });
            let attributes = [
                ("id", "filter"),
                ("type", "search"),
                ("autocomplete", "off"),
                ("spellcheck", "false"),
            ];
            out.void("input", &attributes);
        });
        for kind in kinds {
            out.within("div", &[("class", "kind")], |out| {
                out.within("h3", &[], |out| {
                    out.icon(&icon_id(Icon::of_kind(kind)), "icon");
                    out.words(|strings| kind_name(strings, kind).to_owned());
                });
                out.within("ul", &[], |out| {
                    let places = page.atlas.places().iter().enumerate();
                    for (number, place) in places.filter(|(_, place)| place.kind == *kind) {
                        index_entry(out, number, place);
                    }
                });
            });
        }
        out.within("p", &[("class", "none"), ("hidden", "hidden")], |out| {
            out.string("page-filter-none");
        });
    });
}

fn index_entry(out: &mut Markup, number: usize, place: &Place) {
    // What the filter looks at.
    let mut known = vec![place.names.en.as_str(), &place.names.zh];
    known.extend(place.pinyin.as_deref());
    known.extend(place.aliases.iter().map(String::as_str));
    known.extend([&*place.label.en, &*place.label.zh]);
    let known = known.join(" ").to_lowercase();
    let (href, number) = (format!("#place-{}", place.id), number.to_string());
    out.within("li", &[("data-known", &*known)], |out| {
        let attributes = [("href", &*href), ("data-place", &*number)];
        out.within("a", &attributes, |out| out.bilingual(&place.names));
    });
}

fn card(out: &mut Markup, page: &Page<'_>, cited: &Cited<'_>, number: usize, place: &Place) {
    let (id, name) = (format!("place-{}", place.id), format!("name-{}", place.id));
    let number = number.to_string();
    let attributes = [
        ("class", "card"),
        ("id", &*id),
        ("data-place", &*number),
        ("aria-labelledby", &*name),
        ("tabindex", "-1"),
    ];
    out.within("article", &attributes, |out| {
        head(out, page, place, &name);
        let card = Card::new(page.atlas, place);
        if card.is_empty() {
            out.within("p", &[("class", "weak")], |out| out.string("facts-none"));
        }
        if !card.key.is_empty() {
            out.within("div", &[("class", "keys")], |out| {
                for fact in &card.key {
                    write_fact(out, page, cited, fact, "fact key", None);
                }
            });
        }
        for group in &card.groups {
            write_group(out, page, cited, group);
        }
    });
}

fn head(out: &mut Markup, page: &Page<'_>, place: &Place, name: &str) {
    out.within("header", &[], |out| {
        out.within("p", &[("class", "where")], |out| {
            out.icon(&icon_id(Icon::of_kind(&place.kind)), "icon");
            out.words(|strings| whereabouts(page.atlas, strings, place));
        });
        out.within("h3", &[("id", name)], |out| out.bilingual(&place.names));
        out.within("p", &[("class", "other")], |out| {
            out.blocks("span", "", |out, language| {
                let other = place.names.exactly(language.other());
                let attributes = [("lang", lang_code(language.other()))];
                if !other.is_empty() && other != place.names.get(language) {
                    out.element("span", &attributes, other);
                }
                if let Some(pinyin) = &place.pinyin {
                    out.text(" ");
                    out.element("span", &[("lang", "zh-Latn")], pinyin);
                }
            });
        });
    });
    if !place.summary.is_empty() {
        out.within("p", &[("class", "summary")], |out| {
            out.bilingual(&place.summary);
        });
    }
    if let Some(position) = place.position() {
        out.within("p", &[("class", "weak")], |out| {
            out.words(|strings| {
                let mut line = format!("{} WGS 84", lang::position_text(strings, position));
                if let Some(accuracy) = place.accuracy_m {
                    let _ = write!(line, " ± {}", lang::distance_text(strings, accuracy));
                }
                line
            });
        });
    }
}

fn write_group(out: &mut Markup, page: &Page<'_>, cited: &Cited<'_>, group: &Group<'_>) {
    out.within("h4", &[], |out| {
        out.words(|strings| group.name(strings).to_owned());
    });
    for entry in &group.entries {
        match entry {
            Entry::Fact(fact) => write_fact(out, page, cited, fact, "fact", None),
            Entry::Dispute(dispute) => write_dispute(out, page, cited, dispute),
        }
    }
}

fn write_dispute(out: &mut Markup, page: &Page<'_>, cited: &Cited<'_>, dispute: &Dispute<'_>) {
    out.within("div", &[("class", "dispute")], |out| {
        write_fact(out, page, cited, dispute.head, "fact", None);
        out.within("p", &[("class", "against")], |out| {
            out.string("disputed-by");
        });
        for other in &dispute.others {
            write_fact(out, page, cited, other, "fact", None);
        }
    });
}

/// Label, value, standing, note. `build`: of a slide, with which Next it appears.
pub fn write_fact(
    out: &mut Markup,
    page: &Page<'_>,
    cited: &Cited<'_>,
    fact: &Fact,
    class: &str,
    build: Option<&str>,
) {
    let mut attributes = vec![("class", class), ("data-status", fact.status.code())];
    attributes.extend(build.map(|build| ("data-build", build)));
    out.within("div", &attributes, |out| {
        out.within("p", &[("class", "label")], |out| out.bilingual(&fact.label));
        value(out, fact);
        out.within("p", &[("class", "standing")], |out| {
            status(out, fact.status);
            out.words(|strings| match date_of(strings, fact).as_str() {
                "" => String::new(),
                date => format!(" {date}"),
            });
        });
        who(out, cited, page, fact);
        if !fact.note.is_empty() {
            out.within("p", &[("class", "note")], |out| out.bilingual(&fact.note));
        }
        verdicts(out, page, fact);
    });
}

fn value(out: &mut Markup, fact: &Fact) {
    if let Value::Words(words) = &fact.value {
        let long = words.en.chars().count().max(words.zh.chars().count() * 2) > LONGEST_FIGURE;
        let class = if long { "value told" } else { "value" };
        out.within("p", &[("class", class)], |out| out.bilingual(words));
        return;
    }
    out.within("p", &[("class", "value")], |out| {
        out.within("b", &[], |out| {
            out.words(|strings| value_text(strings, &fact.value).number);
        });
        out.within("span", &[("class", "unit")], |out| {
            out.words(|strings| {
                let unit = value_text(strings, &fact.value).unit;
                match unit.as_str() {
                    "" | "%" => unit,
                    _ => format!(" {unit}"),
                }
            });
        });
    });
}

/// Sign and word.
pub fn status(out: &mut Markup, status: Status) {
    let id = sign_id(status);
    let class = match status {
        Status::Corroborated | Status::Sourced | Status::Computed => "status",
        Status::Reported | Status::Disputed | Status::NeedsCheck => "status caution",
    };
    out.within("span", &[("class", class)], |out| {
        out.icon(&id, "sign");
        out.string(lang::status_key(status));
    });
}

/// Who says so, with the number in the list of sources.
fn who(out: &mut Markup, cited: &Cited<'_>, page: &Page<'_>, fact: &Fact) {
    if fact.sources.is_empty() {
        return;
    }
    out.within("p", &[("class", "who")], |out| {
        for id in &fact.sources {
            let (Some(source), Some(number)) = (page.atlas.source(id), cited.number(id)) else {
                continue;
            };
            let href = format!("#source-{number}");
            out.within("a", &[("href", &*href), ("class", "mark")], |out| {
                out.quoted(|strings| {
                    let who = source.who(strings.language);
                    match source.year {
                        Some(year) => format!("{who}, {year}"),
                        None => who.to_owned(),
                    }
                });
                let _ = write!(out.out, " [{number}]");
            });
            out.text(" ");
        }
    });
}
