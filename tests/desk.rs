//! Slides made without a text editor, in the drawer of briefings.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may fail loudly"
)]

mod common;

use std::{fs, path::PathBuf};

use common::{Window, app, click, settle, start, window};
use delta_atlas::{
    app::Start,
    atlas::{Camera, Slide},
    store,
};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

const TITLES: [&str; 2] = [
    "What the article says, and what holds",
    "The delta as a production network",
];

fn drawer() -> Window {
    drawer_of(start())
}

fn drawer_of(start: Start) -> Window {
    let mut harness = window(start);
    click(&mut harness, "Briefings");
    harness
}

fn slides(harness: &Window) -> Vec<Slide> {
    app(harness).atlas().briefings()[0].slides.clone()
}

fn titles(harness: &Window) -> Vec<String> {
    slides(harness)
        .iter()
        .map(|slide| slide.title.en.clone())
        .collect()
}

fn undo(harness: &mut Window) {
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    settle(harness);
}

#[test]
fn the_drawer_lists_the_briefings_and_the_slides_of_one_with_their_times() {
    let mut harness = drawer();
    for title in TITLES {
        harness.get_by_label(title);
    }
    harness.get_by_label("Slide 8: All within a hundred kilometres?");
    click(&mut harness, TITLES[1]);
    harness.get_by_label("Slide 3: Output per head falls off from the river mouth");
}

#[test]
fn a_slide_in_the_list_is_put_on_the_map() {
    let mut harness = drawer();
    click(&mut harness, "Slide 8: All within a hundred kilometres?");
    assert_eq!(app(&harness).session().check.as_deref(), Some("triangle"));
    click(&mut harness, TITLES[1]);
    click(
        &mut harness,
        "Slide 3: Output per head falls off from the river mouth",
    );
    let session = app(&harness).session();
    assert!(session.content.choropleth.is_some());
    assert_eq!(session.check, None);
}

#[test]
fn what_a_slide_selects_lies_between_the_drawer_and_its_card() {
    let mut harness = drawer();
    click(
        &mut harness,
        "Slide 6: Zhangjiang is three different places",
    );
    let at = common::on_screen(&harness, "zhangjiang");
    assert!((430.0..860.0).contains(&at.x), "{at}");
}

#[test]
fn a_slide_made_from_the_view_shows_that_view_and_undo_takes_it_away() {
    let mut harness = drawer();
    let before = titles(&harness);
    click(&mut harness, "Slide 8: All within a hundred kilometres?");
    click(&mut harness, "Add slide from this view");
    let added = slides(&harness)[8].clone();
    assert_eq!(added.title.en, "New slide");
    assert_eq!(added.check.as_deref(), Some("triangle"));
    let Camera::Exact { zoom, .. } = added.camera else {
        unreachable!("a view has a centre and a zoom");
    };
    assert!((zoom - app(&harness).session().zoom).abs() < 0.01);
    assert!(app(&harness).desk().is_any_changed());
    undo(&mut harness);
    assert_eq!(titles(&harness), before);
    assert!(!app(&harness).desk().is_any_changed());
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    settle(&mut harness);
    assert_eq!(titles(&harness).len(), before.len() + 1);
}

#[test]
fn a_slide_is_moved_doubled_and_deleted_by_its_buttons() {
    let mut harness = drawer();
    let before = titles(&harness);
    click(&mut harness, &format!("Slide 1: {}", TITLES[0]));
    click(&mut harness, "Move down");
    assert_eq!(titles(&harness)[1], before[0]);
    click(&mut harness, "Duplicate");
    assert_eq!(
        titles(&harness)[1..3],
        [before[0].clone(), before[0].clone()]
    );
    click(&mut harness, "Delete");
    click(&mut harness, "Move up");
    assert_eq!(titles(&harness).len(), before.len());
    for _ in 0..4 {
        undo(&mut harness);
    }
    assert_eq!(titles(&harness), before);
    assert!(!app(&harness).desk().is_any_changed());
}

#[test]
fn a_title_typed_into_its_field_is_the_slide_s_when_the_field_is_left() {
    let mut harness = drawer();
    click(&mut harness, &format!("Slide 1: {}", TITLES[0]));
    harness.get_by_label("Title").focus();
    harness.run();
    harness.get_by_label("Title").type_text(" today");
    harness.run();
    harness.key_press(Key::Tab);
    settle(&mut harness);
    let title = titles(&harness)[0].clone();
    assert!(title.contains("today"), "{title}");
    click(&mut harness, "Undo");
    assert_eq!(titles(&harness)[0], TITLES[0]);
}

#[test]
fn preflight_opens_as_a_dialog_with_what_to_do() {
    let mut harness = drawer();
    click(&mut harness, TITLES[1]);
    click(&mut harness, "Before the show");
    harness.get_by_label_contains("13 slides, 15:20 planned");
    harness
        .get_all_by_label("Say their dates aloud, or look for newer ones.")
        .next()
        .unwrap();
}

/// A copy of the built-in atlas in a folder, opened.
fn in_folder() -> (tempfile::TempDir, PathBuf, Window) {
    let parent = tempfile::tempdir().unwrap();
    let folder = store::save_copy(None, &store::builtin().briefings, parent.path()).unwrap();
    let harness = drawer_of(Start {
        atlas: Some(folder.clone()),
        ..start()
    });
    (parent, folder.join("briefings/article.md"), harness)
}

#[test]
fn saving_changes_one_line_of_the_file_and_nothing_else() {
    let (_parent, path, mut harness) = in_folder();
    let before = fs::read_to_string(&path).unwrap();
    click(&mut harness, &format!("Slide 1: {}", TITLES[0]));
    click(&mut harness, "Delete");
    click(&mut harness, "Save");
    let after = fs::read_to_string(&path).unwrap();
    let start = before.find("# title").unwrap();
    let end = before.find("# scorecard").unwrap();
    assert!(
        after == [&before[..start], &before[end..]].concat(),
        "{after}"
    );
    assert!(!app(&harness).desk().is_any_changed());
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 3);
}

#[test]
fn a_file_changed_by_somebody_else_is_not_overwritten_and_that_is_told() {
    let (_parent, path, mut harness) = in_folder();
    click(&mut harness, &format!("Slide 1: {}", TITLES[0]));
    click(&mut harness, "Duplicate");
    fs::write(&path, "by somebody else").unwrap();
    click(&mut harness, "Save");
    assert_eq!(fs::read_to_string(&path).unwrap(), "by somebody else");
    harness.get_by_label_contains("by somebody else since it was opened");
    assert!(app(&harness).desk().is_any_changed());
}

#[test]
fn the_built_in_atlas_is_saved_as_a_copy_that_is_written_from_then_on() {
    let parent = tempfile::tempdir().unwrap();
    let mut harness = drawer();
    click(&mut harness, &format!("Slide 1: {}", TITLES[0]));
    click(&mut harness, "Delete");
    let context = harness.ctx.clone();
    let state = harness.state_mut().as_mut().unwrap();
    state.copy_to(&context, parent.path().to_owned());
    while app(&harness).is_copying() {
        std::thread::sleep(std::time::Duration::from_millis(5));
        harness.run();
    }
    let copy = store::open(&parent.path().join("delta-atlas")).unwrap();
    assert_eq!(
        copy.atlas.briefings()[0].slides.len(),
        slides(&harness).len()
    );
    assert!(!app(&harness).desk().is_any_changed() && app(&harness).desk().has_folder());
}
