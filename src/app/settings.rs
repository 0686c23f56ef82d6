//! What survives a restart: language, theme, what the map shows, the window's size and place, the base map. A damaged
//! file is set aside, never overwritten unseen.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{BaseMapSettings, MAX_TILE_ZOOM, MIN_OPACITY, Server, content_file::ContentFile};
use crate::{atlas::Language, scene::MapContent, theme::ThemeName};

/// Of the shape of the file; a newer one is set aside like a damaged one.
const VERSION: u32 = 1;
const FILE: &str = "settings.json";

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    pub language: Option<Language>,
    pub theme: Option<ThemeName>,
    /// Of shows; `None`: that for projectors.
    pub show_theme: Option<ThemeName>,
    pub window: Option<WindowPlace>,
    /// What of the atlas the map shows.
    pub content: MapContent,
    /// The hint for newcomers has been read.
    pub hint_seen: bool,
    /// What was chosen from the search list, the latest first, as [`crate::search::Found::code`] writes it.
    pub recent: Vec<String>,
    /// `None`: as the desktop has it.
    pub reduced_motion: Option<bool>,
    pub base_map: BaseMapSettings,
}

/// In points of the desktop.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WindowPlace {
    /// Top left corner; `None` where the desktop does not tell, as on Wayland.
    pub position: Option<[f32; 2]>,
    pub size: [f32; 2],
    pub maximized: bool,
}

/// The file's own shape.
#[derive(Default, Serialize, Deserialize)]
struct File {
    version: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    theme: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    show_theme: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    window: Option<WindowPlace>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    map: Option<ContentFile>,
    #[serde(default)]
    hint_seen: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    recent: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reduced_motion: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    base_map: Option<BaseMapFile>,
}

/// Tiles in the file's own shape.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct BaseMapFile {
    template: String,
    attribution: String,
    max_zoom: u8,
    keep_on: bool,
    file: String,
    file_on: bool,
    opacity: u8,
}

impl BaseMapFile {
    fn of(settings: &BaseMapSettings) -> Self {
        let settings = settings.clone();
        Self {
            template: settings.server.template,
            attribution: settings.server.attribution,
            max_zoom: settings.server.max_zoom,
            keep_on: settings.keep_on,
            file: settings.file,
            file_on: settings.file_on,
            opacity: settings.opacity,
        }
    }

    fn settings(self) -> BaseMapSettings {
        BaseMapSettings {
            server: Server {
                template: self.template,
                attribution: self.attribution,
                max_zoom: self.max_zoom.clamp(1, MAX_TILE_ZOOM),
            },
            keep_on: self.keep_on,
            file: self.file,
            file_on: self.file_on,
            opacity: self.opacity.clamp(MIN_OPACITY, 100),
        }
    }
}

/// What came of reading the settings.
#[derive(Debug)]
pub struct LoadedSettings {
    pub settings: Settings,
    /// Where a file that could not be read was moved to.
    pub set_aside: Option<PathBuf>,
}

/// The folder of the settings, as the desktop has it; it may not exist yet.
pub fn folder() -> Option<PathBuf> {
    use etcetera::AppStrategy;
    let names = etcetera::AppStrategyArgs {
        top_level_domain: String::new(),
        author: String::new(),
        app_name: crate::TITLE.to_owned(),
    };
    match etcetera::choose_app_strategy(names) {
        Ok(strategy) => Some(strategy.config_dir()),
        Err(error) => {
            log::warn!("there is no folder for settings: {error}");
            None
        }
    }
}

