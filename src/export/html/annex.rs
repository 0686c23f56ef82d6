//! What the document ends with: the facts that were used, claims and what holds of them, sources, whom the map comes
//! from.

use super::{Cited, Page, card, map::Maps, markup::Markup};
use crate::{
    atlas::{Check, Fact, Status, Value},
    card::{citation, date_of},
    geo::{self, Outcome, Verdict},
    lang::{self, value_text},
    scene::{credit, evidence::verdict_words},
};

const COLUMNS: [&str; 6] = [
    "export-column-place",
    "export-column-fact",
    "export-column-value",
    "export-column-date",
    "export-column-status",
    "export-column-sources",
];

fn section(out: &mut Markup, id: &str, key: &'static str, inside: impl FnOnce(&mut Markup)) {
    let name = format!("{id}-name");
    let attributes = [
        ("id", id),
        ("class", "annex"),
        ("aria-labelledby", &*name),
        ("tabindex", "-1"),
    ];
    out.within("section", &attributes, |out| {
        out.within("h2", &[("id", &*name)], |out| out.string(key));
        inside(out);
    });
}

/// Every fact that the slides show or rest on, and what the colours of their maps rest on.
pub fn facts_used(out: &mut Markup, page: &Page<'_>, maps: &Maps<'_>, cited: &Cited<'_>) {
    let mut facts = cited.facts.clone();
    let shadings = maps.grounds.iter().filter_map(|one| one.shading.as_ref());
    let of_colours = shadings.flat_map(|shading| shading.rows.iter().flat_map(|row| &row.facts));
    let claims = maps.scenes.iter().filter_map(|scene| scene.check);
    let claims = claims.map(|check| &page.atlas.manifest.checks[check].claim);
    for fact in of_colours.chain(claims).filter_map(|id| page.fact(id)) {
        if !facts.iter().any(|known| known.id == fact.id) {
            facts.push(fact);
        }
    }
    if facts.is_empty() {
        return;
    }
    section(out, "facts", "export-facts-used", |out| {
        out.within("table", &[], |out| {
            out.within("thead", &[], |out| {
                out.within("tr", &[], |out| {
                    for key in COLUMNS {
                        out.within("th", &[("scope", "col")], |out| out.string(key));
                    }
                });
            });
            out.within("tbody", &[], |out| {
                for fact in &facts {
                    out.within("tr", &[], |out| cells(out, page, cited, fact));
                }
            });
        });
    });
}

fn cells(out: &mut Markup, page: &Page<'_>, cited: &Cited<'_>, fact: &Fact) {
    out.within("td", &[], |out| {
        out.words(|strings| {
            let places = fact.places.iter().filter_map(|id| page.atlas.place(id));
            let names: Vec<&str> = places
                .map(|place| place.map_label(strings.language))
                .collect();
            names.join(", ")
        });
    });
    out.within("td", &[], |out| out.bilingual(&fact.label));
    out.within("td", &[("class", "figure")], |out| match &fact.value {
        Value::Words(words) => out.bilingual(words),
        Value::Number { .. } => out.words(|strings| value_text(strings, &fact.value).joined()),
    });
    out.within("td", &[], |out| out.words(|strings| date_of(strings, fact)));
    out.within("td", &[], |out| card::status(out, fact.status));
    out.within("td", &[], |out| {
        for number in fact.sources.iter().filter_map(|id| cited.number(id)) {
            let (href, words) = (format!("#source-{number}"), format!("[{number}]"));
            out.element("a", &[("href", &*href), ("class", "mark")], &words);
            out.text(" ");
        }
    });
}

/// Claims that can be tested on the map.
pub fn claims(out: &mut Markup, page: &Page<'_>, maps: &Maps<'_>) {
    let checks = &page.atlas.manifest.checks;
    if checks.is_empty() {
        return;
    }
    section(out, "claims", "drawer-claims", |out| {
        let mut told: Vec<&crate::atlas::FactId> = Vec::new();
        for check in checks {
            let Some(fact) = page.fact(&check.claim) else {
                continue;
            };
            if told.contains(&&fact.id) {
                continue;
            }
            told.push(&fact.id);
            out.within("div", &[("class", "claim")], |out| {
                out.within("h3", &[], |out| out.bilingual(&fact.label));
                out.within("p", &[("class", "value told")], |out| match &fact.value {
                    Value::Words(words) => out.bilingual(words),
                    Value::Number { .. } => {
                        out.words(|strings| value_text(strings, &fact.value).joined());
                    }
                });
                out.within("p", &[("class", "standing")], |out| {
                    card::status(out, fact.status);
                });
                for (number, check) in checks.iter().enumerate() {
                    if check.claim == fact.id {
                        verdict(out, page, check);
                        if maps.checks[number].is_some() {
                            let number = number.to_string();
                            let attributes = [
                                ("type", "button"),
                                ("class", "show-check"),
                                ("data-check", &*number),
                            ];
                            out.within("button", &attributes, |out| out.string("check-show"));
                        }
                    }
                }
            });
        }
    });
}

