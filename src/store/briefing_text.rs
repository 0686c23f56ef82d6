//! The Markdown of a slide's text into blocks: paragraphs, points, figures and pictures. HTML is left out and found,
//! nothing is fetched, and nothing grows beyond its limit.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};

use super::Problem;
use crate::atlas::{Block, Element, FactId, Run, Weight};

/// The longest text of a slide in one language, in characters. What is behind it is left out.
pub const TEXT_LIMIT: usize = 4_000;
/// Where pictures lie, seen from the folder of the briefings.
pub const PICTURES: &str = "pictures/";

/// What was read, with what was found and the byte of the text where it stands.
#[derive(Debug, Default)]
pub struct Text {
    pub elements: Vec<Element>,
    pub problems: Vec<(usize, Problem)>,
    /// The facts that it names, and where.
    pub facts: Vec<(usize, FactId)>,
    /// The pictures that it names, and where.
    pub pictures: Vec<(usize, String)>,
}

/// Reads the text of a slide. A list item that begins with `+` waits for a Next.
pub fn read(source: &str) -> Text {
    let (source, cut) = match source.char_indices().nth(TEXT_LIMIT) {
        Some((end, _)) => (&source[..end], true),
        None => (source, false),
    };
    let mut reader = Reader::new(source);
    if cut {
        let problem = Problem::SlideTextLong {
            limit: TEXT_LIMIT.to_string(),
        };
        reader.text.problems.push((0, problem));
    }
    for (event, range) in Parser::new_ext(source, Options::empty()).into_offset_iter() {
        reader.event(event, range);
    }
    reader.flush();
    reader.text
}

/// A piece of words of one weight; a link if it has an address.
#[derive(Clone, Debug)]
struct Piece {
    words: String,
    weight: Weight,
    url: Option<String>,
}

struct Reader<'a> {
    source: &'a str,
    text: Text,
    pieces: Vec<Piece>,
    /// Where the present pieces begin.
    start: usize,
    heading: bool,
    /// Of the lists that are open, the next number, if they count.
    lists: Vec<Option<u64>>,
    /// Of the list items that are open, their build and number.
    items: Vec<(usize, Option<u64>)>,
    builds: usize,
    emphasis: usize,
    strong: usize,
    url: Option<String>,
    /// A picture under way: its path, if it can be used, and its words.
    picture: Option<(Option<String>, String)>,
    /// A line ended; a space stands for it unless Chinese is on either side.
    line_ended: bool,
    html_found: bool,
}

