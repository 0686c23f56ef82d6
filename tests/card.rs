//! The card of a place, what is copied from it, charts and the comparison, found by accessible names.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may fail loudly"
)]

mod common;

use common::{Window, app, click, place, press, selected, settings, settle, start, window};
use delta_atlas::{
    app::{Drawer, Settings, Start},
    atlas::{Language, PlaceId},
    ui::{drawer, facts},
};
use egui::{Key, Rect, accesskit::Role, pos2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

/// A window on a place, on a day in the autumn of 2026.
fn on(id: &str, language: Language) -> Window {
    window(Start {
        at: Some(id.to_owned()),
        today: "2026-11-24".parse().ok(),
        settings: Settings {
            language: Some(language),
            ..settings()
        },
        ..start()
    })
}

/// What the last frame put on the clipboard.
fn copied(window: &Window) -> Option<String> {
    let commands = &window.output().platform_output.commands;
    commands.iter().rev().find_map(|command| match command {
        egui::OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    })
}

/// Presses a button by its name and returns what that copies.
fn copy(window: &mut Window, label: &str) -> String {
    window.get_by_label(label).click_accesskit();
    for _ in 0..4 {
        window.step();
        if let Some(text) = copied(window) {
            return text;
        }
    }
    panic!("nothing was copied by {label}");
}

fn card() -> Rect {
    facts::bounds(Rect::from_min_max(pos2(0.0, 48.0), pos2(1280.0, 800.0)))
}

/// The lowest edge of what the card shows, without its row of buttons.
fn lowest(window: &Window) -> f32 {
    let card = card();
    let labels = window
        .query_all_by_role(Role::Label)
        .chain(window.query_all_by_role(Role::Link));
    let inside = labels.map(|node| node.rect()).filter(|rect| {
        rect.left() >= card.left() && rect.right() <= card.right() + 1.0 && rect.top() > card.top()
    });
    inside.map(|rect| rect.bottom()).fold(0.0, f32::max)
}

/// Claims and their counter-figures make the cards of a third of the sites longer than the window.
const READ_AT_ONCE: usize = 35;

#[test]
fn a_typical_site_is_read_without_scrolling() {
    for (language, button) in [
        (Language::English, "Copy as text"),
        (Language::Chinese, "复制为文本"),
    ] {
        let atlas = delta_atlas::store::builtin().atlas;
        let sites = atlas.places().iter();
        let sites = sites.filter(|place| place.position().is_some());
        let fits = |id: &str| {
            let window = on(id, language);
            let foot = window.get_by_label(button).rect().top();
            lowest(&window) <= foot
        };
        let fitting: Vec<&str> = sites
            .map(|site| site.id.as_str())
            .filter(|id| fits(id))
            .collect();
        assert!(
            fitting.len() >= READ_AT_ONCE,
            "{} in {}: {fitting:?}",
            fitting.len(),
            language.code()
        );
        for id in [
            "tesla-giga",
            "ssrf",
            "shanghaitech",
            "tongji",
            "shanghai-tower",
            "necc",
            "wusongkou",
        ] {
            assert!(fitting.contains(&id), "{id} in {}", language.code());
        }
    }
}

#[test]
fn the_card_never_covers_the_selected_place() {
    for id in [
        "yangshan",
        "tesla-giga",
        "pudong-airport",
        "ningbo-zhoushan-port",
    ] {
        let window = on(id, Language::English);
        assert!(!card().contains(common::on_screen(&window, id)), "{id}");
    }
}

#[test]
fn the_window_copies_what_the_command_line_writes() {
    for (language, code, button) in [
        (Language::English, "en", "Copy as text"),
        (Language::Chinese, "zh", "复制为文本"),
    ] {
        let mut window = on("zhangjiang", language);
        let text = copy(&mut window, button);
        let strings = delta_atlas::lang::strings(language);
        let today = "2026-11-24".parse().unwrap();
        let place = place(&window, "zhangjiang");
        let written = delta_atlas::card::text(app(&window).atlas(), place, strings, today);
        assert_eq!(text, written, "{code}");
        assert!(text.contains("[1] ") && text.contains("https://"), "{text}");
    }
}

#[test]
fn the_table_has_a_row_for_each_fact_and_the_sources_below() {
    let mut window = on("yangshan", Language::English);
    let table = copy(&mut window, "Copy as table");
    let rows: Vec<&str> = table.lines().collect();
    assert!(
        rows[1].starts_with("Theme\tFact\tValue\tNumber\tUnit\tAs of"),
        "{}",
        rows[1]
    );
    let row = rows
        .iter()
        .find(|row| row.contains("Phase IV quay length"))
        .unwrap();
    let cells: Vec<&str> = row.split('\t').collect();
    assert_eq!(cells.len(), 10);
    assert_eq!((cells[3], cells[4]), ("2350", "m"));
    assert!(rows.iter().any(|row| row.starts_with("[1]\t")), "{table}");
}

#[test]
fn one_fact_is_copied_with_its_place_date_status_and_source() {
    let mut window = on("yangshan", Language::English);
    let text = copy(&mut window, "Copy: Container throughput");
    assert!(
        text.starts_with("Yangshan Port · Container throughput: 24 million TEU"),
        "{text}"
    );
    for part in ["2022", "one source", "https://"] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn stale_facts_say_how_old_they_are_and_fresh_ones_do_not() {
    let window = on("pudong", Language::English);
    assert!(
        window.query_all_by_label("6 years old").next().is_some(),
        "the census of 2020"
    );
    let window = window_on_the_day("2021-06-01");
    assert!(
        window
            .query_all_by_label_contains("years old")
            .next()
            .is_none()
    );
}

fn window_on_the_day(today: &str) -> Window {
    window(Start {
        at: Some("pudong".to_owned()),
        today: today.parse().ok(),
        ..start()
    })
}

#[test]
fn a_disputed_value_stands_beside_what_others_say_with_who_says_it() {
    let window = on("zhangjiang", Language::English);
    for label in [
        ">8,000 companies",
        ">18,000 companies",
        "100,000 companies",
        "685 companies",
    ] {
        window.get_all_by_label(label).next().expect(label);
    }
    let said = window.get_all_by_label("Briefing article");
    assert!(said.count() > 0, "who says it");
    window.get_by_label_contains("Innovative enterprises in Zhangjiang: who says what. ");
}

#[test]
fn the_sources_of_a_fact_are_unfolded_and_lead_to_all_that_rests_on_them_and_back() {
    let mut window = on("yangshan", Language::English);
    click(&mut window, "Claims and what holds");
    window
        .get_by_label("More about: Container throughput")
        .click_accesskit();
    settle(&mut window);
    window
        .get_by_label("All that rests on it")
        .click_accesskit();
    settle(&mut window);
    assert_eq!(app(&window).session().drawer, Some(Drawer::Sources));
    window.get_by_label_contains("Phase IV design capacity: 6.5 million");
    window
        .get_by_label("Back to Claims and what holds")
        .click_accesskit();
    settle(&mut window);
    assert_eq!(app(&window).session().drawer, Some(Drawer::Claims));
    assert_eq!(selected(&window).as_deref(), Some("yangshan"));
}

#[test]
fn charts_say_their_values_to_screen_readers_and_unfold_as_a_list() {
    let mut window = on("pudong", Language::English);
    let title = "Resident population of the 16 districts, million people";
    assert!(chart_words(&window, title).contains("16. "));
    window.get_by_label("No. 1 of 16 · 22.8% of the total");
    window
        .get_by_label(&format!("Values as a list: {title}"))
        .click_accesskit();
    settle(&mut window);
    window.get_by_label("1. Pudong: 5,681,512 people (1 Nov 2020)");
    let window = on("shanghai", Language::Chinese);
    window.get_by_label("开放的自动驾驶测试道路（公里）");
}

/// The whole accessible name of the chart with this title.
fn chart_words(window: &Window, title: &str) -> String {
    let charts = window.query_all_by_role(Role::Image);
    let mut labels = charts.filter_map(|chart| chart.accesskit_node().label());
    labels
        .find(|label| label.starts_with(title))
        .expect("the chart")
}

#[test]
fn two_places_stand_side_by_side_with_gaps_and_are_copied_as_tables() {
    let mut window = on("yangshan", Language::English);
    click(&mut window, "Compare this place");
    assert_eq!(app(&window).session().drawer, Some(Drawer::Compare));
    window.get_by_label_contains("Up to four places");
    press(&mut window, Key::Slash);
    window.event(egui::Event::Text("taicang port".to_owned()));
    settle(&mut window);
    press(&mut window, Key::Enter);
    assert_eq!(selected(&window).as_deref(), Some("taicang-port"));
    click(&mut window, "Add Taicang Port");
    window.get_by_label("In common");
    window.get_by_label("Of one place only");
    assert!(
        window.query_all_by_label("no value").count() > 2,
        "gaps are shown"
    );
    let markdown = copy(&mut window, "Copy as Markdown");
    assert!(
        markdown.starts_with("| Fact | Yangshan Deep-Water Port | Taicang Port |"),
        "{markdown}"
    );
    let row = markdown
        .lines()
        .find(|line| line.starts_with("| Container throughput |"));
    let row = row.unwrap();
    assert!(
        row.contains("24 million TEU (2022; one source; 3 years old [")
            && row.contains("8,039,000 TEU (2023; one source"),
        "{row}"
    );
    assert!(
        markdown.contains("| — |") && markdown.contains("- [1] "),
        "{markdown}"
    );
    window
        .get_by_label("Take Yangshan Deep-Water Port out of the comparison")
        .click_accesskit();
    settle(&mut window);
    assert_eq!(app(&window).session().compared.len(), 1);
}

#[test]
fn between_the_card_and_a_comparison_of_four_the_selected_place_is_still_seen() {
    let mut window = on("lujiazui", Language::English);
    for id in ["zhangjiang", "yangshan", "lin-gang", "lujiazui"] {
        press(&mut window, Key::Slash);
        window.event(egui::Event::Text(id.to_owned()));
        settle(&mut window);
        press(&mut window, Key::Enter);
        click(&mut window, "Compare this place");
    }
    let last = selected(&window).unwrap();
    let at = common::on_screen(&window, &last);
    let map = Rect::from_min_max(pos2(0.0, 48.0), pos2(1280.0, 800.0));
    let card = facts::bounds(map);
    let free = facts::free_part(map, Some(card));
    let drawer = drawer::bounds(map, free, app(&window).session()).unwrap();
    assert!(
        at.x > drawer.right() && at.x < card.left(),
        "{last}: {at}, {drawer}"
    );
    assert!(card.left() - drawer.right() > 300.0);
}

#[test]
fn a_fifth_place_takes_the_room_of_the_first() {
    let mut window = on("huangpu", Language::English);
    for id in ["huangpu", "xuhui", "jingan", "putuo", "hongkou"] {
        press(&mut window, Key::Slash);
        window.event(egui::Event::Text(id.to_owned()));
        settle(&mut window);
        press(&mut window, Key::Enter);
        click(&mut window, "Compare this place");
    }
    let compared: Vec<&str> = app(&window)
        .session()
        .compared
        .iter()
        .map(PlaceId::as_str)
        .collect();
    assert_eq!(compared, ["xuhui", "jingan", "putuo", "hongkou"]);
}