/// What the map says of the claim that a fact makes; nothing for other facts.
pub fn verdicts(out: &mut Markup, page: &Page<'_>, fact: &Fact) {
    let checks = page.atlas.manifest.checks.iter();
    for check in checks.filter(|check| check.claim == fact.id) {
        verdict(out, page, check);
    }
}

fn verdict(out: &mut Markup, page: &Page<'_>, check: &Check) {
    let Some(verdict) = geo::verdict(page.atlas, page.locator, check) else {
        return;
    };
    let Verdict { outcome, .. } = &verdict;
    let class = match outcome {
        Outcome::Holds => "verdict",
        Outcome::Fails => "verdict fails",
        Outcome::TooCloseToTell => "verdict caution",
    };
    out.within("p", &[("class", class)], |out| {
        out.words(|strings| verdict_words(page.atlas, strings, check, &verdict));
    });
}

pub fn sources(out: &mut Markup, page: &Page<'_>, cited: &Cited<'_>) {
    section(out, "sources", "export-sources-used", |out| {
        out.within("ol", &[], |out| {
            for (index, source) in cited.sources.iter().enumerate() {
                let (id, value) = (format!("source-{}", index + 1), (index + 1).to_string());
                let class = if page.whole || index < cited.of_slides {
                    "cited"
                } else {
                    "further"
                };
                let attributes = [
                    ("id", &*id),
                    ("value", &*value),
                    ("class", class),
                    ("tabindex", "-1"),
                ];
                out.within("li", &attributes, |out| {
                    out.quoted(|strings| citation(strings, source));
                    if let Some(url) = &source.url {
                        out.raw("<br/>");
                        out.link(url, url);
                    }
                    if !source.note.is_empty() {
                        out.within("p", &[("class", "note")], |out| out.bilingual(&source.note));
                    }
                });
            }
        });
    });
}

/// Keys, signs, credits, approval, and what this file is.
pub fn about(out: &mut Markup, page: &Page<'_>) {
    section(out, "about", "page-help", |out| {
        out.within("p", &[], |out| out.string("page-complete"));
        keys(out, page);
        out.within("h3", &[], |out| out.string("page-signs"));
        out.within("dl", &[("class", "signs")], |out| {
            for one in Status::ALL {
                out.within("dt", &[], |out| card::status(out, one));
                out.within("dd", &[], |out| {
                    out.words(|strings| {
                        let key = format!("{}-means", lang::status_key(one));
                        strings.get(&key).to_owned()
                    });
                });
            }
        });
        out.within("h3", &[], |out| out.string("about-data"));
        out.within("ul", &[], |out| {
            for credit in credit::all(page.atlas) {
                out.within("li", &[], |out| {
                    out.bilingual(&credit.text);
                    if let Some(license) = &credit.license {
                        out.text(&format!(" ({license})"));
                    }
                    if let Some(url) = &credit.url {
                        out.text(" ");
                        out.link(url, url);
                    }
                });
            }
        });
        out.within("p", &[], |out| {
            match &page.atlas.manifest.map_approval_number {
                Some(number) => {
                    out.words(|strings| strings.format("map-approval", &[("number", number)]));
                }
                None => out.string("map-approval-needed"),
            }
        });
        out.within("p", &[("class", "weak")], |out| {
            out.words(|strings| {
                let version = env!("CARGO_PKG_VERSION");
                strings.format("page-made", &[("version", version)])
            });
        });
    });
}

const SHOW_KEYS: [(&str, &str); 11] = [
    ("→ ↓ Space Enter N PageDown", "show-do-next"),
    ("← ↑ Backspace P PageUp", "show-do-previous"),
    ("Home End", "show-key-ends"),
    ("1 2 3 … Enter", "show-key-digits"),
    ("O", "show-do-overview"),
    ("B .", "show-do-black"),
    ("W ,", "show-do-white"),
    ("R", "show-do-back"),
    ("+ − 0", "show-key-zoom"),
    ("I", "page-key-card"),
    ("K", "show-do-legend"),
];
const MAP_KEYS: [(&str, &str); 4] = [
    ("← → ↑ ↓", "key-pan"),
    ("+ −", "key-zoom"),
    ("Home", "key-home"),
    ("K", "show-do-legend"),
];
const COMMON_KEYS: [(&str, &str); 4] = [
    ("/", "key-search"),
    ("L", "key-language"),
    ("Esc", "key-close"),
    ("? F1", "key-help"),
];

fn keys(out: &mut Markup, page: &Page<'_>) {
    out.within("div", &[("class", "keys-list")], |out| {
        out.within("h3", &[], |out| out.string("keys-title"));
        let own: &[(&str, &'static str)] = if page.whole { &MAP_KEYS } else { &SHOW_KEYS };
        out.within("dl", &[], |out| {
            for (keys, does) in own.iter().chain(&COMMON_KEYS) {
                out.within("dt", &[], |out| {
                    for key in keys.split(' ') {
                        out.element("kbd", &[], key);
                        out.text(" ");
                    }
                });
                out.within("dd", &[], |out| out.string(does));
            }
        });
        out.within("p", &[], |out| {
            out.string(if page.whole {
                "page-touch"
            } else {
                "page-touch-show"
            });
        });
    });
}
