//! When a fact was true: a year, a month, a day, or a span of them.

use std::{cmp::Ordering, fmt, str::FromStr};

/// A calendar date of the precision that its source gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    pub year: i32,
    /// 1 to 12.
    pub month: Option<u8>,
    /// 1 to 31; only with a month.
    pub day: Option<u8>,
}

/// ISO 8601 date, month, year or interval (`2018/2021`); a leading `~` says that it is approximate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsOf {
    pub start: Date,
    /// Inclusive; `None` for a single date.
    pub end: Option<Date>,
    pub approximate: bool,
}

/// Why a text is not an [`AsOf`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AsOfError {
    #[error("is not a year, month or day")]
    Shape,
    #[error("has no such month")]
    Month,
    #[error("has no such day")]
    Day,
    #[error("ends before it starts")]
    Order,
}

impl FromStr for Date {
    type Err = AsOfError;

    fn from_str(text: &str) -> Result<Self, AsOfError> {
        let mut parts = text.split('-');
        let year = digits(parts.next(), 4)?.ok_or(AsOfError::Shape)?;
        let month = digits(parts.next(), 2)?;
        let day = digits(parts.next(), 2)?;
        if parts.next().is_some() {
            return Err(AsOfError::Shape);
        }
        let year = i32::from(year);
        let month = narrow(month, 1, 12, AsOfError::Month)?;
        let last = month.map_or(31, |month| days_in_month(year, month));
        let day = narrow(day, 1, last, AsOfError::Day)?;
        Ok(Self { year, month, day })
    }
}

fn digits(part: Option<&str>, length: usize) -> Result<Option<u16>, AsOfError> {
    let Some(part) = part else { return Ok(None) };
    if part.len() != length || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(AsOfError::Shape);
    }
    part.parse().map(Some).map_err(|_| AsOfError::Shape)
}

fn narrow(
    number: Option<u16>,
    first: u8,
    last: u8,
    error: AsOfError,
) -> Result<Option<u8>, AsOfError> {
    let Some(number) = number else {
        return Ok(None);
    };
    match u8::try_from(number) {
        Ok(number) if (first..=last).contains(&number) => Ok(Some(number)),
        _ => Err(error),
    }
}

fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

impl Date {
    /// Orders by the first day that the date can mean.
    fn first_day(self) -> (i32, u8, u8) {
        (self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

impl FromStr for AsOf {
    type Err = AsOfError;

    fn from_str(text: &str) -> Result<Self, AsOfError> {
        let (approximate, text) = match text.strip_prefix('~') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (start, end) = match text.split_once('/') {
            Some((start, end)) => (start.parse()?, Some(end.parse()?)),
            None => (text.parse()?, None),
        };
        let as_of = Self {
            start,
            end,
            approximate,
        };
        match end {
            Some(end) if end.first_day() < start.first_day() => Err(AsOfError::Order),
            _ => Ok(as_of),
        }
    }
}

impl fmt::Display for AsOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.approximate {
            f.write_str("~")?;
        }
        write!(f, "{}", self.start)?;
        match self.end {
            Some(end) => write!(f, "/{end}"),
            None => Ok(()),
        }
    }
}

impl AsOf {
    /// The last year that the fact speaks of.
    pub fn last_year(&self) -> i32 {
        self.end.unwrap_or(self.start).year
    }
}

impl PartialOrd for AsOf {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        let last = |as_of: &Self| as_of.end.unwrap_or(as_of.start).first_day();
        Some(last(self).cmp(&last(other)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn years_months_days_spans_and_guesses_are_read_and_written_alike() {
        for text in [
            "2023",
            "2023-04",
            "2020-11-01",
            "2018/2021",
            "~2020",
            "2024-02-29",
        ] {
            assert_eq!(
                text.parse::<AsOf>().map(|date| date.to_string()),
                Ok(text.to_owned())
            );
        }
    }

    #[test]
    fn a_month_or_day_that_no_calendar_has_is_refused() {
        assert_eq!("2025-13".parse::<AsOf>(), Err(AsOfError::Month));
        assert_eq!("2025-00".parse::<AsOf>(), Err(AsOfError::Month));
        assert_eq!("2023-02-29".parse::<AsOf>(), Err(AsOfError::Day));
        assert_eq!("2025-1".parse::<AsOf>(), Err(AsOfError::Shape));
        assert_eq!("last year".parse::<AsOf>(), Err(AsOfError::Shape));
        assert_eq!("2021/2018".parse::<AsOf>(), Err(AsOfError::Order));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_but_never_panics(text in "\\PC{0,20}") {
            let _ = text.parse::<AsOf>();
        }
    }
}
