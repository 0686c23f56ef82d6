//! Regions coloured by a number that they share: which numbers there are, their values and ranks, and the classes.

use std::{
    cmp::Reverse,
    collections::HashMap,
    sync::{Arc, OnceLock},
};

use egui::Color32;
use geo_types::Geometry;

use super::{
    Shapes,
    classes::{class_of, upper_bounds},
    content::{Choropleth, Measure, Method, Quantity, Units},
    hatch::hatch,
};
use crate::{
    atlas::{self, AsOf, Atlas, Fact, FactId, PlaceId, Qualifier, Status, Text, Value},
    basemap,
    theme::MapColours,
};

/// Units that do not measure a size.
const NO_SIZE: [&str; 2] = ["rank", "year"];
/// Units of amounts that are asked for per head.
const MONEY: [&str; 2] = ["CNY", "USD"];
pub const PERSONS: &str = "persons";
pub const AREA: &str = "km2";
/// Zooms that hatching is made for, so that its strokes stay as far apart on the screen.
const HATCH_ZOOMS: std::ops::RangeInclusive<i32> = 6..=14;
/// Points between strokes of hatching, at the zoom that they are made for.
const HATCH_APART: f64 = 7.0;

/// A measure that regions share.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    pub measure: Measure,
    pub name: MeasureName,
    /// How many regions have a value.
    pub count: usize,
}

/// What to call a measure in both languages.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasureName {
    pub quantity: Text,
    /// Id of the unit of the quantity.
    pub unit: String,
    /// Id of the unit that it is divided by.
    pub per: Option<String>,
}

/// The choropleth of an atlas: ready to be drawn, listed and explained.
#[derive(Debug)]
pub struct Shading {
    pub choropleth: Choropleth,
    pub name: MeasureName,
    /// The greatest value first.
    pub rows: Vec<Row>,
    /// Regions without a value.
    pub missing: Vec<PlaceId>,
    /// The lowest first.
    pub classes: Vec<Class>,
    /// The first and the last year that the values are of.
    pub years: Option<(i32, i32)>,
    /// By place, the class or that there is no value.
    by_place: HashMap<PlaceId, Option<usize>>,
    by_adcode: HashMap<String, Option<usize>>,
    /// Outlines of the regions without a value.
    blank: Vec<Geometry>,
    hatches: Vec<OnceLock<Arc<Vec<Geometry>>>>,
}

/// A region and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub place: PlaceId,
    pub value: f64,
    pub qualifier: Option<Qualifier>,
    /// 1 for the greatest; equal values share a rank.
    pub rank: usize,
    pub class: usize,
    pub status: Status,
    /// The facts that it rests on: one, or dividend and divisor.
    pub facts: Vec<FactId>,
}

/// Values alike in colour, bounds included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Class {
    pub low: f64,
    pub high: f64,
    pub count: usize,
}

/// The numbers that at least two regions of the kind share, as the file has them, then what follows from them per
/// head and per area.
pub fn offers(atlas: &Atlas, units: Units) -> Vec<Offer> {
    let table = Table::of(atlas, units);
    let mut offers: Vec<Offer> = Vec::new();
    let shared = |quantity: &&(Quantity, Text)| table.count(&quantity.0) >= 2;
    for (quantity, name) in table.quantities.iter().filter(shared) {
        offers.push(Offer {
            measure: Measure {
                quantity: quantity.clone(),
                per: None,
            },
            name: MeasureName {
                quantity: name.clone(),
                unit: quantity.unit.clone(),
                per: None,
            },
            count: table.count(quantity),
        });
    }
    // The one that most regions have is their population, their area.
    let most = |unit: &str| {
        let of_unit = offers
            .iter()
            .filter(|offer| offer.measure.quantity.unit == unit);
        of_unit
            .max_by_key(|offer| (offer.count, Reverse(table.number(offer))))
            .cloned()
    };
    let (people, area) = (most(PERSONS), most(AREA));
    let mut derived: Vec<(Offer, Offer)> = Vec::new();
    for offer in &offers {
        let is_money = MONEY.contains(&offer.measure.quantity.unit.as_str());
        derived.extend(
            people
                .clone()
                .filter(|_| is_money)
                .map(|per| (offer.clone(), per)),
        );
    }
    derived.extend(people.zip(area));
    for (offer, per) in derived {
        let measure = Measure {
            per: Some(per.measure.quantity.clone()),
            ..offer.measure
        };
        let count = table.values(&measure).count();
        if count >= 2 {
            let name = MeasureName {
                per: Some(per.measure.quantity.unit),
                ..offer.name
            };
            offers.push(Offer {
                measure,
                name,
                count,
            });
        }
    }
    offers
}

