//! How old a fact is, and when that makes it stale. The day it is comes from outside.

use super::{AsOf, Date, Fact, Status, Value};

/// What moves from year to year (counts of people and companies, money, shares, ranks) is stale after so many full
/// years.
pub const STALE_AFTER_YEARS: i32 = 3;
/// What is built or surveyed (lengths, areas, floors), and what is told in words, after so many.
pub const SLOW_STALE_AFTER_YEARS: i32 = 10;
/// Units of what is built or surveyed.
const SLOW_UNITS: [&str; 11] = [
    "m",
    "km",
    "m2",
    "km2",
    "ha",
    "floors",
    "lanes",
    "GeV",
    "buildings",
    "beamlines",
    "campuses",
];

impl Fact {
    /// Full years from the last day that the fact speaks of to `today`. `None` for what does not age: a year in
    /// which something happened, what the atlas computes from its own positions, what is undated or still to come.
    pub fn age_years(&self, today: Date) -> Option<i32> {
        let is_year =
            matches!(&self.value, Value::Number { unit: Some(unit), .. } if unit.0 == "year");
        if is_year || self.status == Status::Computed {
            return None;
        }
        let last = last_day(self.as_of?);
        let now = (today.year, today.month.unwrap_or(1), today.day.unwrap_or(1));
        let years = now.0 - last.0 - i32::from((now.1, now.2) < (last.1, last.2));
        (last <= now).then_some(years)
    }

    /// Older than its kind of value stays good.
    pub fn is_stale(&self, today: Date) -> bool {
        let slow = match &self.value {
            Value::Number { unit, .. } => {
                let unit = unit.as_ref().map_or("", |unit| &unit.0);
                SLOW_UNITS.contains(&unit)
            }
            Value::Words(_) => true,
        };
        let limit = if slow {
            SLOW_STALE_AFTER_YEARS
        } else {
            STALE_AFTER_YEARS
        };
        self.age_years(today).is_some_and(|years| years >= limit)
    }
}

/// Year, month and the last day that the date can mean; 31 where the month has fewer does no harm to comparisons.
fn last_day(as_of: AsOf) -> (i32, u8, u8) {
    let Date { year, month, day } = as_of.end.unwrap_or(as_of.start);
    (year, month.unwrap_or(12), day.unwrap_or(31))
}

#[cfg(test)]
mod tests {
    use super::super::{FactId, Text, Unit};
    use super::*;

    fn fact(unit: &str, as_of: &str) -> Fact {
        Fact {
            id: FactId::new("fact"),
            places: Vec::new(),
            theme: None,
            label: Text::default(),
            value: Value::Number {
                value: 1.0,
                qualifier: None,
                unit: Some(Unit(unit.to_owned())),
            },
            as_of: as_of.parse().ok(),
            status: Status::Sourced,
            sources: Vec::new(),
            disputes: Vec::new(),
            note: Text::default(),
        }
    }

    fn today() -> Date {
        "2026-11-24".parse().unwrap()
    }

    #[test]
    fn a_year_counts_as_full_when_its_last_day_has_come_round() {
        assert_eq!(fact("persons", "2020-11-01").age_years(today()), Some(6));
        assert_eq!(fact("persons", "2020-11-24").age_years(today()), Some(6));
        assert_eq!(fact("persons", "2020-11-25").age_years(today()), Some(5));
        assert_eq!(fact("persons", "2023").age_years(today()), Some(2));
        assert_eq!(fact("persons", "2019/2023-04").age_years(today()), Some(3));
    }

    #[test]
    fn counts_are_stale_after_three_years_and_measures_after_ten() {
        assert!(fact("persons", "2023-11-24").is_stale(today()));
        assert!(!fact("persons", "2023-11-25").is_stale(today()));
        assert!(!fact("km2", "2018").is_stale(today()));
        assert!(fact("km2", "2002").is_stale(today()));
    }

    #[test]
    fn years_of_founding_what_is_computed_targets_and_the_undated_never_are() {
        assert!(!fact("year", "1992").is_stale(today()));
        assert!(!fact("persons", "").is_stale(today()));
        assert_eq!(fact("devices", "2028").age_years(today()), None);
        let computed = Fact {
            status: Status::Computed,
            ..fact("persons", "2000")
        };
        assert!(!computed.is_stale(today()));
    }
}
