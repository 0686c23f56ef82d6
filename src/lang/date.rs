//! Dates as a reader of the language writes them.

use super::{Language, Strings};
use crate::atlas::{AsOf, Date};

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// `Apr 2023`, `2023年4月`; `2018–2021`; `about 2020`, `约2020年`.
pub fn date_text(strings: &Strings, as_of: &AsOf) -> String {
    let start = one_date(strings.language, as_of.start);
    let span = match as_of.end {
        Some(end) => format!("{start}–{}", one_date(strings.language, end)),
        None => start,
    };
    if as_of.approximate {
        strings.format("date-about", &[("date", &span)])
    } else {
        span
    }
}

fn one_date(language: Language, date: Date) -> String {
    let Date { year, month, day } = date;
    match language {
        Language::Chinese => {
            let month = month.map_or_else(String::new, |month| format!("{month}月"));
            let day = day.map_or_else(String::new, |day| format!("{day}日"));
            format!("{year}年{month}{day}")
        }
        Language::English => {
            let month = month
                .and_then(|month| MONTHS.get(usize::from(month) - 1))
                .map_or_else(String::new, |month| format!("{month} "));
            let day = day.map_or_else(String::new, |day| format!("{day} "));
            format!("{day}{month}{year}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::strings;
    use super::*;

    fn written(language: Language, text: &str) -> String {
        date_text(strings(language), &text.parse().unwrap())
    }

    #[test]
    fn dates_follow_the_habit_of_the_language() {
        assert_eq!(written(Language::English, "2020-11-01"), "1 Nov 2020");
        assert_eq!(written(Language::English, "2018/2021"), "2018–2021");
        assert_eq!(written(Language::English, "~2020"), "about 2020");
        assert_eq!(written(Language::Chinese, "2023-04"), "2023年4月");
        assert_eq!(written(Language::Chinese, "~2020"), "约2020年");
    }
}