/// The facts with numbers of the regions of one kind.
struct Table<'a> {
    regions: Vec<&'a atlas::Place>,
    /// In the order of the file.
    quantities: Vec<(Quantity, Text)>,
    /// By region, for each quantity the fact to go by.
    facts: Vec<HashMap<Quantity, &'a Fact>>,
}

impl<'a> Table<'a> {
    fn of(atlas: &'a Atlas, units: Units) -> Self {
        let kind = units.kind();
        let regions: Vec<_> = atlas
            .places()
            .iter()
            .filter(|place| place.kind == kind && place.position().is_none())
            .collect();
        let mut quantities: Vec<(Quantity, Text)> = Vec::new();
        let mut facts = Vec::new();
        for region in &regions {
            let mut best: HashMap<Quantity, &Fact> = HashMap::new();
            for fact in atlas.facts_of(&region.id) {
                let Some(quantity) = quantity_of(fact) else {
                    continue;
                };
                if quantities.iter().all(|(known, _)| *known != quantity) {
                    quantities.push((quantity.clone(), fact.label.clone()));
                }
                let known = best.entry(quantity).or_insert(fact);
                if standing(fact) > standing(known) {
                    *known = fact;
                }
            }
            facts.push(best);
        }
        Self {
            regions,
            quantities,
            facts,
        }
    }

    fn count(&self, quantity: &Quantity) -> usize {
        let has = |facts: &&HashMap<Quantity, &Fact>| facts.contains_key(quantity);
        self.facts.iter().filter(has).count()
    }

    /// Place of a measure's quantity in the file.
    fn number(&self, offer: &Offer) -> usize {
        let quantity = &offer.measure.quantity;
        let found = self
            .quantities
            .iter()
            .position(|(known, _)| known == quantity);
        found.unwrap_or(usize::MAX)
    }

    /// The regions that have a value: rank and class are filled in later.
    fn values<'m>(&'m self, measure: &'m Measure) -> impl Iterator<Item = Row> + 'm {
        self.regions
            .iter()
            .zip(&self.facts)
            .filter_map(|(region, facts)| {
                let fact = *facts.get(&measure.quantity)?;
                let (amount, qualifier) = number_of(fact)?;
                let mut row = Row {
                    place: region.id.clone(),
                    value: amount,
                    qualifier,
                    rank: 0,
                    class: 0,
                    status: fact.status,
                    facts: vec![fact.id.clone()],
                };
                if let Some(per) = &measure.per {
                    let divisor = *facts.get(per)?;
                    row.value = amount / number_of(divisor)?.0;
                    row.status = Status::Computed;
                    row.facts.push(divisor.id.clone());
                }
                row.value.is_finite().then_some(row)
            })
    }
}

/// `None` for words, for what is no size, and for what is said of several places at once.
fn quantity_of(fact: &Fact) -> Option<Quantity> {
    let Value::Number { value, unit, .. } = &fact.value else {
        return None;
    };
    let unit = unit.as_ref().map_or("", |unit| unit.0.as_str());
    let sound = value.is_finite() && fact.places.len() == 1 && !NO_SIZE.contains(&unit);
    sound.then(|| Quantity {
        label: fact.label.get(atlas::Language::English).to_owned(),
        unit: unit.to_owned(),
    })
}

fn number_of(fact: &Fact) -> Option<(f64, Option<Qualifier>)> {
    match &fact.value {
        Value::Number {
            value, qualifier, ..
        } => Some((*value, *qualifier)),
        Value::Words(_) => None,
    }
}

/// Of two facts about the same thing the later one counts, of the same date the better founded one.
fn standing(fact: &Fact) -> (Option<(i32, u8, u8)>, Reverse<Status>) {
    let last = |as_of: &AsOf| {
        let date = as_of.end.unwrap_or(as_of.start);
        // A year means its end.
        (date.year, date.month.unwrap_or(12), date.day.unwrap_or(31))
    };
    (fact.as_of.as_ref().map(last), Reverse(fact.status))
}

