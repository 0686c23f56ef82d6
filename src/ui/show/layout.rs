//! Where text, card and map stand on the audience's screen. All sizes are shares of the picture, so that the same
//! slide reads alike on a beamer of any size and shape.

use egui::{Rect, Vec2, pos2, vec2};

use crate::atlas::Where;

/// In hundredths of the picture's shorter side: what must be read from the last row is not smaller than this.
pub const SMALLEST: f32 = 3.0;
pub const BODY: f32 = 4.0;
pub const TITLE: f32 = 6.0;
pub const FIGURE: f32 = 7.0;
/// Height of one line of the strip along the lower edge.
pub const STRIP_LINE: f32 = 3.9;
/// Share of a wide picture that text and card take, and of one that is hardly wider than high.
const COLUMN: f32 = 0.34;
const BROAD_COLUMN: f32 = 0.42;
const BROAD: f32 = 1.45;
/// Share of a tall picture.
const BAND: f32 = 0.4;
/// Share that the key to the colours of a choropleth takes of a wide picture, and of a tall one.
const KEY: f32 = 0.24;
const BROAD_KEY: f32 = 0.28;
/// Share that the text leaves it then.
const BESIDE_KEY: f32 = 0.34;
const TALL_KEY: f32 = 0.42;
/// Room round it, in hundredths of the shorter side.
const KEY_EDGE: f32 = 0.8;
/// Share of a card that it takes beside text.
const KEY_OF_CARD: f32 = 0.46;

/// What stands beside the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// The slide's words. The map goes on under and round those that lie on it.
    pub text: Option<Where>,
    /// The facts of a place.
    pub card: bool,
    /// What the colours of regions mean. Beside both others it takes a part of the card's.
    pub key: bool,
}

/// The parts of one picture, in points from its top left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    /// A hundredth of the shorter side, in points.
    pub unit: f32,
    /// The slide's words.
    pub text: Option<Rect>,
    /// The facts of the selected place.
    pub card: Option<Rect>,
    /// What the colours of regions mean.
    pub key: Option<Rect>,
    /// Sources, attribution and the slide's number.
    pub strip: Rect,
    /// What is left for what the map is about.
    pub free: Rect,
    /// Names are written in here; larger than the free part where words lie on the map.
    pub names: Rect,
}

impl Layout {
    /// `lines`: of the strip.
    pub fn new(size: Vec2, parts: Parts, lines: usize) -> Self {
        let unit = size.min_elem().max(1.0) / 100.0;
        let height = unit * (STRIP_LINE * lines as f32 + 1.0);
        let whole = Rect::from_min_size(pos2(0.0, 0.0), size);
        let strip = whole.with_min_y(whole.bottom() - height);
        let mut free = whole.with_max_y(strip.top());
        let wide = size.x >= size.y;
        let broad = size.x < size.y * BROAD;
        let column = size.x
            * match (broad, parts.key && !parts.card) {
                (true, true) => BESIDE_KEY,
                (true, false) => BROAD_COLUMN,
                (false, _) => COLUMN,
            };
        let mut take = |wanted: bool, first: bool| {
            wanted.then(|| {
                let part = match (wide, first) {
                    (true, true) => free.with_max_x(free.left() + column),
                    (true, false) => free.with_min_x(free.right() - column),
                    (false, true) => free.with_min_y(free.bottom() - size.y * BAND),
                    (false, false) => free.with_max_y(free.top() + size.y * BAND),
                };
                match (wide, first) {
                    (true, true) => free.min.x = part.right(),
                    (true, false) => free.max.x = part.left(),
                    (false, true) => free.max.y = part.top(),
                    (false, false) => free.min.y = part.bottom(),
                }
                part
            })
        };
        let text = take(parts.text.is_some(), true);
        let mut card = take(parts.card, false);
        let in_card = card.as_mut().filter(|_| parts.text.is_some() && parts.key);
        let beside_facts = in_card.map(|card| {
            let (facts, key) = if wide {
                card.split_top_bottom_at_fraction(1.0 - KEY_OF_CARD)
            } else {
                card.split_left_right_at_fraction(1.0 - TALL_KEY)
            };
            *card = facts;
            key.shrink(unit * KEY_EDGE)
        });
        let alone = (parts.key && beside_facts.is_none()).then(|| {
            let share = match (wide, broad) {
                (true, false) => KEY,
                (true, true) => BROAD_KEY,
                (false, _) => TALL_KEY,
            };
            let part = free.with_min_x(free.right() - size.x * share);
            free.max.x = part.left() - unit;
            part.shrink(unit * KEY_EDGE)
        });
        let key = beside_facts.or(alone);
        let names = match text.filter(|_| parts.text == Some(Where::On)) {
            Some(words) => free.union(words),
            None => free,
        };
        Self {
            unit,
            text,
            card,
            key,
            strip,
            free: free.shrink2(vec2(unit, unit)),
            names: names.shrink2(vec2(unit, unit)),
        }
    }

    /// Words stand below the map, not beside it.
    pub fn is_tall(&self) -> bool {
        self.strip.width() < self.strip.bottom()
    }

    pub fn size_of(&self, hundredths: f32) -> f32 {
        self.unit * hundredths
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_on_the_map_leave_the_names_its_whole_width() {
        let size = vec2(1920.0, 1080.0);
        let with = |placement| {
            let parts = Parts {
                text: Some(placement),
                ..Parts::default()
            };
            Layout::new(size, parts, 2)
        };
        let (on, beside) = (with(Where::On), with(Where::Beside));
        assert!(on.names.width() > size.x * 0.95);
        assert_eq!(beside.names, beside.free);
        assert_eq!(on.free, beside.free, "what it is about is not under them");
    }

    #[test]
    fn text_card_and_map_never_cover_each_other_on_any_screen() {
        for size in [
            vec2(1920.0, 1080.0),
            vec2(1024.0, 768.0),
            vec2(1080.0, 1920.0),
            vec2(3840.0, 1200.0),
        ] {
            for bits in 0..16 {
                let placement = if bits & 8 > 0 {
                    Where::On
                } else {
                    Where::Beside
                };
                let parts = Parts {
                    text: (bits & 1 > 0).then_some(placement),
                    card: bits & 2 > 0,
                    key: bits & 4 > 0,
                };
                let layout = Layout::new(size, parts, 2);
                assert!(layout.names.contains_rect(layout.free), "{size}");
                assert_eq!(layout.key.is_some(), parts.key, "{size}");
                let parts = [layout.text, layout.card, layout.key, Some(layout.strip)];
                let parts: Vec<Rect> = parts.into_iter().flatten().collect();
                for (number, part) in parts.iter().enumerate() {
                    assert!(!part.shrink(0.5).intersects(layout.free), "{size}");
                    for other in &parts[..number] {
                        assert!(!part.shrink(0.5).intersects(*other), "{size}");
                    }
                }
                assert!(
                    layout.free.size().min_elem() > size.min_elem() * 0.18,
                    "{size}"
                );
                assert!(layout.size_of(SMALLEST) >= size.min_elem() * 0.03 - 0.01);
            }
        }
    }
}