/// A missing file is default settings. A damaged one is renamed, so that it can be looked at, and default settings
/// are taken.
pub fn load(folder: &Path) -> LoadedSettings {
    let path = folder.join(FILE);
    let read = match fs::read(&path) {
        Ok(bytes) => parse(&bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Some(Settings::default()),
        Err(error) => {
            log::warn!("{} cannot be read: {error}", path.display());
            None
        }
    };
    match read {
        Some(settings) => LoadedSettings {
            settings,
            set_aside: None,
        },
        None => LoadedSettings {
            settings: Settings::default(),
            set_aside: set_aside(&path),
        },
    }
}

fn parse(bytes: &[u8]) -> Option<Settings> {
    let file: File = serde_json::from_slice(bytes).ok()?;
    let sound = |place: &WindowPlace| {
        let numbers = place
            .size
            .into_iter()
            .chain(place.position.into_iter().flatten());
        numbers.into_iter().all(f32::is_finite)
            && place.size.iter().all(|side| (1.0..20_000.0).contains(side))
    };
    (file.version == VERSION).then(|| Settings {
        language: file.language.as_deref().and_then(Language::from_code),
        theme: file.theme.as_deref().and_then(ThemeName::from_code),
        show_theme: file.show_theme.as_deref().and_then(ThemeName::from_code),
        window: file.window.filter(sound),
        content: file.map.map(ContentFile::content).unwrap_or_default(),
        hint_seen: file.hint_seen,
        recent: file.recent,
        reduced_motion: file.reduced_motion,
        base_map: file
            .base_map
            .map_or_else(BaseMapSettings::default, BaseMapFile::settings),
    })
}

fn set_aside(path: &Path) -> Option<PathBuf> {
    let free = (1..1000)
        .map(|number| path.with_extension(format!("damaged-{number}.json")))
        .find(|name| !name.exists())?;
    match fs::rename(path, &free) {
        Ok(()) => Some(free),
        Err(error) => {
            log::warn!("{} cannot be set aside: {error}", path.display());
            None
        }
    }
}

/// Written whole or not at all.
pub fn save(folder: &Path, settings: &Settings) -> io::Result<()> {
    let file = File {
        version: VERSION,
        language: settings.language.map(|language| language.code().to_owned()),
        theme: settings.theme.map(|theme| theme.code().to_owned()),
        show_theme: settings.show_theme.map(|theme| theme.code().to_owned()),
        window: settings.window,
        map: (settings.content != MapContent::default())
            .then(|| ContentFile::from(&settings.content)),
        hint_seen: settings.hint_seen,
        recent: settings.recent.clone(),
        reduced_motion: settings.reduced_motion,
        base_map: (settings.base_map != BaseMapSettings::default())
            .then(|| BaseMapFile::of(&settings.base_map)),
    };
    fs::create_dir_all(folder)?;
    let unfinished = folder.join(format!("{FILE}.{}.tmp", std::process::id()));
    let mut text = serde_json::to_string_pretty(&file)?;
    text.push('\n');
    fs::write(&unfinished, text)?;
    fs::rename(&unfinished, folder.join(FILE)).inspect_err(|_| {
        let _ = fs::remove_file(&unfinished);
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn example() -> Settings {
        let mut content = MapContent::default();
        content.labels = crate::scene::content::LabelLanguages::Both;
        Settings {
            language: Some(Language::Chinese),
            theme: Some(ThemeName::Projector),
            show_theme: Some(ThemeName::Dark),
            window: Some(WindowPlace {
                position: Some([40.0, 30.0]),
                size: [1280.0, 800.0],
                maximized: false,
            }),
            content,
            hint_seen: true,
            recent: vec!["place/yangshan".to_owned()],
            reduced_motion: Some(true),
            base_map: BaseMapSettings {
                server: Server {
                    template: "https://example.org/{z}/{x}/{y}.png".to_owned(),
                    attribution: "© Example".to_owned(),
                    max_zoom: 16,
                },
                keep_on: true,
                file: "delta.pmtiles".to_owned(),
                file_on: true,
                opacity: 60,
            },
        }
    }

    #[test]
    fn what_is_saved_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        save(folder.path(), &example()).unwrap();
        assert_eq!(load(folder.path()).settings, example());
    }

    #[test]
    fn a_missing_file_is_default_settings() {
        let folder = tempfile::tempdir().unwrap();
        let loaded = load(&folder.path().join("not yet"));
        assert_eq!(loaded.settings, Settings::default());
        assert_eq!(loaded.set_aside, None);
    }

    #[test]
    fn a_damaged_file_is_set_aside_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), "{\"version\": 1, \"langu").unwrap();
        let loaded = load(folder.path());
        assert_eq!(loaded.settings, Settings::default());
        let kept = loaded.set_aside.unwrap();
        assert_eq!(
            fs::read_to_string(kept).unwrap(),
            "{\"version\": 1, \"langu"
        );
        assert!(!folder.path().join(FILE).exists());
    }

    proptest! {
        #[test]
        fn no_content_of_the_file_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = parse(&bytes);
        }
    }
}
