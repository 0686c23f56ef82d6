//! The export dialog, driven by its accessible names.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may fail loudly"
)]

mod common;

use std::path::Path;

use common::{Window, app, settle, start, window};
use delta_atlas::app::{App, ExportOutcome};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

fn open() -> Window {
    let mut window = window(start());
    window.key_press_modifiers(Modifiers::COMMAND, Key::E);
    wait(&mut window);
    window
}

/// Until nothing is drawn or written any more.
fn wait(window: &mut Window) {
    settle(window);
    while window.state().as_ref().is_some_and(App::is_exporting) {
        std::thread::sleep(std::time::Duration::from_millis(5));
        window.step();
    }
    settle(window);
}

/// Replaces what stands in the field for the file.
fn write_to(window: &mut Window, path: &Path) {
    window.get_by_label("File").focus();
    settle(window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    settle(window);
    window
        .get_by_label("File")
        .type_text(path.to_str().unwrap());
    wait(window);
}

fn press_button(window: &mut Window, label: &str) {
    window
        .get_by_role_and_label(egui::Role::Button, label)
        .click();
    wait(window);
}

fn outcome(window: &Window) -> &ExportOutcome {
    let state = app(window).export_state().expect("the dialog is open");
    state.outcome.expect("something came of it")
}

#[test]
fn data_are_written_where_the_field_says_and_an_existing_file_only_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("facts.csv");
    let mut window = open();
    window.get_by_label("CSV").click();
    wait(&mut window);
    write_to(&mut window, &path);
    press_button(&mut window, "Export");
    assert!(matches!(outcome(&window), ExportOutcome::Written(..)));
    assert!(window.query_by_label("Show in folder").is_some());
    let written = std::fs::read(&path).unwrap();
    assert!(written.len() > 1000);

    std::fs::write(&path, "mine").unwrap();
    press_button(&mut window, "Export");
    assert!(outcome(&window).exists());
    assert_eq!(std::fs::read(&path).unwrap(), b"mine");
    press_button(&mut window, "Replace the file");
    assert_eq!(std::fs::read(&path).unwrap(), written);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn the_name_of_the_file_follows_the_format_in_the_folder_that_was_chosen() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open();
    write_to(&mut window, &folder.path().join("talk.png"));
    for (format, name) in [("PDF", "map.pdf"), ("GEOJSON", "facts.geojson")] {
        window.get_by_label(format).click();
        wait(&mut window);
        let state = app(&window).export_state().unwrap();
        assert_eq!(Path::new(&state.form.file), folder.path().join(name));
    }
}

#[test]
fn a_preview_is_drawn_and_the_dialog_goes_with_escape() {
    let mut window = open();
    let has_preview = |window: &Window| app(window).export_state().unwrap().preview.is_some();
    assert!(has_preview(&window));
    window.key_press(Key::Escape);
    wait(&mut window);
    assert_eq!(app(&window).session().dialog, None);
    assert!(!has_preview(&window), "nothing is kept");
}

#[test]
fn a_folder_that_is_not_there_is_named_with_what_to_do() {
    let mut window = open();
    window.get_by_label("JSON").click();
    wait(&mut window);
    write_to(&mut window, Path::new("/no/such/folder/facts.json"));
    press_button(&mut window, "Export");
    assert!(matches!(outcome(&window), ExportOutcome::NotWritten(_)));
    let message = window.query_by_label_contains("The folder of /no/such/folder/facts.json");
    assert!(message.is_some());
}

#[test]
fn slides_of_a_briefing_are_chosen_by_their_numbers() {
    let mut window = open();
    window
        .get_by_role_and_label(egui::Role::ComboBox, "What")
        .click();
    settle(&mut window);
    window
        .get_by_label("Briefing: What the article says, and what holds")
        .click();
    wait(&mut window);
    press_button(&mut window, "PPTX");
    press_button(&mut window, "Slide 3: The financial centre: it holds");
    let form = |window: &Window| app(window).export_state().unwrap().form.clone();
    assert!(!form(&window).slides.contains(&2) && form(&window).slides.len() > 5);
    press_button(&mut window, "All slides");
    assert!(form(&window).slides.is_empty());
}

#[test]
fn a_page_is_written_from_the_window_with_what_it_holds_said_beside() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("atlas.html");
    let mut window = open();
    window.get_by_label("HTML").click();
    wait(&mut window);
    assert!(window.query_by_label_contains("without network").is_some());
    write_to(&mut window, &path);
    press_button(&mut window, "Export");
    assert!(matches!(outcome(&window), ExportOutcome::Written(..)));
    let written = std::fs::read_to_string(&path).unwrap();
    assert!(written.starts_with("<!DOCTYPE html>") && written.ends_with("</html>\n"));
}
