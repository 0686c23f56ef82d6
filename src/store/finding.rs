//! What was found in the files of an atlas: where, what, and what to do. The words are in the language files.

use std::borrow::Cow;

use crate::lang::Strings;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something was left out.
    Error,
    /// Everything is there, but something is likely wrong.
    Warning,
    Note,
}

/// Where in the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    pub file: Cow<'static, str>,
    /// Counted from 1.
    pub line: Option<u64>,
    /// Number of a GeoJSON feature, counted from 1.
    pub feature: Option<usize>,
    /// Id of the place, fact, source or slide.
    pub id: Option<String>,
}

impl Location {
    pub fn file(file: impl Into<Cow<'static, str>>) -> Self {
        Self {
            file: file.into(),
            line: None,
            feature: None,
            id: None,
        }
    }

    pub fn line(file: impl Into<Cow<'static, str>>, line: u64, id: &str) -> Self {
        Self {
            line: Some(line),
            ..Self::file(file).with_id(id)
        }
    }

    pub fn feature(file: impl Into<Cow<'static, str>>, number: usize, id: &str) -> Self {
        Self {
            feature: Some(number),
            ..Self::file(file).with_id(id)
        }
    }

    fn with_id(self, id: &str) -> Self {
        Self {
            id: (!id.is_empty()).then(|| id.to_owned()),
            ..self
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub severity: Severity,
    pub location: Location,
    pub problem: Problem,
}

macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident { $($argument:ident),* } = $key:literal $severity:ident),+ $(,)?) => {
        /// What can be wrong with an atlas. The arguments are quoted from the files.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Problem {
            $($(#[$doc])* $name { $($argument: String),* }),+
        }

        impl Problem {
            /// Message and advice are found in the language files under `finding-KEY` and `finding-KEY-advice`.
            pub const KEYS: &[&str] = &[$($key),+];

            pub fn key(&self) -> &'static str {
                match self {
                    $(Self::$name { .. } => $key),+
                }
            }

            fn severity(&self) -> Severity {
                match self {
                    $(Self::$name { .. } => Severity::$severity),+
                }
            }

            fn arguments(&self) -> Vec<(&'static str, &str)> {
                match self {
                    $(Self::$name { $($argument),* } => vec![$((stringify!($argument), $argument.as_str())),*]),+
                }
            }
        }
    };
}

