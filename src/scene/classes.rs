//! Class bounds for choropleths, each from a published definition. Values that are no finite number are passed over.

use super::content::Method;

/// The upper bounds of the classes, rising; a class holds what is above the bound before and not above its own. Fewer
/// than `classes` where there are fewer different values; none where there is no value.
pub fn upper_bounds(values: &[f64], method: Method, classes: usize) -> Vec<f64> {
    let mut sorted: Vec<f64> = values
        .iter()
        .copied()
        .filter(|value| value.is_finite())
        .collect();
    sorted.sort_by(f64::total_cmp);
    let (Some(&least), Some(&most)) = (sorted.first(), sorted.last()) else {
        return Vec::new();
    };
    if least == most || classes < 2 {
        return vec![most];
    }
    match method {
        Method::Quantile => quantiles(&sorted, classes),
        Method::EqualInterval => equal_intervals(least, most, classes),
        Method::NaturalBreaks => natural_breaks(&sorted, classes),
    }
}

/// The class of a value under these upper bounds; what is above the last one is of the last class.
pub fn class_of(bounds: &[f64], value: f64) -> usize {
    let class = bounds.partition_point(|bound| *bound < value);
    class.min(bounds.len().saturating_sub(1))
}

/// The k-th bound is the value of rank ⌈k·n/classes⌉: the inverse of the empirical distribution function (definition 1
/// of Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50, 1996).
fn quantiles(sorted: &[f64], classes: usize) -> Vec<f64> {
    let bound = |class: usize| sorted[(class * sorted.len()).div_ceil(classes) - 1];
    let mut bounds: Vec<f64> = (1..=classes).map(bound).collect();
    bounds.dedup();
    bounds
}

/// The range in equal parts (Slocum et al., "Thematic Cartography and Geovisualization", 3rd edition, chapter 5).
fn equal_intervals(least: f64, most: f64, classes: usize) -> Vec<f64> {
    let share = |class: usize| class as f64 / classes as f64;
    let mut bounds: Vec<f64> = (1..classes)
        .map(|class| least * (1.0 - share(class)) + most * share(class))
        .collect();
    bounds.push(most);
    bounds.dedup();
    bounds
}

/// The classes with the least sum of squared deviations from their means (Fisher, "On Grouping for Maximum
/// Homogeneity", Journal of the American Statistical Association 53, 1958, by dynamic programming; as natural breaks
/// in Jenks, "The Data Model Concept in Statistical Mapping", 1967). Equal values are never parted.
fn natural_breaks(sorted: &[f64], classes: usize) -> Vec<f64> {
    let mut groups: Vec<(f64, f64)> = Vec::new();
    for &value in sorted {
        match groups.last_mut() {
            Some((known, count)) if *known == value => *count += 1.0,
            _ => groups.push((value, 1.0)),
        }
    }
    let classes = classes.min(groups.len());
    let deviation = Deviation::of(&groups);
    // Of the first groups in so many classes: the least sum, and where the last class begins.
    let mut sums: Vec<f64> = (0..groups.len())
        .map(|last| deviation.between(0, last))
        .collect();
    let mut begins: Vec<Vec<usize>> = vec![vec![0; groups.len()]];
    for class in 1..classes {
        let mut next = vec![f64::INFINITY; groups.len()];
        let mut begin = vec![0; groups.len()];
        for last in class..groups.len() {
            for first in class..=last {
                let sum = sums[first - 1] + deviation.between(first, last);
                if sum < next[last] {
                    (next[last], begin[last]) = (sum, first);
                }
            }
        }
        sums = next;
        begins.push(begin);
    }
    let mut bounds = Vec::new();
    let mut end = groups.len() - 1;
    for begin in begins.iter().rev() {
        bounds.push(groups[end].0);
        end = begin[end].saturating_sub(1);
    }
    bounds.reverse();
    bounds
}

/// Sums from which the squared deviations of any run of groups follow.
struct Deviation {
    count: Vec<f64>,
    sum: Vec<f64>,
    squares: Vec<f64>,
}

impl Deviation {
    /// Values are brought to the range 0 to 1 first, so that large ones do not drown the differences.
    fn of(groups: &[(f64, f64)]) -> Self {
        let (least, most) = (groups[0].0, groups[groups.len() - 1].0);
        let range = most / 2.0 - least / 2.0;
        let mut sums = Self {
            count: vec![0.0],
            sum: vec![0.0],
            squares: vec![0.0],
        };
        let (mut count, mut sum, mut squares) = (0.0, 0.0, 0.0);
        for (value, weight) in groups {
            let scaled = (value / 2.0 - least / 2.0) / range;
            count += weight;
            sum += weight * scaled;
            squares += weight * scaled * scaled;
            sums.count.push(count);
            sums.sum.push(sum);
            sums.squares.push(squares);
        }
        sums
    }

