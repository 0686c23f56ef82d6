//! Figures that are compared: what they are called and how they are written in a legend or a list.

use super::{Language, Strings, ValueText, value_text};
use crate::atlas::{Qualifier, Text, Unit, Value};

/// `GDP per head`, `Resident population per km²`; `per` is the id of the unit that a quantity is divided by.
pub fn measure_text(strings: &Strings, quantity: &Text, per: Option<&str>) -> String {
    let name = quantity.get(strings.language);
    match per {
        None => name.to_owned(),
        Some("persons") => strings.format("measure-per-head", &[("quantity", name)]),
        Some(unit) => {
            let unit = super::unit_name(strings, &Unit(unit.to_owned())).to_owned();
            strings.format("measure-per", &[("quantity", name), ("unit", &unit)])
        }
    }
}

/// A number of four significant digits with its unit: enough to compare, too little to be taken for exact.
pub fn figure_text(
    strings: &Strings,
    value: f64,
    qualifier: Option<Qualifier>,
    unit: &str,
    per: Option<&str>,
) -> ValueText {
    let unit = Some(Unit(unit.to_owned())).filter(|unit| !unit.0.is_empty());
    let value = Value::Number {
        value: rounded(value),
        qualifier,
        unit,
    };
    let mut text = value_text(strings, &value);
    match per {
        None => {}
        Some("persons") => text.unit.push_str(&joined(strings, "per-persons")),
        Some("km2") => text.unit.push_str(&joined(strings, "per-km2")),
        Some(other) => text.unit.extend([" / ", other]),
    }
    text
}

/// With a space before it where the language has one.
fn joined(strings: &Strings, key: &str) -> String {
    match strings.language {
        Language::English => format!(" {}", strings.get(key)),
        Language::Chinese => strings.get(key).to_owned(),
    }
}

/// A number as figures have it, rounded to four significant digits.
pub fn rounded(value: f64) -> f64 {
    significant(value, 4)
}

/// Rounded to so many significant digits.
fn significant(value: f64, digits: i32) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let places = digits - 1 - value.abs().log10().floor() as i32;
    // Dividing by a whole power of ten leaves no tail of digits.
    if places < 0 {
        let step = 10f64.powi(-places);
        (value / step).round() * step
    } else {
        let step = 10f64.powi(places.min(300));
        (value * step).round() / step
    }
}

#[cfg(test)]
mod tests {
    use super::super::strings;
    use super::*;

    #[test]
    fn figures_have_four_digits_and_the_unit_that_they_are_divided_by() {
        let english = strings(Language::English);
        let chinese = strings(Language::Chinese);
        let text =
            |strings, value, unit, per| figure_text(strings, value, None, unit, per).joined();
        assert_eq!(
            text(english, 24_870_895.0, "persons", None),
            "24.87 million people"
        );
        assert_eq!(
            text(english, 4693.27, "persons", Some("km2")),
            "4,693 people per km²"
        );
        assert_eq!(
            text(chinese, 4693.27, "persons", Some("km2")),
            "4,693 人／平方公里"
        );
        assert_eq!(
            text(chinese, 216_712.3, "CNY", Some("persons")),
            "21.67 万元／人"
        );
        assert_eq!(text(english, 0.000_123_456, "", None), "0.0001235");
        assert_eq!(text(english, 0.0, "km2", None), "0 km²");
    }

    #[test]
    fn measures_are_named_in_both_languages() {
        let gdp = Text::new("GDP", "地区生产总值");
        assert_eq!(
            measure_text(strings(Language::English), &gdp, Some("persons")),
            "GDP per head"
        );
        assert_eq!(
            measure_text(strings(Language::Chinese), &gdp, Some("persons")),
            "人均地区生产总值"
        );
        assert_eq!(
            measure_text(strings(Language::English), &gdp, Some("km2")),
            "GDP per km²"
        );
    }
}
