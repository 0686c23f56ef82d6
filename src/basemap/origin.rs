//! Whom the base map comes from, as each of its files says.

use crate::atlas::{Credit, Text};

/// A maker of data in the base map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    OpenStreetMap,
    ECharts,
    NaturalEarth,
    /// Positions of airports.
    AirportsData,
}

impl Origin {
    pub const ALL: [Self; 4] = [
        Self::OpenStreetMap,
        Self::ECharts,
        Self::NaturalEarth,
        Self::AirportsData,
    ];

    /// Those that a file names. What is under the licence `ODbL` comes from OpenStreetMap, even if a file forgot to say so.
    pub(super) fn named_in(attribution: &str, license: &str) -> Vec<Self> {
        let mut named: Vec<Self> = Self::ALL
            .into_iter()
            .filter(|origin| attribution.contains(origin.sign()))
            .collect();
        if license.starts_with("ODbL") && !named.contains(&Self::OpenStreetMap) {
            named.insert(0, Self::OpenStreetMap);
        }
        named
    }

    /// What a file calls it.
    fn sign(self) -> &'static str {
        match self {
            Self::OpenStreetMap => "OpenStreetMap",
            Self::ECharts => "ECharts",
            Self::NaturalEarth => "Natural Earth",
            Self::AirportsData => "airportsdata",
        }
    }

    /// How it wants to be named.
    pub fn credit(self) -> Credit {
        let (english, chinese, license, url) = match self {
            Self::OpenStreetMap => (
                "© OpenStreetMap contributors",
                "© OpenStreetMap 贡献者",
                "ODbL-1.0",
                "https://www.openstreetmap.org/copyright",
            ),
            Self::ECharts => (
                "Apache ECharts (borders, changed)",
                "Apache ECharts（界线，有改动）",
                "Apache-2.0",
                "https://echarts.apache.org",
            ),
            Self::NaturalEarth => (
                "Natural Earth",
                "Natural Earth",
                "public domain",
                "https://www.naturalearthdata.com",
            ),
            Self::AirportsData => (
                "airportsdata (airport positions)",
                "airportsdata（机场位置）",
                "MIT",
                "https://github.com/mborsetti/airportsdata",
            ),
        };
        Credit {
            text: Text::new(english, chinese),
            license: Some(license.to_owned()),
            url: Some(url.to_owned()),
            on_map: true,
            kinds: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::basemap;

    #[test]
    fn every_file_under_a_licence_of_others_names_its_origin() {
        let project = ["metro", "metro_stations", "rail", "roads"];
        for layer in basemap::all() {
            let of_others = !project.contains(&layer.name);
            assert_eq!(!layer.origins.is_empty(), of_others, "{}", layer.name);
        }
        assert_eq!(
            basemap::districts().origins,
            [Origin::OpenStreetMap, Origin::ECharts]
        );
        assert_eq!(basemap::borders_detail().origins, [Origin::ECharts]);
    }

    #[test]
    fn what_is_under_the_odbl_is_from_openstreetmap_though_its_file_is_silent() {
        assert_eq!(Origin::named_in("", "ODbL-1.0"), [Origin::OpenStreetMap]);
        assert_eq!(Origin::named_in("Delta Atlas", "project"), []);
    }
}
