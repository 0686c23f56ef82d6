//! The one place that asks what day it is. Everything else is told.

use crate::atlas::Date;

/// Hours and minutes, by the machine's clock and time zone.
pub fn time_of_day() -> String {
    jiff::ZonedDateTime::now().strftime("%H:%M").to_string()
}

/// Today, by the machine's clock and time zone.
pub fn today() -> Date {
    let today = jiff::ZonedDateTime::now().date();
    Date {
        year: i32::from(today.year()),
        month: u8::try_from(today.month()).ok(),
        day: u8::try_from(today.day()).ok(),
    }
}

/// A moment by the machine's clock and time zone.
#[derive(Clone, Debug)]
pub struct Moment(jiff::ZonedDateTime);

impl Moment {
    pub fn now() -> Self {
        Self(jiff::ZonedDateTime::now())
    }

    /// So many seconds later.
    #[must_use]
    pub fn after(&self, seconds: f64) -> Self {
        let whole = jiff::SignedDuration::from_millis((seconds * 1000.0) as i64);
        Self(self.0.checked_add(whole).unwrap_or_else(|_| self.0.clone()))
    }

    /// Hours, minutes and seconds.
    pub fn time(&self) -> String {
        self.0.strftime("%H:%M:%S").to_string()
    }

    /// Year, month and day, fit for the name of a file.
    pub fn date(&self) -> String {
        self.0.strftime("%Y-%m-%d").to_string()
    }
}