    /// Of the groups `first` to `last`, inclusive.
    fn between(&self, first: usize, last: usize) -> f64 {
        let of = |sums: &[f64]| sums[last + 1] - sums[first];
        (of(&self.squares) - of(&self.sum).powi(2) / of(&self.count)).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Sum of squared deviations from the means of the classes.
    fn spread(values: &[f64], bounds: &[f64]) -> f64 {
        (0..bounds.len())
            .map(|class| {
                let members: Vec<f64> = values
                    .iter()
                    .copied()
                    .filter(|value| class_of(bounds, *value) == class)
                    .collect();
                let mean = members.iter().sum::<f64>() / members.len().max(1) as f64;
                members
                    .iter()
                    .map(|value| (value - mean).powi(2))
                    .sum::<f64>()
            })
            .sum()
    }

    /// The least spread of all ways to part sorted different values into at most so many classes.
    fn least_spread(values: &[f64], classes: usize) -> f64 {
        if classes == 1 || values.len() == 1 {
            return spread(values, &[f64::INFINITY]);
        }
        (1..=values.len())
            .map(|first| {
                let head = spread(&values[..first], &[f64::INFINITY]);
                match &values[first..] {
                    [] => head,
                    rest => head + least_spread(rest, classes - 1),
                }
            })
            .fold(f64::INFINITY, f64::min)
    }

    #[test]
    fn quantiles_hold_as_many_regions_each() {
        let values: Vec<f64> = (1..=10).map(f64::from).collect();
        assert_eq!(
            upper_bounds(&values, Method::Quantile, 5),
            [2.0, 4.0, 6.0, 8.0, 10.0]
        );
    }

    #[test]
    fn equal_intervals_are_equally_wide() {
        assert_eq!(
            upper_bounds(&[0.0, 1.0, 100.0], Method::EqualInterval, 4),
            [25.0, 50.0, 75.0, 100.0]
        );
    }

    #[test]
    fn natural_breaks_part_what_lies_apart() {
        let values = [1.0, 2.0, 3.0, 50.0, 51.0, 52.0, 900.0, 910.0];
        assert_eq!(
            upper_bounds(&values, Method::NaturalBreaks, 3),
            [3.0, 52.0, 910.0]
        );
    }

    #[test]
    fn no_value_is_no_class_and_equal_values_or_one_are_one() {
        for method in Method::ALL {
            assert!(upper_bounds(&[], method, 5).is_empty());
            assert!(upper_bounds(&[f64::NAN, f64::INFINITY], method, 5).is_empty());
            assert_eq!(upper_bounds(&[7.0], method, 5), [7.0]);
            assert_eq!(upper_bounds(&[7.0; 40], method, 5), [7.0]);
            assert_eq!(upper_bounds(&[1.0, 2.0], method, 0), [2.0]);
            assert_eq!(upper_bounds(&[f64::MIN, f64::MAX], method, 2).len(), 2);
        }
    }

    fn any_method() -> impl Strategy<Value = Method> {
        proptest::sample::select(Method::ALL.to_vec())
    }

    proptest! {
        #[test]
        fn bounds_rise_end_at_the_largest_value_and_class_every_value(
            values in proptest::collection::vec(-1e13..1e13, 1..60), method in any_method(), classes in 1usize..9
        ) {
            let bounds = upper_bounds(&values, method, classes);
            prop_assert!((1..=classes).contains(&bounds.len()));
            prop_assert!(bounds.windows(2).all(|pair| pair[0] < pair[1]));
            let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            prop_assert_eq!(*bounds.last().unwrap(), most);
            for value in &values {
                let class = class_of(&bounds, *value);
                prop_assert!(*value <= bounds[class]);
                prop_assert!(class == 0 || *value > bounds[class - 1]);
            }
        }

        #[test]
        fn no_class_of_quantiles_and_natural_breaks_is_empty(
            values in proptest::collection::vec(0i32..40, 1..60), classes in 2usize..9
        ) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            for method in [Method::Quantile, Method::NaturalBreaks] {
                let bounds = upper_bounds(&values, method, classes);
                for class in 0..bounds.len() {
                    prop_assert!(values.iter().any(|value| class_of(&bounds, *value) == class));
                }
            }
        }

        #[test]
        fn no_other_parting_is_closer_than_natural_breaks(
            values in proptest::collection::btree_set(0i32..1000, 1..10), classes in 2usize..5
        ) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            let bounds = upper_bounds(&values, Method::NaturalBreaks, classes);
            let least = least_spread(&values, classes);
            let found = spread(&values, &bounds);
            prop_assert!(found <= least + 1e-6 * (1.0 + least), "{} {}", found, least);
        }
    }
}
