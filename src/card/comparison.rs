//! Two to four places side by side: the same facts in rows, matched by label and unit.

use super::alike;
use crate::atlas::{Atlas, Fact, Place, PlaceId, Text, ThemeId};

/// So many places fit beside each other.
pub const MOST: usize = 4;

#[derive(Clone, Debug)]
pub struct Comparison<'a> {
    pub places: Vec<&'a Place>,
    /// First those that at least two places share, each part in the order of the atlas's themes.
    pub rows: Vec<Row<'a>>,
}

/// The same fact of each place.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    pub label: &'a Text,
    /// In the order of the places; the latest where a place has several; `None` is a gap.
    pub cells: Vec<Option<&'a Fact>>,
}

impl Row<'_> {
    /// At least two places have a value.
    pub fn is_shared(&self) -> bool {
        self.cells.iter().flatten().count() > 1
    }
}

impl<'a> Comparison<'a> {
    /// Unknown places are passed over.
    pub fn new(atlas: &'a Atlas, ids: &[PlaceId]) -> Self {
        let places: Vec<&Place> = ids.iter().filter_map(|id| atlas.place(id)).collect();
        let mut rows: Vec<(usize, Row<'a>)> = Vec::new();
        for (column, place) in places.iter().enumerate() {
            for fact in atlas.facts_of(&place.id) {
                let like = |(_, row): &(usize, Row<'a>)| {
                    row.cells.iter().flatten().any(|one| alike(one, fact))
                };
                let index = rows.iter().position(like).unwrap_or_else(|| {
                    rows.push((
                        theme_rank(atlas, fact),
                        Row {
                            label: &fact.label,
                            cells: vec![None; places.len()],
                        },
                    ));
                    rows.len() - 1
                });
                let cell = &mut rows[index].1.cells[column];
                if cell.is_none_or(|known| known.as_of < fact.as_of) {
                    *cell = Some(fact);
                }
            }
        }
        rows.sort_by_key(|(theme, row)| (!row.is_shared(), *theme));
        Self {
            places,
            rows: rows.into_iter().map(|(_, row)| row).collect(),
        }
    }
}

fn theme_rank(atlas: &Atlas, fact: &Fact) -> usize {
    let themes = &atlas.manifest.themes;
    let rank = |id: &ThemeId| themes.iter().position(|theme| theme.id == *id);
    fact.theme.as_ref().and_then(rank).unwrap_or(usize::MAX)
}