problems! {
    /// A byte-order mark is accepted.
    ByteOrderMark {} = "byte-order-mark" Note,
    /// Saved by a spreadsheet in another encoding.
    Encoding { encoding } = "encoding" Warning,
    /// Some bytes make no text in any encoding that is tried.
    NoText {} = "no-text" Warning,
    Separator { separator } = "separator" Note,
    TableCut { detail } = "table-cut" Error,
    ColumnMissing { column } = "column-missing" Error,
    RowShort { expected, found } = "row-short" Warning,
    FieldWrong { field, expected } = "field-wrong" Warning,
    IdMissing {} = "id-missing" Error,
    IdStrange { id } = "id-strange" Error,
    Duplicate { id, first } = "duplicate" Error,
    NameMissing {} = "name-missing" Error,
    KindMissing {} = "kind-missing" Error,
    KindUnknown { kind } = "kind-unknown" Warning,
    GeometryMissing {} = "geometry-missing" Error,
    GeometryWrong { detail } = "geometry-wrong" Error,
    AdcodeUnknown { adcode } = "adcode-unknown" Error,
    NotANumber { coordinate } = "not-a-number" Error,
    OutOfRange { coordinate } = "out-of-range" Error,
    Swapped { coordinate } = "swapped" Error,
    LooksSwapped { coordinate } = "looks-swapped" Warning,
    RingOpen {} = "ring-open" Error,
    RingShort {} = "ring-short" Error,
    WithinUnknown { place } = "within-unknown" Warning,
    WithinItself { place } = "within-itself" Warning,
    Outside { within, distance } = "outside" Note,
    ThemeUnknown { theme } = "theme-unknown" Warning,
    LabelMissing {} = "label-missing" Error,
    PlaceMissing {} = "place-missing" Error,
    PlaceUnknown { place } = "place-unknown" Error,
    SourceMissing {} = "source-missing" Error,
    SourceUnknown { source } = "source-unknown" Error,
    DisputeUnknown { fact } = "dispute-unknown" Warning,
    StatusUnknown { status } = "status-unknown" Error,
    QualifierUnknown { qualifier } = "qualifier-unknown" Warning,
    ValueMissing {} = "value-missing" Error,
    ValueNoNumber { value, unit } = "value-no-number" Error,
    DateWrong { date } = "date-wrong" Error,
    YearWrong { year } = "year-wrong" Warning,
    UrlWrong { url } = "url-wrong" Error,
    TitleMissing {} = "title-missing" Warning,
    LanguageUnknown { language } = "language-unknown" Warning,
    HomeWrong {} = "home-wrong" Warning,
    CheckWrong { id } = "check-wrong" Error,
    CheckDangling { id, missing } = "check-dangling" Error,
    BriefingsTooMany { count, limit } = "briefings-too-many" Error,
    BriefingTooLarge { limit } = "briefing-too-large" Error,
    BriefingHeader {} = "briefing-header" Warning,
    /// Written by a newer program.
    BriefingNewer { version } = "briefing-newer" Error,
    BriefingEmpty {} = "briefing-empty" Warning,
    SlidesTooMany { count, limit } = "slides-too-many" Error,
    SlidesMany { count } = "slides-many" Warning,
    SlideTwice { id, used } = "slide-twice" Error,
    SlideId { id, used } = "slide-id" Error,
    SlideLineStray { line } = "slide-line-stray" Warning,
    SlideKeyUnknown { key } = "slide-key-unknown" Note,
    SlideKeyTwice { key } = "slide-key-twice" Warning,
    SlideValueWrong { key, value, expected } = "slide-value-wrong" Warning,
    SlideCamera { camera } = "slide-camera" Error,
    SlideLanguage { line } = "slide-language" Warning,
    SlideOneLanguage { language } = "slide-one-language" Warning,
    SlideTextLong { limit } = "slide-text-long" Error,
    SlideEmpty {} = "slide-empty" Warning,
    SlideHtml {} = "slide-html" Warning,
    PictureElsewhere { url } = "picture-elsewhere" Warning,
    PictureMissing { picture } = "picture-missing" Error,
    PictureWrong { picture } = "picture-wrong" Error,
    FactUnknown { fact } = "fact-unknown" Error,
    CheckUnknown { check } = "check-unknown" Error,
}

impl Finding {
    pub fn new(location: Location, problem: Problem) -> Self {
        Self {
            severity: problem.severity(),
            location,
            problem,
        }
    }

    pub fn message(&self, strings: &Strings) -> String {
        strings.format(
            &format!("finding-{}", self.problem.key()),
            &self.problem.arguments(),
        )
    }

    pub fn advice(&self, strings: &Strings) -> String {
        strings.format(
            &format!("finding-{}-advice", self.problem.key()),
            &self.problem.arguments(),
        )
    }

    /// `facts.csv, line 12 (zhangjiang-area)`.
    pub fn location_text(&self, strings: &Strings) -> String {
        self.location.words(strings)
    }
}

impl Location {
    /// `facts.csv, line 12 (zhangjiang-area)`.
    pub fn words(&self, strings: &Strings) -> String {
        let Location {
            file,
            line,
            feature,
            id,
        } = self;
        let mut text = file.to_string();
        if let Some(line) = line {
            text.push_str(&strings.format("location-line", &[("line", &line.to_string())]));
        }
        if let Some(feature) = feature {
            text.push_str(
                &strings.format("location-feature", &[("feature", &feature.to_string())]),
            );
        }
        if let Some(id) = id {
            text.push_str(&strings.format("location-id", &[("id", id)]));
        }
        text
    }
}