impl<'a> Reader<'a> {
    fn new(source: &'a str) -> Self {
        Self {
            source,
            text: Text::default(),
            pieces: Vec::new(),
            start: 0,
            heading: false,
            lists: Vec::new(),
            items: Vec::new(),
            builds: 0,
            emphasis: 0,
            strong: 0,
            url: None,
            picture: None,
            line_ended: false,
            html_found: false,
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.open(tag, range.start),
            Event::End(tag) => self.close(tag),
            Event::Text(words) | Event::Code(words) => self.words(&words, range.start),
            Event::SoftBreak => self.line_ended = true,
            Event::HardBreak => self.words("\n", range.start),
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html, range.start),
            _ => {}
        }
    }

    fn open(&mut self, tag: Tag<'_>, at: usize) {
        match tag {
            Tag::Heading { .. } => {
                self.flush();
                self.heading = true;
            }
            Tag::Paragraph | Tag::BlockQuote(_) | Tag::CodeBlock(_) => self.flush(),
            Tag::List(first) => {
                self.flush();
                self.lists.push(first);
            }
            Tag::Item => {
                self.flush();
                self.open_item(at);
            }
            Tag::Emphasis => self.emphasis += 1,
            Tag::Strong => self.strong += 1,
            Tag::Link { dest_url, .. } => self.open_link(&dest_url, at),
            Tag::Image { dest_url, .. } => self.open_picture(&dest_url, at),
            _ => {}
        }
    }

    fn open_item(&mut self, at: usize) {
        let mut build = self.items.last().map_or(0, |(build, _)| *build);
        if self.source[at..].trim_start().starts_with('+') {
            self.builds += 1;
            build = self.builds;
        }
        let number = self.lists.last_mut().and_then(|next| {
            let number = *next;
            *next = number.map(|number| number.saturating_add(1));
            number
        });
        self.items.push((build, number));
    }

    fn open_link(&mut self, url: &CowStr<'_>, at: usize) {
        if url.starts_with("https://") || url.starts_with("http://") {
            self.url = Some(url.to_string());
        } else {
            let url = url.to_string();
            self.text.problems.push((at, Problem::UrlWrong { url }));
        }
    }

    fn open_picture(&mut self, url: &CowStr<'_>, at: usize) {
        self.flush();
        let name = url.strip_prefix(PICTURES);
        let fits = |name: &str| {
            !name.is_empty() && !name.contains(['/', '\\', ':']) && !name.starts_with('.')
        };
        let path = name.filter(|name| fits(name)).map(|_| url.to_string());
        if let Some(path) = &path {
            self.text.pictures.push((at, path.clone()));
        } else {
            let url = url.chars().take(200).collect();
            self.text
                .problems
                .push((at, Problem::PictureElsewhere { url }));
        }
        self.picture = Some((path, String::new()));
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                self.flush();
                self.heading = false;
            }
            TagEnd::Paragraph | TagEnd::BlockQuote(_) | TagEnd::CodeBlock => self.flush(),
            TagEnd::Item => {
                self.flush();
                self.items.pop();
            }
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::Emphasis => self.emphasis -= 1,
            TagEnd::Strong => self.strong -= 1,
            TagEnd::Link => self.url = None,
            TagEnd::Image => {
                if let Some((Some(path), alt)) = self.picture.take() {
                    self.push(Block::Picture { path, alt });
                }
            }
            _ => {}
        }
    }

    /// Comments are for the author; other HTML is found once in a text.
    fn html(&mut self, html: &str, at: usize) {
        let comment = html.trim_start().starts_with("<!--");
        if !comment && !html.trim().is_empty() && !self.html_found && !self.in_comment(at) {
            self.html_found = true;
            self.text.problems.push((at, Problem::SlideHtml {}));
        }
    }

    /// Whether a line of HTML belongs to a comment that began before it.
    fn in_comment(&self, at: usize) -> bool {
        let before = &self.source[..at];
        let begun = before.rfind("<!--");
        begun.is_some_and(|begun| !before[begun..].contains("-->"))
    }

    fn words(&mut self, words: &str, at: usize) {
        if let Some((_, alt)) = &mut self.picture {
            alt.push_str(words);
            return;
        }
        if self.pieces.is_empty() {
            self.start = at;
            self.line_ended = false;
        }
        let weight = match (self.strong, self.emphasis) {
            (1.., _) => Weight::Strong,
            (0, 1..) => Weight::Emphasis,
            _ => Weight::Plain,
        };
        let space = std::mem::take(&mut self.line_ended) && self.needs_space(words);
        let words = if space {
            format!(" {words}")
        } else {
            words.to_owned()
        };
        match self.pieces.last_mut() {
            Some(last) if last.weight == weight && last.url == self.url => {
                last.words.push_str(&words);
            }
            _ => self.pieces.push(Piece {
                words,
                weight,
                url: self.url.clone(),
            }),
        }
    }

    fn needs_space(&self, next: &str) -> bool {
        let before = self
            .pieces
            .last()
            .and_then(|piece| piece.words.chars().last());
        let after = next.chars().next();
        let western = |letter: Option<char>| letter.is_some_and(|letter| letter < '\u{2e80}');
        western(before) && western(after)
    }

    /// Ends the block under way.
    fn flush(&mut self) {
        self.line_ended = false;
        let pieces = std::mem::take(&mut self.pieces);
        let mut runs = Vec::new();
        for piece in pieces {
            split(piece, &mut runs);
        }
        trim(&mut runs);
        for run in &runs {
            if let Run::Fact(fact, _) = run {
                self.text.facts.push((self.start, fact.clone()));
            }
        }
        let block = match runs.as_slice() {
            [] => return,
            [Run::Fact(fact, _)] if !self.heading => Block::Figure(fact.clone()),
            _ if self.heading => Block::Heading(runs),
            _ => match self.items.last() {
                Some((_, number)) => Block::Item {
                    runs,
                    level: u8::try_from(self.items.len() - 1).unwrap_or(u8::MAX),
                    number: *number,
                },
                None => Block::Paragraph(runs),
            },
        };
        self.push(block);
    }

    fn push(&mut self, block: Block) {
        let build = self.items.last().map_or(0, |(build, _)| *build);
        self.text.elements.push(Element { block, build });
    }
}

