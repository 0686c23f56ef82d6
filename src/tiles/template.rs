//! The address of a tile: a template with places for its numbers.

use reqwest::Url;
use walkers::TileId;

use crate::lang::Strings;

/// Longer ones are refused.
const MAX_LENGTH: usize = 1000;
/// What `{s}` becomes, in turn.
const SUBDOMAINS: [&str; 3] = ["a", "b", "c"];

/// Such as `https://{s}.tile.example.org/{z}/{x}/{y}.png`: http or https, with the numbers of a tile in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    text: String,
    host: String,
}

/// Why a template cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateError {
    /// Neither http nor https.
    Scheme,
    TooLong,
    /// One of `{z}`, `{x}` and `{y}`.
    Missing(&'static str),
    /// A place for something else.
    Unknown(String),
    NotAnAddress,
}

impl Template {
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let text = text.trim();
        let scheme = text
            .split_once("://")
            .map(|(scheme, _)| scheme.to_lowercase());
        if !matches!(scheme.as_deref(), Some("http" | "https")) {
            return Err(TemplateError::Scheme);
        }
        if text.len() > MAX_LENGTH {
            return Err(TemplateError::TooLong);
        }
        for place in ["{z}", "{x}", "{y}"] {
            if !text.contains(place) {
                return Err(TemplateError::Missing(place));
            }
        }
        let template = Self {
            text: text.to_owned(),
            host: String::new(),
        };
        let example = template.url(TileId {
            x: 0,
            y: 0,
            zoom: 0,
        });
        if let Some((_, rest)) = example.split_once('{') {
            let name = rest.split('}').next().unwrap_or(rest);
            return Err(TemplateError::Unknown(format!("{{{name}}}")));
        }
        let host = Url::parse(&example).ok().and_then(|url| {
            let named = url.host_str().filter(|host| !host.is_empty())?;
            Some(named.to_owned())
        });
        let host = host.ok_or(TemplateError::NotAnAddress)?;
        Ok(Self { host, ..template })
    }

    /// Of the first server.
    pub fn host(&self) -> &str {
        &self.host
    }

    pub fn url(&self, tile: TileId) -> String {
        let server = tile.x.wrapping_add(tile.y) as usize % SUBDOMAINS.len();
        self.text
            .replace("{s}", SUBDOMAINS[server])
            .replace("{z}", &tile.zoom.to_string())
            .replace("{x}", &tile.x.to_string())
            .replace("{y}", &tile.y.to_string())
    }
}

impl TemplateError {
    pub fn message(&self, strings: &Strings) -> String {
        match self {
            Self::Scheme => strings.get("tiles-template-scheme").to_owned(),
            Self::TooLong => strings.get("tiles-template-long").to_owned(),
            Self::Missing(place) => strings.format("tiles-template-missing", &[("place", place)]),
            Self::Unknown(place) => strings.format("tiles-template-unknown", &[("place", place)]),
            Self::NotAnAddress => strings.get("tiles-template-address").to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TILE: TileId = TileId {
        x: 857,
        y: 418,
        zoom: 10,
    };

    #[test]
    fn numbers_and_servers_are_put_into_their_places() {
        let template = Template::parse(" https://{s}.example.org/{z}/{x}/{y}.png?k=1 ").unwrap();
        assert_eq!(template.host(), "a.example.org");
        assert_eq!(
            template.url(TILE),
            "https://a.example.org/10/857/418.png?k=1"
        );
    }

    #[test]
    fn only_web_addresses_with_all_three_numbers_and_nothing_unknown_are_taken() {
        let refused = |text: &str| Template::parse(text).unwrap_err();
        assert_eq!(refused("file:///{z}/{x}/{y}.png"), TemplateError::Scheme);
        assert_eq!(refused(""), TemplateError::Scheme);
        assert_eq!(
            refused("https://example.org/{z}/{x}.png"),
            TemplateError::Missing("{y}")
        );
        assert_eq!(
            refused("https://example.org/{z}/{x}/{y}?key={key}"),
            TemplateError::Unknown("{key}".to_owned())
        );
        assert_eq!(
            refused("https://:80/{z}/{x}/{y}"),
            TemplateError::NotAnAddress
        );
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".{0,60}") {
            let _ = Template::parse(&text);
            let _ = Template::parse(&format!("http://{text}/{{z}}/{{x}}/{{y}}"));
        }
    }
}
