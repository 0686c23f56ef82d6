//! Writes markup that is sound as HTML and as XML: every text and value escaped, every element closed, what is said in
//! two languages twice, so that the page shows the one that is wanted.

use std::fmt::Write as _;

use crate::{
    atlas::{Language, Text},
    export::canvas::escaped,
    lang::{self, Strings},
};

/// Markup in the making. Writing into a string cannot fail, so the results of `write!` are dropped.
#[derive(Debug, Default)]
pub struct Markup {
    pub out: String,
}

type Attributes<'a> = &'a [(&'a str, &'a str)];

pub const LANGUAGES: [Language; 2] = [Language::English, Language::Chinese];

/// As the attribute `lang` says it.
pub fn lang_code(language: Language) -> &'static str {
    match language {
        Language::English => "en",
        Language::Chinese => "zh-Hans",
    }
}

/// Of a text whose language nobody has noted: Chinese if it has a Chinese character.
pub fn guessed(text: &str) -> Language {
    let is_chinese = |c: char| matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}');
    if text.chars().any(is_chinese) {
        Language::Chinese
    } else {
        Language::English
    }
}

/// An address that may be opened by a click; `None` for anything but plain http and https.
pub fn web_address(url: &str) -> Option<&str> {
    let lower = url.get(..8).or(url.get(..7))?.to_ascii_lowercase();
    let is_web = lower.starts_with("http://") || lower.starts_with("https://");
    let is_sound = !url.chars().any(|c| c.is_control() || c.is_whitespace());
    (is_web && is_sound).then_some(url)
}

impl Markup {
    /// As it stands.
    pub fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    pub fn text(&mut self, text: &str) {
        self.out.push_str(&escaped(text));
    }

    pub fn open(&mut self, tag: &str, attributes: Attributes<'_>) {
        self.begin(tag, attributes);
        self.out.push('>');
    }

    pub fn close(&mut self, tag: &str) {
        let _ = write!(self.out, "</{tag}>");
    }

    /// An element without content.
    pub fn void(&mut self, tag: &str, attributes: Attributes<'_>) {
        self.begin(tag, attributes);
        self.out.push_str("/>");
    }

    fn begin(&mut self, tag: &str, attributes: Attributes<'_>) {
        let _ = write!(self.out, "<{tag}");
        for (name, value) in attributes {
            let _ = write!(self.out, " {name}=\"{}\"", escaped(value));
        }
    }

    pub fn element(&mut self, tag: &str, attributes: Attributes<'_>, text: &str) {
        self.open(tag, attributes);
        self.text(text);
        self.close(tag);
    }

    /// An element around what `inside` writes.
    pub fn within(
        &mut self,
        tag: &str,
        attributes: Attributes<'_>,
        inside: impl FnOnce(&mut Self),
    ) {
        self.open(tag, attributes);
        inside(self);
        self.close(tag);
    }

    /// The words of each language in a `span` of its own; once where both say the same.
    pub fn words(&mut self, words: impl Fn(&'static Strings) -> String) {
        let [english, chinese] = LANGUAGES.map(|language| words(lang::strings(language)));
        if english == chinese {
            self.text(&english);
            return;
        }
        for (language, words) in LANGUAGES.into_iter().zip([english, chinese]) {
            self.span(language, language, &words);
        }
    }

    /// The same of what may be written in either language, whatever the page's: titles, publishers.
    pub fn quoted(&mut self, words: impl Fn(&'static Strings) -> String) {
        let [english, chinese] = LANGUAGES.map(|language| words(lang::strings(language)));
        if english == chinese {
            let attributes = [("lang", lang_code(guessed(&english)))];
            self.element("span", &attributes, &english);
            return;
        }
        for (language, words) in LANGUAGES.into_iter().zip([english, chinese]) {
            self.span(language, guessed(&words), &words);
        }
    }

    /// An interface string.
    pub fn string(&mut self, key: &'static str) {
        self.words(|strings| strings.get(key).to_owned());
    }

    /// A text of the document; where a language is missing, the other one stands for it and is marked as what it is.
    pub fn bilingual(&mut self, text: &Text) {
        if text.en == text.zh {
            self.text(&text.en);
            return;
        }
        for shown in LANGUAGES {
            let written = match text.exactly(shown) {
                "" => shown.other(),
                _ => shown,
            };
            self.span(shown, written, text.exactly(written));
        }
    }

    /// Words that are seen while `shown` is the page's language, and are written in `written`.
    fn span(&mut self, shown: Language, written: Language, words: &str) {
        if !words.is_empty() {
            let attributes = [("class", shown.code()), ("lang", lang_code(written))];
            self.element("span", &attributes, words);
        }
    }

    /// What each language says in blocks of its own.
    pub fn blocks(&mut self, tag: &str, class: &str, mut inside: impl FnMut(&mut Self, Language)) {
        for language in LANGUAGES {
            let class = format!("{class} {}", language.code());
            let attributes = [("class", class.trim()), ("lang", lang_code(language))];
            self.within(tag, &attributes, |markup| inside(markup, language));
        }
    }

    /// A link to the web, or the words alone where the address cannot be trusted.
    pub fn link(&mut self, url: &str, words: &str) {
        match web_address(url) {
            Some(url) => {
                let attributes = [
                    ("href", url),
                    ("target", "_blank"),
                    ("rel", "noopener noreferrer"),
                ];
                self.element("a", &attributes, words);
            }
            None => self.text(words),
        }
    }

    /// A picture of the page's own collection that says nothing by itself.
    pub fn icon(&mut self, id: &str, class: &str) {
        let _ = write!(
            self.out,
            "<svg class=\"{class}\" aria-hidden=\"true\"><use href=\"#{id}\"/></svg>"
        );
    }

    /// A button with a picture, named for those who do not see it.
    pub fn button(&mut self, id: &str, icon: &str, key: &'static str) {
        self.within("button", &[("type", "button"), ("id", id)], |markup| {
            markup.icon(icon, "icon");
            markup.within("span", &[("class", "unseen")], |markup| markup.string(key));
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_web_addresses_become_links() {
        for url in ["https://example.org/a?b=c&d", "HTTP://example.org"] {
            assert_eq!(web_address(url), Some(url));
        }
        for url in [
            "javascript:alert(1)",
            "data:text/html,x",
            "//example.org",
            "https:example.org",
            "http://a\nb",
            "http://a b",
            "",
            "é",
        ] {
            assert_eq!(web_address(url), None, "{url:?}");
        }
    }

    #[test]
    fn what_is_missing_in_a_language_is_marked_as_the_other_one() {
        let mut markup = Markup::default();
        markup.bilingual(&Text::new("", "张<江>"));
        let expected = "<span class=\"en\" lang=\"zh-Hans\">张&lt;江&gt;</span>\
                        <span class=\"zh\" lang=\"zh-Hans\">张&lt;江&gt;</span>";
        assert_eq!(markup.out, expected);
    }

    #[test]
    fn what_is_the_same_in_both_languages_is_written_once() {
        let mut markup = Markup::default();
        markup.words(|_| "1992".to_owned());
        assert_eq!(markup.out, "1992");
    }
}
