//! Text of the document in English and Chinese.

/// The languages an atlas can hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    #[default]
    English,
    Chinese,
}

impl Language {
    /// As BCP 47 subtag: `en` or `zh`.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh",
        }
    }

    /// `None` if the subtag is neither `en` nor `zh`; a region or script behind it (`zh-CN`, `en_GB`) is ignored.
    pub fn from_code(code: &str) -> Option<Self> {
        match code.split(['-', '_', '.']).next()? {
            "en" => Some(Self::English),
            "zh" => Some(Self::Chinese),
            _ => None,
        }
    }

    pub fn other(self) -> Self {
        match self {
            Self::English => Self::Chinese,
            Self::Chinese => Self::English,
        }
    }
}

/// The same text in both languages; either may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    pub en: String,
    pub zh: String,
}

impl Text {
    pub fn new(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self {
            en: en.into(),
            zh: zh.into(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.en.is_empty() && self.zh.is_empty()
    }

    /// Exactly this language, possibly empty.
    pub fn exactly(&self, language: Language) -> &str {
        match language {
            Language::English => &self.en,
            Language::Chinese => &self.zh,
        }
    }

    /// This language, or the other one where this one is missing.
    pub fn get(&self, language: Language) -> &str {
        match self.exactly(language) {
            "" => self.exactly(language.other()),
            text => text,
        }
    }
}
