//! What is on the screen as pixels. Needs a graphics driver, software will do; without one these tests say that they
//! were skipped, unless `DELTA_ATLAS_REQUIRE_RENDERING` is set.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may fail loudly"
)]

mod common;

use std::collections::HashSet;

use common::{Window, settings, settle, start, window_of};
use delta_atlas::{
    app::{App, Settings, Start},
    atlas::{Language, Position},
    export::{Format, Handout, Job, PictureSize, Shown, Subject, Watch},
    geo::Locator,
    theme::{Theme, ThemeName},
};
use egui::{Color32, Pos2};
use egui_kittest::{
    Harness, SnapshotOptions,
    wgpu::{WgpuTestRenderer, create_render_state, default_wgpu_setup},
};
use image::RgbaImage;

/// A window that is really drawn, or `None` where there is no graphics driver.
fn drawn(size: [f32; 2], start: Start) -> Option<Window> {
    if !has_adapter() {
        assert!(
            std::env::var_os("DELTA_ATLAS_REQUIRE_RENDERING").is_none(),
            "there is no graphics adapter, but rendering is required"
        );
        eprintln!("skipped: there is no graphics driver (on Debian: mesa-vulkan-drivers)");
        return None;
    }
    let state = create_render_state(
        default_wgpu_setup(),
        egui_wgpu::RendererOptions::PREDICTABLE,
    );
    let builder = Harness::builder()
        .with_size(size)
        .with_render_cursor(false)
        .renderer(WgpuTestRenderer::from_render_state(state));
    Some(window_of(builder, start))
}

fn has_adapter() -> bool {
    let setup = default_wgpu_setup();
    let instance = pollster::block_on(setup.new_instance());
    let backends = egui_wgpu::wgpu::Backends::all();
    !pollster::block_on(instance.enumerate_adapters(backends)).is_empty()
}

fn picture(window: &mut Window) -> RgbaImage {
    window.render().expect("a picture")
}

fn colour_at(picture: &RgbaImage, at: Pos2) -> Color32 {
    let [red, green, blue, _] = picture.get_pixel(at.x as u32, at.y as u32).0;
    Color32::from_rgb(red, green, blue)
}

fn near(one: Color32, other: Color32) -> bool {
    let apart = |a: u8, b: u8| a.abs_diff(b) <= 3;
    apart(one.r(), other.r()) && apart(one.g(), other.g()) && apart(one.b(), other.b())
}

fn colours(picture: &RgbaImage) -> usize {
    picture
        .pixels()
        .map(|pixel| pixel.0)
        .collect::<HashSet<_>>()
        .len()
}

fn app(window: &Window) -> &App {
    common::app(window)
}

#[test]
fn sea_and_land_have_the_colours_of_the_theme_where_they_are() {
    for name in ThemeName::ALL {
        let settings = Settings {
            theme: Some(name),
            ..settings()
        };
        let Some(mut window) = drawn(
            [1280.0, 800.0],
            Start {
                settings,
                ..start()
            },
        ) else {
            return;
        };
        let picture = picture(&mut window);
        let colours = Theme::new(name).map;
        let at = |longitude, latitude| {
            app(&window).window_from_geo(Position {
                longitude,
                latitude,
            })
        };
        assert!(
            near(colour_at(&picture, at(122.5, 30.95)), colours.sea),
            "open sea in {}",
            name.code()
        );
        // Names and lines cover some of the fields of Fengxian, not most.
        let fields = (0..20).map(|step| at(121.50 + 0.01 * f64::from(step), 30.90));
        let tinted = fields.filter(|at| {
            let land = colour_at(&picture, *at);
            colours.districts.iter().any(|tint| near(land, *tint))
        });
        assert!(tinted.count() > 10, "Fengxian in {}", name.code());
    }
}

#[test]
fn the_first_picture_is_a_map_with_many_colours() {
    let Some(mut window) = drawn([1280.0, 800.0], start()) else {
        return;
    };
    assert!(colours(&picture(&mut window)) > 500);
}