impl Shading {
    /// `None` if no region of the atlas has such a number.
    pub fn of(atlas: &Atlas, choropleth: &Choropleth) -> Option<Self> {
        let table = Table::of(atlas, choropleth.units);
        let mut rows: Vec<Row> = table.values(&choropleth.measure).collect();
        if rows.is_empty() {
            return None;
        }
        rows.sort_by(|one, other| other.value.total_cmp(&one.value));
        let values: Vec<f64> = rows.iter().map(|row| row.value).collect();
        let bounds = upper_bounds(&values, choropleth.method, choropleth.classes);
        for index in 0..rows.len() {
            let tied = index > 0 && rows[index].value == rows[index - 1].value;
            rows[index].rank = if tied {
                rows[index - 1].rank
            } else {
                index + 1
            };
            rows[index].class = class_of(&bounds, rows[index].value);
        }
        let mut by_place: HashMap<PlaceId, Option<usize>> = HashMap::new();
        for region in &table.regions {
            by_place.insert(region.id.clone(), None);
        }
        for row in &rows {
            by_place.insert(row.place.clone(), Some(row.class));
        }
        let class_by_adcode = |region: &&atlas::Place| {
            let class = by_place.get(&region.id).copied()?;
            Some((region.adcode.clone()?, class))
        };
        let blank = |region: &&&atlas::Place| by_place.get(&region.id) == Some(&None);
        let blank: Vec<&atlas::Place> = table.regions.iter().filter(blank).copied().collect();
        let name = table.name(&choropleth.measure);
        Some(Self {
            classes: classes(&rows, &bounds, choropleth.method),
            by_adcode: table.regions.iter().filter_map(class_by_adcode).collect(),
            years: years(atlas, &rows),
            missing: blank.iter().map(|region| region.id.clone()).collect(),
            blank: blank.into_iter().filter_map(outline).collect(),
            hatches: HATCH_ZOOMS.map(|_| OnceLock::new()).collect(),
            choropleth: choropleth.clone(),
            name,
            rows,
            by_place,
        })
    }

    /// A colour for each class, the lowest first.
    pub fn colours(&self, colours: &MapColours) -> Vec<Color32> {
        let palette = self.choropleth.palette;
        palette.colours(colours.theme, self.classes.len())
    }

    pub fn row(&self, place: &PlaceId) -> Option<&Row> {
        self.rows.iter().find(|row| row.place == *place)
    }

    /// The class of a region by its adcode; `Some(None)` for a region without a value.
    pub fn class_by_adcode(&self, adcode: &str) -> Option<Option<usize>> {
        self.by_adcode.get(adcode).copied()
    }

    /// The class of a region; `Some(None)` for one without a value, `None` for one of another kind.
    pub fn class_of(&self, place: &PlaceId) -> Option<Option<usize>> {
        self.by_place.get(place).copied()
    }

    /// Strokes over the regions without a value, for a zoom.
    pub fn hatching(&self, zoom: f64) -> Option<Shapes> {
        let level = (zoom.floor() as i32).clamp(*HATCH_ZOOMS.start(), *HATCH_ZOOMS.end());
        let cell = self.hatches.get((level - HATCH_ZOOMS.start()) as usize)?;
        let apart = HATCH_APART / (256.0 * f64::from(level).exp2());
        let make = || Arc::new(self.blank.iter().map(|area| hatch(area, apart)).collect());
        (!self.blank.is_empty()).then(|| Shapes::Own(Arc::clone(cell.get_or_init(make))))
    }
}

impl Table<'_> {
    fn name(&self, measure: &Measure) -> MeasureName {
        let quantity = &measure.quantity;
        let known = self.quantities.iter().find(|(one, _)| one == quantity);
        MeasureName {
            quantity: known.map_or_else(
                || Text::new(quantity.label.clone(), ""),
                |(_, name)| name.clone(),
            ),
            unit: quantity.unit.clone(),
            per: measure.per.as_ref().map(|per| per.unit.clone()),
        }
    }
}

