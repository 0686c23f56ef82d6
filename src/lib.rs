//! Delta Atlas: a desktop atlas of Shanghai's districts and the Yangtze River Delta. Each module is a room that
//! knows only the rooms before it; ARCHITECTURE.md has the plan.

pub mod atlas;
pub mod basemap;
pub mod card;
pub mod clock;
pub mod geo;
pub mod import;
pub mod lang;
pub mod search;
pub mod store;
pub mod theme;
pub mod tiles;

pub mod scene;

pub mod briefing;

pub mod export;

pub mod map;

pub mod app;
pub mod cli;
pub mod ui;

/// The program's name, as on the window.
pub const TITLE: &str = "Delta Atlas";
/// Names the program to the desktop, and its folder of settings.
pub const APP_ID: &str = "delta-atlas";
