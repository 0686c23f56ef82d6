//! The text of a slide in a language, with the values of its facts in the place of their ids.

use crate::{
    atlas::{Atlas, FactId, Run},
    lang::{Strings, value_text},
};

/// What stands for a fact that the atlas does not have.
pub const GONE: &str = "—";

/// The value of a fact with its unit, or [`GONE`].
pub fn value(atlas: &Atlas, strings: &Strings, fact: &FactId) -> String {
    atlas.fact(fact).map_or_else(
        || GONE.to_owned(),
        |fact| value_text(strings, &fact.value).joined(),
    )
}

/// A line without its weights and links.
pub fn line(atlas: &Atlas, strings: &Strings, runs: &[Run]) -> String {
    let words = runs.iter().map(|run| match run {
        Run::Words(words, _) | Run::Link { words, .. } => words.clone(),
        Run::Fact(fact, _) => value(atlas, strings, fact),
    });
    words.collect()
}

/// Notes or a title, with the values of the facts that stand in them as `{fact-id}`. Other braces stay.
pub fn expanded(atlas: &Atlas, strings: &Strings, text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let inside = &rest[open + 1..];
        let fact = inside
            .find('}')
            .and_then(|close| Some((close, atlas.fact(&FactId::new(&inside[..close]))?)));
        out.push_str(&rest[..open]);
        if let Some((close, fact)) = fact {
            out.push_str(&value_text(strings, &fact.value).joined());
            rest = &inside[close + 1..];
        } else {
            out.push('{');
            rest = inside;
        }
    }
    out.push_str(rest);
    out
}

/// Notes without the line breaks of a text editor: paragraphs stay, and so do lines that begin like points of a list.
pub fn flowed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut lines = text.lines().map(str::trim_end).peekable();
    while let Some(line) = lines.next() {
        out.push_str(line);
        let Some(next) = lines.peek() else { break };
        if line.is_empty() || next.is_empty() || begins_point(next) {
            out.push('\n');
        } else if !(is_chinese(line.chars().last()) && is_chinese(next.chars().next())) {
            out.push(' ');
        }
    }
    out
}

fn begins_point(line: &str) -> bool {
    let line = line.trim_start();
    let sign = line.starts_with(['-', '*', '+', '•', '–', '#']);
    let digits = line.trim_start_matches(|letter: char| letter.is_ascii_digit());
    sign || (digits.len() < line.len() && digits.starts_with(['.', ')', '、', '）']))
}

/// Characters that stand without spaces.
fn is_chinese(letter: Option<char>) -> bool {
    letter.is_some_and(|letter| letter >= '\u{2e80}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{atlas::Language, lang, store};

    #[test]
    fn notes_flow_within_their_paragraphs_and_keep_lists() {
        let text = "One line\ngoes on.\n\n- a\n- b\n1. c\n请大家\n提问。";
        assert_eq!(
            flowed(text),
            "One line goes on.\n\n- a\n- b\n1. c 请大家提问。"
        );
    }

    #[test]
    fn notes_show_the_values_of_their_facts_and_leave_other_braces_alone() {
        let atlas = store::builtin().atlas;
        let strings = lang::strings(Language::English);
        let text = "{shanghai-rd-share-2024} {gone} {open";
        assert_eq!(expanded(&atlas, strings, text), "4.4% {gone} {open");
        assert_eq!(value(&atlas, strings, &FactId::new("gone")), GONE);
    }
}
