//! Numbers and units as a reader of the language writes them.

use super::{Language, Strings};
use crate::atlas::{Qualifier, Unit, Value};

/// A value ready to be shown: the number large, the unit smaller beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueText {
    /// With its qualifier: `>18,000`, `1.8`.
    pub number: String,
    /// With the word for a large step: `companies`, `万家`, `billion USD`. Empty for words and for bare numbers.
    pub unit: String,
}

impl ValueText {
    /// Both in one line.
    pub fn joined(&self) -> String {
        let Self { number, unit } = self;
        match unit.as_str() {
            "" => number.clone(),
            "%" => format!("{number}%"),
            _ => format!("{number} {unit}"),
        }
    }
}

/// The value of a fact in the language's habit: 18,000 or 1.8 万; 28.7 billion USD; km².
pub fn value_text(strings: &Strings, value: &Value) -> ValueText {
    match value {
        Value::Words(words) => ValueText {
            number: words.get(strings.language).to_owned(),
            unit: String::new(),
        },
        Value::Number {
            value,
            qualifier,
            unit,
        } => {
            let unit_id = unit.as_ref().map_or("", |unit| unit.0.as_str());
            if unit_id == "rank" {
                let number = strings.format("rank", &[("number", &grouped(*value))]);
                return ValueText {
                    number,
                    unit: String::new(),
                };
            }
            let (number, step) = match unit_id {
                "year" => (format!("{value:.0}"), ""),
                unit if is_measure(unit) => (grouped(*value), ""),
                _ => large_number(strings.language, *value),
            };
            let unit = match unit {
                Some(unit) if !matches!(unit_id, "year" | "ratio") => unit_name(strings, unit),
                _ => "",
            };
            let space =
                if strings.language == Language::English && !step.is_empty() && !unit.is_empty() {
                    " "
                } else {
                    ""
                };
            let sign = qualifier.map_or("", qualifier_sign);
            ValueText {
                number: format!("{sign}{number}"),
                unit: format!("{step}{space}{unit}"),
            }
        }
    }
}

/// What the ticks of an axis are written in.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    step: f64,
    /// Whether thousands are parted: Chinese does not do so in front of 万 and 亿.
    parts_thousands: bool,
    /// With the word for the step: `million people`, `万人`.
    pub unit: String,
}

impl Scale {
    /// For values up to `largest`.
    pub fn new(strings: &Strings, largest: f64, unit: Option<&Unit>) -> Self {
        let id = unit.map_or("", |unit| unit.0.as_str());
        let steps: &[(f64, &str)] = match strings.language {
            _ if is_measure(id) => &[],
            Language::English => &[(1e12, "trillion"), (1e9, "billion"), (1e6, "million")],
            Language::Chinese => &[(1e12, "万亿"), (1e8, "亿"), (1e4, "万")],
        };
        let (step, word) = steps
            .iter()
            .copied()
            .find(|(step, _)| largest >= *step)
            .unwrap_or((1.0, ""));
        let name = unit.map_or("", |unit| unit_name(strings, unit));
        let english = strings.language == Language::English;
        let space = if english && !word.is_empty() && !name.is_empty() {
            " "
        } else {
            ""
        };
        Self {
            step,
            parts_thousands: english || word.is_empty(),
            unit: format!("{word}{space}{name}"),
        }
    }

    pub fn tick(&self, value: f64) -> String {
        let scaled = round_to(value / self.step, 4);
        if self.parts_thousands {
            grouped(scaled)
        } else {
            plain_number(scaled)
        }
    }
}

/// Measures are written in full, whatever their size.
fn is_measure(unit: &str) -> bool {
    matches!(unit, "km2" | "m2" | "km" | "m" | "ha" | "percent")
}

/// The unit's name in the language, or its id where the interface has none.
pub fn unit_name<'a>(strings: &Strings, unit: &'a Unit) -> &'a str {
    strings.find(&format!("unit-{}", unit.0)).unwrap_or(&unit.0)
}