/// Where classes follow the values they are bounded by their own least and greatest.
fn classes(rows: &[Row], bounds: &[f64], method: Method) -> Vec<Class> {
    let least = rows.last().map_or(0.0, |row| row.value);
    let class = |(index, high): (usize, &f64)| {
        let members = || rows.iter().filter(move |row| row.class == index);
        let between = index.checked_sub(1).map_or(least, |before| bounds[before]);
        let own = members().map(|row| row.value).fold(f64::INFINITY, f64::min);
        Class {
            low: if method == Method::EqualInterval || !own.is_finite() {
                between
            } else {
                own
            },
            high: *high,
            count: members().count(),
        }
    };
    bounds.iter().enumerate().map(class).collect()
}

fn years(atlas: &Atlas, rows: &[Row]) -> Option<(i32, i32)> {
    let facts = rows.iter().flat_map(|row| &row.facts);
    let dates = facts.filter_map(|id| atlas.fact(id)?.as_of);
    let spans = dates.map(|date| (date.start.year, date.end.unwrap_or(date.start).year));
    spans.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))
}

/// As the base map draws it, so that strokes end at its borders.
fn outline(region: &atlas::Place) -> Option<Geometry> {
    let from_base = region.adcode.as_deref().and_then(basemap::region_outline);
    let own = || match &region.geometry {
        atlas::Geometry::Region(outline) => Some((**outline).clone()),
        _ => None,
    };
    from_base.or_else(own).map(Geometry::MultiPolygon)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store;

    fn named(units: Units) -> Vec<(String, Option<String>, usize)> {
        let offers = offers(&store::builtin().atlas, units);
        let named = |offer: Offer| (offer.name.quantity.en, offer.name.per, offer.count);
        offers.into_iter().map(named).collect()
    }

    #[test]
    fn districts_share_population_and_area_and_so_a_density_and_cities_have_gdp_per_head() {
        let people = "Resident population".to_owned();
        let per = |unit: &str| Some(unit.to_owned());
        let districts = named(Units::Districts);
        assert!(districts.contains(&(people.clone(), None, 16)));
        assert!(districts.contains(&("Area".to_owned(), None, 16)));
        assert!(districts.contains(&(people.clone(), per(AREA), 16)));
        let cities = named(Units::Cities);
        assert!(cities.contains(&("GDP".to_owned(), per(PERSONS), 41)));
        assert!(
            cities
                .iter()
                .all(|(_, per, _)| per.as_deref() != Some(AREA)),
            "no area, no density"
        );
    }

    fn gdp(method: Method) -> Choropleth {
        let quantity = Quantity {
            label: "GDP".to_owned(),
            unit: "CNY".to_owned(),
        };
        let measure = Measure {
            quantity,
            per: None,
        };
        Choropleth {
            method,
            ..Choropleth::of(Units::Cities, measure)
        }
    }

    #[test]
    fn the_latest_value_counts_and_shanghai_comes_first() {
        let atlas = store::builtin().atlas;
        let shading = Shading::of(&atlas, &gdp(Method::Quantile)).unwrap();
        let first = &shading.rows[0];
        assert_eq!(first.place.as_str(), "shanghai");
        assert_eq!((first.rank, first.value), (1, 5.39e12), "2024, not 2023");
        assert!(shading.missing.is_empty());
        assert_eq!(shading.class_by_adcode("310000"), Some(Some(4)));
        assert_eq!(shading.class_by_adcode("110000"), None);
    }

    #[test]
    fn the_classes_of_every_method_count_every_city_once() {
        let atlas = store::builtin().atlas;
        for method in Method::ALL {
            let shading = Shading::of(&atlas, &gdp(method)).unwrap();
            let total: usize = shading.classes.iter().map(|class| class.count).sum();
            assert_eq!(total, 41, "{}", method.code());
            assert_eq!(shading.classes.len(), 5, "{}", method.code());
        }
    }

    #[test]
    fn a_number_that_nobody_has_is_no_choropleth() {
        let measure = Measure {
            quantity: Quantity {
                label: "Happiness".to_owned(),
                unit: "percent".to_owned(),
            },
            per: None,
        };
        let atlas = store::builtin().atlas;
        assert!(Shading::of(&atlas, &Choropleth::of(Units::Cities, measure)).is_none());
    }
}
