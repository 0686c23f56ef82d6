//! The record of a show in words: what was on the audience's screen, when and for how long.

use std::sync::Arc;

use super::{
    preflight::time_text,
    show::{Line, Record, Seen, Showing, Step},
};
use crate::{
    atlas::{Atlas, Briefing, Slide},
    clock::Moment,
    lang::Strings,
};

/// Showings shorter than this were only passed through, in seconds.
const GLIMPSE_S: f64 = 0.25;

/// A stretch of a show between F5 and leaving: when it began, by the show's clock and by the wall's, and the slides
/// as they were then.
#[derive(Clone, Debug)]
pub struct Sitting {
    pub from_s: f64,
    pub began: Moment,
    pub briefing: Arc<Briefing>,
}

/// One line for each stretch of time in which the audience saw the same slide, whatever of it was revealed meanwhile.
pub fn lines(atlas: &Atlas, strings: &Strings, record: &Record, sittings: &[Sitting]) -> Vec<Line> {
    let sitting_of = |from_s: f64| {
        let known = sittings.iter().rposition(|one| one.from_s <= from_s);
        known.unwrap_or(0)
    };
    let mut lines = Vec::new();
    for stretch in stretches(record, &sitting_of) {
        if stretch.to_s - stretch.from_s < GLIMPSE_S {
            continue;
        }
        let Some(sitting) = sittings.get(sitting_of(stretch.from_s)) else {
            continue;
        };
        let (slide, what) = words(atlas, strings, &sitting.briefing, &stretch.seen);
        lines.push(Line {
            clock: sitting.began.after(stretch.from_s - sitting.from_s).time(),
            lasted: time_text((stretch.to_s - stretch.from_s).round() as u64),
            slide,
            what,
        });
    }
    lines
}

struct Stretch {
    from_s: f64,
    to_s: f64,
    seen: Seen,
}

/// What is still on has not ended: it counts as long as nothing.
fn stretches(record: &Record, sitting_of: &impl Fn(f64) -> usize) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for Showing { from_s, to_s, seen } in record.showings() {
        let to_s = to_s.unwrap_or(*from_s);
        if let (Some(last), Seen::Slide(step)) = (stretches.last_mut(), seen)
            && let Seen::Slide(before) = &mut last.seen
            && before.slide == step.slide
            && last.to_s == *from_s
            && sitting_of(last.from_s) == sitting_of(*from_s)
        {
            before.build = before.build.max(step.build);
            last.to_s = to_s;
            continue;
        }
        stretches.push(Stretch {
            from_s: *from_s,
            to_s,
            seen: seen.clone(),
        });
    }
    stretches
}

/// Number of the slide, if one was seen, and what was on the screen.
fn words(atlas: &Atlas, strings: &Strings, briefing: &Briefing, seen: &Seen) -> (String, String) {
    let language = strings.language;
    let slide_of = |number: usize| briefing.slides.get(number);
    let title = |slide: Option<&Slide>| match slide.map(|slide| slide.title.get(language)) {
        None | Some("") => strings.get("desk-no-title").to_owned(),
        Some(title) => title.to_owned(),
    };
    match seen {
        Seen::Black => (String::new(), strings.get("shown-black").to_owned()),
        Seen::White => (String::new(), strings.get("shown-white").to_owned()),
        Seen::Slide(Step { slide, build }) => {
            let shown = slide_of(*slide);
            let builds = shown.map_or(0, Slide::builds);
            let title = title(shown);
            let what = if *build < builds {
                let arguments = [
                    ("title", &*title),
                    ("shown", &build.to_string()),
                    ("count", &builds.to_string()),
                ];
                strings.format("shown-part", &arguments)
            } else {
                title
            };
            ((slide + 1).to_string(), what)
        }
        Seen::OffScript { slide, place } => {
            let place = place.as_ref().and_then(|id| atlas.place(id));
            let what = match place {
                Some(place) => {
                    let name = place.names.get(language);
                    strings.format("shown-place", &[("place", name)])
                }
                None => strings.get("shown-map").to_owned(),
            };
            ((slide + 1).to_string(), what)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        atlas::{Language, PlaceId},
        lang, store,
    };

    #[test]
    fn a_show_is_told_slide_by_slide_with_what_was_looked_at_in_between() {
        let atlas = store::builtin().atlas;
        let briefing = Arc::clone(&atlas.briefings()[0]);
        let sitting = Sitting {
            from_s: 100.0,
            began: Moment::now(),
            briefing,
        };
        let slide = |slide, build| Seen::Slide(Step { slide, build });
        let mut record = Record::default();
        record.note(slide(0, 0), 100.0);
        record.note(slide(2, 0), 130.0);
        record.note(slide(2, 1), 140.0);
        let place = Some(PlaceId::new("yangshan"));
        record.note(Seen::OffScript { slide: 2, place }, 150.0);
        record.note(Seen::Black, 155.0);
        record.note(Seen::White, 155.1);
        record.end(215.0);
        let strings = lang::strings(Language::English);
        let lines = lines(&atlas, strings, &record, std::slice::from_ref(&sitting));
        let told: Vec<_> = lines
            .iter()
            .map(|line| (&*line.lasted, &*line.slide, &*line.what))
            .collect();
        assert_eq!(
            told,
            [
                ("0:30", "1", "What the article says, and what holds"),
                (
                    "0:20",
                    "3",
                    "The financial centre: it holds (1 of 3 points)"
                ),
                ("0:05", "3", "Off script: Yangshan Deep-Water Port"),
                ("1:00", "", "White screen"),
            ]
        );
        assert_eq!(lines[1].clock, sitting.began.after(30.0).time());
    }
}
