//! `atlas.json`.

use serde_json::{Map, Value};

use super::{Finding, Location, MANIFEST, OpenError, Problem, VERSION};
use crate::atlas::{
    Check, Credit, FactId, HomeView, Kind, Language, Manifest, PlaceId, Position, Rule, Text,
    Theme, ThemeId,
};

/// What the key `format` says.
const FORMAT: &str = "delta-atlas";

pub fn read(text: &str, findings: &mut Vec<Finding>) -> Result<Manifest, OpenError> {
    let json = json(MANIFEST, text)?;
    let Value::Object(object) = &json else {
        return Err(OpenError::NotAnAtlas);
    };
    if object.get("format").and_then(Value::as_str) != Some(FORMAT) {
        return Err(OpenError::NotAnAtlas);
    }
    let version = object
        .get("version")
        .and_then(Value::as_u64)
        .ok_or(OpenError::NotAnAtlas)?;
    if version > VERSION {
        return Err(OpenError::Newer { version });
    }
    let mut found = |problem| findings.push(Finding::new(Location::file(MANIFEST), problem));
    let title = text_of(object.get("title"));
    if title.is_empty() {
        found(Problem::TitleMissing {});
    }
    Ok(Manifest {
        title,
        languages: languages(object, &mut found),
        home: home(object, &mut found),
        themes: array(object, "themes").filter_map(theme).collect(),
        credits: array(object, "credits").map(credit).collect(),
        checks: checks(object, &mut found),
        map_approval_number: object
            .get("map_approval_number")
            .and_then(Value::as_str)
            .filter(|number| !number.trim().is_empty())
            .map(str::to_owned),
    })
}

/// Parses JSON; an error names line and column.
pub fn json(file: &'static str, text: &str) -> Result<Value, OpenError> {
    serde_json::from_str(text).map_err(|error| json_error(file, &error))
}

pub fn json_error(file: &'static str, error: &serde_json::Error) -> OpenError {
    OpenError::Json {
        file,
        line: error.line(),
        column: error.column(),
        detail: error.to_string(),
    }
}

fn array<'a>(object: &'a Map<String, Value>, key: &str) -> impl Iterator<Item = &'a Value> {
    object
        .get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn string(value: &Value, key: &str) -> Option<String> {
    value
        .get(key)
        .and_then(Value::as_str)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

/// `{"en": …, "zh": …}`, or one string for both.
fn text_of(value: Option<&Value>) -> Text {
    match value {
        Some(Value::String(text)) => Text::new(text, text),
        Some(value) => Text::new(
            string(value, "en").unwrap_or_default(),
            string(value, "zh").unwrap_or_default(),
        ),
        None => Text::default(),
    }
}

fn languages(object: &Map<String, Value>, found: &mut impl FnMut(Problem)) -> Vec<Language> {
    let mut languages = Vec::new();
    for code in array(object, "languages").filter_map(Value::as_str) {
        match Language::from_code(code) {
            Some(language) if !languages.contains(&language) => languages.push(language),
            Some(_) => {}
            None => found(Problem::LanguageUnknown {
                language: code.to_owned(),
            }),
        }
    }
    if languages.is_empty() {
        languages.push(Language::English);
    }
    languages
}

fn home(object: &Map<String, Value>, found: &mut impl FnMut(Problem)) -> Option<HomeView> {
    let value = object.get("home").filter(|value| !value.is_null())?;
    let number = |key: &str| value.get(key).and_then(Value::as_f64);
    let view = || {
        let centre = Position::new(number("longitude")?, number("latitude")?).ok()?;
        let zoom = number("zoom").filter(|zoom| (0.0..=24.0).contains(zoom))?;
        Some(HomeView { centre, zoom })
    };
    let view = view();
    if view.is_none() {
        found(Problem::HomeWrong {});
    }
    view
}

fn theme(value: &Value) -> Option<Theme> {
    Some(Theme {
        id: ThemeId::new(string(value, "id")?),
        name: text_of(value.get("name")),
    })
}

fn credit(value: &Value) -> Credit {
    let url = string(value, "url")
        .filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    Credit {
        text: text_of(value.get("text")),
        license: string(value, "license"),
        url,
        on_map: value.get("on_map").and_then(Value::as_bool).unwrap_or(true),
        kinds: value
            .get("kinds")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(Kind::from_code)
            .collect(),
    }
}

/// Checks that cannot be used are found and left out.
fn checks(object: &Map<String, Value>, found: &mut impl FnMut(Problem)) -> Vec<Check> {
    let mut checks: Vec<Check> = Vec::new();
    for value in array(object, "checks") {
        let id = string(value, "id").unwrap_or_default();
        match check(value) {
            Some(check) if !checks.iter().any(|known| known.id == check.id) => checks.push(check),
            _ => found(Problem::CheckWrong { id }),
        }
    }
    checks
}

fn check(value: &Value) -> Option<Check> {
    let place = |key: &str| string(value, key).map(PlaceId::new);
    let limit_m = || {
        value
            .get("limit_km")
            .and_then(Value::as_f64)
            .filter(|km| *km > 0.0)
            .map(|km| km * 1000.0)
    };
    let kind = || string(value, "kind").map(|kind| Kind::from_code(&kind));
    let places = || -> Vec<PlaceId> {
        let list = value
            .get("places")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        list.filter_map(Value::as_str).map(PlaceId::new).collect()
    };
    let rule = match string(value, "rule")?.as_str() {
        "within-each-other" => Rule::WithinEachOther {
            places: places(),
            limit_m: limit_m()?,
        },
        "within-of" => Rule::WithinOf {
            centre: place("centre")?,
            places: places(),
            limit_m: limit_m()?,
        },
        "inside" => Rule::Inside {
            place: place("place")?,
            region: place("region")?,
        },
        "count-within" => Rule::CountWithin {
            centre: place("centre")?,
            kind: kind()?,
            limit_m: limit_m()?,
            at_least: value
                .get("at_least")
                .and_then(Value::as_u64)?
                .try_into()
                .ok()?,
        },
        "nearest" => Rule::Nearest {
            place: place("place")?,
            kind: kind()?,
            nearest: place("nearest")?,
        },
        _ => return None,
    };
    let enough = match &rule {
        Rule::WithinEachOther { places, .. } => places.len() >= 2,
        Rule::WithinOf { places, .. } => !places.is_empty(),
        _ => true,
    };
    enough.then_some(Check {
        id: string(value, "id")?,
        claim: FactId::new(string(value, "claim")?),
        rule,
    })
}