/// Words and facts: `{fact-id}` in the words is the value of that fact.
fn split(piece: Piece, runs: &mut Vec<Run>) {
    let Piece { words, weight, url } = piece;
    if let Some(url) = url {
        runs.push(Run::Link { words, url });
        return;
    }
    let mut rest = words.as_str();
    let mut plain = String::new();
    while let Some(open) = rest.find('{') {
        let inside = &rest[open + 1..];
        let fact = inside
            .find('}')
            .map(|close| &inside[..close])
            .filter(|id| is_fact_id(id));
        let Some(fact) = fact else {
            plain.push_str(&rest[..=open]);
            rest = inside;
            continue;
        };
        plain.push_str(&rest[..open]);
        if !plain.is_empty() {
            runs.push(Run::Words(std::mem::take(&mut plain), weight));
        }
        runs.push(Run::Fact(FactId::new(fact), weight));
        rest = &inside[fact.len() + 1..];
    }
    plain.push_str(rest);
    if !plain.is_empty() {
        runs.push(Run::Words(plain, weight));
    }
}

fn is_fact_id(id: &str) -> bool {
    let fits = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_'
    };
    !id.is_empty() && id.len() <= 80 && id.bytes().all(fits)
}

/// Takes white space away from both ends of a line.
fn trim(runs: &mut Vec<Run>) {
    if let Some(Run::Words(words, _)) = runs.first_mut() {
        *words = words.trim_start().to_owned();
    }
    if let Some(Run::Words(words, _)) = runs.last_mut() {
        *words = words.trim_end().to_owned();
    }
    runs.retain(|run| !matches!(run, Run::Words(words, _) if words.is_empty()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(words: &str) -> Run {
        Run::Words(words.to_owned(), Weight::Plain)
    }

    #[test]
    fn plus_items_wait_for_next_and_a_fact_alone_is_a_figure() {
        let text = read("It rose.\n\n- at once {gdp-2024}\n+ then\n+ {gdp-2024}\n");
        let builds: Vec<usize> = text.elements.iter().map(|element| element.build).collect();
        assert_eq!(builds, [0, 0, 1, 2]);
        assert_eq!(
            text.elements[3].block,
            Block::Figure(FactId::new("gdp-2024"))
        );
        let item = Block::Item {
            runs: vec![
                words("at once "),
                Run::Fact(FactId::new("gdp-2024"), Weight::Plain),
            ],
            level: 0,
            number: None,
        };
        assert_eq!(text.elements[1].block, item);
        assert_eq!(text.facts.len(), 2);
    }

    #[test]
    fn lines_of_chinese_join_without_a_space_and_english_ones_with_one() {
        let text = read("上海\n港口\n\ntwo\nlines");
        assert_eq!(
            text.elements[0].block,
            Block::Paragraph(vec![words("上海港口")])
        );
        assert_eq!(
            text.elements[1].block,
            Block::Paragraph(vec![words("two lines")])
        );
    }

    #[test]
    fn html_and_pictures_from_elsewhere_are_found_and_left_out_but_comments_are_not() {
        let text = read(
            "<!-- for\nme -->\n\n<script>alert(1)</script>\n\nA <b>b</b> ![x](https://example.org/x.png)\n\n![y](../../etc/passwd) ![z](pictures/z.png)",
        );
        let keys: Vec<&str> = text
            .problems
            .iter()
            .map(|(_, problem)| problem.key())
            .collect();
        assert_eq!(
            keys,
            ["slide-html", "picture-elsewhere", "picture-elsewhere"]
        );
        let shown = format!("{:?}", text.elements);
        assert!(
            !shown.contains("alert") && !shown.contains("example.org") && !shown.contains("passwd")
        );
        assert_eq!(text.pictures.len(), 1);
    }

    #[test]
    fn a_text_of_a_megabyte_is_cut_and_read_at_once() {
        for source in [
            "> ".repeat(500_000),
            "[".repeat(1_000_000),
            "长".repeat(350_000),
            "+ a\n".repeat(250_000),
        ] {
            let text = read(&source);
            assert_eq!(text.problems[0].1.key(), "slide-text-long");
            assert!(text.elements.len() <= TEXT_LIMIT);
        }
    }

    proptest! {
        #[test]
        fn any_markdown_is_read_without_panic(source in "([-+*>#`!\\[\\](){}_ \n<1.]|\\PC){0,120}") {
            read(&source);
        }
    }
}
