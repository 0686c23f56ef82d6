//! Every string of the interface, in one file per language, and how numbers, units and dates are written.

mod date;
mod figure;
mod measure;
mod number;

pub use date::date_text;
pub use figure::{figure_text, measure_text, rounded};
pub use measure::{
    Axis, LengthUnit, arc_text, area_text, bearing_text, decimal_text, distance_text, dms_text,
    length_text, position_text, status_key,
};
pub use number::{Scale, ValueText, grouped, plain_number, unit_name, value_text};

use std::{collections::HashMap, sync::LazyLock};

pub use crate::atlas::Language;

/// The interface strings of one language.
#[derive(Debug)]
pub struct Strings {
    pub language: Language,
    entries: HashMap<&'static str, &'static str>,
}

static ENGLISH: LazyLock<Strings> =
    LazyLock::new(|| Strings::read(Language::English, include_str!("../../assets/lang/en.lang")));
static CHINESE: LazyLock<Strings> =
    LazyLock::new(|| Strings::read(Language::Chinese, include_str!("../../assets/lang/zh.lang")));

/// The interface strings of `language`.
pub fn strings(language: Language) -> &'static Strings {
    match language {
        Language::English => &ENGLISH,
        Language::Chinese => &CHINESE,
    }
}

impl Strings {
    /// Lines `key = text`, where one space behind the sign is not part of the text; blank lines and lines that start with `#` are passed over.
    fn read(language: Language, file: &'static str) -> Self {
        let entries = file
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once('='))
            .map(|(key, text)| {
                (
                    key.trim(),
                    text.strip_prefix(' ').unwrap_or(text).trim_end(),
                )
            })
            .collect();
        Self { language, entries }
    }

    /// The string of this key. A key that is not in the file stands for itself; a test finds such keys.
    pub fn get<'a>(&self, key: &'a str) -> &'a str {
        self.find(key).unwrap_or(key)
    }

    /// `None` if the file has no such key: for keys made of data, such as `unit-` and an id of the user's own.
    pub fn find(&self, key: &str) -> Option<&'static str> {
        self.entries.get(key).copied()
    }

    /// The string of this key with each `{name}` replaced by its argument.
    pub fn format(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        let mut text = self.get(key).to_owned();
        for (name, value) in arguments {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }

    pub fn keys(&self) -> impl Iterator<Item = &'static str> {
        self.entries.keys().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn placeholders(text: &str) -> BTreeSet<&str> {
        text.split('{')
            .skip(1)
            .filter_map(|rest| rest.split('}').next())
            .collect()
    }

    #[test]
    fn both_languages_hold_the_same_keys_with_the_same_placeholders() {
        let keys = |language| strings(language).keys().collect::<BTreeSet<_>>();
        assert_eq!(keys(Language::English), keys(Language::Chinese));
        for key in keys(Language::English) {
            assert_eq!(
                placeholders(ENGLISH.get(key)),
                placeholders(CHINESE.get(key)),
                "{key}"
            );
        }
    }

    #[test]
    fn no_string_is_empty() {
        for language in [Language::English, Language::Chinese] {
            for (key, text) in &strings(language).entries {
                assert!(!text.is_empty(), "{key} in {}", language.code());
            }
        }
    }
}
