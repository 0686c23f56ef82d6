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