#[test]
fn the_selected_district_is_tinted_and_outlined_in_the_accent() {
    let Some(mut window) = drawn(
        [1280.0, 800.0],
        Start {
            at: Some("chongming".to_owned()),
            ..start()
        },
    ) else {
        return;
    };
    settle(&mut window);
    let picture = picture(&mut window);
    let accent = Theme::new(ThemeName::Light).map.accent;
    let strong = picture.enumerate_pixels().filter(|(x, _, pixel)| {
        let [red, green, blue, _] = pixel.0;
        *x < 860 && near(Color32::from_rgb(red, green, blue), accent)
    });
    assert!(strong.count() > 500, "the outline");
}

/// Compares with the picture kept in `tests/snapshots`; drivers differ a little in antialiasing.
fn looks_as_it_did(name: &str, theme: ThemeName, language: Language) {
    let settings = Settings {
        theme: Some(theme),
        language: Some(language),
        ..settings()
    };
    let start = Start {
        settings,
        at: Some("lujiazui".to_owned()),
        ..start()
    };
    let Some(mut window) = drawn([960.0, 600.0], start) else {
        return;
    };
    let options = SnapshotOptions::new()
        .threshold(2.0)
        .max_failed_pixels(4000);
    window.snapshot_options(name, &options);
}

#[test]
fn the_window_looks_as_it_did_in_english_and_light() {
    looks_as_it_did("light_english", ThemeName::Light, Language::English);
}

#[test]
fn the_window_looks_as_it_did_in_chinese_and_dark() {
    looks_as_it_did("dark_chinese", ThemeName::Dark, Language::Chinese);
}

/// The mean difference of two pictures over a part of the first, in per mille of the range of a channel.
fn apart(one: &RgbaImage, other: &RgbaImage, part: egui::Rect, shift: egui::Vec2) -> f64 {
    let mut sum = 0u64;
    let mut count = 0u64;
    for y in part.top() as u32..part.bottom() as u32 {
        for x in part.left() as u32..part.right() as u32 {
            let there = Pos2::new(x as f32, y as f32) + shift;
            let there = other.get_pixel(there.x.round() as u32, there.y.round() as u32);
            for (a, b) in one.get_pixel(x, y).0.iter().zip(there.0).take(3) {
                sum += u64::from(a.abs_diff(b));
                count += 1;
            }
        }
    }
    sum as f64 / count as f64 / 255.0 * 1000.0
}

#[test]
fn an_exported_picture_shows_what_the_window_shows() {
    for name in [ThemeName::Light, ThemeName::Dark] {
        let settings = Settings {
            theme: Some(name),
            ..settings()
        };
        let start = Start {
            settings,
            ..start()
        };
        let Some(mut window) = drawn([1280.0, 800.0], start) else {
            return;
        };
        let shown = picture(&mut window);
        let (session, atlas) = (app(&window).session(), app(&window).atlas());
        let view = session.view();
        let job = Job {
            format: Format::Png,
            subject: Subject::View(Box::new(Shown {
                view,
                content: session.content.clone(),
                selected: None,
                check: None,
            })),
            size: PictureSize::new(view.size.x as u64, view.size.y as u64, 1.0).unwrap(),
            language: session.language,
            theme: name,
            bare: true,
            handout: Handout::default(),
            data: None,
        };
        let mut bytes = Vec::new();
        job.write(atlas, &Locator::new(atlas), &mut bytes, &Watch::default())
            .unwrap();
        let exported = image::load_from_memory(&bytes).unwrap().to_rgba8();
        let shift = view.screen_from_geo(view.centre) - app(&window).window_from_geo(view.centre);
        // Where no panel covers the map.
        let part = egui::Rect::from_min_max(Pos2::new(320.0, 130.0), Pos2::new(980.0, 560.0));
        let difference = apart(&shown, &exported, part, shift);
        assert!(
            difference < 25.0,
            "{difference} per mille in {}",
            name.code()
        );
        // Nothing else is as near: the measure tells a shifted map.
        let elsewhere = apart(&shown, &exported, part, shift + egui::vec2(24.0, 0.0));
        assert!(
            elsewhere > difference * 1.5,
            "{elsewhere} beside {difference}"
        );
    }
}