/// As short as it can be without losing anything: `18000`, `3.41`.
pub fn plain_number(value: f64) -> String {
    format!("{value}")
}

fn qualifier_sign(qualifier: Qualifier) -> &'static str {
    match qualifier {
        Qualifier::MoreThan => ">",
        Qualifier::LessThan => "<",
        Qualifier::About => "≈",
        Qualifier::AtLeast => "≥",
        Qualifier::AtMost => "≤",
    }
}

/// English counts in thousands with commas and in millions, billions, trillions; Chinese in 万 and 亿. The number,
/// and the word for its step. Never loses a digit of a whole number.
fn large_number(language: Language, value: f64) -> (String, &'static str) {
    let (steps, in_full_below): (&[(f64, &str)], f64) = match language {
        Language::English => (
            &[(1e12, "trillion"), (1e9, "billion"), (1e6, "million")],
            1e8,
        ),
        Language::Chinese => (&[(1e12, "万亿"), (1e8, "亿"), (1e4, "万")], 1e4),
    };
    for &(step, name) in steps {
        if value.abs() >= step {
            let scaled = value / step;
            let short = (scaled * 100.0).fract().abs() < 1e-6;
            if value.abs() < in_full_below && !short {
                break;
            }
            let scaled = round_to(scaled, 4);
            let number = match language {
                Language::English => grouped(scaled),
                // Chinese does not part thousands in front of 万 and 亿.
                Language::Chinese => plain_number(scaled).replace('-', "−"),
            };
            return (number, name);
        }
    }
    (grouped(value), "")
}

fn round_to(value: f64, digits: i32) -> f64 {
    let factor = 10f64.powi(digits);
    (value * factor).round() / factor
}

/// With commas between thousands, and the decimals that the value has.
pub fn grouped(value: f64) -> String {
    let text = plain_number(value);
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => ("−", rest),
        None => ("", text.as_str()),
    };
    let (whole, decimals) = match text.split_once('.') {
        Some((whole, decimals)) => (whole, format!(".{decimals}")),
        None => (text, String::new()),
    };
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}{decimals}")
}

#[cfg(test)]
mod tests {
    use super::super::strings;
    use super::*;

    fn written(language: Language, value: f64, unit: &str, qualifier: Option<Qualifier>) -> String {
        let value = Value::Number {
            value,
            qualifier,
            unit: Some(Unit(unit.to_owned())),
        };
        value_text(strings(language), &value).joined()
    }

    #[test]
    fn large_numbers_follow_the_habit_of_the_language() {
        let more = Some(Qualifier::MoreThan);
        assert_eq!(
            written(Language::English, 18000.0, "companies", more),
            ">18,000 companies"
        );
        assert_eq!(
            written(Language::Chinese, 18000.0, "companies", more),
            ">1.8 万家"
        );
        assert_eq!(
            written(Language::English, 28.7e9, "USD", None),
            "28.7 billion USD"
        );
        assert_eq!(
            written(Language::Chinese, 28.7e9, "USD", None),
            "287 亿美元"
        );
        assert_eq!(
            written(Language::Chinese, 12_748_262.0, "persons", None),
            "1274.8262 万人"
        );
        assert_eq!(
            written(Language::English, 24_870_895.0, "persons", None),
            "24,870,895 people"
        );
        assert_eq!(
            written(Language::English, 4.721_866e12, "CNY", None),
            "4.7219 trillion CNY"
        );
    }

    #[test]
    fn measures_keep_their_decimals_and_years_have_no_comma() {
        assert_eq!(
            written(Language::English, 1210.41, "km2", None),
            "1,210.41 km²"
        );
        assert_eq!(written(Language::English, 1992.0, "year", None), "1992");
        assert_eq!(written(Language::English, 4.4, "percent", None), "4.4%");
    }
}
